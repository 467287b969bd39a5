"""Train the linker: vectors by which sentences on one issue find each other.

Every sentence is read twice, alone and among its neighbours. All pairs of two documents are learnt
from at once: each sentence shall pick its counterparts from among all sentences of the other
document, and every pair be told a link or none.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import torch
from batches import Cutter, padded
from network import Encoder
from torch import Tensor, nn
from torch.nn import functional

from diptych.compare.models import alone, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comparisons import Judged, Side

    from diptych.compare.models import Window

_SHARPNESS = 16.0  # what a cosine is multiplied by before the softmax
_OPTIONAL = 0.5  # what a link of the lower tier counts
_LINKS = 3.0  # a link counts more than one of the many pairs that are none


class Linker(nn.Module):
    """The encoder and what makes one score of two cosines while it learns."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.scale = nn.Parameter(torch.tensor([8.0, 8.0]))
        self.base = nn.Parameter(torch.tensor(-8.0))

    def vectors(self, read: Sequence[Window], count: int) -> Tensor:
        """Return one vector of length 1 a sentence; windows of about one length go together."""
        rows: list[Tensor] = [torch.empty(0)] * count
        order = sorted(read, key=lambda window: len(window.ids))
        start = 0
        while start < len(order):
            most = len(order[start].ids) * 1.3 + 4
            end = start + 1
            while end < len(order) and len(order[end].ids) <= most:
                end += 1
            part = order[start:end]
            ids, kinds, mask = padded([(one.ids, [0] * len(one.ids)) for one in part])
            with torch.autocast("cpu", torch.bfloat16):
                tokens = self.encoder(ids, kinds, mask).float()
            for at, window in enumerate(part):
                for number, first, last in window.places:
                    rows[number] = tokens[at, first:last].mean(0)
            start = end
        return functional.normalize(torch.stack(rows), dim=1)

    def both(self, side: Side, cutter: Cutter) -> tuple[Tensor, Tensor]:
        """Return the vectors of a document's sentences, alone and among their neighbours."""
        count = len(side.texts)
        return (
            self.vectors(alone(cutter, side.texts), count),
            self.vectors(windows(cutter, side.texts, side.blocks), count),
        )


def _loss(model: Linker, one: Judged, cutter: Cutter) -> Tensor:
    left, right = (model.both(side, cutter) for side in one.sides)
    cosines = [left[at] @ right[at].T for at in (0, 1)]
    scores = model.scale[0] * cosines[0] + model.scale[1] * cosines[1] + model.base
    tiers = torch.from_numpy(one.linked)
    linked = (tiers > 0).float()
    counts = torch.where(tiers == 1, _OPTIONAL, 1.0)
    each = functional.binary_cross_entropy_with_logits(scores, linked, reduction="none")
    each = each * counts * torch.where(linked > 0, _LINKS, 1.0)
    loss = each.sum() / (counts * linked).sum() / 10
    for table in (*(_SHARPNESS * one for one in cosines), 1.5 * scores):
        for rows, links, share in ((table, linked, counts), (table.T, linked.T, counts.T)):
            some = links.sum(1) > 0
            wanted = (links * share)[some]
            picked = (rows.log_softmax(1)[some] * wanted).sum(1) / wanted.sum(1)
            loss = loss - picked.mean() / 6
    return loss


def train(
    model: Linker, judged: Sequence[Judged], cutter: Cutter, *, epochs: int, rate: float, seed: int
) -> None:
    """Train in place, one comparison a step; the vectors of words and places stay as they are."""
    chance, total = random.Random(seed), epochs * len(judged)
    torch.manual_seed(seed)
    encoder = model.encoder
    encoder.dropout, encoder.blind = 0.05, 0.0
    encoder.words.requires_grad_(requires_grad=False)
    encoder.places.requires_grad_(requires_grad=False)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in encoder.parameters() if p.requires_grad], "lr": rate},
            {"params": [model.scale, model.base], "lr": 0.05},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (total / 10), (total - step) / (total * 0.9))
    )
    model.train()
    order, start = list(judged), time.monotonic()
    for epoch in range(epochs):
        chance.shuffle(order)
        sum_ = 0.0
        for one in order:
            loss = _loss(model, one, cutter)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sum_ += loss.item()
        spent = time.monotonic() - start
        print(f"  epoch {epoch + 1} loss {sum_ / len(order):.3f}, {spent:.0f} s", flush=True)
