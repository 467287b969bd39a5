"""Train the judge: two passages in, converge / diverge / partial / not the same issue out."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import torch
from batches import Cutter, Row, padded, shuffled
from torch.nn import functional

from diptych.compare.models import CLASSES, pair

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from comparisons import Judged
    from network import Pairs
    from numpy.typing import NDArray

_BATCH = 32
_NAMES = {"converge": 0, "diverge": 1, "related": 2, "partial": 2, "none": 3}


# Rows taken from a source: the rules behind `minimal` and the few key points of `argkp` are learnt
# from a part of them, and their rows are the longest.
MOST = {"minimal": 3_200, "argkp": 5_200}


def argument_rows(folder: Path, chance: random.Random, most: Mapping[str, int]) -> list[Row]:
    """Return rows of `pairs/train.jsonl`, and for every sixth of them a pair of strangers.

    `most` says for a source how many of its rows are taken.
    """
    lines = (folder / "pairs" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    by_source: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        one = json.loads(line)
        by_source.setdefault(one["source"], []).append(one)
    data = []
    for source, found in sorted(by_source.items()):
        data += chance.sample(found, min(len(found), most.get(source, len(found))))
    rows = [Row(one["left"], one["right"], _NAMES[one["relation"]]) for one in data]
    while len(rows) < len(data) * 7 // 6:
        one, two = chance.choice(data), chance.choice(data)
        if one["group"] != two["group"]:
            rows.append(Row(one["left"], two["right"], _NAMES["none"]))
    return rows


def comparison_rows(
    judged: Sequence[Judged],
    nearest: Mapping[str, Sequence[tuple[int, int]]],
    chance: random.Random,
) -> list[Row]:
    """Return the links of comparisons, and for each of them two pairs that are none.

    Args:
        judged: comparisons with their labels.
        nearest: by the name of a comparison the pairs that look like links to untrained vectors:
            most of what the judge will be asked about.
        chance: picks.
    """
    rows = []
    for one in judged:
        left, right = (side.texts for side in one.sides)
        links = [(int(i), int(j)) for i, j in zip(*one.linked.nonzero(), strict=True)]
        rows += [
            Row(left[i], right[j], int(one.relation[i, j]), 1.0 if one.linked[i, j] == 2 else 0.6)
            for i, j in links
        ]
        hard = [(i, j) for i, j in nearest[one.name] if not one.linked[i, j]]
        easy = [(int(i), int(j)) for i, j in zip(*(one.linked == 0).nonzero(), strict=True)]
        chosen = chance.sample(hard, min(len(hard), 8 * len(links) // 5))
        chosen += chance.sample(easy, 2 * len(links) // 5)
        rows += [Row(left[i], right[j], CLASSES.index("none")) for i, j in chosen]
    return rows


def stranger_rows(judged: Sequence[Judged], count: int, chance: random.Random) -> list[Row]:
    """Return pairs of sentences of one document that have nothing to do with each other, mostly."""
    rows = []
    for _ in range(count):
        texts = chance.choice(chance.choice(judged).sides).texts
        rows.append(Row(*chance.sample(texts, 2), CLASSES.index("none")))
    return rows


def train(
    model: Pairs,
    rows: Sequence[Row],
    cutter: Cutter,
    *,
    epochs: int,
    rate: float,
    chance: random.Random,
) -> None:
    """Train in place: AdamW, a tenth of the steps to warm up, then down to nought in a line."""
    # The words keep their vectors: most words of other fields are not in this data.
    model.encoder.words.requires_grad_(requires_grad=False)
    model.encoder.places.requires_grad_(requires_grad=False)
    model.encoder.blind = 0.0
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learnt, lr=rate, weight_decay=0.01, fused=True)
    total = epochs * -(-len(rows) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (total / 10), max(0.0, (total - step) / (total * 0.9))),
    )
    model.train()
    step, sum_, start = 0, 0.0, time.monotonic()
    for _ in range(epochs):
        for ids, kinds, mask, labels, weights in shuffled(rows, cutter, _BATCH, chance):
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(ids, kinds, mask)
            each = functional.cross_entropy(
                scores.float(), labels, reduction="none", label_smoothing=0.05
            )
            loss = (each * weights).sum() / weights.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, sum_ = step + 1, sum_ + loss.item()
            if step % 50 == 0:
                spent = time.monotonic() - start
                print(f"  {step}/{total} loss {sum_ / 50:.3f}, {spent:.0f} s", flush=True)
                sum_ = 0.0


@torch.inference_mode()
def scores(model: Pairs, pairs: Sequence[tuple[str, str]], cutter: Cutter) -> NDArray[np.float32]:
    """Return the scores of pairs, the mean of both orders."""
    model.eval()
    cut = [pair(cutter, one, two) for one, two in pairs]
    cut += [pair(cutter, two, one) for one, two in pairs]
    found = torch.zeros(len(cut), len(CLASSES))
    order = sorted(range(len(cut)), key=lambda at: len(cut[at][0]))
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        found[part] = model(*padded([cut[at] for at in part]))
    mean: NDArray[np.float32] = ((found[: len(pairs)] + found[len(pairs) :]) / 2).numpy()
    return mean
