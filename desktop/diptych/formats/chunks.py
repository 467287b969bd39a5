"""Lines become chunks: candidates for blocks, broken where the page's own rhythm breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diptych.formats.lines import begins_small, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Layout, Line
    from diptych.model.document import BlockKind

LIST_MARK = re.compile(r"(?:[-•*–◦‣▪·●○■□]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s+)(?=\S)")

# "the U.S." ends a sentence or does not; what comes next decides.
_INITIAL = re.compile(r"\b[A-Z]\.$")

# Words after which a sentence cannot end, in English and Spanish.
_OPEN_END = frozenset(
    re.findall(
        r"\w+",
        """
        a an the of and or to in on at by for with from as that which who is are was were be has
        have had not its their our his her this these those than but if into over under between
        about beyond through during without within against toward towards upon after before per via
        el la los las un una de del y e o u en con por para que se su sus como es son fue no al lo
        """,
    )
)


@dataclass(slots=True)
class Chunk:
    """Lines that were set together.

    Args:
        lines: in the order of the source.
        parts: for each line, how many interruptions by furniture came before it.
        role: of furniture, else "".
        kind: where it is already decided.
        level: of a heading, where its letters tell; else 0.
    """

    lines: list[Line]
    parts: list[int] = field(default_factory=list)
    role: str = ""
    kind: BlockKind | None = None
    level: int = 0

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.text.split()) for line in self.lines)

    @property
    def is_free(self) -> bool:
        """Whether nothing is known about it yet."""
        return not self.role and self.kind is None


def local_widths(lines: Sequence[Line]) -> list[int]:
    """Return for each line the length of the longest line nearby, which is the measure there."""
    lengths = [line.length for line in lines]
    return [max(lengths[max(0, i - 5) : i + 6]) for i in range(len(lengths))]


def group(lines: Sequence[Line], roles: Sequence[str], layout: Layout) -> list[Chunk]:
    """Return the chunks: furniture of one role together, other lines as they were set."""
    chunks: list[Chunk] = []
    widths = local_widths(lines)
    spacing = layout.rhythm
    for index, (line, role) in enumerate(zip(lines, roles, strict=True)):
        chunk = chunks[-1] if chunks and chunks[-1].role == role else None
        if chunk is None:
            joins = False
        elif role:
            joins = True
        else:
            joins = not _begins_chunk(chunk, line, layout, spacing, widths[index - 1])
        if chunk is not None and joins:
            # A chunk that is set closer than the rest ends where the wider spacing returns.
            if len(chunk.lines) == 1 and not role and not layout.tops_page(line):
                spacing = min(layout.rhythm, line.gap)
            chunk.lines.append(line)
        else:
            spacing = layout.rhythm
            chunks.append(Chunk([line], role=role))
    for chunk in chunks:
        chunk.parts = [0] * len(chunk.lines)
    return chunks


def _begins_chunk(chunk: Chunk, line: Line, layout: Layout, spacing: int, width: int) -> bool:
    before = chunk.last
    if layout.tops_page(line):
        return not _runs_on(before, line, width)
    if line.gap > spacing:
        return True
    if LIST_MARK.match(line.text) and _begins_item(chunk, line, width):
        return True
    if begins_small(line.text):
        return False
    short = before.length + 1 + len(line.text.split(maxsplit=1)[0]) <= 0.93 * width
    if ends_sentence(before.text):
        indented = line.indent > before.indent + 1 and not layout.tops_page(before)
        return short or indented or not layout.wrapped
    # A heading right on top of its text.
    return len(chunk.lines) == 1 and looks_titled(before.text) and _is_far_longer(line, before)


def _begins_item(chunk: Chunk, line: Line, width: int) -> bool:
    """Whether a line with a list mark begins an item; "section" may end the line before "7."."""
    before, first = chunk.last, chunk.first
    return (
        ends_sentence(before.text)
        or before.text.endswith((";", ",", " and", " or", " y", " o"))
        or (first.indent == line.indent and _mark_style(first.text) == _mark_style(line.text))
        or before.length < 0.7 * width
    )


def _mark_style(text: str) -> str:
    mark = LIST_MARK.match(text)
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d]+", "a", mark.group())) if mark else ""


def _is_far_longer(line: Line, before: Line) -> bool:
    return before.length <= 0.6 * line.length


def _runs_on(before: Line, line: Line, width: int) -> bool:
    """Whether a sentence goes on from the foot of one page to the top of the next."""
    if ends_sentence(before.text):
        return False
    full = before.length >= 0.85 * width and not looks_titled(line.text)
    return begins_small(line.text) or full or is_open(before.text)


def is_open(text: str) -> bool:
    """Whether a line breaks off: after a comma, a hyphen or a word that asks for another."""
    if text.endswith((",", "-", "–", "—", "(")):
        return True
    return text.rsplit(maxsplit=1)[-1].lower() in _OPEN_END


def looks_titled(text: str) -> bool:
    """Whether a line is set in capitals or with a capital on nearly every long word."""
    if len(text) > 120 or ends_sentence(text.rstrip(":")):
        return False
    long_words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    capital = sum(1 for word in long_words if word[0].isupper())
    return bool(long_words) and text[:1].isalnum() and capital >= 0.7 * len(long_words)


def stitch(chunks: list[Chunk]) -> list[Chunk]:
    """Join the pieces of paragraphs that page breaks or furniture interrupt.

    The furniture stays where it is, after the paragraph that it interrupts.
    """
    joined: list[Chunk] = []
    open_chunk: Chunk | None = None
    interrupted = False
    for chunk in chunks:
        if chunk.role:
            joined.append(chunk)
            interrupted = open_chunk is not None
            continue
        if open_chunk is not None and chunk.is_free and _continues(open_chunk, chunk):
            part = open_chunk.parts[-1] + interrupted
            open_chunk.lines.extend(chunk.lines)
            open_chunk.parts.extend([part] * len(chunk.lines))
        else:
            joined.append(chunk)
            open_chunk = chunk if chunk.is_free else None
        interrupted = False
    return joined


def _continues(chunk: Chunk, after: Chunk) -> bool:
    """Whether a sentence that one chunk begins goes on in another."""
    last, first = chunk.last, after.first
    if LIST_MARK.match(first.text):
        return False
    long_enough = len(chunk.lines) >= 2 or len(last.text.split()) >= 6 or is_open(last.text)
    if begins_small(first.text):
        ended = ends_sentence(last.text) and not _INITIAL.search(last.text)
        lead_in = len(chunk.lines) == 1 and looks_titled(last.text)
        return long_enough and not ended and not lead_in
    if ends_sentence(last.text):
        return False
    measure = max(line.length for line in chunk.lines[-4:])
    if looks_titled(first.text) and first.length < 0.8 * measure:
        return False
    if is_open(last.text):
        return long_enough and (len(after.lines) >= 2 or ends_sentence(after.last.text))
    full = len(chunk.lines) >= 2 and last.length >= 0.85 * measure
    return full and len(after.lines) >= 2
