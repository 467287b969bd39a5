"""The two trained models and the weights that go with them: the only module that runs ONNX.

They are loaded when first needed, in the worker alone. A text is read alone and by one thread: with
int8 arithmetic what else is in a batch would shift the result. Two are read at the same time.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import diptych
from diptych.compare.memory import key_of, shared
from diptych.model.comparison import ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from diptych.compare.wordpiece import WordPiece

    Floats = NDArray[np.float32]

# Before numpy comes in: its threads would only stand by.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

CLASSES = ("converge", "diverge", "partial", "none")
"""What the judge's four scores stand for; "none" is: not the same issue."""
LONGEST = 160
"""Tokens that either model takes at once."""
# Texts that are read at the same time, each by one thread of its own: what it gives is the same.
_AT_ONCE = 2
# Decimals kept of what a model says: what follows must not hang on a processor's last digits.
_DECIMALS = 4

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class UnusableModelsError(Exception):
    """The models are missing or not those that were shipped; the message is a plain sentence."""


def _folder() -> Path:
    # In an installed package they lie inside it, in a source checkout two folders above it.
    package = Path(diptych.__file__).parent
    inside = package / "resources"
    return (inside if inside.is_dir() else package.parents[1] / "resources") / "models"


@cache
def shipped() -> tuple[ModelFile, ...]:
    """Return the files that the manifest names; () where one is missing."""
    folder = _folder()
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    found = tuple(ModelFile(one["file"], one["sha256"]) for one in manifest["files"])
    return found if all((folder / one.name).is_file() for one in found) else ()


def _checked(file: ModelFile) -> bytes:
    import hashlib  # brings OpenSSL: the window asks for the manifest alone, and at its start

    data = (_folder() / file.name).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise UnusableModelsError(f"the file {file.name} is damaged")
    return data


class Window(NamedTuple):
    """Neighbouring sentences that are read at once.

    Args:
        ids: numbers of the tokens.
        places: number of a sentence, its first token and the one after its last.
    """

    ids: list[int]
    places: list[tuple[int, int, int]]


def windows(pieces: WordPiece, texts: Sequence[str], blocks: Sequence[int]) -> list[Window]:
    """Return the sentences of a document in windows of at most `LONGEST` tokens, in order."""
    found: list[Window] = []
    ids: list[int] = []
    places: list[tuple[int, int, int]] = []
    room = LONGEST - 2

    def close() -> None:
        if places:
            found.append(Window([pieces.first, *ids, pieces.end], list(places)))
        ids.clear()
        places.clear()

    for number, text in enumerate(texts):
        own = pieces.ids(text)[:room]
        if len(ids) + len(own) + 1 > room:
            close()
        if ids and blocks[number] != blocks[number - 1]:
            ids.append(pieces.end)
        # Counted with the mark at the beginning. A text of no token stands for that mark.
        start = len(ids) + 1
        places.append((number, start, start + len(own)) if own else (number, 0, 1))
        ids.extend(own)
    close()
    return found


def alone(pieces: WordPiece, texts: Sequence[str]) -> list[Window]:
    """Return every sentence in a window of its own."""
    found = []
    for number, text in enumerate(texts):
        ids = [pieces.first, *pieces.ids(text)[: LONGEST - 2], pieces.end]
        found.append(Window(ids, [(number, 0, len(ids))]))
    return found


def pair(pieces: WordPiece, left: str, right: str) -> tuple[list[int], list[int]]:
    """Return two texts as one row of tokens and their kinds, the longer cut where room is short."""
    one, two = pieces.ids(left), pieces.ids(right)
    room = LONGEST - 3
    if len(one) + len(two) > room:
        half = room // 2
        one, two = one[: max(half, room - len(two))], two[: max(half, room - len(one))]
    ids = [pieces.first, *one, pieces.end, *two, pieces.end]
    return ids, [0] * (len(one) + 2) + [1] * (len(two) + 1)


class Models:
    """Both models, ready to use."""

    def __init__(self) -> None:
        """Load and check every file of the manifest.

        Raises:
            UnusableModelsError: a file is missing or not the one that was shipped.
        """
        if not shipped():
            raise UnusableModelsError("a file of theirs is missing")
        data = {file.name: _checked(file) for file in shipped()}
        import onnxruntime  # type: ignore[import-untyped]

        from diptych.compare.wordpiece import WordPiece

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._linker, self._judge = (
            onnxruntime.InferenceSession(
                data[f"{name}.onnx"], options, providers=["CPUExecutionProvider"]
            )
            for name in ("linker", "judge")
        )
        self.weights: dict[str, Any] = json.loads(data["weights.json"])
        self.memory = shared()
        self.pieces = WordPiece(data["vocab.txt"].decode().split("\n")[:-1])

    def vectors(self, read: Sequence[Window], count: int, tick: Callable[[], None]) -> Floats:
        """Return one vector of length 1 for each of `count` sentences."""
        import numpy as np

        found = np.zeros((count, 384), np.float32)
        for window, rows in zip(read, self._each(self._means, read), strict=True):
            found[[number for number, _start, _end in window.places]] = rows
            tick()
        return found

    def _means(self, window: Window) -> Floats:
        import numpy as np

        key = key_of("linker", window.ids, [at for place in window.places for at in place[1:]])
        known = self.memory.get(key)
        if known is None:
            (tokens,) = self._linker.run(None, {"ids": np.array([window.ids], np.int64)})
            means = [tokens[0, start:end].mean(0) for _number, start, end in window.places]
            rows = np.stack([mean / (np.linalg.norm(mean) or 1.0) for mean in means])
            known = rows.astype(np.float32).tobytes()
            self.memory.put(key, known)
        return np.frombuffer(known, np.float32).reshape(len(window.places), -1)

    def _each(self, call: Callable[[_Given], _Made], given: Sequence[_Given]) -> Iterator[_Made]:
        """Call for each, two at a time, and yield the answers in order."""
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(_AT_ONCE, "diptych-models")
        try:
            yield from pool.map(call, given)
        finally:
            pool.shutdown(cancel_futures=True)

    def judge(self, first: str, second: str) -> tuple[float, ...]:
        """Return the scores of the four classes for two texts in this order."""
        import numpy as np

        ids, kinds = pair(self.pieces, first, second)
        key = key_of("judge", ids, kinds)
        known = self.memory.get(key)
        if known is None:
            given = {"ids": np.array([ids], np.int64), "kinds": np.array([kinds], np.int64)}
            (scores,) = self._judge.run(None, given)
            known = scores[0].astype(np.float32).tobytes()
            self.memory.put(key, known)
        return tuple(round(float(one), _DECIMALS) for one in np.frombuffer(known, np.float32))

    def judge_both(self, left: str, right: str) -> tuple[float, ...]:
        """Return the mean of the scores in both orders, so that neither text comes first."""
        both = (self.judge(left, right), self.judge(right, left))
        return tuple((one + two) / 2 for one, two in zip(*both, strict=True))


@cache
def load() -> Models:
    """Return the models of this process, loaded when first asked for.

    Raises:
        UnusableModelsError: a file is missing or not the one that was shipped.
    """
    return Models()
