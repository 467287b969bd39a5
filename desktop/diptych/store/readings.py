"""Where the reader left off: saved readings, the reader's topics, the window's settings."""

from __future__ import annotations

import json

from diptych.model.comparison import Mode, Side, Topic
from diptych.model.note import Place, Reading
from diptych.store.database import Repository

_READING = """
SELECT left_sha256, right_sha256, mode, topics, finding, places, updated FROM readings
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
            _READING + "WHERE left_sha256 = ? AND right_sha256 = ?", (left, right)
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
                SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(max(turn), 0) + 1 FROM readings WHERE true
                ON CONFLICT (left_sha256, right_sha256) DO UPDATE SET
                    mode = excluded.mode, topics = excluded.topics, finding = excluded.finding,
                    places = excluded.places, updated = excluded.updated, turn = excluded.turn
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

    def topics(self) -> list[Topic]:
        """Return the topics that the reader made or changed, in the reader's order."""
        rows = self._database.read(
            "SELECT id, name, description, terms, colour FROM topics ORDER BY position"
        )
        return [
            Topic(
                id=id_,
                name=name,
                description=description,
                terms={lang: tuple(words) for lang, words in json.loads(terms).items()},
                colour=colour,
            )
            for id_, name, description, terms, colour in rows
        ]

    def save_topics(self, topics: list[Topic]) -> None:
        """Keep these topics and no others, in this order."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM topics")
            connection.executemany(
                "INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        topic.id,
                        position,
                        topic.name,
                        topic.description,
                        json.dumps(topic.terms),
                        topic.colour,
                    )
                    for position, topic in enumerate(topics)
                ],
            )

    def setting(self, key: str) -> str | None:
        """Return what the window kept under this key."""
        rows = self._database.read("SELECT value FROM settings WHERE key = ?", (key,))
        return rows[0][0] if rows else None

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
