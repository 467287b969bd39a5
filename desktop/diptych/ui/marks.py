"""What stands on the words: positions, the machine's marks, the reader's fills, by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diptych.model.comparison import Relation

LEVELS = 3
"""How many lines may stand below one another under the same words."""


class Position(NamedTuple):
    """A place between two characters: code points in the text of a block."""

    block: int
    offset: int


class Mark(NamedTuple):
    """A passage of a finding, drawn as a line under its words.

    Args:
        finding: its id.
        block: index into the document's blocks.
        start, end: code points in the block's text.
        relation: decides colour and kind of line.
        unsure: drawn faintly.
    """

    finding: str
    block: int
    start: int
    end: int
    relation: Relation
    unsure: bool = False


class Fill(NamedTuple):
    """Words that the reader highlighted or wrote a note on, drawn with a coloured ground.

    Args:
        block: index into the document's blocks.
        start, end: code points in the block's text.
        note: the note's id.
    """

    block: int
    start: int
    end: int
    note: str


Spot = TypeVar("Spot", Mark, Fill)


def by_block(spots: Iterable[Spot]) -> dict[int, list[Spot]]:
    """Return marks or fills by their block."""
    index: dict[int, list[Spot]] = {}
    for spot in spots:
        index.setdefault(spot.block, []).append(spot)
    return index


def smallest_at(spots: Sequence[Spot], offset: int) -> Spot | None:
    """Return the shortest of the spots that cover the character at `offset`."""
    covering = [spot for spot in spots if spot.start <= offset < spot.end]
    return min(covering, key=lambda spot: spot.end - spot.start, default=None)


def stacked(marks: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """Return the marks of one block with the level of their line, 0 nearest to the words.

    Marks that share words get different levels; what finds no level below `LEVELS` is left out.
    """
    ends = [0] * LEVELS
    placed: list[tuple[Mark, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        for level in range(LEVELS):
            if ends[level] <= mark.start:
                ends[level] = mark.end
                placed.append((mark, level))
                break
    return placed
