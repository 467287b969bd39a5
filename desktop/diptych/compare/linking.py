"""Which pairs are linked and how two texts stand to each other, by the two trained models.

A logistic regression over the linker's vectors and the words says how likely a link is; another
one, over the judge's scores, how two texts stand to each other. Every weight and bound comes with
the models; `packaging/models` says how it was learnt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from diptych.compare.models import CLASSES, alone, windows
from diptych.compare.nearness import Nearness, Read
from diptych.compare.positions import held_by_others
from diptych.compare.relate import SAME_WORDS, signals
from diptych.model.comparison import Relation, RunnerUp
from diptych.model.report import UNSURE_BELOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from diptych.compare.candidates import Candidate
    from diptych.compare.models import Models
    from diptych.compare.statements import Statement

    Columns = NDArray[np.float64]

NEAREST = 16
"""Nearest sentences of each by its vectors that are scored at all."""
# Share of all words, those that tell nothing with them, that two near-copies have in common.
_NEAR_COPY = 0.6
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


def turned_round(left: Statement, right: Statement) -> bool:
    """Return whether two texts are near-copies of which one has the opposite of the other's word.

    The judge knows few of these words. Of 51 such training pairs 50 diverge.
    """
    seen = signals(left, right)
    words, others = ({word.lower for word in one.sentence.words} for one in (left, right))
    near = len(words & others) >= _NEAR_COPY * len(words | others)
    return near and (seen.opposites or seen.direction)


def relation_columns(scores: Sequence[float]) -> tuple[float, ...]:
    """Return what tells the relation of a pair: how far the judge's scores lie below the best.

    Cues beside them tell no more: of pairs that it did not learn from as many are right without.
    """
    best = max(scores)
    return tuple(one - best for one in scores)


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
        ((round(power / total, 6), -at) for at, power in enumerate(powers)),
        reverse=True,
    )
    (first, at), (second, other) = shares[:2]
    relation = _RELATIONS[-at]
    if relation is Relation.DIVERGE:
        first = _as_shown(first, weights["sure"])
    return relation, round(first, 2), RunnerUp(_RELATIONS[-other], round(second, 2))


def _as_shown(share: float, sure: float) -> float:
    """Return a share so stretched that what is shown as sure begins where it is right enough."""
    if share < sure:
        return min(UNSURE_BELOW - 0.01, UNSURE_BELOW * share / sure)
    return UNSURE_BELOW + (1 - UNSURE_BELOW) * (share - sure) / max(1 - sure, 1e-9)


def relation_shares(table: Columns, weights: Mapping[str, Any]) -> Columns:
    """Return how likely each relation is for rows of what `relation_columns` gives."""
    sums = table @ np.asarray(weights["rows"]).T + np.asarray(weights["bases"])
    powers = np.exp(sums - sums.max(1, keepdims=True))
    found: Columns = powers / powers.sum(1, keepdims=True)
    return found


def none_of(scores: Sequence[float]) -> float:
    """Return how likely the judge finds it that two texts have nothing to do with each other."""
    most = max(scores)
    powers = [math.exp(one - most) for one in scores]
    return round(powers[CLASSES.index("none")] / math.fsum(powers), 6)


def read(
    models: Models, side: Sequence[Statement], tick: Callable[[], None]
) -> tuple[list[Statement], Read]:
    """Return a document's statements with the positions the models see, and their vectors."""
    texts = [one.sentence.text for one in side]
    blocks = [one.sentence.passage.block for one in side]
    own = models.vectors(alone(models.pieces, texts), len(texts), tick)
    among = models.vectors(windows(models.pieces, texts, blocks), len(texts), tick)
    held = probability(position_columns(own, side), models.weights["position"])
    held = _lifted(held, held_by_others([one.sentence for one in side]))
    found = [replace(one, position=float(value)) for one, value in zip(side, held, strict=True)]
    lengths = [len(one.sentence.words) for one in side]
    return found, Read(own, among, blocks, [one.position for one in found], lengths)


def _lifted(held: Columns, much: Sequence[float]) -> Columns:
    """Return probabilities raised by so much in units of `ln`."""
    odds = np.clip(held, 1e-6, 1 - 1e-6)
    raised = np.log(odds / (1 - odds)) + np.asarray(much)
    result: Columns = np.round(1 / (1 + np.exp(-raised)), 6)
    return result


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
