"""What the shell does with the whole library, done in the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from diptych.model.comparison import Side
from diptych.model.note import Note, NoteKind
from diptych.model.plain import note_to_plain
from diptych.services.undo import Change
from diptych.store.library import Library
from diptych.ui.appearance import built_anew

if TYPE_CHECKING:
    import pytest

    from diptych.services.undo import Undo
    from support.driver import Reader


def choose(monkeypatch: pytest.MonkeyPatch, dialog: str, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(path), ""))


def box(reader: Reader) -> QMessageBox:
    reader.wait(lambda: bool(reader.window.findChildren(QMessageBox)))
    (found,) = reader.window.findChildren(QMessageBox)
    assert found.textFormat() is Qt.TextFormat.PlainText
    assert not found.isModal()
    return found


def test_a_copy_is_made_when_the_reader_asks(reader: Reader, data_folder: Path) -> None:
    panel = reader.window.handlers.panels.show("copies")
    assert "no copies yet" in panel.list.empty_words
    reader.select_words(Side.LEFT, "all families")
    reader.write("typed and not yet saved")
    reader.run("make_copy")
    reader.wait(lambda: len(panel.list.entries) == 1)
    assert "The library was copied: library-" in reader.status
    (copy,) = (data_folder / "backups").glob("library-*.sqlite")
    (data_folder / "other").mkdir()
    (data_folder / "other" / "library.sqlite").write_bytes(copy.read_bytes())
    library = Library.open(data_folder / "other")
    assert [note.body for note in library.notes()] == ["typed and not yet saved"]
    library.close()


def test_a_copy_that_cannot_be_made_is_said(reader: Reader, data_folder: Path) -> None:
    (data_folder / "backups").write_text("a file in the way")
    reader.run("make_copy")
    reader.wait(lambda: "could not be copied" in reader.status)
    reader.write_on("all families", "saved all the same")
    assert reader.bodies == {"saved all the same"}


def test_the_library_is_looked_over(reader: Reader, data_folder: Path) -> None:
    reader.write_on("all families", "one")
    reader.run("check_library")
    found = box(reader)
    assert found.text() == "The library is sound."
    assert "1 notes" in found.informativeText()
    assert "The search index is sound." in found.informativeText()
    assert str(data_folder / "library.sqlite") in found.informativeText()


def test_all_goes_into_an_archive_and_comes_back_on_another_machine(
    reader: Reader, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.write_on("all families", "packed")
    target = tmp_path / "all.zip"
    choose(monkeypatch, "getSaveFileName", target)
    reader.run("save_archive")
    reader.wait(lambda: "The archive holds the library and 7 documents" in reader.status)
    reader.write_on("The ferry is loved", "later")
    for name in ("left.txt", "right.txt"):
        (tmp_path / name).unlink(missing_ok=True)
    choose(monkeypatch, "getOpenFileName", target)
    reader.run("open_archive")
    reader.wait(lambda: reader.window.handlers.panels.is_shown("copies"))
    panel = reader.window.handlers.panels.show("copies")
    reader.wait(panel.put.isEnabled)
    assert "Notes that are not in the copy:\n– later" in panel.words.text()
    assert panel.list.entries[0].heading[0].text == "all.zip"
    reader.click(panel.put)
    reader.wait(panel.question.isVisible)
    window = reader.window
    reader.click(panel.question.yes)
    reader.wait(lambda: window.handlers.appearance.asks_for_new_window)
    reader.window = built_anew(window)
    reader.window.show()
    QApplication.processEvents()
    assert reader.bodies == {"packed"}


def test_what_is_no_archive_is_refused(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_archive = tmp_path / "photo.zip"
    no_archive.write_bytes(b"not a zip")
    choose(monkeypatch, "getOpenFileName", no_archive)
    reader.run("open_archive")
    reader.wait(lambda: "“photo.zip” cannot be used as an archive" in reader.status)
    choose(monkeypatch, "getSaveFileName", tmp_path / "nowhere" / "all.zip")
    reader.run("save_archive")
    reader.wait(lambda: "archive could not be written" in reader.status)


def test_an_archive_that_was_not_finished_is_said_to_be(reader: Reader, tmp_path: Path) -> None:
    target, folder = tmp_path / "all.zip", tmp_path / ".diptych-archive-x"
    folder.mkdir()
    kept = json.dumps([[str(target), str(folder), -1]])
    reader.workplace.library.set_setting("archive under way", kept)
    reader.window.handlers.back_up()
    assert f"not finished when Diptych ended: {target}" in reader.status
    assert not folder.exists()


def test_all_archives_that_were_not_finished_are_named(reader: Reader, tmp_path: Path) -> None:
    kept = []
    for name in ("one.zip", "two.zip"):
        folder = tmp_path / f".diptych-archive-{name}"
        folder.mkdir()
        kept.append([str(tmp_path / name), str(folder), -1])
    reader.workplace.library.set_setting("archive under way", json.dumps(kept))
    reader.window.handlers.back_up()
    one, two = (each[0] for each in kept)
    assert f"2 archives were not finished when Diptych ended: {one} and {two}" in reader.status


def test_an_archive_says_what_it_left_out(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(reader.window.desk.documents[Side.LEFT].entry.path).unlink()
    choose(monkeypatch, "getSaveFileName", tmp_path / "all.zip")
    reader.run("save_archive")
    assert "On the border" in box(reader).informativeText()


def test_notes_leave_and_come_back(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.write_on("all families", "carried #about")
    for name, beginning in (("notes.md", "<!-- diptych"), ("notes.json", "{")):
        choose(monkeypatch, "getSaveFileName", tmp_path / name)
        reader.run("export_notes")
        reader.wait(lambda name=name: f"The notes were written: {name}" in reader.status)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "carried #about" in text
        assert beginning in text
    reader.run("delete_note")
    for item in reader.workplace.library.trash():
        reader.workplace.library.delete_for_good(item.kind, [item.id], {})
    choose(monkeypatch, "getOpenFileName", tmp_path / "notes.json")
    reader.run("import_notes")
    reader.wait(lambda: "1 note added" in reader.status)
    assert reader.bodies == {"carried #about"}
    choose(monkeypatch, "getOpenFileName", tmp_path / "gone.json")
    reader.run("import_notes")
    reader.wait(lambda: "gone.json" in reader.status or "could not" in reader.status)


def write_note(undo: Undo, body: str) -> None:
    plain = note_to_plain(Note("mine", NoteKind.FREE, body))
    undo.do("Write note", [Change("note", "mine", None, plain)])


def many_notes(folder: Path) -> Path:
    plain = {"kind": "free", "created": "", "modified": ""}
    notes = [{**plain, "id": str(number), "body": f"Note {number}"} for number in range(400)]
    path = folder / "many.json"
    path.write_text(json.dumps({"schema": 1, "notes": notes}), encoding="utf-8")
    return path


def test_an_import_that_ends_with_its_window_is_said_in_the_next(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getOpenFileName", many_notes(tmp_path))
    reader.run("import_notes")
    reader.wait(lambda: "Importing notes… Esc stops" in reader.status)
    reader.window.handlers.appearance.build_anew()
    reader.window = built_anew(reader.window)
    assert "No note was imported" in reader.status
    assert reader.bodies == set()


def test_what_an_import_left_that_was_killed_is_gone_soon_after_the_start(reader: Reader) -> None:
    library = reader.workplace.library
    library.stage_notes([Note(f"{at}", NoteKind.FREE, f"leftover{at}") for at in range(150)])
    reader.close()
    reader.start()
    library = reader.workplace.library
    assert library.has_staged()
    reader.window.handlers.back_up()
    reader.wait(lambda: not library.has_staged())
    assert library.note_words_from("leftover", 9) == []


def test_what_an_import_has_brought_so_far_stays_when_the_library_is_cleared_up(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getOpenFileName", many_notes(tmp_path))
    reader.run("import_notes")
    reader.wait(reader.workplace.library.has_staged)
    reader.window.handlers.keeping.clear_up()
    reader.wait(lambda: "400 notes added" in reader.status)
    assert len(reader.bodies) == 400


def test_notes_are_imported_while_the_window_goes_on_and_esc_stops_it(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getOpenFileName", many_notes(tmp_path))
    library = reader.workplace.library
    reader.run("import_notes")
    reader.wait(lambda: "Importing notes… Esc stops" in reader.status)
    reader.run("stop_analysis")
    reader.wait(lambda: "No note was imported" in reader.status)
    assert library.counts().notes == 0
    assert not library.has_staged()
    reader.run("import_notes")
    reader.wait(lambda: "Importing notes… Esc stops" in reader.status)
    write_note(reader.workplace.undo, "written meanwhile")
    assert reader.bodies == {"written meanwhile"}
    reader.wait(lambda: "400 notes added" in reader.status)
    assert len(reader.bodies) == 401
    reader.run("undo")
    assert reader.bodies == {"written meanwhile"}
    reader.run("redo")
    assert len(reader.bodies) == 401
