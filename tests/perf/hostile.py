"""Open every hostile file in the real window: `python tests/perf/hostile.py [WORD ...]`.

Prints a line for each file whose name holds one of the words (all of them without any): what came
of it, what the worker cost, and how long the window stood still. The exit status is 1 where
something is wrong with one of them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Open the files one after another and print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["PYTHONPATH"] = str(ROOT / "desktop")
    sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]
    with tempfile.TemporaryDirectory(prefix="diptych-hostile-") as name:
        return _open_all(Path(name), sys.argv[1:])


def _open_all(folder: Path, words: list[str]) -> int:
    from PySide6.QtWidgets import QApplication

    from diptych.ui.bridge import Bridge
    from hostile.case import make
    from hostile.every import CASES
    from support.hostile import LONGEST_GAP, Trial, complaints

    app = QApplication(["hostile"])
    trial = Trial(folder / "library", Bridge())
    wrong, gaps, longest, begun = 0, [], [], time.monotonic()
    print(f"{'file':44}{'outcome':9}{'CPU s':>7}{'MiB':>6}{'gap ms':>8}{'own ms':>8}{'s':>7}")
    for number, case in enumerate(CASES):
        if words and not any(word in case.name for word in words):
            continue
        path = make(case, folder / str(number))
        outcome = trial.open(path)
        gaps += trial.gaps
        longest.append(outcome.gap)
        came = "opened" if outcome.text is not None else "sentence" if outcome.sentence else "-"
        print(
            f"{case.name!r:44}{came:9}{outcome.cpu:7.1f}{outcome.peak:6.0f}"
            f"{outcome.gap * 1000:8.0f}{outcome.own * 1000:8.0f}{outcome.seconds:7.1f}"
        )
        if outcome.sentence:
            print("    " + " ".join(outcome.sentence.split()))
        for complaint in complaints(case, outcome):
            print(f"    WRONG: {complaint}")
            wrong += 1
        sys.stdout.flush()
        shutil.rmtree(folder / str(number))
    trial.close()
    app.processEvents()
    gaps.sort()
    longest.sort()
    late = gaps[len(gaps) * 99 // 100]
    print(
        f"{len(longest)} files in {time.monotonic() - begun:.0f} s; the window's beats: p99 "
        f"{late * 1000:.0f} ms, longest {longest[-1] * 1000:.0f} ms, "
        f"p99 of the longest of each file {longest[len(longest) * 99 // 100] * 1000:.0f} ms"
    )
    return 1 if wrong or late > LONGEST_GAP else 0


if __name__ == "__main__":
    sys.exit(main())
