"""Print what scrolling pages costs: `python tests/perf/paging.py`, optionally a number of pages.

A window-sized view of pages is scrolled in small steps and in jumps, its pictures drawn in the
worker process. Frame times are CPU milliseconds of the window's process; the others are seconds on
the clock. The bar is 16 ms for a frame at the 95th percentile, 2 s for the first page.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QScrollBar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]


def frames(app: QApplication, bar: QScrollBar, values: list[int]) -> list[float]:
    """Scroll to each value; return the CPU milliseconds of the frames, the quickest first."""
    spent = []
    for value in values:
        start = time.process_time()
        bar.setValue(value)
        app.processEvents()
        spent.append((time.process_time() - start) * 1000)
        time.sleep(0.004)
    return sorted(spent)


def main() -> None:
    """Write a PDF file, show it, scroll it, print the figures."""
    from PySide6.QtWidgets import QApplication

    from diptych.services.pages import Leaves, Pages
    from diptych.services.workers import PAGE_TASKS, worker
    from diptych.ui.bridge import Bridge
    from diptych.ui.page_view import PageView
    from support.pdfs import write_pages

    count = int(sys.argv[1]) if sys.argv[1:] else 5_000
    app = QApplication([])
    bridge = Bridge()
    jobs = worker(PAGE_TASKS, bridge.post)
    pages = Pages(jobs)
    view = PageView(pages)
    view.resize(560, 760)
    view.show()
    opened: list[Leaves] = []

    def wait_for(page: int) -> None:
        while not all(key in view.loader.pictures for key in view.keys(page)):
            app.processEvents()
            time.sleep(0.001)

    with tempfile.TemporaryDirectory() as folder:
        path = write_pages(Path(folder) / "long.pdf", count)
        begun = time.perf_counter()
        pages.open(str(path), done=opened.append, failed=print)
        while not opened:
            app.processEvents()
            time.sleep(0.001)
        view.set_leaves(opened[0])
        wait_for(0)
        print(
            f"{count} pages, worker started, first page seen  {time.perf_counter() - begun:6.2f} s"
        )
        bar = view.verticalScrollBar()
        middle = bar.maximum() // 2
        bar.setValue(middle)
        wait_for(view.page_in_view())

        for name, values in (
            ("smooth", [middle + 40 * step for step in range(400)]),
            ("jumps", [bar.maximum() * step // 150 for step in range(151)]),
        ):
            spent = frames(app, bar, values)
            p95 = spent[len(spent) * 95 // 100]
            middle_one = spent[len(spent) // 2]
            print(f"{name:7} p50 {middle_one:5.1f}  p95 {p95:5.1f}  max {spent[-1]:5.1f} ms")
        begun = time.perf_counter()
        wait_for(view.page_in_view())
        print(f"after the last jump its page is seen in  {time.perf_counter() - begun:6.2f} s")
        print(f"pictures kept  {view.loader.pictures.size / 1e6:.0f} MB")
        jobs.close()


if __name__ == "__main__":
    main()
