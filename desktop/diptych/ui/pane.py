"""One pane: its head with title and place, the ruler at its outer edge, and the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.model.document import BlockKind
from diptych.ui.language import _
from diptych.ui.prose import SMALL, tip
from diptych.ui.ruler import Ruler
from diptych.ui.text_view import TextView
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import day

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QPaintEvent

    from diptych.services.opening import Opened
    from diptych.ui.theme import Theme

_TITLE_ROOM = 150
_READ = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)


class Head(QWidget):
    """The line above a text: what it is called, where the reader is in it, how it was decoded.

    Signals:
        encoding_pressed: the encoding was clicked, at a global point.
    """

    encoding_pressed = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._title = ""
        self._place = ""
        self._encoding = ""
        self._encoding_box = QRect()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of one line with room."""
        return QSize(200, 38)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.update()

    def show_words(self, title: str, place: str, encoding: str) -> None:
        """Show a title, a place, and the encoding where it is worth a word."""
        if (title, place, encoding) != (self._title, self._place, self._encoding):
            self._title, self._place, self._encoding = title, place, encoding
            self.setAccessibleName(f"{title}, {place} {encoding}".strip())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw title left, place right, a line below."""
        if self._theme is None:
            return
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("paper"))
        box = self.rect().adjusted(44, 6, -44, -1)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setFont(interface_font(SMALL))
        painter.setPen(self._theme.colour("dim"))
        flags = Qt.AlignmentFlag.AlignVCenter
        metrics = painter.fontMetrics()
        parts = [part for part in (*self._place.split(" · "), self._encoding) if part]
        right = " · ".join(parts)
        # Where there is little room the title goes before the date.
        while len(parts) > 1 and metrics.horizontalAdvance(right) > box.width() - _TITLE_ROOM:
            del parts[0]
            right = " · ".join(parts)
        used = metrics.horizontalAdvance(right)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignRight, right)
        width = metrics.horizontalAdvance(self._encoding)
        self._encoding_box = QRect(box.right() - width, box.top(), width, box.height())
        painter.setFont(interface_font(SMALL, bold=True))
        painter.setPen(self._theme.colour("ink"))
        room = max(0, box.width() - used - 16)
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignLeft, title)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer other encodings where the encoding is shown."""
        if self._encoding and self._encoding_box.contains(event.position().toPoint()):
            self.encoding_pressed.emit(event.globalPosition().toPoint())


class Pane(QWidget):
    """A document to read: head, ruler, text.

    Signals:
        file_dropped: a file was dropped here; its path.
    """

    file_dropped = Signal(str)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.opened: Opened | None = None
        self._paragraphs: list[int] = []
        self.head = Head(self)
        self.view = TextView(self)
        self.ruler = Ruler(self.view, side, self)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("Left text") if side is Side.LEFT else _("Right text"))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for each in ("ruler", "text") if side is Side.LEFT else ("text", "ruler"):
            if each == "ruler":
                row.addWidget(self.ruler)
            else:
                row.addLayout(column, 1)
        self.setAcceptDrops(True)
        self.view.scrolled.connect(self.show_place)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme; the text takes its own look."""
        self.head.set_theme(theme)
        self.ruler.set_theme(theme)

    def show_document(self, opened: Opened) -> None:
        """Show a document from its beginning."""
        self.opened = opened
        self._paragraphs = [
            index for index, block in enumerate(opened.document.blocks) if block.kind in _READ
        ]
        self.view.set_document(opened.document)
        self.show_place()

    def paragraph_at(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph that a source offset lies in or follows."""
        document = self.view.document
        if document is None:
            return 0
        return max(1, bisect_right(self._paragraphs, document.block_at(offset)))

    def show_message(self, title: str, message: str) -> None:
        """Show a plain sentence in place of a text."""
        self.opened = None
        self._paragraphs = []
        self.view.set_document(None)
        self.view.set_message(message)
        self.head.show_words(title, "", "")
        self.ruler.set_rows([])

    def show_place(self) -> None:
        """Say in the head which paragraphs are in view."""
        if self.opened is None:
            return
        entry, document = self.opened.entry, self.opened.document
        parts = [day(entry.date)] if entry.date else []
        if self._paragraphs:
            first = bisect_left(self._paragraphs, self.view.place().block)
            last = bisect_right(self._paragraphs, self.view.last_block())
            last = max(last, 1)
            first = min(first + 1, last)
            span = f"{first}–{last}" if first < last else f"{last}"
            parts.append(_("¶ {span} of {count}").format(span=span, count=len(self._paragraphs)))
        ordinary = document.encoding.lower() in ("utf-8", "ascii") and not document.remarks
        self.head.show_words(
            entry.title, " · ".join(parts), "" if ordinary else document.encoding.upper()
        )
        self.head.setToolTip(tip("\n".join(document.remarks)) if document.remarks else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that is dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.file_dropped.emit(url.toLocalFile())
                return
