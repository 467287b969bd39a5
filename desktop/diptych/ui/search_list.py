"""The list of what a search over everything found: grouped by kind, with the words set off."""

from __future__ import annotations

from time import perf_counter
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
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from diptych.model.comparison import Relation
from diptych.services.names import visible_name
from diptych.services.searching import Hit, Kind, Results
from diptych.ui.language import _, mark, plural
from diptych.ui.plain_list import ENTER, PlainList, RowPainter
from diptych.ui.prose import SIZE, SMALL, paragraph
from diptych.ui.theme import interface_font
from diptych.ui.turns import next_turn

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from diptych.ui.theme import Theme

    Snippet = tuple[str, tuple[tuple[int, int], ...]]

    Index = QModelIndex | QPersistentModelIndex

_LINES = 3  # of a hit: its title, and two of its words
# Seconds of one painting in which words are looked for that answer: in a long note that takes up to
# twenty milliseconds, and a screen is full of them.
_SLICE = 0.008
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


class More(NamedTuple):
    """The line below the hits of a kind of which there are more."""

    kind: Kind
    words: str


class SearchModel(QAbstractListModel):
    """The rows: for each kind a heading with the count, what was found, and the way to more.

    Attributes:
        is_behind: whether words were asked for that are to be looked for in another turn.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.results: Results | None = None
        self.rows: list[_Head | Hit | More] = []
        # Of those that were seen: a list is painted often, and a note may be a long one.
        self._snippets: dict[Hit, Snippet] = {}
        self._spent, self.is_behind = 0.0, False

    def set_results(self, results: Results | None) -> None:
        """Show these."""
        self.beginResetModel()
        self.results = results
        self.rows, self._snippets = [], {}
        for kind, hits in results.hits.items() if results else ():
            is_cut = results is not None and kind in results.is_cut
            known = results.counts.get(kind) if results else None
            count = f"{len(hits)}+" if is_cut and known is None else f"{known or len(hits)}"
            self.rows += [_Head(kind, f"{_(KINDS[kind])}  {count}"), *hits]
            if is_cut and known is not None:
                words = _("Show more ({shown} of {count})").format(shown=len(hits), count=known)
                self.rows.append(More(kind, words))
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only hits be chosen, and the way to more of them."""
        if isinstance(self.rows[index.row()], _Head):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row as a sentence."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.rows[index.row()]
        return f"{self.title(row)}. {self.snippet(row)[0]}" if isinstance(row, Hit) else row.words

    def title(self, hit: Hit) -> str:
        """Return what stands above the words of a hit."""
        if hit.kind is Kind.NOTE:
            return _("Note")
        if hit.kind is Kind.TAG:
            return plural("on {count} note", "on {count} notes", int(hit.title))
        title = visible_name(hit.title)
        return f"{_GLYPH[hit.relation]}  {title}" if hit.relation is not None else title

    def snippet(self, hit: Hit) -> Snippet:
        """Return the words of a hit, and which of them answer."""
        if self.results is None:
            return hit.text, ()
        if hit not in self._snippets:
            self._snippets[hit] = hit.snippet(self.results.query)
        return self._snippets[hit]

    def begin_turn(self) -> None:
        """From here on words are looked for until half a frame's time is spent; see `at_hand`."""
        self._spent, self.is_behind = 0.0, False

    def at_hand(self, hit: Hit) -> Snippet:
        """Return what `snippet` does, or nothing where there is no time for it in this turn."""
        if hit in self._snippets:
            return self._snippets[hit]
        if self._spent > _SLICE:
            self.is_behind = True
            return "", ()
        begun = perf_counter()
        found = self.snippet(hit)
        self._spent += perf_counter() - begun
        return found


class SearchList(PlainList):
    """What was found, one below the other.

    Enter and double-click go there, with Shift on the right side; Up in the first line goes to the
    field, Esc back to the texts.

    Signals:
        chosen: a hit, and whether it is wanted on the right.
        more: a kind, of which the reader wants to see more.
        left_above: the reader goes on above the list.
        left: Esc was pressed.
    """

    chosen = Signal(object, bool)
    more = Signal(object)
    left_above = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("What was found"), parent)
        self.found = SearchModel(self)
        self.setModel(self.found)
        self.setItemDelegate(_HitPainter(self, self.found))
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_results(self, results: Results | None) -> None:
        """Show what was found, the first of it chosen."""
        self.found.set_results(results)
        self.go_to_first()

    def show_more(self, results: Results | None) -> None:
        """Show more of what was found; the row that was chosen stays, and where the list stands."""
        row, top = self.currentIndex().row(), self.verticalScrollBar().value()
        self.found.set_results(results)
        self.go_to_row(row)
        self.verticalScrollBar().setValue(top)

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
        """Go to the chosen hit, or show more of them."""
        row = self.currentIndex().row()
        chosen = self.found.rows[row] if 0 <= row < len(self.found.rows) else None
        if isinstance(chosen, Hit):
            self.chosen.emit(chosen, right)
        elif isinstance(chosen, More):
            self.more.emit(chosen.kind)

    def step(self, by: int) -> None:
        """Choose the next hit (+1) or the one before (-1); over the first one to the field."""
        at = self.currentIndex().row() + by
        while 0 <= at < len(self.found.rows) and isinstance(self.found.rows[at], _Head):
            at += by
        if 0 <= at < len(self.found.rows):
            self.setCurrentIndex(self.found.index(at))
        elif by < 0:
            self.left_above.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows; words that are still to be looked for are drawn in the turns to come."""
        self.found.begin_turn()
        super().paintEvent(event)
        if self.found.is_behind:
            next_turn(self, self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, go there, leave; everything else is the list's."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in ENTER:
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


class _HitPainter(RowPainter):
    """Draws a heading, or a hit."""

    def __init__(self, rows: SearchList, found: SearchModel) -> None:
        super().__init__(rows)
        self._found = found

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        line = QFontMetrics(interface_font(SIZE)).height()
        row = self._found.rows[index.row()]
        if not isinstance(row, Hit):
            return QSize(100, line + 14)
        return QSize(100, (2 if row.kind is Kind.TAG else _LINES) * line + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme = self.theme
        if theme is None:
            return
        box: QRect = option.rect
        row = self._found.rows[index.row()]
        if isinstance(row, _Head):
            painter.setFont(interface_font(SMALL, bold=True))
            painter.setPen(theme.colour("dim"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box.adjusted(6, 0, -6, -4), flags, row.words)
            return
        self.draw_ground(painter, box, index, theme)
        if isinstance(row, More):
            painter.setFont(interface_font(SMALL))
            painter.setPen(theme.colour("ink"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            room = box.adjusted(6, 0, -6, 0)
            words = painter.fontMetrics().elidedText(
                row.words, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, flags, words)
            return
        self._paint_hit(painter, box.adjusted(6, 5, -6, -5), row, theme)

    def _paint_hit(self, painter: QPainter, box: QRect, hit: Hit, theme: Theme) -> None:
        small = interface_font(SMALL)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(theme.colour("dim"))
        title = metrics.elidedText(self._found.title(hit), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        text, marks = self._found.at_hand(hit)
        top = box.top() + metrics.height() + 2
        paragraph(painter, box.adjusted(0, top - box.top(), 0, 0), text, marks, theme)
