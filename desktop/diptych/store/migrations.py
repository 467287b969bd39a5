"""The schema of the library, step by step, and the copy that is made before a step.

A step is never changed once it was released: a new one is added at the end. Steps that rebuild
the table of notes must make the search index and its triggers anew, because sqlite-utils'
`transform()` drops triggers.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.store import backup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from diptych.store.clock import Clock
    from diptych.store.driver import sqlite3

# "DIPT", in the header of the file, where `file` and SQLite's own tools show it.
APPLICATION_ID = 0x44495054


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of an open file, 0 for an empty one. Writes nothing.

    Raises:
        UserError: the file is no library of ours, or from a newer Diptych.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or objects):
        raise UserError(
            "The file at the library's place was made by another program.",
            "Move it aside, then start Diptych again.",
            str(path),
        )
    if version > VERSION:
        raise UserError(
            "The library was written by a newer version of Diptych.",
            "Install that version to read and write your notes; the file was left as it is.",
            str(path),
        )
    return int(version)


def _database() -> type[Database]:
    """Return sqlite-utils' class, loaded here only: a library of today opens without its 0.14 s.

    It would take in numpy for columns of numpy's types, which we do not have, and with it another
    0.2 s and a thread for every core.
    """
    absent = "numpy" not in sys.modules
    if absent:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        from sqlite_utils import Database
    finally:
        if absent:
            del sys.modules["numpy"]
    return Database


def migrate(connection: sqlite3.Connection, path: Path, version: int, clock: Clock) -> None:
    """Take the schema from `version` to the newest in one transaction: all steps, or none.

    An existing library is copied into the folder `backups` beside it first.

    Raises:
        UserError: the copy could not be written.
    """
    Database = _database()  # noqa: N806 - a class
    if version > 0:
        backup.make(connection, path.parent, f"library-{backup.stamp(clock())}-v{version}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        for step in STEPS[version:]:
            step(database)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _first(database: Database) -> None:
    """Documents, notes with their anchors and search index, verdicts, readings, topics."""
    database.executescript(_FIRST)


# Nothing refers to documents: a note outlives its document's entry. A row of `notes` has a number
# of its own, because the search index knows rows by number and VACUUM may change an implicit one.
# Paths are bytes: not every file name of Linux is valid Unicode.
_FIRST = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    opened TEXT NOT NULL,
    date TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX documents_path ON documents (path) WHERE path <> x'';

CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    path BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (path, sha256)
) STRICT;

CREATE TABLE texts (
    sha256 TEXT PRIMARY KEY,
    compressed BLOB NOT NULL
) STRICT;

CREATE TABLE notes (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    finding TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    deleted TEXT
) STRICT;

CREATE TABLE anchors (
    note INTEGER NOT NULL REFERENCES notes (number) ON DELETE RESTRICT,
    side TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    heading TEXT NOT NULL,
    PRIMARY KEY (note, side, ordinal)
) STRICT;
CREATE INDEX anchors_sha256 ON anchors (sha256);

CREATE VIRTUAL TABLE notes_fts USING fts5 (
    body, content=notes, content_rowid=number,
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
);
CREATE TRIGGER notes_inserted AFTER INSERT ON notes BEGIN
    INSERT INTO notes_fts (rowid, body) VALUES (new.number, new.body);
END;
CREATE TRIGGER notes_deleted AFTER DELETE ON notes BEGIN
    INSERT INTO notes_fts (notes_fts, rowid, body) VALUES ('delete', old.number, old.body);
END;
CREATE TRIGGER notes_updated AFTER UPDATE OF number, body ON notes BEGIN
    INSERT INTO notes_fts (notes_fts, rowid, body) VALUES ('delete', old.number, old.body);
    INSERT INTO notes_fts (rowid, body) VALUES (new.number, new.body);
END;

CREATE TABLE verdicts (
    number INTEGER PRIMARY KEY,
    left_sha256 TEXT NOT NULL,
    right_sha256 TEXT NOT NULL,
    finding TEXT NOT NULL,
    relation TEXT,
    left_anchors TEXT NOT NULL,
    right_anchors TEXT NOT NULL,
    decided TEXT NOT NULL,
    UNIQUE (left_sha256, right_sha256, finding)
) STRICT;

CREATE TABLE readings (
    left_sha256 TEXT NOT NULL,
    right_sha256 TEXT NOT NULL,
    mode TEXT NOT NULL,
    topics TEXT NOT NULL,
    finding TEXT NOT NULL,
    places TEXT NOT NULL,
    updated TEXT NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (left_sha256, right_sha256)
) STRICT;

CREATE TABLE topics (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    terms TEXT NOT NULL,
    colour TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"""


def _second(database: Database) -> None:
    """What documents say of themselves, when files were seen, what is still to be added."""
    database.executescript(_SECOND)


# Dates came from the manifest of what ships, and with them the titles, before documents told
# theirs. `additions` are files that the reader added and nobody has looked into yet.
_SECOND = """
ALTER TABLE documents ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN format TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN given TEXT NOT NULL DEFAULT '';
UPDATE documents SET given = 'title date' WHERE date <> '';

ALTER TABLE versions ADD COLUMN mtime_ns INTEGER NOT NULL DEFAULT -1;
UPDATE versions SET mtime_ns = coalesce((
    SELECT mtime_ns FROM documents
    WHERE documents.path = versions.path AND documents.sha256 = versions.sha256
), -1);
CREATE INDEX versions_sha256 ON versions (sha256);

CREATE TABLE additions (
    number INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE folders (
    path BLOB PRIMARY KEY
) STRICT;
"""

STEPS: tuple[Callable[[Database], None], ...] = (_first, _second)
VERSION = len(STEPS)
