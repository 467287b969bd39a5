"""How likely sentences of different languages are on one issue, by the multilingual encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diptych.compare.nearness import FEATURES, Nearness, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from diptych.compare.encoder import Encoder
    from diptych.compare.statements import Statement

# Weights of the columns, the usual mean and deviation of the cosines, and the bound for a link:
# `packaging/models/multilingual.py` fits and prints them. Of twelve English comparisons of
# speeches, each left out in turn, the mean link F1 is .34.
WEIGHTS = {
    "weights": [
        0.227032, 0.227032, 0.002859, -0.1438, -0.1438, 0.164764, 0.274777, 0.43138, -0.101472,
        -0.398507, 0.56684, 0.449322,
    ],
    "base": -6.387182,
}  # fmt: skip
USUAL = [
    (0.0926, 0.1059), (0.0926, 0.1059), (0.2045, 0.1142), (-0.3771, 0.1852), (-0.3771, 0.1852),
    (-0.3631, 0.1863), (0.2208, 0.1175), (0.2852, 0.1904),
]  # fmt: skip
LINKED = 0.2
# Columns that are about words in common: those that another language lacks.
_WORDS = [FEATURES.index(name) for name in ("context", "shared", "words")]


def read(encoder: Encoder, side: Sequence[Statement], tick: Callable[[], None]) -> Read:
    """Return a document as the scorer sees it; this encoder reads each sentence alone."""
    own = encoder.vectors([one.sentence.text for one in side], tick)
    blocks = [one.sentence.passage.block for one in side]
    lengths = [len(one.sentence.words) for one in side]
    return Read(own, own, blocks, [one.position for one in side], lengths)


def columns(near: Nearness, pairs: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return what tells a link of pairs: all that is not words in common."""
    return np.delete(near.columns(pairs, {}), _WORDS, 1)
