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

    from PySide6.QtWidgets import QApplication

    from diptych.ui.failures import Answer
    from diptych.ui.window import Window
    from diptych.work.port import Jobs

# The daily copy of the library waits until the reader has settled.
_BACK_UP_MS = 15_000
_HOUR_MS = 3_600_000
# Files that were still to be added, and what is to be said of the last time, wait for the texts.
_RESUME_MS = 3_000
# As long after the first paint the window begins to heed other starts, which wait for longer.
_HEED_MS = 800


class _HandedOver(Exception):  # noqa: N818 - nothing went wrong
    """The window that is open has taken up what this start was asked for."""


def main(arguments: Sequence[str]) -> int:
    """Open the window on files, or where the reader left off; return the exit status."""
    if not _has_display():
        sys.stderr.write(
            "diptych: There is no display to open the window on. "
            "`diptych compare LEFT RIGHT --format html --output FILE` works without one.\n"
        )
        return 1
    from diptych.ui import named_tuples, overrides
    from diptych.ui.binding import load_qt

    named_tuples.make_quickly()
    load_qt()
    overrides.make_safe()
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    from diptych.services.workers import PAGE_TASKS, TASKS, worker
    from diptych.ui import assistance
    from diptych.ui.appearance import built_anew
    from diptych.ui.bridge import Bridge
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
    try:
        window = _open_window(lanes[0], arguments, lanes[1])
    except _HandedOver:
        return 0
    if window is None:
        return 1
    _attend(window)
    window.show()
    QTimer.singleShot(0, lambda: _collect_garbage(app))
    status = app.exec()
    while window.handlers.appearance.asks_for_new_window:
        window = built_anew(window)
        _attend(window)
        window.show()
        status = app.exec()
    window.workplace.close()
    return status


def _attend(window: Window) -> None:
    """Do for a window what is to be done as long as it is there."""
    from PySide6.QtCore import QTimer

    from diptych.ui.failures import Failures

    Failures(window).install()
    _close_on_signals(window)
    QTimer.singleShot(_HEED_MS, window, lambda: _heed_other_starts(window))
    QTimer.singleShot(_BACK_UP_MS, window, window.handlers.back_up)
    QTimer.singleShot(_RESUME_MS, window, window.handlers.resume)
    # Again and again, for who never closes the program: a copy is made when the last is a day old.
    hourly = QTimer(window)
    hourly.timeout.connect(window.handlers.back_up)
    hourly.start(_HOUR_MS)


def _heed_other_starts(window: Window) -> None:
    """Come forward, and open the files, when the program is started once more."""
    from PySide6.QtCore import QFileSystemWatcher
    from PySide6.QtWidgets import QApplication

    from diptych.services.handover import Inbox

    inbox = Inbox(window.workplace.library.path.parent)
    if not inbox.open():
        return

    def look() -> None:
        for paths in inbox.take():
            if window.isMinimized():
                window.showNormal()
            window.raise_()
            window.activateWindow()
            QApplication.alert(window)  # where the system lets no window come forward by itself
            if paths:
                window.begin(paths)

    watcher = QFileSystemWatcher([str(inbox.folder)], window)
    watcher.directoryChanged.connect(look)
    look()


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


def _collect_garbage(app: QApplication) -> None:
    """Have garbage collected from now on, but what will be there until the end."""
    from diptych.ui.collector import Collector

    gc.freeze()
    Collector(app)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _open_window(
    jobs: Jobs, arguments: Sequence[str], page_jobs: Jobs | None = None
) -> Window | None:
    """Open library and window; None where the library cannot be used and the reader gave up.

    Raises:
        _HandedOver: another window holds the library, and has taken the files up.
    """
    from diptych.services.workplace import Workplace
    from diptych.ui.appearance import prepare
    from diptych.ui.failures import Answer
    from diptych.ui.window import Window

    folder = data_folder()
    paths = [str(Path(argument).absolute()) for argument in arguments]
    to_read = False
    while True:
        workplace = None
        try:
            workplace = Workplace.open(folder, jobs, page_jobs=page_jobs, to_read=to_read)
            prepare(workplace)
            window = Window(workplace)
            window.begin(paths)
        except UserError as error:
            # Damage inside the file is met only where it is read.
            if workplace is not None:
                workplace.close()
            if _is_handed_over(folder, error, paths):
                raise _HandedOver from None
            answer = _mend(folder, error)
            if answer is Answer.QUIT:
                return None
            to_read = answer is Answer.READ
        else:
            return window


def _is_handed_over(folder: Path, error: UserError, paths: list[str]) -> bool:
    """Let the window that holds the library take the files up, where there is one."""
    from diptych.services.handover import hand_over
    from diptych.store.troubles import LibraryInUse

    return isinstance(error, LibraryInUse) and hand_over(folder, paths)


def _mend(folder: Path, error: UserError) -> Answer:
    """Let the reader try again, read only, take a backup or quit; say what is to be done next."""
    from diptych.services.backups import newest_good, restore
    from diptych.store.clock import utc_now
    from diptych.store.troubles import DamagedLibrary, NewerLibrary
    from diptych.ui.failures import Answer, ask_about_library
    from diptych.ui.language import choose_language, set_language

    # What the reader chose lies in the library.
    set_language(choose_language(""), resources() / "translations")
    backup = newest_good(folder) if isinstance(error, DamagedLibrary) else None
    while True:
        answer = ask_about_library(error, backup, may_read=isinstance(error, NewerLibrary))
        if answer is not Answer.RESTORE or backup is None:
            return answer
        try:
            restore(folder, backup.path, utc_now)
        except UserError as failure:
            error = failure
        else:
            return Answer.AGAIN
