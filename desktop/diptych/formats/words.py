"""Which words there are, English and Spanish: to tell a damaged word from a whole one.

The lists are in `resources/words`, with their origin. They are unpacked when a word is asked for
(90 ms), which is never in the window's process.
"""

from __future__ import annotations

import lzma
import re
from functools import cache
from pathlib import Path

import diptych

COMMON, USUAL, RARE, UNKNOWN = range(4)
"""How well a word is known, the best first."""

# What Spanish words end in besides their dictionary form: plurals, and the endings of verbs.
_PLURAL = re.compile(r"e?s$")
_SHORTENED = {"ciones": "ción", "siones": "sión", "ones": "ón", "anes": "án", "ces": "z"}
_VERB = re.compile(
    r"(?:(?:a|ie|e)ndo|[ai]d[oa]s?|[aei](?:ba|r[áíé]?)?(?:s|mos|is|n)?|[aei]rá[sn]?|[aei]ría(?:s|mos|n)?"
    r"|[aei]remos|ía(?:s|mos|n)?|ó|é|í|ió|aron|ieron|aste|iste|[aie]mos|o|ara[sn]?|iera[sn]?|ábamos"
    r"|(?:a|ie|e)ndol[aeo]s?|[aei]r(?:se|l[aeo]s?|nos|me|te))$"
)


def _folder() -> Path:
    # In an installed package it lies inside it, in a source checkout two folders above it.
    package = Path(diptych.__file__).parent
    inside = package / "resources"
    return (inside if inside.is_dir() else package.parents[1] / "resources") / "words"


@cache
def _lists(language: str) -> tuple[frozenset[str], ...]:
    packed = (_folder() / f"{language}.xz").read_bytes()
    lists = []
    for part in lzma.decompress(packed).decode().split("\n\n"):
        words, word = [], ""
        for line in part.split("\n") if part else ():
            word = word[: ord(line[0]) - ord("a")] + line[1:]
            words.append(word)
        lists.append(frozenset(words))
    return tuple(lists)


def rank(word: str, *, spanish: bool = True) -> int:
    """Return how well a word in small letters is known: `COMMON`, `USUAL`, `RARE`, `UNKNOWN`.

    Args:
        word: the word.
        spanish: whether it may be Spanish as well as English.
    """
    for place, words in enumerate(_lists("en")):
        if word in words:
            return place
    return USUAL if spanish and _is_spanish(word) else UNKNOWN


def is_word(word: str) -> bool:
    """Whether letters, in small, are a word of English or Spanish, or might well be one."""
    return rank(word) < UNKNOWN or looks_spelled(word)


@cache
def _is_spanish(word: str) -> bool:
    words = _lists("es")[USUAL]
    if word in words:
        return True
    for ending, whole in _SHORTENED.items():
        if word.endswith(ending) and word[: -len(ending)] + whole in words:
            return True
    single = _PLURAL.sub("", word)
    if single != word and (single in words or word[:-1] in words or single[:-1] + "o" in words):
        return True
    if word.endswith("a") and word[:-1] + "o" in words:
        return True
    verb = _VERB.search(word)
    return verb is not None and any(
        word[: verb.start()] + infinitive in words for infinitive in ("ar", "er", "ir")
    )


_ACCENTS = str.maketrans("áéíóúüñàèìòùâêîôûäëïöç", "aeiouunaeiouaeiouaeioc")


def _plain(word: str) -> str:
    return word if word.isascii() else word.translate(_ACCENTS)


@cache
def _spellings() -> frozenset[str]:
    words = [*_lists("en")[COMMON], *_lists("en")[USUAL], *_lists("es")[USUAL]]
    return frozenset(
        spelled[at : at + 3]
        for word in words
        for spelled in [f" {_plain(word)} "]
        for at in range(len(word))
    )


def looks_spelled(word: str) -> bool:
    """Whether all of a word's letters stand together in other words as well, three by three.

    So do those of most names and technical words, and hardly ever those of a misread word.
    """
    plain = _plain(word.lower())
    spellings = _spellings()
    return all(f" {plain} "[at : at + 3] in spellings for at in range(len(plain)))
