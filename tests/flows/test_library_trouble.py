"""A library that is damaged, newer, in use, or cannot be written: said, and nothing is lost."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from diptych import app
from diptych.model.comparison import Side
from diptych.store import migrations
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on
from support.children import start
from support.letters import make_tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.driver import Reader

TEXT = document("The first words.\nThe second words.")


class Answers(QObject):
    """Presses a button in each question that comes, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.offered: list[list[str]] = []
        self.between: Callable[[], None] = lambda: None
        self._buttons: list[str] = []
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._look)
        self.timer.start(5)

    def give(self, *buttons: str) -> None:
        """Press these, one for each question."""
        self._buttons += buttons

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or not box.isVisible():
            return
        self.asked.append("\n".join((box.text(), box.informativeText())))
        assert all(
            label.textFormat() is Qt.TextFormat.PlainText
            for label in box.findChildren(QLabel)
            if label.text()
        )
        buttons = {button.text(): button for button in box.buttons()}
        self.offered.append(sorted(buttons))
        self.between()
        button = self._buttons.pop(0) if self._buttons else "no answer is left"
        (buttons.get(button) or box.escapeButton()).click()
        assert button in buttons


@pytest.fixture
def answers(qapp):
    answers = Answers()
    yield answers
    answers.timer.stop()


@pytest.fixture
def opened(qapp, qtbot):
    """Opens the window as the program does; gives it back to be closed."""
    windows = []

    def open_window():
        window = app._open_window(InlineJobs(make_tasks()), [])
        if window is not None:
            windows.append(window)
        return window

    yield open_window
    for window in windows:
        window.workplace.close()
        window.deleteLater()


def write_library(folder: Path, *notes: str) -> Path:
    library = Library.open(folder)
    for number, body in enumerate(notes, 1):
        library.save_note(note_on(TEXT, "first", body, number))
    library.back_up()
    library.close()
    return folder / "library.sqlite"


def bodies(folder: Path) -> list[str]:
    library = Library.open(folder)
    try:
        return sorted(note.body for note in library.notes())
    finally:
        library.close()


@pytest.mark.fault("garbage")
def test_a_damaged_library_is_replaced_by_the_backup_that_is_offered(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One", "Two")
    damaged = b"This is no database. " * 400
    path.write_bytes(damaged)
    answers.give("Use the backup")
    window = opened()
    assert [note.body for note in window.workplace.library.notes()] == ["One", "Two"]
    ((asked,), (offered,)) = answers.asked, answers.offered
    assert asked.startswith("The library is damaged.")
    assert str(path) in asked
    assert "holds 2 notes" in asked
    assert offered == ["Quit", "Try again", "Use the backup"]
    (aside,) = data_folder.glob("library-aside-*.sqlite")
    assert aside.read_bytes() == damaged


def test_damage_inside_the_file_is_met_before_there_is_a_window(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "Kept")
    connection = sqlite3.connect(path)
    ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    pages = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'settings'"
    ).fetchall()
    connection.close()
    content = bytearray(path.read_bytes())
    for (page,) in pages:
        content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    answers.give("Use the backup")
    window = opened()
    assert answers.asked[0].startswith("The library is damaged.")
    assert [note.body for note in window.workplace.library.notes()] == ["Kept"]


def test_quitting_leaves_a_damaged_library_as_it_is(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One")
    path.write_bytes(b"This is no database. " * 400)
    before = {each.name: each.read_bytes() for each in data_folder.iterdir() if each.is_file()}
    answers.give("Quit")
    assert opened() is None
    assert len(answers.asked) == 1
    after = {each.name: each.read_bytes() for each in data_folder.iterdir() if each.is_file()}
    assert after == before


def test_without_a_backup_none_is_offered(data_folder: Path, opened, answers: Answers) -> None:
    data_folder.mkdir()
    (data_folder / "library.sqlite").write_bytes(b"This is no database. " * 400)
    answers.give("Quit")
    assert opened() is None
    assert answers.offered == [["Quit", "Try again"]]


def test_a_backup_that_cannot_be_put_back_is_said(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One")
    path.write_bytes(b"This is no database. " * 400)
    answers.give("Use the backup", "Quit")
    answers.between = lambda: [each.unlink() for each in (data_folder / "backups").iterdir()]
    assert opened() is None
    assert answers.asked[1].startswith("The backup could not be put in the library's place.")
    assert path.exists()


def test_a_newer_library_is_left_alone_and_no_old_copy_is_offered(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute(f"PRAGMA user_version={migrations.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    answers.give("Quit")
    assert opened() is None
    assert answers.asked[0].startswith("The library was written by a newer version of Diptych.")
    assert answers.offered == [["Only read", "Quit", "Try again"]]
    assert path.read_bytes() == before


def make_newer(path: Path, *statements: str) -> bytes:
    """Take a library on to a schema that this version does not know; return its bytes."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    for statement in statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={migrations.VERSION + 1}")
    connection.commit()
    connection.close()
    return path.read_bytes()


@pytest.mark.fault("newer")
def test_a_newer_library_can_be_read_and_is_not_written(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One")
    before = make_newer(path, "ALTER TABLE notes ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    answers.give("Only read")
    window = opened()
    assert [note.body for note in window.workplace.library.notes()] == ["One"]
    window.keep_setting("theme", "dark")
    assert "only read" in window.status.accessibleName()
    window.workplace.close()
    assert path.read_bytes() == before
    assert {each.name for each in data_folder.iterdir()} <= {
        *("library.sqlite", "backups", "cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm")
    }


def test_a_newer_library_that_is_too_different_is_said_to_be(
    data_folder: Path, opened, answers: Answers
) -> None:
    path = write_library(data_folder, "One")
    before = make_newer(path, "ALTER TABLE notes RENAME COLUMN body TO words")
    answers.give("Only read", "Quit")
    assert opened() is None
    assert answers.asked[1].startswith("This version of Diptych cannot read the library")
    assert path.read_bytes() == before


def test_a_library_in_use_opens_when_the_other_window_is_closed(
    data_folder: Path, opened, answers: Answers
) -> None:
    write_library(data_folder, "One")
    holder = start(
        "-c",
        "import sys; from pathlib import Path; from diptych.store.library import Library\n"
        "library = Library.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
        str(data_folder),
    )
    with holder:
        assert holder.stdout.readline().strip() == b"open"
        answers.give("Try again")

        def let_go() -> None:
            holder.stdin.close()
            holder.wait(timeout=30)

        answers.between = let_go
        window = opened()
    assert answers.asked[0].startswith("The library is in use by another Diptych.")
    assert answers.offered == [["Quit", "Try again"]]
    assert [note.body for note in window.workplace.library.notes()] == ["One"]


# While the window is open


class Disk:
    """Lets the file system refuse to let any file grow beyond what the library has now."""

    def __init__(self, path: Path) -> None:
        import resource
        import signal

        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._resource, self._signal = resource, signal
        self._before = signal.getsignal(signal.SIGXFSZ)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        largest = max(each.stat().st_size for each in path.parent.glob("library.sqlite*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, self._limits[1]))

    def make_room(self) -> None:
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, self._limits)
        self._signal.signal(self._signal.SIGXFSZ, self._before)


@pytest.fixture
def full_disk(reader: Reader):
    if sys.platform != "linux":
        pytest.skip("limits of Linux")
    disk = Disk(reader.workplace.library.path)
    yield disk
    disk.make_room()


LONG = "A long note. " * 400


@pytest.mark.fault("disk full")
def test_a_note_that_cannot_be_written_stays_in_the_editor_until_it_can(
    reader: Reader, full_disk: Disk
) -> None:
    editor = reader.window.panel.note_editor
    reader.run("note")
    editor.field.insertPlainText(LONG)
    reader.wait(lambda: "not saved" in reader.note_state)
    assert reader.note == LONG
    assert "disk" in reader.status
    # Going elsewhere and coming back loses nothing either.
    row = reader.selected
    reader.select(reader.pairs[1])
    assert reader.note == ""
    reader.select(row)
    assert reader.note == LONG
    full_disk.make_room()
    reader.go_to_text(Side.LEFT)
    reader.run("note")
    reader.type("!")
    reader.wait_until_saved()
    assert "not saved" not in reader.note_state
    assert "disk" not in reader.status
    assert reader.close()
    reader.start()
    assert len(reader.window.desk.notes) == 1
    assert sorted(reader.window.desk.notes[0].body) == sorted(LONG + "!")


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be moved there")
def test_a_note_that_cannot_be_deleted_is_in_the_editor_again(
    reader: Reader, data_folder: Path
) -> None:
    reader.run("note")
    reader.type("Kept")
    reader.wait_until_saved()
    path = data_folder / "library.sqlite"
    path.rename(data_folder / "away")
    reader.run("delete_note")
    assert reader.note == "Kept"
    assert "moved, deleted or replaced" in reader.status
    (data_folder / "away").rename(path)
    reader.type("!")
    reader.wait_until_saved()
    assert len(reader.window.desk.notes) == 1
    reader.run("delete_note")
    assert reader.note == ""
    assert not reader.window.desk.notes


def test_closing_with_text_that_cannot_be_saved_asks_first(
    reader: Reader, full_disk: Disk, data_folder: Path, answers: Answers
) -> None:
    reader.run("note")
    reader.window.panel.note_editor.field.insertPlainText(LONG)
    answers.give("Stay", "Copy and close")
    assert not reader.close()
    assert reader.note == LONG
    assert reader.window.isVisible()
    assert answers.asked[0].startswith("The note you are writing could not be saved.")
    assert reader.close()
    assert QApplication.clipboard().text() == LONG
    full_disk.make_room()
    assert bodies(data_folder) == []


@pytest.mark.fault("replaced")
@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be replaced there")
def test_a_library_that_was_replaced_takes_no_verdict_and_no_note(
    reader: Reader, data_folder: Path, tmp_path: Path
) -> None:
    path = reader.workplace.library.path
    ours = tmp_path / "ours.sqlite"
    path.rename(ours)
    Library.open(data_folder).close()
    reader.press(Qt.Key.Key_2)
    assert reader.selected.verdict is None
    assert "moved, deleted or replaced" in reader.status
    reader.write("Half")
    reader.wait(lambda: "not saved" in reader.note_state)
    assert reader.note == "Half"
    # Back at its place, the next letters save the whole note.
    ours.replace(path)
    reader.type(" and whole")
    reader.wait_until_saved()
    assert [note.body for note in reader.window.desk.notes] == ["Half and whole"]


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be replaced there")
def test_a_document_is_read_although_the_library_cannot_take_it_in(
    reader: Reader, tmp_path: Path
) -> None:
    path = reader.workplace.library.path
    ours = tmp_path / "ours.sqlite"
    path.rename(ours)
    other = tmp_path / "other.txt"
    other.write_text("Another letter\n\nWe oppose asylum for families who flee violence.\n")
    reader.open(Side.RIGHT, other)
    assert "Another letter" in reader.view(Side.RIGHT).document.source
    assert "moved, deleted or replaced" in reader.status
    ours.rename(path)


def test_the_library_is_copied_once_a_day(reader: Reader, data_folder: Path) -> None:
    reader.write("Worth a copy")
    reader.wait_until_saved()
    library = reader.workplace.library
    for _ in range(2):
        reader.window.handlers.back_up()
        reader.wait(lambda: not library.is_copied)
    (copy,) = (data_folder / "backups").glob("*.sqlite")
    assert copy.stat().st_size > 0
    assert reader.close()


def test_a_copy_that_cannot_be_made_is_said(reader: Reader, data_folder: Path) -> None:
    (data_folder / "backups").write_text("a file in the way")
    reader.window.handlers.back_up()
    reader.wait(lambda: "could not be copied" in reader.status)
    assert reader.rows
