"""Small documents, notes and findings made by hand."""

from __future__ import annotations

import hashlib

from diptych.anchoring.describe import describe
from diptych.model.comparison import Evidence, Finding, Passage, Relation
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run, Span
from diptych.model.note import Note, NoteKind


def document(source: str) -> Document:
    """Return a document with a block a line; lines that begin with "#" are headings."""
    blocks, start = [], 0
    for line in source.split("\n"):
        text = line.lstrip("#").strip()
        level = len(line) - len(line.lstrip("#"))
        if text:
            at = start + line.index(text)
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            blocks.append(Block(kind, text, OffsetMap((Run(0, at, len(text)),)), level=level))
        start += len(line) + 1
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    return Document(sha256, source, "utf-8", "Made by hand", "en", tuple(blocks))


def span(text: Document, words: str) -> Span:
    """Return where the words stand first."""
    start = text.source.index(words)
    return Span(start, start + len(words))


def note_on(text: Document, words: str, body: str, key: int = 1, created: str = "") -> Note:
    """Return a note on words of the left document."""
    anchor = describe(text, span(text, words))
    created = created or f"2026-01-01T00:00:{key % 60:02}Z"
    return Note(f"{key:032x}", NoteKind.SELECTION, body, (anchor,), (), "", created, created)


def passage(text: Document, words: str) -> Passage:
    """Return the passage of these words."""
    place = span(text, words)
    block = text.block_at(place.start)
    start = text.blocks[block].map.to_text(place.start)
    return Passage(block, start, start + len(words), (place,))


def finding(
    key: str, left: tuple[Passage, ...], right: tuple[Passage, ...], relation: Relation
) -> Finding:
    """Return a finding without evidence."""
    return Finding(key, relation, 0.8, (), left, right, Evidence(), "Made by hand.")
