"""The twin of a reading text: the source as it was decoded or extracted, line by line.

It is a document like any other, with a block a line that stands in the source letter by letter; so
the same view shows it, and whatever knows its place in the source finds its place in the twin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.model.comparison import Passage, Side
from diptych.model.document import Block, BlockKind, OffsetMap, Run
from diptych.ui.marks import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.document import Document
    from diptych.ui.look import Look
    from diptych.ui.rows import Row

# The fonts of the systems that we know, then whatever is there.
_MONOSPACED = ("DejaVu Sans Mono", "Menlo", "Consolas", "Liberation Mono", "Monospace")
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
# A table keeps what stands below one another below one another, and Qt breaks lines that are too
# long all the same.
_KIND = BlockKind.TABLE


def source_document(document: Document) -> Document:
    """Return the twin of a document: its source, a block a line, without the empty lines."""
    blocks = []
    for found in _LINE.finditer(document.source):
        text, start = found.group(), found.start()
        blocks.append(Block(_KIND, text, OffsetMap((Run(0, start, len(text)),))))
    return document._replace(blocks=tuple(blocks))


def source_look(look: Look) -> Look:
    """Return the look of the source: every letter as wide as every other, lines close together."""
    return look._replace(
        families=_MONOSPACED, size=look.size * 0.8, measure=0, paragraph_spacing=0.0
    )


def across(document: Document, position: Position, other: Document) -> Position:
    """Return where a place of a document stands in its twin, or of the twin in the document."""
    block = document.blocks[position.block]
    spans = block.map.spans(position.offset, max(position.offset + 1, len(block.text)))
    start = spans[0].start if spans else block.span.end
    return at_source(other, start)


def at_source(document: Document, offset: int) -> Position:
    """Return the place in a document's text of a source offset."""
    if not document.blocks:
        return Position(0, 0)
    index = document.block_at(offset)
    return Position(index, document.blocks[index].map.to_text(offset))


def rows_in_source(rows: Sequence[Row], side: Side, twin: Document) -> list[Row]:
    """Return rows whose passages of one side are places of the twin."""
    moved = []
    for row in rows:
        passages = tuple(
            Passage(index, start, end, twin.blocks[index].map.spans(start, end))
            for passage in row.finding.passages(side)
            for span in passage.spans
            for index, start, end in twin.pieces(span)
        )
        finding = row.finding
        moved_finding = (
            finding._replace(left=passages)
            if side is Side.LEFT
            else finding._replace(right=passages)
        )
        moved.append(row._replace(finding=moved_finding))
    return moved
