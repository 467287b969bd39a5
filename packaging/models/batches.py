"""Pairs of texts become batches of numbers."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from diptych.compare.models import pair  # noqa: E402
from diptych.compare.wordpiece import WordPiece  # noqa: E402

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from torch import Tensor


@dataclass(frozen=True)
class Row:
    """Two texts, the class of the pair and how much it counts."""

    left: str
    right: str
    label: int
    weight: float = 1.0


class Cutter:
    """Turns texts into numbers as the program does, so that both see the same."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").split("\n")[:-1]
        self._wordpiece = WordPiece(pieces)
        self.ids = lru_cache(maxsize=400_000)(self._wordpiece.ids)
        self.first, self.end = self._wordpiece.first, self._wordpiece.end


def padded(rows: Sequence[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return numbers, kinds and mask of rows of different lengths."""
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for at, (one, kind) in enumerate(rows):
        ids[at, : len(one)] = torch.tensor(one)
        kinds[at, : len(one)] = torch.tensor(kind)
        mask[at, : len(one)] = 1
    return ids, kinds, mask


def shuffled(
    rows: Sequence[Row], cutter: Cutter, size: int, chance: random.Random
) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor, Tensor]]:
    """Yield batches in random order, each of pairs of about one length; sides change at random."""
    cut = []
    for row in rows:
        one, two = (row.left, row.right) if chance.random() < 0.5 else (row.right, row.left)
        cut.append((pair(cutter, one, two), row))
    chance.shuffle(cut)
    batches = []
    for start in range(0, len(cut), size * 50):
        block = sorted(cut[start : start + size * 50], key=lambda item: len(item[0][0]))
        batches.extend(block[at : at + size] for at in range(0, len(block), size))
    chance.shuffle(batches)
    for batch in batches:
        labels = torch.tensor([row.label for _, row in batch])
        weights = torch.tensor([row.weight for _, row in batch])
        yield *padded([item for item, _ in batch]), labels, weights
