"""Texts of blocks that a page sets otherwise than plain text does: tables, raised numbers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from diptych.formats.composition import compose
from diptych.formats.page_text import CELL_END
from diptych.model.document import Block, OffsetMap, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Line
    from diptych.model.document import Span

CELL = " | "


def compose_table(source: str, lines: Sequence[Line]) -> tuple[str, OffsetMap]:
    """Return the text of a table and its map: a line for each row, a bar between two cells."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for number, line in enumerate(lines):
        start = line.start
        for place, cell in enumerate(source[line.start : line.end].split(CELL_END)):
            joiner = CELL if place else "\n" if number else ""
            piece = _cell(line, start, start + len(cell), cell)
            text, offsets = compose(source, [(piece, 0)], " ", frozenset())
            length += len(joiner)
            runs += [run._replace(text_start=run.text_start + length) for run in offsets.runs]
            texts += [joiner, text]
            length += len(text)
            start += len(cell) + len(CELL_END)
    return "".join(texts), OffsetMap(tuple(runs))


def _cell(line: Line, start: int, end: int, text: str) -> Line:
    return type(line)(start, end, text, 0, 0, feed=False)


def without(block: Block, marks: Sequence[Span]) -> Block:
    """Return a block without the raised numbers that stand in it; they stay in the source.

    Args:
        block: what the page says.
        marks: stretches of the source, in order.
    """
    span = block.span
    index = bisect_left(marks, span.start, key=lambda mark: mark.start)
    inside = []
    while index < len(marks) and marks[index].end <= span.end:
        inside.append(marks[index])
        index += 1
    stretches = [found for mark in inside if (found := block.map.within(mark)) is not None]
    if not stretches or sum(end - start for start, end in stretches) >= len(block.text.strip()):
        return block
    keep: list[tuple[int, int]] = []
    at = 0
    for start, end in stretches:
        keep.append((at, start))
        at = end
    keep.append((at, len(block.text)))
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for start, end in keep:
        texts.append(block.text[start:end])
        for run in block.map.runs:
            low = max(start, run.text_start)
            high = min(end, run.text_start + run.length)
            if low < high:
                source = run.source_start + low - run.text_start
                runs.append(Run(length + low - start, source, high - low, run.part))
        length += end - start
    return block._replace(text="".join(texts), map=OffsetMap(tuple(runs)))
