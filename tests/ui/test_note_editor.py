"""The note editor: what is typed is handed on by itself and never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from diptych.ui.note_editor import NoteEditor, SaveState
from diptych.ui.side_panel import SidePanel
from support.findings import HOSTILE, theme


class Desk(QWidget):
    """An editor, something else to focus, and what was handed on."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = NoteEditor(self)
        self.editor.set_theme(theme())
        self.other = QPushButton("other", self)
        box = QVBoxLayout(self)
        box.addWidget(self.editor)
        box.addWidget(self.other)
        self.saved: list[tuple[str, str]] = []
        self.editor.text_changed.connect(lambda key, body: self.saved.append((key, body)))


@pytest.fixture
def desk(qtbot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow, timeout=30_000)
    desk.editor.show_note("f1", "", "on this pair")
    desk.editor.field.setFocus()
    return desk


def state(desk: Desk) -> str:
    return desk.editor.heading.text()


def test_typed_text_is_handed_on_once_after_a_pause(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "A thought")
    assert desk.saved == []
    assert "saving" in state(desk)
    qtbot.waitUntil(lambda: bool(desk.saved))
    assert desk.saved == [("f1", "A thought")]
    desk.editor.set_state("f1", SaveState.SAVED)
    assert state(desk) == "Note  on this pair · saved"


def test_whoever_types_without_a_pause_is_saved_too(desk: Desk, qtbot) -> None:
    desk.editor._limit.setInterval(60)

    def type_on() -> bool:
        qtbot.keyClicks(desk.editor.field, "x")
        return bool(desk.saved)

    qtbot.waitUntil(type_on, timeout=30_000)
    assert desk.saved[0][1].startswith("x")


def test_leaving_the_field_hands_on_at_once(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "quick")
    desk.other.setFocus()
    assert desk.saved == [("f1", "quick")]


def test_another_note_takes_nothing_from_the_one_before(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "on the first")
    desk.editor.show_note("f2", "stored", "on this pair")
    assert desk.saved == [("f1", "on the first")]
    assert desk.editor.body() == "stored"
    desk.editor.flush()
    assert {key for key, _body in desk.saved} == {"f1"}


def test_a_refresh_from_the_store_does_not_overwrite_what_is_being_typed(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "newer")
    desk.editor.show_note("f1", "older", "on this pair")
    assert desk.editor.body() == "newer"
    desk.editor.flush()
    assert desk.saved[-1] == ("f1", "newer")


def test_a_refresh_with_the_same_text_leaves_cursor_and_undo(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "abc")
    desk.editor.flush()
    desk.editor.set_state("f1", SaveState.SAVED)
    position = desk.editor.field.textCursor().position()
    desk.editor.show_note("f1", "abc", "on this pair")
    assert desk.editor.field.textCursor().position() == position
    assert desk.editor.field.document().isUndoAvailable()


def test_what_could_not_be_saved_is_kept_and_tried_again(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "precious")
    desk.editor.flush()
    desk.editor.set_state("f1", SaveState.FAILED, "The disk is full.")
    assert "not saved yet. The disk is full." in state(desk)
    desk.editor.show_note("f2", "", "on this pair")
    desk.saved.clear()
    desk.editor.show_note("f1", "", "on this pair")
    assert desk.editor.body() == "precious", "it is still here when the reader comes back"
    desk.editor.flush()
    assert desk.saved[-1] == ("f1", "precious")
    desk.editor.set_state("f1", SaveState.SAVED)
    desk.saved.clear()
    desk.editor.flush()
    assert desk.saved == []


def test_saved_is_not_said_while_newer_text_waits(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "a")
    desk.editor.flush()
    qtbot.keyClicks(desk.editor.field, "b")
    desk.editor.set_state("f1", SaveState.SAVED)
    assert "saving" in state(desk)
    desk.editor.flush()
    assert desk.saved[-1] == ("f1", "ab")


def test_a_deleted_note_does_not_come_back(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "away")
    deleted: list[str] = []
    desk.editor.delete_asked.connect(deleted.append)
    qtbot.mouseClick(desk.editor._delete, Qt.MouseButton.LeftButton)
    desk.saved.clear()
    desk.other.setFocus()
    desk.editor.flush()
    assert deleted == ["f1"]
    assert desk.saved == []
    assert desk.editor.body() == ""


def test_without_a_note_nothing_can_be_typed(desk: Desk) -> None:
    desk.editor.show_note("", "", "")
    assert not desk.editor.field.isEnabled()
    assert not desk.editor._delete.isVisible()


def test_hostile_and_unusual_text_comes_back_as_it_was(desk: Desk) -> None:
    body = HOSTILE.replace("\u2028", "\n") + "\n\n\tcafé 🙂 \u00a0end"
    desk.editor.field.setPlainText(body)
    desk.editor.flush()
    assert desk.saved == [("f1", body)]


def test_the_field_grows_with_its_text_within_bounds(desk: Desk) -> None:
    small = desk.editor.field.height()
    desk.editor.field.setPlainText("line\n" * 8)
    grown = desk.editor.field.height()
    desk.editor.field.setPlainText("line\n" * 200)
    assert small < grown < desk.editor.field.height() < 600


def test_tab_leaves_the_field(desk: Desk, qtbot) -> None:
    qtbot.keyClicks(desk.editor.field, "x")
    qtbot.keyClick(desk.editor.field, Qt.Key.Key_Tab)
    assert not desk.editor.field.hasFocus()
    assert desk.editor.body() == "x"


def test_lines_that_a_scroll_bar_would_make_longer_come_to_rest(qtbot) -> None:
    panel = SidePanel()
    qtbot.addWidget(panel)
    panel.show_note("k", "", "on this pair")
    field = panel.note_editor.field
    sizes: list[int] = []

    def note() -> None:
        sizes.append(field.height())
        if len(sizes) > 300:
            field.clear()  # else the test would not end

    field.resized.connect(note)
    panel.show()
    for width in range(180, 300):
        for height in (428, 150):
            panel.resize(width, height)
            sizes.clear()
            field.setPlainText("W" * 70)
            QApplication.processEvents()
            assert len(sizes) < 300, width
