"""Code points and UTF-16 units: the only place where UTF-16 exists.

Qt counts UTF-16 units, everything else in the program counts code points.
"""

from __future__ import annotations

from bisect import bisect_left

# High bytes of the units of scripts that run from right to left, with some neighbours.
_LEFTWARD = b"\x05\x06\x07\x08\xfb\xfc\xfd\xfe"


class Utf16Index:
    """The way between code points and UTF-16 units of one string.

    Args:
        text: the string; strings without characters above U+FFFF cost nothing to convert.

    Attributes:
        may_run_left: whether letters from right to left may occur; never wrongly False.
    """

    __slots__ = ("_points", "_units", "may_run_left")

    def __init__(self, text: str) -> None:
        self._points: list[int] = []
        self.may_run_left = False
        if not text.isascii():
            encoded = text.encode("utf-16-le", "surrogatepass")
            if len(encoded) != 2 * len(text):
                self._points = [at for at, letter in enumerate(text) if letter > "\uffff"]
            high = encoded[1::2]
            self.may_run_left = len(high.translate(None, _LEFTWARD)) != len(high) or any(
                "\U00010800" <= text[at] <= "\U00010fff" or "\U0001e800" <= text[at] <= "\U0001efff"
                for at in self._points
            )
        self._units = [point + before for before, point in enumerate(self._points)]

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 unit at which the code point `offset` begins."""
        return offset + bisect_left(self._points, offset) if self._points else offset

    def to_code_points(self, unit: int) -> int:
        """Return the code point that holds a UTF-16 unit, be it the second of a pair."""
        return unit - bisect_left(self._units, unit) if self._units else unit
