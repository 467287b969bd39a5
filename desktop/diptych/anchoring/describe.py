"""A selection becomes an anchor: the words, what stands around them, and the headings above."""

from __future__ import annotations

from diptych.model.document import Block, BlockKind, Document, Span
from diptych.model.note import Anchor

# Code points kept on each side: twice what Hypothesis keeps, to tell more repeated words apart.
CONTEXT = 64


def describe(document: Document, span: Span) -> Anchor:
    """Return the anchor of a stretch of a document's source.

    Args:
        document: where the stretch lies.
        span: code points in its source; not empty.
    """
    source = document.source
    if not 0 <= span.start < span.end <= len(source):
        raise ValueError(f"no words at {span} in a source of {len(source)} code points")
    return Anchor(
        sha256=document.sha256,
        start=span.start,
        end=span.end,
        quote=source[span.start : span.end],
        prefix=source[max(0, span.start - CONTEXT) : span.start],
        suffix=source[span.end : span.end + CONTEXT],
        heading=headings_above(document, span.start),
    )


def headings_above(document: Document, offset: int) -> tuple[str, ...]:
    """Return the headings above an offset of the source, outermost first.

    Above a heading are those of a higher rank.
    """
    path: list[Block] = []
    for block in document.blocks:
        if block.span.start > offset:
            break
        if block.kind is BlockKind.HEADING:
            while path and path[-1].level >= block.level:
                path.pop()
            path.append(block)
    if path and path[-1].span.end > offset:
        path.pop()
    return tuple(block.text for block in path)
