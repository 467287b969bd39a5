"""The reader's verdicts by pair of documents, and how they came about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.model.comparison import Relation
from diptych.model.note import JudgementChange, Verdict
from diptych.model.plain import anchor_from_plain, anchor_to_plain
from diptych.store.database import AMONG, LATEST, NOW, Repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import Anchor
    from diptych.store.clock import Clock
    from diptych.store.database import Database
    from diptych.store.driver import sqlite3

NOT_A_PAIR = "not_a_pair"

# Hashes of the documents, left and right, and the id of the finding.
Key = tuple[str, str, str]

_COLUMNS = "relation, left_anchors, right_anchors, decided, engine, confidence, features"
_OVERWRITTEN = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", "))
_SAVED = f"""
INSERT INTO verdicts (left_sha256, right_sha256, finding, {_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (left_sha256, right_sha256, finding) DO UPDATE SET {_OVERWRITTEN}, deleted = NULL
"""  # noqa: S608 - names of columns
_VERDICT = f"SELECT finding, {_COLUMNS} FROM verdicts WHERE deleted IS NULL "  # noqa: S608
_AMONG = """
(left_sha256, right_sha256, finding) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(:keys)
)
"""
_ONE_SIDED = ", ".join(f"'{relation}'" for relation in Relation if relation.is_one_sided)
# Pairs of documents whose verdicts are kept as they were read: more are never looked at together.
_PAIRS = 8
_SAME = "left_sha256 = ? AND right_sha256 = ? AND finding = ?"


class Verdicts(Repository):
    """Verdicts, one to a finding of a pair of documents, with their history."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        # What the rows of the pairs that were asked for last say: they are asked for again whenever
        # a note is written, and reading thousands of them anew would take longer than a keystroke.
        self._read: dict[tuple[str, str], dict[tuple[Any, ...], Verdict]] = {}

    def verdicts(self, left_sha: str, right_sha: str) -> list[Verdict]:
        """Return the verdicts on a pair of documents, in the order of their first giving."""
        pair = (left_sha, right_sha)
        rows = self._database.read(
            _VERDICT + "AND left_sha256 = ? AND right_sha256 = ? ORDER BY number", pair
        )
        known = self._read.pop(pair, {})
        self._read[pair] = now = {row: known.get(row) or _verdict(row) for row in rows}
        if len(self._read) > _PAIRS:
            del self._read[next(iter(self._read))]
        return list(now.values())

    def judged_findings(self, left_sha: str, right_sha: str) -> list[str]:
        """Return the ids of the findings of a pair of documents on which there are verdicts."""
        rows = self._database.read(
            "SELECT finding FROM verdicts "
            "WHERE left_sha256 = ? AND right_sha256 = ? AND deleted IS NULL",
            (left_sha, right_sha),
        )
        return [finding for (finding,) in rows]

    def all_verdicts(self) -> list[Verdict]:
        """Return all verdicts, in the order of their first giving."""
        return [_verdict(row) for row in self._database.read(_VERDICT + "ORDER BY number")]

    def judgements(
        self, after: int, most: int
    ) -> list[tuple[Relation, Relation | None, tuple[tuple[str, float], ...]]]:
        """Return what teaches something in the last verdicts after one of them, by its number.

        That is what the engine had said of a finding with two sides, what the reader says, and the
        features of the finding. One that went over to a new version of a document, where it stands
        once more, teaches once: as it was given last, and from when it was given.
        """
        given: dict[tuple[str, str], int] = {}
        latest: dict[str, tuple[str, int, bool]] = {}
        for number, finding, decided, teaches in self._database.read(
            f"""
            SELECT number, finding, decided, deleted IS NULL AND features <> '[]'
                AND engine NOT IN ('', {_ONE_SIDED})
            FROM verdicts ORDER BY number
            """  # noqa: S608 - constants
        ):
            given.setdefault((finding, decided), number)
            if finding not in latest or decided >= latest[finding][0]:
                latest[finding] = decided, number, bool(teaches)
        teaching = sorted(
            (given[finding, decided], number)
            for finding, (decided, number, teaches) in latest.items()
            if teaches and given[finding, decided] > after
        )
        numbers = [number for _given, number in teaching[-most:]]
        rows = self._database.read(
            "SELECT number, engine, relation, features FROM verdicts "  # noqa: S608 - a constant
            f"WHERE number {AMONG}",
            (json.dumps(numbers),),
        )
        found = {number: row for number, *row in rows}
        return [
            (
                Relation(engine),
                None if relation is None else Relation(relation),
                _features(json.loads(features)),
            )
            for engine, relation, features in map(found.__getitem__, numbers)
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
        with self._database.write() as connection:
            self._note_change(
                connection, key, verdict.relation.value if verdict.relation else NOT_A_PAIR
            )
            connection.execute(_SAVED, row_of(left_sha, right_sha, verdict))

    def add_verdicts(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Add verdicts on findings that have none, or one in the trash, which these replace.

        Args:
            rows: as `row_of` makes them.
        """
        now = self._clock()
        with self._database.write() as connection:
            connection.executemany(_SAVED, rows)
            connection.executemany(
                """
                INSERT INTO verdict_history (left_sha256, right_sha256, finding, before, after,
                    changed)
                VALUES (?, ?, ?, '', ?, ?)
                """,
                [(*key, relation or NOT_A_PAIR, now) for *key, relation in (r[:4] for r in rows)],
            )

    def restore_verdicts(self, keys: Sequence[Key]) -> None:
        """Take verdicts out of the trash.

        Args:
            keys: of each the hashes of its documents, left and right, and the id of its finding.
        """
        self._change_verdicts(keys, f"'', coalesce(relation, '{NOT_A_PAIR}')", "NOT NULL", "NULL")

    def delete_verdicts(self, keys: Sequence[Key]) -> None:
        """Take verdicts back: they go to the trash."""
        self._change_verdicts(keys, f"coalesce(relation, '{NOT_A_PAIR}'), ''", "NULL", NOW)

    def _change_verdicts(self, keys: Sequence[Key], change: str, which: str, then: str) -> None:
        found = self._database.read(
            f"SELECT number FROM verdicts WHERE deleted IS {which} AND {_AMONG} ORDER BY number",  # noqa: S608 - constants
            {"keys": json.dumps(keys)},
        )
        numbers = json.dumps([number for (number,) in found])
        values = {"numbers": numbers, "now": self._clock(), "latest": LATEST}
        where = "WHERE number IN (SELECT value FROM json_each(:numbers))"
        with self._database.write() as connection:
            connection.execute(
                f"""
                INSERT INTO verdict_history (left_sha256, right_sha256, finding, before, after,
                    changed)
                SELECT left_sha256, right_sha256, finding, {change}, :now FROM verdicts
                {where} ORDER BY number
                """,  # noqa: S608 - constants
                values,
            )
            connection.execute(f"UPDATE verdicts SET deleted = {then} {where}", values)  # noqa: S608

    def judged(self, keys: Sequence[Key]) -> list[tuple[str, str, Verdict]]:
        """Return verdicts with the hashes of their documents, be they in the trash or not."""
        rows = self._database.read(
            f"SELECT left_sha256, right_sha256, finding, {_COLUMNS} FROM verdicts WHERE {_AMONG}",  # noqa: S608 - constants
            {"keys": json.dumps(keys)},
        )
        return [(left, right, _verdict(row)) for left, right, *row in rows]

    def has_verdict(self, keys: Sequence[Key]) -> bool:
        """Whether there is any of these verdicts, be it in the trash or not."""
        one = f"SELECT 1 FROM verdicts WHERE {_SAME}"  # noqa: S608 - a constant
        return any(self._database.read(one, key) for key in keys)

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


def row_of(left_sha: str, right_sha: str, verdict: Verdict) -> tuple[object, ...]:
    """Return a verdict on two documents as `Verdicts.add_verdicts` takes it."""
    return (
        left_sha,
        right_sha,
        verdict.finding,
        verdict.relation and verdict.relation.value,
        _plain(verdict.left),
        _plain(verdict.right),
        verdict.decided,
        verdict.engine.value if verdict.engine else "",
        verdict.confidence,
        json.dumps(verdict.features),
    )


def _verdict(row: Sequence[Any]) -> Verdict:
    finding, relation, left, right, decided, engine, confidence, features = row
    left, right, features = json.loads(f"[{left},{right},{features}]")
    return Verdict(
        finding=finding,
        relation=None if relation is None else Relation(relation),
        left=tuple(map(anchor_from_plain, left)),
        right=tuple(map(anchor_from_plain, right)),
        decided=decided,
        engine=Relation(engine) if engine else None,
        confidence=confidence,
        features=_features(features),
    )


def _features(plain: list[list[Any]]) -> tuple[tuple[str, float], ...]:
    return tuple((name, number) for name, number in plain)


def _plain(anchors: tuple[Anchor, ...]) -> str:
    return json.dumps(list(map(anchor_to_plain, anchors)))
