"""Fit the small weights and pick the bounds, each comparison left out in turn."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scorer import classes, left_out, link_f1, whole

from diptych.compare.linking import (
    NEAREST,
    position_columns,
    relation_columns,
    relation_of,
    relation_shares,
)
from diptych.compare.links import MOST_LINKS
from diptych.compare.models import CLASSES
from diptych.compare.nearness import COSINES, Nearness
from diptych.compare.nearness import Read as Seen
from diptych.compare.relate import relate
from diptych.compare.silence import WEAK, tells
from diptych.compare.statements import bare_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from batches import Row
    from comparisons import Judged
    from linker import Linker
    from numpy.typing import NDArray

    from diptych.compare.statements import Statement

    Columns = NDArray[np.float64]
    Scores = Callable[..., NDArray[np.float32]]
    Tells = Callable[[Sequence[str]], NDArray[np.float32]]

_OPTIONAL = 0.5
# Parts that pairs are fitted in, each left out in turn, and how many of the pairs that are shown
# as sure to diverge shall do so.
_PARTS, _RIGHT = 5, 0.8
_BOUNDS = np.round(np.arange(0.1, 0.6, 0.01), 2)


def speeches(data: Path, parts: int) -> list[list[tuple[str, bool]]]:
    """Return the sentences of `positions/train.jsonl` in parts; no speech is in two of them."""
    lines = (data / "positions" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    names = sorted({row["doc"] for row in rows})
    return [
        [(row["text"], row["position"]) for row in rows if row["doc"] in names[part::parts]]
        for part in range(parts)
    ]


def fit_positions(
    judged: Sequence[Judged],
    spoken: Sequence[Sequence[tuple[str, bool]]],
    told: Sequence[Tells],
    whole_model: Linker,
) -> tuple[dict[str, Any], dict[str, tuple[list[Statement], list[Statement]]]]:
    """Return the weights that tell positions, and the statements as others' weights see them.

    Args:
        judged: the comparisons.
        spoken: sentences of speeches, in as many parts as there are linkers.
        told: for each part what a linker that did not learn from it says of texts.
        whole_model: the linker that is shipped.
    """

    def columns(part: int, texts: Sequence[str], side: Sequence[Statement]) -> Columns:
        return position_columns(told[part](texts)[:, None], side)

    tables, labels = {}, {}
    for part, rows in enumerate(spoken):
        texts = [text for text, _ in rows]
        tables[f"{part}"] = columns(part, texts, [bare_statement(text) for text in texts])
        labels[f"{part}"] = np.array([float(value) for _, value in rows])
    for at, one in enumerate(judged):
        part = at % len(told)
        tables[one.name] = np.concatenate(
            [columns(part, side.texts, side.statements) for side in one.sides]
        )
        held = [value for side in one.sides for value in side.positions]
        labels[one.name] = np.array([float(bool(value)) for value in held])
    counts = {name: np.ones(len(of)) for name, of in labels.items()}
    said = left_out(tables, labels, counts, ridge=0.01)
    for names in (
        [f"{part}" for part in range(len(spoken))],
        [one.name for one in judged],
    ):
        truth = np.concatenate([labels[name] for name in names]) > 0
        found = np.concatenate([said[name] for name in names]) >= 0.5
        print(f"positions: F1 {2 * (truth & found).sum() / (truth.sum() + found.sum()):.3f}")
    seen = {}
    for one in judged:
        both = np.split(said[one.name], [len(one.sides[0].statements)])
        left, right = (
            [replace(s, position=float(v)) for s, v in zip(side.statements, values, strict=True)]
            for side, values in zip(one.sides, both, strict=True)
        )
        seen[one.name] = left, right
    small = whole(tables, labels, counts, ridge=0.01)
    # The program takes the vector itself: what the linker makes of it goes into its weights.
    share, cues = small["weights"]
    vector, base = whole_model.position_weights()
    return {
        "weights": [*(round(share * one, 6) for one in vector), cues],
        "base": round(small["base"] + share * base, 6),
    }, seen


class Links:
    """The pairs of all comparisons, what tells of them, and what was said of them."""

    def __init__(self, judged: Sequence[Judged], seen: Mapping[str, tuple[Seen, Seen]]) -> None:
        self.judged = judged
        self.pairs: dict[str, NDArray[np.intp]] = {}
        self.columns: dict[str, Columns] = {}
        plain = [(0.0, 1.0)] * COSINES
        found = [Nearness(*seen[one.name], plain).statistics for one in judged]
        self.usual = np.round(np.mean(found, 0), 4).tolist()
        for one in judged:
            near = Nearness(*seen[one.name], self.usual)
            self.pairs[one.name] = near.nearest(NEAREST)
            self.columns[one.name] = near.columns(self.pairs[one.name], one.words)

    def _labels(self) -> tuple[dict[str, Columns], dict[str, Columns]]:
        tiers = {
            one.name: one.linked[tuple(self.pairs[one.name].T)].astype(float) for one in self.judged
        }
        labels = {name: (of > 0).astype(float) for name, of in tiers.items()}
        counts = {name: np.where(of == 1, _OPTIONAL, 1.0) for name, of in tiers.items()}
        return labels, counts

    def fit(self) -> tuple[dict[str, Any], dict[str, Columns]]:
        """Fit what says how likely a link is by vectors and words."""
        labels, counts = self._labels()
        said = left_out(self.columns, labels, counts, ridge=0.01)
        return whole(self.columns, labels, counts, ridge=0.01), said

    def best_bound(self, said: Mapping[str, Columns]) -> float:
        """Return the bound with the best mean F1 over all comparisons."""
        found = []
        for bound in _BOUNDS:
            each = [link_f1(one, self.linked(one.name, said, bound)) for one in self.judged]
            found.append((float(np.mean(each)), float(bound)))
        best, bound = max(found)
        print(f"links: F1 {best:.3f} at {bound}, each comparison left out in turn")
        return bound

    def linked(self, name: str, said: Mapping[str, Columns], bound: float) -> list[tuple[int, int]]:
        """Return the pairs that are taken for links at a bound."""
        keep = said[name] >= bound
        pairs, value = self.pairs[name][keep], said[name][keep]
        room = best_of_both(pairs, value)
        return [(int(i), int(j)) for i, j in pairs[room]]

    def measure_relations(self, bound: float, said: Mapping[str, Columns], scores: Scores) -> None:
        """Print how often the judge and the rules over the cues tell the relation of a link."""
        judge, rules, truth = [], [], []
        for one in self.judged:
            left, right = (side.statements for side in one.sides)
            found = [pair for pair in self.linked(one.name, said, bound) if one.linked[pair] == 2]
            if not found:
                continue
            texts = [(left[i].sentence.text, right[j].sentence.text) for i, j in found]
            judge += list(scores(texts)[:, :3].argmax(1))
            rules += [CLASSES.index(relate(left[i], right[j]).relation.value) for i, j in found]
            truth += [int(one.relation[pair]) for pair in found]
        print("relations of the links found, by the judge:")
        _print_table(judge, truth)
        print("relations of the links found, by rules:")
        _print_table(rules, truth)


def _print_table(guesses: Sequence[int], known: Sequence[int]) -> None:
    """Print accuracy, macro recall and macro F1, and the precision of `diverge`."""
    counted = np.zeros((3, 3), int)
    np.add.at(counted, (np.asarray(known), np.asarray(guesses)), 1)
    right, true, said = counted.diagonal(), counted.sum(1), counted.sum(0)
    print(f"  accuracy {right.sum() / counted.sum():.3f}, macro recall {(right / true).mean():.3f}")
    print(f"  macro F1 {(2 * right / (true + said)).mean():.3f}, {counted.tolist()}")
    print(f"  precision of diverge {right[1] / max(1, said[1]):.3f}")


def best_of_both(pairs: NDArray[np.intp], value: Columns) -> NDArray[np.bool_]:
    """Return which pairs find room: as many links a sentence as the program allows."""
    keep = np.ones(len(pairs), bool)
    for column in (0, 1):
        for number in np.unique(pairs[:, column]):
            own = np.flatnonzero(pairs[:, column] == number)
            if len(own) > MOST_LINKS:
                least = np.sort(value[own])[::-1][MOST_LINKS]
                keep[own[value[own] <= least]] = False
    return keep


def fit_silence(
    judged: Sequence[Judged],
    statements: Mapping[str, tuple[list[Statement], list[Statement]]],
    pairs: Mapping[str, NDArray[np.intp]],
    said: Mapping[str, Columns],
) -> dict[str, Any]:
    """Fit what tells a position without counterpart, and pick the bound with the best F1."""
    tables, labels, counts, keys = {}, {}, {}, {}
    for one in judged:
        rows, known, keys[one.name] = [], [], []
        for column, side in enumerate(one.sides):
            for number, statement in enumerate(statements[one.name][column]):
                near = said[one.name][pairs[one.name][:, column] == number]
                missed = float(np.prod(1.0 - near))
                rows.append(tells(statement, float(near.max(initial=0.0)), missed))
                known.append(side.silent[number])
                name = ("left", "right")[column]
                keys[one.name].append({(name, n) for n in side.judged[number]})
        tables[one.name] = np.array(rows)
        labels[one.name] = (np.array(known) == 2).astype(float)
        counts[one.name] = np.where(np.array(known) == 1, 0.0, 1.0)
    found = left_out(tables, labels, counts, ridge=0.001)
    for name, values in found.items():
        values[np.exp(tables[name][:, 1]) >= WEAK] = 0.0  # what is plainly linked is not silent

    def f1(bound: float) -> float:
        each = []
        for one in judged:
            called = [
                key for key, v in zip(keys[one.name], found[one.name], strict=True) if v >= bound
            ]
            hit = set().union(*called)
            precision = len(hit & one.allowed) / max(1, len(hit))
            recall = len(hit & one.wanted) / max(1, len(one.wanted))
            each.append(2 * precision * recall / max(1e-9, precision + recall))
        return float(np.mean(each))

    best, bound = max((f1(float(bound)), float(bound)) for bound in _BOUNDS)
    print(f"silence: F1 {best:.3f} at {bound}, each comparison left out in turn")
    return {**whole(tables, labels, counts, ridge=0.001), "bound": bound}


def fit_pairs(rows: Sequence[Row], data: Path, scores: Scores) -> dict[str, Any]:
    """Fit what tells the relation of texts that are known to belong together.

    Args:
        rows: pairs of which the judge learnt nothing.
        data: the folder of the data; `pairs/dev.jsonl` is only measured on.
        scores: gives what the judge says.

    Returns:
        The weights, and how likely `diverge` must be to be shown as sure.
    """

    def columns(pairs: Sequence[tuple[str, str]]) -> Columns:
        both = scores(pairs).astype(np.float64)
        found = [relation_columns(one) for one in both]
        return np.array(found)

    # Strangers among them share a part at most.
    labels = np.array([min(row.label, 2) for row in rows])
    counts = np.array([row.weight for row in rows])
    table = columns([(row.left, row.right) for row in rows])
    # The rows come in the order of their groups, so that parts have groups of their own.
    part = np.arange(len(rows)) * _PARTS // len(rows)
    shares = np.zeros((len(rows), 3))
    for at in range(_PARTS):
        own = classes(table[part != at], labels[part != at], counts[part != at], 0.001)
        shares[part == at] = relation_shares(table[part == at], own)
    weights = classes(table, labels, counts, 0.001)
    weights["sure"] = _sure(shares[:, 1], labels == 1, counts, shares.argmax(1) == 1)
    lines = (data / "pairs" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    dev = [json.loads(line) for line in lines]
    found = columns([(row["left"], row["right"]) for row in dev])
    said = [CLASSES.index(relation_of(row, weights)[0].value) for row in found]
    print("pairs kept back:")
    _print_table(list(shares.argmax(1)), list(labels))
    print("pairs/dev:")
    _print_table(said, [("converge", "diverge", "related").index(row["relation"]) for row in dev])
    return weights


def _sure(
    share: Columns, true: NDArray[np.bool_], counts: Columns, said: NDArray[np.bool_]
) -> float:
    """Return how likely `diverge` must be so that enough of what is shown as sure is right."""
    for bound in np.round(np.arange(0.4, 0.99, 0.01), 2):
        kept = said & (share >= bound)
        right = float((counts * true)[kept].sum() / max(1e-9, counts[kept].sum()))
        if right >= _RIGHT:
            print(f"diverge is sure from {bound}: {right:.3f} right, {kept.sum()} of {said.sum()}")
            return float(bound)
    return 1.0
