"""The command line over the reader's own data: documents, notes, copies, the doctor."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from diptych.store.library import Library
from support.annotations import document, note_on
from support.children import ENVIRONMENT, start

if TYPE_CHECKING:
    from pathlib import Path

TEXT = document("The first words.\nThe second words.")


@pytest.fixture
def diptych(data_folder: Path):
    """Runs a command on the test's own library: status, output, errors."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "diptych", *map(str, arguments)],
            env={**ENVIRONMENT, "DIPTYCH_DATA": str(data_folder)},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def write(folder: Path, *bodies: str) -> None:
    library = Library.open(folder)
    for number, body in enumerate(bodies, 1):
        library.save_note(note_on(TEXT, "first", body, number))
    library.close()


def bodies(folder: Path) -> list[str]:
    library = Library.open(folder)
    try:
        return [note.body for note in library.notes()]
    finally:
        library.close()


def test_documents_are_added_listed_and_removed(diptych, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "river.txt").write_text("A text on rivers.\n")
    (tmp_path / "texts" / "program").write_bytes(b"\x7fELF" + bytes(200))
    status, said, errors = diptych("library", "add", tmp_path / "texts")
    assert (status, said.splitlines()[0]) == (1, "1 added, 0 known already.")
    assert "program" in said
    assert errors == "diptych: 1 of the files could not be added.\n"
    assert diptych("library", "add", tmp_path / "texts" / "river.txt")[1].startswith("0 added, 1")
    listed = diptych("library", "list")[1].splitlines()
    assert len(listed) == 6  # with the five that ship
    assert str(tmp_path / "texts" / "river.txt") in listed[-1]
    assert diptych("library", "remove", tmp_path / "texts" / "river.txt")[0] == 0
    assert len(diptych("library", "list")[1].splitlines()) == 5
    _when, kind, sha256, title = diptych("library", "trash")[1].split()
    assert (kind, title) == ("document", "river")
    assert diptych("library", "trash", sha256)[1] == f"Taken out: document {sha256}\n"
    assert len(diptych("library", "list")[1].splitlines()) == 6
    diptych("library", "remove", "river")
    status, _said, errors = diptych("library", "remove", "nothing of that name")
    assert status == 1
    assert "No document is “nothing of that name”." in errors


def test_what_was_deleted_is_listed_and_taken_out(diptych, data_folder: Path) -> None:
    write(data_folder, "One")
    library = Library.open(data_folder)
    library.delete_note(f"{1:032x}")
    library.close()
    assert diptych("library", "trash")[1].endswith(f"note  {1:032x}  One\n")
    assert diptych("library", "trash", f"{1:032x}")[0] == 0
    assert bodies(data_folder) == ["One"]
    assert "There is no “x” in the trash." in diptych("library", "trash", "x")[2]


def test_notes_go_out_and_come_back(diptych, data_folder: Path, tmp_path: Path) -> None:
    write(data_folder, "One", "Two")
    assert diptych("notes", "export", "--output", tmp_path / "notes.md")[0] == 0
    assert diptych("notes", "export", "--format", "json")[1].startswith('{\n "schema": 1')
    assert diptych("notes", "import", tmp_path / "notes.md")[1].startswith(
        "0 notes added, 2 known already"
    )
    (data_folder / "library.sqlite").unlink()
    assert diptych("notes", "import", tmp_path / "notes.md")[1].startswith("2 notes added, 0")
    assert bodies(data_folder) == ["One", "Two"]
    assert diptych("notes", "import", tmp_path / "nothing.md")[0] == 1


def test_a_copy_is_made_shown_and_put_back(diptych, data_folder: Path, tmp_path: Path) -> None:
    write(data_folder, "One", "Two")
    assert "2 notes, 5 documents." in diptych("backup")[1]
    assert "2 notes" in diptych("backup", "--output", tmp_path / "mine.sqlite")[1]
    write(data_folder, "Changed")
    listed = diptych("restore")[1]
    assert listed.endswith("2 notes\n")
    name = listed.split()[0]
    status, said, errors = diptych("restore", name)
    assert status == 1
    assert "Notes: 2 in the copy, 2 now; 0 would come back, 0 would go aside, 1 would change." in (
        said.splitlines()
    )
    assert "Nothing was changed." in errors
    assert bodies(data_folder) == ["Changed", "Two"]
    assert diptych("restore", name, "--yes")[0] == 0
    assert bodies(data_folder) == ["One", "Two"]
    assert len(list(data_folder.glob("library-aside-*"))) == 1
    assert diptych("restore", tmp_path / "mine.sqlite", "--yes")[0] == 0
    assert "There is no copy “1999”." in diptych("restore", "1999")[2]
    (tmp_path / "no.sqlite").write_text("no")
    assert "no whole copy" in diptych("restore", tmp_path / "no.sqlite", "--yes")[2]


def test_a_damaged_library_is_examined_and_replaced(diptych, data_folder: Path) -> None:
    assert diptych("doctor")[0] == 0
    write(data_folder, "One")
    diptych("backup")
    (data_folder / "library.sqlite").write_bytes(b"This is no database. " * 400)
    status, said, errors = diptych("doctor")
    assert status == 1
    assert "The library is damaged." in said
    assert "Copies: 1, of which 1 are whole." in said
    assert "not sound" in errors
    assert diptych("restore", "library-", "--yes")[0] == 0
    assert bodies(data_folder) == ["One"]


def test_the_doctor_mends_what_can_be_made_anew(diptych, data_folder: Path) -> None:
    write(data_folder, "Asylum")
    connection = sqlite3.connect(data_folder / "library.sqlite")
    connection.execute("DROP TRIGGER notes_updated")
    connection.execute("UPDATE notes SET body = 'Water'")
    connection.execute("INSERT INTO note_tags VALUES (1, 'wrong')")
    connection.commit()
    connection.close()
    status, said, _errors = diptych("doctor")
    assert status == 0
    assert "The search index was wrong and was made anew from the notes." in said
    assert "Tags: 1 were wrong" in said
    assert "Places of notes: 1 = 1 exact, 0 moved, 0 uncertain, 0 lost." in said
    library = Library.open(data_folder)
    assert [note.body for note in library.search_notes("water")] == ["Water"]
    assert library.tags() == []
    library.close()


def test_the_whole_library_goes_to_another_machine(
    diptych, data_folder: Path, tmp_path: Path
) -> None:
    write(data_folder, "One")
    archive = tmp_path / "library.zip"
    assert "1 notes, 5 documents." in diptych("backup", "--archive", archive)[1]
    for path in (*data_folder.glob("library*"), *data_folder.glob("cache*")):
        path.unlink()
    status, said, _errors = diptych("restore", archive, "--yes")
    assert (status, said.splitlines()[-1]) == (0, "Done.")
    assert bodies(data_folder) == ["One"]


@pytest.mark.skipif(os.name != "posix", reason="reads from a pipe")
def test_a_command_leaves_the_library_to_the_window(diptych, data_folder: Path) -> None:
    write(data_folder, "One")
    holder = start(
        "-c",
        "import sys; from pathlib import Path; from diptych.store.library import Library\n"
        "library = Library.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
        str(data_folder),
    )
    with holder:
        assert holder.stdout.readline().strip() == b"open"
        for command in (("library", "list"), ("doctor",), ("backup",)):
            status, _said, errors = diptych(*command)
            assert status == 1
            assert "in use by another Diptych" in errors
            assert len(errors.splitlines()) == 1
        holder.stdin.close()
        holder.wait(timeout=30)
