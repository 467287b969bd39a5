"""Which words stand in the library, to find those that may be meant by one that does not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from diptych.services.folding import plain, skeleton, slips_allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

# Words that are asked for, or looked through, in one go: a few milliseconds at most, where they
# stand in notes that hold whole books.
_AT_ONCE = 500
# Of what is longer than a word is, as names of files and hashes are, nothing is meant by a slip.
_LONGEST = 40
_MOST_FORMS = 12
# What a word may begin with that begins so after slips of OCR; the index has small letters.
_FIRST = {"i": "il1|", "m": "mr", "w": "wv"}


class KnownWords:
    """The words of some indexes. Learning and looking through them can be paused at every step.

    Args:
        indexes: each returns words that come after one, in their order, at most so many of them.
    """

    def __init__(self, *indexes: Callable[[str, int], list[str]]) -> None:
        self._indexes = [*indexes]
        self._last = ""
        self._words: set[str] = set()

    def learn(self) -> Iterator[None]:
        """Ask for the words, and pause after every few milliseconds.

        What was broken off goes on with the next call; when all are known it does nothing.
        """
        while self._indexes:
            words = self._indexes[0](self._last, _AT_ONCE)
            self._words.update(word for word in words if len(word) <= _LONGEST)
            self._last = words[-1] if words else ""
            if not words:
                del self._indexes[0]
            yield

    def near(self, word: str) -> Generator[None, None, tuple[str, ...]]:
        """Return words that may be meant, the likeliest first; pause after every few milliseconds.

        Those that slips of OCR make equal to it, then those that differ in a letter, or two of a
        long word; of a short one the first letter must be right and none be missing.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        sought = plain(word)
        most = max(1, slips_allowed(sought))
        alike: list[str] = []
        similar: list[tuple[int, str]] = []
        words = iter(self._words)
        while batch := list(islice(words, _AT_ONCE)):
            alike += _alike(sought, batch)
            found = process.extract(
                sought, batch, scorer=OSA.distance, score_cutoff=most, limit=None
            )
            similar += [(distance, each) for each, distance, _at in found]
            yield
        nearest = [
            each
            for _distance, each in sorted(similar)[:_MOST_FORMS]
            if slips_allowed(sought) or (each[0] == sought[0] and len(each) >= len(sought))
        ]
        return tuple(dict.fromkeys([*sorted(alike), *nearest]))[:_MOST_FORMS]


def _alike(word: str, words: Iterable[str]) -> list[str]:
    """Return the words that usual slips of OCR make equal to one."""
    sought = skeleton(word)
    if not sought:
        return []
    # All but few can be told from it by their length and first letter. A ligature is one letter
    # for two or three.
    low, high = len(sought) - 2, len(sought) + sought.count("m") + sought.count("w")
    first = _FIRST.get(sought[0], sought[0])
    return [
        each
        for each in words
        if low <= len(each) <= high
        and (each[0] in first or not each[0].isascii())
        and skeleton(each) == sought
    ]
