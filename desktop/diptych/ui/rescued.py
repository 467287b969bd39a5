"""Texts that an earlier run could not save: looked for beside the window, and offered as notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.services import rescue
from diptych.ui.background import Background

if TYPE_CHECKING:
    from diptych.model.note import Note
    from diptych.ui.window import Window


class Rescued(QObject):
    """What one window found of such texts."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._texts: list[rescue.Left] = []

    def look(self, before: float) -> None:
        """Look for texts that were left before a time (seconds since 1970)."""
        folder = self._window.workplace.annotating.folder
        self._background.run(lambda: rescue.read_left(folder, before), self._offer)

    def _offer(self, found: list[rescue.Left]) -> None:
        """Offer what is not in the library after all; a file whose text is there is of no use."""
        window, library = self._window, self._window.workplace.library
        if not found or library.is_read_only:
            return
        there = {text.strip() for text in library.contents().notes.values()}
        self._texts = [left for left in found if left.text.strip() not in there]
        for left in found:
            if left not in self._texts:
                rescue.forget(left)
        if self._texts:
            pane = window.spread.panes[window.spread.active()]
            window.handlers.notices.tell_rescued(pane, self._texts)

    def take_in(self) -> None:
        """Make notes of them, and show the last one."""
        window, texts = self._window, self._texts
        made: list[Note] = []
        if window.desk.keep(lambda: made.extend(rescue.put_in(window.workplace.annotating, texts))):
            return
        self._texts = []
        if made:
            window.desk.writing.show(made[-1].id)
            window.handlers.notes.go_to_editor()

    def end(self) -> None:
        """The window closes."""
        self._background.end()
