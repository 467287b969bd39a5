"""The sections of a text: what a reader works through one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from diptych.model.document import Document

_PARAGRAPHS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)


def sections_of(document: Document) -> tuple[int, ...]:
    """Return at which blocks the sections of a document begin; the first does at its first block.

    A section is a heading with what stands under it, down to the next heading of any rank;
    headings that follow each other begin one. Where headings do not part a text, its paragraphs
    do, as they are counted in the head of a pane: what stands between two belongs to the first.
    What has no blocks, as a scan, has no sections.
    """
    if not document.blocks:
        return ()
    read = [
        (at, block.kind)
        for at, block in enumerate(document.blocks)
        if block.kind is not BlockKind.FURNITURE
    ]
    heads, before = [], None
    for at, kind in read:
        if kind is BlockKind.HEADING and before not in (None, BlockKind.HEADING):
            heads.append(at)
        before = kind
    return (0, *(heads or [at for at, kind in read if kind in _PARAGRAPHS][1:]))
