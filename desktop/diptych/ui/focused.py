"""Qt's own controls, which show in the theme's colour that they have the keyboard.

Fusion says it of some with a shade that few see, and of others not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QScrollArea, QSlider

from diptych.ui.theme import frame

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget


def _draw_focus(widget: QWidget, ground: QWidget) -> None:
    """Draw a frame along the edge of a ground, where a widget has the keyboard."""
    if widget.hasFocus():
        painter = QPainter(ground)
        frame(painter, QRectF(ground.rect()), widget.palette().accent().color())
        painter.end()


class Slider(QSlider):
    """A slider."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and whether it has the keyboard."""
        super().paintEvent(event)
        _draw_focus(self, self)


class Choice(QComboBox):
    """One of several."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and whether it has the keyboard."""
        super().paintEvent(event)
        _draw_focus(self, self)


class Area(QScrollArea):
    """Something to scroll with the keyboard, too."""

    def setWidget(self, widget: QWidget) -> None:
        """Show a widget on this ground; with one of its own it would cover the frame."""
        super().setWidget(widget)
        widget.setAutoFillBackground(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and whether it has the keyboard."""
        super().paintEvent(event)
        _draw_focus(self, self.viewport())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is not."""
        super().focusOutEvent(event)
        self.viewport().update()
