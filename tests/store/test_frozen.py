"""The libraries of all earlier schemas open, and lose nothing on the way, whatever happens."""

import os
import random
import signal
import time

import pytest

from diptych.model.comparison import Relation, Side
from diptych.model.note import LibraryEntry, NoteKind
from diptych.store import migrations
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.children import start
from support.frozen import SCHEMAS, lay

A, B = "a" * 64, "b" * 64
KILLS = int(os.environ.get("DIPTYCH_MIGRATION_KILLS", "6"))


def check_index(library):
    """Fail where the search index does not say what the notes say."""
    with library._database.write() as connection:
        connection.execute("INSERT INTO notes_fts (notes_fts, rank) VALUES ('integrity-check', 1)")


def test_every_schema_before_this_one_is_kept():
    assert list(range(1, migrations.VERSION)) == SCHEMAS


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_library_of_an_earlier_schema_is_copied_and_taken_on(tmp_path, schema):
    path = lay(tmp_path, schema)
    before = path.read_bytes()
    library = Library.open(tmp_path)
    assert library._database.read("PRAGMA user_version") == [(migrations.VERSION,)]
    assert library._database.read("PRAGMA integrity_check") == [("ok",)]
    assert library._database.read("PRAGMA foreign_key_check") == []
    check_index(library)
    # Search follows what is written from now on, by the triggers of today.
    (first, *_) = library.notes()
    library.save_note(first._replace(body="Newly written", tags=("Root causes", "root  causes")))
    assert [note.id for note in library.search_notes("newly")] == [first.id]
    assert [note.id for note in library.search_notes("roo cau")] == [first.id]
    assert library.tags() == [("root causes", 1)]
    check_index(library)
    library.close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert f"-v{schema}" in copy.name
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchall() == [(schema,)]
    connection.close()
    assert copy.stat().st_size == len(before)


def test_all_of_a_first_library_is_there(tmp_path):
    lay(tmp_path, 1)
    library = Library.open(tmp_path)
    shorter, longer, last = library.entries()
    assert shorter == LibraryEntry(
        A, "/texts/a.txt", "A letter", 12, 34, "cp1252", "2026-01-02T00:00:00Z"
    )
    # What has a date had its title and date from the manifest of what ships.
    assert longer._replace(sha256="") == LibraryEntry(
        "", "/texts/b.txt", "Short title", 56, 78, date="2018-11-30", given=("title", "date")
    )
    assert last == LibraryEntry(B, "", "Before", 9, 10)
    assert library.entry_at("/texts/a.txt").mtime_ns == 34
    assert library.versions("/texts/a.txt") == [A, B]
    assert library.kept_text(B) == "Kept."
    assert [note.body for note in library.search_notes("mine")] == ["Mine"]
    assert library.latest_reading().left == A
    assert library.setting("theme") == "dark"
    assert library.awaited() == []
    library.close()


def test_all_of_a_second_library_is_there(tmp_path):
    lay(tmp_path, 2)
    library = Library.open(tmp_path)
    before, letter, other = library.entries()
    assert (before.sha256, before.path) == (B, "")
    assert letter[1:] == (
        *("/texts/a.txt", "A letter", 12, 34, "cp1252", "2026-01-02T00:00:00Z", "2018-11-30"),
        *("Ana", "es", "text", ("title", "date")),
    )
    assert library.entry_at("/texts/copy.txt").sha256 == letter.sha256
    assert library.entry("c" * 64) is None
    assert library.kept_text(letter.sha256).endswith("of a señor.")
    one, two = library.notes()
    assert (one.body, two.kind, two.finding) == (
        "Asylum for the **señor** 😀",
        NoteKind.FINDING,
        "f1",
    )
    assert [anchor.quote for anchor in two.right] == ["Other", "words"]
    assert one.left[0].heading == ("Part one",)
    assert (one.tags, one.colour, one.target, one.left[0].page) == ((), "", "", -1)
    # The words that a note is on are found too, since the third schema.
    assert [note.id for note in library.search_notes("second")] == [two.id]
    assert library.trashed_note(f"{3:032x}").body == "In the trash"
    assert [each.words for each in library.trash()] == ["Hidden", "In the trash"]
    first, second = library.verdicts(letter.sha256, other.sha256)
    assert (first.relation, second.relation) == (Relation.DIVERGE, None)
    assert first.left[0].quote == "first"
    assert library.latest_reading().places[Side.LEFT].offset == 40
    assert [topic.terms["es"] for topic in library.topics()] == [("agua",)]
    assert library.awaited() == ["/texts/x.txt"]
    assert library.folders() == ["/texts"]
    library.close()


OPEN = """
import sys; from pathlib import Path
from diptych.store import migrations
from sqlite_utils import Database
print("go", flush=True)
from diptych.store.library import Library
Library.open(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.timeout(60 + 4 * KILLS)
@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_library_killed_on_the_way_is_old_or_new(tmp_path, schema):
    chance = random.Random(schema)
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        path = lay(folder, schema)
        process = start("-c", OPEN, str(folder))
        with process:
            assert process.stdout.readline() == b"go\n"
            time.sleep(chance.uniform(0, 0.06))
            process.send_signal(signal.SIGKILL)
        connection = sqlite3.connect(path)
        ((version,),) = connection.execute("PRAGMA user_version").fetchall()
        assert version in (schema, migrations.VERSION)
        columns = connection.execute("SELECT name FROM pragma_table_info('notes')").fetchall()
        assert (("tags",) in columns) is (version == migrations.VERSION)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        library = Library.open(folder)
        check_index(library)
        triggers = library._database.read("SELECT count(*) FROM sqlite_master WHERE type='trigger'")
        assert triggers == [(4,)]
        library.close()
