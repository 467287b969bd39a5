"""Whether the files of the documents in the panes hold another text than when they were read.

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
    from diptych.ui.pane import Pane
    from diptych.ui.window import Window

# While the window is in front, a file that another program writes is seen within this time.
_EVERY_MS = 5000


class Watching(QObject):
    """Watches the files of one window; what changed is offered to be read again."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._is_looking = False
        # What was said in a pane: not again until its file changes once more.
        self._told: dict[Pane, str] = {}
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

    def forget(self, pane: Pane) -> None:
        """Another document is shown in a pane, or none."""
        self._told.pop(pane, None)

    def look(self) -> None:
        """Look at the files now, unless a look is still unanswered."""
        known = {
            pane: pane.opened
            for pane in self._window.spread.row
            if pane.opened and pane.opened.entry.path and not pane.opened.is_kept
        }
        if self._is_looking or not known:
            return
        self._is_looking = True

        def looked(found: dict[Pane, str]) -> None:
            self._is_looking = False
            for pane, sha256 in found.items():
                opened = pane.opened
                is_same = opened is not None and opened.entry == known[pane].entry
                if opened is not None and is_same and self._told.get(pane) != sha256:
                    self._told[pane] = sha256
                    self._window.handlers.notices.tell_changed(pane, opened)

        self._background.run(
            lambda: {
                pane: sha256
                for pane, opened in known.items()
                if (sha256 := changed(Path(opened.entry.path), opened.entry))
            },
            looked,
        )

    def end(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._background.end()
