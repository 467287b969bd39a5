"""Train the linker: vectors by which sentences on one issue find each other, and positions show.

Every sentence is read twice, alone and among its neighbours. All pairs of two documents are learnt
from at once: each sentence shall pick its counterparts from among all sentences of the other
document, and every pair be told a link or none. Beside that every sentence alone is told a position
or none, with sentences of other speeches among them.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import torch
from batches import Cutter, padded
from network import WIDTH, Encoder
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
_STRETCH = 20.0  # what a vector of length 1 is multiplied by where it tells a position
_HELD = 0.4  # what the positions count beside the links
_OTHERS = 64  # sentences of other speeches a step
# Ways to report what somebody says: it remains the position that it is.
_REPORTS = (
    "{who} said that {text}", "{who} said {text}", "“{own}” {who} said.", "“{own}” said {who}.",
    "{who} believe that {text}", "According to {who}, {text}", "“{own}”", "{who} argue that {text}",
    "{who} says {text}", "{who} told reporters that {text}", "{who} warned that {text}",
)  # fmt: skip
_WHO = (
    "officials", "a spokesman for the ministry", "critics of the plan", "the minister",
    "experts", "a senior official", "the organization", "supporters", "the president",
    "a person familiar with the matter", "the mayor", "the company", "researchers", "residents",
)  # fmt: skip


class Linker(nn.Module):
    """The encoder and what makes one score of two cosines while it learns."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.scale = nn.Parameter(torch.tensor([8.0, 8.0]))
        self.base = nn.Parameter(torch.tensor(-8.0))
        self.held = nn.Linear(WIDTH, 1)
        nn.init.zeros_(self.held.weight)
        nn.init.zeros_(self.held.bias)

    def positions(self, vectors: Tensor) -> Tensor:
        """Return how much speaks for a position in each sentence, from its vector alone."""
        found: Tensor = self.held(_STRETCH * vectors)[:, 0]
        return found

    def position_weights(self) -> tuple[list[float], float]:
        """Return the weights of a vector of length 1, and the base, that tell a position."""
        return (_STRETCH * self.held.weight[0]).tolist(), self.held.bias.item()

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


def reported(text: str, chance: random.Random) -> str:
    """Return a sentence as a report would give it."""
    who = chance.choice(_WHO)
    bare = text.rstrip(".")
    lower = bare if bare[:2] in {"I ", "I'"} or bare[1:2].isupper() else bare[:1].lower() + bare[1:]
    found = chance.choice(_REPORTS).format(who=who, text=lower + ".", own=bare + ",")
    return found[0].upper() + found[1:]


def _of_positions(model: Linker, vectors: Tensor, held: Sequence[float]) -> Tensor:
    return functional.binary_cross_entropy_with_logits(
        model.positions(vectors), torch.tensor(held, dtype=torch.float32)
    )


def _loss(model: Linker, one: Judged, cutter: Cutter, others: Sequence[tuple[str, bool]]) -> Tensor:
    left, right = (model.both(side, cutter) for side in one.sides)
    texts = [text for text, _ in others]
    read = torch.cat((left[0], right[0], model.vectors(alone(cutter, texts), len(texts))))
    held = [float(bool(value)) for side in one.sides for value in side.positions]
    of_positions = _of_positions(model, read, [*held, *(float(value) for _, value in others)])
    cosines = [left[at] @ right[at].T for at in (0, 1)]
    scores = model.scale[0] * cosines[0] + model.scale[1] * cosines[1] + model.base
    tiers = torch.from_numpy(one.linked)
    linked = (tiers > 0).float()
    counts = torch.where(tiers == 1, _OPTIONAL, 1.0)
    each = functional.binary_cross_entropy_with_logits(scores, linked, reduction="none")
    each = each * counts * torch.where(linked > 0, _LINKS, 1.0)
    loss = each.sum() / (counts * linked).sum() / 10 + _HELD * of_positions
    for table in (*(_SHARPNESS * one for one in cosines), 1.5 * scores):
        for rows, links, share in (
            (table, linked, counts),
            (table.T, linked.T, counts.T),
        ):
            some = links.sum(1) > 0
            wanted = (links * share)[some]
            picked = (rows.log_softmax(1)[some] * wanted).sum(1) / wanted.sum(1)
            loss = loss - picked.mean() / 6
    return loss


def _others(
    one: Judged, speeches: Sequence[tuple[str, bool]], chance: random.Random
) -> list[tuple[str, bool]]:
    """Return sentences of speeches, and sentences of all kinds as a report would give them."""
    own = [
        (text, bool(value))
        for side in one.sides
        for text, value in zip(side.texts, side.positions, strict=True)
    ]
    plain = chance.sample(speeches, _OTHERS // 2)
    given = chance.sample([*speeches, *own], _OTHERS // 2)
    return plain + [(reported(text, chance), value) for text, value in given]


def train(
    model: Linker,
    judged: Sequence[Judged],
    speeches: Sequence[tuple[str, bool]],
    cutter: Cutter,
    *,
    epochs: int,
    rate: float,
    seed: int,
) -> None:
    """Train in place, one comparison a step; the vectors of words and places stay as they are.

    `speeches` are sentences that are positions or none.
    """
    chance, total = random.Random(seed), epochs * len(judged)
    torch.manual_seed(seed)
    encoder = model.encoder
    encoder.dropout = 0.05
    encoder.words.requires_grad_(requires_grad=False)
    encoder.places.requires_grad_(requires_grad=False)
    optimiser = torch.optim.AdamW(
        [
            {
                "params": [p for p in encoder.parameters() if p.requires_grad],
                "lr": rate,
            },
            {"params": [model.scale, model.base], "lr": 0.05},
            {"params": list(model.held.parameters()), "lr": 0.005},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (total / 10), (total - step) / (total * 0.9)),
    )
    model.train()
    order, start = list(judged), time.monotonic()
    for epoch in range(epochs):
        chance.shuffle(order)
        sum_ = 0.0
        for one in order:
            loss = _loss(model, one, cutter, _others(one, speeches, chance))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sum_ += loss.item()
        spent = time.monotonic() - start
        print(
            f"  epoch {epoch + 1} loss {sum_ / len(order):.3f}, {spent:.0f} s",
            flush=True,
        )
