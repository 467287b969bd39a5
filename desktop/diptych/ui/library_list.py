"""The list of the library: how a document's line is drawn, and the keys and clicks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from diptych.model.comparison import Side
from diptych.ui.language import _
from diptych.ui.library_model import ROW, LibraryModel, Row
from diptych.ui.plain_list import ENTER, PlainList, TwoLines

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    Index = QModelIndex | QPersistentModelIndex

_INDENT = 16


class LibraryList(PlainList):
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
        super().__init__(_("Documents of the library"), parent)
        self.setModel(model)
        self._library = model
        self._painter = _DocumentPainter(self)
        self.setItemDelegate(self._painter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_rows: self.row_changed.emit())

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
        if key in ENTER:
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


class _DocumentPainter(TwoLines):
    """Draws a title and, below it, what else is known."""

    def versions_box(self, row: Row, rect: QRect) -> QRect:
        """Return where a line counts its versions, empty where there is one."""
        if row.versions < 2:
            return QRect()
        inner = rect.adjusted(8, 6, -6, -6)
        width = QFontMetrics(self.small).horizontalAdvance(self._versions(row)) + 4
        height = self.heights[1]
        return QRect(inner.right() - width, inner.bottom() - height, width + 4, height + 4)

    def _versions(self, row: Row) -> str:
        return f"{'▾' if row.is_unfolded else '▸'} {row.versions_words}"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        theme = self.theme
        if theme is None:
            return
        rect, row = option.rect, index.data(ROW)
        self.draw_ground(painter, rect, index, theme)
        inner = rect.adjusted(8 + (_INDENT if row.is_earlier else 0), 6, -6, -6)
        self.draw_title(
            painter, inner, row.title, "dim" if row.is_missing or row.is_earlier else "ink"
        )
        box = self.versions_box(row, rect)
        if not box.isEmpty():
            painter.setFont(self.small)
            painter.setPen(theme.colour("converge_ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._versions(row))
            inner.setRight(box.left() - 8)
        self.draw_remark(painter, inner, row.remark, "danger" if row.is_missing else "dim")
