"""Make `resources/words/kinds-*.xz`, by which `compare.tagger` tells nouns from verbs.

    python packaging/models/kinds.py LANGUAGE OUTPUT TREEBANK.conllu ... [--measure TREEBANK.conllu]

The treebanks are of Universal Dependencies. With `--measure` nothing is written; what is learnt
from the others is measured on that one.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from diptych.compare.tagger import features, gap_class, tagged  # noqa: E402
from diptych.compare.terms import words  # noqa: E402

ROUNDS = 8
SCALE, LEAST = 20, 3
"""Averaged weights are multiplied by the one and dropped below the other."""
JOINED = {"CCONJ": "CONJ", "SCONJ": "CONJ", "PUNCT": "X", "SYM": "X"}


class Text(NamedTuple):
    """A sentence cut as the program cuts it, with the kind of each word."""

    surfaces: list[str]
    gaps: list[str]
    kinds: list[str]


def _places(text: str, rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Return where each token of a tree stands in its text, and its kind."""
    found, at, within = [], 0, 0
    for row in rows:
        number, form, kind = row[0], row[1], JOINED.get(row[3], row[3])
        if "." in number:
            continue
        if "-" in number:
            # One word that the treebank takes for several: it gets the kind of its first.
            start = text.index(form, at)
            at, within = start + len(form), int(number.split("-")[1])
            found.append((start, at, ""))
        elif int(number) <= within:
            if found[-1][2] == "":
                found[-1] = (*found[-1][:2], kind)
        else:
            start = text.index(form, at)
            at = start + len(form)
            found.append((start, at, kind))
    return found


def read(file: Path, language: str) -> list[Text]:
    """Return the sentences of a treebank."""
    found = []
    for tree in file.read_text(encoding="utf-8").split("\n\n"):
        lines = tree.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        rows = [line.split("\t") for line in lines if line[:1].isdigit()]
        if not text or not rows:
            continue
        places = _places(text, rows)
        cut = words(text, language)
        # Of what the program takes for one word and the treebank for two, the first counts.
        kinds = [
            next((kind for _low, high, kind in places if high > word.start), "X") for word in cut
        ]
        ends, starts = [0, *(one.end for one in cut)], [*(one.start for one in cut), len(text)]
        gaps = [gap_class(text[end:start]) for end, start in zip(ends, starts, strict=True)]
        if cut:
            found.append(Text([text[one.start : one.end] for one in cut], gaps, kinds))
    return found


class _Learnt:
    """Weights as they change, and what is needed for their means."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, float]] = defaultdict(dict)
        self._totals: dict[tuple[str, str], float] = defaultdict(float)
        self._stamps: dict[tuple[str, str], int] = defaultdict(int)
        self._now = 0

    def guess(self, found: list[str]) -> str:
        """Return the kind of one more word."""
        self._now += 1
        scores: dict[str, float] = defaultdict(float)
        for feature in found:
            for kind, weight in self._held.get(feature, {}).items():
                scores[kind] += weight
        return max(sorted(scores), key=scores.__getitem__) if scores else "X"

    def change(self, found: list[str], kind: str, by: float) -> None:
        """Let features speak more, or less, for a kind."""
        for feature in found:
            held = self._held[feature].get(kind, 0.0)
            self._totals[feature, kind] += (self._now - self._stamps[feature, kind]) * held
            self._stamps[feature, kind] = self._now
            self._held[feature][kind] = held + by

    def means(self) -> dict[str, dict[str, int]]:
        """Return the means that tell something, as whole numbers."""
        kept: dict[str, dict[str, int]] = {}
        for feature in sorted(self._held):
            row = {kind: self._mean(feature, kind) for kind in sorted(self._held[feature])}
            row = {kind: mean for kind, mean in row.items() if abs(mean) >= LEAST}
            if row:
                kept[feature] = row
        return kept

    def _mean(self, feature: str, kind: str) -> int:
        rest = (self._now - self._stamps[feature, kind]) * self._held[feature][kind]
        return round((self._totals[feature, kind] + rest) / self._now * SCALE)


def learn(texts: list[Text]) -> dict[str, dict[str, int]]:
    """Return the averaged weights of a perceptron."""
    learnt, chance, order = _Learnt(), random.Random(7), list(texts)
    for _round in range(ROUNDS):
        chance.shuffle(order)
        for text in order:
            last = before = "^"
            for at, truth in enumerate(text.kinds):
                found = list(features(text.surfaces, text.gaps, at, last, before))
                guess = learnt.guess(found)
                if guess != truth:
                    learnt.change(found, truth, 1.0)
                    learnt.change(found, guess, -1.0)
                last, before = guess, last
    return learnt.means()


def measure(weights: dict[str, dict[str, int]], texts: list[Text]) -> None:
    """Print how many words get their kind, and how well nouns and names are told."""
    right = every = hit = said = true = 0
    named = {"NOUN", "PROPN"}
    for text in texts:
        for truth, guess in zip(text.kinds, tagged(weights, text.surfaces, text.gaps), strict=True):
            right, every = right + (truth == guess), every + 1
            hit += truth in named and guess in named
            said, true = said + (guess in named), true + (truth in named)
    print(f"{right / every:.3f} of {every} words; nouns {hit / said:.3f}, {hit / true:.3f}")


def main() -> None:
    """Learn, and write or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language")
    parser.add_argument("output", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    parser.add_argument("--measure", type=Path)
    chosen = parser.parse_args()
    texts = [one for file in chosen.treebanks for one in read(file, chosen.language)]
    weights = learn(texts)
    if chosen.measure:
        measure(weights, read(chosen.measure, chosen.language))
        return
    made = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    packed = lzma.compress(made.encode(), check=lzma.CHECK_CRC64, preset=9)
    chosen.output.write_bytes(packed)
    print(f"{len(texts)} sentences, {len(weights)} features, {len(packed) // 1024} KiB")


if __name__ == "__main__":
    main()
