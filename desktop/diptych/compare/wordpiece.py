"""Texts become the numbers that the models read: BERT's uncased WordPiece.

After Devlin et al. 2018 (the reference is `tokenization.py` of google-research/bert): control
characters go, accents go, signs and ideographs stand alone, and a word is cut into the longest
pieces that the vocabulary holds, from its beginning.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 100  # letters of a word; a longer one is unknown
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


def _alone(sign: str) -> bool:
    code = ord(sign)
    if code < 0x80:
        return not sign.isalnum() and not sign.isspace() and code > 0x20
    if unicodedata.category(sign).startswith("P"):
        return True
    return any(low <= code <= high for low, high in _IDEOGRAPHS)


def _words(text: str) -> Iterator[str]:
    """Yield words and signs in lower case and without accents."""
    word = ""
    for sign in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(sign)
        if kind == "Mn" or sign == "\ufffd" or (kind[0] == "C" and sign not in "\t\n\r"):
            continue
        blank = kind == "Zs" or sign in "\t\n\r"
        if blank or _alone(sign):
            if word:
                yield word
            word = ""
            if not blank:
                yield sign
        else:
            word += sign
    if word:
        yield word


class WordPiece:
    """The vocabulary and what cuts by it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the pieces in the order of their numbers."""
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown, self.first, self.end = (
            self._ids[name] for name in ("[UNK]", "[CLS]", "[SEP]")
        )
        self._pieces = lru_cache(maxsize=20_000)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return (self.unknown,)
        found, start = [], 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._ids.get(prefix + word[start:end])
                if number is not None:
                    break
            else:
                return (self.unknown,)
            found.append(number)
            start = end
        return tuple(found)

    def ids(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, without marks of beginning and end."""
        return [number for word in _words(text) for number in self._pieces(word)]
