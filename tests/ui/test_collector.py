"""Garbage is collected, and on the window's thread alone."""

from __future__ import annotations

import gc
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from diptych.services.unpacking import leave_out
from diptych.ui.collector import Collector, count_objects


class _Knot:
    """An object that only the collector can take away, and that notes on which thread it goes."""

    gone: list[threading.Thread]

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.gone.append(threading.current_thread())


@pytest.fixture
def parent(qtbot):
    parent = QObject()
    yield parent
    gc.enable()


def test_knots_are_taken_away_by_the_window_s_thread(qtbot, parent: QObject) -> None:
    _Knot.gone = []
    Collector(parent)
    known = weakref.ref(_Knot())
    kept: list[list[int]] = []
    thread = threading.Thread(target=lambda: kept.extend([n] for n in range(200_000)))
    thread.start()
    thread.join()
    assert known() is not None, "another thread made many objects, and collected nothing"
    qtbot.waitUntil(lambda: known() is None, timeout=5_000)
    assert _Knot.gone == [threading.main_thread()]


def test_old_knots_go_when_much_has_come(qtbot, parent: QObject, monkeypatch) -> None:
    """Those that Python looks for only when what is there to stay has become a quarter more."""
    monkeypatch.setattr("diptych.ui.collector._EVERY_MS", 10)
    _Knot.gone = []
    knot = _Knot()
    known = weakref.ref(knot)
    Collector(parent)
    gc.collect(1)
    del knot
    kept: list[list[list[int]]] = []

    def is_gone() -> bool:
        kept.append([[n] for n in range(5_000)])
        return known() is None

    assert not is_gone()
    qtbot.waitUntil(is_gone, timeout=30_000)


def test_what_was_left_out_goes_when_another_long_document_comes(
    qtbot, parent: QObject, monkeypatch
) -> None:
    """Each one leaves out of the collecting what is there when it comes."""
    monkeypatch.setattr("diptych.ui.collector._EVERY_MS", 10)
    _Knot.gone = []
    collector = Collector(parent)
    knot = _Knot()
    known = weakref.ref(knot)
    leave_out()
    try:
        qtbot.waitUntil(lambda: collector.left_out > 0)
        del knot
        kept = [[[n]] for n in range(gc.get_freeze_count())]
        leave_out()
        qtbot.waitUntil(lambda: known() is None)
        assert gc.get_freeze_count() > len(kept)
    finally:
        gc.unfreeze()


def test_counting_leaves_tuples_alone_that_other_threads_are_making() -> None:
    """A document is unpacked so: who holds such a tuple for a moment makes that fail."""
    failed: list[SystemError] = []

    def make() -> None:
        try:
            for _each in range(400):
                tuple(number for number in range(2_000))
        except SystemError as error:
            failed.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        thread = threading.Thread(target=make)
        thread.start()
        while thread.is_alive():
            count_objects(0, 1, 2)
    finally:
        sys.setswitchinterval(before)
    assert failed == []
