"""A window that was closed: nothing of it stays, and the next one begins where it was."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from diptych.ui.appearance import built_anew
from diptych.ui.panels import PANELS
from diptych.ui.turns import next_turn

if TYPE_CHECKING:
    from support.driver import Reader


def test_nothing_is_left_of_a_window_that_another_took_the_place_of(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    for panel in PANELS:
        reader.window.handlers.panels.show(panel.name)
    reader.run("filter_findings")
    reader.write("A note")
    reader.window.close()
    desk = reader.window.desk
    known = [weakref.ref(each) for each in (reader.window, desk, desk.learning, desk.cataloguing)]
    del desk
    reader.window = built_anew(reader.window)
    reader.window.show()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [each() for each in known] == [None] * 4


def test_a_panel_takes_the_place_of_the_texts_while_the_docks_are_still_restored(
    reader: Reader,
) -> None:
    reader.window.showFullScreen()
    reader.window.resize(3000, 2000)
    for panel in PANELS:
        reader.window.handlers.panels.show(panel.name)
    reader.window.handlers.panels.show_texts()
    QApplication.processEvents()
    assert reader.close()
    reader.start()
    assert reader.window.isFullScreen()
    reader.run("show_readings")
    for width in (1200, 1300, 1400):
        reader.window.resize(width, 700)
        QApplication.processEvents()
    assert reader.window.handlers.panels.is_shown("readings")
    assert not reader.window.spread.isVisible()


def test_what_was_still_to_be_done_does_not_keep_a_window() -> None:
    class Owner(QObject):
        def call(self) -> None:
            pytest.fail("its owner is gone")

    for each in ("method", "function"):
        owner = Owner()
        known = weakref.ref(owner)
        next_turn(owner, owner.call if each == "method" else lambda owner=owner: owner.call())
        shiboken6.delete(owner)
        del owner
        QApplication.processEvents()
        gc.collect()
        assert known() is None


def test_a_window_goes_that_was_left_out_of_the_collecting(reader: Reader) -> None:
    """As the first one is, and whatever is there when a long document comes."""
    known = weakref.ref(reader.window.desk)
    reader.window.close()
    gc.freeze()
    reader.window = built_anew(reader.window)
    reader.window.show()
    reader.wait(lambda: known() is None)
    assert gc.get_freeze_count() == 0
