"""The list of the notes browser: its rows, how they are drawn, and the keys on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen

from diptych.model.note import AnchorState, NoteKind
from diptych.services.names import visible_name
from diptych.ui.language import _
from diptych.ui.look import FILLS
from diptych.ui.plain_list import ENTER, PlainList, TwoLines
from diptych.ui.prose import tip
from diptych.ui.wording import day

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from diptych.services.browsing import Listed, NoteItem

    Index = QModelIndex | QPersistentModelIndex

_ITEM = int(Qt.ItemDataRole.UserRole)
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
        self.items: Listed | tuple[()] = ()
        self._count = 0

    def set_items(self, items: Listed) -> None:
        """List these notes, each of which is read when it is shown."""
        if self.items and items.has_rows_of(self.items):
            # That all data changed would have the list laid out anew, which takes as long.
            self.items = items
            return
        self.beginResetModel()
        self.items, self._count = items, len(items)
        self.endResetModel()

    def row_of(self, note_id: str) -> int:
        """Return the row of a note, -1 where it is not listed."""
        return self.items.row_of(note_id) if self.items else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many notes are listed."""
        return 0 if parent is not None and parent.isValid() else self._count

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


class NotesList(PlainList):
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
        super().__init__(_("Notes"), parent)
        self.setModel(model)
        self._notes = model
        self.setItemDelegate(_NotePainter(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_rows: self.row_changed.emit())
        self.clicked.connect(lambda index: self.opened.emit(model.items[index.row()].note.id))

    def current(self) -> NoteItem | None:
        """Return the current note."""
        row = self.currentIndex().row()
        return self._notes.items[row] if 0 <= row < len(self._notes.items) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a note, go to the field; everything else is the list's."""
        item = self.current()
        if event.key() in ENTER:
            if item is not None:
                self.opened.emit(item.note.id)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        else:
            super().keyPressEvent(event)


class _NotePainter(TwoLines):
    """Draws how a note begins and, below it, what else is known; at the left its colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme = self.theme
        if theme is None:
            return
        rect: QRect = option.rect
        item: NoteItem = index.data(_ITEM)
        self.draw_ground(painter, rect, index, theme)
        inner = rect.adjusted(24, 6, -6, -6)
        if item.note.anchors:
            top = inner.top() + (self.heights[0] - _SWATCH) // 2
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour(FILLS[item.note.colour]))
            painter.drawRect(rect.left() + 9, top, _SWATCH, _SWATCH)
        self.draw_title(painter, inner, item.title, "dim" if item.is_trashed else "ink")
        doubtful = item.state in (AnchorState.LOST, AnchorState.UNCERTAIN)
        self.draw_remark(painter, inner, remark(item), "danger" if doubtful else "dim")
