"""The list of the notes browser: its rows, how they are drawn, and the keys on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from diptych.model.note import AnchorState, NoteKind
from diptych.services.names import visible_name
from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.look import FILLS
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

    from diptych.services.browsing import NoteItem
    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_ITEM = int(Qt.ItemDataRole.UserRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SWATCH = 9


def remark(item: NoteItem) -> str:
    """Return what stands below a note: what is the matter, where it is, tags, when."""
    note = item.note
    state = {AnchorState.LOST: _("Lost"), AnchorState.UNCERTAIN: _("Uncertain")}.get(item.state, "")
    kind = {
        NoteKind.TOPIC: _("On a topic"),
        NoteKind.READING: _("On a comparison"),
        NoteKind.FREE: _("Free note"),
    }.get(note.kind, "")
    documents = " – ".join(map(visible_name, item.documents))
    tags = " ".join(f"#{tag}" for tag in note.tags)
    return " · ".join(filter(None, (state, kind, documents, tags, day(note.modified[:10]))))


class NotesModel(QAbstractListModel):
    """The notes that are listed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[NoteItem] = ()

    def set_items(self, items: Sequence[NoteItem]) -> None:
        """List these notes."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def row_of(self, note_id: str) -> int:
        """Return the row of a note, -1 where it is not listed."""
        return next((at for at, item in enumerate(self.items) if item.note.id == note_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many notes are listed."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row says."""
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.title}, {remark(item)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(item.note.body or item.title)
        return None


class NotesList(QListView):
    """Notes, one below the other.

    Enter and a click open a note at its words; Up in the first row goes to the field above.

    Signals:
        opened: the id of a note.
        row_changed: another row is the current one.
        left_above: the reader goes on above the list.
    """

    opened = Signal(str)
    row_changed = Signal()
    left_above = Signal()

    def __init__(self, model: NotesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._notes = model
        self.empty_words = ""
        self._painter = _RowPainter(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(_("Notes"))
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_rows: self.row_changed.emit())
        self.clicked.connect(lambda index: self.opened.emit(model.items[index.row()].note.id))

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

    def current(self) -> NoteItem | None:
        """Return the current note."""
        row = self.currentIndex().row()
        return self._notes.items[row] if 0 <= row < len(self._notes.items) else None

    def go_to_row(self, row: int) -> None:
        """Make a row the current one; the last where there are fewer."""
        last = len(self._notes.items) - 1
        if last >= 0:
            self.setCurrentIndex(self._notes.index(min(max(row, 0), last)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a note, go to the field; everything else is the list's."""
        item = self.current()
        if event.key() in _ENTER:
            if item is not None:
                self.opened.emit(item.note.id)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current row as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_row(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or what to do where there is none."""
        super().paintEvent(event)
        theme = self._painter.theme
        if self._notes.items or theme is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SIZE))
        box = self.viewport().rect().adjusted(12, 24, -12, -12)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, self.empty_words)
        painter.end()


class _RowPainter(QStyledItemDelegate):
    """Draws how a note begins and, below it, what else is known; at the left its colour."""

    def __init__(self, notes: QListView) -> None:
        super().__init__(notes)
        self.theme: Theme | None = None
        self._list = notes
        self._title, self._small = interface_font(SIZE), interface_font(SMALL)
        self._heights = (QFontMetrics(self._title).height(), QFontMetrics(self._small).height())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return two lines and their room."""
        return QSize(100, sum(self._heights) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme = self.theme
        if theme is None:
            return
        rect: QRect = option.rect
        item: NoteItem = index.data(_ITEM)
        if index.row() == self._list.currentIndex().row():
            fill(painter, rect, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        inner = rect.adjusted(24, 6, -6, -6)
        if item.note.anchors:
            top = inner.top() + (self._heights[0] - _SWATCH) // 2
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour(FILLS[item.note.colour]))
            painter.drawRect(rect.left() + 9, top, _SWATCH, _SWATCH)
        painter.setFont(self._title)
        painter.setPen(theme.colour("dim" if item.is_trashed else "ink"))
        self._draw(painter, inner, Qt.AlignmentFlag.AlignTop, item.title)
        painter.setFont(self._small)
        doubtful = item.state in (AnchorState.LOST, AnchorState.UNCERTAIN)
        painter.setPen(theme.colour("danger" if doubtful else "dim"))
        self._draw(painter, inner, Qt.AlignmentFlag.AlignBottom, remark(item))

    def _draw(self, painter: QPainter, box: QRect, at: Qt.AlignmentFlag, text: str) -> None:
        metrics = painter.fontMetrics()
        words = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, at, words)
