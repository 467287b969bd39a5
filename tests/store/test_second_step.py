"""A library of the first schema, with something of everything, loses nothing by the second step."""

import sqlite3 as plain
import zlib

from diptych.model.note import LibraryEntry
from diptych.store import migrations
from diptych.store.library import Library
from support.annotations import document, note_on

TEXT = document("The first words.\nThe second words.")
A, B = "a" * 64, "b" * 64


def make_first(folder) -> None:
    """Write a library as the first schema had it, by that schema's own SQL."""
    folder.mkdir(exist_ok=True)
    connection = plain.connect(folder / "library.sqlite")
    connection.executescript(migrations._FIRST)
    connection.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (1, A, b"/texts/a.txt", "A letter", 12, 34, "cp1252", "2026-01-02T00:00:00Z", "", 0),
            (2, TEXT.sha256, b"/texts/b.txt", "Short title", 56, 78, "", "", "2018-11-30", 0),
            (3, B, b"", "Before", 9, 10, "", "", "", 0),
        ],
    )
    connection.executemany(
        "INSERT INTO versions VALUES (?, ?, ?)",
        [
            (1, b"/texts/a.txt", B),
            (2, b"/texts/a.txt", A),
            (3, b"/texts/b.txt", TEXT.sha256),
        ],
    )
    connection.execute("INSERT INTO texts VALUES (?, ?)", (B, zlib.compress(b"Kept.")))
    anchor = note_on(TEXT, "first", "").left[0]
    connection.execute(
        "INSERT INTO notes VALUES (1, ?, 'selection', 'Mine', '', '2026', '2026', NULL)",
        ("1" * 32,),
    )
    connection.execute(
        "INSERT INTO anchors VALUES (1, 'left', 0, ?, ?, ?, ?, ?, ?, '[]')",
        (anchor.sha256, anchor.start, anchor.end, anchor.quote, anchor.prefix, anchor.suffix),
    )
    connection.execute(
        "INSERT INTO readings VALUES (?, ?, 'positions', '[]', '', '{}', '2026-02-03', 1)",
        (A, TEXT.sha256),
    )
    connection.execute("INSERT INTO settings VALUES ('theme', 'dark')")
    connection.execute(f"PRAGMA application_id={migrations.APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.commit()
    connection.close()


def test_all_of_a_first_library_is_there_after_the_second_step(tmp_path):
    make_first(tmp_path)
    library = Library.open(tmp_path)
    assert library.entries() == [
        LibraryEntry(A, "/texts/a.txt", "A letter", 12, 34, "cp1252", "2026-01-02T00:00:00Z"),
        # What has a date had its title and date from the manifest of what ships.
        LibraryEntry(
            TEXT.sha256,
            "/texts/b.txt",
            "Short title",
            56,
            78,
            date="2018-11-30",
            given=("title", "date"),
        ),
        LibraryEntry(B, "", "Before", 9, 10),
    ]
    assert library.entry_at("/texts/a.txt").mtime_ns == 34
    assert library.versions("/texts/a.txt") == [A, B]
    assert library.kept_text(B) == "Kept."
    assert [note.body for note in library.search_notes("mine")] == ["Mine"]
    assert library.latest_reading().left == A
    assert library.setting("theme") == "dark"
    assert library.awaited() == []
    library.close()


def test_the_first_library_is_copied_before_it_is_changed(tmp_path):
    make_first(tmp_path)
    Library.open(tmp_path).close()
    (copy,) = (tmp_path / "backups").iterdir()
    connection = plain.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchall() == [(1,)]
    assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(3,)]
    connection.close()


def test_details_paths_and_additions_come_back(tmp_path):
    library = Library.open(tmp_path)
    entry = LibraryEntry(A, "/texts/a.txt", "A", 1, 2, author="Ana", language="es", format="PDF")
    library.remember(entry)
    library.describe(entry._replace(title="Mine", given=("title",)))
    library.found_also(A, "/texts/copy.txt", 3)
    library.await_files(["/texts/x.txt", "/texts/y.txt", "/texts/x.txt"])
    library.settle(["/texts/x.txt"])
    library.know_folder("/texts")
    library.close()
    library = Library.open(tmp_path)
    assert library.entry(A) == entry._replace(title="Mine", given=("title",))
    assert library.entry_at("/texts/copy.txt").sha256 == A
    assert library.history() == [("/texts/copy.txt", A), ("/texts/a.txt", A)]
    assert library.awaited() == ["/texts/y.txt"]
    assert library.folders() == ["/texts"]
    library.forget(A)
    assert library.entries() == []
    library.recall(A)
    assert [each.title for each in library.entries()] == ["Mine"]
    library.close()
