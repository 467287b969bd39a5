"""The schema's steps: all or none, with a copy before, and search that works right after."""

import pytest

from diptych.model.errors import UserError
from diptych.store import migrations
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.annotations import document, note_on
from support.children import run

TEXT = document("The first words.\nThe second words.")
CLOCK = "2026-03-01T09:30:00Z"


def make_old(folder):
    library = Library.open(folder)
    library.save_note(note_on(TEXT, "first", "An old note"))
    library.close()


def add_step(monkeypatch, step):
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)


def test_search_keeps_up_by_triggers_from_the_first_start(tmp_path):
    library = Library.open(tmp_path)
    rows = library._database.read("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert {name for (name,) in rows} == {
        *("notes_inserted", "notes_updated", "notes_deleted", "notes_tagged")
    }
    library.close()


def test_a_step_on_an_existing_library_copies_it_first(tmp_path, monkeypatch):
    make_old(tmp_path)
    add_step(monkeypatch, lambda db: db.table("notes").add_column("shade", str))
    library = Library.open(tmp_path, clock=lambda: CLOCK)
    assert library._database.read("PRAGMA user_version") == [(migrations.VERSION,)]
    assert [note.body for note in library.search_notes("old")] == ["An old note"]
    library.save_note(note_on(TEXT, "second", "A new note", 2))
    assert [note.body for note in library.search_notes("new")] == ["A new note"]
    library.close()

    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == f"library-20260301T093000Z-v{migrations.VERSION - 1}.sqlite"
    monkeypatch.undo()
    (tmp_path / "restored").mkdir()
    copy.rename(tmp_path / "restored" / "library.sqlite")
    library = Library.open(tmp_path / "restored")
    assert [note.body for note in library.notes()] == ["An old note"]
    library.close()


def test_a_step_that_fails_leaves_the_old_schema(tmp_path, monkeypatch):
    make_old(tmp_path)

    def fail(database):
        database.table("notes").add_column("shade", str)
        database.executescript(
            "CREATE TABLE more (id INTEGER) STRICT; INSERT INTO more VALUES ('x');"
        )

    with monkeypatch.context() as patched:
        add_step(patched, fail)
        with pytest.raises(sqlite3.IntegrityError):
            Library.open(tmp_path)
    library = Library.open(tmp_path)
    assert [note.body for note in library.notes()] == ["An old note"]
    columns = library._database.read("SELECT name FROM pragma_table_info('notes')")
    assert ("shade",) not in columns
    library.close()


def test_no_step_without_its_copy(tmp_path, monkeypatch):
    make_old(tmp_path)
    (tmp_path / "backups").write_text("no folder")
    with monkeypatch.context() as patched:
        add_step(patched, lambda db: db.table("notes").add_column("shade", str))
        with pytest.raises(UserError, match="could not be copied"):
            Library.open(tmp_path)
    library = Library.open(tmp_path)
    assert [note.body for note in library.notes()] == ["An old note"]
    library.close()


def test_an_up_to_date_library_opens_without_the_means_to_change_it(tmp_path):
    make_old(tmp_path)
    code = (
        "import sys; from pathlib import Path; from diptych.store.library import Library\n"
        "Library.open(Path(sys.argv[1])).close(); print('sqlite_utils' in sys.modules)"
    )
    assert run(code, str(tmp_path)).strip() == "False"


def test_one_sqlite_for_the_whole_process():
    import sqlite_utils.utils

    assert sqlite_utils.utils.sqlite3 is sqlite3
