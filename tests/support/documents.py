"""Documents made from plain strings, for tests that need one and not the way it was read."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = "\n\n"


def document_of(
    *paragraphs: str | tuple[BlockKind, str], title: str = "A document", language: str = "en"
) -> Document:
    """Return a document whose source holds the given texts, parted by blank lines.

    Args:
        paragraphs: texts, or pairs of kind and text; a heading is of the first level.
        title: of the document.
        language: of the document.
    """
    return document_from(paragraphs, title, language)


def document_from(
    paragraphs: Iterable[str | tuple[BlockKind, str]],
    title: str = "A document",
    language: str = "en",
) -> Document:
    """Return what `document_of` returns, for any number of texts."""
    blocks: list[Block] = []
    texts: list[str] = []
    at = 0
    for each in paragraphs:
        kind, text = (BlockKind.PARAGRAPH, each) if isinstance(each, str) else each
        runs = (Run(0, at, len(text)),)
        level = 1 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, text, OffsetMap(runs), level=level))
        texts.append(text)
        at += len(text) + len(_BETWEEN)
    source = _BETWEEN.join(texts)
    digest = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(digest, source, "utf-8", title, language, tuple(blocks))
