"""Copies of the library in the window: compared before anything happens, put in place, gone on."""

from __future__ import annotations

import os
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.services import restoring
from diptych.store import backup, database
from diptych.ui.appearance import built_anew

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diptych.ui.copies_panel import CopiesPanel
    from support.driver import Reader


def copies(reader: Reader) -> CopiesPanel:
    panel = reader.window.handlers.panels.show("copies")
    reader.wait(lambda: bool(panel.list.entries))
    return panel


def look_into(reader: Reader, panel: CopiesPanel, row: int = 0) -> str:
    panel.take_keyboard()
    panel.list.go_to_row(row)
    reader.wait(panel.put.isEnabled)
    return panel.words.text()


def put_in_place(reader: Reader, panel: CopiesPanel) -> None:
    """Say yes by the keyboard, and go on in the window that is built anew."""
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.keyboard is panel.question.no)
    assert "is kept as a copy" in panel.question.words.text()
    reader.press(Qt.Key.Key_Left)
    go_on(reader, lambda: reader.press(Qt.Key.Key_Return))


def go_on(reader: Reader, say_yes: Callable[[], None]) -> None:
    window = reader.window
    say_yes()
    reader.wait(lambda: window.handlers.appearance.asks_for_new_window)
    assert not window.isVisible()
    reader.window = built_anew(window)
    reader.window.show()
    reader.window.activateWindow()
    QApplication.processEvents()
    reader.wait_for_findings()


def test_a_copy_is_compared_and_put_in_place_and_what_was_there_is_kept(
    reader: Reader, data_folder: Path
) -> None:
    reader.write_on("all families", "before")
    reader.workplace.library.back_up()
    reader.write_on("The ferry is loved", "after **the** copy")
    reader.select(reader.pairs[0])
    reader.window.give_verdict("diverge")
    panel = copies(reader)
    assert "the last of its month" in panel.list.entries[0].body
    said = look_into(reader, panel)
    assert "Notes: 1 goes  (1 in the copy, 2 now)" in said
    assert "Verdicts: 1 goes  (0 in the copy, 1 now)" in said
    assert "Documents: no difference" in said
    assert "Notes that are not in the copy:\n– after the copy" in said
    reader.press(Qt.Key.Key_Return)
    reader.wait(panel.question.isVisible)
    reader.press(Qt.Key.Key_Escape)
    assert reader.keyboard is panel.list
    put_in_place(reader, panel)
    assert reader.bodies == {"before"}
    assert "is in place" in reader.status
    assert reader.title(Side.LEFT).startswith("On the border")
    assert not any(row.verdict for row in reader.rows)
    # What was there is a copy like the others, and comes back the same way.
    panel = copies(reader)
    said = look_into(reader, panel)
    assert "Notes that come back:\n– after the copy" in said
    put_in_place(reader, panel)
    assert reader.bodies == {"before", "after **the** copy"}
    assert len(list(data_folder.glob("library-aside-*.sqlite"))) == 2
    assert not (data_folder / "restoring").exists()


def test_what_is_being_typed_goes_along_and_can_be_undone(reader: Reader) -> None:
    reader.workplace.library.back_up()
    panel = copies(reader)
    look_into(reader, panel)
    reader.write_on("The ferry is loved", "told to go")
    panel.take_keyboard()
    reader.press(Qt.Key.Key_Return)
    reader.wait(panel.question.isVisible)
    assert "– told to go" in panel.words.text()
    reader.select_words(Side.LEFT, "all families")
    reader.write("half a sent")
    go_on(reader, lambda: reader.click(panel.question.yes))
    assert reader.bodies == {"half a sent"}
    (note,) = reader.window.desk.notes
    assert note.anchors[0].quote == "all families"
    assert reader.workplace.library.has_text(note.anchors[0].sha256)
    reader.run("undo")
    assert reader.bodies == set()


def test_what_is_done_after_the_question_goes_along(reader: Reader) -> None:
    reader.workplace.library.back_up()
    reader.write_on("all families", "told to go")
    panel = copies(reader)
    look_into(reader, panel)
    panel.take_keyboard()
    reader.press(Qt.Key.Key_Return)
    reader.wait(panel.question.isVisible)
    reader.write_on("The ferry is loved", "written and left")
    reader.select_words(Side.LEFT, "will protect them")
    reader.write("in the editor")
    reader.select(reader.pairs[1])
    reader.window.give_verdict("diverge")
    go_on(reader, lambda: reader.click(panel.question.yes))
    assert reader.bodies == {"written and left", "in the editor"}
    reader.select(reader.pairs[1])
    assert reader.selected.verdict is not None
    reader.run("undo")
    assert reader.selected.verdict is None
    assert {note.anchors[0].quote for note in reader.window.desk.notes} == {
        "The ferry is loved",
        "will protect them",
    }


@pytest.mark.fault("deleted")
def test_a_library_that_is_gone_is_put_back_with_what_could_not_be_saved(
    reader: Reader, data_folder: Path
) -> None:
    reader.write_on("all families", "kept")
    reader.workplace.library.back_up()
    (data_folder / "library.sqlite").unlink()
    reader.select_words(Side.LEFT, "The ferry is loved")
    reader.write("precious")
    reader.wait(lambda: "not saved" in reader.note_state)
    panel = copies(reader)
    look_into(reader, panel)
    put_in_place(reader, panel)
    assert reader.bodies == {"kept", "precious"}
    assert not reader.window.panel.note_editor.has_unsaved
    assert not list(data_folder.glob("unsaved-note-*"))


def test_a_damaged_copy_is_said_to_be_none(reader: Reader, data_folder: Path) -> None:
    copy = reader.workplace.library.back_up()
    copy.write_bytes(b"no library " * 999)
    panel = copies(reader)
    panel.take_keyboard()
    reader.wait(lambda: "no whole copy" in panel.words.text())
    assert not panel.put.isEnabled()
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: "no whole copy" in panel.words.text())
    assert panel.question.isHidden()


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be deleted there")
def test_looking_into_a_copy_ends_where_the_log_is_lost(
    reader: Reader, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.write_on("all families", "mine")
    reader.workplace.library.back_up()
    is_begun, go_on = Event(), database._Copying.go_on

    def stay(copying: database._Copying) -> None:
        while True:
            go_on(copying)
            is_begun.set()

    with monkeypatch.context() as patched:
        patched.setattr(database._Copying, "go_on", stay)
        panel = copies(reader)
        panel.take_keyboard()
        reader.wait(is_begun.is_set)
        assert panel.words.text() == "Looking into the copy…"
        (data_folder / "library.sqlite-wal").unlink()
        reader.write_on("The ferry is loved", "saved all the same")
        reader.wait(lambda: "was broken off" in panel.words.text())
    assert "Try again" in panel.words.text()
    panel.take_keyboard()
    reader.press(Qt.Key.Key_Return)
    reader.wait(panel.put.isEnabled)
    assert "– saved all the same" in panel.words.text()


def test_looking_into_a_copy_ends_with_a_defect_of_ours(
    reader: Reader, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.workplace.library.back_up()

    def fail(_path: Path) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(backup, "contents_of", fail)
    with qtbot.capture_exceptions() as raised:
        panel = copies(reader)
        panel.take_keyboard()
        reader.wait(lambda: "was broken off" in panel.words.text())
    assert [str(each[1]) for each in raised] == ["a defect"]


def test_one_copy_is_prepared_at_a_time(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.workplace.library.back_up()
    reader.write_on("all families", "after the copy")
    panel = copies(reader)
    look_into(reader, panel)
    prepare, may_go_on = restoring.prepare, Event()

    def wait(*arguments: Any) -> Path:
        may_go_on.wait()
        return prepare(*arguments)

    monkeypatch.setattr(restoring, "prepare", wait)
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.keyboard is panel.question.no)
    reader.click(panel.question.yes)
    panel.put.click()
    reader.press(Qt.Key.Key_Return)
    assert panel.words.text() == "Preparing the copy…"
    go_on(reader, may_go_on.set)
    assert reader.bodies == set()


def test_a_copy_of_a_newer_version_is_refused_and_nothing_changes(
    reader: Reader, data_folder: Path
) -> None:
    from diptych.store.driver import sqlite3

    reader.write_on("all families", "mine")
    copy = reader.workplace.library.back_up()
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    panel = copies(reader)
    look_into(reader, panel)
    reader.press(Qt.Key.Key_Return)
    reader.wait(panel.question.isVisible)
    reader.press(Qt.Key.Key_Left)
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: "newer version" in panel.words.text())
    reader.write_on("The ferry is loved", "still here")
    assert reader.bodies == {"mine", "still here"}
