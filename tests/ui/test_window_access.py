"""The window without a mouse and without eyes: names, order, visible focus, no trap."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from diptych.ui.library_panel import LibraryPanel
from diptych.ui.panels import PANELS
from support.busy import BusyJobs
from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path


CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder, BusyJobs)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    yield reader
    reader.end()


def show_all(reader: Reader):
    """Show each panel, one after the other."""
    yield "texts"
    for row in PANELS:
        reader.window.handlers.panels.show(row.name)
        QApplication.processEvents()
        yield row.name
        reader.window.handlers.panels.hide(row.name)


def is_part(widget: QWidget) -> bool:
    """Whether a control is a part of another one, which has the name."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QLineEdit | QAbstractItemView):
            return True
        above = above.parentWidget()
    return isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def test_every_control_has_a_name(reader: Reader) -> None:
    nameless = set()
    for state in show_all(reader):
        for widget in reader.window.findChildren(QWidget):
            reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            is_control = isinstance(widget, CONTROLS) or reached
            if not is_control or not widget.isVisible() or is_part(widget):
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.add((state, type(widget).__name__, widget.objectName()))
    assert sorted(nameless) == []


def test_tab_reaches_every_control_and_is_kept_by_none(reader: Reader) -> None:
    window = reader.window
    reader.run("filter_findings")
    for state in show_all(reader):
        reachable = {
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisibleTo(window)
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.width() > 0
        }
        first = next(iter(reachable))
        first.setFocus()
        met = [window.focusWidget()]
        while len(met) < 400:
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            now = window.focusWidget()
            assert now is not met[-1], (state, now)
            if now is met[0]:
                break
            met.append(now)
        missed = {
            type(widget).__name__ + widget.accessibleName() for widget in reachable - set(met)
        }
        assert missed == set(), state
        grounds = {window.panel, window.findings}
        if state != "texts":
            grounds.add(window.handlers.panels.show(state).widget())
        for ground in grounds:
            assert_as_read(met, ground)


def assert_as_read(met: list[QWidget], ground: QWidget) -> None:
    """Check that Tab goes from above to below, and in a row from left to right."""
    inside = [ground.isAncestorOf(each) for each in met]
    start = inside.index(False)  # somewhere outside, wherever the round was begun
    met = [each for each in met[start:] + met[:start] if ground.isAncestorOf(each)]
    for one, two in pairwise(met):
        first, second = (each.mapTo(ground, QPoint(0, 0)) for each in (one, two))
        half = min(one.height(), two.height()) // 2
        is_below = second.y() >= first.y() + half
        is_beside = second.x() > first.x() and second.y() > first.y() - half
        assert is_below or is_beside, (one.accessibleName(), two.accessibleName())


def elsewhere(reader: Reader, widget: QWidget) -> QWidget:
    """Return something to have the keyboard meanwhile."""
    buttons = reader.window.rail.buttons
    return next(each for each in buttons.values() if each is not widget)


def test_everything_shows_that_it_has_the_keyboard(reader: Reader) -> None:
    blind, seen = set(), set()
    reader.press(Qt.Key.Key_Tab)  # from here on Qt shows it where the keyboard brings it
    for state in show_all(reader):
        for widget in reader.window.findChildren(QWidget):
            if not widget.isVisible() or not widget.isEnabled() or widget in seen:
                continue
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy():
                continue
            seen.add(widget)
            elsewhere(reader, widget).setFocus()
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.grab().toImage() == before:
                blind.add((state, type(widget).__name__, widget.accessibleName()))
    assert blind == set()


def test_a_list_has_a_row_to_speak_of_as_soon_as_it_has_the_keyboard(reader: Reader) -> None:
    reader.run("show_library")
    rows = reader.window.findChild(LibraryPanel).list
    rows.clearSelection()
    reader.window.top_bar.search.setFocus()
    rows.setFocus()
    assert [index.row() for index in rows.selectedIndexes()] == [rows.currentIndex().row()]
