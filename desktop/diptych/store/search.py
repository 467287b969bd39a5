"""Searching the reader's notes: by a query of FTS5, and which words there are."""

from __future__ import annotations

from typing import NamedTuple

from diptych.store.database import Repository, storable

# More than these are not put in order: weighing them takes longer than a reader's pause.
MOST_RANKED = 2_000
# Letters of a note that come with it when it is found: it may hold a whole book.
MOST_LETTERS = 200_000
# Which words of an index begin so; char(1114111) is the last of all characters.
BEGINS = "term >= ? AND term < ? || char(1114111)"


class NoteFound(NamedTuple):
    """A note that a search found.

    Args:
        body: its first 200,000 letters.
        quote: the words it is on, as many of them.
    """

    id: str
    body: str
    quote: str


class Sought(Repository):
    """Looks for notes by their words, their tags and the words they are on."""

    def match_notes(self, match: str, limit: int, *, ranked: bool) -> list[NoteFound]:
        """Return notes that answer a query in the language of FTS5, as `services.query` writes it.

        Args:
            limit: the most that are returned.
            ranked: the best first, unless there are too many to weigh them all; else the newest,
                where the index can stop at the limit.
        """
        match = storable(match)
        if ranked:
            counted = self._database.read(
                "SELECT count(*) FROM (SELECT 1 FROM notes_fts WHERE notes_fts MATCH ? LIMIT ?)",
                (match, MOST_RANKED),
            )
            ranked = counted != [(MOST_RANKED,)]
        order = "rank" if ranked else "notes_fts.rowid DESC"
        rows = self._database.read(
            f"""
            SELECT n.id, substr(n.body, 1, {MOST_LETTERS}), substr(n.quote, 1, {MOST_LETTERS})
            FROM notes_fts JOIN notes AS n ON n.number = notes_fts.rowid
            WHERE notes_fts MATCH ? AND n.deleted IS NULL ORDER BY {order} LIMIT ?
            """,  # noqa: S608 - constants
            (match, limit),
        )
        return [NoteFound(*row) for row in rows]

    def count_matches(self, match: str) -> int:
        """Return how many notes answer a query; see `match_notes`."""
        # What is in the trash is little, and the index counts without looking at each note.
        ((count,),) = self._database.read(
            """
            SELECT (SELECT count(*) FROM notes_fts WHERE notes_fts MATCH :match)
                - (SELECT count(*) FROM notes_fts WHERE notes_fts MATCH :match
                    AND rowid IN (SELECT number FROM notes WHERE deleted IS NOT NULL))
            """,
            {"match": storable(match)},
        )
        return int(count)

    def note_words_after(self, word: str, limit: int) -> list[str]:
        """Return the words of the notes, as the index has them, that come after one.

        Args:
            limit: the most that are returned: all together may take seconds.
        """
        return self._note_words("WHERE term > ? ORDER BY term LIMIT ?", word, limit)

    def note_words_from(self, beginning: str, limit: int) -> list[str]:
        """Return words of the notes that begin so, at most so many of them."""
        return self._note_words(f"WHERE {BEGINS} LIMIT ?", beginning, beginning, limit)

    def _note_words(self, which: str, *values: object) -> list[str]:
        self._database.read(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.note_words "
            "USING fts5vocab(main, notes_fts, row)"
        )
        rows = self._database.read(f"SELECT term FROM note_words {which}", values)  # noqa: S608
        return [row[0] for row in rows]
