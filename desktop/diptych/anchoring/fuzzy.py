"""Where words are that no longer stand letter by letter: the place that kept most of them.

Seeds and extension, as sequence search does it: pairs of words that the anchor and the document
share vote for a place, and at the places with most votes the words are aligned one by one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from diptych.model.document import Span

if TYPE_CHECKING:
    from diptych.model.note import Anchor

_WORD = re.compile(r"\w+")
# Places that are aligned, and how far (in words) the parts of a passage may have moved apart.
_PLACES = 6
_SLACK = 24
# A pair of words that is there more often says nothing about a place.
_COMMON = 60


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


class _Index(NamedTuple):
    """The words of a source: their forms and places, and where each pair of words begins."""

    forms: list[str]
    places: list[tuple[int, int]]
    pairs: dict[tuple[str, str], list[int]]


def likenesses(anchor: Anchor, source: str) -> list[Likeness]:
    """Return the places that resemble an anchor, the most alike first; none overlap."""
    index = _index(source)
    before = [word.casefold() for word in _WORD.findall(anchor.prefix)]
    quote = [word.casefold() for word in _WORD.findall(anchor.quote)]
    after = [word.casefold() for word in _WORD.findall(anchor.suffix)]
    # The outermost word of a context may be cut in two.
    wanted = before[1:] + quote + after[:-1]
    first, last = len(before[1:]), len(before[1:]) + len(quote)
    if not quote:
        return []
    found: list[Likeness] = []
    for start in _starts(index, wanted):
        low, high = max(0, start - _SLACK), start + len(wanted) + 2 * _SLACK
        taken = _align(index, wanted, (first, last), low, high)
        if taken is None:
            continue
        # A second place like it may lie right beside the first.
        begin, end, likeness = taken
        beside = [
            _align(index, wanted, (first, last), low, begin),
            _align(index, wanted, (first, last), end, high),
        ]
        found += [likeness, *(each[2] for each in beside if each)]
    found.sort(key=lambda each: (-each.score, each.span))
    chosen: list[Likeness] = []
    for each in found:
        if all(each.span.overlap(other.span) == 0 for other in chosen):
            chosen.append(each)
    return chosen


@lru_cache(maxsize=2)
def _index(source: str) -> _Index:
    words = [(word.group().casefold(), word.span()) for word in _WORD.finditer(source)]
    forms = [form for form, _place in words]
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for start, pair in enumerate(pairwise(forms)):
        pairs[pair].append(start)
    return _Index(forms, [place for _form, place in words], dict(pairs))


def _starts(index: _Index, wanted: list[str]) -> list[int]:
    """Return word numbers at which the wanted words may begin, by votes of the pairs they share."""
    votes: Counter[int] = Counter()
    for offset, pair in enumerate(pairwise(wanted)):
        places = index.pairs.get(pair, ())
        if len(places) <= _COMMON:
            for place in places:
                votes[(place - offset) // _SLACK] += 1
    # A passage on the border of two bins has its votes in both.
    both = {bin_: count + votes.get(bin_ + 1, 0) for bin_, count in votes.items()}
    best = sorted(both, key=lambda bin_: (-both[bin_], bin_))[:_PLACES]
    return [bin_ * _SLACK for bin_ in best]


def _align(
    index: _Index, wanted: list[str], quote: tuple[int, int], low: int, high: int
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
    for code in LCSseq.opcodes(wanted, index.forms[low:high]):
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
    span = Span(index.places[begin][0], index.places[end - 1][1])
    kept_before = [i for i in range(first) if i in partner]
    kept_after = [i for i in range(last, len(wanted)) if i in partner]
    likeness = Likeness(
        span,
        2 * len(mine) / (last - first + end - begin),
        len(kept_before) / first if first else 1.0,
        len(kept_after) / (len(wanted) - last) if len(wanted) > last else 1.0,
    )
    return begin, end, likeness
