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
from export import mean_of, write_judge, write_linker
from fit import Links, fit_pairs, fit_positions, fit_silence
from judge import argument_rows, arguments, comparison_rows, scores, stranger_rows
from judge import train as train_judge
from linker import Linker
from linker import train as train_linker
from network import Pairs
from safetensors.torch import load_file, save_file

from diptych.compare.models import CLASSES, alone
from diptych.compare.nearness import COSINES, Nearness, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from torch import nn

SEED = 7
# Rows of a source of `pairs/train.jsonl` that the small weights for pairs are fitted on.
FEW = {"minimal": 1_000, "argkp": 1_000, "perspectrum": 1_000}
# Parts of the comparisons. A model that did not learn from a part says how good all are on new
# texts, and the mean of the models is what is shipped.
LINKER_PARTS, JUDGE_PARTS = 3, 2
BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
# Pairs that look most like links to vectors that learnt nothing of links yet.
_LIKELY = 6


class Kitchen:
    """What every step needs: the base, the data, and the folder of what is done."""

    def __init__(self, base: Path, data: Path, work: Path) -> None:
        for name, wanted in (("model.safetensors", BASE), ("vocab.txt", VOCABULARY)):
            if hashlib.sha256((base / name).read_bytes()).hexdigest() != wanted:
                raise SystemExit(f"{base / name} is not the file this recipe starts from.")
        self.base, self.data, self.work = base, data, work
        self.cutter = Cutter(base / "vocab.txt")
        self.weights = load_file(base / "model.safetensors")
        self.judged = read_split(data, "train")
        self.arguments, self.kept_back = arguments(data)
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

    def likely(self, judged: Sequence[Judged]) -> dict[str, list[tuple[int, int]]]:
        """Return for every comparison the pairs that look like links to the published weights."""
        model, plain = self.linker(), [(0.0, 1.0)] * COSINES
        found = {}
        for one in judged:
            near = Nearness(*self.read(model, one), plain)
            found[one.name] = [(int(i), int(j)) for i, j in near.nearest(_LIKELY)]
        return found


def linkers(kitchen: Kitchen) -> list[Linker]:
    """Return a linker for each part of the comparisons, which did not learn from that part."""
    found = []
    for at, (known, _) in enumerate(folds(kitchen.judged, LINKER_PARTS)):
        model = kitchen.linker()

        def learn(model: Linker = model, known: list[Judged] = known) -> None:
            train_linker(model, known, kitchen.cutter, epochs=4, rate=5e-5, seed=SEED)

        kitchen.done_once(f"linker-{at}", model, learn)
        found.append(model)
    return found


def judges(kitchen: Kitchen) -> list[Pairs]:
    """Return a judge for each part of the comparisons, which did not learn from that part."""
    start = Pairs(len(CLASSES))
    chance = random.Random(SEED)

    def learn_arguments() -> None:
        torch.manual_seed(SEED)
        start.encoder.take(kitchen.weights)
        rows = argument_rows(kitchen.arguments)
        rows += stranger_rows(kitchen.arguments, kitchen.judged, len(rows) // 4, chance)
        train_judge(
            start, rows, kitchen.cutter, epochs=3, rate=8e-5, chance=chance, words=True
        )

    kitchen.done_once("arguments", start, learn_arguments)
    found = []
    for at, (known, _) in enumerate(folds(kitchen.judged, JUDGE_PARTS)):
        model = Pairs(len(CLASSES))
        model.load_state_dict(start.state_dict())

        def learn(model: Pairs = model, known: list[Judged] = known, at: int = at) -> None:
            torch.manual_seed(SEED + at)
            own = random.Random(SEED + at)
            rows = comparison_rows(known, kitchen.likely(known), own)
            # Some arguments among them, so that what was learnt of them is not lost.
            rows += own.sample(argument_rows(kitchen.data, own, MOST), len(rows) // 4)
            train_judge(model, rows, kitchen.cutter, epochs=2, rate=7e-5, chance=own)

        kitchen.done_once(f"judge-{at}", model, learn)
        found.append(model)
    return found


def write(kitchen: Kitchen, target: Path) -> None:
    """Write the models, the vocabulary, the small weights and the manifest."""
    parts = linkers(kitchen), judges(kitchen)
    linker, judge = Linker(), Pairs(len(CLASSES))
    linker.load_state_dict(mean_of([one.state_dict() for one in parts[0]]))
    judge.load_state_dict(mean_of([one.state_dict() for one in parts[1]]))
    judge.eval()
    target.mkdir(parents=True, exist_ok=True)
    write_linker(linker.encoder, target / "linker.onnx")
    write_judge(judge, target / "judge.onnx")
    shutil.copyfile(kitchen.base / "vocab.txt", target / "vocab.txt")
    weights = _small_weights(kitchen, parts, linker, judge)
    text = json.dumps(weights, indent=1, sort_keys=True)
    (target / "weights.json").write_text(text + "\n", encoding="utf-8")
    files = [
        {"file": name, "sha256": hashlib.sha256((target / name).read_bytes()).hexdigest()}
        for name in ("linker.onnx", "judge.onnx", "vocab.txt", "weights.json")
    ]
    manifest = json.dumps({"files": files}, indent=1)
    (target / "manifest.json").write_text(manifest + "\n", encoding="utf-8")


def _small_weights(
    kitchen: Kitchen, parts: tuple[list[Linker], list[Pairs]], linker: Linker, judge: Pairs
) -> dict[str, Any]:
    """Fit the small weights on what the models say of comparisons that they did not learn from."""

    def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
        with torch.inference_mode():
            found: NDArray[np.float32] = linker.vectors(
                alone(kitchen.cutter, texts), len(texts)
            ).numpy()
            return found

    linker.eval()
    position, statements = fit_positions(kitchen.judged, kitchen.data, vectors)
    seen, read = {}, {}
    for linker_of_part, (_, out) in zip(parts[0], folds(kitchen.judged, LINKER_PARTS), strict=True):
        for one in out:
            sides = kitchen.read(linker_of_part, one)
            seen[one.name] = tuple(
                replace(side, positions=[statement.position for statement in own])
                for side, own in zip(sides, statements[one.name], strict=True)
            )
    for judge_of_part, (_, out) in zip(parts[1], folds(kitchen.judged, JUDGE_PARTS), strict=True):
        for one in out:
            read[one.name] = partial(scores, judge_of_part, cutter=kitchen.cutter)
    links = Links(kitchen.judged, seen)
    likely, bound, said = links.fit()
    links.measure_relations(bound, said, read)
    chance = random.Random(SEED + 1)
    rows = argument_rows(kitchen.data, chance, FEW)
    rows += stranger_rows(kitchen.judged, len(rows) // 3, chance)
    return {
        "position": position,
        "usual": links.usual,
        "links": likely,
        "linked": bound,
        "silence": fit_silence(kitchen.judged, statements, links.pairs, said, bound),
        "pairs": fit_pairs(rows, kitchen.data, partial(scores, judge, cutter=kitchen.cutter)),
    }


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
    write(Kitchen(chosen.base, chosen.data, chosen.work), ROOT / "resources" / "models")


if __name__ == "__main__":
    main()
