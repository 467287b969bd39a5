"""Letters: what stands before the salutation and after the closing formula is an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.formats.inserts import describes_picture
from diptych.formats.lines import ends_sentence
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.chunks import Chunk
    from diptych.formats.lines import Layout

_SALUTATION = re.compile(
    r"(?:dear|to whom it may concern|your excellency|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?"
    r"|distinguid[oa]s?|excelent[ií]sim[oa]s?|muy señor(?:es|a)?)\b.{0,160}[:,]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:yours\s+)?(?:very\s+|most\s+)?(?:sincerely|respectfully|truly|faithfully|cordially)"
    r"(?:\s+yours)?|(?:with\s+)?(?:best|kind|warm)(?:est)?\s+(?:regards|wishes)|regards"
    r"|(?:muy\s+)?(?:atentamente|cordialmente|respetuosamente|sinceramente)"
    r"|(?:un\s+)?(?:cordial\s+)?saludos?(?:\s+cordial(?:es)?)?|suy[oa]\s+afectísim[oa]),?",
    re.IGNORECASE,
)

# A letter head longer than this is a text of its own.
_HEAD_CHUNKS = 40


def mark_addresses(chunks: list[Chunk], layout: Layout) -> str:
    """Give letter head, salutation and signatures their kind, and join what was set together.

    Returns:
        The salutation without its last sign, or "" when this is no letter.
    """
    title = _mark(chunks)
    for index in range(len(chunks) - 1, 0, -1):
        before, chunk = chunks[index - 1], chunks[index]
        if (
            chunk.kind is before.kind is BlockKind.ADDRESS
            and chunk.first.gap <= layout.rhythm
            and not layout.tops_page(chunk.first)
        ):
            before.lines.extend(chunk.lines)
            before.parts.extend(chunk.parts)
            del chunks[index]
    return title


def _mark(chunks: Sequence[Chunk]) -> str:
    title = ""
    free = [chunk for chunk in chunks if not chunk.role]
    salutation = next(
        (i for i, chunk in enumerate(free[:_HEAD_CHUNKS]) if _is_salutation(chunk)), None
    )
    if salutation is not None and all(_is_unpunctuated(chunk) for chunk in free[:salutation]):
        title = " ".join(line.text for line in free[salutation].lines).rstrip(":, ")
        for chunk in free[: salutation + 1]:
            chunk.kind = BlockKind.ADDRESS
    closed = False
    for chunk in free:
        if _CLOSING.fullmatch(chunk.first.text):
            closed = True
        elif closed and describes_picture(chunk):
            continue
        elif closed and not _is_unpunctuated(chunk):
            closed = False
        if closed:
            chunk.kind = BlockKind.ADDRESS
    return title


def _is_salutation(chunk: Chunk) -> bool:
    return (
        len(chunk.lines) <= 2
        and _SALUTATION.fullmatch(" ".join(line.text for line in chunk.lines)) is not None
    )


def _is_unpunctuated(chunk: Chunk) -> bool:
    """Whether the lines are names, offices and streets: short, without full stops."""
    return all(
        len(line.text.split()) <= 16 and (not ends_sentence(line.text) or len(line.text) <= 12)
        for line in chunk.lines
    )
