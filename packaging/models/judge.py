"""Train the judge: two passages in, converge / diverge / partial / not the same issue out."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import torch
from batches import Cutter, Row, shuffled
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from diptych.compare.models import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from comparisons import Judged
    from network import Pairs

_BATCH = 32
_BIG = 10_000  # rows of a table of words
# The mean of the weights is renewed after so many steps, and keeps so much of what it is.
_EVERY, _KEPT = 10, 0.95
_NAMES = {"converge": 0, "diverge": 1, "related": 2, "partial": 2, "none": 3}


# Sources with few rows are gone through more often.
_OFTEN = {"breaking_nli": 3, "ibm_claims": 3}
# What a pair of a small source counts at most when the small weights are fitted.
_NO_MORE = 3.0
# Of a source one group in so many is kept back, two at least.
_KEPT_BACK = 11


def arguments(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of `pairs/train.jsonl` to learn from, and those of groups kept back.

    On the groups kept back it is measured how far the judge can be trusted.
    """
    lines = (folder / "pairs" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    groups: dict[str, set[str]] = {}
    for one in rows:
        groups.setdefault(one["source"], set()).add(one["group"])
    back: set[str] = set()
    for source, own in sorted(groups.items()):
        chance = random.Random(source)
        back.update(chance.sample(sorted(own), max(2, len(own) // _KEPT_BACK)))
    return (
        [one for one in rows if one["group"] not in back],
        [one for one in rows if one["group"] in back],
    )


def argument_rows(data: Sequence[dict[str, str]]) -> list[Row]:
    """Return what is to be learnt of arguments, small sources more often."""
    return [
        Row(one["left"], one["right"], _NAMES[one["relation"]])
        for one in data
        for _ in range(_OFTEN.get(one["source"], 1))
    ]


def stranger_rows(
    data: Sequence[dict[str, str]],
    judged: Sequence[Judged],
    count: int,
    chance: random.Random,
) -> list[Row]:
    """Return pairs that have nothing to do with each other, mostly.

    Half of them are two sentences of one public document, half are of two arguments' groups.
    """
    documents: dict[str, list[str]] = {}
    for one in data:
        if one["source"] == "minimal":
            documents.setdefault(one["group"], []).append(one["left"])
    texts = [sorted(set(own)) for _, own in sorted(documents.items())]
    texts += [list(side.texts) for one in judged for side in one.sides]
    texts = [own for own in texts if len(own) > 1]
    rows = []
    for _ in range(count // 2):
        one, two = chance.sample(chance.choice(texts), 2)
        rows.append(Row(one, two, CLASSES.index("none")))
    while len(rows) < count:
        first, second = chance.choice(data), chance.choice(data)
        if first["group"] != second["group"]:
            rows.append(Row(first["left"], second["right"], CLASSES.index("none")))
    return rows


def kept_back_rows(
    data: Sequence[dict[str, str]], judged: Sequence[Judged], chance: random.Random
) -> list[Row]:
    """Return pairs that the judge did not learn from, a group after the other, and strangers.

    However many rows a source has, it counts as much as the other large ones.
    """
    many = Counter(one["source"] for one in data)
    most = max(many.values())
    rows = []
    for one in sorted(data, key=lambda one: (random.Random(one["group"]).random(), one["group"])):
        weight = min(most / many[one["source"]], _NO_MORE)
        rows.append(Row(one["left"], one["right"], _NAMES[one["relation"]], weight))
    strangers = stranger_rows(data, judged, len(rows) // 4, chance)
    return [
        row
        for at, one in enumerate(rows)
        for row in (one, *strangers[at // 4 : at // 4 + (at % 4 == 0)])
    ]


def train(
    model: Pairs,
    rows: Sequence[Row],
    cutter: Cutter,
    *,
    epochs: int,
    rate: float,
    chance: random.Random,
) -> None:
    """Train in place: AdamW, a tenth of the steps to warm up, then down to nought in a line.

    What is kept in the end is a mean of the weights over the last part of the way.
    """
    model.encoder.places.requires_grad_(requires_grad=False)
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            # Vectors of words that do not occur must not fade.
            {
                "params": [p for p in learnt if p.dim() == 1 or len(p) > _BIG],
                "weight_decay": 0.0,
            },
            {"params": [p for p in learnt if p.dim() > 1 and len(p) <= _BIG]},
        ],
        lr=rate,
        weight_decay=0.01,
        fused=True,
    )
    total = epochs * -(-len(rows) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (total / 10), max(0.0, (total - step) / (total * 0.9))),
    )
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(_KEPT))
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
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            schedule.step()
            step, sum_ = step + 1, sum_ + loss.item()
            if step >= total / 2 and step % _EVERY == 0:
                mean.update_parameters(model)
            if step % 50 == 0:
                spent = time.monotonic() - start
                print(f"  {step}/{total} loss {sum_ / 50:.3f}, {spent:.0f} s", flush=True)
                sum_ = 0.0
    model.load_state_dict(mean.module.state_dict())
