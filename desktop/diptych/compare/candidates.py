"""Which sentences of two documents speak to the same issue: TF-IDF over stems and topics.

A sentence rarely says all that its paragraph is about, so its neighbours count too, the nearer the
more. Whole numbers throughout: sums are exact, so neither the order of the words nor that of the
documents can change a result. How near two sentences are is measured against all pairs of the two
documents, because texts on one field share its words throughout.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.terms import general_stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from diptych.compare.statements import Statement

# What sentences lend to their neighbours up to four places away: 60, then 60/2, 60/3, 60/4, 60/5.
_KERNEL = (12, 15, 20, 30, 60, 30, 20, 15, 12)
_REACH = len(_KERNEL) // 2
_UNIT = 1_000_000  # the length of a sentence's vector
# A pair below this cosine has no word in common that tells anything.
_FLOOR = 0.02
# Mean and deviation of the cosines' roots as usual in twelve pairs of annual messages to the U.S.
# Congress; they stand in for this many pairs of sentences, so that short documents have a measure.
_USUAL_MEAN, _USUAL_SPREAD, _USUAL_CELLS = 200_000, 80_000, 200
# Few sentences do not tell how rare a word is: it is taken for as rare as among this many.
_FEWEST = 50
# What a word of public speech in general tells of what a word of the subject does.
_GENERAL = 0.5
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
        context: how near the two with their neighbours are, in standard deviations above the mean
            of all pairs of the two documents.
        shared: how much the stems and topics that they share tell, in units of `ln`.
    """

    left: int
    right: int
    words: float
    context: float
    shared: float


def features(side: Sequence[Statement], tick: Callable[[], None]) -> list[Counter[str]]:
    """Return what each sentence is compared by: its stems and its topics."""
    found = []
    for statement in side:
        counts = Counter(statement.sentence.stems)
        counts.update("#" + name for name in statement.topics)
        found.append(counts)
        tick()
    return found


def _weights(sides: tuple[list[Counter[str]], list[Counter[str]]]) -> dict[str, float]:
    """Return how much every term tells: the rarer in both documents, the more."""
    spread = Counter(term for side in sides for counts in side for term in counts)
    total, general = max(_FEWEST, len(sides[0]) + len(sides[1])), general_stems()
    return {
        term: math.log((total + 1) / (count + 0.5)) * (_GENERAL if term in general else 1.0)
        for term, count in spread.items()
    }


def _vectors(
    side: list[Counter[str]], weight: dict[str, float], tick: Callable[[], None]
) -> list[Vector]:
    vectors = []
    for counts in side:
        raw = {term: (1 + math.log(n)) * weight[term] for term, n in counts.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
        vectors.append({term: round(value / length * _UNIT) for term, value in raw.items()})
        tick()
    return vectors


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
        lengths.append(math.sqrt(square) or 1.0)
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
        tick()
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
) -> Iterator[Candidate]:
    """Yield the pairs of sentences that have words in common, in the order of the text.

    Every pair of sentences is touched, at a few operations each: 2,000 by 2,000 sentences were
    measured at 12 to 16 seconds, 4,000 by 4,000 at 50 and more, and at about 300 MiB.

    Args:
        left: what `features` gives for each sentence.
        right: the same of the other document.
        tick: called all along; may raise `Cancelled`.
    """
    if not left or not right:
        return
    weight = _weights((left, right))
    ones, twos = (_vectors(side, weight, tick) for side in (left, right))
    rows = _rows(ones, twos, tick)
    long_left, long_right = _lengths(ones, tick), _lengths(twos, tick)
    floor, square, width = round(_FLOOR * _UNIT * _UNIT), _UNIT * _UNIT, len(right)
    found = array("q")  # four numbers a pair: tuples would keep the garbage collector busy
    cells = _USUAL_CELLS + len(left) * len(right)
    total = _USUAL_CELLS * _USUAL_MEAN
    squares = _USUAL_CELLS * (_USUAL_MEAN**2 + _USUAL_SPREAD**2)
    for at, long in enumerate(long_left):
        mixed = _blend(rows[at : at + 2 * _REACH + 1])
        tick()
        context = _blend(mixed[shift : shift + width] for shift in range(2 * _REACH + 1))
        tick()
        # The root brings the long tail of the cosines near to a normal distribution.
        near = [
            round(math.sqrt(value / (long * other)) * _UNIT)
            for value, other in zip(context, long_right, strict=True)
        ]
        total += sum(near)
        squares += sum(value * value for value in near)
        for other, product in enumerate(rows[at + _REACH][_REACH : _REACH + width]):
            if product >= floor:
                found.extend((at, other, product, near[other]))
        rows[at] = []  # done with; to free all rows at the end would take a noticeable while
        tick()
    mean = total / cells
    spread = math.sqrt(squares * cells - total * total) / cells
    fields = iter(found)
    for at, other, product, value in zip(fields, fields, fields, fields, strict=True):
        shared = math.fsum(weight[term] for term in left[at].keys() & right[other].keys())
        yield Candidate(at, other, product / square, (value - mean) / spread, shared)
