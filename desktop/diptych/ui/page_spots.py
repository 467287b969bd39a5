"""What stands on the words of one page: boxes, in points of the upright page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from diptych.model.document import Span
from diptych.ui.marks import stacked
from diptych.ui.page_geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Relation
    from diptych.model.document import Block, Document
    from diptych.ui.hits import HitKind
    from diptych.ui.page_words import Leaf
    from diptych.ui.text_painter import Scene

GroundKind = Literal["fill", "hit", "other_hit", "near_hit"]
_GROUNDS: dict[HitKind, GroundKind] = {"current": "hit", "exact": "other_hit", "near": "near_hit"}


class Ground(NamedTuple):
    """A coloured ground behind words.

    Args:
        note: the id of the note it belongs to, or "".
        colour: of that note.
        is_first: whether a note to read begins here.
    """

    box: Box
    kind: GroundKind
    note: str = ""
    colour: str = ""
    is_first: bool = False


class Underline(NamedTuple):
    """A line under words of a finding; `level` 0 is nearest to them."""

    box: Box
    finding: str
    relation: Relation
    unsure: bool
    level: int


class Spots(NamedTuple):
    """What stands on one page."""

    grounds: tuple[Ground, ...] = ()
    underlines: tuple[Underline, ...] = ()


def spots_on(document: Document, page: int, leaf: Leaf, scene: Scene) -> Spots:
    """Return what stands on a page, the lowest ground first."""
    start, end = document.pages[page].start, document.pages[page].end
    fills: list[Ground] = []
    hits: list[Ground] = []
    lines: list[Underline] = []
    for index, low, high in document.pieces(Span(start, end)):
        block = document.blocks[index]

        def boxes(first: int, last: int, block: Block = block) -> Iterator[Box]:
            for span in block.map.spans(first, last):
                yield from leaf.boxes(max(span.start, start) - start, min(span.end, end) - start)

        for fill in scene.fills.get(index, ()):
            if fill.start < high and fill.end > low:
                begins = fill.is_written and fill.start >= low
                fills += [
                    Ground(box, "fill", fill.note, fill.colour, begins and not at)
                    for at, box in enumerate(boxes(fill.start, fill.end))
                ]
        if scene.hits is not None:
            for first, last, kind in scene.hits.in_block(index, low, high):
                hits += [Ground(box, _GROUNDS[kind]) for box in boxes(first, last)]
        for mark, level in stacked(scene.marks.get(index, ())):
            if mark.start < high and mark.end > low:
                lines += [
                    Underline(box, mark.finding, mark.relation, mark.unsure, level)
                    for box in boxes(mark.start, mark.end)
                ]
    places = [
        Ground(Box(*mark[1:5]), "fill", mark.note, mark.colour, is_first=True)
        for mark in scene.places
        if mark.page == page
    ]
    return Spots((*fills, *places, *hits), tuple(lines))
