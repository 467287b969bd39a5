"""Print what scrolling long texts costs: `python tests/perf/scrolling.py [--panes 4] [COUNT]`.

Two text views stand side by side as in the window; with `--panes`, so many panes are in the real
window, with a gutter between each two and a finding on every fifth paragraph there, and one of them
is scrolled while the others follow by meaning. All times are CPU milliseconds of this process; the
last column is the ratio to the same at 1,000 paragraphs. Memory is what the process grows by after
the text itself is there.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PAGE = resource.getpagesize()


def resident() -> float:
    """Return the memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE / 1e6


def paragraphs(count: int, chance: random.Random) -> list[str]:
    """Return paragraphs of 20 to 60 running words of the documents that come with the program."""
    seeds = [path.read_text("utf-8", "replace") for path in sorted(ROOT.glob("seeds/*.txt"))]
    stock = " ".join(seeds).split()
    texts = []
    for _ in range(count):
        start = chance.randrange(len(stock) - 60)
        texts.append(" ".join(stock[start : start + chance.randint(20, 60)]))
    return texts


def scrolled(
    scroll: Callable[[int], None], most: int, spent: Callable[[object], float]
) -> dict[str, float]:
    """Return what a frame costs, scrolled a little at a time and a long way.

    Args:
        scroll: takes how far down, pixels.
        most: how far that can be.
        spent: says what an action costs until all is painted, CPU milliseconds.
    """
    middle, figures = most // 2, {}
    spent(lambda: scroll(middle))
    smooth = sorted(spent(lambda at=at: scroll(middle + 40 * at)) for at in range(400))
    jump = sorted(spent(lambda at=at: scroll(most * at // 150)) for at in range(151))
    for name, frames in (("smooth", smooth), ("jump", jump)):
        figures[f"{name} p50"] = frames[len(frames) // 2]
        figures[f"{name} p95"] = frames[len(frames) * 95 // 100]
        figures[f"{name} max"] = frames[-1]
    return figures


def measure_row(count: int, panes: int) -> dict[str, float]:
    """Return what scrolling costs where so many documents are in the window."""
    import selecting
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    app = QApplication(["diptych", *selecting.FUSION])
    for font in sorted((selecting.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    selecting.PARAGRAPHS = count
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"long-{seed}.txt" for seed in range(panes)]
        for seed, path in enumerate(paths):
            path.write_text("\n\n".join(selecting.paragraphs(random.Random(seed))), "utf-8")
        jobs = selecting.InlineJobs(selecting.make_tasks(count // 5))
        workplace = selecting.Workplace.open(Path(folder) / "data", jobs)
        keeper = selecting.QObject()
        selecting.Collector(keeper)
        selecting.prepare(workplace)
        window = selecting.Window(workplace)
        window.begin([str(path) for path in paths[:2]])
        window.show()
        app.processEvents()
        for path in paths[2:]:
            window.handlers.panes.open_another(str(path))
            app.processEvents()
        window.resize(1920, 1080)
        drawn = sum(len(gutter._rows) for gutter in window.spread.gutters)
        bar = window.spread.row[1].view.verticalScrollBar()
        figures = {"ribbons": float(drawn)}
        figures |= scrolled(bar.setValue, bar.maximum(), selecting.spent)
        workplace.close()
    return figures


def measure(count: int) -> dict[str, float]:
    """Return all figures for two documents of `count` paragraphs, a fifth of them marked."""
    sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

    from diptych.model.comparison import Relation
    from diptych.ui.text_view import Mark, TextView
    from support.documents import document_from

    app = QApplication([])
    chance, relations = random.Random(3), list(Relation)
    texts = paragraphs(count, chance)
    document = document_from(texts)
    marks = [
        Mark(f"f{at}", at, 0, min(120, len(texts[at])), chance.choice(relations))
        for at in range(0, count, 5)
    ]
    gc.collect()
    before = resident()

    def spent(action: object) -> float:
        start = time.process_time()
        action()  # type: ignore[operator]
        app.processEvents()
        return (time.process_time() - start) * 1000

    window = QWidget()
    row = QHBoxLayout(window)
    views = [TextView(), TextView()]

    def first() -> None:
        for view in views:
            row.addWidget(view)
            view.set_document(document)
            view.set_marks(marks)
        window.resize(1100, 760)
        window.show()

    figures = {"first paint": spent(first)}
    bars = [view.verticalScrollBar() for view in views]

    def scroll(value: int) -> None:
        for bar in bars:
            bar.setValue(value)

    figures |= scrolled(scroll, bars[0].maximum(), spent)
    figures["resize"] = spent(lambda: window.resize(980, 760))
    figures["find"] = spent(lambda: views[0].find("root causes"))
    figures["memory MB"] = resident() - before
    return figures


def main() -> None:
    """Measure both sizes in processes of their own and print them side by side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--panes", type=int, default=0)
    parser.add_argument("--one", action="store_true", help="measure this size alone, here")
    asked = parser.parse_args()
    if asked.one:
        found = measure_row(asked.count, asked.panes) if asked.panes else measure(asked.count)
        print(json.dumps(found))
        return
    sizes = (1_000, asked.count)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    results = []
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size), "--panes", str(asked.panes)]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    print(f"{'':12}{sizes[0]:>12,}{sizes[1]:>12,}{'ratio':>9}")
    for name, small in results[0].items():
        large = results[1][name]
        print(f"{name:12}{small:12.1f}{large:12.1f}{large / max(small, 0.01):9.2f}")


if __name__ == "__main__":
    main()
