"""Lines become the clean reading text of a block, with the exact way back to the source."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from diptych.formats.lines import DROPPED_SET
from diptych.formats.words import USUAL, rank
from diptych.model.document import OffsetMap, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diptych.formats.lines import Line

# What a run may not contain: blanks other than one single space, dropped characters, and the
# backslash that Markdown converters put before signs of their own.
_BREAK = re.compile(rf"(?! [^\s\\{DROPPED_SET}])(?:[\s{DROPPED_SET}]|\\(?=[$_*#&%]))+")

_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


def compose(
    source: str, pieces: Sequence[tuple[Line, int]], joiner: str, broken_words: frozenset[int]
) -> tuple[str, OffsetMap]:
    """Return the text of a block and its map.

    Args:
        source: the document's.
        pieces: lines with the number of the part each belongs to.
        joiner: what stands between two lines: a blank, or a line end where lines are kept.
        broken_words: ends of the lines whose last hyphen only breaks a word.
    """
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for number, (line, part) in enumerate(pieces):
        end = line.end - (line.end in broken_words)
        if number and joiner and not (joiner == " " and _clings(source, pieces[number - 1][0])):
            texts.append(joiner)
            length += 1
        words = source[line.start : end]
        if (
            words.isprintable()
            and "  " not in words
            and "\\" not in words
            and words == words.strip()
        ):
            # Most lines of a page: nothing in them breaks a run.
            if words:
                runs.append(Run(length, line.start, len(words), part))
                texts.append(words)
                length += len(words)
            continue
        for start, stop, blank in _runs(source, line.start, end):
            if blank and texts and not texts[-1].endswith((" ", "\n")):
                texts.append(" ")
                length += 1
            if start < stop:
                runs.append(Run(length, start, stop - start, part))
                texts.append(source[start:stop])
                length += stop - start
    return "".join(texts), OffsetMap(tuple(runs))


def _runs(source: str, start: int, end: int) -> Iterable[tuple[int, int, bool]]:
    """Yield stretches to keep, and whether a blank without source stands before each."""
    blank = False
    for found in _BREAK.finditer(source, start, end):
        if start < found.start():
            yield start, found.start(), blank
            blank = False
        # Dropped characters and backslashes leave nothing behind, any other break a blank.
        blank = blank or any(map(str.isspace, found.group()))
        start = found.end()
    if start < end:
        yield start, end, blank


def _clings(source: str, line: Line) -> bool:
    """Whether the next line follows without a blank: after a hyphen or a dash set close."""
    last = source[max(line.start, line.end - 2) : line.end]
    return len(last) == 2 and last[0].isalnum() | (last[0] == ".") and last[1] in "-\u2010—"


def find_broken_words(source: str, pairs: Sequence[tuple[Line, Line]]) -> frozenset[int]:
    """Return the ends of the lines whose last hyphen only breaks a word.

    A hyphen goes when the document has the whole word elsewhere and not with a hyphen. Where it
    has neither, it goes when the whole is a usual word, and in a document that is known to break
    words when the two halves are not both words of the document.

    Args:
        source: the document's.
        pairs: lines of one paragraph that follow each other.
    """
    candidates: list[tuple[int, str, str]] = []
    for before, after in pairs:
        if not before.text.endswith(("-", "\u2010")):
            continue
        left, right = _BROKEN_WORD.search(before.text[-40:]), _FIRST_WORD.match(after.text[:40])
        if left and right and right.group()[0].islower():
            candidates.append((before.end, left.group(1).lower(), right.group().lower()))
    if not candidates:
        return frozenset()
    wanted = {form for _, a, b in candidates for form in (a + b, f"{a}-{b}", a, b)}
    words = Counter(word for word in _WORD.findall(source.lower()) if word in wanted)
    # The halves at the line ends are no witnesses for themselves.
    words.subtract(half for _, *halves in candidates for half in halves)
    words = +words
    whole = {
        end
        for end, a, b in candidates
        if f"{a}-{b}" not in words and (a + b in words or rank(a + b) <= USUAL)
    }
    hyphened = {end for end, a, b in candidates if f"{a}-{b}" in words}
    breaks_words = len(whole) >= 2 and len(whole) > len(hyphened)
    return frozenset(
        end
        for end, a, b in candidates
        if end in whole
        or (breaks_words and end not in hyphened and not (a in words and b in words))
    )
