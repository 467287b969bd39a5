"""The lines of a plain text, and how the page was set: its measure, its spacing, its indent.

Nothing here knows what a line means beyond how it begins and ends.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

# Never shown: control characters, soft hyphens, zero-width blanks and joiners of lines, and
# private-use glyphs, which no font but the one of the printed page can draw.
DROPPED_SET = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff"
    r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
DROPPED = re.compile(f"[{DROPPED_SET}]")

_SENTENCE_END = re.compile(r"[.!?…:]['\"’”»›)\]]*[\d*†‡,°]{0,6}$")
_OPENING = "'\"‘“«‹„([{¿¡"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Args:
        start: of its first character that is not blank, in the source.
        end: after its last character that is not blank.
        text: without blanks around it and without dropped characters.
        indent: columns before it.
        gap: blank lines before it.
        feed: whether a form feed stands before it.
        beside: columns that were taken off its end, where something else stood beside the text.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    feed: bool
    beside: int = 0

    @property
    def length(self) -> int:
        """Columns from the left edge of the page to the last character."""
        return self.indent + self.end - self.start + self.beside


def split_lines(source: str) -> list[Line]:
    """Return the lines of a source that show anything."""
    lines: list[Line] = []
    dropping = DROPPED.search(source) is not None
    position, gap, feed = 0, 0, False
    for raw in source.splitlines(keepends=True):
        text = (DROPPED.sub("", raw) if dropping else raw).strip()
        if text:
            start = position + raw.index(text[0])
            end = position + raw.rindex(text[-1]) + 1
            before = raw[: start - position]
            indent = len(before.expandtabs(8)) if "\t" in before else len(before)
            lines.append(Line(start, end, text, indent, gap, feed))
            gap, feed = 0, False
        else:
            gap += 1
        position += len(raw)
        feed = feed or raw.endswith("\f")
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, footnote marks after it or not."""
    return _SENTENCE_END.search(text[-24:]) is not None


def begins_small(text: str) -> bool:
    """Whether a line begins in the middle of a sentence: with a small letter or punctuation."""
    first = text.lstrip(_OPENING)[:1]
    return first.islower() or first in {",", ";", ")", "”", "’"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the page was set.

    Args:
        width: columns of a full line.
        rhythm: blank lines between two lines of one paragraph: 1 where it is double spaced.
        wrapped: whether paragraphs are broken into lines at all.
        indent: of most lines.
        stray: whether a single blank before a line is an accident of the page, not an indent.
    """

    width: int
    rhythm: int
    wrapped: bool
    indent: int
    stray: bool

    def tops_page(self, line: Line) -> bool:
        """Whether a line stands at the top of a page, so that its gap says nothing."""
        return line.feed or (self.stray and line.indent == self.indent + 1)


def measure(lines: list[Line]) -> Layout:
    """Find out how the page was set.

    Lines that surely belong together (the first ends without punctuation, the next begins small)
    show the spacing within a paragraph.
    """
    gaps: Counter[int] = Counter()
    indents: Counter[int] = Counter(line.indent for line in lines)
    indent = indents.most_common(1)[0][0] if indents else 0
    for before, line in pairwise(lines):
        if begins_small(line.text) and not ends_sentence(before.text):
            gaps[line.gap] += 1
    together = sum(gaps.values())
    wrapped = together >= 1 and together >= 0.1 * len(lines)
    rhythm = min(1, gaps.most_common(1)[0][0]) if wrapped else 0
    lengths = sorted(line.length for line in lines)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    stray = 0 < indents[indent + 1] <= 0.2 * len(lines)
    return Layout(width, rhythm, wrapped, indent, stray)
