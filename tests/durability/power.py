"""Cuts the power 600 times, simulated: `python tests/durability/power.py [STATES] [STEPS]`.

The library's own settings must lose nothing; the control, with `synchronous=NORMAL`, must lose
something, or the simulation would prove nothing. Needs strace (Linux).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from diptych.store.driver import sqlite3
from support.power import CannotTrace, cut

# Small, so that the log is written back into the file again and again while it is watched.
CHECKPOINT = "wal_autocheckpoint=40"


def main(states: int, steps: int) -> int:
    """Print what was found; 0 where nothing of the library's own was lost."""
    print(f"SQLite {sqlite3.sqlite_version}, {steps} steps of the writer, {states} states each")
    lost = {}
    for name, pragmas in (("as the library is set", ()), ("control", ("synchronous=NORMAL",))):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = cut(Path(folder, "power"), steps, states, 1, CHECKPOINT, *pragmas)
            except CannotTrace as error:
                print(f"The power cannot be cut: {error}.")
                return 0
        lost[name] = found["lost"] + found["damaged"]
        print(
            f"{name:22} {' '.join(pragmas):20} {found['calls']} calls: {found['whole']} whole, "
            f"{found['lost']} lost, {found['damaged']} damaged, {time.monotonic() - began:.0f} s"
        )
    if not lost["control"]:
        print("The control lost nothing: the simulation proves nothing.")
    return int(bool(lost["as the library is set"]) or not lost["control"])


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(numbers + [600, 150][len(numbers) :])))
