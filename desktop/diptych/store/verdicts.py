"""The reader's verdicts by pair of documents, and how they came about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from diptych.model.comparison import Relation
from diptych.model.note import JudgementChange, Verdict
from diptych.model.plain import anchor_from_plain, anchor_to_plain
from diptych.store.database import Repository

if TYPE_CHECKING:
    from diptych.model.note import Anchor
    from diptych.store.driver import sqlite3

NOT_A_PAIR = "not_a_pair"

_VERDICT = """
SELECT finding, relation, left_anchors, right_anchors, decided, engine, confidence, features
FROM verdicts WHERE deleted IS NULL
"""
_SAME = "left_sha256 = ? AND right_sha256 = ? AND finding = ?"


class Verdicts(Repository):
    """Verdicts, one to a finding of a pair of documents, with their history."""

    def verdicts(self, left_sha: str, right_sha: str) -> list[Verdict]:
        """Return the verdicts on a pair of documents, in the order of their first giving."""
        rows = self._database.read(
            _VERDICT + "AND left_sha256 = ? AND right_sha256 = ? ORDER BY number",
            (left_sha, right_sha),
        )
        return [_verdict(row) for row in rows]

    def all_verdicts(self) -> list[Verdict]:
        """Return all verdicts, in the order of their first giving."""
        return [_verdict(row) for row in self._database.read(_VERDICT + "ORDER BY number")]

    def judgements(
        self, after: int
    ) -> list[tuple[Relation, Relation | None, tuple[tuple[str, float], ...]]]:
        """Return what teaches something in the verdicts after one of them, by its number.

        That is what the engine had said, what the reader says, and the features of the finding. One
        that went over to a new version of a document, where it stands once more, teaches once: as
        it was given last, and from when it was given.
        """
        rows = self._database.read(
            """
            SELECT engine, relation, features FROM (
                SELECT engine, relation, features, deleted,
                    row_number() OVER (
                        PARTITION BY finding ORDER BY decided DESC, number DESC
                    ) AS place,
                    min(number) OVER (PARTITION BY finding, decided) AS given
                FROM verdicts
            ) WHERE place = 1 AND deleted IS NULL AND engine <> '' AND given > ? ORDER BY given
            """,
            (after,),
        )
        return [
            (
                Relation(engine),
                None if relation is None else Relation(relation),
                tuple((name, number) for name, number in json.loads(features)),
            )
            for engine, relation, features in rows
        ]

    def last_verdict(self) -> int:
        """Return the number of the verdict that was given last; 0 where there is none."""
        ((number,),) = self._database.read("SELECT coalesce(max(number), 0) FROM verdicts")
        return int(number)

    def judged_pairs(self) -> list[tuple[str, str]]:
        """Return the pairs of documents (left and right hash) on which there are verdicts."""
        return self._database.read(
            "SELECT DISTINCT left_sha256, right_sha256 FROM verdicts WHERE deleted IS NULL"
        )

    def save_verdict(self, left_sha: str, right_sha: str, verdict: Verdict) -> None:
        """Add a verdict, or write anew the one on the same finding, which leaves the trash."""
        key = (left_sha, right_sha, verdict.finding)
        relation = verdict.relation and verdict.relation.value
        with self._database.write() as connection:
            self._note_change(connection, key, relation or NOT_A_PAIR)
            connection.execute(
                """
                INSERT INTO verdicts (left_sha256, right_sha256, finding, relation, left_anchors,
                    right_anchors, decided, engine, confidence, features)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (left_sha256, right_sha256, finding) DO UPDATE SET
                    relation = excluded.relation, left_anchors = excluded.left_anchors,
                    right_anchors = excluded.right_anchors, decided = excluded.decided,
                    engine = excluded.engine, confidence = excluded.confidence,
                    features = excluded.features, deleted = NULL
                """,
                (
                    *key,
                    relation,
                    _plain(verdict.left),
                    _plain(verdict.right),
                    verdict.decided,
                    verdict.engine.value if verdict.engine else "",
                    verdict.confidence,
                    json.dumps(verdict.features),
                ),
            )

    def delete_verdict(self, left_sha: str, right_sha: str, finding_id: str) -> None:
        """Take a verdict back: it goes to the trash."""
        with self._database.write() as connection:
            self._note_change(connection, (left_sha, right_sha, finding_id), "")
            self._trash(
                "verdicts", left_sha256=left_sha, right_sha256=right_sha, finding=finding_id
            )

    def restore_verdict(self, left_sha: str, right_sha: str, finding_id: str) -> None:
        """Take a verdict out of the trash."""
        key = (left_sha, right_sha, finding_id)
        with self._database.write() as connection:
            found = connection.execute(
                f"SELECT relation FROM verdicts WHERE {_SAME}",  # noqa: S608 - names of columns
                key,
            ).fetchone()
            if found is not None:
                self._note_change(connection, key, found[0] or NOT_A_PAIR)
            self._untrash(
                "verdicts", left_sha256=left_sha, right_sha256=right_sha, finding=finding_id
            )

    def verdict_history(self, finding: str = "") -> list[JudgementChange]:
        """Return every change of what a finding is, or of what each is, oldest first."""
        rows = self._database.read(
            "SELECT finding, before, after, changed FROM verdict_history "
            "WHERE ? IN ('', finding) ORDER BY number",
            (finding,),
        )
        return [JudgementChange(*row) for row in rows]

    def _note_change(
        self, connection: sqlite3.Connection, key: tuple[str, str, str], after: str
    ) -> None:
        connection.execute(
            f"""
            INSERT INTO verdict_history (left_sha256, right_sha256, finding, before, after, changed)
            SELECT ?, ?, ?, before, ?, ? FROM (
                SELECT coalesce(max(iif(deleted IS NULL, coalesce(relation, '{NOT_A_PAIR}'), '')),
                    '') AS before
                FROM verdicts WHERE {_SAME}
            ) WHERE before <> ?
            """,  # noqa: S608
            (*key, after, self._clock(), *key, after),
        )


def _verdict(row: tuple[str, str | None, str, str, str, str, float, str]) -> Verdict:
    finding, relation, left, right, decided, engine, confidence, features = row
    return Verdict(
        finding=finding,
        relation=None if relation is None else Relation(relation),
        left=tuple(map(anchor_from_plain, json.loads(left))),
        right=tuple(map(anchor_from_plain, json.loads(right))),
        decided=decided,
        engine=Relation(engine) if engine else None,
        confidence=confidence,
        features=tuple((name, number) for name, number in json.loads(features)),
    )


def _plain(anchors: tuple[Anchor, ...]) -> str:
    return json.dumps(list(map(anchor_to_plain, anchors)))
