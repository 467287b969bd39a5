"""Panels at the sides of the window: one in front with all the height, the others as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from diptych.model.comparison import Side
from diptych.ui.appearance import built_anew
from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    yield reader
    reader.end()


def tabs(reader: Reader, side: str) -> QTabBar:
    return next(
        bar
        for bar in reader.window.findChildren(QTabBar)
        if bar.accessibleName() == f"Panels at the {side}"
    )


def names(bar: QTabBar) -> list[str]:
    return [bar.tabText(index) for index in range(bar.count())]


def seen(reader: Reader, name: str) -> QWidget:
    """Return what a panel shows, which the reader sees."""
    widget = reader.window.handlers.panels.show(name).widget()
    QApplication.processEvents()
    assert widget.isVisible()
    return widget


def test_each_panel_at_a_side_has_the_whole_height(reader: Reader) -> None:
    alone = seen(reader, "library")
    whole = alone.height()
    assert not tabs(reader, "left").isVisible()
    for name in ("topics", "notes", "search"):
        widget = seen(reader, name)
        assert widget.height() > whole - 60, name
        assert not alone.isVisible()
        alone = widget
    assert names(tabs(reader, "left")) == ["Library", "Topics", "Notes", "Search"]
    finding = reader.window.panel
    whole = finding.height()
    settings = seen(reader, "comfort")
    assert settings.height() > whole - 60
    assert not finding.isVisible()
    reader.run("show_comfort")
    assert finding.isVisible()
    assert not settings.isVisible()


def test_the_keyboard_goes_to_the_tabs_and_along_them(reader: Reader) -> None:
    reader.run("show_library")
    reader.run("show_topics")
    bar = tabs(reader, "left")
    panels = reader.window.handlers.panels
    for _step in range(100):
        if reader.keyboard is bar:
            break
        QTest.keyClick(reader.keyboard, Qt.Key.Key_Tab)
    assert reader.keyboard is bar
    before = bar.grab().toImage()
    reader.press(Qt.Key.Key_Left)
    assert panels.is_shown("library")
    assert not panels.is_shown("topics")
    assert reader.window.commands.action("show_library").isChecked()
    assert not reader.window.rail.buttons["show_topics"].isChecked()
    assert bar.grab().toImage() != before
    # What is behind takes no keyboard: from the tabs it goes into the panel in front.
    QTest.keyClick(bar, Qt.Key.Key_Tab)
    assert panels.show("library").widget().isAncestorOf(reader.keyboard)


def test_a_command_shows_what_is_behind_and_hides_what_is_in_front(reader: Reader) -> None:
    panels = reader.window.handlers.panels
    reader.run("show_topics")
    reader.run("show_library")
    reader.run("show_topics")
    assert panels.is_shown("topics")
    reader.run("show_topics")
    assert panels.is_shown("library")
    assert reader.window.table.hasFocus()  # from where the first panel was asked for
    reader.run("show_library")
    assert not any(panels.shown().values())


def test_a_note_and_a_reason_bring_the_finding_to_the_front(reader: Reader) -> None:
    reader.run("show_comfort")
    assert not reader.window.panel.isVisible()
    reader.go_to_text(Side.LEFT)
    reader.write("Seen at once")
    assert reader.window.panel.isVisible()
    reader.run("show_comfort")
    reader.run("why")
    assert reader.window.panel.isVisible()
    reader.run("show_side_panel")
    assert not reader.window.panel.isVisible()
    reader.run("show_comfort")
    assert reader.window.panel_dock.isHidden()
    reader.run("show_side_panel")
    assert reader.window.panel.isVisible()


def test_panels_are_there_again_after_a_restart(reader: Reader) -> None:
    for command in ("show_library", "show_topics", "show_notes", "show_comfort"):
        reader.run(command)
    reader.run("show_side_panel")
    reader.run("show_side_panel")
    seen(reader, "topics")
    width = tabs(reader, "left").window().handlers.panels.show("topics").widget().width()
    assert reader.close()
    reader.start()
    panels = reader.window.handlers.panels
    assert panels.is_shown("topics")
    assert names(tabs(reader, "left")) == ["Library", "Topics", "Notes"]
    assert names(tabs(reader, "right")) == ["Reading settings"]
    assert seen(reader, "topics").width() == width
    assert panels.is_shown("comfort")
    tabs(reader, "left").setCurrentIndex(2)
    assert panels.is_shown("notes")
    # The same where the window is built anew, for another language.
    reader.window.close()
    reader.window = built_anew(reader.window)
    reader.window.show()
    QApplication.processEvents()
    assert reader.window.handlers.panels.is_shown("notes")


def test_what_stands_in_place_of_the_texts_leaves_the_panels_as_they_were(reader: Reader) -> None:
    reader.run("show_comfort")
    topics = seen(reader, "topics")
    width = topics.width()
    reader.run("show_readings")
    assert reader.window.panel_dock.isHidden()
    assert topics.width() == width
    reader.run("show_readings")
    assert topics.width() == width
    assert reader.window.handlers.panels.is_shown("comfort")
    assert reader.close()
    reader.start()
    assert reader.window.handlers.panels.is_shown("comfort")
