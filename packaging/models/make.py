"""Make the trained models from the published base and the labelled data: one command.

    python packaging/models/make.py --base FOLDER --data FOLDER --work FOLDER [--threads N]

FOLDER of the base holds `model.safetensors` and `vocab.txt`; README.md beside this file says where
they come from, what the data is, and how long it takes. What is done lies in the work folder, so
that a run that was cut off goes on where it stood. The result is written to `resources/models`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from batches import ROOT, Cutter
from comparisons import Judged, folds, read_split
from export import Shipped, mean_of, write_judge, write_linker
from fit import Links, fit_pairs, fit_positions, fit_silence, speeches
from judge import (
    argument_rows,
    arguments,
    kept_back_rows,
    stranger_rows,
)
from judge import train as train_judge
from linker import Linker
from linker import train as train_linker
from network import Pairs
from safetensors.torch import load_file, save_file

from diptych.compare.linking import position_columns, probability
from diptych.compare.models import CLASSES, alone
from diptych.compare.nearness import Read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fit import Scores
    from numpy.typing import NDArray
    from torch import nn

    from diptych.compare.statements import Statement

SEED = 7
# Parts of the comparisons. A linker that did not learn from a part says how good all are on new
# texts, and the mean of the linkers is what is shipped.
PARTS = 3
OWN = Path(__file__).with_name("judged")
BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


class Kitchen:
    """What every step needs: the base, the data, and the folder of what is done."""

    def __init__(self, base: Path, data: Path, work: Path) -> None:
        for name, wanted in (("model.safetensors", BASE), ("vocab.txt", VOCABULARY)):
            if hashlib.sha256((base / name).read_bytes()).hexdigest() != wanted:
                raise SystemExit(f"{base / name} is not the file this recipe starts from.")
        self.base, self.data, self.work = base, data, work
        self.cutter = Cutter(base / "vocab.txt")
        self.weights = load_file(base / "model.safetensors")
        self.judged = read_split(data / "policy", "train")
        # No model learns from these: they say how far the models can be trusted.
        self.own = read_split(OWN, "fit")
        self.arguments, self.kept_back = arguments(data)
        self.speeches = speeches(data, PARTS)
        work.mkdir(parents=True, exist_ok=True)

    def done_once(self, name: str, model: nn.Module, learn: Callable[[], None]) -> None:
        """Let a model learn and keep what it learnt, or take up what an earlier run kept."""
        file = self.work / f"{name}.safetensors"
        if not file.exists():
            print(name, flush=True)
            learn()
            save_file(model.state_dict(), file)
        model.load_state_dict(load_file(file))
        model.eval()

    def said(self, name: str, say: Scores) -> Scores:
        """Return a judge whose scores are kept, so that they are asked for once."""

        def kept(pairs: Sequence[tuple[str, str]], **ways: bool) -> NDArray[np.float32]:
            asked = json.dumps([name, list(pairs), ways]).encode()
            file = self.work / f"said-{hashlib.sha256(asked).hexdigest()[:16]}.npy"
            if not file.exists():
                np.save(file, say(pairs, **ways))
            found: NDArray[np.float32] = np.load(file)
            return found

        return kept

    def linker(self) -> Linker:
        """Return a linker with the published weights."""
        model = Linker()
        model.encoder.take(self.weights)
        return model

    @torch.inference_mode()
    def read(self, model: Linker, one: Judged) -> tuple[Read, Read]:
        """Return both documents of a comparison as a linker sees them."""
        model.eval()
        found = []
        for side in one.sides:
            own, among = (vectors.numpy() for vectors in model.both(side, self.cutter))
            held = [statement.position for statement in side.statements]
            lengths = [len(statement.sentence.words) for statement in side.statements]
            found.append(Read(own, among, side.blocks, held, lengths))
        return found[0], found[1]


def linkers(kitchen: Kitchen) -> list[Linker]:
    """Return a linker for each part of the comparisons, which did not learn from that part."""
    found = []
    for at, (known, _) in enumerate(folds(kitchen.judged, PARTS)):
        model = kitchen.linker()

        def learn(model: Linker = model, known: list[Judged] = known, at: int = at) -> None:
            own = [row for part, rows in enumerate(kitchen.speeches) if part != at for row in rows]
            train_linker(model, known, own, kitchen.cutter, epochs=4, rate=5e-5, seed=SEED)

        kitchen.done_once(f"linker-{at}", model, learn)
        found.append(model)
    return found


def the_judge(kitchen: Kitchen) -> Pairs:
    """Return the judge: it learns of pairs alone."""
    torch.manual_seed(SEED)
    judge = Pairs(len(CLASSES))

    def learn() -> None:
        chance = random.Random(SEED)
        judge.encoder.take(kitchen.weights)
        rows = argument_rows(kitchen.arguments)
        rows += stranger_rows(kitchen.arguments, kitchen.judged, len(rows) // 4, chance)
        train_judge(judge, rows, kitchen.cutter, epochs=3, rate=8e-5, chance=chance)

    kitchen.done_once("arguments", judge, learn)
    return judge


def write(kitchen: Kitchen, target: Path) -> None:
    """Write the models, the vocabulary, the small weights and the manifest."""
    parts, judge = linkers(kitchen), the_judge(kitchen)
    linker = Linker()
    linker.load_state_dict(mean_of([one.state_dict() for one in parts]))
    target.mkdir(parents=True, exist_ok=True)
    write_linker(linker.encoder, target / "linker.onnx")
    write_judge(judge, target / "judge.onnx")
    shutil.copyfile(kitchen.base / "vocab.txt", target / "vocab.txt")
    weights = _small_weights(kitchen, parts, linker, Shipped(target / "judge.onnx", kitchen.cutter))
    text = json.dumps(weights, indent=1, sort_keys=True)
    (target / "weights.json").write_text(text + "\n", encoding="utf-8")
    files = [
        {
            "file": name,
            "sha256": hashlib.sha256((target / name).read_bytes()).hexdigest(),
        }
        for name in ("linker.onnx", "judge.onnx", "vocab.txt", "weights.json")
    ]
    manifest = json.dumps({"files": files}, indent=1)
    (target / "manifest.json").write_text(manifest + "\n", encoding="utf-8")


def _small_weights(
    kitchen: Kitchen, parts: Sequence[Linker], linker: Linker, judge: Shipped
) -> dict[str, Any]:
    """Fit the small weights on what the models say of comparisons that they did not learn from."""

    def told(model: Linker, texts: Sequence[str]) -> NDArray[np.float32]:
        with torch.inference_mode():
            model.eval()
            vectors = model.vectors(alone(kitchen.cutter, texts), len(texts))
            found: NDArray[np.float32] = model.positions(vectors).numpy()
            return found

    position, statements = fit_positions(
        kitchen.judged, kitchen.speeches, [partial(told, one) for one in parts], linker
    )
    seen = {}
    for linker_of_part, (_, out) in zip(parts, folds(kitchen.judged, PARTS), strict=True):
        seen |= {one.name: kitchen.read(linker_of_part, one) for one in out}
    # Their annotators called more sentences positions, so positions are not learnt from them.
    for one in kitchen.own:
        seen[one.name] = kitchen.read(linker, one)
        statements[one.name] = _held(seen[one.name], one, position)
    for name, sides in statements.items():
        seen[name] = tuple(
            replace(read, positions=[statement.position for statement in own])
            for read, own in zip(seen[name], sides, strict=True)
        )
    judged = kitchen.judged + kitchen.own
    links = Links(judged, seen)
    likely, said = links.fit()
    bound = links.best_bound(said)
    say = kitchen.said("arguments", judge)
    links.measure_relations(bound, said, say)
    chance = random.Random(SEED + 1)
    rows = kept_back_rows(kitchen.kept_back, kitchen.judged, chance)
    return {
        "position": position,
        "usual": links.usual,
        "links": likely,
        "linked": bound,
        "silence": fit_silence(judged, statements, links.pairs, said),
        "pairs": fit_pairs(rows, kitchen.data, say),
    }


def _held(
    seen: tuple[Read, Read], one: Judged, weights: dict[str, Any]
) -> tuple[list[Statement], list[Statement]]:
    """Return the statements of a comparison with the positions that the weights see."""
    left, right = (
        [
            replace(statement, position=float(value))
            for statement, value in zip(
                side.statements,
                probability(position_columns(read.alone, side.statements), weights),
                strict=True,
            )
        ]
        for read, side in zip(seen, one.sides, strict=True)
    )
    return left, right


def main() -> None:
    """Make all that is not there yet."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    for name in ("base", "data", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    np.seterr(all="raise", under="ignore")
    # What the optimiser keeps of words seldom met fades to numbers that take a processor long.
    torch.set_flush_denormal(True)
    write(Kitchen(chosen.base, chosen.data, chosen.work), ROOT / "resources" / "models")


if __name__ == "__main__":
    main()
