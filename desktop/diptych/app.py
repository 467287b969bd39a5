"""The window's door: fonts, library and worker are put together, then the event loop runs."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.services.places import data_folder, resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.ui.window import Window
    from diptych.work.port import Jobs

# The daily copy of the library waits until the reader has settled.
_BACK_UP_MS = 15_000
_HOUR_MS = 3_600_000
# Files that were still to be added wait until the texts are there.
_RESUME_MS = 3_000


def main(arguments: Sequence[str]) -> int:
    """Open the window on files, or where the reader left off; return the exit status."""
    if not _has_display():
        sys.stderr.write(
            "diptych: There is no display to open the window on. "
            "`diptych compare LEFT RIGHT --format html --output FILE` works without one.\n"
        )
        return 1
    # Before Qt: once it is there, PySide reads the source of every module that is imported, to see
    # whether it uses Qt.
    from diptych.services import workplace  # noqa: F401
    from diptych.services.workers import PAGE_TASKS, TASKS, worker

    # isort: split
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    from diptych.ui import assistance
    from diptych.ui.bridge import Bridge
    from diptych.ui.failures import Failures
    from diptych.ui.prose import SIZE
    from diptych.ui.theme import FUSION, interface_font

    app = QApplication(["diptych", *FUSION])
    app.setApplicationName("diptych")
    app.setApplicationDisplayName("Diptych")
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    # Else the first widget would have the system's font looked up and loaded.
    app.setFont(interface_font(SIZE))
    assistance.install()
    bridge = Bridge()
    lanes = worker(TASKS, bridge.post), worker(PAGE_TASKS, bridge.post)
    window = _open_window(lanes[0], arguments, lanes[1])
    if window is None:
        return 1
    Failures(window).install()
    _close_on_signals(window)
    window.show()
    QTimer.singleShot(0, _collect_garbage)
    QTimer.singleShot(_BACK_UP_MS, window, window.back_up)
    QTimer.singleShot(_RESUME_MS, window, window.handlers.resume_adding)
    # Again and again, for who never closes the program: a copy is made when the last is a day old.
    hourly = QTimer(window)
    hourly.timeout.connect(window.back_up)
    hourly.start(_HOUR_MS)
    status = app.exec()
    window.workplace.close()
    return status


def _close_on_signals(window: Window) -> None:
    """Close the window, and so save everything, when the system or the shell ends the program.

    Python runs its handlers between two of its own steps, and Qt's loop may not take one for
    long: a byte in a pipe wakes it.
    """
    if sys.platform == "win32":
        return
    from PySide6.QtCore import QSocketNotifier

    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    notifier = QSocketNotifier(woken, QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: os.read(woken, 1))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: window.close())


def _collect_garbage() -> None:
    """Turn the collector on again, and spare it what will be there until the end."""
    gc.freeze()
    gc.enable()


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _open_window(
    jobs: Jobs, arguments: Sequence[str], page_jobs: Jobs | None = None
) -> Window | None:
    """Open library and window; None where the library cannot be used and the reader gave up."""
    from diptych.services.workplace import Workplace
    from diptych.ui.window import Window

    folder = data_folder()
    while True:
        workplace = None
        try:
            workplace = Workplace.open(folder, jobs, page_jobs=page_jobs)
            window = Window(workplace)
            window.begin([str(Path(argument).absolute()) for argument in arguments])
        except UserError as error:
            # Damage inside the file is met only where it is read.
            if workplace is not None:
                workplace.close()
            if not _mend(folder, error):
                return None
        else:
            return window


def _mend(folder: Path, error: UserError) -> bool:
    """Let the reader try again, take a backup or quit; say whether to open the library again."""
    from diptych.services.backups import DamagedLibrary, newest_good, restore
    from diptych.store.clock import utc_now
    from diptych.ui.failures import Answer, ask_about_library

    backup = newest_good(folder) if isinstance(error, DamagedLibrary) else None
    while True:
        answer = ask_about_library(error, backup)
        if answer is not Answer.RESTORE or backup is None:
            return answer is Answer.AGAIN
        try:
            restore(folder, backup, utc_now)
        except UserError as failure:
            error = failure
        else:
            return True
