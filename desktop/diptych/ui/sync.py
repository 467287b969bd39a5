"""Scrolling together: where the other pane stands when one has moved. Pure geometry, no Qt.

A tie is a finding that both panes show. `chain` works in any unit that grows down the text (code
points, so that it need not be done again when heights change), `follow` in pixels of each content.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Sequence


class SyncMode(StrEnum):
    """How the other pane follows."""

    OFF = "off"
    MEANING = "meaning"
    PROPORTION = "proportion"


class Tie(NamedTuple):
    """A finding in both panes: where it begins and ends in each, and how sure it is.

    `row` is the caller's own number for it.
    """

    row: int
    left_top: float
    left_bottom: float
    right_top: float
    right_bottom: float
    weight: float


class Run(NamedTuple):
    """Blocks that stand word for word in both texts, with few others between them.

    Args:
        left, right: the first block in each.
        blocks: how many there are.
        weight: how many of them can be mistaken for no other.
    """

    left: int
    right: int
    blocks: int
    weight: int

    def of(self, side: Side) -> int:
        """Return the first block in the text of a side."""
        return self.left if side is Side.LEFT else self.right


_TELLING = 40
"""Letters from which on a block that both texts have, once each, is the same block."""
_BRIDGED = 3
"""So many blocks between such as are the same are versions of each other."""


def shared_runs(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """Return what of two texts is the same, in the order of the left one.

    Blocks that are long enough and occur once in each are found first, as in a patience diff; from
    there on what is the same before and after them.
    """
    places = [_once(texts) for texts in (left, right)]
    runs: list[Run] = []
    free_left, taken = 0, set[int]()
    for at, there in ((at, places[1][text]) for text, at in places[0].items() if text in places[1]):
        if at < free_left:
            last = runs[-1]
            runs[-1] = last._replace(weight=last.weight + 1)
            continue
        begin = 0
        while (
            at - begin > free_left
            and there - begin > 0
            and left[at - begin - 1] == right[there - begin - 1]
            and there - begin - 1 not in taken
        ):
            begin += 1
        end = 1
        while (
            at + end < len(left)
            and there + end < len(right)
            and left[at + end] == right[there + end]
            and there + end not in taken
        ):
            end += 1
        run = Run(at - begin, there - begin, begin + end, 1)
        last = runs[-1] if runs else run
        gap = run.left - last.left - last.blocks
        if run.right - run.left == last.right - last.left and 0 <= gap <= _BRIDGED:
            runs[-1] = last._replace(blocks=last.blocks + gap + run.blocks, weight=last.weight + 1)
        else:
            runs.append(run)
        free_left = at + end
        taken.update(range(there - begin, there + end))
    return runs


def _once(texts: Sequence[str]) -> dict[str, int]:
    """Return where the long texts stand that occur once."""
    counts = Counter(text for text in texts if len(text) >= _TELLING)
    return {text: at for at, text in enumerate(texts) if counts.get(text) == 1}


def chain(ties: list[Tie]) -> list[Tie]:
    """Return the heaviest set of ties that do not cross or overlap, from top to bottom.

    Scrolling must not jump back and forth, so of two findings that cross only one can lead. The
    heaviest increasing subsequence, by a Fenwick tree of maxima: n log n.
    """
    ordered = sorted(ties, key=lambda tie: (tie.left_top, tie.right_top))
    bottoms = sorted({tie.right_bottom for tie in ordered})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(bottoms) + 1)
    before: list[int] = []
    totals: list[float] = []
    # A tie may follow another only when that one has ended on the left too: ties wait in a queue
    # until the sweep has passed their left end.
    waiting = sorted(range(len(ordered)), key=lambda index: ordered[index].left_bottom)
    passed = 0
    for tie in ordered:
        while passed < len(waiting) and _is_ready(ordered, waiting[passed], tie, len(totals)):
            done = waiting[passed]
            slot = bisect_left(bottoms, ordered[done].right_bottom) + 1
            while slot < len(best):
                best[slot] = max(best[slot], (totals[done], done))
                slot += slot & -slot
            passed += 1
        top = (0.0, -1)
        slot = bisect_right(bottoms, tie.right_top)
        while slot > 0:
            top = max(top, best[slot])
            slot -= slot & -slot
        before.append(top[1])
        totals.append(top[0] + tie.weight)
    at = max(range(len(totals)), key=totals.__getitem__, default=-1)
    found: list[Tie] = []
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]


def _is_ready(ordered: list[Tie], index: int, tie: Tie, seen: int) -> bool:
    return index < seen and ordered[index].left_bottom <= tie.left_top


def follow(line: float, ties: list[Tie], reach: float) -> float | None:
    """Return where the right pane's line belongs when the left pane's line has moved.

    Args:
        line: height in the left content, at the eye's line.
        ties: a chain, from top to bottom.
        reach: a gap between two ties is bridged when it is no taller than this in the left pane
            (one screen); in a taller one nothing answers.

    Returns:
        A height in the right content; None where the right text has no counterpart.
    """
    for tie in ties:
        if tie.left_top <= line <= tie.left_bottom:
            share = (line - tie.left_top) / max(1.0, tie.left_bottom - tie.left_top)
            return tie.right_top + share * (tie.right_bottom - tie.right_top)
    for above, below in pairwise(ties):
        if above.left_bottom < line < below.left_top:
            gap = below.left_top - above.left_bottom
            if gap > reach:
                return None
            share = (line - above.left_bottom) / gap
            return above.right_bottom + share * (below.right_top - above.right_bottom)
    return None


def passed(before: float, line: float, ties: list[Tie]) -> float | None:
    """Return where the right pane's line belongs when the left one's went past a whole tie.

    A turn of the wheel is taller than a short passage. Of several the last one counts.

    Args:
        before, line: heights in the left content, before and after.
        ties: a chain, from top to bottom.
    """
    low, high = sorted((before, line))
    over = [tie for tie in ties if low <= tie.left_top and tie.left_bottom <= high]
    if not over:
        return None
    return over[-1].right_bottom if line > before else over[0].right_top


def in_proportion(value: float, span: float, other_span: float) -> float:
    """Return the other pane's scroll value at the same share of its whole way."""
    return value / span * other_span if span > 0 else 0.0
