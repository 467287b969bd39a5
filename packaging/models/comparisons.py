"""The judged comparisons: documents as the program reads them, and what was said of each pair."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from batches import ROOT as _ROOT  # noqa: F401 - puts the program on the path

from diptych.compare.candidates import candidates, features
from diptych.compare.statements import statements
from diptych.compare.topics import TopicIndex
from diptych.formats.reader import read_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from diptych.compare.candidates import Candidate
    from diptych.compare.statements import Statement

RELATIONS = ("converge", "diverge", "partial")
_SIDES = ("left", "right")


@dataclass
class Side:
    """One document.

    Args:
        statements: its sentences as the program cuts them.
        judged: for each of them the numbers of the judged sentences it covers.
        positions: for each of them what the person said: a position or not; None where unsaid.
        silent: for each of them 2 for a position without counterpart, 1 where that was optional.
    """

    statements: list[Statement]
    judged: list[set[int]]
    positions: list[bool | None]
    silent: list[int]

    @property
    def texts(self) -> list[str]:
        """The sentences."""
        return [one.sentence.text for one in self.statements]

    @property
    def blocks(self) -> list[int]:
        """The number of each sentence's block."""
        return [one.sentence.passage.block for one in self.statements]


@dataclass
class Judged:
    """A comparison and its labels.

    Args:
        linked: for every pair of sentences 2 for a core link, 1 for an optional one, else 0.
        relation: the number of the relation in `RELATIONS`, -1 where there is none.
        words: what the lexical search found.
        core, listed: pairs of judged sentences, as the scorer counts them.
        wanted: judged sentences without counterpart, by side, and those that cost nothing.
    """

    name: str
    sides: tuple[Side, Side]
    linked: NDArray[np.int64]
    relation: NDArray[np.int64]
    words: dict[tuple[int, int], Candidate]
    core: set[tuple[int, int]]
    listed: set[tuple[int, int]]
    wanted: set[tuple[str, int]] = field(default_factory=set)
    allowed: set[tuple[str, int]] = field(default_factory=set)


def _covered(statement: Statement, judged: Sequence[dict[str, Any]]) -> set[int]:
    """Return the judged sentences that a sentence covers by half of either, as the scorer does."""
    hit = set()
    for span in statement.sentence.passage.spans:
        for one in judged:
            common = min(span.end, one["end"]) - max(span.start, one["start"])
            if common > 0 and 2 * common >= min(span.end - span.start, one["end"] - one["start"]):
                hit.add(one["n"])
    return hit


def _side(data: dict[str, Any], name: str, folder: Path) -> Side:
    found = statements(read_path(folder / data[name]["file"]), TopicIndex(()), lambda: None)
    judged = data[name]["sentences"]
    covered = [_covered(one, judged) for one in found]
    holds = {one["n"]: one["position"] for one in judged}
    silent = {
        one["n"]: 2 if one["tier"] == "core" else 1 for one in data["silent"] if one["side"] == name
    }
    return Side(
        found,
        covered,
        [any(map(holds.get, hit)) if hit else None for hit in covered],
        [max((silent.get(n, 0) for n in hit), default=0) for hit in covered],
    )


def read_judged(file: Path) -> Judged:
    """Return one comparison with its labels laid over the program's own sentences."""
    data = json.loads(file.read_text(encoding="utf-8"))
    sides = _side(data, "left", file.parent), _side(data, "right", file.parent)
    cells = {(pair["left"], pair["right"]): pair for pair in data["pairs"]}
    shape = tuple(len(side.statements) for side in sides)
    linked, relation = np.zeros(shape, np.int64), np.full(shape, -1)
    for at, hit in enumerate(sides[0].judged):
        for other, hit_right in enumerate(sides[1].judged):
            for pair in (cells.get((n, m)) for n in hit for m in hit_right):
                tier = 0 if pair is None else 2 if pair["tier"] == "core" else 1
                if pair is not None and tier > linked[at, other]:
                    linked[at, other] = tier
                    relation[at, other] = RELATIONS.index(pair["relation"])
    counts = [features(side.statements, lambda: None) for side in sides]
    found = candidates(counts[0], counts[1], lambda: None)
    return Judged(
        file.stem,
        sides,
        linked,
        relation,
        {(one.left, one.right): one for one in found},
        {cell for cell, pair in cells.items() if pair["tier"] == "core"},
        set(cells),
        {(one["side"], one["n"]) for one in data["silent"] if one["tier"] == "core"},
        {(one["side"], one["n"]) for one in data["silent"]},
    )


def read_split(folder: Path, split: str) -> list[Judged]:
    """Return the comparisons of a split of a folder, in the order of their names."""
    return [
        read_judged(file)
        for file in sorted(folder.glob("*--*.json"))
        if json.loads(file.read_text(encoding="utf-8"))["split"] == split
    ]


def folds(judged: Sequence[Judged], count: int) -> list[tuple[list[Judged], list[Judged]]]:
    """Return `count` ways to part comparisons into those to learn from and those left out."""
    return [
        ([one for at, one in enumerate(judged) if at % count != fold], list(judged[fold::count]))
        for fold in range(count)
    ]
