"""Files that mean harm, one after another in the real window: each opens or gets its sentence.

These are the quick ones; `python tests/perf/hostile.py` opens them all and prints what each cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from diptych.ui.bridge import Bridge
from hostile.case import make
from hostile.every import CASES
from support.hostile import Trial, complaints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = [case for case in CASES if case.quick]


@pytest.fixture
def trial(qtbot, data_folder: Path) -> Iterator[Trial]:
    trial = Trial(data_folder, Bridge(), fresh=False)
    yield trial
    trial.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("part", range(6))
def test_each_opens_or_gets_its_sentence(trial: Trial, part: int, tmp_path: Path) -> None:
    wrong = {}
    for number, case in enumerate(QUICK[part::6]):
        outcome = trial.open(make(case, tmp_path / str(number)))
        if found := complaints(case, outcome):
            wrong[case.name] = found
    assert wrong == {}
