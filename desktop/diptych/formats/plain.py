"""Plain text becomes a Document: lines, furniture, chunks, blocks, and the title."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from diptych.formats import furniture, letters
from diptych.formats.blocks import KEEPS_LINES, classify, heading_level
from diptych.formats.chunks import group, stitch
from diptych.formats.composition import compose, find_broken_words
from diptych.formats.decode import decode
from diptych.formats.inserts import mark_inserts
from diptych.formats.language import guess_language
from diptych.formats.lines import measure, split_lines
from diptych.model.document import Block, BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from diptych.formats.chunks import Chunk
    from diptych.formats.order import Order

_TITLE_LENGTH = 200
_HEAD_DATE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:\d{1,2}:\d\d(?:\s?[AP]M)?\s+)?")


def read(data: bytes, order: Order) -> Document:
    """Read a plain text from the bytes of a whole file.

    Raises:
        UserError: the file holds nothing but blanks, or no encoding has the given name.
    """
    decoded = decode(data, order.encoding)
    blocks, title = read_blocks(decoded.text)
    if not blocks:
        raise UserError(f"“{order.name}” is empty.", "Open a file with text in it.", order.name)
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        source=decoded.text,
        encoding=decoded.encoding,
        title=title or stem(order.name),
        language=guess_language(decoded.text),
        blocks=blocks,
        remarks=decoded.remarks,
    )


def read_blocks(source: str) -> tuple[tuple[Block, ...], str]:
    """Return the blocks of a source in its order, and what the text calls itself or ""."""
    lines = split_lines(source)
    roles = furniture.line_roles(lines)
    layout = measure([line for line, role in zip(lines, roles, strict=True) if not role])
    furniture.mark_repeated_lines(lines, roles, layout)
    chunks = group(lines, roles, layout)
    salutation = letters.mark_addresses(chunks, layout)
    mark_inserts(chunks, source, layout)
    chunks = stitch(chunks)
    classify(chunks, layout)
    title = _title_chunk(chunks)
    blocks = _compose_all(source, chunks, title)
    return blocks, _title(chunks, title) or salutation


def _compose_all(source: str, chunks: list[Chunk], title: Chunk | None) -> tuple[Block, ...]:
    flowing = [chunk for chunk in chunks if chunk.kind not in KEEPS_LINES and not chunk.role]
    broken = find_broken_words(source, [pair for c in flowing for pair in pairwise(c.lines)])
    blocks: list[Block] = []
    for chunk in chunks:
        kind = BlockKind.FURNITURE if chunk.role or chunk.kind is None else chunk.kind
        joiner = "\n" if kind in KEEPS_LINES else " "
        pieces = list(zip(chunk.lines, chunk.parts, strict=True))
        text, offsets = compose(source, pieces, joiner, broken)
        level = heading_level(chunk, is_title=chunk is title) if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, text, offsets, chunk.role, level))
    return tuple(blocks)


def _title_chunk(chunks: list[Chunk]) -> Chunk | None:
    """Return the fullest heading before the first paragraph."""
    best: Chunk | None = None
    for chunk in chunks:
        if chunk.kind is BlockKind.HEADING:
            if best is None or chunk.words > best.words:
                best = chunk
        elif not chunk.role:
            break
    return best


def _title(chunks: list[Chunk], heading: Chunk | None) -> str:
    """Return the words of the title heading, else those of a printed page head with a date."""
    if heading is not None:
        words = " ".join(line.text for line in heading.lines)
        headings = [chunk for chunk in chunks[:20] if chunk.kind is BlockKind.HEADING]
        for before, chunk in pairwise(headings):
            # A title and its subtitle on a line of its own.
            if chunk is heading and before.last.text.endswith(":"):
                words = " ".join(line.text for line in before.lines) + " " + words
        return _cut(words)
    for chunk in chunks:
        if chunk.role == furniture.RUNNING_HEAD:
            head = chunk.first.text
            dated = _HEAD_DATE.match(head)
            if dated and len(head) > dated.end():
                return _cut(head[dated.end() :])
    return ""


def _cut(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= _TITLE_LENGTH else words[: _TITLE_LENGTH - 1].rstrip() + "…"


def stem(name: str) -> str:
    """Return a file name without its suffix, in characters that can be written anywhere."""
    stem = name.rsplit(".", 1)[0] or name
    return stem.encode("utf-8", "replace").decode("utf-8")
