"""Whether verdicts on some findings help with others: `python tests/perf/learning.py FOLDER`.

FOLDER holds comparisons judged by hand, in the format of `tests/data/gold`; those whose `split` is
"test" are left out. The judge stands in for a reader, who confirms a finding where the judgement
has its relation for one of its cells. In each comparison the verdicts on every other finding, alone
and together with those on all other comparisons, adjust the rest: Brier score and log loss (lower
is better), how often a right finding stands above a wrong one (AUC), and the precision of what is
shown as sure, with its share of all that is right.
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import NamedTuple

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "data" / "gold"))

from score import touched

from diptych.compare.engine import compare
from diptych.formats.order import Order
from diptych.formats.reader import read_document
from diptych.model.comparison import Mode, Side
from diptych.services.learning import LEAST, Judged, Model, features_of, fit
from diptych.services.topics import Followed


class Case(NamedTuple):
    """A finding and whether the judge confirms it."""

    finding: object
    judged: Judged


def cases_of(folder: Path, gold: dict) -> list[Case]:
    """Return the pairs that the engine finds, each with the judge's word."""
    read = [
        read_document((folder / gold[side]["file"]).read_bytes(), Order(gold[side]["file"]))
        for side in ("left", "right")
    ]
    found = compare(*read, Followed().topics, Mode.POSITIONS).findings
    relations = {(pair["left"], pair["right"]): pair["relation"] for pair in gold["pairs"]}
    cases = []
    for finding in found:
        if finding.relation.is_one_sided:
            continue
        rows, columns = (
            touched(
                [
                    {"start": span.start, "end": span.end}
                    for passage in finding.passages(side)
                    for span in passage.spans
                ],
                gold[side.value]["sentences"],
            )
            for side in Side
        )
        said = {relations.get((row, column)) for row in rows for column in columns}
        is_right = finding.relation.value in said
        judged = Judged(finding.relation, is_right, features_of(finding))
        cases.append(Case(finding, judged))
    return cases


def figures(shares: list[float], right: list[bool]) -> str:
    """Return Brier score, log loss, AUC, precision and share found of what is shown as sure."""
    pairs = list(zip(shares, right, strict=True))
    brier = sum((share - is_right) ** 2 for share, is_right in pairs) / len(pairs)
    loss = -sum(
        math.log(max(1e-6, share if is_right else 1 - share)) for share, is_right in pairs
    ) / len(pairs)
    good = [share for share, is_right in pairs if is_right]
    bad = [share for share, is_right in pairs if not is_right]
    above = sum((g > b) + (g == b) / 2 for g in good for b in bad)
    area = above / max(1, len(good) * len(bad))
    sure = [is_right for share, is_right in pairs if share >= 0.5]
    precision = sum(sure) / max(1, len(sure))
    return (
        f"Brier {brier:.3f}  log loss {loss:.3f}  AUC {area:.3f}  "
        f"sure {len(sure):4d} of {len(pairs)}, right {precision:.3f}, "
        f"found {sum(sure) / max(1, len(good)):.3f}"
    )


def main(folder: Path) -> None:
    """Print the figures before and after."""
    golds = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    known = [cases_of(folder, gold) for gold in golds if gold.get("split") != "test"]
    plain: list[float] = []
    own: list[float] = []
    all_: list[float] = []
    right: list[bool] = []
    for cases in known:
        taught, rest = cases[::2], cases[1::2]
        elsewhere = [each.judged for other in known if other is not cases for each in other]
        here = [each.judged for each in taught]
        alone = fit(here) if len(here) >= LEAST else Model({})
        together = fit([*elsewhere, *here][-500:])
        for each in rest:
            plain.append(each.finding.confidence)
            own.append(alone.confidence(each.finding))
            all_.append(together.confidence(each.finding))
            right.append(each.judged.is_right)
    print(f"{len(known)} comparisons; {sum(right)} of {len(right)} findings confirmed")
    print("as the engine says          ", figures(plain, right))
    print("half of the same comparison ", figures(own, right))
    print("and of all others (last 500)", figures(all_, right))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
