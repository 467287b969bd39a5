"""The reader's notes with their anchors and search, and the reader's verdicts."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from diptych.model.comparison import Relation, Side
from diptych.model.note import Anchor, Note, NoteKind, Verdict
from diptych.store.database import Repository, storable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# As many hits as fit a list that is looked through while typing.
SEARCH_LIMIT = 100


class Notes(Repository):
    """Notes by id, by document and by their words; verdicts by pair of documents."""

    def notes(self, sha256s: Collection[str] | None = None) -> list[Note]:
        """Return the notes on any of these documents, or all, in the order they were written."""
        wanted = None if sha256s is None else json.dumps(list(sha256s))
        return self._load(
            """
            SELECT number, id, kind, body, finding, created, modified FROM notes
            WHERE deleted IS NULL AND (? IS NULL OR number IN (
                SELECT note FROM anchors WHERE sha256 IN (SELECT value FROM json_each(?))))
            ORDER BY created, number
            """,
            wanted,
            wanted,
        )

    def note(self, id: str) -> Note | None:  # noqa: A002 - it is the note's own word
        """Return a note that is not in the trash."""
        found = self._load(
            """
            SELECT number, id, kind, body, finding, created, modified FROM notes
            WHERE deleted IS NULL AND id = ?
            """,
            id,
        )
        return found[0] if found else None

    def search_notes(self, query: str) -> list[Note]:
        """Return the notes that have every word of the query at the beginning of a word.

        Case and accents do not count. The newest 100 are returned, newest first: the search index
        can stop there, where ranking would weigh every note at each key. An empty query finds none.
        """
        # Quoted, no character of a word means anything to the query language of FTS5.
        words = storable(query).replace("\0", " ").replace('"', " ").split()
        if not words:
            return []
        return self._load(
            """
            SELECT n.number, n.id, n.kind, n.body, n.finding, n.created, n.modified
            FROM notes_fts JOIN notes AS n ON n.number = notes_fts.rowid
            WHERE notes_fts MATCH ? AND n.deleted IS NULL ORDER BY notes_fts.rowid DESC LIMIT ?
            """,
            " ".join(f'"{word}"*' for word in words),
            SEARCH_LIMIT,
        )

    def save_note(self, note: Note) -> None:
        """Add a note or write it anew; one in the trash stays there."""
        with self._database.write() as connection:
            ((number,),) = connection.execute(
                """
                INSERT INTO notes (id, kind, body, finding, created, modified)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    kind = excluded.kind, body = excluded.body, finding = excluded.finding,
                    created = excluded.created, modified = excluded.modified
                RETURNING number
                """,
                (
                    note.id,
                    note.kind.value,
                    storable(note.body),
                    note.finding,
                    note.created,
                    note.modified,
                ),
            ).fetchall()
            connection.execute("DELETE FROM anchors WHERE note = ?", (number,))
            for side, anchors in ((Side.LEFT, note.left), (Side.RIGHT, note.right)):
                connection.executemany(
                    "INSERT INTO anchors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (number, side.value, ordinal, *plain[:-1], json.dumps(plain[-1]))
                        for ordinal, plain in enumerate(map(_anchor_to_plain, anchors))
                    ],
                )

    def delete_note(self, id: str) -> None:  # noqa: A002
        """Put a note in the trash."""
        with self._database.write() as connection:
            connection.execute("UPDATE notes SET deleted = ? WHERE id = ?", (self._clock(), id))

    def restore_note(self, id: str) -> None:  # noqa: A002
        """Take a note out of the trash."""
        with self._database.write() as connection:
            connection.execute("UPDATE notes SET deleted = NULL WHERE id = ?", (id,))

    def verdicts(self, left_sha: str, right_sha: str) -> list[Verdict]:
        """Return the verdicts on a pair of documents, in the order of their first giving."""
        rows = self._database.read(
            """
            SELECT finding, relation, left_anchors, right_anchors, decided FROM verdicts
            WHERE left_sha256 = ? AND right_sha256 = ? ORDER BY number
            """,
            (left_sha, right_sha),
        )
        return [
            Verdict(
                finding=finding,
                relation=None if relation is None else Relation(relation),
                left=tuple(map(_anchor_from_plain, json.loads(left))),
                right=tuple(map(_anchor_from_plain, json.loads(right))),
                decided=decided,
            )
            for finding, relation, left, right, decided in rows
        ]

    def save_verdict(self, left_sha: str, right_sha: str, verdict: Verdict) -> None:
        """Add a verdict, or write anew the one on the same finding."""
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO verdicts (left_sha256, right_sha256, finding, relation,
                    left_anchors, right_anchors, decided) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (left_sha256, right_sha256, finding) DO UPDATE SET
                    relation = excluded.relation, left_anchors = excluded.left_anchors,
                    right_anchors = excluded.right_anchors, decided = excluded.decided
                """,
                (
                    left_sha,
                    right_sha,
                    verdict.finding,
                    verdict.relation and verdict.relation.value,
                    json.dumps(list(map(_anchor_to_plain, verdict.left))),
                    json.dumps(list(map(_anchor_to_plain, verdict.right))),
                    verdict.decided,
                ),
            )

    def delete_verdict(self, left_sha: str, right_sha: str, finding_id: str) -> None:
        """Take a verdict back."""
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM verdicts WHERE left_sha256 = ? AND right_sha256 = ? AND finding = ?",
                (left_sha, right_sha, finding_id),
            )

    def _load(self, sql: str, *values: object) -> list[Note]:
        """Return the notes of a query in its order, each with its anchors."""
        rows = self._database.read(sql, values)
        anchors = self._anchors([row[0] for row in rows])
        return [
            Note(
                id=id_,
                kind=NoteKind(kind),
                body=body,
                left=anchors.get((number, Side.LEFT), ()),
                right=anchors.get((number, Side.RIGHT), ()),
                finding=finding,
                created=created,
                modified=modified,
            )
            for number, id_, kind, body, finding, created, modified in rows
        ]

    def _anchors(self, numbers: Iterable[int]) -> dict[tuple[int, Side], tuple[Anchor, ...]]:
        rows = self._database.read(
            """
            SELECT note, side, sha256, start, "end", quote, prefix, suffix, heading FROM anchors
            WHERE note IN (SELECT value FROM json_each(?)) ORDER BY note, side, ordinal
            """,
            (json.dumps(list(numbers)),),
        )
        return {
            (number, Side(side)): tuple(
                _anchor_from_plain([*plain, json.loads(heading)]) for _, _, *plain, heading in group
            )
            for (number, side), group in groupby(rows, key=lambda row: row[:2])
        }


def _anchor_to_plain(anchor: Anchor) -> list[Any]:
    return [
        anchor.sha256,
        anchor.start,
        anchor.end,
        anchor.quote,
        anchor.prefix,
        anchor.suffix,
        list(anchor.heading),
    ]


def _anchor_from_plain(plain: list[Any]) -> Anchor:
    sha256, start, end, quote, prefix, suffix, heading = plain
    return Anchor(sha256, start, end, quote, prefix, suffix, tuple(heading))
