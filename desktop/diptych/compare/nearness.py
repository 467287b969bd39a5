"""What speaks for a pair of sentences being on one issue: numbers for the scorer.

Vectors of the sentence alone and of the sentence among its neighbours give cosines for each pair,
measured against all pairs of the two documents. How a pair stands out among all others of its two
sentences guards against sentences that are near everything. Beside them stands what `candidates`
found by words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from diptych.compare.candidates import Candidate

    Floats = NDArray[np.float32]

_NEIGHBOURS = 5
_MOST_SHARED = 15.0
# As many pairs of sentences as what is usual stands in for.
_USUAL_CELLS = 200
# What neighbours one and two places away lend to a sentence.
_LENT = (0.5, 0.25)
# What stands for the context of a pair without a word in common.
_NO_CONTEXT = -2.0

FEATURES = (
    "alone", "among", "blend", "out_alone", "out_among", "out_blend", "paragraph", "across",
    "rank", "rank_blend", "context", "shared", "words", "position", "length",
)  # fmt: skip
"""Names of the columns that `Nearness.columns` gives."""
COSINES = 8
"""How many of them, from the first, are cosines that are measured against the usual."""


@dataclass(frozen=True, slots=True)
class Read:
    """One document as the scorer sees it, a row a sentence.

    Args:
        alone, among: vectors of length 1.
        blocks: number of each sentence's block.
        positions: how likely each is a position.
        lengths: its words.
    """

    alone: Floats
    among: Floats
    blocks: Sequence[int]
    positions: Sequence[float]
    lengths: Sequence[int]


def _standing_out(cosines: Floats) -> Floats:
    """Return how far cosines lie above the best of their rows and columns, on average."""
    rows, columns = cosines.shape
    best = np.sort(cosines, 1)[:, -min(_NEIGHBOURS, columns) :].mean(1, keepdims=True)
    other = np.sort(cosines, 0)[-min(_NEIGHBOURS, rows) :].mean(0, keepdims=True)
    result: Floats = 2 * cosines - best - other
    return result


def _ranks(values: Floats) -> Floats:
    """Return the place of each value in its row or its column, whichever is worse, from 0."""
    order = np.argsort(np.argsort(-values, 1, kind="stable"), 1, kind="stable")
    other = np.argsort(np.argsort(-values, 0, kind="stable"), 0, kind="stable")
    return np.maximum(order, other).astype(np.float32)


def _paragraphs(side: Read) -> Floats:
    blocks = np.asarray(side.blocks)
    found = np.zeros_like(side.among)
    for block in np.unique(blocks):
        total = side.alone[blocks == block].sum(0)
        found[blocks == block] = total / (np.linalg.norm(total) or 1.0)
    return found


def _cosines(left: Floats, right: Floats) -> Floats:
    # Rounded, so that neither the sides nor a processor's last digits decide what ranks first.
    result: Floats = np.round(left.astype(np.float64) @ right.T.astype(np.float64), 5).astype(
        np.float32
    )
    return result


def _blend(side: Read) -> Floats:
    """Return each sentence's vector with what its neighbours lend it, less from other blocks."""
    blocks = np.asarray(side.blocks)
    found = side.alone.copy()
    for away, share in enumerate(_LENT, 1):
        same = np.where(blocks[away:] == blocks[:-away], share, share / 2)[:, None]
        found[away:] += same * side.alone[:-away]
        found[:-away] += same * side.alone[away:]
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    result: Floats = (found / np.where(lengths, lengths, 1.0)).astype(np.float32)
    return result


def _measured(cosines: Floats, usual: Sequence[float]) -> Floats:
    """Return cosines in deviations from the mean of all pairs of the two documents.

    Texts on one field are near each other throughout: what counts is to be nearer than the rest.
    What is usual stands in for some pairs, so that short documents have a measure.
    """
    count = cosines.size + _USUAL_CELLS
    mean = (float(cosines.sum(dtype=np.float64)) + _USUAL_CELLS * usual[0]) / count
    squares = float(np.square(cosines, dtype=np.float64).sum())
    squares += _USUAL_CELLS * (usual[0] ** 2 + usual[1] ** 2)
    spread = max(squares / count - mean**2, 1e-6) ** 0.5
    result: Floats = np.round((cosines - mean) / spread, 4).astype(np.float32)
    return result


class Nearness:
    """All pairs of sentences of two documents."""

    def __init__(self, left: Read, right: Read, usual: Sequence[Sequence[float]]) -> None:
        """Measure how near all pairs are.

        Args:
            left, right: both documents.
            usual: for each cosine its mean and deviation in other comparisons.
        """
        self._sides = left, right
        paragraphs, blends = [_paragraphs(one) for one in (left, right)], map(_blend, (left, right))
        alone = _cosines(left.alone, right.alone)
        among = _cosines(left.among, right.among)
        blend = _cosines(*blends)
        self._near = alone + blend
        cosines = (
            alone,
            among,
            blend,
            _standing_out(alone),
            _standing_out(among),
            _standing_out(blend),
            _cosines(paragraphs[0], paragraphs[1]),
            _cosines(paragraphs[0], right.alone) + _cosines(left.alone, paragraphs[1]),
        )
        self.statistics = [(float(one.mean()), float(one.std())) for one in cosines]
        ranks = np.log1p(_ranks(self._near)), np.log1p(_ranks(blend))
        self._tables = (*map(_measured, cosines, usual), *ranks)

    def nearest(self, most: int) -> NDArray[np.intp]:
        """Return the pairs among the `most` nearest of either sentence, in order, two columns."""
        by_row = np.argsort(np.argsort(-self._near, 1, kind="stable"), 1, kind="stable") < most
        by_column = np.argsort(np.argsort(-self._near, 0, kind="stable"), 0, kind="stable") < most
        return np.argwhere(by_row | by_column)

    def columns(
        self, pairs: NDArray[np.intp], words: Mapping[tuple[int, int], Candidate]
    ) -> NDArray[np.float64]:
        """Return the features of pairs, a row a pair, in the order of `FEATURES`.

        Args:
            pairs: numbers of left and right sentences.
            words: what the lexical search found of them.
        """
        at = pairs[:, 0], pairs[:, 1]
        left, right = self._sides
        found = [words.get((int(one), int(two))) for one, two in pairs]
        return np.stack(
            [
                *(table[at] for table in self._tables),
                [max(_NO_CONTEXT, one.context) if one else _NO_CONTEXT for one in found],
                [min(one.shared, _MOST_SHARED) if one else 0.0 for one in found],
                [one.words**0.5 if one else 0.0 for one in found],
                np.asarray(left.positions)[at[0]] + np.asarray(right.positions)[at[1]],
                np.log(np.asarray(left.lengths)[at[0]] * np.asarray(right.lengths)[at[1]]),
            ],
            1,
        ).astype(np.float64)
