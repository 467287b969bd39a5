"""Where the wording of two documents differs, word by word.

Short texts are compared by rapidfuzz (bit-parallel longest common subsequence). In long ones, words
and then groups of words that stand once on either side are matched first, as in Cohen's patience
diff, and only the gaps between them are compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from diptych.model.comparison import Passage
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from diptych.model.document import Document

# Words a side up to which the exact comparison is quick.
_EXACT = 3_000
# Groups of this many words are tried as anchors, in turn.
_GROUPS = (1, 2, 4)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign: `[start, end)` in the text of a block."""

    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Tokens `[left_start, left_end)` that stand where `[right_start, right_end)` stand."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def tokens(document: Document) -> list[Token]:
    """Return the words and signs of a document without its furniture."""
    return [
        token
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.FURNITURE
        for token in tokens_in(block.text, number, 0, len(block.text))
    ]


def tokens_in(text: str, block: int, start: int, end: int) -> list[Token]:
    """Return the words and signs of a part of a block's text."""
    found = _TOKEN.finditer(text, start, end)
    return [Token(block, match.start(), match.end(), match.group()) for match in found]


def _anchors(left: Sequence[int], right: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Return the longest rising chain of groups that stand once on either side."""
    base = 1 + max(map(max, (left, right)))

    def groups(ids: Sequence[int]) -> Sequence[int]:
        # A group is one number: a tuple for each would keep the garbage collector busy.
        found = ids
        for shift in range(1, size):
            pairs = zip(found, ids[shift:], strict=False)
            found = [group * base + number for group, number in pairs]
        return found

    ones, twos = groups(left), groups(right)
    times, times_right = Counter(ones), Counter(twos)
    places, places_right = (dict(zip(side, count(), strict=False)) for side in (ones, twos))
    pairs = [
        (places[group], places_right[group])
        for group, often in times.items()
        if often == 1 and times_right.get(group) == 1
    ]
    # Longest increasing subsequence of the right places, by patience sorting.
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tails, place)
        before.append(heads[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [place]
        heads[pile : pile + 1] = [number]
    chain = []
    at = heads[-1] if heads else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _exact(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    from rapidfuzz.distance import Indel

    for code in Indel.opcodes(left, right):
        if code.tag != "equal":
            yield code.src_start, code.src_end, code.dest_start, code.dest_end


def _windows(
    left: Sequence[int], right: Sequence[int], tick: Callable[[], None]
) -> Iterator[tuple[int, int, int, int]]:
    """Compare texts without anchors window by window, each from the last match of the one before.

    The text before that match is kept; what follows it is compared again with more to come.
    """
    at = other = 0
    while at < len(left) or other < len(right):
        tick()
        ones, twos = left[at : at + _EXACT], right[other : other + _EXACT]
        found = list(_exact(ones, twos))
        last = at + len(ones) == len(left) and other + len(twos) == len(right)
        # Where the window ends the two are cut at random: the last change is left for the next.
        if not last and found and found[-1][0] and found[-1][2]:
            end, end_right = found[-1][0], found[-1][2]
            found.pop()
        else:
            end, end_right = len(ones), len(twos)
        for one, two, three, four in found:
            yield one + at, two + at, three + other, four + other
        at, other = at + end, other + end_right


def _gaps(
    left: Sequence[int], right: Sequence[int], sizes: tuple[int, ...], tick: Callable[[], None]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the differing ranges of two lists of numbers, in order."""
    low, most = 0, min(len(left), len(right))
    while low < most and left[low] == right[low]:
        low += 1
    tail = 0
    while tail < most - low and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    left, right = left[low : len(left) - tail], right[low : len(right) - tail]
    tick()
    if not left or not right:
        found = iter([(0, len(left), 0, len(right))] if left or right else [])
    elif len(left) <= _EXACT and len(right) <= _EXACT:
        found = _exact(left, right)
    elif sizes:
        found = _between(left, right, sizes, tick)
    else:
        found = _windows(left, right, tick)
    for one, two, three, four in found:
        yield one + low, two + low, three + low, four + low


def _between(
    left: Sequence[int], right: Sequence[int], sizes: tuple[int, ...], tick: Callable[[], None]
) -> Iterator[tuple[int, int, int, int]]:
    chain = _anchors(left, right, sizes[0])
    # With anchors the gaps are new texts, in which other words stand once.
    rest = sizes if chain else sizes[1:]
    at = other = 0
    for one, two in [*chain, (len(left), len(right))]:
        # Groups may overlap; the words of one that are matched already are skipped.
        if one < at or two < other:
            continue
        if one - at == two - other == 1 and left[at] == right[other]:
            at, other = one, two  # the next word is an anchor too: nothing lies between
            continue
        for gap in _gaps(left[at:one], right[other:two], rest, tick):
            yield gap[0] + at, gap[1] + at, gap[2] + other, gap[3] + other
        at, other = one, two


def turned(change: Change) -> Change:
    """Return a change as it is when the two texts change sides."""
    return Change(change.right_start, change.right_end, change.left_start, change.left_end)


def changes(left: list[str], right: list[str], tick: Callable[[], None]) -> list[Change]:
    """Return where two lists of words differ, in order; between two changes all is equal.

    Of several smallest differences the same one is taken when the two change sides.

    Args:
        left: the words.
        right: the words of the other document.
        tick: called for every gap; may raise `Cancelled`.
    """
    if right < left:
        return [turned(change) for change in changes(right, left, tick)]
    numbers = dict(zip(dict.fromkeys((*left, *right)), count(), strict=False))
    ids = [list(map(numbers.__getitem__, side)) for side in (left, right)]
    found: list[Change] = []
    for one, two, three, four in _gaps(ids[0], ids[1], _GROUPS, tick):
        last = found[-1] if found else None
        if last and last.left_end == one and last.right_end == three:
            found[-1] = Change(last.left_start, two, last.right_start, four)
        else:
            found.append(Change(one, two, three, four))
    return found


def passages(document: Document, found: Sequence[Token]) -> tuple[Passage, ...]:
    """Return neighbouring tokens as passages, one for each block that they stand in."""
    result = []
    start = 0
    for end in range(1, len(found) + 1):
        if end == len(found) or found[end].block != found[start].block:
            block, low, high = found[start].block, found[start].start, found[end - 1].end
            spans = document.blocks[block].map.spans(low, high)
            result.append(Passage(block, low, high, spans))
            start = end
    return tuple(result)
