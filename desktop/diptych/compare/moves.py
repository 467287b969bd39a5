"""Blocks that stand elsewhere in the other version: moved, not deleted here and inserted there.

The smallest difference keeps the order of the texts, so a block that changed its place is left over
on both sides. What is left over is matched again, sentence by sentence and without the order; one
sentence may go with several, and neighbours that moved together are one block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.words import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.compare.words import Token

_ENDS = frozenset(".!?:;")
_CLOSING = frozenset("\"'”’»)]")
_SHORTEST = 6  # words of a sentence that may be said to have moved; shorter ones stand in any text
_LEFT_OVER = 0.75  # of a sentence that has no place in the difference
_REACH = 40  # words that a change may be moved by
_GROUP = 3
_SAME = 0.5  # of the groups of words of the shorter one
_COMMON = 40  # a group that stands in more sentences than this tells nothing


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    groups: frozenset[tuple[str, ...]]


def moves(
    left: Sequence[Token],
    right: Sequence[Token],
    changes: Sequence[Change],
    tick: Callable[[], None],
) -> list[Change]:
    """Return what moved, in the order of the left text; no two share a word.

    Args:
        left, right: the words of both texts.
        changes: where they differ, in order.
        tick: called all along; may raise `Cancelled`.
    """
    ones = _left_over(left, [(one.left_start, one.left_end) for one in changes], tick)
    twos = _left_over(right, [(one.right_start, one.right_end) for one in changes], tick)
    pairs = _matched(ones, twos, tick)
    found: list[Change] = []
    for number, other in pairs:
        one, two = ones[number], twos[other]
        last = found[-1] if found else None
        if last and _goes_on(last, one, two):
            if not any(_meets(each, one, two) for each in found[:-1]):
                found[-1] = Change(last.left_start, one.end, last.right_start, two.end)
        elif not any(_meets(each, one, two) for each in found):
            found.append(Change(one.start, one.end, two.start, two.end))
    return found


def _goes_on(last: Change, one: _Sentence, two: _Sentence) -> bool:
    """Return whether two sentences follow the two of a block, or are a further part of one."""
    left = (last.left_end == one.start, last.left_end == one.end)
    right = (last.right_end == two.start, last.right_end == two.end)
    return any(left) and any(right) and (left[0] or right[0])


def _meets(block: Change, one: _Sentence, two: _Sentence) -> bool:
    return (block.left_start < one.end and one.start < block.left_end) or (
        block.right_start < two.end and two.start < block.right_end
    )


def slid(changes: Sequence[Change], left: Sequence[Token], right: Sequence[Token]) -> list[Change]:
    """Return the changes with what was put in or taken out beginning where a sentence does.

    "A b. | A c." against "A c." may lose "A b." or "b. A": the same words, as many of them.
    """
    found: list[Change] = []
    for number, change in enumerate(changes):
        before = found[-1] if found else Change(0, 0, 0, 0)
        after = changes[number + 1] if number + 1 < len(changes) else None
        limits = (
            min(change.left_start - before.left_end, change.right_start - before.right_end),
            min(
                (after.left_start if after else len(left)) - change.left_end,
                (after.right_start if after else len(right)) - change.right_end,
            ),
        )
        by = 0
        if change.left_start == change.left_end:
            by = _shift(right, change.right_start, change.right_end, limits)
        elif change.right_start == change.right_end:
            by = _shift(left, change.left_start, change.left_end, limits)
        found.append(
            Change(
                change.left_start + by,
                change.left_end + by,
                change.right_start + by,
                change.right_end + by,
            )
        )
    return found


def _shift(words: Sequence[Token], start: int, end: int, limits: tuple[int, int]) -> int:
    """Return by how many words a run may be moved on to begin with a sentence, 0 for none."""
    if _begins(words, start):
        return 0
    for by in range(1, min(limits[0], _REACH) + 1):
        if words[start - by].text != words[end - by].text:
            break
        if _begins(words, start - by):
            return -by
    for by in range(1, min(limits[1], _REACH) + 1):
        if words[start + by - 1].text != words[end + by - 1].text:
            break
        if _begins(words, start + by):
            return by
    return 0


def _begins(words: Sequence[Token], at: int) -> bool:
    return at == 0 or (at < len(words) and _is_end(words, at - 1))


def _left_over(
    words: Sequence[Token], changed: Sequence[tuple[int, int]], tick: Callable[[], None]
) -> list[_Sentence]:
    """Return the sentences of which most words have no counterpart at their place."""
    found = []
    # Only around what changed: most of a long text is the same in both.
    done = 0
    for start, end in changed:
        if end <= done or end - start < _SHORTEST * _LEFT_OVER:
            continue
        at = max(done, _first(words, start))
        while at < end:
            stop = _end(words, at)
            tick()
            own = sum(
                max(0, min(stop, high) - max(at, low)) for low, high in _around(changed, at, stop)
            )
            lower = [one.text.lower() for one in words[at:stop] if one.text[0].isalnum()]
            if len(lower) >= _SHORTEST and own >= _LEFT_OVER * (stop - at):
                groups = zip(*(lower[shift:] for shift in range(_GROUP)), strict=False)
                found.append(_Sentence(at, stop, frozenset(groups)))
            at = stop
        done = at
    return found


def _around(changed: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    low = bisect_right(changed, start, key=lambda one: one[1])
    return changed[low : bisect_left(changed, end, key=lambda one: one[0])]


def _is_end(words: Sequence[Token], at: int) -> bool:
    """Return whether a sentence ends with this token."""
    if at + 1 >= len(words) or words[at + 1].block != words[at].block:
        return True
    if words[at].text in _ENDS:
        return words[at + 1].text not in _ENDS and words[at + 1].text not in _CLOSING
    return words[at].text in _CLOSING and at > 0 and words[at - 1].text in _ENDS


def _first(words: Sequence[Token], at: int) -> int:
    while at and not _is_end(words, at - 1):
        at -= 1
    return at


def _end(words: Sequence[Token], at: int) -> int:
    while not _is_end(words, at):
        at += 1
    return at + 1


def _matched(
    ones: Sequence[_Sentence], twos: Sequence[_Sentence], tick: Callable[[], None]
) -> list[tuple[int, int]]:
    """Return which sentences have most of the shorter one's groups of words in common."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, two in enumerate(twos):
        for group in two.groups:
            places[group].append(number)
    scored: list[tuple[float, int, int]] = []
    for number, one in enumerate(ones):
        tick()
        common: Counter[int] = Counter()
        for group in one.groups:
            standing = places.get(group, ())
            common.update(standing if len(standing) <= _COMMON else ())
        for other, shared in common.items():
            shorter = min(len(one.groups), len(twos[other].groups))
            if shared >= _SAME * shorter:
                scored.append((-shared / shorter, number, other))
    # The surest first; a sentence goes with a second one only where that is its neighbour, as where
    # one sentence was cut in two.
    scored.sort()
    of_one: dict[int, list[int]] = defaultdict(list)
    of_two: dict[int, list[int]] = defaultdict(list)
    found = []
    for _score, number, other in scored:
        near = (abs(other - each) for each in of_one[number])
        near_right = (abs(number - each) for each in of_two[other])
        if all(away == 1 for away in (*near, *near_right)):
            of_one[number].append(other)
            of_two[other].append(number)
            found.append((number, other))
    return sorted(found)
