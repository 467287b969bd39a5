"""Documents and topics for tests of the comparison."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from diptych.compare.topics import parse_pack
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run
from support.repository import RESOURCES

if TYPE_CHECKING:
    from diptych.model.comparison import Topic


def document(
    *paragraphs: str, language: str = "en", kind: BlockKind = BlockKind.PARAGRAPH
) -> Document:
    """Return a document with one block a paragraph, two line ends apart in the source."""
    source = "\n\n".join(paragraphs)
    blocks = []
    at = 0
    for text in paragraphs:
        if text:
            blocks.append(Block(kind, text, OffsetMap((Run(0, at, len(text)),))))
        at += len(text) + 2
    sha256 = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(sha256, source, "utf-8", "A text", language, tuple(blocks))


def migration_topics() -> tuple[Topic, ...]:
    """Return the topics of the pack that is shipped."""
    return parse_pack((RESOURCES / "topics" / "migration.toml").read_text(encoding="utf-8"))
