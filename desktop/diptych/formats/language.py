"""English or Spanish, by the words that every text has."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    re.findall(r"\w+", "the of and to in that is for with on was this are be by not it as from")
)
_SPANISH = frozenset(
    re.findall(r"\w+", "el la los las de que y en un una por con para del se no es su al lo")
)
_SAMPLE = 50_000


def guess_language(text: str) -> str:
    """Return "en", "es", or "" where neither has three of its words in a hundred and the lead."""
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    english = sum(1 for word in words if word in _ENGLISH)
    spanish = sum(1 for word in words if word in _SPANISH)
    if max(english, spanish) < 0.1 * len(words) or max(english, spanish) < 2:
        return ""
    if english >= 1.5 * spanish:
        return "en"
    return "es" if spanish >= 1.5 * english else ""
