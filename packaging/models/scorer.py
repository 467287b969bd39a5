"""The small weights and bounds that go with the models: logistic regressions by Newton's method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from batches import ROOT as _ROOT  # noqa: F401 - puts the program on the path
from torch import nn

from diptych.compare.linking import probability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from comparisons import Judged
    from numpy.typing import NDArray

    Columns = NDArray[np.float64]


def regression(rows: Columns, labels: Columns, counts: Columns, ridge: float) -> dict[str, Any]:
    """Return weights and base of a logistic regression; `ridge` holds the weights down.

    The columns are brought to one scale first and the weights back again afterwards.
    """
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    table = np.concatenate([(rows - middle) / spread, np.ones((len(rows), 1))], 1)
    held = np.append(np.full(rows.shape[1], ridge), 0.0)
    weights = np.zeros(table.shape[1])
    for _ in range(25):
        said = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (said - labels)) / counts.sum() + held * weights
        bend = (table * (counts * said * (1 - said))[:, None]).T @ table / counts.sum()
        weights -= np.linalg.solve(bend + np.diag(held + 1e-9), slope)
    own = weights[:-1] / spread
    return {
        "weights": [round(float(one), 6) for one in own],
        "base": round(float(weights[-1] - own @ middle), 6),
    }


def classes(
    rows: Columns, labels: NDArray[np.int64], counts: Columns, ridge: float
) -> dict[str, Any]:
    """Return rows and bases of a logistic regression over three relations."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    table = torch.from_numpy((rows - middle) / spread)
    known, much = torch.from_numpy(labels), torch.from_numpy(counts)
    model = nn.Linear(rows.shape[1], 3).double()
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimiser = torch.optim.LBFGS(model.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        each = nn.functional.cross_entropy(model(table), known, reduction="none")
        total = (each * much).sum() / much.sum() + ridge * (model.weight**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    weights = model.weight.detach().numpy() / spread
    bases = model.bias.detach().numpy() - weights @ middle
    return {
        "rows": [[round(float(one), 6) for one in row] for row in weights],
        "bases": [round(float(one), 6) for one in bases],
    }


def link_f1(one: Judged, pairs: Sequence[tuple[int, int]]) -> float:
    """Return the link F1 of pairs of the program's sentences, as the scorer of the gold counts."""
    cells = {
        (n, m) for i, j in pairs for n in one.sides[0].judged[i] for m in one.sides[1].judged[j]
    }
    recall = len(one.core & cells) / max(1, len(one.core))
    precision = len(one.listed & cells) / max(1, len(cells))
    return 2 * recall * precision / max(1e-9, recall + precision)


def left_out(
    tables: Mapping[str, Columns],
    labels: Mapping[str, Columns],
    counts: Mapping[str, Columns],
    ridge: float,
) -> dict[str, Columns]:
    """Return for every comparison what a regression on all the others says of its rows."""
    found = {}
    for name, table in tables.items():
        rest = [key for key in tables if key != name]
        weights = regression(
            *(np.concatenate([of[key] for key in rest]) for of in (tables, labels, counts)), ridge
        )
        found[name] = probability(table, weights)
    return found


def whole(
    tables: Mapping[str, Columns],
    labels: Mapping[str, Columns],
    counts: Mapping[str, Columns],
    ridge: float,
) -> dict[str, Any]:
    """Return the regression on all comparisons."""
    return regression(
        *(np.concatenate([of[key] for key in tables]) for of in (tables, labels, counts)), ridge
    )
