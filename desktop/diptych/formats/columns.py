"""Pull quotes that a scan put into the lines of the text beside them.

The last words of a line, and those of the lines under it, make a sentence that stands elsewhere in
the text in one piece, while the first words of the lines read on without them. No other text has
both, so the words alone tell; the gap between the columns only says where to look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from diptych.formats.lines import DROPPED, ends_sentence
from diptych.formats.margins import Margin
from diptych.formats.roles import PULL_QUOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Line

_WORD = re.compile(r"[^\W_]+")
# A column beside the text: a gap that no full stop explains, or a stray sign between blanks.
_GAP = re.compile(
    r"[^\s.!?:][ \t]{2,}(?=\S)|[ \t]{3,}(?=\S)|[ \t][~.|•·»«=*_-]+[ \t]+(?=\S)"
    r"|[ \t](?:\.\.\.|…)(?=\w)"
)
_NEAR = 4  # lines around such a line that may belong to the same column
_SHINGLE = 3  # words that must stand elsewhere in a row to begin with
_LONGEST = 30  # lines of one quote
_WIDEST = 60  # words of a line that may hold two columns
_PLACES = 50  # places of the same three words that are tried
_LEFTMOST = 20  # columns of the text beside a quote, at least
_UNEVEN = 20  # columns by which letters of different width may move the beginning of a line
_ALIKE = 70  # how alike two readings of one word are, of 100
_SAME_WORDS = 85  # the same of several words together
# Places that are compared at all: a scanned report of 11,500 words needs 2,000, and a text that
# says everything a hundred times would never end.
_MOST = 100_000


class _Token(NamedTuple):
    """A word: its line, its place in the source, and its letters."""

    line: int
    start: int
    end: int
    word: str


class _Piece(NamedTuple):
    """The end of a line: the line, its first token, and how many tokens it has."""

    line: int
    first: int
    words: int


def part_columns(
    source: str, lines: list[Line], roles: list[str]
) -> tuple[list[Line], list[str], list[Margin]]:
    """Return lines and roles without the pull quotes that stand beside the text, and these."""
    free = [index for index, role in enumerate(roles) if not role]
    page = [lines[index] for index in free]
    zones = _zones(page)
    if not zones:
        return lines, roles, []
    search = _Search(source, page, zones)
    cut: dict[int, Line | None] = {}
    margins: list[Margin] = []
    done = -1
    for index in zones:
        chain = search.chain(index) if index > done else []
        for piece in chain:
            line = page[piece.line]
            start = search.cut(piece)
            quote = _part(source, line, start, line.end)
            margins.append(Margin(quote, PULL_QUOTE, chain[0].line))
            left = _part(source, line, line.start, start) if start > line.start else None
            cut[free[piece.line]] = left and replace(left, beside=line.end - left.end)
            done = piece.line
    kept = [
        (cut.get(at, line), role) for at, (line, role) in enumerate(zip(lines, roles, strict=True))
    ]
    whole = [(line, role) for line, role in kept if line is not None]
    return [line for line, _ in whole], [role for _, role in whole], margins


def _zones(lines: Sequence[Line]) -> list[int]:
    """Return the lines near one that seems to have two columns."""
    near: set[int] = set()
    for index, line in enumerate(lines):
        if _GAP.search(line.text):
            near.update(range(max(0, index - _NEAR), min(len(lines), index + _NEAR + 1)))
    return sorted(near)


def _part(source: str, line: Line, start: int, end: int) -> Line:
    """Return a part of a line as a line of its own."""
    words = source[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    indent = line.indent + first - line.start
    return replace(
        line, start=first, end=last, text=DROPPED.sub("", source[first:last]), indent=indent
    )


class _Search:
    """Looks for the words at the ends of lines elsewhere in the text."""

    def __init__(self, source: str, lines: Sequence[Line], zones: Sequence[int]) -> None:
        self._source = source
        self._lines = lines
        self._compared = 0
        self._tokens: list[_Token] = []
        self._first: list[int] = []
        for index, line in enumerate(lines):
            self._first.append(len(self._tokens))
            for found in _WORD.finditer(source, line.start, line.end):
                word = found.group().casefold()
                self._tokens.append(_Token(index, found.start(), found.end(), word))
        self._first.append(len(self._tokens))
        self._words = [token.word for token in self._tokens]
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        wanted = {
            tuple(self._words[at : at + _SHINGLE])
            for index in zones
            for at in range(self._first[index], self._first[index + 1] - _SHINGLE + 1)
        }
        shingles = zip(*(self._words[n:] for n in range(_SHINGLE)), strict=False)
        for at, shingle in enumerate(shingles):
            if shingle in wanted and len(self._places[shingle]) < _PLACES:
                self._places[shingle].append(at)

    def cut(self, piece: _Piece) -> int:
        """Return where the column begins: after the first blank behind the text's last word."""
        begin = self._tokens[piece.first].start
        if piece.first == self._first[piece.line]:
            return self._lines[piece.line].start
        last = self._tokens[piece.first - 1].end
        between = self._source[last:begin]
        return last + len(between.split()[0]) if between[:1].strip() else last

    def chain(self, index: int) -> list[_Piece]:
        """Return the pieces of the quote that begins at the end of a line, or none."""
        begin, end = self._first[index], self._first[index + 1]
        best: list[_Piece] = []
        if end - begin > _WIDEST or self._compared > _MOST:
            return best
        for first in range(begin + 1, end - _SHINGLE + 1):
            for place in self._places[tuple(self._words[first : first + _SHINGLE])]:
                if begin <= place < end or not self._alike(first, place, end - first):
                    continue
                found = self._follow(index, first, place)
                if sum(p.words for p in found) > sum(p.words for p in best):
                    best = found
        return best

    def _follow(self, index: int, first: int, place: int) -> list[_Piece]:
        """Return the pieces of a quote whose first line and whose place elsewhere are known."""
        begin, end = self._first[index], self._first[index + 1]
        after = place + self._alike(first, place, end - first)
        while first > begin and place and self._same(first - 1, place - 1):
            first, place = first - 1, place - 1
        if first == begin:  # The line is there twice, and no column.
            return []
        chain = [_Piece(index, first, end - first)]
        for line in range(index + 1, min(len(self._lines), index + _LONGEST)):
            if place < self._first[line + 1] and after >= begin:  # That is the same place.
                break
            piece = self._next(line, after, whole=len(chain) > 1)
            if piece is not None:
                if len(chain) == 1 and self._begins_here(chain[0], piece, after):
                    chain, place = [], after
                chain.append(piece)
                after += self._alike(piece.first, after, piece.words)
            elif self._first[line + 1] - self._first[line] > 2:
                break
        words = [word for p in chain for word in self._words[p.first : p.first + p.words]]
        if len(chain) < 2 or sum(map(str.isalpha, words)) < 2 * _SHINGLE:
            return []
        parted = all(self._is_parted(piece) for piece in chain)
        gaps = sum(map(self._has_gap, chain)) >= min(2, 4 - len(chain))
        return chain if parted and gaps and self._is_column(chain) else []

    def _next(self, line: int, place: int, *, whole: bool) -> _Piece | None:
        """Return the longest end of a line that goes on with the words at a place."""
        begin, end = self._first[line], self._first[line + 1]
        if end - begin > _WIDEST:
            return None
        for first in range(begin if whole else begin + 1, end):
            count = end - first
            if not self._alike(first, place, count):
                continue
            piece = _Piece(line, first, count)
            if count > 1 or self._has_gap(piece) or (self._ends(first) and self._ends(place)):
                return piece
        return None

    def _begins_here(self, before: _Piece, piece: _Piece, place: int) -> bool:
        """Whether a quote begins with a piece, and what was taken for its first line is text."""
        ended = self._source[self._tokens[place - 1].end : self._tokens[place].start]
        return bool(set(ended) & set(".!?")) and not self._has_gap(before) and self._has_gap(piece)

    def _is_column(self, chain: Sequence[_Piece]) -> bool:
        """Whether the pieces begin below each other, right of words that could be a text."""
        starts = []
        for piece in chain:
            line = self._lines[piece.line]
            starts.append(line.indent + self._tokens[piece.first].start - line.start)
        return min(starts) >= _LEFTMOST and max(starts) - min(starts) <= _UNEVEN

    def _ends(self, token: int) -> bool:
        """Whether a sentence ends with a word."""
        return ends_sentence(self._source[self._tokens[token].start : self._tokens[token].end + 1])

    def _alike(self, first: int, place: int, count: int) -> int:
        """Return how many words at a place say what the words at another say, 0 if they do not.

        A few letters may be misread, and a word may be split or two joined.
        """
        self._compared += 1
        if self._words[first : first + count] == self._words[place : place + count]:
            return count
        if place >= len(self._words) or not self._same(first, place):
            return 0
        own = "".join(self._words[first : first + count])
        for many in (count, count + 1, count - 1, count + 2):
            other = "".join(self._words[place : place + many])
            if many and fuzz.ratio(own, other) >= _SAME_WORDS:
                return many
        return 0

    def _same(self, one: int, other: int) -> bool:
        left, right = self._words[one], self._words[other]
        return left == right or (
            min(len(left), len(right)) > 3 and fuzz.ratio(left, right) >= _ALIKE
        )

    def _has_gap(self, piece: _Piece) -> bool:
        """Whether more than a blank stands between the text and the column."""
        if piece.first == self._first[piece.line]:
            return True
        last, begin = self._tokens[piece.first - 1].end, self._tokens[piece.first].start
        return _GAP.search(self._source, last - 1, begin + 1) is not None

    def _is_parted(self, piece: _Piece) -> bool:
        """Whether a blank stands between the text and the column."""
        if piece.first == self._first[piece.line]:
            return True
        between = self._source[self._tokens[piece.first - 1].end : self._tokens[piece.first].start]
        return any(map(str.isspace, between))
