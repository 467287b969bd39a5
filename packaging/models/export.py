"""Trained networks become int8 ONNX files that take one text at a time."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import torch
from batches import ROOT as _ROOT  # noqa: F401 - puts the program on the path
from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from diptych.compare.models import pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from batches import Cutter
    from network import Encoder, Pairs
    from numpy.typing import NDArray


class _Tokens(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor) -> Tensor:
        tokens: Tensor = self.encoder(ids, torch.zeros_like(ids), torch.ones_like(ids))
        return tokens


class _Scores(nn.Module):
    def __init__(self, pairs: Pairs) -> None:
        super().__init__()
        self.pairs = pairs

    def forward(self, ids: Tensor, kinds: Tensor) -> Tensor:
        scores: Tensor = self.pairs(ids, kinds, torch.ones_like(ids))
        return scores


def mean_of(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights of networks that were trained on from the same ones."""
    return {key: torch.stack([state[key].float() for state in states]).mean(0) for key in states[0]}


def write_linker(encoder: Encoder, target: Path) -> None:
    """Write an encoder: numbers of tokens in, a vector a token out."""
    _write(_Tokens(encoder), ("ids",), "tokens", target)


def write_judge(pairs: Pairs, target: Path) -> None:
    """Write a judge: numbers and kinds of tokens in, the scores of the classes out."""
    _write(_Scores(pairs), ("ids", "kinds"), "scores", target)


class Shipped:
    """A judge as it is shipped: what is fitted on its scores must not go by finer ones."""

    def __init__(self, file: Path, cutter: Cutter) -> None:
        self._cutter = cutter
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(file, options, providers=["CPUExecutionProvider"])

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return the scores of pairs, the mean of both orders."""
        found = np.array(
            [(self._one(left, right), self._one(right, left)) for left, right in pairs]
        )
        mean: NDArray[np.float32] = found.mean(1).astype(np.float32)
        return mean

    def _one(self, first: str, second: str) -> NDArray[np.float32]:
        ids, kinds = pair(self._cutter, first, second)
        given = {"ids": np.array([ids]), "kinds": np.array([kinds])}
        found: NDArray[np.float32] = self._session.run(None, given)[0][0]
        return found


def _write(model: nn.Module, inputs: tuple[str, ...], output: str, target: Path) -> None:
    whole = target.with_suffix(".float.onnx")
    model.eval()
    lengths = {1: "length"}
    names = dict.fromkeys(inputs, lengths) | ({output: lengths} if output == "tokens" else {})
    with warnings.catch_warnings():
        # The exporter that follows a trace is out of favour, but needs no further package.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(torch.ones(1, 9, dtype=torch.long) for _ in inputs),
            str(whole),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=names,
            opset_version=17,
            dynamo=False,
        )
    # Seven bits a weight: with eight, processors without VNNI overflow and give other results.
    quantize_dynamic(
        whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    whole.unlink()
