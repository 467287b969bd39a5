"""Which pairs are linked and how two texts stand to each other, by the two trained models.

A logistic regression over the linker's vectors and the words says how likely a link is; another
one, over the judge's scores and the cues, how two texts stand to each other. Every weight and bound
comes with the models; `packaging/models` says how it was learnt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from diptych.compare.models import CLASSES, alone, windows
from diptych.compare.nearness import Nearness, Read
from diptych.compare.relate import SAME_WORDS, as_numbers
from diptych.model.comparison import Relation, RunnerUp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from diptych.compare.candidates import Candidate
    from diptych.compare.models import Models
    from diptych.compare.relate import Signals
    from diptych.compare.statements import Statement

    Columns = NDArray[np.float64]

NEAREST = 16
"""Nearest sentences of each by its vectors that are scored at all."""
# Share of the words of the nearest copy that a second copy has.
_AS_NEAR = 0.6
_RELATIONS = tuple(Relation(name) for name in CLASSES[:3])


@dataclass(frozen=True, slots=True)
class Near:
    """A pair of sentences that are near each other.

    Args:
        left, right: numbers of the sentences.
        likely: that the two are on one issue, 0 to 1.
        words: how alike they are word by word, 0 to 1.
    """

    left: int
    right: int
    likely: float
    words: float


def probability(columns: Columns, weights: Mapping[str, Any]) -> Columns:
    """Return what a logistic regression says of rows of features, 0 to 1."""
    total = columns @ np.asarray(weights["weights"], np.float64) + weights["base"]
    # Rounded, so that the last digit of a platform's mathematics decides nothing.
    result: Columns = np.round(1 / (1 + np.exp(-total)), 6)
    return result


def relation_columns(scores: Sequence[float], seen: Signals) -> tuple[float, ...]:
    """Return what tells the relation of a pair: what the judge says, and the cues."""
    least = max(scores)
    return (*(one - least for one in scores), *as_numbers(seen))


def relation_of(
    columns: Sequence[float], weights: Mapping[str, Any]
) -> tuple[Relation, float, RunnerUp]:
    """Return the relation of a pair, how sure it is, and the second best.

    Args:
        columns: what `relation_columns` gives.
        weights: of a regression with a row and a base for each relation.
    """
    sums = [
        base + math.fsum(weight * value for weight, value in zip(row, columns, strict=True))
        for row, base in zip(weights["rows"], weights["bases"], strict=True)
    ]
    powers = [math.exp(one - max(sums)) for one in sums]
    total = math.fsum(powers)
    # Rounded, so that the last digit of a platform's mathematics decides nothing.
    shares = sorted(
        ((round(power / total, 6), -at) for at, power in enumerate(powers)), reverse=True
    )
    (first, at), (second, other) = shares[:2]
    return _RELATIONS[-at], round(first, 2), RunnerUp(_RELATIONS[-other], round(second, 2))


def read(
    models: Models, side: Sequence[Statement], tick: Callable[[], None]
) -> tuple[list[Statement], Read]:
    """Return a document's statements with the positions the models see, and their vectors."""
    texts = [one.sentence.text for one in side]
    blocks = [one.sentence.passage.block for one in side]
    own = models.vectors(alone(models.pieces, texts), len(texts), tick)
    among = models.vectors(windows(models.pieces, texts, blocks), len(texts), tick)
    held = probability(position_columns(own, side), models.weights["position"])
    found = [replace(one, position=float(value)) for one, value in zip(side, held, strict=True)]
    lengths = [len(one.sentence.words) for one in side]
    return found, Read(own, among, blocks, [one.position for one in found], lengths)


def position_columns(own: NDArray[np.float32], side: Sequence[Statement]) -> Columns:
    """Return what tells a position: the vector, and what the cues say."""
    cues = [[math.log(one.position / (1 - one.position))] for one in side]
    return np.concatenate([own.astype(np.float64), np.array(cues).reshape(-1, 1)], 1)


def nearest(
    models: Models,
    seen: tuple[Read, Read],
    words: Iterable[Candidate],
    tick: Callable[[], None],
) -> list[Near]:
    """Return the pairs that are near enough to be scored, in the order of the text.

    Args:
        models: the models.
        seen: what `read` gives of each document.
        words: the pairs that the lexical search finds.
        tick: called all along; may raise `Cancelled`.
    """
    if not len(seen[0].alone) or not len(seen[1].alone):
        return []
    near = Nearness(*seen, models.weights["usual"])
    tick()
    pairs = near.nearest(NEAREST)
    wanted = {(int(left), int(right)) for left, right in pairs}
    known = {(one.left, one.right): one for one in words if (one.left, one.right) in wanted}
    likely = probability(near.columns(pairs, known), models.weights["links"])
    found = []
    for (left, right), value in zip(pairs, likely, strict=True):
        key = int(left), int(right)
        found.append(Near(*key, float(value), known[key].words if key in known else 0.0))
    return found


def not_outdone(near: Sequence[Near]) -> list[Near]:
    """Return the pairs without those of sentences that have a near-copy on the other side.

    Where a sentence stands in both documents in much the same words, that is its counterpart, and
    what else lies near it is not.
    """
    best: dict[tuple[bool, int], float] = {}
    for one in near:
        for key in ((True, one.left), (False, one.right)):
            best[key] = max(best.get(key, 0.0), one.words)
    found = []
    for one in near:
        most = max(best[True, one.left], best[False, one.right])
        if most < SAME_WORDS or one.words >= _AS_NEAR * most:
            found.append(one)
    return found
