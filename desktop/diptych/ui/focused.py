"""Qt's own controls, which show in the theme's colour that they have the keyboard.

Fusion says it of some with a shade that few see, and of others not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QComboBox, QScrollArea, QSlider

from diptych.ui.field import draw_field
from diptych.ui.prose import SIZE
from diptych.ui.theme import frame, interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_PAD, _ARROW = 10, 14


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
    """One of several, drawn like a button that opens a menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(interface_font(SIZE))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return Qt's width, and the height of a button."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Return Qt's width, and the height of a button."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is chosen, and whether it has the keyboard."""
        painter = QPainter(self)
        draw_field(self, painter, lit=self.isEnabled() and self.underMouse())
        inner = self.rect().adjusted(_PAD, 0, -_PAD - _ARROW, 0)
        words = painter.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.setPen(self.palette().text().color())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        tip = QPointF(self.width() - _PAD - 4, self.height() / 2 + 2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().placeholderText())
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -5), tip + QPointF(4, -5)]))
        painter.end()


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
