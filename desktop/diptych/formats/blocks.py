"""Chunks that are the author's text become headings, list items, quotations, tables, paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.formats.chunks import LIST_MARK, is_open, looks_titled
from diptych.formats.lines import begins_small, ends_sentence
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.chunks import Chunk
    from diptych.formats.lines import Layout

KEEPS_LINES = frozenset({BlockKind.ADDRESS, BlockKind.TABLE})

_CELLS = re.compile(r"\t+|\s*\|\s*| {2,}")
_SECTION_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_HEADING_WORDS = 22


def classify(chunks: Sequence[Chunk], layout: Layout) -> None:
    """Give every chunk without role and kind its kind."""
    for index, chunk in enumerate(chunks):
        if not chunk.is_free:
            continue
        after = next((c for c in chunks[index + 1 : index + 9] if not c.role), None)
        if _is_table(chunk):
            chunk.kind = BlockKind.TABLE
        elif _is_heading(chunk, after):
            chunk.kind = BlockKind.HEADING
        elif LIST_MARK.match(chunk.first.text):
            chunk.kind = BlockKind.LIST_ITEM
        elif _is_quotation(chunk, layout):
            chunk.kind = BlockKind.QUOTATION
        else:
            chunk.kind = BlockKind.PARAGRAPH


def _is_table(chunk: Chunk) -> bool:
    """Whether most lines have the same number of short cells."""
    if len(chunk.lines) < 2:
        return False
    rows = [[cell for cell in _CELLS.split(line.text) if cell] for line in chunk.lines]
    counts = [len(row) for row in rows]
    columns = max(set(counts), key=counts.count)
    words = sorted(len(cell.split()) for row in rows for cell in row)
    return (
        columns >= 2
        and counts.count(columns) >= 0.7 * len(rows)
        and words[int(0.9 * (len(words) - 1))] <= 6
    )


def _is_heading(chunk: Chunk, after: Chunk | None) -> bool:
    text = " ".join(line.text for line in chunk.lines[:3])
    if len(chunk.lines) > 3 or len(text) > 200 or len(text.split()) > _HEADING_WORDS:
        return False
    if not any(map(str.isalpha, text)) or begins_small(text) or after is None:
        return False
    if text.endswith(":"):
        return looks_titled(text) and len(text.split()) <= 12
    if is_open(text) or text.endswith(";") or text[0] in "•*-–":
        return False
    if len(chunk.lines) > 1 and not looks_titled(text):
        return False
    if ends_sentence(text):
        section = _SECTION_NUMBER.match(text)
        return text.endswith("?") and bool(looks_titled(text[:-1]) or section)
    return True


def _is_quotation(chunk: Chunk, layout: Layout) -> bool:
    """Whether all lines are set in from the edge, and are more than a single line."""
    if len(chunk.lines) < 2:
        return False
    return all(line.indent >= layout.indent + 3 for line in chunk.lines)


def heading_level(chunk: Chunk, *, is_title: bool) -> int:
    """Return 1 for the title, the depth of its number for a numbered heading, else 2."""
    if is_title:
        return 1
    number = _SECTION_NUMBER.match(chunk.first.text)
    return min(6, 2 + number.group(1).count(".")) if number else 2
