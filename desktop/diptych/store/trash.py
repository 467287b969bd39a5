"""What the reader deleted: kept for a while, taken out again, and at last gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from diptych.store.database import AMONG, LATEST, NOW, Repository

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.store.driver import sqlite3

# So many things are let go of in one go, or notes of so many letters, which takes some 20 ms: of
# each word of a note the index lets go, too.
AT_ONCE, LETTERS_AT_ONCE = 100, 200_000


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
NOT EXISTS (SELECT 1 FROM anchors WHERE anchors.sha256 = documents.sha256)
AND NOT EXISTS (SELECT 1 FROM notes WHERE target <> '' AND instr(target, documents.sha256))
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

# Where they lie, and what names one of them.
_TABLES = {
    "verdict": ("verdicts", "left_sha256 || ' ' || right_sha256 || ' ' || finding"),
    "topic": ("topics", "id"),
    "reading": ("readings", "left_sha256 || ' ' || right_sha256"),
}


# A hash has 64 letters; by the joined name every row would be looked at.
_BY_PLACE = """
(left_sha256, right_sha256, finding) IN (
    SELECT substr(value, 1, 64), substr(value, 66, 64), substr(value, 131) FROM json_each(?)
)
"""


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
        """Let go for good of some of what was deleted before a time (UTC, ISO 8601).

        When there is none of it any more, the documents go, with their kept texts, that were taken
        out of the library before that time, unless a note or verdict speaks of them.

        Returns:
            How many things went, documents not counted; 0 when all is done.
        """
        values = {"before": before}
        with self._database.write() as connection:
            for table in ("notes", *(table for table, _key in _TABLES.values())):
                old = connection.execute(
                    f"SELECT rowid FROM {table} "  # noqa: S608 - ours
                    f"WHERE deleted > '' AND deleted < :before LIMIT {AT_ONCE}",
                    values,
                ).fetchall()
                if old:
                    return _drop(connection, table, [number for (number,) in old])
            connection.execute(
                f"UPDATE documents SET removed = {NOW} WHERE hidden AND removed IS NULL",  # noqa: S608 - a constant
                {"now": self._clock(), "latest": LATEST},
            )
            _let_go_of_documents(connection, "removed < :before", values)
        return 0

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

    def delete_for_good(
        self, kind: str, ids: Sequence[str], steps: Mapping[tuple[str, str], Sequence[int]]
    ) -> Sequence[str]:
        """Let go of things in the trash, as many as take a moment, and of steps about them.

        Args:
            kind, ids: see `Trashed`; what is not in the trash stays. A document that is needed
                stays known, and is in the trash no more.
            steps: the numbers of those that would bring one back, by what it is and its id, as
                `History.steps_about` tells them.

        Returns:
            Those that are done with, one at least.
        """
        some = ids[:AT_ONCE]
        with self._database.write() as connection:
            if kind == "document":
                gone = _ids(
                    connection,
                    f"UPDATE documents SET removed = '' WHERE hidden AND sha256 {AMONG} "  # noqa: S608 - a constant
                    "RETURNING sha256",
                    some,
                )
                _let_go_of_documents(connection, f"sha256 {AMONG}", (json.dumps(gone),))
            elif kind == "note":
                found = connection.execute(
                    f"SELECT id, number FROM notes WHERE deleted > '' AND id {AMONG}",  # noqa: S608 - a constant
                    (json.dumps(some),),
                ).fetchall()
                dropped = set(drop_notes(connection, [number for _id, number in found]))
                gone = [id_ for id_, number in found if number in dropped]
                left = {id_ for id_, number in found if number not in dropped}
                some = [id_ for id_ in some if id_ not in left]
            else:
                table, key = _TABLES[kind]
                which = _BY_PLACE if kind == "verdict" else f"{key} {AMONG}"
                gone = _ids(
                    connection,
                    f"DELETE FROM {table} WHERE deleted > '' AND {which} RETURNING {key}",  # noqa: S608 - ours
                    some,
                )
            what = "presence" if kind == "document" else kind
            # A later step may have got the number of one that is gone. `History` writes JSON, too.
            connection.executemany(
                "DELETE FROM history WHERE number = ? AND instr(changes, ?)",
                [
                    (number, json.dumps([what, id_])[:-1])
                    for id_ in gone
                    for number in steps.get((what, id_), ())
                ],
            )
        return some

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


def _ids(connection: sqlite3.Connection, sql: str, among: Sequence[str]) -> list[str]:
    return [id_ for (id_,) in connection.execute(sql, (json.dumps(among),)).fetchall()]


def _drop(connection: sqlite3.Connection, table: str, numbers: Sequence[int]) -> int:
    """Delete rows; of notes only as many as have so many letters. Return how many went."""
    if table == "notes":
        return len(drop_notes(connection, numbers))
    connection.execute(
        f"DELETE FROM {table} WHERE rowid {AMONG}",  # noqa: S608 - ours
        (json.dumps(numbers),),
    )
    return len(numbers)


def drop_notes(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[int]:
    """Delete some of these notes, the earlier first, as take a moment; return which those are."""
    letters, some = 0, []
    lengths = connection.execute(
        "SELECT number, length(body) + length(quote) FROM notes "  # noqa: S608 - a constant
        f"WHERE number {AMONG} ORDER BY number",
        (json.dumps(numbers),),
    )
    for number, length in lengths:
        some.append(number)
        letters += length
        if letters >= LETTERS_AT_ONCE:
            break
    lengths.close()
    # In one statement: see `staging`.
    for table, column in (("anchors", "note"), ("notes", "number")):
        connection.execute(
            f"DELETE FROM {table} WHERE {column} {AMONG}",  # noqa: S608 - ours
            (json.dumps(some),),
        )
    return some


def _let_go_of_documents(
    connection: sqlite3.Connection, which: str, values: Mapping[str, str] | tuple[str]
) -> None:
    """Delete documents that were taken out, with their kept texts, unless they are needed."""
    unused = connection.execute(
        f"SELECT sha256 FROM documents WHERE hidden AND {which} AND {_UNUSED}",  # noqa: S608 - ours
        values,
    ).fetchall()
    for table in ("texts", "versions", "documents"):
        connection.execute(
            f"DELETE FROM {table} WHERE sha256 {AMONG}",  # noqa: S608
            (json.dumps([sha256 for (sha256,) in unused]),),
        )
