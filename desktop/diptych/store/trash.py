"""What the reader deleted: kept for a while, taken out again, and at last gone."""

from __future__ import annotations

import json
from typing import NamedTuple

from diptych.store.database import LATEST, Repository


class Trashed(NamedTuple):
    """Something in the trash.

    Args:
        kind: "note", "verdict", "topic" or "reading".
        id: of a note or topic; of the others their documents' hashes (and the finding), with
            blanks between.
        words: to know it by: the note's text, the topic's name, the relation.
        deleted: when: UTC, ISO 8601.
    """

    kind: str
    id: str
    words: str
    deleted: str


_LISTED = """
SELECT 'note', id, iif(body <> '', body, quote), deleted FROM notes WHERE deleted IS NOT NULL
UNION ALL
SELECT 'verdict', left_sha256 || ' ' || right_sha256 || ' ' || finding,
    coalesce(relation, 'not_a_pair'), deleted
FROM verdicts WHERE deleted IS NOT NULL
UNION ALL
SELECT 'topic', id, name, deleted FROM topics WHERE deleted IS NOT NULL
UNION ALL
SELECT 'reading', left_sha256 || ' ' || right_sha256, '', deleted
FROM readings WHERE deleted IS NOT NULL
ORDER BY 4 DESC, 2
"""

_EMPTIED = """
DELETE FROM anchors WHERE note IN (SELECT number FROM notes WHERE deleted < :before);
DELETE FROM notes WHERE deleted < :before;
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
# A document that was taken out stays known while something of the reader's speaks of it.
_UNUSED = """
hidden AND removed < :before AND sha256 NOT IN (SELECT sha256 FROM anchors)
AND NOT EXISTS (SELECT 1 FROM notes WHERE instr(target, documents.sha256))
AND sha256 NOT IN (SELECT left_sha256 FROM verdicts UNION SELECT right_sha256 FROM verdicts)
"""


class Trash(Repository):
    """Notes, verdicts, topics and readings that were deleted."""

    def trash(self) -> list[Trashed]:
        """Return what is in the trash, what was deleted last first."""
        return [Trashed(*row) for row in self._database.read(_LISTED)]

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
            unused = [
                sha256
                for (sha256,) in connection.execute(
                    f"SELECT sha256 FROM documents WHERE {_UNUSED}",  # noqa: S608 - a constant
                    values,
                )
            ]
            for table in ("texts", "versions", "documents"):
                connection.execute(
                    f"DELETE FROM {table} WHERE sha256 IN (SELECT value FROM json_each(?))",  # noqa: S608
                    (json.dumps(unused),),
                )
        return total

    def delete_for_good(self, kind: str, id: str) -> None:  # noqa: A002 - as in `Trashed`
        """Let go of one thing in the trash, and of the steps that would bring it back.

        Args:
            kind, id: see `Trashed`; what is not in the trash stays.
        """
        table, which = _TABLES[kind]
        # As `History` writes the beginning of a change.
        change = json.dumps([kind, id])[:-1]
        with self._database.write() as connection:
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
