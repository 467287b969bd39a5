"""What is looked up beside the window's thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from diptych.ui.background import Background, Latest


@pytest.fixture
def latest(qtbot):
    parent = QObject()
    background = Background(parent)
    yield Latest(background)
    background.end()


def test_one_call_runs_at_a_time_and_the_last_comes_after_it(qtbot, latest: Latest) -> None:
    may_go_on, begun, answers = threading.Event(), [], []

    def call(number: int) -> int:
        begun.append(number)
        may_go_on.wait(30)
        return number

    for number in range(5):
        latest.run(lambda number=number: call(number), answers.append)
    may_go_on.set()
    qtbot.waitUntil(lambda: answers == [0, 4], timeout=30_000)
    assert begun == [0, 4]


def test_after_a_call_that_failed_the_next_one_runs(qtbot, latest: Latest) -> None:
    answers: list[int] = []
    with qtbot.captureExceptions() as raised:
        latest.run(lambda: 1 // 0, answers.append)
        latest.run(lambda: 2, answers.append)
        qtbot.waitUntil(lambda: answers == [2], timeout=30_000)
    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]
