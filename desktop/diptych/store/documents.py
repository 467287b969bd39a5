"""The documents of the library: where each was last found, and the texts kept with notes."""

from __future__ import annotations

import os
import zlib

from diptych.model.note import LibraryEntry
from diptych.store.database import Repository, storable

_ENTRY = """
SELECT sha256, path, title, size, mtime_ns, encoding, opened, date
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
        """Return the document that was last found at this path."""
        rows = self._database.read(_ENTRY + "AND path = ?", (os.fsencode(path),))
        return _entry(rows[0]) if rows else None

    def remember(self, entry: LibraryEntry) -> None:
        """Add a document, or update it by its hash; a forgotten one is shown again.

        A path leads to one document: another one that was found there keeps its notes and its
        place in the library, and its path becomes "".
        """
        path = os.fsencode(entry.path)
        with self._database.write() as connection:
            connection.execute(
                "UPDATE documents SET path = x'' WHERE path = ? AND sha256 <> ?",
                (path, entry.sha256),
            )
            connection.execute(
                """
                INSERT INTO documents (sha256, path, title, size, mtime_ns, encoding, opened, date)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sha256) DO UPDATE SET
                    path = excluded.path, title = excluded.title, size = excluded.size,
                    mtime_ns = excluded.mtime_ns, encoding = excluded.encoding,
                    opened = excluded.opened, date = excluded.date, hidden = 0
                """,
                (
                    entry.sha256,
                    path,
                    storable(entry.title),
                    entry.size,
                    entry.mtime_ns,
                    entry.encoding,
                    entry.opened,
                    entry.date,
                ),
            )
            if path:
                # A file that went back to an earlier text is the newest version again.
                connection.execute(
                    """
                    INSERT INTO versions (path, sha256) VALUES (?, ?)
                    ON CONFLICT (path, sha256) DO UPDATE
                    SET number = (SELECT max(number) + 1 FROM versions)
                    """,
                    (path, entry.sha256),
                )

    def versions(self, path: str) -> list[str]:
        """Return the hashes of all documents that were found at this path, newest first.

        Their notes may find their words again in the newest one.
        """
        rows = self._database.read(
            "SELECT sha256 FROM versions WHERE path = ? ORDER BY number DESC", (os.fsencode(path),)
        )
        return [sha256 for (sha256,) in rows]

    def forget(self, sha256: str) -> None:
        """Take a document out of the library. Its notes and verdicts are kept."""
        with self._database.write() as connection:
            connection.execute("UPDATE documents SET hidden = 1 WHERE sha256 = ?", (sha256,))

    def keep_text(self, sha256: str, text: str) -> None:
        """Keep the decoded text of a document, so that its notes can be read without the file."""
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO texts (sha256, compressed) VALUES (?, ?)
                ON CONFLICT (sha256) DO UPDATE SET compressed = excluded.compressed
                """,
                (sha256, zlib.compress(text.encode("utf-8", "surrogatepass"))),
            )

    def has_text(self, sha256: str) -> bool:
        """Whether the text of a document is kept."""
        return bool(self._database.read("SELECT 1 FROM texts WHERE sha256 = ?", (sha256,)))

    def kept_text(self, sha256: str) -> str | None:
        """Return the kept text of a document, None where none was kept."""
        rows = self._database.read("SELECT compressed FROM texts WHERE sha256 = ?", (sha256,))
        return zlib.decompress(rows[0][0]).decode("utf-8", "surrogatepass") if rows else None


def _entry(row: tuple[str, bytes, str, int, int, str, str, str]) -> LibraryEntry:
    return LibraryEntry(row[0], os.fsdecode(row[1]), *row[2:])
