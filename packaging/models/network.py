"""MiniLM in PyTorch, as small as reading Apache-2.0 weights and training them on needs.

Six layers, 384 wide, 12 heads: the shape of `sentence-transformers/all-MiniLM-L6-v2`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, PLACES = 384, 12, 6, 1536, 30_522, 512


class Layer(nn.Module):
    """Attention and what follows it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """Return the layer's output; `mask` is added to the attention's scores.

        Attention is written out: PyTorch's own needs twice the time to learn on a processor.
        """
        batch, length, _ = x.shape

        def heads(linear: nn.Linear) -> Tensor:
            return linear(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query), heads(self.key), heads(self.value)
        scores = query * (WIDTH // HEADS) ** -0.5 @ key.transpose(2, 3) + mask
        seen = scores.softmax(3).to(value.dtype) @ value
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_out(x + self.out(seen))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm_down(x + functional.dropout(inner, dropout, self.training))


class Encoder(nn.Module):
    """Token numbers become vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = 0.1

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """Return one vector a token; `mask` is 1 for tokens and 0 for padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.kinds(kinds)
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        away = (1.0 - mask.to(x.dtype))[:, None, None, :] * -10_000.0
        for layer in self.layers:
            x = layer(x, away, self.dropout)
        return x

    def take(self, weights: dict[str, Tensor]) -> None:
        """Take up the weights of a published BERT of this shape."""
        names = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "kinds.weight": "embeddings.token_type_embeddings.weight",
            "norm": "embeddings.LayerNorm",
        }
        parts = {
            "query": "attention.self.query", "key": "attention.self.key",
            "value": "attention.self.value", "out": "attention.output.dense",
            "norm_out": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "norm_down": "output.LayerNorm",
        }  # fmt: skip
        for at in range(LAYERS):
            names |= {
                f"layers.{at}.{own}": f"encoder.layer.{at}.{old}" for own, old in parts.items()
            }
        state = {}
        for own in self.state_dict():
            stem, _, last = own.rpartition(".")
            state[own] = weights[names.get(own) or f"{names[stem]}.{last}"]
        self.load_state_dict(state)


class Pairs(nn.Module):
    """Two texts in, a score a class out: an encoder and one linear layer on the mean."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.inner = nn.Linear(2 * WIDTH, WIDTH)
        self.head = nn.Linear(WIDTH, classes)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """Return the scores before softmax."""
        x = self.encoder(ids, kinds, mask)
        both = torch.cat((mean(x, mask), x[:, 0]), 1)
        inner = torch.tanh(self.inner(functional.dropout(both, 0.1, self.training)))
        scores: Tensor = self.head(inner)
        return scores


def mean(x: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of the tokens' vectors."""
    weight = mask.to(x.dtype)[:, :, None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)
