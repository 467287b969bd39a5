"""Many notes at once: written while they are in no list, there all together, gone all together.

What a statement writes into the search index is kept apart until it is merged, so that one
statement for many notes takes a third of the time of one for each.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from diptych.store.database import AMONG, LATEST, NOW, Repository
from diptych.store.notes import NOTE_COLUMNS, add_anchors, note_to_row
from diptych.store.trash import AT_ONCE, drop_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import Note

# Of a note that is not there yet, in place of a time: as long in the file as none.
_STAGED = "''"


class Staging(Repository):
    """Notes that come and go together."""

    def stage_notes(self, notes: Sequence[Note]) -> None:
        """Write notes that are in no list and in no trash until `restore_notes` is told their ids.

        They are not there yet; their ids are free.
        """
        if not notes:
            return
        rows = list(map(note_to_row, notes))
        places = f"({', '.join('?' * len(rows[0]))}, {_STAGED})"
        with self._database.write() as connection:
            written = connection.execute(
                f"""
                INSERT INTO notes ({NOTE_COLUMNS}, deleted)
                VALUES {", ".join([places] * len(rows))} RETURNING id, number
                """,  # noqa: S608 - constants
                [value for row in rows for value in row],
            ).fetchall()
            numbers = dict(written)
            add_anchors(connection, [(numbers[note.id], note) for note in notes])

    def has_staged(self) -> bool:
        """Whether there are notes that were written in that way, and are not there yet."""
        return bool(self._staged(1))

    def drop_staged(self) -> bool:
        """Let go of some of them; return whether there were any."""
        numbers = self._staged(AT_ONCE)
        if numbers:
            with self._database.write() as connection:
                drop_notes(connection, numbers)
        return bool(numbers)

    def _staged(self, most: int) -> list[int]:
        rows = self._database.read(
            f"SELECT number FROM notes WHERE deleted = {_STAGED} ORDER BY number LIMIT {most}"  # noqa: S608
        )
        return [number for (number,) in rows]

    def restore_notes(self, ids: Sequence[str]) -> None:
        """Take notes out of the trash, or have notes be there that `stage_notes` wrote."""
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE notes SET deleted = NULL WHERE id {AMONG}",  # noqa: S608 - a constant
                (json.dumps(ids),),
            )

    def delete_notes(self, ids: Sequence[str]) -> None:
        """Put notes in the trash."""
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE notes SET deleted = {NOW} WHERE deleted IS NULL "  # noqa: S608 - constants
                "AND id IN (SELECT value FROM json_each(:ids))",
                {"ids": json.dumps(ids), "now": self._clock(), "latest": LATEST},
            )

    def has_note(self, ids: Sequence[str]) -> bool:
        """Whether there is any of these notes, be it in the trash or not."""
        return bool(
            self._database.read(
                f"SELECT 1 FROM notes WHERE deleted IS NOT {_STAGED} AND id {AMONG} LIMIT 1",  # noqa: S608 - constants
                (json.dumps(ids),),
            )
        )
