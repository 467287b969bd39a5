"""The documents of the library: where each was found, and the texts kept with notes."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

from diptych.model.note import LibraryEntry
from diptych.store.database import LATEST, NOW, Repository, storable

if TYPE_CHECKING:
    from diptych.store.driver import sqlite3

_ENTRY = """
SELECT sha256, path, title, size, mtime_ns, encoding, opened, date, author, language, format, given
FROM documents WHERE NOT hidden
"""


class Documents(Repository):
    """Documents by hash and by path."""

    def entries(self) -> list[LibraryEntry]:
        """Return the documents in the order in which they were added."""
        return [_entry(row) for row in self._database.read(_ENTRY + "ORDER BY number")]

    def entry(self, sha256: str) -> LibraryEntry | None:
        """Return the document with this hash."""
        rows = self._database.read(_ENTRY + "AND sha256 = ?", (sha256,))
        return _entry(rows[0]) if rows else None

    def entry_at(self, path: str) -> LibraryEntry | None:
        """Return the document that was last found at this path, with this path and its time."""
        rows = self._database.read(
            "SELECT sha256, mtime_ns FROM versions WHERE path = ? ORDER BY number DESC LIMIT 1",
            (os.fsencode(path),),
        )
        found = self.entry(rows[0][0]) if rows else None
        return found._replace(path=path, mtime_ns=rows[0][1]) if found else None

    def remember(self, entry: LibraryEntry) -> None:
        """Add a document, or update it by its hash; a forgotten one is shown again.

        A path leads to one document: another one that was found there keeps its notes and its
        place in the library, and its path becomes "".
        """
        with self._database.write() as connection:
            self._take_path(connection, entry.path, entry.sha256, entry.mtime_ns)
            connection.execute(
                """
                INSERT INTO documents (
                    sha256, path, title, size, mtime_ns, encoding, opened, date,
                    author, language, format, given
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE SET
                    path = excluded.path, title = excluded.title, size = excluded.size,
                    mtime_ns = excluded.mtime_ns, encoding = excluded.encoding,
                    opened = excluded.opened, date = excluded.date, author = excluded.author,
                    language = excluded.language, format = excluded.format,
                    given = excluded.given, hidden = 0, removed = NULL
                """,
                (
                    entry.sha256,
                    os.fsencode(entry.path),
                    storable(entry.title),
                    entry.size,
                    entry.mtime_ns,
                    entry.encoding,
                    entry.opened,
                    *_metadata(entry),
                ),
            )

    def found_also(self, sha256: str, path: str, mtime_ns: int) -> None:
        """Note that a document lies at one more path; the one it is opened from stays."""
        with self._database.write() as connection:
            self._take_path(connection, path, sha256, mtime_ns)

    def _take_path(
        self, connection: sqlite3.Connection, path: str, sha256: str, mtime_ns: int
    ) -> None:
        """Let a path lead to a document from now on."""
        if not path:
            return
        at = os.fsencode(path)
        connection.execute(
            "UPDATE documents SET path = x'' WHERE path = ? AND sha256 <> ?", (at, sha256)
        )
        # A file that went back to an earlier text is the newest version again.
        connection.execute(
            """
            INSERT INTO versions (path, sha256, mtime_ns) VALUES (?, ?, ?)
            ON CONFLICT (path, sha256) DO UPDATE SET
                number = (SELECT max(number) + 1 FROM versions), mtime_ns = excluded.mtime_ns
            """,
            (at, sha256, mtime_ns),
        )

    def describe(self, entry: LibraryEntry) -> None:
        """Change what is known of a document: title, date, author, language, format, `given`."""
        with self._database.write() as connection:
            connection.execute(
                """
                UPDATE documents
                SET title = ?, date = ?, author = ?, language = ?, format = ?, given = ?
                WHERE sha256 = ?
                """,
                (storable(entry.title), *_metadata(entry), entry.sha256),
            )

    def versions(self, path: str) -> list[str]:
        """Return the hashes of all documents that were found at this path, newest first.

        Their notes may find their words again in the newest one.
        """
        rows = self._database.read(
            "SELECT sha256 FROM versions WHERE path = ? ORDER BY number DESC", (os.fsencode(path),)
        )
        return [sha256 for (sha256,) in rows]

    def history(self) -> list[tuple[str, str]]:
        """Return where each document was ever found: path and hash, newest first."""
        rows = self._database.read("SELECT path, sha256 FROM versions ORDER BY number DESC")
        return [(os.fsdecode(path), sha256) for path, sha256 in rows]

    def forget(self, sha256: str) -> None:
        """Take a document out of the library: into the trash. Its notes and verdicts are kept."""
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE documents SET hidden = 1, removed = {NOW} WHERE sha256 = :sha256",  # noqa: S608 - a constant
                {"sha256": sha256, "now": self._clock(), "latest": LATEST},
            )

    def recall(self, sha256: str) -> None:
        """Bring a forgotten document back."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE documents SET hidden = 0, removed = NULL WHERE sha256 = ?", (sha256,)
            )

    def keep_text(self, sha256: str, text: str, reading: str = "") -> None:
        """Keep the decoded text of a document, so that its notes can be read without the file.

        Args:
            sha256, text: of the document.
            reading: how it was read, "" for the whole of it; a part never replaces the whole.
        """
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO texts (sha256, compressed, reading) VALUES (?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE
                SET compressed = excluded.compressed, reading = excluded.reading
                WHERE excluded.reading = '' OR texts.reading <> ''
                """,
                (sha256, zlib.compress(text.encode("utf-8", "surrogatepass")), reading),
            )

    def has_text(self, sha256: str, reading: str | None = None) -> bool:
        """Whether the text of a document is kept; with a `reading`, whole or read in that way."""
        kept = "SELECT 1 FROM texts WHERE sha256 = ? AND (? IS NULL OR reading IN ('', ?))"
        return bool(self._database.read(kept, (sha256, reading, reading)))

    def kept_reading(self, sha256: str) -> str:
        """Return how the kept text of a document was read, "" for the whole of it."""
        rows = self._database.read("SELECT reading FROM texts WHERE sha256 = ?", (sha256,))
        return str(rows[0][0]) if rows else ""

    def kept_text(self, sha256: str) -> str | None:
        """Return the kept text of a document, None where none was kept."""
        rows = self._database.read("SELECT compressed FROM texts WHERE sha256 = ?", (sha256,))
        return zlib.decompress(rows[0][0]).decode("utf-8", "surrogatepass") if rows else None


def _metadata(entry: LibraryEntry) -> tuple[str, ...]:
    return (
        storable(entry.date),
        storable(entry.author),
        storable(entry.language),
        storable(entry.format),
        " ".join(entry.given),
    )


def _entry(
    row: tuple[str, bytes, str, int, int, str, str, str, str, str, str, str],
) -> LibraryEntry:
    return LibraryEntry(row[0], os.fsdecode(row[1]), *row[2:-1], given=tuple(row[-1].split()))
