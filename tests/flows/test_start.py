"""What the window does not load before it is needed: see `desktop/decisions/0008-start.md`."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VISIT = str(ROOT / "tests" / "support" / "short_visit.py")
# Each takes milliseconds, and is needed by nothing that is seen at first.
LATER = {
    "PySide6.QtPrintSupport",
    "hashlib",
    "lxml",
    "markdown_it",
    "numpy",
    "nupunkt",
    "onnxruntime",
    "pymupdf",
    "rapidfuzz",
    "sqlite_utils",
    "subprocess",
    "tomllib",
    "uuid",
}


def visit(data: Path, seconds: int) -> set[str]:
    """Open the window for a while as a reader does, and return the modules that were loaded."""
    code = (
        "import atexit, runpy, sys;"
        "atexit.register(lambda: print('\\n'.join(sys.modules)));"
        f"sys.argv = ['diptych']; runpy.run_path({VISIT!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "DIPTYCH_DATA": str(data)}
        | {"VISIT_SECONDS": str(seconds)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_a_second_start_loads_nothing_that_is_not_seen(tmp_path: Path) -> None:
    for seconds in (3, 6, 12, 24):
        visit(tmp_path, seconds)  # so long that the findings can be found and kept
        loaded = visit(tmp_path, 1)
        if "diptych.work.frames" not in loaded:
            break
    assert "diptych.ui.window" in loaded
    assert sorted(LATER & loaded) == []
    panels = {"comfort", "matrix", "notes_browser", "probe_panel", "search_panel", "topics_panel"}
    assert sorted(name for name in panels if f"diptych.ui.{name}" in loaded) == []
