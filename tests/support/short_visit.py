"""Opens the real window for a while and closes it: `python short_visit.py [LEFT RIGHT]`.

It is two seconds, or what the environment variable VISIT_SECONDS says.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import sys

from diptych import app
from diptych.ui.binding import load_qt

load_qt()  # before anything else imports Qt, as the program does

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

SECONDS = int(os.environ.get("VISIT_SECONDS", "2"))
run_event_loop = QApplication.exec


def run_and_quit() -> int:
    """Run the event loop as the program does, and close its windows after a while."""
    QTimer.singleShot(SECONDS * 1000, QApplication.closeAllWindows)
    return run_event_loop()


QApplication.exec = staticmethod(run_and_quit)  # type: ignore[method-assign,assignment]
sys.exit(app.main(sys.argv[1:]))
