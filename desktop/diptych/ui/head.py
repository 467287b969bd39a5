"""The line above a text: what it is called, where the reader is in it, how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from diptych.services.names import visible_name
from diptych.ui.column import side_of
from diptych.ui.language import plural
from diptych.ui.prose import SMALL
from diptych.ui.theme import fill, interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from diptych.model.document import Document
    from diptych.ui.theme import Theme

_TITLE_ROOM, _GAP = 150, 16
_USUAL = "UTF-8"


def has_encoding(document: Document) -> bool:
    """Whether a document was decoded from bytes, so that another encoding may be tried."""
    return bool(document.encoding) and not document.pages


class Head(QWidget):
    """A title at the left; a place, the remarks and the encoding at the right.

    Signals:
        encoding_pressed: the encoding was clicked, at a global point.
        remarks_pressed: the number of remarks was clicked.
    """

    encoding_pressed = Signal(QPoint)
    remarks_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._title = ""
        self._place = ""
        self._encoding = ""
        self._encoding_box = QRect()
        self._remarks = 0
        self._remarks_box = QRect()
        self._is_active = False
        self._edges: tuple[int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of one line with room."""
        return QSize(200, 38)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.update()

    def set_edges(self, edges: tuple[int, int] | None) -> None:
        """Begin and end with what is below: its left edge and its width, pixels."""
        if edges != self._edges:
            self._edges = edges
            self.update()

    def set_active(self, active: bool) -> None:
        """Set the pane off as the one of several that the reader is in."""
        if active != self._is_active:
            self._is_active = active
            self.update()

    def show_words(self, title: str, place: str, encoding: str, remarks: int = 0) -> None:
        """Show a title, a place, the encoding, and how many remarks there are on the reading."""
        title = visible_name(title)
        shown = (self._title, self._place, self._encoding, self._remarks)
        if (title, place, encoding, remarks) != shown:
            self._title, self._place, self._encoding = title, place, encoding
            self._remarks = remarks
            rest = f"{place} {encoding} {self._remarks_words()}".strip()
            self.setAccessibleName(", ".join(filter(None, (title, rest))))
            self.update()

    def _remarks_words(self) -> str:
        return plural("{count} remark", "{count} remarks", self._remarks) if self._remarks else ""

    def show_place(self, place: str) -> None:
        """Show another place of the same document."""
        self.show_words(self._title, place, self._encoding, self._remarks)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw title left, place right, a line below."""
        if self._theme is None:
            return
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("paper"))
        margin = side_of(self.width())
        left, width = self._edges or (margin, self.width() - 2 * margin)
        box = QRect(left, 6, width, self.height() - 7)
        if self._title:
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        if self._is_active:
            line = QRect(box.left(), box.bottom() - 1, box.width(), 2)
            fill(painter, line, self._theme.colour("focus"))
        painter.setFont(interface_font(SMALL))
        painter.setPen(self._theme.colour("dim"))
        flags = Qt.AlignmentFlag.AlignVCenter
        metrics = painter.fontMetrics()
        remarks = self._remarks_words()
        bold = interface_font(SMALL, bold=True)
        title_width = QFontMetrics(bold).horizontalAdvance(self._title) + _GAP
        parts = [part for part in (*self._place.split(" · "), remarks, self._encoding) if part]
        # Where there is little room the title goes before all of them, and the encoding that most
        # texts are in leaves first.
        room = box.width() - min(_TITLE_ROOM, title_width)
        while parts and metrics.horizontalAdvance(" · ".join(parts)) > room:
            del parts[-1 if parts[-1] == _USUAL else 0]
        right = " · ".join(parts)
        used = metrics.horizontalAdvance(right)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignRight, right)
        shown = self._encoding if self._encoding in parts else ""
        width = metrics.horizontalAdvance(shown)
        self._encoding_box = QRect(box.right() - width, box.top(), width, box.height())
        before = metrics.horizontalAdvance(f" · {shown}") if shown else 0
        width = metrics.horizontalAdvance(remarks) if remarks in parts else 0
        end = box.right() - before
        self._remarks_box = QRect(end - width, box.top(), width, box.height())
        painter.setFont(bold)
        painter.setPen(self._theme.colour("ink"))
        room = max(0, box.width() - used - _GAP)
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignLeft, title)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer other encodings, or say the remarks, where these are shown."""
        at = event.position().toPoint()
        if self._encoding and self._encoding_box.contains(at):
            self.encoding_pressed.emit(event.globalPosition().toPoint())
        elif self._remarks and self._remarks_box.contains(at):
            self.remarks_pressed.emit()
