"""Whole blocks that are not the author's text: advertisements, captions, pull quotes, bylines."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from diptych.formats.chunks import looks_titled
from diptych.formats.lines import begins_small, ends_sentence
from diptych.formats.offers import is_offer
from diptych.formats.roles import (
    ADVERTISEMENT,
    BYLINE,
    CAPTION,
    FOOTNOTE,
    PAGE_NUMBER,
    PULL_QUOTE,
    REPEATED,
    RUNNING_HEAD,
)
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.formats.chunks import Chunk
    from diptych.formats.lines import Layout


# A description that stands in for a picture. The group is what any sentence might say as well.
_PICTURE = re.compile(
    r"(?:an?|the|una?|el|la)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:signature|photo(?:graph)?|image|picture|logo|seal|map|chart|graph|diagram|drawing|portrait"
    r"|illustration|screenshot|firma|fotografía|imagen|mapa|gráfico|retrato|sello|ilustración)\b"
    r"(?:\s+[\w-]+){0,4}?,?\s+(?:showing|shows|depict\w*|appearing|written|que muestra"
    r"|(?P<weak>in|of|with|that|de|con|en))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:figure|fig\.|table|chart|map|box|figura|tabla|cuadro|gráfica|mapa)\s+\d{1,3}(?:\.\d+)?[.:]"
    r"|(?:sources?|photos?|image|credit|fuentes?|fotos?|imagen)\s*:)\s+\S",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"[.!?]\s+(?:follow|síg(?:uelo|uela|ueme))(?:\s+(?:him|her|them))?"
    r"(?:\s+(?:on|at|en)\b.*|\s+@\w+)?\.?$",
    re.IGNORECASE,
)
_OFFER_WORDS = 25
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡])\.?\s+(?=\S)")
_WORD = re.compile(r"\w+")


def mark_inserts(chunks: Sequence[Chunk], source: str, layout: Layout) -> None:
    """Give a role to every block that is an insert."""
    for index, chunk in enumerate(chunks):
        if chunk.is_free:
            chunk.role = _role_of_words(chunks, index)
    _mark_footnotes(chunks)
    _mark_narrow(chunks, source, layout)
    _mark_foreign(chunks, layout)
    _mark_islands(chunks)
    _mark_second_headline(chunks)


def _role_of_words(chunks: Sequence[Chunk], index: int) -> str:
    chunk = chunks[index]
    text = " ".join(line.text for line in chunk.lines[:3])
    if len(chunk.lines) <= 3 and is_offer(text):
        return ADVERTISEMENT
    if _LABEL.match(text) and chunk.words <= 80:
        return CAPTION
    if index and describes_picture(chunk):
        before = chunks[index - 1]
        picture = _PICTURE.match(text)
        if before.kind is BlockKind.ADDRESS or (before.role and picture and not picture["weak"]):
            return CAPTION
    if len(chunk.lines) <= 8 and _FOLLOW.search(chunk.last.text[-60:]):
        return BYLINE
    return ""


def describes_picture(chunk: Chunk) -> bool:
    """Whether a block may be a description that stands in for a picture."""
    text = " ".join(line.text for line in chunk.lines[:3])
    return _PICTURE.match(text) is not None and chunk.words <= 60


def _mark_footnotes(chunks: Sequence[Chunk]) -> None:
    """Mark numbered notes between a broken sentence and the foot of the page."""
    page_ends = {PAGE_NUMBER, RUNNING_HEAD}
    for index in range(1, len(chunks)):
        chunk, before = chunks[index], chunks[index - 1]
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        if not chunk.is_free or not _NOTE_MARK.match(chunk.first.text) or len(chunk.lines) > 6:
            continue
        if (
            before.is_free
            and not ends_sentence(before.last.text)
            and (after is None or after.role in page_ends or after.first.feed)
        ):
            chunk.role = FOOTNOTE


def _mark_narrow(chunks: Sequence[Chunk], source: str, layout: Layout) -> None:
    """Mark blocks that were broken far short of the measure, when they are not running text.

    Such a block is a pull quote when its words stand elsewhere in the text, and an advertisement
    when it interrupts a sentence or is set closer than the double-spaced page around it.
    """
    short = _find_short(chunks, layout)
    narrow = [
        group
        for i in range(len(chunks))
        if short[i]
        for group in (_interrupted(chunks, i, short), [i])
        if group and (len(group) > 1 or _is_narrow(chunks[i]))
    ]
    shingles = [
        list(_shingles(" ".join(line.text for i in group for line in chunks[i].lines)))
        for group in narrow
    ]
    wanted = {shingle for found in shingles for shingle in found}
    counts = Counter(s for s in _shingles(source) if s in wanted) if wanted else Counter()
    for group, found in zip(narrow, shingles, strict=True):
        i, chunk = group[0], chunks[group[0]]
        if not all(chunks[at].is_free for at in group):
            continue
        elsewhere = sum(1 for shingle in found if counts[shingle] > 1)
        is_column = len(chunk.lines) >= 4 and chunk.words <= 3 * len(chunk.lines)
        if found and elsewhere >= (0.3 if is_column else 0.6) * len(found):
            for at in group:
                chunks[at].role = PULL_QUOTE
        elif len(group) > 1:
            continue
        elif (layout.rhythm and all(line.gap == 0 for line in chunk.lines[1:])) or (
            _interrupts(chunks, i, i)
        ):
            chunk.role = ADVERTISEMENT


def _is_narrow(chunk: Chunk) -> bool:
    """Whether a short chunk was broken far short of the measure that is used around it."""
    if len(chunk.lines) < 2:
        return False
    text = " ".join(line.text for line in chunk.lines[:3])
    if len(chunk.lines) <= 3 and looks_titled(text):
        return False
    return not any(
        ends_sentence(line.text) and len(line.text.split()) > 2 for line in chunk.lines[:-1]
    )


def _find_short(chunks: Sequence[Chunk], layout: Layout) -> list[bool]:
    """Return for each chunk whether all its lines are far shorter than those around it."""
    if not layout.wrapped:
        return [False] * len(chunks)
    free = [chunk.is_free for chunk in chunks]
    lengths = [
        [line.length for line in chunk.lines[:30]] if free[i] else [0]
        for i, chunk in enumerate(chunks)
    ]
    measures = [max(each[:20]) for each in lengths]
    found = []
    for i, chunk in enumerate(chunks):
        if not free[i] or len(chunk.lines) > 30:
            found.append(False)
            continue
        before = [at for at in range(i - 1, max(0, i - 6) - 1, -1) if free[at]][:2]
        after = [at for at in range(i + 1, min(len(chunks), i + 7)) if free[at]][:2]
        measure = max((measures[at] for at in before + after), default=0)
        found.append(max(lengths[i]) <= 0.55 * measure)
    return found


def _interrupted(chunks: Sequence[Chunk], index: int, short: Sequence[bool]) -> list[int]:
    """Return a short chunk that breaks off, and the next one, where furniture parts the two."""
    after = next((i for i in range(index + 1, min(len(chunks), index + 9)) if chunks[i].is_free), 0)
    if (
        after <= index + 1
        or (begins_small(chunks[index].first.text) and chunks[index].first.text[0] not in '“"«')
        or ends_sentence(chunks[index].last.text)
        or not _goes_on(chunks[index], chunks[after])
        or not short[after]
    ):
        return []
    return [index, after]


def _goes_on(chunk: Chunk, after: Chunk) -> bool:
    """Whether a chunk that breaks off may go on in another: also where it is a quotation."""
    quoted = chunk.first.text[0] in '“"«' and after.last.text[-1] in '”"»'
    return quoted or begins_small(after.first.text)


def _shingles(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield every four words in a row, without punctuation and capitals."""
    words = _WORD.findall(text.casefold())
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _interrupts(chunks: Sequence[Chunk], first: int, last: int) -> bool:
    """Whether the running text breaks off before some chunks and goes on after them."""
    before = next((c for c in reversed(chunks[max(0, first - 8) : first]) if c.is_free), None)
    after = next((c for c in chunks[last + 1 : last + 9] if c.is_free), None)
    return (
        before is not None
        and after is not None
        and not ends_sentence(before.last.text)
        and before.words >= 6
        and begins_small(after.first.text)
        and not begins_small(chunks[first].first.text)
        and ends_sentence(chunks[last].last.text)
    )


def _mark_foreign(chunks: Sequence[Chunk], layout: Layout) -> None:
    """Mark sentences that stand between the two halves of another, on lines short of the measure.

    The half before has to end where its line does, so that no quotation or verse that a sentence
    leads into and out of is taken.
    """
    for index in range(1, len(chunks)):
        for many in (1, 2, 3):
            group = chunks[index : index + many]
            if all(chunk.is_free for chunk in group) and _is_foreign(chunks, index, group, layout):
                for chunk in group:
                    chunk.role = ADVERTISEMENT


def _is_foreign(
    chunks: Sequence[Chunk], index: int, group: Sequence[Chunk], layout: Layout
) -> bool:
    if sum(len(chunk.lines) for chunk in group) > 4:
        return False
    lines = [line for chunk in group for line in chunk.lines]
    together = all(chunk.first.gap <= layout.rhythm for chunk in group[1:])
    behind = chunks[index + len(group)] if index + len(group) < len(chunks) else None
    apart = (
        behind is not None
        and (behind.role or behind.first.gap > layout.rhythm)
        and (chunks[index - 1].role or group[0].first.gap > layout.rhythm)
    )
    if sum(chunk.words for chunk in group) > _OFFER_WORDS:
        return False
    if lines[-1].text.endswith(":"):
        return False
    if not together or not apart or not lines[0].text.lstrip("“\"'‘¡¿(")[:1].isupper():
        return False
    before = next((c for c in reversed(chunks[max(0, index - 8) : index]) if c.is_free), None)
    if before is None or len(before.lines) < 2:
        return False
    full = max(line.length for line in before.lines[-5:])
    return (
        layout.wrapped
        and max(line.length for line in lines) <= 0.75 * full <= before.last.length
        and _interrupts(chunks, index, index + len(group) - 1)
    )


def _mark_islands(chunks: Sequence[Chunk]) -> None:
    """Mark short blocks between an advertisement or byline and other furniture."""
    strong = {ADVERTISEMENT, BYLINE}
    for index in range(1, len(chunks)):
        chunk, before = chunks[index], chunks[index - 1]
        after = chunks[index + 1].role if index + 1 < len(chunks) else "end"
        if not chunk.is_free or not before.role or not after:
            continue
        if (before.role in strong or after in strong) and chunk.words <= 14:
            chunk.role = ADVERTISEMENT


def _mark_second_headline(chunks: Sequence[Chunk]) -> None:
    """Mark the headline where it is printed once more, after the text."""
    free = [chunk for chunk in chunks if chunk.is_free]
    if len(free) < 3 or free[0].words < 4:
        return
    headline = " ".join(line.text for line in free[0].lines).casefold()
    if len(headline) > 300 or ends_sentence(headline):
        return
    for chunk in free[2:]:
        if " ".join(line.text for line in chunk.lines[:4]).casefold() == headline:
            chunk.role = REPEATED
