"""The numbers that a program shows before list items and headings, which its file only implies."""

from __future__ import annotations

import re

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)
_PLACE = re.compile(r"%([1-9])")
# What Word calls the styles; others write them as they look.
_STYLES = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "a": "a",
    "A": "A",
    "i": "i",
    "I": "I",
}


def ordinal(number: int, style: str) -> str:
    """Return a number in its style: 1, a, A, i or I; in figures where that has no such number."""
    words = str(number)
    if style in ("a", "A") and 1 <= number <= 26 * 27:
        words = chr(97 + (number - 1) % 26)
        if number > 26:
            words = chr(96 + (number - 1) // 26) + words
    elif style in ("i", "I") and 1 <= number < 4000:
        words = ""
        for value, sign in _ROMAN:
            words += sign * (number // value)
            number %= value
    return words.upper() if style in ("A", "I") else words


class Level:
    """A level of a list.

    Args:
        style: of its numbers, as Word says it ("decimal", "lowerLetter", "bullet"), or
            as it looks ("1", "a").
        pattern: what is shown; "%1" is the number of the first level ("%1.%2.", "(%3)").
        start: the first number.
    """

    __slots__ = ("pattern", "start", "style")

    def __init__(self, style: str = "decimal", pattern: str = "", start: int = 1) -> None:
        self.style, self.pattern, self.start = style, pattern, start


class Counter:
    """Counts the items of one list over its levels."""

    def __init__(self, levels: dict[int, Level]) -> None:
        self._levels = levels
        self._numbers: dict[int, int] = {}

    def anew(self) -> Counter:
        """Return a counter of the same list that begins again."""
        return Counter(self._levels)

    def next(self, depth: int) -> str:
        """Return what is shown before the next item of a level, "" for a bullet."""
        level = self._levels.get(depth)
        if level is None:
            return ""
        self._numbers = {key: value for key, value in self._numbers.items() if key <= depth}
        self._numbers[depth] = self._numbers.get(depth, level.start - 1) + 1
        if level.style in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda found: self._shown(int(found.group(1)) - 1), level.pattern).strip()

    def _shown(self, depth: int) -> str:
        level = self._levels.get(depth, Level())
        number = self._numbers.get(depth, level.start)
        return ordinal(number, _STYLES.get(level.style, "1"))
