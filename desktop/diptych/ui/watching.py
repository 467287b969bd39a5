"""Whether the files of the documents on the desk hold another text than when they were read.

They are looked at when the reader comes back to the window, and now and then while it is in front:
beside the window's thread, because a network folder that is gone answers to nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from diptych.services.changed import changed
from diptych.ui.background import Background

if TYPE_CHECKING:
    from diptych.model.comparison import Side
    from diptych.ui.window import Window

# While the window is in front, a file that another program writes is seen within this time.
_EVERY_MS = 5000


class Watching(QObject):
    """Watches the two files of one window; what changed is offered to be read again."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._is_looking = False
        # What was said of a side: not again until its file changes once more.
        self._told: dict[Side, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._state_changed)
        if app.applicationState() is Qt.ApplicationState.ApplicationActive:
            self._timer.start()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def forget(self, side: Side) -> None:
        """Another document lies on a side."""
        self._told.pop(side, None)

    def look(self) -> None:
        """Look at the files now, unless a look is still unanswered."""
        known = {
            side: opened.entry
            for side, opened in self._window.desk.documents.items()
            if opened.entry.path and not opened.is_kept
        }
        if self._is_looking or not known:
            return
        self._is_looking = True

        def looked(found: dict[Side, str]) -> None:
            self._is_looking = False
            for side, sha256 in found.items():
                opened = self._window.desk.documents.get(side)
                is_same = opened is not None and opened.entry == known[side]
                if is_same and self._told.get(side) != sha256:
                    self._told[side] = sha256
                    self._window.handlers.notices.tell_changed(side)

        self._background.run(
            lambda: {
                side: sha256
                for side, entry in known.items()
                if (sha256 := changed(Path(entry.path), entry))
            },
            looked,
        )

    def end(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._background.end()
