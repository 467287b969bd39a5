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
        colour: by name, a key of `look.FILLS`; "" where the reader chose none.
        is_written: whether there is something to read: then it has a sign in the margin.
    """

    block: int
    start: int
    end: int
    note: str
    colour: str = ""
    is_written: bool = True


class PlaceMark(NamedTuple):
    """A place on a page that has a note, and no words.

    Args:
        page: counted from 0.
        left, top, right, bottom: in points of the upright page.
        note: the note's id.
        colour: as in `Fill`.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    note: str
    colour: str = ""


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


def next_at(fills: Sequence[Fill], offset: int, current: str) -> Fill | None:
    """Return the shortest of the fills that cover a character, or the one after the current one.

    So each click on words with several notes brings another one of them.
    """
    covering = [fill for fill in fills if fill.start <= offset < fill.end]
    covering.sort(key=lambda fill: (fill.end - fill.start, fill.note))
    notes = list({fill.note: fill for fill in covering}.values())
    at = next((at for at, fill in enumerate(notes) if fill.note == current), -1)
    return notes[(at + 1) % len(notes)] if notes else None


def stacked(marks: Sequence[Mark], first: str = "") -> list[tuple[Mark, int]]:
    """Return the marks of one block with the level of their line, 0 nearest to the words.

    Marks that share words get different levels; what finds no level below `LEVELS` is left out.

    Args:
        marks: of one block.
        first: the finding whose lines are nearest to the words, "" for none.
    """
    ends = [0] * LEVELS
    placed: list[tuple[Mark, int]] = []
    kept = [mark for mark in marks if mark.finding == first] if first else []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        is_kept = any(mark is each for each in kept)
        blocked = not is_kept and any(
            mark.start < each.end and each.start < mark.end for each in kept
        )
        for level in range(LEVELS):
            if ends[level] <= mark.start and not (level == 0 and blocked):
                ends[level] = mark.end
                placed.append((mark, level))
                break
    return placed
