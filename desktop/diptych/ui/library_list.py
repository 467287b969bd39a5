"""The list of the library: how a document's line is drawn, and the keys and clicks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from diptych.model.comparison import Side
from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.library_model import ROW, LibraryModel, Row
from diptych.ui.prose import SIZE, SMALL
from diptych.ui.theme import fill, interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_INDENT = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LibraryList(QListView):
    """Documents, one below the other.

    Enter and double-click open left, with Shift they open right; right and left arrow unfold and
    fold earlier versions; Up in the first line goes to the filter.

    Signals:
        open_asked: the side.
        row_changed: another line is the current one.
        fold_asked: the hash, and whether its versions are to be unfolded.
        left_above: the reader goes on above the list.
    """

    open_asked = Signal(Side)
    row_changed = Signal()
    fold_asked = Signal(str, bool)
    left_above = Signal()

    def __init__(self, model: LibraryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._library = model
        self.empty_words = ""
        self._painter = _RowPainter(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAccessibleName(_("Documents of the library"))
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_rows: self.row_changed.emit())

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

    def current(self) -> Row | None:
        """Return the current line."""
        row = self.currentIndex().row()
        return self._library.rows[row] if 0 <= row < len(self._library.rows) else None

    def go_to(self, sha256: str) -> bool:
        """Make a document's line the current one; False where it is not shown."""
        row = self._library.row_of(sha256)
        if row >= 0:
            self.setCurrentIndex(self._library.index(row))
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, fold, go to the filter; everything else is the list's."""
        row, key = self.current(), event.key()
        if key in _ENTER:
            if row is not None:
                shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.open_asked.emit(Side.RIGHT if shift else Side.LEFT)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and row is not None:
            if row.is_earlier and key == Qt.Key.Key_Left:
                self.go_to(row.item.entry.sha256)
            elif row.versions > 1:
                self.fold_asked.emit(row.entry.sha256, key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Unfold where the versions are counted."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            row: Row = index.data(ROW)
            place = self._painter.versions_box(row, self.visualRect(index))
            if place.contains(event.position().toPoint()):
                self.fold_asked.emit(row.entry.sha256, not row.is_unfolded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if self.indexAt(event.position().toPoint()).isValid():
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.open_asked.emit(Side.RIGHT if shift else Side.LEFT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current line as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._library.rows:
            self.setCurrentIndex(self._library.index(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, or what to do where there is none."""
        super().paintEvent(event)
        theme = self._painter.theme
        if self._library.rows or theme is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SIZE))
        box = self.viewport().rect().adjusted(12, 24, -12, -12)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, self.empty_words)
        painter.end()


class _RowPainter(QStyledItemDelegate):
    """Draws a title and, below it, what else is known."""

    def __init__(self, documents: QListView) -> None:
        super().__init__(documents)
        self.theme: Theme | None = None
        self._list = documents
        self._title, self._small = interface_font(SIZE), interface_font(SMALL)
        self._heights = (QFontMetrics(self._title).height(), QFontMetrics(self._small).height())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return two lines and their room."""
        return QSize(100, sum(self._heights) + 14)

    def versions_box(self, row: Row, rect: QRect) -> QRect:
        """Return where a line counts its versions, empty where there is one."""
        if row.versions < 2:
            return QRect()
        inner = rect.adjusted(8, 6, -6, -6)
        width = QFontMetrics(self._small).horizontalAdvance(self._versions(row)) + 4
        height = self._heights[1]
        return QRect(inner.right() - width, inner.bottom() - height, width + 4, height + 4)

    def _versions(self, row: Row) -> str:
        return f"{'▾' if row.is_unfolded else '▸'} {row.versions_words}"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        theme = self.theme
        if theme is None:
            return
        rect, row = option.rect, index.data(ROW)
        if index.row() == self._list.currentIndex().row():
            fill(painter, rect, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        inner = rect.adjusted(8 + (_INDENT if row.is_earlier else 0), 6, -6, -6)
        painter.setFont(self._title)
        painter.setPen(theme.colour("dim" if row.is_missing or row.is_earlier else "ink"))
        self._draw(painter, inner, Qt.AlignmentFlag.AlignTop, row.title)
        painter.setFont(self._small)
        box = self.versions_box(row, rect)
        if not box.isEmpty():
            painter.setPen(theme.colour("converge_ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._versions(row))
            inner.setRight(box.left() - 8)
        painter.setPen(theme.colour("danger" if row.is_missing else "dim"))
        self._draw(painter, inner, Qt.AlignmentFlag.AlignBottom, row.remark)

    def _draw(self, painter: QPainter, box: QRect, at: Qt.AlignmentFlag, text: str) -> None:
        words = " ".join(text.split())
        metrics = painter.fontMetrics()
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, at, words)
