"""What the lists of the panels, and panels that are a list, have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from diptych.ui.controls import ThinScrollBar
from diptych.ui.prose import SIZE, SMALL
from diptych.ui.theme import fill, frame, interface_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from diptych.ui.theme import Theme, Token

    Index = QModelIndex | QPersistentModelIndex

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainList(QListView):
    """Rows, one below the other, each drawn by a `RowPainter`.

    Args:
        name: what assistive technology calls it.

    Attributes:
        theme: whose colours it has; nothing is drawn before there is one.
        empty_words: stand in it while it has no row.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None
        self.empty_words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

    def count(self) -> int:
        """Return how many rows there are."""
        return self.model().rowCount()

    def go_to_row(self, row: int) -> None:
        """Make a row the current one; the last where there are fewer."""
        if self.count():
            self.setCurrentIndex(self.model().index(min(max(row, 0), self.count() - 1), 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current row as soon as the keyboard is here, or say why there is none."""
        self.setAccessibleDescription("" if self.count() else self.empty_words)
        super().focusInEvent(event)
        if not self.selectedIndexes():  # Qt makes the first one current, but does not select it
            self.go_to_row(max(0, self.currentIndex().row()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or what to do where there is none."""
        super().paintEvent(event)
        is_nowhere = self.hasFocus() and not self.currentIndex().isValid()
        if self.theme is None or (self.count() and not is_nowhere):
            return
        painter = QPainter(self.viewport())
        if is_nowhere:
            frame(painter, QRectF(self.viewport().rect()), self.theme.colour("focus"))
        if self.count():
            return
        painter.setPen(self.theme.colour("dim"))
        painter.setFont(interface_font(SIZE))
        box = self.viewport().rect().adjusted(8, 12, -8, -8)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, self.empty_words)
        painter.end()


class RowPainter(QStyledItemDelegate):
    """Draws a row; the base of those that know what is in one."""

    def __init__(self, rows: PlainList) -> None:
        super().__init__(rows)
        self.rows = rows

    @property
    def theme(self) -> Theme | None:
        """Whose colours are drawn in."""
        return self.rows.theme

    def draw_ground(self, painter: QPainter, rect: QRect, index: Index, theme: Theme) -> None:
        """Draw where the current row is, and whether the keyboard is on it."""
        if index.row() == self.rows.currentIndex().row():
            fill(painter, rect, theme.colour("row"))
            if self.rows.hasFocus():
                frame(painter, QRectF(rect), theme.colour("focus"))


class TwoLines(RowPainter):
    """Draws a title and, below it, what else is known."""

    def __init__(self, rows: PlainList) -> None:
        super().__init__(rows)
        self.title, self.small = interface_font(SIZE), interface_font(SMALL)
        self.heights = (QFontMetrics(self.title).height(), QFontMetrics(self.small).height())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return two lines and their room."""
        return QSize(100, sum(self.heights) + 14)

    def draw_title(self, painter: QPainter, box: QRect, text: str, ink: Token) -> None:
        """Draw the upper line."""
        painter.setFont(self.title)
        self._draw(painter, box, Qt.AlignmentFlag.AlignTop, text, ink)

    def draw_remark(self, painter: QPainter, box: QRect, text: str, ink: Token) -> None:
        """Draw the lower line."""
        painter.setFont(self.small)
        self._draw(painter, box, Qt.AlignmentFlag.AlignBottom, text, ink)

    def _draw(
        self, painter: QPainter, box: QRect, at: Qt.AlignmentFlag, text: str, ink: Token
    ) -> None:
        assert self.theme is not None, "there is a theme where something is drawn"
        painter.setPen(self.theme.colour(ink))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, at, words)


class ListPanel(QWidget):
    """A panel that is a list with what belongs to it, one below the other.

    Args:
        parent: the window.
        size: the usual one.
    """

    def __init__(self, parent: QWidget, size: QSize) -> None:
        super().__init__(parent)
        self._usual = size

    def column(self) -> QVBoxLayout:
        """Return what the parts are laid into."""
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        return column

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        return self._usual

    def widget(self) -> QWidget:
        """Return what is put into the window."""
        return self


def add_action(rows: QWidget, text: str, act: Callable[[], None], key: str = "") -> QAction:
    """Give a list one more thing that can be done with a row.

    Args:
        rows: the list.
        text: as in its menu.
        act: does it.
        key: does it while the list has the keyboard; "" for none.
    """
    # Not with the text in the call, as in `controls.ThemedButton`.
    action = QAction(rows)
    action.setText(text)
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _checked=False: act())
    rows.addAction(action)
    return action
