"""A list of entries of a heading and a few lines of text, for passages, answers and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from diptych.ui.plain_list import ENTER, PlainList, RowPainter
from diptych.ui.prose import SIZE, SMALL, Piece, tip
from diptych.ui.theme import interface_font
from diptych.ui.wrapped import draw_wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_PAD = 8
_SWATCH = 12


class Entry(NamedTuple):
    """One entry.

    Args:
        key: what it stands for.
        heading: in one line.
        body: the text below; cut where the room ends.
        spoken: all of it as assistive technology says it.
        swatch: "#rrggbb" of a small disc before the heading, "" for none.
    """

    key: str
    heading: tuple[Piece, ...]
    body: str
    spoken: str
    swatch: str = ""


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; where only their words changed, nothing moves."""
        fresh = tuple(entries)
        if [each.key for each in fresh] == [each.key for each in self.entries]:
            self.entries = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self.entries = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what an entry says."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "".join(piece.text for piece in entry.heading)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(filter(None, (self.data(index), entry.body))))  # type: ignore[arg-type]
        return None


class EntryList(PlainList):
    """Entries, one below the other.

    Args:
        name: what assistive technology calls it.
        rows: lines of text below each heading.
        by_click: whether a click chooses an entry as Enter does.

    Signals:
        moved: another entry is the current one (its key).
        entered: an entry was chosen (its key).
        left: Esc was pressed.
    """

    moved = Signal(str)
    entered = Signal(str)
    left = Signal()

    def __init__(self, name: str, rows: int, parent: QWidget, *, by_click: bool = True) -> None:
        super().__init__(name, parent)
        self._by_click = by_click
        self._model = _Entries(self)
        self.setModel(self._model)
        self._painter = _EntryPainter(self, rows)
        self.setItemDelegate(self._painter)
        self._telling = True
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._model.entries

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the current one stays current where it is still there."""
        current = self.current()
        self._telling = False
        self._model.set_entries(entries)
        self._go_to(current)
        self._telling = True
        self.viewport().update()

    def current(self) -> str:
        """Return the key of the current entry, or ""."""
        row = self.currentIndex().row()
        return self.entries[row].key if 0 <= row < len(self.entries) else ""

    def go_to(self, key: str) -> None:
        """Make an entry the current one, without a word."""
        self._telling = False
        self._go_to(key)
        self._telling = True

    def step(self, by: int) -> None:
        """Go to the next entry (+1) or the one before (-1)."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self.entries):
            self.setCurrentIndex(self._model.index(row))

    def _go_to(self, key: str) -> None:
        row = next((at for at, entry in enumerate(self.entries) if entry.key == key), -1)
        self.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if self._telling and self.current():
            self.moved.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, leave; everything else is the list's."""
        if event.key() in ENTER:
            if self.current():
                self.entered.emit(self.current())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        super().mouseReleaseEvent(event)
        clicked = self.indexAt(event.position().toPoint()).isValid()
        is_chosen = self._by_click and event.button() == Qt.MouseButton.LeftButton
        if is_chosen and clicked and self.current():
            self.entered.emit(self.current())


class _EntryPainter(RowPainter):
    def __init__(self, entries: EntryList, rows: int) -> None:
        super().__init__(entries)
        self._entries = entries
        self._body = interface_font(SMALL if rows == 1 else SIZE)
        self._top = QFontMetrics(interface_font(SIZE, bold=True)).height()
        self.height = self._top + 16
        if rows:
            self.height += rows * QFontMetrics(self._body).lineSpacing() + 2

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the heading, the lines, and their room."""
        return QSize(100, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an entry."""
        theme = self.theme
        if theme is None:
            return
        entry = self._entries.entries[index.row()]
        rect: QRect = option.rect
        self.draw_ground(painter, rect, index, theme)
        painter.setPen(QPen(theme.colour("faint_line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(_PAD, 7, -_PAD, -7)
        if entry.swatch:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(QColor(entry.swatch))
            top = inner.top() + (self._top - _SWATCH) / 2
            painter.drawEllipse(QRectF(inner.left() + 0.5, top, _SWATCH, _SWATCH))
            inner.setLeft(inner.left() + _SWATCH + 8)
        self._draw_heading(painter, theme, entry, inner)
        if entry.body:
            painter.setPen(theme.colour("dim" if self._body.pointSizeF() < SIZE else "ink"))
            body = QRect(inner.left(), inner.top() + self._top + 2, inner.width(), rect.height())
            body.setBottom(inner.bottom() + 2)
            draw_wrapped(painter, body, entry.body, self._body)

    def _draw_heading(self, painter: QPainter, theme: Theme, entry: Entry, box: QRect) -> None:
        left = box.left()
        for piece in entry.heading:
            painter.setFont(interface_font(SMALL if piece.small else SIZE, bold=piece.bold))
            painter.setPen(theme.colour(piece.ink))
            metrics = painter.fontMetrics()
            room = box.right() - left
            if room <= 0:
                return
            words = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, room)
            area = QRect(left, box.top(), room, self._top)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, flags, words)
            left += metrics.horizontalAdvance(words)
