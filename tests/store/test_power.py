"""A note that was called saved is there after a power cut, as far as one can be simulated.

The whole of it is `python tests/durability/power.py`.
"""

import pytest

from support.power import CannotTrace, cut


def test_saved_notes_survive_power_cuts(tmp_path):
    try:
        found = cut(tmp_path / "power", 20, 20, 3, "wal_autocheckpoint=40")
    except CannotTrace as error:
        pytest.skip(str(error))
    assert (found["whole"], found["lost"], found["damaged"]) == (20, 0, 0)


def test_the_simulation_sees_what_is_lost(tmp_path):
    try:
        found = cut(tmp_path / "power", 20, 20, 3, "synchronous=NORMAL")
    except CannotTrace as error:
        pytest.skip(str(error))
    assert found["lost"] > 0
