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
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from diptych.ui.controls import ThinScrollBar
from diptych.ui.prose import SIZE, SMALL, Piece, tip
from diptych.ui.theme import fill, interface_font
from diptych.ui.wrapped import draw_wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
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


class EntryList(QListView):
    """Entries, one below the other.

    Args:
        name: what assistive technology calls it.
        rows: lines of text below each heading.

    Signals:
        moved: another entry is the current one (its key).
        entered: an entry was chosen by Enter, or by a click (its key).
        left: Esc was pressed.
    """

    moved = Signal(str)
    entered = Signal(str)
    left = Signal()

    def __init__(self, name: str, rows: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = _Entries(self)
        self.setModel(self._model)
        self._painter = _EntryPainter(self, rows)
        self.setItemDelegate(self._painter)
        self._telling = True
        self.empty_words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(self._moved)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

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
        if event.key() in _ENTER:
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
        if clicked and event.button() == Qt.MouseButton.LeftButton and self.current():
            self.entered.emit(self.current())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current entry as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.entries:
            self.setCurrentIndex(self._model.index(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries, or what to do where there is none."""
        super().paintEvent(event)
        theme = self._painter.theme
        if self.entries or theme is None or not self.empty_words:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SIZE))
        box = self.viewport().rect().adjusted(_PAD, 12, -_PAD, -8)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, self.empty_words)
        painter.end()


class _EntryPainter(QStyledItemDelegate):
    def __init__(self, entries: EntryList, rows: int) -> None:
        super().__init__(entries)
        self.theme: Theme | None = None
        self._list = entries
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
        entry = self._list.entries[index.row()]
        rect: QRect = option.rect
        if index.row() == self._list.currentIndex().row():
            fill(painter, rect, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
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
