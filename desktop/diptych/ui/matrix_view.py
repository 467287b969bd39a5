"""A table of cells with a word, a quotation and a stance, and its headings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.prose import SIZE, SMALL
from diptych.ui.theme import fill, frame, interface_font, scaled
from diptych.ui.wrapped import draw_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from diptych.ui.matrix_model import Heading, MatrixModel, TimelineModel
    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_PAD = 9
_DISC = 11
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


class CellTable(QTableView):
    """Documents and topics.

    Signals:
        opened: a cell was clicked, or Enter pressed on it (row, column).
        base_asked: the document of a column is to be the base (its number).
        left: Esc was pressed.
    """

    opened = Signal(int, int)
    base_asked = Signal(int)
    left = Signal()

    def __init__(self, model: MatrixModel | TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.table = model
        self.empty_words = ""
        self._least = 0
        self._painter = _CellPainter(self)
        self.setItemDelegate(self._painter)
        self.across = _Headings(Qt.Orientation.Horizontal, self)
        self.upright = _Headings(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.upright)
        self._set_up()
        self.clicked.connect(lambda index: self.opened.emit(index.row(), index.column()))
        self.across.sectionClicked.connect(self.base_asked)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBar(ThinScrollBar(self, sideways=True))
        self.setCornerWidget(QWidget(self))
        self.setMouseTracking(True)
        for child in self.children():
            if isinstance(child, QAbstractButton):  # the corner between the headings
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the corner between the headings as plain as these."""
        theme = self._painter.theme
        # Qt has the scroll bars filtered here, too.
        if (
            event.type() != QEvent.Type.Paint
            or theme is None
            or not isinstance(watched, QAbstractButton)
        ):
            return super().eventFilter(watched, event)
        painter = QPainter(watched)
        fill(painter, watched.rect(), theme.colour("header"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(watched.rect().bottomLeft(), watched.rect().bottomRight())
        painter.drawLine(watched.rect().topRight(), watched.rect().bottomRight())
        painter.end()
        return True

    def set_sizes(self, width: int, rows: int, upright: int) -> None:
        """Set how wide columns are at least (0: as the view), lines of text, width of headings.

        Widths are pixels with letters of the usual size.
        """
        letter = QFontMetrics(interface_font(SIZE))
        small = QFontMetrics(interface_font(SMALL))
        height = 2 * _PAD + letter.height() + rows * letter.lineSpacing() + small.height() + 10
        self.upright.setDefaultSectionSize(height)
        self.upright.setFixedWidth(scaled(upright))
        self._least = scaled(width)
        if width:
            self.model().modelReset.connect(self._spread)
        else:
            self.across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _spread(self) -> None:
        """Share the room among the columns, as long as each has enough and none too much."""
        count = self.model().columnCount()
        if self._least and count:
            room = self.viewport().width() // count
            self.across.setDefaultSectionSize(max(self._least, min(room, self._least * 8 // 5)))

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Keep the current cell current while rows and columns change."""
        index = self.currentIndex()
        spot = self.table.spot(index) if index.isValid() else None
        yield
        if spot is not None and not self.currentIndex().isValid():
            self.setCurrentIndex(self.table.at(spot))

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = self.across.theme = self.upright.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        colours.setColor(QPalette.ColorRole.Window, theme.colour("window"))
        self.setPalette(colours)
        for part in (self, self.across, self.upright):
            part.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep the key of the base from the window's commands."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_B
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, choose the base, leave; everything else is the table's."""
        index, key = self.currentIndex(), event.key()
        if key in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                self.opened.emit(index.row(), index.column())
        elif key == Qt.Key.Key_B and not event.modifiers():
            if index.isValid():
                self.base_asked.emit(index.column())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _ENDS and self.model().columnCount() == 1:  # where Qt would go along the row
            row = 0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1
            self.setCurrentIndex(self.model().index(row, 0))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current cell as soon as the keyboard is here."""
        super().focusInEvent(event)
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount() and model.columnCount():
            self.setCurrentIndex(model.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room; what is said where there is nothing is as wide as the view."""
        super().resizeEvent(event)
        self._spread()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, or why there is none."""
        super().paintEvent(event)
        theme = self._painter.theme
        if theme is None or (self.model().rowCount() and self.model().columnCount()):
            return
        painter = QPainter(self.viewport())
        if self.hasFocus():
            frame(painter, QRectF(self.viewport().rect()), theme.colour("focus"))
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SIZE + 1))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        box = self.viewport().rect().adjusted(40, 60, -40, -20)
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, self.empty_words)
        painter.end()


class _Headings(QHeaderView):
    """Documents above, topics at the left; in the timeline documents at the left."""

    def __init__(self, orientation: Qt.Orientation, table: CellTable) -> None:
        super().__init__(orientation, table)
        self.theme: Theme | None = None
        self._table = table
        self.setSectionsClickable(orientation is Qt.Orientation.Horizontal)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def sizeHint(self) -> QSize:
        """Return two lines of a title and one below."""
        letter = QFontMetrics(interface_font(SIZE))
        small = QFontMetrics(interface_font(SMALL))
        # Only the height of those above counts, and that of the widest would be looked for in all.
        return QSize(0, 2 * letter.lineSpacing() + small.height() + 18)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Draw a title and what stands below it."""
        theme = self.theme
        if theme is None:
            return
        heading = self._table.table.heading(logicalIndex, self.orientation())
        fill(painter, rect, theme.colour("header"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(_PAD, 7, -_PAD, -6)
        if heading.is_base:
            fill(
                painter,
                QRect(rect.left(), rect.bottom() - 3, rect.width(), 3),
                theme.colour("focus"),
            )
        self._draw(painter, theme, heading, inner)

    def _draw(self, painter: QPainter, theme: Theme, heading: Heading, box: QRect) -> None:
        bold = interface_font(SIZE, bold=True)
        small = interface_font(SMALL)
        if heading.swatch:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(QColor(heading.swatch))
            top = box.top() + (QFontMetrics(bold).height() - _DISC) / 2
            painter.drawEllipse(QRectF(box.left() + 0.5, top, _DISC, _DISC))
            box = box.adjusted(_DISC + 7, 0, 0, 0)
        below = QFontMetrics(small).height()
        painter.setPen(theme.colour("ink"))
        room = 2 * QFontMetrics(bold).lineSpacing()
        title = QRect(box.left(), box.top(), box.width(), min(room, box.height() - below))
        draw_wrapped(painter, title, heading.text, bold)
        remark = (_("Base") + " · " if heading.is_base else "") + heading.remark
        painter.setFont(small)
        painter.setPen(theme.colour("danger" if heading.is_wrong else "dim"))
        words = QFontMetrics(small).elidedText(remark, _ELIDE, box.width())
        is_long = QFontMetrics(bold).horizontalAdvance(heading.text) > box.width()
        top = box.top() + (room if is_long else room // 2) + 2
        painter.drawText(QRect(box.left(), top, box.width(), below), _LEFT, words)


class _CellPainter(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, table: CellTable) -> None:
        super().__init__(table)
        self.theme: Theme | None = None
        self._table = table
        self._head = interface_font(SIZE, bold=True)
        self._text, self._small = interface_font(SIZE), interface_font(SMALL)
        self._bold_small = interface_font(SMALL, bold=True)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, word, quotation, stance, and the frame of the current cell."""
        theme = self.theme
        if theme is None:
            return
        cell = self._table.table.cell(index.row(), index.column())
        rect: QRect = option.rect
        fill(painter, rect, theme.colour(cell.wash))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 1)
        top = QFontMetrics(self._head).height()
        small = QFontMetrics(self._small)
        line = QRect(inner.left(), inner.top(), inner.width(), top)
        used = min(small.horizontalAdvance(cell.remark), inner.width())
        if cell.head:
            # What is not known yet, or not plain, is not cried out in every cell.
            painter.setFont(self._text if cell.ink == "dim" else self._head)
            painter.setPen(theme.colour(cell.ink))
            head = painter.fontMetrics()
            painter.drawText(line, _LEFT, head.elidedText(cell.head, _ELIDE, inner.width()))
            used = min(used, inner.width() - head.horizontalAdvance(cell.head) - 10)
        if used > 20:
            painter.setFont(self._small)
            painter.setPen(theme.colour("dim"))
            words = small.elidedText(cell.remark, _ELIDE, used + 1)
            painter.drawText(line, _RIGHT if cell.head else _LEFT, words)
        below = small.height() + 3 if cell.stance else 0
        quote = inner.adjusted(0, top + 4, 0, -below)
        painter.setPen(theme.colour("ink"))
        draw_wrapped(painter, quote, cell.quote, self._text)
        if cell.stance:
            painter.setFont(self._bold_small)
            painter.setPen(theme.colour("ink"))
            words = QFontMetrics(self._bold_small).elidedText(cell.stance, _ELIDE, inner.width())
            line = QRect(inner.left(), inner.bottom() - small.height(), inner.width(), below)
            painter.drawText(line, _LEFT, words)
        if index == self._table.currentIndex():
            token = "focus" if self._table.hasFocus() else "border"
            painter.setPen(QPen(theme.colour(token), 2))  # type: ignore[arg-type]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
