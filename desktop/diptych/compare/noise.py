"""How damaged a sentence is: misread, split and joined words, and what no sentence is made of.

A finding on a damaged sentence is less sure, whatever it says; see `certainty`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Known = Callable[[str], bool]
"""Whether letters, in small, are a word of English or Spanish."""

LANGUAGES = frozenset({"en", "es"})
DAMAGED = 0.2
"""From here on a reader is told that the text is damaged."""

_AROUND = "“”\"'‘’«»().,;:!?…¿¡[]*†‡0123456789—–-"
# Signs that stand alone in a sentence, or in the middle of a word.
_STANDING = re.compile(r"[—–\-&/+=%$€£§•*†‡©®™@#<>]{1,3}|\.{2,}|…|[(\[]?\d.*")
_ODD = re.compile(r"[|\\~°®©™<>{}^_=*«»£¢¥§¶¬]|(?<=[a-zà-ÿ])I(?=[a-zà-ÿ])")
_STOP_INSIDE = re.compile(r"[a-zà-ÿ]{2,}\.[a-zà-ÿ]{3,}|[a-zà-ÿ]{3,}\.[a-zà-ÿ]{2,}")
_DIGIT_INSIDE = re.compile(r"[a-zà-ÿ]\d+[a-zà-ÿ]")
_ADDRESS = re.compile(r"https?:|www\.|@|\w/\w|\.(?:com|org|net|gov|edu|gob|mx|es|int)\b")
_LONE = frozenset("aiyoeu")

_WEIGHT = 4.0  # a quarter of the words damaged is as bad as it gets
_ALLOWED = 0.1  # a rare word or two are no damage
_LEAST = 12  # words that a sentence is taken to have at least: one of three says little
_LOSS = 0.5  # of the confidence, where the text is wholly damaged


def noise(text: str, language: str, known: Known | None = None) -> float:
    """Return how damaged a sentence is, from 0 (clean) to 1 (a quarter of its words or more).

    Names, abbreviations, addresses, numbers and a rare word or two are no damage.

    Args:
        text: the sentence.
        language: of the sentence; words of others than English and Spanish are not looked up.
        known: knows the words; without it only odd signs and letters count.
    """
    tokens = text.split()
    lookup = known if language in LANGUAGES else None
    damage = sum(_damage(token, lookup) for token in tokens)
    return round(min(1.0, max(0.0, _WEIGHT * damage / max(len(tokens), _LEAST) - _ALLOWED)), 3)


def certainty(*noises: float) -> float:
    """Return what a confidence is multiplied with: 1 for clean text, 0.5 for wholly damaged text.

    The most damaged sentence counts, for a finding is no surer than what it rests on.
    """
    return 1.0 - _LOSS * max(noises, default=0.0)


def _damage(token: str, known: Known | None) -> float:
    """Return 1 for a token that is surely damaged, 0.5 for one that may be, else 0."""
    if _ADDRESS.search(token):
        return 0.0
    core = token.strip(_AROUND)
    if not core:
        return 0.0 if _STANDING.fullmatch(token) or len(token) == 1 else 0.5
    if not any(map(str.isalnum, core)):
        return 0.0 if any(map(str.isdigit, token)) or _STANDING.fullmatch(token) else 1.0
    if _ODD.search(core) or _STOP_INSIDE.fullmatch(core) or _DIGIT_INSIDE.search(core):
        return 1.0
    if len(core) == 1:
        return 0.5 if core.islower() and core not in _LONE and core.isascii() else 0.0
    if known is None or not core.islower():
        return 0.0
    words = re.split(r"['’\-–—\u2010/.]", core)
    whole = [word for word in words if len(word) > 2 and word.isalpha()]
    return 0.5 if any(not known(word) for word in whole) else 0.0
