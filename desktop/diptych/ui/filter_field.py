"""The field above a list that finds entries of it as the reader types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from diptych.ui.field import Field

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class FilterField(Field):
    """Finds entries of a list as the reader types.

    Args:
        hint: stands in it while it is empty.
        name: what assistive technology calls it.

    Signals:
        left_below: the reader goes on to the list.
    """

    left_below = Signal()

    def __init__(self, hint: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list with Down and Enter; Esc shows all again."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_below.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left_below.emit()
        else:
            super().keyPressEvent(event)
