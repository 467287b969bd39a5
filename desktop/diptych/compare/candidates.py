"""Which sentences of two documents speak to the same issue: TF-IDF over stems and topics.

A sentence rarely says all that its paragraph is about, so its neighbours count too, the nearer the
more. Whole numbers throughout: sums are exact, so neither the order of the words nor that of the
documents can change a result.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from diptych.compare.segment import Sentence

# What sentences lend to their neighbours up to four places away: 60, then 60/2, 60/3, 60/4, 60/5.
_KERNEL = (12, 15, 20, 30, 60, 30, 20, 15, 12)
_REACH = len(_KERNEL) // 2
_UNIT = 1_000_000  # the length of a sentence's vector
# A pair below this cosine has no word in common that tells anything.
_FLOOR = 0.02
# A word that stands in more pairs of sentences than this tells nothing, and would cost the most.
_COMMON = 60_000

Vector = dict[str, int]
Row = list[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of sentences with words in common.

    Args:
        left, right: numbers of the sentences.
        words: cosine of the two, 0 to 1.
        context: cosine of the two with their neighbours, 0 to 1.
        shared: how many stems and topics they share.
    """

    left: int
    right: int
    words: float
    context: float
    shared: int


def features(sentence: Sentence, topics: Sequence[str]) -> Counter[str]:
    """Return what a sentence is compared by: its stems and its topics."""
    found = Counter(sentence.stems)
    for name in topics:
        found["#" + name] += 1
    return found


def _vectors(sides: tuple[list[Counter[str]], list[Counter[str]]]) -> list[list[Vector]]:
    spread = Counter(term for side in sides for counts in side for term in counts)
    total = len(sides[0]) + len(sides[1])
    weight = {term: math.log((total + 1) / (count + 0.5)) for term, count in spread.items()}

    def vector(counts: Counter[str]) -> Vector:
        raw = {term: (1 + math.log(n)) * weight[term] for term, n in counts.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
        return {term: round(value / length * _UNIT) for term, value in raw.items()}

    return [[vector(counts) for counts in side] for side in sides]


def _dot(one: Vector, two: Vector) -> int:
    return sum(value * two[term] for term, value in one.items() if term in two)


def _lengths(vectors: list[Vector], tick: Callable[[], None]) -> list[float]:
    """Return the length of every sentence's vector with its neighbours' added."""
    near = []
    for at, vector in enumerate(vectors):
        near.append([_dot(vector, other) for other in vectors[at : at + 2 * _REACH + 1]])
        tick()
    lengths = []
    for at in range(len(vectors)):
        around = range(max(0, at - _REACH), min(at + _REACH + 1, len(vectors)))
        square = sum(
            _KERNEL[one - at + _REACH] * _KERNEL[two - at + _REACH]
            * near[min(one, two)][abs(one - two)]
            for one in around
            for two in around
        )  # fmt: skip
        lengths.append(math.sqrt(square))
        tick()
    return lengths


def _blend(lists: Iterable[Row]) -> Row:
    """Return nine lists added up, place by place, each by its share of the kernel."""
    return [
        12 * (a + i) + 15 * (b + h) + 20 * (c + g) + 30 * (d + f) + 60 * e
        for a, b, c, d, e, f, g, h, i in zip(*lists, strict=True)
    ]


def _rows(left: list[Vector], right: list[Vector], tick: Callable[[], None]) -> list[Row]:
    """Return the products of every left sentence with every right one.

    Four nulls stand before and after every row, and four rows of them before and after all.
    """
    spread = Counter(term for vector in left for term in vector)
    postings: dict[str, list[tuple[int, int]]] = {}
    for number, vector in enumerate(right):
        for term, value in vector.items():
            postings.setdefault(term, []).append((number, value))
    limit = max(_COMMON, len(left) * len(right) // 50)
    width = len(right) + 2 * _REACH
    rows = [[0] * width for _ in range(_REACH)]
    for vector in left:
        row = [0] * width
        for term, value in vector.items():
            found = postings.get(term, ())
            if len(found) * spread[term] <= limit:
                for number, weight in found:
                    row[number + _REACH] += value * weight
        rows.append(row)
        tick()
    return rows + rows[:_REACH]


def candidates(
    left: list[Counter[str]], right: list[Counter[str]], tick: Callable[[], None]
) -> list[Candidate]:
    """Return the pairs of sentences that have words in common, in the order of the text.

    Every pair of sentences that share a word is touched, at a few operations each: 2,000 by 2,000
    sentences take some seconds.

    Args:
        left: what `features` gives for each sentence.
        right: the same of the other document.
        tick: called for every left sentence, twice; may raise `Cancelled`.
    """
    if not left or not right:
        return []
    ones, twos = _vectors((left, right))
    rows = _rows(ones, twos, tick)
    long_left, long_right = _lengths(ones, tick), _lengths(twos, tick)
    floor, square = round(_FLOOR * _UNIT * _UNIT), _UNIT * _UNIT
    found = []
    for at, own in enumerate(left):
        tick()
        mixed = _blend(rows[at : at + 2 * _REACH + 1])
        width = len(right)
        context = _blend(mixed[shift : shift + width] for shift in range(2 * _REACH + 1))
        for other, product in enumerate(rows[at + _REACH][_REACH : _REACH + width]):
            if product >= floor:
                found.append(
                    Candidate(
                        left=at,
                        right=other,
                        words=product / square,
                        context=context[other] / (long_left[at] * long_right[other]),
                        shared=len(own.keys() & right[other].keys()),
                    )
                )
    return found
