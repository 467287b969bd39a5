"""What a search in a text found, and how it was meant. Finding is `finder`'s, loaded when used."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from diptych.ui.marks import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

HitKind = Literal["current", "exact", "near"]

_SHIFT = 32
_LOW = (1 << _SHIFT) - 1


class How(NamedTuple):
    """How words are looked for.

    Args:
        whole: only whole words.
        case: capitals count.
        near: what is only near is found too.
    """

    whole: bool = False
    case: bool = False
    near: bool = True


class Track:
    """Places in order: a block and an offset in one number each, and where each ends."""

    def __init__(self) -> None:
        self.keys = array("q")
        self.ends = array("q")

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, block: int, start: int, end: int) -> None:
        """Add a place behind all others: code points in the block's text."""
        self.keys.append(block << _SHIFT | start)
        self.ends.append(end)

    def within(self, block: int, first: int, last: int) -> Iterator[int]:
        """Yield which of the places share letters with a stretch of a block."""
        at = bisect_right(self.keys, block << _SHIFT | first)
        if at and self.keys[at - 1] >> _SHIFT == block and self.ends[at - 1] > first:
            at -= 1
        end = block << _SHIFT | last
        while at < len(self.keys) and self.keys[at] < end:
            yield at
            at += 1


class Hits:
    """Where the words were found, and which of the places is the current one.

    Those that are exact come first, in the order of the text, then those that are near.
    """

    def __init__(self) -> None:
        self.exact, self.near = Track(), Track()
        self.current = -1

    def __len__(self) -> int:
        return len(self.exact) + len(self.near)

    def __getitem__(self, hit: int) -> tuple[Position, Position]:
        """Return where a hit begins and ends."""
        track, at = (
            (self.exact, hit) if hit < len(self.exact) else (self.near, hit - len(self.exact))
        )
        block, start = track.keys[at] >> _SHIFT, track.keys[at] & _LOW
        return Position(block, start), Position(block, track.ends[at])

    def after(self, position: Position) -> int:
        """Return the first hit that begins at or after a position; the count of hits if none.

        Where there are exact hits, one of them.
        """
        track = self.exact if len(self.exact) else self.near
        return bisect_left(track.keys, position.block << _SHIFT | position.offset)

    def in_block(self, block: int, first: int, last: int) -> Iterator[tuple[int, int, HitKind]]:
        """Yield the hits in a stretch of a block: start, end, kind."""
        kind: HitKind
        for track, kind, base in (
            (self.exact, "exact", 0),
            (self.near, "near", len(self.exact)),
        ):
            for at in track.within(block, first, last):
                is_current = at + base == self.current
                yield track.keys[at] & _LOW, track.ends[at], "current" if is_current else kind
