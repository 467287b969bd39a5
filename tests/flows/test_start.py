"""What the window does not load before it is needed: see `desktop/decisions/0008-start.md`."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VISIT = str(ROOT / "tests" / "support" / "short_visit.py")
# Each takes milliseconds, and is needed by nothing that is seen at first.
LATER = {
    "PySide6.QtPrintSupport",
    "hashlib",
    "inspect",
    "lxml",
    "markdown_it",
    "numpy",
    "nupunkt",
    "onnxruntime",
    "pymupdf",
    "rapidfuzz",
    "shibokensupport",
    "sqlite_utils",
    "subprocess",
    "tempfile",
    "tomllib",
    "uuid",
    "zipfile",
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
    panels = {
        "comfort",
        "many_panes",
        "matrix",
        "notes_browser",
        "probe_panel",
        "search_panel",
        "topics_panel",
    }
    assert sorted(name for name in panels if f"diptych.ui.{name}" in loaded) == []


@pytest.mark.parametrize("first", ["QSize(1, 'two')", "QObject(other=1)", "print(QSize.__doc__)"])
def test_qt_still_says_what_is_wrong_and_helps(first: str) -> None:
    code = f"""
        import builtins, sys
        plain = builtins.__import__, builtins.compile
        if sys.argv[1] == "lean":
            from diptych.ui.binding import load_qt
            load_qt()
            assert "shibokensupport" not in sys.modules
            assert (builtins.__import__, builtins.compile) == plain
        from PySide6.QtCore import QObject, QSize, Qt
        for wrong in (lambda: {first}, lambda: QSize(1, "a"), lambda: {first}):
            try:
                wrong()
            except (AttributeError, TypeError) as error:
                print(error)
        print(QSize.scale.__doc__, Qt.Key.Key_A | Qt.KeyboardModifier.ControlModifier == Qt.Key(1))
        import shiboken6, zipfile
        print(shiboken6.isValid(QObject()), shiboken6.zipfile.ZipFile is zipfile.ZipFile)
    """
    said = [
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), way],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for way in ("plain", "lean")
    ]
    assert said[0] == said[1]
    assert "Supported signatures" in said[1]


def test_two_threads_may_both_be_told_what_is_wrong_first() -> None:
    code = """
        from threading import Thread
        from diptych.ui.binding import load_qt
        load_qt()
        from PySide6.QtCore import QSize
        told = []
        def wrong():
            try:
                QSize("a", "b")
            except TypeError as error:
                told.append("Supported signatures" in str(error))
        threads = [Thread(target=wrong) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(told)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str([True] * 4)), done.stderr
