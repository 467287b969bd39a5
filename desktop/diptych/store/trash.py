"""What the reader deleted: kept for a while, taken out again, and at last gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from diptych.store.database import LATEST, NOW, Repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.store.driver import sqlite3


class Trashed(NamedTuple):
    """Something in the trash.

    Args:
        kind: "note", "verdict", "topic", "reading" or "document".
        id: of a note or topic; of the others their documents' hashes (and the finding), with
            blanks between.
        words: to know it by: the beginning of the note's text, the topic's name, the relation, the
            title.
        deleted: when: UTC, ISO 8601.
        is_needed: a document that notes or verdicts speak of, which stays for as long as they do.
    """

    kind: str
    id: str
    words: str
    deleted: str
    is_needed: bool = False


# A document that was taken out stays known while something of the reader's speaks of it.
_UNUSED = """
sha256 NOT IN (SELECT sha256 FROM anchors)
AND NOT EXISTS (SELECT 1 FROM notes WHERE instr(target, documents.sha256))
AND sha256 NOT IN (SELECT left_sha256 FROM verdicts UNION SELECT right_sha256 FROM verdicts)
"""
# Schemas before the third did not say when a document was taken out: the days begin now. One that
# the reader let go of although it is needed was taken out at ''.
_LISTED = f"""
SELECT 'note', id, substr(iif(body <> '', body, quote), 1, 2000), deleted, 0
FROM notes WHERE deleted > ''
UNION ALL
SELECT 'verdict', left_sha256 || ' ' || right_sha256 || ' ' || finding,
    coalesce(relation, 'not_a_pair'), deleted, 0
FROM verdicts WHERE deleted IS NOT NULL
UNION ALL
SELECT 'topic', id, name, deleted, 0 FROM topics WHERE deleted IS NOT NULL
UNION ALL
SELECT 'reading', left_sha256 || ' ' || right_sha256, '', deleted, 0
FROM readings WHERE deleted IS NOT NULL
UNION ALL
SELECT 'document', sha256, title, coalesce(removed, :now), NOT ({_UNUSED})
FROM documents WHERE hidden AND removed IS NOT ''
ORDER BY 4 DESC, 2
"""  # noqa: S608 - a constant

_EMPTIED = """
DELETE FROM anchors WHERE note IN (
    SELECT number FROM notes WHERE deleted > '' AND deleted < :before
);
DELETE FROM notes WHERE deleted > '' AND deleted < :before;
DELETE FROM verdicts WHERE deleted < :before;
DELETE FROM topics WHERE deleted < :before;
DELETE FROM readings WHERE deleted < :before;
"""
_TABLES = {
    "note": ("notes", "id = ?"),
    "verdict": ("verdicts", "left_sha256 || ' ' || right_sha256 || ' ' || finding = ?"),
    "topic": ("topics", "id = ?"),
    "reading": ("readings", "left_sha256 || ' ' || right_sha256 = ?"),
}


class Trash(Repository):
    """Notes, verdicts, topics, readings and documents that were deleted."""

    def trash(self) -> list[Trashed]:
        """Return what is in the trash, what was deleted last first."""
        rows = self._database.read(_LISTED, {"now": self._clock()})
        return [
            Trashed(kind, id_, words, deleted, is_needed=bool(needed))
            for kind, id_, words, deleted, needed in rows
        ]

    def empty_trash(self, before: str) -> int:
        """Let go for good of what was deleted before a time (UTC, ISO 8601).

        Documents that were taken out of the library before it go too, with their kept texts,
        unless a note or verdict speaks of them.

        Returns:
            How many things went, documents not counted.
        """
        values = {"before": before}
        with self._database.write() as connection:
            total = 0
            for statement in filter(str.strip, _EMPTIED.split(";")):
                gone = connection.execute(statement, values).rowcount
                total += 0 if "FROM anchors" in statement else gone
            connection.execute(
                f"UPDATE documents SET removed = {NOW} WHERE hidden AND removed IS NULL",  # noqa: S608 - a constant
                {"now": self._clock(), "latest": LATEST},
            )
            _let_go_of_documents(connection, "removed < :before", values)
        return total

    def keep_trash_anew(self) -> None:
        """Count the days of all that is in the trash from now on."""
        values = {"now": self._clock(), "latest": LATEST}
        with self._database.write() as connection:
            for table in ("notes", "verdicts", "topics", "readings"):
                connection.execute(
                    f"UPDATE {table} SET deleted = {NOW} WHERE deleted > ''",  # noqa: S608 - ours
                    values,
                )
            connection.execute(
                f"UPDATE documents SET removed = {NOW} WHERE hidden AND removed > ''",  # noqa: S608 - a constant
                values,
            )

    def delete_for_good(self, kind: str, id: str) -> None:  # noqa: A002 - as in `Trashed`
        """Let go of one thing in the trash, and of the steps that would bring it back.

        Args:
            kind, id: see `Trashed`; what is not in the trash stays. A document that is needed
                stays known, and is in the trash no more.
        """
        # As `History` writes the beginning of a change.
        change = json.dumps(["presence" if kind == "document" else kind, id])[:-1]
        with self._database.write() as connection:
            if kind == "document":
                gone = connection.execute(
                    "UPDATE documents SET removed = '' WHERE hidden AND sha256 = ?", (id,)
                )
                _let_go_of_documents(connection, "sha256 = :id", {"id": id})
                if gone.rowcount:
                    connection.execute("DELETE FROM history WHERE instr(changes, ?)", (change,))
                return
            table, which = _TABLES[kind]
            if kind == "note":
                connection.execute(
                    "DELETE FROM anchors WHERE note IN "
                    "(SELECT number FROM notes WHERE id = ? AND deleted IS NOT NULL)",
                    (id,),
                )
            gone = connection.execute(
                f"DELETE FROM {table} WHERE {which} AND deleted IS NOT NULL",  # noqa: S608 - ours
                (id,),
            )
            if gone.rowcount:
                connection.execute("DELETE FROM history WHERE instr(changes, ?)", (change,))

    def latest_time(self) -> str:
        """Return the latest time that `see_time` was told, "" at first."""
        rows = self._database.read("SELECT value FROM settings WHERE key = ?", (LATEST,))
        return rows[0][0] if rows else ""

    def see_time(self, now: str) -> None:
        """Remember a time, so that what is deleted later never seems to be older than that.

        A clock that is set back would else have things deleted years ago.
        """
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO settings VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)
                """,
                (LATEST, now),
            )


def _let_go_of_documents(
    connection: sqlite3.Connection, which: str, values: Mapping[str, str]
) -> None:
    """Delete documents that were taken out, with their kept texts, unless they are needed."""
    unused = connection.execute(
        f"SELECT sha256 FROM documents WHERE hidden AND {which} AND {_UNUSED}",  # noqa: S608 - ours
        values,
    ).fetchall()
    for table in ("texts", "versions", "documents"):
        connection.execute(
            f"DELETE FROM {table} WHERE sha256 IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps([sha256 for (sha256,) in unused]),),
        )
