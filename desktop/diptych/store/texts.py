"""The full texts of documents, to be searched: an index beside the cache, made again when lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from diptych.store.database import storable
from diptych.store.search import BEGINS, MOST_RANKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diptych.store.cache import Cache

# Letters of all texts together; the documents that came first make room for others.
LIMIT = 200_000_000
# Blocks that are written in one go: the cache is not held for longer than a frame.
_BATCH = 200

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS indexed (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        letters INTEGER NOT NULL,
        blocks INTEGER NOT NULL,
        is_whole INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (
        text, tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
    )
    """,
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5vocab(passages, row)",
)
# A row of `passages` is a block: its number holds the document's and the block's.
_SHIFT = 24
_OF_KEYS = (
    f"passages.rowid >> {_SHIFT} IN (SELECT number FROM indexed "  # noqa: S608 - a constant
    "WHERE key IN (SELECT value FROM json_each(?)))"
)


class PassageFound(NamedTuple):
    """A block that a search found.

    Args:
        key: of the document, as it was added.
        block: index into the document's blocks.
        text: of the block.
    """

    key: str
    block: int
    text: str


class Texts:
    """The texts of documents by key. Any thread may use it."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._is_ready = False

    def _ready(self) -> None:
        if not self._is_ready:
            self._cache.prepare(_SCHEMA)
            self._is_ready = True

    def keys(self) -> set[str]:
        """Return the keys of the documents that are here as a whole."""
        self._ready()
        return {row[0] for row in self._cache.ask("SELECT key FROM indexed WHERE is_whole")}

    def add(self, key: str, texts: Sequence[str]) -> None:
        """Add the blocks of a document; where it is here already it is written anew."""
        self._ready()
        self.remove(key)
        letters = sum(map(len, texts))
        self._cache.tell(
            [
                (
                    "INSERT INTO indexed (key, letters, blocks) VALUES (?, ?, ?)",
                    [(key, letters, len(texts))],
                )
            ]
        )
        rows = self._cache.ask("SELECT number FROM indexed WHERE key = ?", (key,))
        if not rows:
            return
        base = rows[0][0] << _SHIFT
        for first in range(0, len(texts), _BATCH):
            batch = [
                (base + at, storable(texts[at]))
                for at in range(first, min(first + _BATCH, len(texts)))
                if texts[at]
            ]
            self._cache.tell([("INSERT INTO passages (rowid, text) VALUES (?, ?)", batch)])
        self._cache.tell([("UPDATE indexed SET is_whole = 1 WHERE key = ?", [(key,)])])
        self._make_room(key)

    def _make_room(self, newest: str) -> None:
        rows = self._cache.ask("SELECT key, letters FROM indexed ORDER BY number")
        total = sum(letters for _key, letters in rows)
        for key, letters in rows:
            if total <= LIMIT or key == newest:
                return
            self.remove(key)
            total -= letters

    def remove(self, key: str) -> None:
        """Take a document out."""
        self._ready()
        for number, blocks in self._cache.ask(
            "SELECT number, blocks FROM indexed WHERE key = ?", (key,)
        ):
            base = number << _SHIFT
            for first in range(0, blocks, _BATCH):
                span = (base + first, base + first + _BATCH - 1)
                self._cache.tell([("DELETE FROM passages WHERE rowid BETWEEN ? AND ?", [span])])
            self._cache.tell([("DELETE FROM indexed WHERE number = ?", [(number,)])])

    def match(
        self, match: str, limit: int, keys: Iterable[str], *, ranked: bool
    ) -> list[PassageFound]:
        """Return blocks that answer a query in the language of FTS5, as `services.query` writes it.

        Args:
            limit: the most that are returned.
            keys: of the documents that are searched.
            ranked: the best first, unless there are too many to weigh them all; else those of the
                document that was added last.
        """
        self._ready()
        match = storable(match)
        if ranked:
            counted = self._cache.ask(
                "SELECT count(*) FROM (SELECT 1 FROM passages WHERE passages MATCH ? LIMIT ?)",
                (match, MOST_RANKED),
            )
            ranked = counted != [(MOST_RANKED,)]
        order = "rank" if ranked else "passages.rowid DESC"
        rows = self._cache.ask(
            f"""
            SELECT i.key, passages.rowid & {(1 << _SHIFT) - 1}, text
            FROM passages JOIN indexed AS i ON i.number = passages.rowid >> {_SHIFT}
            WHERE passages MATCH ? AND {_OF_KEYS} ORDER BY {order} LIMIT ?
            """,  # noqa: S608 - constants of this module
            (match, json.dumps(list(keys)), limit),
        )
        return [PassageFound(*row) for row in rows]

    def count(self, match: str, keys: Iterable[str]) -> int:
        """Return how many blocks answer a query; see `match`."""
        self._ready()
        rows = self._cache.ask(
            f"SELECT count(*) FROM passages WHERE passages MATCH ? AND {_OF_KEYS}",  # noqa: S608
            (storable(match), json.dumps(list(keys))),
        )
        return rows[0][0] if rows else 0

    def words_after(self, word: str, limit: int) -> list[str]:
        """Return the words of the texts, as the index has them, that come after one.

        Args:
            limit: the most that are returned: all together may take seconds.
        """
        self._ready()
        rows = self._cache.ask(
            "SELECT term FROM passage_words WHERE term > ? ORDER BY term LIMIT ?", (word, limit)
        )
        return [row[0] for row in rows]

    def words_from(self, beginning: str, limit: int) -> list[str]:
        """Return words of the texts that begin so, at most so many of them."""
        self._ready()
        rows = self._cache.ask(
            f"SELECT term FROM passage_words WHERE {BEGINS} LIMIT ?",  # noqa: S608 - a constant
            (beginning, beginning, limit),
        )
        return [row[0] for row in rows]
