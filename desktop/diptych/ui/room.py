"""Docks that are put away while something else needs their room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDockWidget

    from diptych.ui.window import Window


class Room:
    """Puts docks away and brings them back as they were.

    Args:
        window: whose they are.
        docks: those that are put away, where the reader has them open.
    """

    def __init__(self, window: Window, docks: Sequence[QDockWidget]) -> None:
        self._window = window
        self._docks = docks
        self._away: list[tuple[QDockWidget, int, int]] = []
        # Where what needs the room is put in the place of the texts for the first time, the docks
        # spread before it is shown.
        self._first = {
            dock.objectName(): (dock.width(), dock.height())
            for dock in docks
            if not dock.isHidden()
        }

    def make(self) -> None:
        """Put away what is open."""
        open_ones = [dock for dock in self._docks if not dock.isHidden()]
        for dock in open_ones:
            size = self._first.pop(dock.objectName(), (dock.width(), dock.height()))
            self._away.append((dock, *size))
        for dock in open_ones:
            dock.hide()
        self._window.show_panels()

    def give_back(self) -> None:
        """Bring back what was put away, in its size; what the reader opened meanwhile stays."""
        away, self._away = self._away, []
        for dock, _width, _height in away:
            dock.show()
        for at, way in ((1, Qt.Orientation.Horizontal), (2, Qt.Orientation.Vertical)):
            self._window.resizeDocks([each[0] for each in away], [each[at] for each in away], way)  # type: ignore[misc]
        self._window.show_panels()
