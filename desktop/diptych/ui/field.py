"""Fields to type in, drawn like the buttons beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit

from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

# Pixels between the border and the words.
_BESIDE, _ABOVE = 7, 5


def draw_field(widget: QWidget, painter: QPainter, *, lit: bool = False) -> None:
    """Draw the ground and the border of a field, which says that it has the keyboard.

    Args:
        widget: the field.
        painter: of it; its pen and brush change.
        lit: whether a button is pressed by a click on it, and the pointer is there.
    """
    # Not the field's own colours: its ground may be none, so that this one is seen.
    colours, focused = QApplication.palette(), widget.hasFocus()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.accent() if focused else colours.mid(), 2 if focused else 1))
    painter.setBrush(colours.midlight() if lit else colours.base())
    inset = 1.0 if focused else 0.5
    box = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, 6, 6)


class Field(QLineEdit):
    """A line to type in, as high as a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setFont(interface_font(SIZE))
        self.setTextMargins(_BESIDE, 0, _BESIDE, 0)
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(colours)

    def sizeHint(self) -> QSize:
        """Return Qt's width, and the height of a button."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Return Qt's width, and the height of a button."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, then the words."""
        painter = QPainter(self)
        draw_field(self, painter)
        painter.end()
        super().paintEvent(event)


class TextBox(QPlainTextEdit):
    """Some lines to type in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(interface_font(SIZE))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(_BESIDE + 2, _ABOVE, _BESIDE, _ABOVE)

    def event(self, event: QEvent) -> bool:
        """Draw the field around the words."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            draw_field(self, painter)
            painter.end()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is not."""
        super().focusOutEvent(event)
        self.update()
