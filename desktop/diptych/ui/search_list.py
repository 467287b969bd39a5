"""The list of what a search over everything found: grouped by kind, with the words set off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
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

from diptych.model.comparison import Relation
from diptych.services.names import visible_name
from diptych.services.searching import Hit, Kind, Results
from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _, mark, plural
from diptych.ui.prose import SIZE, SMALL, paragraph
from diptych.ui.theme import fill, interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINES = 3  # of a hit: its title, and two of its words
_GLYPH = {
    Relation.CONVERGE: "=",
    Relation.DIVERGE: "≠",
    Relation.PARTIAL: "≈",
    Relation.ONLY_LEFT: "○",
    Relation.ONLY_RIGHT: "○",
}
KINDS = {
    Kind.TAG: mark("Tags"),
    Kind.NOTE: mark("Notes"),
    Kind.FINDING: mark("Findings"),
    Kind.PASSAGE: mark("Documents"),
}


class _Head(NamedTuple):
    """The line above the hits of a kind."""

    kind: Kind
    words: str


class SearchModel(QAbstractListModel):
    """The rows: for each kind a heading with the count, then what was found."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.results: Results | None = None
        self.rows: list[_Head | Hit] = []

    def set_results(self, results: Results | None) -> None:
        """Show these."""
        self.beginResetModel()
        self.results = results
        self.rows = []
        for kind, hits in results.hits.items() if results else ():
            count = f"{len(hits)}+" if results and kind in results.is_cut else f"{len(hits)}"
            self.rows += [_Head(kind, f"{_(KINDS[kind])}  {count}"), *hits]
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only hits be chosen."""
        if isinstance(self.rows[index.row()], Hit):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row as a sentence."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        return row.words if isinstance(row, _Head) else f"{self.title(row)}. {self.snippet(row)[0]}"

    def title(self, hit: Hit) -> str:
        """Return what stands above the words of a hit."""
        if hit.kind is Kind.NOTE:
            return _("Note")
        if hit.kind is Kind.TAG:
            return plural("on {count} note", "on {count} notes", int(hit.title))
        title = visible_name(hit.title)
        return f"{_GLYPH[hit.relation]}  {title}" if hit.relation is not None else title

    def snippet(self, hit: Hit) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the words of a hit, and which of them answer."""
        return hit.snippet(self.results.query) if self.results else (hit.text, ())


class SearchList(QListView):
    """What was found, one below the other.

    Enter and double-click go there, with Shift on the right side; Up in the first line goes to the
    field, Esc back to the texts.

    Signals:
        chosen: a hit, and whether it is wanted on the right.
        left_above: the reader goes on above the list.
        left: Esc was pressed.
    """

    chosen = Signal(object, bool)
    left_above = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.found = SearchModel(self)
        self.setModel(self.found)
        self._painter = _HitPainter(self)
        self.setItemDelegate(self._painter)
        self.empty_words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(_("What was found"))

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

    def show_results(self, results: Results | None) -> None:
        """Show what was found, the first of it chosen."""
        self.found.set_results(results)
        self.go_to_first()

    def go_to_first(self) -> bool:
        """Choose the first hit; False where there is none."""
        first = next((at for at, row in enumerate(self.found.rows) if isinstance(row, Hit)), -1)
        if first >= 0:
            self.setCurrentIndex(self.found.index(first))
        return first >= 0

    def current(self) -> Hit | None:
        """Return the chosen hit."""
        row = self.currentIndex().row()
        found = self.found.rows[row] if 0 <= row < len(self.found.rows) else None
        return found if isinstance(found, Hit) else None

    def choose(self, *, right: bool = False) -> None:
        """Go to the chosen hit."""
        hit = self.current()
        if hit is not None:
            self.chosen.emit(hit, right)

    def step(self, by: int) -> None:
        """Choose the next hit (+1) or the one before (-1); over the first one to the field."""
        at = self.currentIndex().row() + by
        while 0 <= at < len(self.found.rows) and not isinstance(self.found.rows[at], Hit):
            at += by
        if 0 <= at < len(self.found.rows):
            self.setCurrentIndex(self.found.index(at))
        elif by < 0:
            self.left_above.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, go there, leave; everything else is the list's."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER:
            self.choose(right=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to what was clicked."""
        super().mouseReleaseEvent(event)
        is_hit = self.indexAt(event.position().toPoint()).row() == self.currentIndex().row()
        if event.button() == Qt.MouseButton.LeftButton and is_hit:
            self.choose(right=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose a line where none is."""
        super().focusInEvent(event)
        if self.current() is None:
            self.go_to_first()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or why there are none."""
        super().paintEvent(event)
        if not self.found.rows and self.empty_words and self._painter.theme is not None:
            painter = QPainter(self.viewport())
            painter.setPen(self._painter.theme.colour("dim"))
            painter.setFont(interface_font(SIZE))
            box = self.viewport().rect().adjusted(4, 8, -4, -4)
            flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(box, flags, self.empty_words)
            painter.end()


class _HitPainter(QStyledItemDelegate):
    """Draws a heading, or a hit."""

    def __init__(self, parent: SearchList) -> None:
        super().__init__(parent)
        self._list = parent
        self.theme: Theme | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        line = QFontMetrics(interface_font(SIZE)).height()
        row = self._list.found.rows[index.row()]
        if isinstance(row, _Head):
            return QSize(100, line + 14)
        return QSize(100, (2 if row.kind is Kind.TAG else _LINES) * line + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme = self.theme
        if theme is None:
            return
        box: QRect = option.rect
        row = self._list.found.rows[index.row()]
        if isinstance(row, _Head):
            painter.setFont(interface_font(SMALL, bold=True))
            painter.setPen(theme.colour("dim"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box.adjusted(6, 0, -6, -4), flags, row.words)
            return
        if index.row() == self._list.currentIndex().row():
            fill(painter, box, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(1, 1, -1, -1))
        self._paint_hit(painter, box.adjusted(6, 5, -6, -5), row, theme)

    def _paint_hit(self, painter: QPainter, box: QRect, hit: Hit, theme: Theme) -> None:
        small = interface_font(SMALL)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(theme.colour("dim"))
        title = metrics.elidedText(
            self._list.found.title(hit), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        text, marks = self._list.found.snippet(hit)
        top = box.top() + metrics.height() + 2
        paragraph(painter, box.adjusted(0, top - box.top(), 0, 0), text, marks, theme)
