"""The window's door: fonts, library and worker are put together, then the event loop runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.services.places import data_folder, resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.services.workplace import Workplace
    from diptych.work.port import Jobs


def main(arguments: Sequence[str]) -> int:
    """Open the window on two files, or where the reader left off; return the exit status."""
    if not _has_display():
        sys.stderr.write(
            "diptych: There is no display to open the window on. "
            "`diptych compare LEFT RIGHT --format html --output FILE` works without one.\n"
        )
        return 1
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    from diptych.ui.bridge import Bridge
    from diptych.ui.failures import Failures
    from diptych.ui.theme import FUSION
    from diptych.ui.window import Window
    from diptych.work.process import ProcessJobs

    app = QApplication(["diptych", *FUSION])
    app.setApplicationName("diptych")
    app.setApplicationDisplayName("Diptych")
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    bridge = Bridge()
    workplace = _open_workplace(ProcessJobs("diptych.services.tasks", bridge.post))
    if workplace is None:
        return 1
    window = Window(workplace)
    Failures(window).install()
    window.begin([str(Path(argument).absolute()) for argument in arguments])
    window.show()
    status = app.exec()
    workplace.close()
    return status


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _open_workplace(jobs: Jobs) -> Workplace | None:
    """Open the library; where that fails, let the reader try again, take a backup, or quit."""
    from diptych.services.workplace import Workplace

    folder = data_folder()
    while True:
        try:
            return Workplace.open(folder, jobs)
        except UserError as error:
            from diptych.services.backups import newest_good, restore
            from diptych.ui.failures import Answer, ask_about_library

            backup = newest_good(folder)
            answer = ask_about_library(error, backup)
            if answer is Answer.QUIT:
                return None
            if answer is Answer.RESTORE and backup is not None:
                restore(folder, backup)
