"""The reading text without footnote marks and damaged words; the source keeps both.

Only the text of the blocks changes. What is taken out has no run any more, what is put in has no
source, so that every quotation still shows what the page says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.damage import Repair, Vocabulary
from diptych.formats.roles import SCAN_NOISE
from diptych.formats.words import UNKNOWN, rank
from diptych.model.document import BlockKind, OffsetMap, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.document import Block

_MENDED = frozenset(
    {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION}
)

# A document is damaged when so many of its words are.
_DAMAGED_WORDS = 3

# Numbers on the heels of a word or sentence: "peace.2", "peace.”2, 3 It", "peace,4 and".
_NUMBERS = re.compile(
    r"(?P<word>(?<![^\W\d_])[^\W\d_]{1,40}|\b(?:1[5-9]|20)\d\d)"
    r"(?P<end>[.!?,;:]?[\"”’»)\]]?[.!?,;:]?)"
    r"(?P<marks>\d{1,3}(?:, ?\d{1,3}){0,3})(?=\s|$|[^\W\d_a-zà-þ]|[“\"¿(])"
)
# Signs that stand for footnotes, or for numbers that were misread.
_SIGNS = re.compile(
    r"(?<![^\W_])(?P<word>[^\W_]{1,40})[.!?,;][\"”’)]?"
    r"(?P<marks>[*°®©™†‡§>]+)(?=\s|$|[^\W\d_a-zà-þ])"
)
_APOSTROPHE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]{1,40})[.!?](?P<marks>['’])(?=\s|$)")
_OPENS = {
    ">": re.compile("<"),
    "*": re.compile(r"(?:^|[\s(])\*+\w"),
    "'": re.compile(r"(?:^|[\s(“\"])['‘]\w"),
}
_OPENS["’"] = _OPENS["'"]

# What a number belongs to: "No.5", "Sec.7", "p.12".
_NUMBERED = frozenset(
    re.findall(
        r"\w+",
        """
        no nos nr art arts sec secs p pp vol vols v ch chap fig figs tab par para c ca cap op ver
        pt pts st ann app ex eq ed eds stat núm num pág págs inc lib tit cf jan feb mar apr jun jul
        aug sept oct nov dec ene abr ago dic gen exod lev deut josh judg sam chron neh ps prov isa
        jer ezek dan hos matt rom cor gal eph phil col thess heb jas pet rev
        """,
    )
)
_PROSE = re.compile(r"(?:[\s“\"‘'(—-][^\s/\\_]+){2}(?:[\s“\"‘'(—-]|^)[^\s/\\_]*$")
_NEXT = 4  # how far a footnote's number may be from the one before it


def mend(blocks: Sequence[Block], *, language: str) -> tuple[Block, ...]:
    """Return the blocks with their damaged words mended and their footnote marks taken out."""
    mended = list(blocks)
    body = [place for place, block in enumerate(blocks) if block.kind in _MENDED]
    texts = [blocks[place].text for place in body]
    vocabulary = Vocabulary(texts, spanish=language == "es")
    count = sum(len(vocabulary.repairs(text)) for text in texts)
    # Where other things on the page say that it was scanned, fewer words have to say so.
    scanned = sum(block.role == SCAN_NOISE for block in blocks)
    if vocabulary.is_damaged(count, max(1, _DAMAGED_WORDS - scanned)):
        for place, text in zip(body, texts, strict=True):
            mended[place] = mend_block(mended[place], vocabulary.repairs(text, damaged=True))
    marks = footnote_marks([mended[place].text for place in body])
    for place, repairs in zip(body, marks, strict=True):
        mended[place] = mend_block(mended[place], repairs)
    return tuple(mended)


# --- footnote marks -----------------------------------------------------------------------------


class _Mark(NamedTuple):
    """A possible mark: the text it is in, its place, its numbers, whether it is surely one."""

    text: int
    start: int
    end: int
    first: int
    last: int
    sure: bool


def footnote_marks(texts: Sequence[str]) -> list[list[Repair]]:
    """Return for each text the marks to take out.

    A number at the end of a sentence is a mark. Elsewhere it is one where it counts on from the
    marks before it.
    """
    marks = [mark for place, text in enumerate(texts) for mark in _numbers(place, text)]
    sure = [mark for mark in marks if mark.sure]
    found: list[list[Repair]] = [[] for _ in texts]
    last = passed = 0
    for mark in marks:
        passed += mark.sure
        following = sure[passed] if passed < len(sure) else None
        fits = 0 < mark.first - last <= _NEXT or (
            following is not None and 0 < following.first - mark.last <= _NEXT
        )
        if mark.sure or (len(sure) >= 2 and fits):
            last = mark.last
            found[mark.text].append(_without(texts[mark.text], mark.start, mark.end))
    for place, text in enumerate(texts):
        found[place] += _signs(text, numbered=len(sure) >= 2)
        found[place].sort()
    return found


def _numbers(place: int, text: str) -> list[_Mark]:
    found = []
    for match in _NUMBERS.finditer(text):
        word, end = match["word"], match["end"]
        numbers = [int(number) for number in re.findall(r"\d+", match["marks"])]
        if word.lower() in _NUMBERED or not numbers[0] or numbers != sorted(set(numbers)):
            continue
        if not end and (not word.islower() or len(word) < 3 or rank(word) == UNKNOWN):
            continue
        if not _follows_prose(text, match.start("marks")):
            continue
        ends = any(sign in end for sign in ".!?")
        known = len(word) > 2 and rank(word.lower()) < UNKNOWN
        sure = ends and known and _begins_sentence(text, match.end())
        found.append(_Mark(place, match.start("marks"), match.end(), numbers[0], numbers[-1], sure))
    return found


def _begins_sentence(text: str, at: int) -> bool:
    rest = text[at:].lstrip(" \"“‘'(¿¡[")
    return not rest or rest[0].isupper() or rest[0].isdigit()


def _signs(text: str, *, numbered: bool) -> list[Repair]:
    found = []
    opened: dict[str, bool] = {}
    for pattern in (_SIGNS, _APOSTROPHE) if numbered else (_SIGNS,):
        for match in pattern.finditer(text):
            sign = match["marks"][0]
            if sign not in opened:
                opened[sign] = sign in _OPENS and _OPENS[sign].search(text) is not None
            if not opened[sign]:
                start = match.start("marks")
                if _follows_prose(text, start) and not _is_strange(match["word"]):
                    found.append(_without(text, start, match.end("marks")))
    return found


def _is_strange(word: str) -> bool:
    return word.isalpha() and word.islower() and rank(word) == UNKNOWN


def _follows_prose(text: str, at: int) -> bool:
    """Whether a mark stands after a plain word, and that after others: no name of a file."""
    return _PROSE.search(text[max(0, at - 80) : at]) is not None


def _without(text: str, start: int, end: int) -> Repair:
    """Take a mark out; where a sentence begins right behind it, leave a blank."""
    return Repair(start, end, " " if text[end : end + 1].strip() else "")


# --- the text and its map -----------------------------------------------------------------------


def mend_block(block: Block, repairs: Sequence[Repair]) -> Block:
    """Return a block with other words at some places of its text.

    Args:
        block: the block.
        repairs: in the order of the text, and apart from each other.
    """
    if not repairs:
        return block
    texts: list[str] = []
    runs: list[Run] = []
    begin = length = 0
    for start, end, words in (*repairs, Repair(len(block.text), len(block.text), "")):
        runs += _moved(block.map.runs, begin, start, length - begin)
        texts += (block.text[begin:start], words)
        length += start - begin + len(words)
        begin = end
    return block._replace(text="".join(texts), map=OffsetMap(_numbered_anew(runs)))


def _moved(runs: Sequence[Run], start: int, end: int, by: int) -> list[Run]:
    """Return the runs of a stretch of the text, moved to another place of the text."""
    found = []
    for run in runs:
        low, high = max(start, run.text_start), min(end, run.text_start + run.length)
        if low < high:
            shift = run.source_start - run.text_start
            found.append(Run(low + by, low + shift, high - low, run.part))
    return found


def _numbered_anew(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with parts that count on from 0, where a whole part was taken out."""
    parts = {part: number for number, part in enumerate(dict.fromkeys(run.part for run in runs))}
    return tuple(run._replace(part=parts[run.part]) for run in runs)
