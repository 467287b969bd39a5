"""Which pairs of sentences are linked, and which links are one finding.

How the two sides of a link stand to each other is in `relate`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.compare.candidates import Candidate
    from diptych.compare.relate import Judgement
    from diptych.compare.statements import Statement

# A link is likely by 1 / (1 + e^-x), x = a sum of what speaks for it: logistic regression on twelve
# comparisons of annual messages to the U.S. Congress, every cell of which was judged, rounded. Each
# left out in turn, two thirds of the links that are made are right.
_CONTEXT, _SHARED, _WORDS, _POSITION, _BASE = 1.03, 0.35, -3.0, 1.38, -5.8
_MOST_SHARED = 15.0
_SAME_WORDS = 0.5
# Where links are made: F0.5 on those twelve is flat from 0.3 to 0.4, so few and sure.
LINKED = 0.4
MOST_LINKS, MOST_LINKS_BY_WORDS = 10, 4
"""A sentence that meets more than this is a general one; only its best links are kept. The trained
models know general sentences better; in the judged comparisons one in thirty has more than ten."""
# Sentences that a passage may take in.
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of sentences on one issue.

    Args:
        left, right: numbers of the sentences.
        likely: that they are on one issue, 0 to 1.
        judgement: how they stand to each other.
    """

    left: int
    right: int
    likely: float
    judgement: Judgement


def likelihood(candidate: Candidate, left: Statement, right: Statement) -> float:
    """Return how likely it is that a pair of sentences is a link, from 0 to 1."""
    total = (
        _BASE
        + _CONTEXT * candidate.context
        + _SHARED * min(candidate.shared, _MOST_SHARED)
        + _WORDS * math.sqrt(candidate.words)
        + _POSITION * (left.position + right.position)
    )
    likely = 1 / (1 + math.exp(-total))
    # The same words in both are a link however little each of them tells.
    if candidate.words >= _SAME_WORDS:
        likely = max(likely, candidate.words)
    # Rounded, so that the last digit of a platform's mathematics decides nothing.
    return round(likely, 6)


class _Scored(Protocol):
    @property
    def left(self) -> int: ...
    @property
    def right(self) -> int: ...
    @property
    def likely(self) -> float: ...


Scored = TypeVar("Scored", bound=_Scored)


def best_of(links: Sequence[Scored], most: int) -> list[Scored]:
    """Return those of the likely links that are among the `most` best of both their sentences."""
    scores: dict[tuple[Side, int], list[float]] = {}
    for one in links:
        scores.setdefault((Side.LEFT, one.left), []).append(one.likely)
        scores.setdefault((Side.RIGHT, one.right), []).append(one.likely)
    # What the best of those that find no room has: of equals all find room or none, so that the
    # choice does not hang on which document is left.
    least = {
        key: sorted(found, reverse=True)[most] if len(found) > most else 0.0
        for key, found in scores.items()
    }
    return [
        one
        for one in links
        if one.likely > max(least[Side.LEFT, one.left], least[Side.RIGHT, one.right])
    ]


def _run(side: Sequence[Statement], first: int) -> range:
    """Return the sentences of one block from the first on, as many as a passage may take in."""
    block = side[first].sentence.passage.block
    end = first + 1
    while end < min(len(side), first + _LONGEST) and side[end].sentence.passage.block == block:
        if side[end].sentence.index != side[end - 1].sentence.index + 1:
            break  # what stands between is not compared
        end += 1
    return range(first, end)


def grouped(
    links: Sequence[Link],
    left: Sequence[Statement],
    right: Sequence[Statement],
    order: Callable[[Link], tuple[int, int]],
    tick: Callable[[], None],
) -> list[list[Link]]:
    """Return the links in groups that make one finding each, the best link first.

    Neighbouring sentences of a left block and of a right one are one finding where every sentence
    of the one is linked to every sentence of the other by one relation. The largest groups go
    first.

    Args:
        links: all links.
        left, right: the statements that they tie.
        order: what decides between groups that are as good; it must not hang on the sides.
        tick: called all along; may raise `Cancelled`.
    """
    cells = {(link.left, link.right): link for link in links}
    groups: list[list[Link]] = []
    for first in links:
        tick()
        relation = first.judgement.relation
        width = _LONGEST
        for last in _run(left, first.left):
            columns = []
            for place in _run(right, first.right)[:width]:
                link = cells.get((last, place))
                if link is None or link.judgement.relation is not relation:
                    break
                columns.append(place)
            width = len(columns)
            groups.extend(
                [cells[row, place] for row in range(first.left, last + 1) for place in columns[:n]]
                for n in range(1, width + 1)
            )
    for group in groups:
        group.sort(key=lambda link: (-link.likely, order(link)))
        tick()
    # Two groups may have their best link in common: all links count.
    groups.sort(key=lambda group: (-len(group), -group[0].likely, list(map(order, group))))
    taken: set[Link] = set()
    found = []
    for group in groups:
        tick()
        if taken.isdisjoint(group):
            taken.update(group)
            found.append(group)
    return found
