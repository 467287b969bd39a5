"""Plain text becomes a Document: lines, furniture, chunks, blocks, and the title."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from diptych.formats import letters
from diptych.formats.blocks import KEEPS_LINES, classify, heading_level
from diptych.formats.chunks import group, stitch
from diptych.formats.columns import part_columns
from diptych.formats.composition import compose, find_broken_words
from diptych.formats.decode import decode
from diptych.formats.furniture import line_roles
from diptych.formats.heads import mark_repeated_lines
from diptych.formats.inserts import mark_inserts
from diptych.formats.language import guess_language
from diptych.formats.lines import measure, split_lines
from diptych.formats.margins import part_line_numbers
from diptych.formats.repair import mend
from diptych.formats.roles import RUNNING_HEAD
from diptych.model.document import Block, BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from diptych.formats.chunks import Chunk
    from diptych.formats.lines import Layout, Line
    from diptych.formats.margins import Margin
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
    lines, numbers = part_line_numbers(split_lines(source))
    roles = line_roles(lines)
    layout = _measure_body(lines, roles)
    mark_repeated_lines(lines, roles, layout)
    lines, roles, quotes = part_columns(source, lines, roles)
    layout = _measure_body(lines, roles)
    chunks = group(lines, roles, layout)
    salutation = letters.mark_addresses(chunks, layout)
    mark_inserts(chunks, source, layout)
    chunks = stitch(chunks)
    classify(chunks, layout)
    title = _title_chunk(chunks)
    blocks = _compose_all(source, chunks, title, numbers + quotes)
    blocks = mend(blocks, language=guess_language(source))
    return blocks, _title(chunks, title) or salutation


def _measure_body(lines: list[Line], roles: list[str]) -> Layout:
    return measure([line for line, role in zip(lines, roles, strict=True) if not role])


def _compose_all(
    source: str, chunks: list[Chunk], title: Chunk | None, margins: list[Margin]
) -> tuple[Block, ...]:
    flowing = [chunk for chunk in chunks if chunk.kind not in KEEPS_LINES and not chunk.role]
    broken = find_broken_words(source, [pair for c in flowing for pair in pairwise(c.lines)])
    beside = sorted(piece.line.start for piece in margins)
    blocks: list[Block] = []
    for chunk in chunks:
        kind = BlockKind.FURNITURE if chunk.role or chunk.kind is None else chunk.kind
        joiner = "\n" if kind in KEEPS_LINES else " "
        pieces = list(zip(chunk.lines, _parts(chunk, beside), strict=True))
        text, offsets = compose(source, pieces, joiner, broken)
        level = heading_level(chunk, is_title=chunk is title) if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, text, offsets, chunk.role, level))
    blocks += _margin_blocks(source, blocks, margins)
    return tuple(sorted(blocks, key=lambda block: block.span.start))


def _parts(chunk: Chunk, beside: list[int]) -> list[int]:
    """Return the part of each line: pieces of the margin interrupt as other furniture does."""
    parts, number = [chunk.parts[0]], chunk.parts[0]
    pairs = zip(pairwise(chunk.lines), pairwise(chunk.parts), strict=True)
    for (before, line), (old, new) in pairs:
        interrupted = bisect_left(beside, line.start) > bisect_left(beside, before.end)
        number += max(new - old, int(interrupted))
        parts.append(number)
    return parts


def _margin_blocks(source: str, blocks: list[Block], margins: list[Margin]) -> list[Block]:
    """Return a block for the pieces of one group that stand beside one block of the text.

    A piece of furniture may lie inside one block of the text, but not reach from one into another.
    """
    starts = [block.span.start for block in blocks if block.kind is not BlockKind.FURNITURE]
    together: dict[tuple[int, str, int], list[Margin]] = {}
    for piece in margins:
        owner = bisect_right(starts, piece.line.start)
        together.setdefault((owner, piece.role, piece.group), []).append(piece)
    found = []
    for (_, role, _), pieces in together.items():
        numbered = [(piece.line, number) for number, piece in enumerate(pieces)]
        text, offsets = compose(source, numbered, " ", frozenset())
        found.append(Block(BlockKind.FURNITURE, text, offsets, role))
    return found


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
        if chunk.role == RUNNING_HEAD:
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
