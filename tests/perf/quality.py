"""How good the findings are: prints one line for every comparison that was judged by hand.

    python tests/perf/quality.py [--written] [--data DIR] [--split train|test]

Always measured are the comparisons of `tests/data/gold` on the documents in `seeds`. With
`--written`, those of `tests/data/written`, of kinds of text that no model learnt from, are measured
too, which takes some minutes. With `--data`, a folder with `policy`, `pairs` and `positions` as
described in its README, so are these.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

sys.path.insert(0, str(ROOT / "tests"))

from diptych.compare import models  # noqa: E402
from diptych.compare.engine import compare, judge  # noqa: E402
from diptych.compare.linking import read  # noqa: E402
from diptych.compare.segment import sentences  # noqa: E402
from diptych.compare.statements import bare_statement  # noqa: E402
from diptych.compare.topics import parse_pack  # noqa: E402
from diptych.compare.versions import are_versions  # noqa: E402
from diptych.compare.words import tokens  # noqa: E402
from diptych.formats.reader import read_path  # noqa: E402
from diptych.model.comparison import Relation, Topic, Wording  # noqa: E402
from diptych.model.report import UNSURE_BELOW  # noqa: E402
from support.comparing import document  # noqa: E402

GOLD, WRITTEN = (ROOT / "tests" / "data" / name for name in ("gold", "written"))
SEEDS = ROOT / "seeds"
PACK = ROOT / "resources" / "topics" / "migration.toml"
FIGURES = ("link_f1", "link_precision", "link_recall", "relation_accuracy", "relation_macro_recall")


def load_scorer() -> Any:
    """Return the scorer that lies beside the gold files."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topics() -> tuple[Topic, ...]:
    """Return the topics of migration policy."""
    return parse_pack(PACK.read_text(encoding="utf-8"))


def measure(gold_file: Path, texts: Path, followed: tuple[Topic, ...]) -> dict[str, float]:
    """Compare the two documents of a gold file and score the findings."""
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    left, right = (read_path(texts / gold[side]["file"]) for side in ("left", "right"))
    findings = [
        {
            "relation": finding.relation.value,
            "confidence": finding.confidence,
            "left": _spans(finding.left),
            "right": _spans(finding.right),
        }
        for finding in compare(left, right, followed).findings
    ]
    figures = load_scorer().score(gold, findings)
    agreed = Counter(
        pair["relation"] for pair in gold["pairs"] if pair["tier"] == "core" and pair["relation"]
    )
    # What calling every link convergent would reach, over all links and not only those found.
    figures["always_converge"] = agreed["converge"] / max(1, agreed.total())
    links = [
        finding for finding in findings if finding["relation"] in {"converge", "diverge", "partial"}
    ]
    figures["diverge_share"] = sum(one["relation"] == "diverge" for one in links) / max(
        1, len(links)
    )
    return figures


def _spans(passages: Any) -> list[dict[str, int]]:
    return [
        {"start": span.start, "end": span.end} for passage in passages for span in passage.spans
    ]


def measure_gold() -> dict[str, dict[str, float]]:
    """Measure all comparisons of `tests/data/gold`."""
    files = sorted(GOLD.glob("*--*.json"))
    return {file.stem: measure(file, SEEDS, topics()) for file in files}


def random_diverge(count: int = 400) -> float:
    """Return the share of random pairs of sentences of one document that are called diverge."""
    chance = random.Random(7)
    called = 0
    files = sorted(SEEDS.glob("*.txt"))
    for file in files:
        document = read_path(file)
        texts = [one.text for one in sentences(document, lambda: None)]
        for _ in range(count):
            called += judge(*chance.sample(texts, 2))[0] is Relation.DIVERGE
    return called / (count * len(files))


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def measure_pairs(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Score `judge` on pairs; the precision of diverge is given for all and where it is sure."""
    seen: Counter[tuple[str, str]] = Counter()
    sure: Counter[bool] = Counter()
    for row in rows:
        truth = "partial" if row["relation"] == "related" else row["relation"]
        relation, confidence, _ = judge(row["left"], row["right"])
        seen[truth, relation.value] += 1
        if relation is Relation.DIVERGE and confidence >= UNSURE_BELOW:
            sure[truth == "diverge"] += 1
    kinds = ("converge", "diverge", "partial")
    said = {kind: sum(seen[truth, kind] for truth in kinds) for kind in kinds}
    true = {kind: sum(seen[kind, guess] for guess in kinds) for kind in kinds}
    # A source may lack a relation.
    there = [kind for kind in kinds if true[kind]]
    f1 = [2 * seen[kind, kind] / max(1, said[kind] + true[kind]) for kind in there]
    return {
        "macro_f1": sum(f1) / len(there),
        "accuracy": sum(seen[kind, kind] for kind in kinds) / max(1, seen.total()),
        "diverge_precision": seen["diverge", "diverge"] / max(1, said["diverge"]),
        "sure_diverge_precision": sure[True] / max(1, sure.total()),
        "sure_diverge": float(sure.total()),
    }


def held(texts: list[str]) -> list[bool]:
    """Return which texts hold a position, as the comparison sees them."""
    found, _ = read(models.load(), [bare_statement(text) for text in texts], lambda: None)
    return [one.position >= 0.5 for one in found]


def position_f1(truth: list[bool], said: list[bool]) -> float:
    """Return the F1 of what counts as a position."""
    hits = sum(one and other for one, other in zip(truth, said, strict=True))
    return 2 * hits / max(1, sum(truth) + sum(said))


def measure_positions(file: Path) -> float:
    """Score positions on a file of sentences."""
    rows = _rows(file)
    return position_f1([row["position"] for row in rows], held([row["text"] for row in rows]))


def measure_gold_positions() -> dict[str, float]:
    """Score positions on the sentences of the gold's documents on which both annotators agree."""
    found = {}
    for file in sorted(GOLD.glob("*--*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for side in ("left", "right"):
            agreed = [one for one in gold[side]["sentences"] if one["position"] is not None]
            agreed = [one for one in agreed if one["kind"] == "body"]
            said = held([one["text"] for one in agreed])
            found[gold[side]["file"]] = position_f1([one["position"] for one in agreed], said)
    return found


def measure_align(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Score the links of passages that are versions or retellings of one another."""
    hit = said = true = moved = all_moved = 0
    for row in rows:
        sides = [document(*row[side], language="en") for side in ("left", "right")]
        findings = compare(sides[0], sides[1], ()).findings
        found = {
            (one.block, two.block)
            for finding in findings
            for one in finding.left
            for two in finding.right
        }
        links = {(one, two) for one, two in row["links"]}
        block = {(one, two) for one, two in row.get("moved", ())}
        hit, said, true = hit + len(found & links), said + len(found), true + len(links)
        moved, all_moved = moved + len(found & block), all_moved + len(block)
    return {
        "f1": 2 * hit / (said + true),
        "precision": hit / max(1, said),
        "recall": hit / true,
        "moved": moved / max(1, all_moved),
    }


def measure_versions(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return which pairs are taken for versions of one text, and what of moved blocks is found."""
    taken: Counter[str] = Counter()
    moved = all_moved = 0
    for row in rows:
        sides = [document(*row[side], language="en") for side in ("left", "right")]
        if not are_versions(*(tokens(side) for side in sides)):
            continue
        taken[row["kind"]] += 1
        findings = compare(sides[0], sides[1], (), None).findings
        found = {
            (one.block, two.block)
            for finding in findings
            if finding.wording is Wording.MOVED
            for one in finding.left
            for two in finding.right
        }
        block = {(one, two) for one, two in row.get("moved", ())}
        moved, all_moved = moved + len(found & block), all_moved + len(block)
    return {**taken, "moved": moved / max(1, all_moved)}


def show(title: str, rows: dict[str, dict[str, float]]) -> None:
    """Print a table with a line for every comparison and one for their mean."""
    names = (*FIGURES, "always_converge", "silence_f1", "diverge_share", "linked_cells")
    print(f"\n{title:32}" + "".join(f"{name.split('_', 1)[-1][:9]:>10}" for name in names))
    print(" " * 32 + "".join(f"{name.split('_')[0][:9]:>10}" for name in names))
    mean = {name: sum(row[name] for row in rows.values()) / len(rows) for name in names}
    for name, row in [*rows.items(), ("mean", mean)]:
        print(f"{name:32}" + "".join(f"{row[figure]:10.3f}" for figure in names))


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", action="store_true")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="train", choices=("train", "test"))
    chosen = parser.parse_args()
    show("gold", measure_gold())
    print(f"\nrandom pairs of one document called diverge: {random_diverge():.3f}")
    if chosen.written:
        files = sorted(WRITTEN.glob("*--*.json"))
        show("written", {file.stem: measure(file, WRITTEN, ()) for file in files})
    if not chosen.data:
        return
    policy = chosen.data / "policy"
    files = [
        file
        for file in sorted(policy.glob("*--*.json"))
        if json.loads(file.read_text(encoding="utf-8"))["split"] == chosen.split
    ]
    show(f"policy, {chosen.split}", {file.stem: measure(file, policy, ()) for file in files})
    pairs = _rows(chosen.data / "pairs" / "dev.jsonl")
    for source in ("", *sorted({row["source"] for row in pairs})):
        figures = measure_pairs([row for row in pairs if source in {"", row["source"]}])
        said = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
        print(f"pairs/dev {source or 'all'}: {said}")
    print(f"positions/dev F1: {measure_positions(chosen.data / 'positions' / 'dev.jsonl'):.3f}")
    print(f"positions of the gold, F1: {measure_gold_positions()}")
    print(f"versions: {measure_versions(_rows(chosen.data / 'align' / 'dev.jsonl'))}")
    print(f"align/dev: {measure_align(_rows(chosen.data / 'align' / 'dev.jsonl'))}")


if __name__ == "__main__":
    main()
