"""Where the reader left off: saved readings, the reader's topics, the window's settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from diptych.model.comparison import Mode, Side, Topic
from diptych.model.note import Place, Reading
from diptych.store.database import Repository, storable

if TYPE_CHECKING:
    from collections.abc import Iterable

_READING = """
SELECT left_sha256, right_sha256, mode, topics, finding, places, updated FROM readings
WHERE deleted IS NULL
"""


class Readings(Repository):
    """Readings by pair of documents, topics in the reader's order, settings by key."""

    def latest_reading(self) -> Reading | None:
        """Return the reading that was saved last, whatever the clock said then."""
        rows = self._database.read(_READING + "ORDER BY turn DESC LIMIT 1")
        return _reading(rows[0]) if rows else None

    def reading(self, left: str, right: str) -> Reading | None:
        """Return the reading of two documents, by their hashes."""
        rows = self._database.read(
            _READING + "AND left_sha256 = ? AND right_sha256 = ?", (left, right)
        )
        return _reading(rows[0]) if rows else None

    def last_read(self) -> dict[str, str]:
        """Return when each document last lay on a side: UTC, ISO 8601, by hash."""
        rows = self._database.read(
            """
            SELECT sha256, max(updated) FROM (
                SELECT left_sha256 AS sha256, updated FROM readings
                UNION ALL SELECT right_sha256, updated FROM readings
            ) GROUP BY sha256
            """
        )
        return dict(rows)

    def save_reading(self, reading: Reading) -> None:
        """Add a reading, or write anew the one of the same documents."""
        places = {side: list(place) for side, place in reading.places.items()}
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO readings
                SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(max(turn), 0) + 1, NULL
                FROM readings WHERE true
                ON CONFLICT (left_sha256, right_sha256) DO UPDATE SET
                    mode = excluded.mode, topics = excluded.topics, finding = excluded.finding,
                    places = excluded.places, updated = excluded.updated, turn = excluded.turn,
                    deleted = NULL
                """,
                (
                    reading.left,
                    reading.right,
                    reading.mode.value,
                    json.dumps(list(reading.topics)),
                    reading.finding,
                    json.dumps(places),
                    reading.updated,
                ),
            )

    def readings(self) -> list[Reading]:
        """Return all readings, the one that was saved last first."""
        return [_reading(row) for row in self._database.read(_READING + "ORDER BY turn DESC")]

    def delete_reading(self, left: str, right: str) -> None:
        """Put the reading of two documents in the trash; it comes back when it is saved again."""
        self._trash("readings", left_sha256=left, right_sha256=right)

    def restore_reading(self, left: str, right: str) -> None:
        """Take a reading out of the trash."""
        self._untrash("readings", left_sha256=left, right_sha256=right)

    def topics(self, *, is_trashed: bool = False) -> list[Topic]:
        """Return the topics that the reader made or changed, in the reader's order.

        Args:
            is_trashed: those in the trash, else those that are not.
        """
        rows = self._database.read(
            """
            SELECT id, name, description, terms, colour, pack FROM topics
            WHERE (deleted IS NOT NULL) = ? ORDER BY position, id
            """,
            (is_trashed,),
        )
        return [
            Topic(
                id=id_,
                name=name,
                description=description,
                terms={lang: tuple(words) for lang, words in json.loads(terms).items()},
                colour=colour,
                pack=pack,
            )
            for id_, name, description, terms, colour, pack in rows
        ]

    def save_topic(self, topic: Topic, position: int) -> None:
        """Add a topic or write it anew; one in the trash leaves it.

        Args:
            topic: what the reader made or changed.
            position: its place in the reader's order; equal ones follow each other by id.
        """
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO topics (id, position, name, description, terms, colour, pack)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    position = excluded.position, name = excluded.name,
                    description = excluded.description, terms = excluded.terms,
                    colour = excluded.colour, pack = excluded.pack, deleted = NULL
                """,
                (
                    topic.id,
                    position,
                    storable(topic.name),
                    storable(topic.description),
                    json.dumps(topic.terms),
                    topic.colour,
                    topic.pack,
                ),
            )

    def delete_topic(self, id: str) -> None:  # noqa: A002 - it is the topic's own word
        """Put a topic in the trash."""
        self._trash("topics", id=id)

    def restore_topic(self, id: str) -> None:  # noqa: A002
        """Take a topic out of the trash."""
        self._untrash("topics", id=id)

    def setting(self, key: str) -> str | None:
        """Return what the window kept under this key."""
        rows = self._database.read("SELECT value FROM settings WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def settings(self, beginnings: Iterable[str]) -> dict[str, str]:
        """Return what is kept under keys that begin in one of these ways."""
        rows = self._database.read("SELECT key, value FROM settings")
        return {key: value for key, value in rows if key.startswith(tuple(beginnings))}

    def set_setting(self, key: str, value: str) -> None:
        """Keep something of the window's own: theme, zoom, geometry."""
        with self._database.write() as connection:
            connection.execute(
                """
                INSERT INTO settings (key, value) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """,
                (key, value),
            )


def _reading(row: tuple[str, str, str, str, str, str, str]) -> Reading:
    left, right, mode, topics, finding, places, updated = row
    return Reading(
        left=left,
        right=right,
        mode=Mode(mode),
        topics=tuple(json.loads(topics)),
        finding=finding,
        places={Side(side): Place(*place) for side, place in json.loads(places).items()},
        updated=updated,
    )
