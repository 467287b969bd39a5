"""A reader without a mouse: a day's work by keys alone, and the way out of every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from diptych.model.comparison import Relation, Side
from diptych.ui.notes_list import NotesList
from diptych.ui.own_keys import wear_kept
from diptych.ui.panels import PANELS
from diptych.ui.printing import PrintDialog
from diptych.ui.read_first import ReadFirst
from support.busy import BusyJobs
from support.driver import ALT, CTRL, NO_KEY, SHIFT, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


KEY = Qt.Key
LEFT, RIGHT = Side.LEFT, Side.RIGHT


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder, BusyJobs)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    yield reader
    reader.end()


def keyboard(reader: Reader) -> QWidget:
    """Return what has the keyboard, which the reader sees."""
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert reader.window.isAncestorOf(focused)
    return focused


def leave(reader: Reader) -> None:
    """Press Esc as often as a reader would, until the keyboard is in a text."""
    for _press in range(3):
        if reader.window.spread.active() in Side and any(
            pane.view.hasFocus() for pane in reader.window.spread.row
        ):
            return
        reader.press(KEY.Key_Escape)
    raise AssertionError(f"no way out of {keyboard(reader)}")


@pytest.mark.parametrize("origin", ["text", "list"])
def test_esc_leads_from_every_panel_to_where_the_keyboard_was(reader: Reader, origin: str) -> None:
    for row in PANELS:
        home = reader.view(LEFT) if origin == "text" else reader.window.table
        home.setFocus()
        reader.run(row.command)
        assert keyboard(reader) is not home, row.name
        for _press in range(3):
            if not home.hasFocus():
                reader.press(KEY.Key_Escape)
        assert keyboard(reader) is home, row.name


def test_what_is_hidden_does_not_keep_the_keyboard(reader: Reader) -> None:
    text = reader.view(LEFT)
    reader.window.table.setFocus()
    reader.press(KEY.Key_F8)
    assert keyboard(reader) is text
    reader.press(KEY.Key_F7)
    assert keyboard(reader) is not text
    reader.press(KEY.Key_F7)
    assert keyboard(reader) is text
    reader.press(KEY.Key_N)
    assert keyboard(reader) is reader.window.panel.note_editor.field
    reader.press(KEY.Key_F9)
    assert keyboard(reader) is text


def test_the_keyboard_is_never_in_texts_that_a_panel_covers(reader: Reader) -> None:
    for command in ("show_library", "find"):
        reader.go_to_text(LEFT)
        reader.run("show_readings")
        reader.run(command)
        reader.press(KEY.Key_Escape)
        assert not reader.view(LEFT).isVisible(), command
        keyboard(reader)
        reader.press(KEY.Key_Escape)
        assert keyboard(reader) is reader.view(LEFT), command
    reader.run("show_readings")
    reader.press(KEY.Key_F6)
    assert keyboard(reader) is reader.view(RIGHT)
    reader.run("show_readings")
    reader.press(KEY.Key_W, CTRL)
    assert keyboard(reader) is reader.view(RIGHT)
    assert reader.window.desk.documents.keys() == {LEFT}


def test_esc_leads_out_of_the_list_of_what_was_found(reader: Reader) -> None:
    reader.go_to_text(RIGHT)
    reader.run("show_read_first")
    found = reader.window.findChild(ReadFirst).list
    found.setFocus()
    assert keyboard(reader) is found
    reader.press(KEY.Key_Escape)
    assert keyboard(reader) is reader.view(RIGHT)


def test_a_note_gives_the_keyboard_back_to_the_list_it_was_begun_from(reader: Reader) -> None:
    reader.window.table.setFocus()
    reader.write("From the list.")
    reader.press(KEY.Key_Escape)
    assert keyboard(reader) is reader.window.table
    reader.press(KEY.Key_Escape)
    assert keyboard(reader) is reader.view(LEFT)


def test_esc_leaves_a_field_before_it_stops_an_analysis(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = Reader(qtbot, data_folder, lambda: BusyJobs("compare"))
    reader.start(*write_letters(tmp_path))
    stop = reader.window.commands.action("stop_analysis")
    stopped = []
    stop.triggered.connect(lambda _checked=False: stopped.append(True))
    assert stop.isEnabled()
    reader.go_to_text(LEFT)
    for command in ("find", "search_everything", "palette", "show_trash"):
        reader.run(command)
        reader.press(KEY.Key_Escape)
        assert keyboard(reader) is reader.view(LEFT), command
        assert stopped == [], command
    reader.press(KEY.Key_Escape)
    assert stopped == [True]
    reader.end()


def test_findings_are_judged_noted_found_and_filtered_by_keys_alone(reader: Reader) -> None:
    window = reader.window
    reader.go_to_text(LEFT)
    # Steps and judges, and takes it back.
    reader.press(KEY.Key_Home, ALT)
    reader.press(KEY.Key_Down, ALT)
    while reader.selected.finding.relation.is_one_sided:
        reader.press(KEY.Key_Down, ALT)
    reader.press(KEY.Key_2)
    assert reader.selected.relation is Relation.DIVERGE
    reader.press(KEY.Key_Z, CTRL)
    assert not reader.selected.verdict
    # Writes on the finding, and links words of both texts.
    reader.write("By keys alone.")
    leave(reader)
    reader.press(KEY.Key_Right, CTRL | SHIFT)
    reader.press(KEY.Key_F6)
    assert keyboard(reader) is reader.view(RIGHT)
    reader.press(KEY.Key_Right, CTRL | SHIFT)
    reader.press(KEY.Key_L, CTRL)
    assert keyboard(reader) is window.panel.note_editor.field
    reader.type("Both begin so.")
    reader.wait_until_saved()
    leave(reader)
    assert reader.bodies == {"By keys alone.", "Both begin so."}
    # Finds, in both texts and everywhere.
    reader.press(KEY.Key_F, CTRL)
    reader.type("border")
    reader.press(KEY.Key_Return)
    leave(reader)
    reader.press(KEY.Key_F, CTRL | SHIFT)
    reader.type("keys")
    leave(reader)
    # Filters the list; goes through it.
    reader.press(KEY.Key_L, CTRL | SHIFT)
    reader.press(KEY.Key_Space)
    shown = len(reader.rows)
    reader.press(KEY.Key_L, CTRL | SHIFT)
    assert len(reader.rows) > shown
    assert keyboard(reader) is window.table
    reader.press(KEY.Key_Down)
    leave(reader)


def test_panels_documents_and_reports_are_reached_by_keys_alone(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    window = reader.window
    reader.go_to_text(LEFT)
    for key, held in (
        (KEY.Key_F5, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F5, SHIFT),
        (KEY.Key_F7, SHIFT),
        (KEY.Key_F7, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_T, CTRL | SHIFT),
        (KEY.Key_J, CTRL | SHIFT),
        (KEY.Key_N, CTRL | SHIFT),
        (KEY.Key_Comma, CTRL),
    ):
        reader.press(key, held)
        assert not reader.view(reader.window.spread.active()).hasFocus(), (key, held)
        keyboard(reader)
        leave(reader)
    for words in ("Trash", "Restore a copy", "Learning from"):
        reader.press(KEY.Key_P, CTRL | SHIFT)
        reader.type(words)
        reader.press(KEY.Key_Return)
        keyboard(reader)
        leave(reader)
    # Opens the second text on the left, closes it, exports, ends.
    before = reader.title(LEFT)
    reader.press(KEY.Key_P, CTRL)
    reader.type("A reply")
    reader.press(KEY.Key_Return)
    assert reader.title(LEFT) != before
    reader.press(KEY.Key_W, CTRL)
    reader.press(KEY.Key_W, CTRL | SHIFT)
    keyboard(reader)
    reader.press(KEY.Key_E, CTRL)
    reader.wait(target.exists)
    reader.press(KEY.Key_Q, CTRL)
    assert not window.isVisible()


def test_dialogs_close_by_esc_and_give_the_keyboard_back(reader: Reader) -> None:
    for command, kind in (("about", QMessageBox), ("print", PrintDialog)):
        reader.go_to_text(RIGHT)
        reader.run(command)
        dialog = next(each for each in reader.window.findChildren(kind) if each.isVisible())
        QTest.keyClick(dialog, KEY.Key_Escape)
        reader.window.activateWindow()  # as the window manager does where there is one
        QApplication.processEvents()
        assert not any(each.isVisible() for each in reader.window.findChildren(kind))
        assert keyboard(reader) is reader.view(RIGHT), command


def test_own_keys_are_there_after_a_restart_and_buttons_name_them(reader: Reader) -> None:
    reader.press(KEY.Key_F1)
    reader.type("library")
    reader.press(KEY.Key_F2)
    reader.press(KEY.Key_K, CTRL)
    reader.press(KEY.Key_Escape)
    button = reader.window.rail.buttons["show_library"]
    assert button.accessibleName() == "Library (Ctrl+K)"
    reader.run("keys")
    reader.type("next way")
    reader.press(KEY.Key_F2)
    reader.press(KEY.Key_Y, CTRL | ALT)
    reader.press(KEY.Key_Escape)
    reader.close()
    reader.start()
    window = reader.window
    assert window.rail.buttons["show_library"].accessibleName() == "Library (Ctrl+K)"
    reader.press(KEY.Key_Y, CTRL | ALT)
    assert window.top_bar.sync.accessibleName() == "Scrolling together by proportion (Ctrl+Alt+Y)"
    reader.go_to_text(LEFT)
    reader.press(KEY.Key_F7)
    assert not window.handlers.panels.is_shown("library")
    reader.press(KEY.Key_K, CTRL)
    assert window.handlers.panels.is_shown("library")
    for key, name in ((KEY.Key_Backspace, "Library"), (KEY.Key_Delete, "Library (F7)")):
        reader.run("keys")
        reader.type("library")
        reader.press(KEY.Key_F2)
        reader.press(key)
        reader.press(KEY.Key_Escape)
        assert window.rail.buttons["show_library"].accessibleName() == name


def test_quick_open_finds_a_finding_by_the_words_of_either_side(reader: Reader) -> None:
    row = next(each for each in reader.rows if each.left and each.right)
    reader.go_to_text(LEFT)
    reader.press(KEY.Key_P, CTRL)
    quick = reader.window.handlers.finding.quick_open
    QTest.keyClicks(quick._field, row.right[-30:].upper())
    shown = quick._list.topLevelItem(0).text(0)
    assert row.left[:12] in shown
    assert row.right[:12] in shown
    reader.press(KEY.Key_Return)
    assert reader.selected.right.endswith(row.right[-30:])


def test_a_palette_closes_when_what_had_the_keyboard_is_gone(reader: Reader) -> None:
    field = QLineEdit(reader.window)
    field.show()
    field.setFocus()
    reader.run("palette")
    shiboken6.delete(field)
    reader.press(KEY.Key_Escape)
    assert not reader.window.handlers._open_palette().isVisible()


def test_what_is_said_names_the_keys_that_the_reader_gave(reader: Reader) -> None:
    window = reader.window
    reader.run("show_notes")
    notes = next(each for each in window.findChildren(NotesList) if each.isVisible())
    assert "write one (N)" in notes.empty_words
    for words, key in (("stop the analysis", KEY.Key_B), ("write a note", KEY.Key_Backspace)):
        reader.run("keys")
        reader.type(words)
        reader.press(KEY.Key_F2)
        reader.press(key, CTRL if key == KEY.Key_B else NO_KEY)
        reader.press(KEY.Key_Escape)
    assert "write one, or to highlight them (H)." in notes.empty_words
    window.desk.working.emit(0.1, "")
    assert "Looking for findings… Ctrl+B stops" in reader.status
    wear_kept(window, window.commands, '{"stop_analysis": ""}')
    window.show_status()
    assert "Looking for findings…" in reader.status
    assert "stops" not in reader.status
    window.desk.working.emit(1.0, "")
