"""What each step of the schema does. A step is never changed once it was released.

Steps that rebuild the table of notes must make the search index and its triggers anew, because
sqlite-utils' `transform()` drops triggers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database


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


def _third(database: Database) -> None:
    """Notes on anything, with tags and colours; trash, history and undo; a wider search index."""
    database.executescript(_THIRD)


# `tags` of a note is a JSON array; `note_tags` is made of it by triggers, to be looked up by tag.
# `quote` holds the words that the note is on, so that the index finds them: both stand in `notes`
# because an index over external content can only be kept by triggers on one table.
# `sought` is the document in which the words of an anchor were looked for last and in vain.
# `relation` NULL is "not a pair"; in `verdict_history` it is called so, and '' is no verdict.
_THIRD = """
ALTER TABLE notes ADD COLUMN target TEXT NOT NULL DEFAULT '';
ALTER TABLE notes ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT '';
ALTER TABLE notes ADD COLUMN quote TEXT NOT NULL DEFAULT '';
CREATE INDEX notes_target ON notes (target) WHERE target <> '';
CREATE INDEX notes_deleted_when ON notes (deleted) WHERE deleted IS NOT NULL;

ALTER TABLE anchors ADD COLUMN paragraph TEXT NOT NULL DEFAULT '';
ALTER TABLE anchors ADD COLUMN page INTEGER NOT NULL DEFAULT -1;
ALTER TABLE anchors ADD COLUMN boxes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE anchors ADD COLUMN state TEXT NOT NULL DEFAULT 'exact';
ALTER TABLE anchors ADD COLUMN sought TEXT NOT NULL DEFAULT '';
CREATE INDEX anchors_state ON anchors (state, note) WHERE state <> 'exact';

CREATE TABLE anchor_history (
    number INTEGER PRIMARY KEY,
    note INTEGER NOT NULL REFERENCES notes (number) ON DELETE CASCADE,
    side TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    heading TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    page INTEGER NOT NULL,
    boxes TEXT NOT NULL,
    state TEXT NOT NULL,
    sought TEXT NOT NULL,
    replaced TEXT NOT NULL
) STRICT;
CREATE INDEX anchor_history_note ON anchor_history (note);

CREATE TABLE note_tags (
    note INTEGER NOT NULL REFERENCES notes (number) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (tag, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_tags_note ON note_tags (note);

DROP TRIGGER notes_inserted;
DROP TRIGGER notes_deleted;
DROP TRIGGER notes_updated;
DROP TABLE notes_fts;
UPDATE notes SET quote = coalesce((
    SELECT group_concat(quote, char(10)) FROM (
        SELECT quote FROM anchors WHERE note = notes.number ORDER BY side, ordinal
    )
), '');

CREATE VIRTUAL TABLE notes_fts USING fts5 (
    body, tags, quote, content=notes, content_rowid=number,
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
);
CREATE TRIGGER notes_inserted AFTER INSERT ON notes BEGIN
    INSERT INTO notes_fts (rowid, body, tags, quote)
    VALUES (new.number, new.body, new.tags, new.quote);
    INSERT INTO note_tags (note, tag) SELECT new.number, value FROM json_each(new.tags);
END;
CREATE TRIGGER notes_deleted AFTER DELETE ON notes BEGIN
    INSERT INTO notes_fts (notes_fts, rowid, body, tags, quote)
    VALUES ('delete', old.number, old.body, old.tags, old.quote);
END;
CREATE TRIGGER notes_updated AFTER UPDATE OF number, body, tags, quote ON notes
WHEN (old.number, old.body, old.tags, old.quote) IS NOT (new.number, new.body, new.tags, new.quote)
BEGIN
    INSERT INTO notes_fts (notes_fts, rowid, body, tags, quote)
    VALUES ('delete', old.number, old.body, old.tags, old.quote);
    INSERT INTO notes_fts (rowid, body, tags, quote)
    VALUES (new.number, new.body, new.tags, new.quote);
END;
CREATE TRIGGER notes_tagged AFTER UPDATE OF tags ON notes WHEN old.tags IS NOT new.tags BEGIN
    DELETE FROM note_tags WHERE note = new.number;
    INSERT INTO note_tags (note, tag) SELECT new.number, value FROM json_each(new.tags);
END;
INSERT INTO notes_fts (notes_fts) VALUES ('rebuild');

ALTER TABLE verdicts ADD COLUMN engine TEXT NOT NULL DEFAULT '';
ALTER TABLE verdicts ADD COLUMN confidence REAL NOT NULL DEFAULT 0;
ALTER TABLE verdicts ADD COLUMN features TEXT NOT NULL DEFAULT '[]';
ALTER TABLE verdicts ADD COLUMN deleted TEXT;
CREATE TABLE verdict_history (
    number INTEGER PRIMARY KEY,
    left_sha256 TEXT NOT NULL,
    right_sha256 TEXT NOT NULL,
    finding TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_history_finding ON verdict_history (left_sha256, right_sha256, finding);

ALTER TABLE readings ADD COLUMN deleted TEXT;
ALTER TABLE topics ADD COLUMN pack TEXT NOT NULL DEFAULT '';
ALTER TABLE topics ADD COLUMN deleted TEXT;
ALTER TABLE documents ADD COLUMN removed TEXT;
ALTER TABLE texts ADD COLUMN reading TEXT NOT NULL DEFAULT '';

CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    changes TEXT NOT NULL,
    done TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
"""


STEPS: tuple[Callable[[Database], None], ...] = (_first, _second, _third)
