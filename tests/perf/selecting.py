"""Print what choosing costs with thousands of findings: `python tests/perf/selecting.py [COUNT]`.

The real window holds two texts of 20,000 paragraphs; its findings are made up, a tenth of them
crossing the others. All times are CPU milliseconds of this process until window, list, gutter,
rulers and side panel are painted anew. The bar is 100 ms for selecting, at the 95th percentile.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject  # noqa: E402
from PySide6.QtGui import QFontDatabase  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from diptych.formats.files import read_bytes  # noqa: E402
from diptych.model import wire  # noqa: E402
from diptych.model.comparison import (  # noqa: E402
    Comparison,
    Engine,
    Evidence,
    Finding,
    Mode,
    Nearest,
    Passage,
    Relation,
    Side,
)
from diptych.services import tasks  # noqa: E402
from diptych.services.places import resources  # noqa: E402
from diptych.services.workplace import Workplace  # noqa: E402
from diptych.ui.appearance import prepare  # noqa: E402
from diptych.ui.collector import Collector  # noqa: E402
from diptych.ui.sieve import ALL  # noqa: E402
from diptych.ui.theme import FUSION  # noqa: E402
from diptych.ui.window import Window  # noqa: E402
from diptych.work.inline import InlineJobs  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document
    from diptych.work.port import Plain, Progress

PARAGRAPHS = 20_000
TOPICS = ("asylum", "root causes", "border enforcement", "trade")
EVIDENCE = Evidence(("violence",), ("families",), ("roads",))


def paragraphs(chance: random.Random) -> list[str]:
    """Return paragraphs of 20 to 60 words of the documents that come with the program."""
    seeds = [path.read_text("utf-8", "replace") for path in sorted(ROOT.glob("seeds/*.txt"))]
    stock = sorted({word for word in " ".join(seeds).casefold().split() if word.isalpha()})
    return [
        " ".join(chance.choices(stock, k=chance.randint(20, 60))).capitalize() + "."
        for _each in range(PARAGRAPHS)
    ]


def passage(document: Document, block: int) -> Passage:
    """Return the first words of a paragraph."""
    end = min(110, len(document.blocks[block].text))
    return Passage(block, 0, end, document.blocks[block].map.spans(0, end))


def findings(left: Document, right: Document, count: int) -> list[Finding]:
    """Return findings in the order of the left text."""
    chance = random.Random(5)
    found = []
    last = min(len(left.blocks), len(right.blocks)) - 1
    for number in range(count):
        here = number * last // count
        there = chance.randrange(last) if chance.random() < 0.1 else here
        relation = chance.choice(tuple(Relation))
        sides = [(passage(left, here),), (passage(right, there),)]
        nearest = None
        if relation.is_one_sided:
            silent = relation is Relation.ONLY_LEFT
            nearest = Nearest(sides[silent][0], 0.2)
            sides[silent] = ()
        sure = round(chance.uniform(0.3, 1.0), 3)
        topics = tuple(chance.sample(TOPICS, chance.randint(0, 2)))
        name = f"{number:032x}"
        found.append(
            Finding(name, relation, sure, topics, *sides, EVIDENCE, "Made up.", nearest=nearest)
        )
    return found


def make_tasks(count: int) -> dict[str, Any]:
    """Return the real tasks, but for comparing."""
    real = tasks.make_tasks(lambda path: read_bytes(Path(path)))

    known: dict[str, Plain] = {}

    def read(request: Plain, progress: Progress) -> Plain:
        if request["path"] not in known:
            known[request["path"]] = real["read"](request, progress)
        return dict(known[request["path"]])

    def compare(request: Plain, progress: Progress) -> Plain:
        left, right = (wire.document_from_plain(read(request[side], progress)) for side in Side)
        made = tuple(findings(left, right, count))
        engine = Engine("made up", "1")
        whole = Comparison(left.sha256, right.sha256, Mode.POSITIONS, engine, made)
        return {
            **wire.comparison_to_plain(whole),
            "kept": [0 for _ in request["kept"]],
            "blob": b"",
        }

    return {**real, "read": read, "compare": compare}


def spent(action: Callable[[], object]) -> float:
    """Return what an action costs until all is painted."""
    start = time.process_time()
    action()
    for _each in range(3):  # what is shown may ask to be laid out, and painted, again
        QApplication.processEvents()
    return (time.process_time() - start) * 1000


def say(what: str, costs: list[float]) -> None:
    """Print the middle, the 95th percentile and the worst."""
    costs.sort()
    middle, high = costs[len(costs) // 2], costs[len(costs) * 95 // 100]
    print(f"{what:34}{middle:8.1f}{high:8.1f}{costs[-1]:8.1f}")


def measure(folder: Path, count: int) -> None:
    """Open the window and print all figures."""
    paths = []
    for seed in (3, 4):
        paths.append(folder / f"long-{seed}.txt")
        paths[-1].write_text("\n\n".join(paragraphs(random.Random(seed))), "utf-8")
    workplace = Workplace.open(folder / "data", InlineJobs(make_tasks(count)))
    keeper = QObject()
    Collector(keeper)  # as the program does
    prepare(workplace)
    window = Window(workplace)
    window.begin([str(path) for path in paths])
    window.show()
    QApplication.processEvents()
    desk, chance = window.desk, random.Random(1)
    names = [row.finding.id for row in desk.rows]
    print(f"{len(names):,} findings, {PARAGRAPHS:,} paragraphs a side, CPU ms")
    print(f"{'':34}{'p50':>8}{'p95':>8}{'max':>8}")
    desk.select(names[0])
    QApplication.processEvents()
    step = window.commands.action("next_finding").trigger
    say("next finding", [spent(step) for _each in range(100)])
    chosen = chance.sample(names, 100)
    say("any finding", [spent(lambda name=name: desk.select(name)) for name in chosen])
    sieves = [ALL._replace(sure=share / 20) for share in range(8, 18)] + [ALL]
    say("filter: how sure", [spent(lambda each=each: desk.set_sieve(each)) for each in sieves])
    topics = [*((name,) for name in TOPICS), ()]
    say("topic", [spent(lambda each=each: desk.set_topics(each)) for each in topics * 2])
    desk.select(names[7])
    verdicts = [Relation.CONVERGE, Relation.DIVERGE, None] * 4
    give = desk.judging.give
    say("verdict", [spent(lambda each=each: give(each)) for each in verdicts])
    for name in [row.finding.id for row in desk.rows if not row.finding.relation.is_one_sided][:12]:
        desk.select(name)
        give(Relation.CONVERGE)
    assert desk.learning.is_active
    say("verdict that teaches", [spent(lambda each=each: give(each)) for each in verdicts])
    workplace.close()


def main() -> None:
    """Measure in a folder of its own."""
    app = QApplication(["diptych", *FUSION])
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), int(sys.argv[1]) if sys.argv[1:] else 5_000)
    del app


if __name__ == "__main__":
    main()
