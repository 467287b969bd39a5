"""What the reader did, step by step, as plain data: it can be undone after a restart too.

A step is written together with what it did, so that after a kill there are both or neither.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from diptych.store.database import Repository

# As many steps as are kept; the oldest make room.
STEPS_KEPT = 500
# Steps of so many letters are looked at in one go: those about long notes hold them twice.
_LETTERS_AT_ONCE = 2_000_000

# Under this the library keeps that the session was closed: its steps go with the next change.
_CLOSED = "session closed"


class Step(NamedTuple):
    """Something that was done or undone.

    Args:
        number: later steps have higher ones.
        label: what it is called in the menu.
        changes: what it changed, as `record_step` was given it.
    """

    number: int
    label: str
    changes: list[Any]


class History(Repository):
    """The steps behind and ahead of the reader."""

    def record_step(self, label: str, changes: list[Any]) -> int:
        """Keep a step; steps that were undone are gone, and so is a session that was closed.

        Args:
            label: what it is called.
            changes: plain data.

        Returns:
            Its number.
        """
        with self._database.write() as connection:
            closed = connection.execute("DELETE FROM settings WHERE key = ?", (_CLOSED,))
            connection.execute("DELETE FROM history WHERE undone OR ?", (closed.rowcount,))
            ((number,),) = connection.execute(
                """
                INSERT INTO history (number, label, changes, done)
                SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM history RETURNING number
                """,
                (label, json.dumps(changes), self._clock()),
            ).fetchall()
            connection.execute("DELETE FROM history WHERE number <= ?", (number - STEPS_KEPT,))
        return int(number)

    def amend_step(self, number: int, changes: list[Any]) -> None:
        """Let the last step be about these changes."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE history SET changes = ?, done = ? WHERE number = ?",
                (json.dumps(changes), self._clock(), number),
            )

    def last_done(self) -> Step | None:
        """Return the step that would be undone."""
        return self._step("WHERE NOT undone ORDER BY number DESC")

    def first_undone(self) -> Step | None:
        """Return the step that would be done again."""
        return self._step("WHERE undone ORDER BY number")

    def _step(self, which: str) -> Step | None:
        rows = self._database.read(
            f"SELECT number, label, changes FROM history {which} LIMIT 1"  # noqa: S608 - ours
        )
        return Step(rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None

    def steps_about(self, after: int) -> tuple[dict[tuple[str, str], list[int]], int]:
        """Return which steps are about what, of those after one, as many as take a moment.

        Returns:
            Their numbers by the kind and the id of what they changed, and the last number that was
            looked at; 0 when there are no more.
        """
        about: dict[tuple[str, str], list[int]] = {}
        letters = 0
        while letters < _LETTERS_AT_ONCE:
            rows = self._database.read(
                "SELECT number, changes FROM history WHERE number > ? ORDER BY number LIMIT 1",
                (after,),
            )
            if not rows:
                return about, 0
            after, changes = rows[0]
            letters += len(changes)
            for what, id_, *_rest in json.loads(changes):
                about.setdefault((what, id_), []).append(after)
        return about, after

    def drop_step(self, number: int) -> None:
        """Let go of a step that can be neither undone nor done again."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM history WHERE number = ?", (number,))

    def has_step(self, *, undone: bool) -> bool:
        """Whether there is a step to undo, or to do again."""
        return bool(
            self._database.read("SELECT 1 FROM history WHERE undone = ? LIMIT 1", (undone,))
        )

    def mark_step(self, number: int, *, undone: bool) -> None:
        """Say that a step was undone, or done again."""
        with self._database.write() as connection:
            connection.execute("UPDATE history SET undone = ? WHERE number = ?", (undone, number))

    def close_session(self) -> None:
        """Let the steps be offered until the next change, and no longer."""
        database = self._database
        is_kept = database.is_open and not database.is_read_only
        if is_kept and database.read("SELECT 1 FROM history LIMIT 1"):
            with self._database.write() as connection:
                connection.execute("INSERT OR IGNORE INTO settings VALUES (?, '')", (_CLOSED,))
