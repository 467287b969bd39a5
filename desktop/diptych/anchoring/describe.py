"""A selection becomes an anchor: the words, what stands around them, and the headings above.

So does a place on a page without words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.note import Anchor

if TYPE_CHECKING:
    from diptych.model.document import Document, Span

# Code points kept on each side: twice what Hypothesis keeps, to tell more repeated words apart.
CONTEXT = 64


def describe(document: Document, span: Span, boxes: tuple[tuple[float, ...], ...] = ()) -> Anchor:
    """Return the anchor of a stretch of a document's source.

    Args:
        document: where the stretch lies.
        span: code points in its source; not empty.
        boxes: where its words stand on pages, as far as that is known; see `Anchor`.
    """
    # What stands where it was is found without it, at the start.
    from diptych.anchoring.outline import Outline

    source = document.source
    if not 0 <= span.start < span.end <= len(source):
        raise ValueError(f"no words at {span} in a source of {len(source)} code points")
    blocks = document.blocks
    return Anchor(
        sha256=document.sha256,
        start=span.start,
        end=span.end,
        quote=source[span.start : span.end],
        prefix=source[max(0, span.start - CONTEXT) : span.start],
        suffix=source[span.end : span.end + CONTEXT],
        heading=Outline(document).above(span.start),
        paragraph=text_hash(blocks[document.block_at(span.start)].text) if blocks else "",
        page=document.page_at(span.start),
        boxes=boxes,
    )


def describe_place(document: Document, page: int, box: tuple[float, float, float, float]) -> Anchor:
    """Return the anchor of a place on a page: it has no quote.

    Args:
        document: one with pages.
        page: counted from 0.
        box: left, top, right, bottom, in points of the upright page.
    """
    start, end = document.pages[page].start, document.pages[page].end
    return Anchor(
        sha256=document.sha256,
        start=start,
        end=start,
        quote="",
        prefix="",
        suffix="",
        paragraph=text_hash(document.source[start:end]),
        page=page,
        boxes=((float(page), *box),),
    )


def text_hash(text: str) -> str:
    """Return what tells a paragraph, or the text of a page, from any other; "" for none."""
    if not text.strip():
        return ""
    # OpenSSL, which comes with hashlib, is not needed before the first note.
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
