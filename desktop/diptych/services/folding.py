"""Words without what does not count when they are looked for: case, accents, slips of OCR."""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word of a text, in the way of the search index: letters and digits."""

_TYPED = {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"}
_BLANKS = re.compile(r"\s+")
_PARTED = re.compile(r"[-‐¬]\s+")
# What OCR takes for a letter inside of a word; capitals only where there are small ones.
_INNER, _INNER_CAPITAL = str.maketrans("1|05", "llos"), str.maketrans("I", "l")
_FIRST = "Il1|"
# Letters of a word from which on one slip, and two slips, of any kind leave it recognisable.
_ONE_SLIP, _TWO_SLIPS = 8, 12


@lru_cache(maxsize=8_192)
def plain(word: str) -> str:
    """Return a word in the form in which it is looked for."""
    return bare(word.casefold())


def bare(text: str) -> str:
    """Return a text without accents, as a keyboard has it; each stretch of blanks is one."""
    import unicodedata

    if text.isascii() and " " not in text:
        return _BLANKS.sub(" ", text)
    return _stripped(unicodedata.normalize("NFKD", _BLANKS.sub(" ", text)))


def letters_of(text: str) -> str:
    """Return a long text in which stands, for each of its words, what `plain` makes of the word.

    For looking, in a tenth of the time, whether words may be there at all; more may seem to be.
    """
    import unicodedata

    folded = text.casefold()
    return folded if folded.isascii() else _stripped(unicodedata.normalize("NFKD", folded))


def _stripped(letters: str) -> str:
    import unicodedata

    # Of a text the kinds of letters are few: each is looked at once.
    for each in set(letters):
        if each in _TYPED:
            letters = letters.replace(each, _TYPED[each])
        elif unicodedata.combining(each):
            letters = letters.replace(each, "")
    return letters


def skeleton(word: str) -> str:
    """Return a word in the form in which usual slips of OCR are equal ("rn" and "m")."""
    whole = _PARTED.sub("", word)
    if not whole.isdigit():
        first, rest = whole[:1], whole[1:]
        inner = rest.translate(_INNER)
        if not rest.isupper():
            inner = inner.translate(_INNER_CAPITAL)
        whole = ("i" if first and first in _FIRST else first) + inner
    return plain(whole).replace("rn", "m").replace("vv", "w")


def slips_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong, missing or too many."""
    return (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)
