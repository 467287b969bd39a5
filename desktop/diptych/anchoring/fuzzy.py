"""Where words are that no longer stand letter by letter: the place that kept most of them.

Seeds and extension, as sequence search does it: pairs of words that the anchor and the document
share vote for a place, and at the places with most votes the words are aligned one by one.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from diptych.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import Anchor

_WORD = re.compile(r"\w+")
# Places that are aligned, and how far (in words) the parts of a passage may have moved apart.
_PLACES = 6
_SLACK = 24
# A pair of words that is there more often says nothing about a place.
_COMMON = 60
# Words of a quote from which on only so many at both of its ends are looked for: aligning takes
# time and memory by the square, of a whole book longer than anybody waits.
_LONG, _END = 1_500, 400


class Likeness(NamedTuple):
    """A place that resembles an anchor.

    Args:
        span: code points in the source.
        words: share of the quote's and the place's words that are in both, 0 to 1.
        before, after: share of the context's words that still stand on that side, 0 to 1; 1.0
            where the anchor has none, at an edge of the text.
    """

    span: Span
    words: float
    before: float
    after: float

    @property
    def score(self) -> float:
        """One figure to rank places by, 0 to 1."""
        return 0.5 * self.words + 0.25 * (self.before + self.after)


class Index(NamedTuple):
    """The words of a source by number, and where each pair of words begins.

    A long book has a million words: lists of them by pair would be ten times as large.

    Args:
        numbers: of each form of a word.
        forms: the number of each word of the source.
        starts, ends: code points of each word.
        last: by pair of words (see `pair`) where it begins last.
        before: by word, where the pair that begins there began before; -1 for nowhere.
    """

    numbers: dict[str, int]
    forms: array[int]
    starts: array[int]
    ends: array[int]
    last: dict[int, int]
    before: array[int]

    def pair(self, first: int, second: int) -> int:
        """Return what tells a pair of words, by their numbers, from every other."""
        return first * len(self.numbers) + second

    def of(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of words, -1 for one that is not in the source."""
        return [self.numbers.get(word, -1) for word in words]

    def beginnings(self, pair: int) -> list[int]:
        """Return where a pair of words begins; nothing for a common one."""
        found: list[int] = []
        place = self.last.get(pair, -1)
        while place >= 0:
            if len(found) == _COMMON:
                return []
            found.append(place)
            place = self.before[place]
        return found


class _Wanted(NamedTuple):
    """The words of an anchor by number: of its context before, its quote, its context after."""

    before: list[int]
    quote: list[int]
    after: list[int]

    @property
    def words(self) -> list[int]:
        return self.before + self.quote + self.after

    @property
    def ends(self) -> tuple[_Wanted, _Wanted]:
        """Its first words and its last ones, each with the words of the quote beside them."""
        quote = self.quote
        return (
            _Wanted(self.before, quote[:_END], quote[_END : _END + _SLACK]),
            _Wanted(quote[-_END - _SLACK : -_END], quote[-_END:], self.after),
        )


def likenesses(anchor: Anchor, index: Index) -> list[Likeness]:
    """Return the places that resemble an anchor, the most alike first; none overlap."""
    before, quote, after = (
        index.of([word.casefold() for word in _WORD.findall(words)])
        for words in (anchor.prefix, anchor.quote, anchor.suffix)
    )
    if not quote:
        return []
    # The outermost word of a context may be cut in two.
    wanted = _Wanted(before[1:], quote, after[:-1])
    if len(quote) > _LONG:
        first, last = (_chosen(_found(index, end)) for end in wanted.ends)
        return _chosen(_between(first, last, len(anchor.quote)))
    return _chosen(_found(index, wanted))


def _found(index: Index, wanted: _Wanted) -> list[Likeness]:
    words = wanted.words
    quote = len(wanted.before), len(wanted.before) + len(wanted.quote)
    found: list[Likeness] = []
    for start in _starts(index, words):
        low, high = max(0, start - _SLACK), start + len(words) + 2 * _SLACK
        taken = _align(index, words, quote, low, high)
        if taken is None:
            continue
        # A second place like it may lie right beside the first.
        begin, end, likeness = taken
        beside = [
            _align(index, words, quote, low, begin),
            _align(index, words, quote, end, high),
        ]
        found += [likeness, *(each[2] for each in beside if each)]
    return found


def _chosen(found: list[Likeness]) -> list[Likeness]:
    """Return the places that are most alike, of those that overlap."""
    found.sort(key=lambda each: (-each.score, each.span))
    chosen: list[Likeness] = []
    for each in found:
        if all(each.span.overlap(other.span) == 0 for other in chosen):
            chosen.append(each)
    return chosen


def _between(first: list[Likeness], last: list[Likeness], length: int) -> list[Likeness]:
    """Return the places that begin like the first words of a long quote and end like its last ones.

    Args:
        length: of the quote, code points; of several ends the one is meant that comes nearest.
    """
    found = []
    for begin in first:
        ends = [end for end in last if end.span.start >= begin.span.end]
        if ends:
            end = min(ends, key=lambda end: abs(end.span.end - begin.span.start - length))
            span = Span(begin.span.start, end.span.end)
            words = min(begin.words, end.words)
            found.append(Likeness(span, words, begin.before, end.after))
    return found


def index_of(source: str) -> Index:
    """Go through a source once: for a million words that takes seconds and 100 MB."""
    numbers: dict[str, int] = {}
    forms, starts, ends = array("i"), array("i"), array("i")
    for word in _WORD.finditer(source):
        forms.append(numbers.setdefault(word.group().casefold(), len(numbers)))
        starts.append(word.start())
        ends.append(word.end())
    index = Index(numbers, forms, starts, ends, {}, array("i"))
    for place, (first, second) in enumerate(pairwise(forms)):
        pair = index.pair(first, second)
        index.before.append(index.last.get(pair, -1))
        index.last[pair] = place
    return index


def _starts(index: Index, wanted: list[int]) -> list[int]:
    """Return word numbers at which the wanted words may begin, by votes of the pairs they share."""
    votes: Counter[int] = Counter()
    for offset, (first, second) in enumerate(pairwise(wanted)):
        if first >= 0 and second >= 0:
            for place in index.beginnings(index.pair(first, second)):
                votes[(place - offset) // _SLACK] += 1
    # A passage on the border of two bins has its votes in both.
    both = {bin_: count + votes.get(bin_ + 1, 0) for bin_, count in votes.items()}
    best = sorted(both, key=lambda bin_: (-both[bin_], bin_))[:_PLACES]
    return [bin_ * _SLACK for bin_ in best]


def _align(
    index: Index, wanted: list[int], quote: tuple[int, int], low: int, high: int
) -> tuple[int, int, Likeness] | None:
    """Align the wanted words with those from word `low` to word `high` of the source.

    Args:
        quote: which of the wanted words are the quote's, first and last (exclusive).

    Returns:
        First and last word (exclusive) of the place, and what it is like; None where no word of
        the quote is there.
    """
    first, last = quote
    partner: dict[int, int] = {}
    for code in LCSseq.opcodes(wanted, index.forms[low:high].tolist()):
        if code.tag == "equal":
            shift = low + code.dest_start - code.src_start
            partner.update((i, i + shift) for i in range(code.src_start, code.src_end))
    mine = [partner[i] for i in range(first, last) if i in partner]
    if not mine:
        return None
    begin, end = mine[0], mine[-1] + 1
    # Words next to a context that still stands belong to the quote, though they are new.
    if first - 1 in partner and begin - partner[first - 1] <= last - first:
        begin = partner[first - 1] + 1
    if last in partner and partner[last] - end < last - first:
        end = partner[last]
    span = Span(index.starts[begin], index.ends[end - 1])
    kept_before = [i for i in range(first) if i in partner]
    kept_after = [i for i in range(last, len(wanted)) if i in partner]
    likeness = Likeness(
        span,
        2 * len(mine) / (last - first + end - begin),
        len(kept_before) / first if first else 1.0,
        len(kept_after) / (len(wanted) - last) if len(wanted) > last else 1.0,
    )
    return begin, end, likeness
