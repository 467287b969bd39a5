"""What a reader who cannot see hears of what happens away from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from diptych.model.comparison import Side
from diptych.model.errors import UserError
from diptych.ui import account, assistance
from support.busy import BusyJobs
from support.driver import ALT, CTRL, SHIFT, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    assistance.install()
    reader = Reader(qtbot, data_folder, BusyJobs)
    reader.start(*write_letters(tmp_path))
    # As a screen reader does when the window gets the keyboard.
    assert QAccessible.queryAccessibleInterface(reader.window) is not None
    yield reader
    reader.end()


@pytest.fixture
def heard(reader: Reader, monkeypatch) -> list[str]:
    """What is spoken; the screen reader is there."""
    words: list[str] = []

    def hear(event) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            words.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return words


def test_a_finding_its_reasons_and_the_verdict_are_heard_in_the_text(
    reader: Reader, heard: list[str]
) -> None:
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Home, ALT)
    while reader.selected not in reader.pairs:
        heard.clear()
        reader.press(Qt.Key.Key_Down, ALT)
    row = reader.selected
    assert account.sentence(row, reader.window.desk.labels()) in heard
    assert all(row.quote(side) in heard[-1] for side in Side)
    assert "percent sure" in heard[-1]
    heard.clear()
    reader.press(Qt.Key.Key_W)
    assert any(row.finding.evidence.shared[0] in each for each in heard)
    heard.clear()
    reader.press(Qt.Key.Key_2)
    assert any("They diverge" in each and "Your verdict" in each for each in heard)
    heard.clear()
    reader.press(Qt.Key.Key_Z, CTRL)
    assert any("not yet confirmed" in each for each in heard)
    assert not any(each.endswith("findings") for each in heard)


def test_what_is_switched_said_and_found_is_heard(reader: Reader, heard: list[str]) -> None:
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_F8)
    assert heard[-1] == "List of findings: off"
    reader.press(Qt.Key.Key_F8)
    assert heard[-1] == "List of findings: on"
    reader.window.say("The file was written.")
    assert heard[-1] == "The file was written."
    reader.window.desk.troubled.emit(UserError("The disk is full.", "Make room."))
    assert "The disk is full." in heard[-1]
    reader.press(Qt.Key.Key_F, CTRL)
    reader.type("the")
    reader.wait(lambda: any(each.startswith("Hits: ") for each in heard))
    reader.press(Qt.Key.Key_F3)
    assert heard[-1].startswith("1 of ")
    assert "the" in heard[-1].casefold()


def test_the_lines_of_a_palette_are_heard_while_the_keyboard_is_in_its_field(
    reader: Reader, heard: list[str]
) -> None:
    reader.press(Qt.Key.Key_P, CTRL | SHIFT)
    reader.type("sepia")
    assert heard[-1] == "Sepia colours, View"
    reader.type("x")
    assert heard[-1] == "Nothing was found."
    reader.press(Qt.Key.Key_Escape)


def test_nothing_is_spoken_as_the_code_of_a_tool_tip(reader: Reader) -> None:
    told = {
        QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Description)
        for each in QApplication.allWidgets()
        if isinstance(each, QWidget) and each.isVisible()
    }
    assert any("F7" in each for each in told)
    assert [each for each in told if "<" in each or "\xa0" in each] == []


def test_the_window_is_called_by_what_is_compared(reader: Reader) -> None:
    titles = [reader.window.desk.documents[side].entry.title for side in Side]
    assert reader.window.windowTitle() == " | ".join(titles)
    reader.run("swap_sides")
    assert reader.window.windowTitle() == " | ".join(reversed(titles))
