"""Print what scrolling long texts costs: `python tests/perf/scrolling.py`, optionally a number.

Two text views stand side by side as in the window. All times are CPU milliseconds of this process;
the last column is the ratio to the same views at 1,000 paragraphs. Memory is what the process grows
by after the text itself is there.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

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

    middle = bars[0].maximum() // 2
    scroll(middle)
    app.processEvents()
    smooth = sorted(spent(lambda at=at: scroll(middle + 40 * at)) for at in range(400))
    jump = sorted(spent(lambda at=at: scroll(bars[0].maximum() * at // 150)) for at in range(151))
    for name, frames in (("smooth", smooth), ("jump", jump)):
        figures[f"{name} p50"] = frames[len(frames) // 2]
        figures[f"{name} p95"] = frames[len(frames) * 95 // 100]
        figures[f"{name} max"] = frames[-1]
    figures["resize"] = spent(lambda: window.resize(980, 760))
    figures["find"] = spent(lambda: views[0].find("root causes"))
    figures["memory MB"] = resident() - before
    return figures


def main() -> None:
    """Measure both sizes in processes of their own and print them side by side."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    sizes = (1_000, int(sys.argv[1]) if sys.argv[1:] else 100_000)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    results = []
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size)]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    print(f"{'':12}{sizes[0]:>12,}{sizes[1]:>12,}{'ratio':>9}")
    for name, small in results[0].items():
        large = results[1][name]
        print(f"{name:12}{small:12.1f}{large:12.1f}{large / max(small, 0.01):9.2f}")


if __name__ == "__main__":
    main()
