"""The list of findings below the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from diptych.ui.controls import ThinScrollBar
from diptych.ui.findings_model import Column, FindingsModel, fullest_part
from diptych.ui.language import _
from diptych.ui.offsets import Utf16Index
from diptych.ui.prose import SIZE, SMALL
from diptych.ui.theme import fill, frame, interface_font, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction, QColor, QFocusEvent, QPaintEvent, QResizeEvent

    from diptych.ui.findings_model import Cell
    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme
    from diptych.ui.wording import Labels

_ROOM = 10
# Widths in letters "0"; the two columns of quotations share the rest.
_WIDTHS = {
    Column.NUMBER: 4.0,
    Column.TOPIC: 14.5,
    Column.READING: 13.0,
    Column.EVIDENCE: 21.0,
    Column.SURE: 7.5,
}
# What is left out in a list that is narrower, in pixels with letters of the usual size: the
# quotations would have no room beside it.
_LEFT_OUT = {Column.EVIDENCE: 760, Column.TOPIC: 480, Column.YOU: 400}
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


class _CellPainter(QStyledItemDelegate):
    """Draws a cell straight from the model, which is far cheaper than asking for its roles."""

    def __init__(self, table: FindingsTable, model: FindingsModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._theme: Theme | None = None
        # One font for each weight and size, made once.
        self._fonts = {
            (bold, small): interface_font(SMALL if small else SIZE, bold=bold)
            for bold in (False, True)
            for small in (False, True)
        }
        self._metrics = {key: QFontMetrics(font) for key, font in self._fonts.items()}

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the tint of the selected row, the line below, the words, and the focus."""
        theme = self._theme
        if theme is None:
            return
        row, column = index.row(), index.column()
        cell = self._model.cells(row)[column]
        rect: QRect = option.rect
        selected = row == self._table.currentIndex().row()
        if selected:
            fill(painter, rect, theme.colour("row"))
        painter.setPen(theme.colour("faint_line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._draw_words(painter, theme, cell, rect.adjusted(_ROOM, 0, -_ROOM // 2, 0))
        if self._model.is_group_start(row):
            painter.setPen(theme.colour("border"))
            painter.drawLine(rect.topLeft(), rect.topRight())
        if selected and self._table.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawLine(rect.left(), rect.top() + 1, rect.right(), rect.top() + 1)
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _draw_words(self, painter: QPainter, theme: Theme, cell: Cell, box: QRect) -> None:
        """Draw as many words of a cell as there is room for, some of those set off among them."""
        look = (cell.bold, cell.small)
        metrics = self._metrics[look]
        text = metrics.elidedText(cell.text, _ELIDE, box.width())
        if cell.short and text != cell.text:
            text = metrics.elidedText(cell.short, _ELIDE, box.width())
        if cell.spots and text != cell.text and cell.spots[0][1] >= len(text):
            cell = cell.from_spots()
            text = metrics.elidedText(cell.text, _ELIDE, box.width())
        painter.setFont(self._fonts[look])
        whole = len(text) if text == cell.text else len(text) - 1
        parts, done = [], 0
        for start, end in cell.spots:
            if done <= start < whole:
                parts += [(done, start, cell.ink), (start, min(end, whole), cell.spot_ink)]
                done = min(end, whole)
        parts.append((done, len(text), cell.ink))
        index = Utf16Index(text)
        if index.may_run_left:
            painter.setPen(theme.colour(cell.ink))
            spots = [
                (index.to_utf16(first), index.to_utf16(last)) for first, last, _ink in parts[1::2]
            ]
            _draw_as_one(painter, text, box, spots, theme.colour(cell.spot_ink))
            return
        for first, last, ink in parts:
            if first < last:
                left = metrics.horizontalAdvance(text[:first]) if first else 0
                painter.setPen(theme.colour(ink))
                painter.drawText(box.adjusted(left, 0, 0, 0), _LEFT_MIDDLE, text[first:last])


def _draw_as_one(
    painter: QPainter, text: str, box: QRect, spots: Sequence[tuple[int, int]], ink: QColor
) -> None:
    """Draw a line in which words may run from right to left: no part of it stands for itself.

    Args:
        spots: which UTF-16 units are set off.
        ink: in which colour.
    """
    from diptych.ui.wrapped import direction_of

    layout = QTextLayout(text, painter.font())
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(direction_of(text))  # so that "…" stands where the words end
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    formats = []
    for first, last in spots:
        part = QTextLayout.FormatRange()
        part.start, part.length = first, last - first
        form = QTextCharFormat()
        form.setForeground(ink)
        part.format = form
        formats.append(part)
    top = box.top() + (box.height() - line.height()) / 2
    layout.draw(painter, QPointF(box.left(), top), formats)


class _Header(QHeaderView):
    """Column titles in small dim letters on a plain ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme: Theme | None = None
        self.setViewport(QWidget(self))  # as in FlowView, for the start
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setFont(interface_font(SIZE - 0.5, bold=True))

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return one line and its room."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 12)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Draw a title, with a triangle where the table is sorted by it."""
        theme = self._theme
        if theme is None:
            return
        fill(painter, rect, theme.colour("header"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        if self.sortIndicatorSection() == logicalIndex:
            down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            text += " ▼" if down else " ▲"
        painter.setFont(self.font())
        painter.setPen(theme.colour("dim"))
        inner = rect.adjusted(_ROOM, 0, -2, 0)
        painter.drawText(
            inner, _LEFT_MIDDLE, self.fontMetrics().elidedText(text, _ELIDE, inner.width())
        )


class FindingsTable(QTableView):
    """The findings of a comparison.

    Signals:
        finding_chosen: the id of the finding that the reader moved to, or clicked, or pressed
            Enter on, where it was selected before.
    """

    finding_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget(self))
        self.findings = FindingsModel(self)
        self._chosen = ""
        self._telling = True
        # What stands in it while it has no row.
        self.empty_words: Callable[[], str] = str
        self._theme: Theme | None = None
        self.setModel(self.findings)
        self._painter = _CellPainter(self, self.findings)
        self.setItemDelegate(self._painter)
        self._header = _Header(self)
        self.setHorizontalHeader(self._header)
        self._set_up()
        self._size_columns()
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.clicked.connect(self._choose_again)
        self.activated.connect(self._choose_again)
        self.findings.modelReset.connect(self._find_again)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(_("Findings"))
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(QFontMetrics(interface_font(SIZE)).height() + 12)
        self._header.setSortIndicatorShown(False)
        self._header.setSortIndicatorClearable(True)
        self._header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _number_width(self, last: int) -> int:
        letters = QFontMetrics(interface_font(SIZE)).horizontalAdvance("0" * len(str(last)))
        return max(round(_ROOM * 1.5) + letters + 2, self.columnWidth(Column.NUMBER))

    def _size_columns(self) -> None:
        letter = QFontMetrics(interface_font(SIZE)).horizontalAdvance("0")
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(letter * width))
        fullest = QFontMetrics(interface_font(SIZE)).horizontalAdvance(fullest_part())
        self.setColumnWidth(Column.YOU, fullest + 2 * _ROOM)
        for column in (Column.LEFT, Column.RIGHT):
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where the quotations would have no room beside them."""
        for column, width in _LEFT_OUT.items():
            self.setColumnHidden(column, event.size().width() < scaled(width))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room for a few findings."""
        return QSize(900, 178)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.findings.set_theme(theme)
        self._painter.set_theme(theme)
        self._header.set_theme(theme)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("card"))
        self.setPalette(colours)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the findings, or why there are none."""
        super().paintEvent(event)
        theme = self._theme
        if theme is None or self.findings.shown:
            return
        painter = QPainter(self.viewport())
        box = self.viewport().rect()
        if self.hasFocus():
            frame(painter, QRectF(box), theme.colour("focus"))
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SIZE))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(10, 10, -10, -10), flags, self.empty_words())
        painter.end()

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these in the context menu."""
        for action in self.actions():
            self.removeAction(action)
        self.addActions(actions)

    def offer_order(self) -> None:
        """Offer by what the findings can be sorted; the same once more turns it round."""
        from PySide6.QtGui import QActionGroup
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one, now = QActionGroup(menu), self._header.sortIndicatorSection()
        titles = self.findings.titles()
        for column, title in [(-1, _("As the texts go")), *titles.items()]:
            action = one.addAction(menu.addAction(title.replace("&", "&&")))
            action.setCheckable(True)
            action.setChecked(column == now)
            action.triggered.connect(lambda _checked=False, column=column: self._sort(column))
        corner = self._header.rect().bottomLeft()
        menu.popup(self._header.mapToGlobal(corner))
        menu.setActiveAction(one.checkedAction())

    def _sort(self, column: int) -> None:
        turned = self._header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        again = column >= 0 and column == self._header.sortIndicatorSection()
        order = Qt.SortOrder.DescendingOrder if again and turned else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(column, order)
        self.setFocus()

    def set_rows(self, rows: Sequence[Row], labels: Labels) -> None:
        """Show these findings; the selected one stays selected where it is still there."""
        self.findings.set_rows(rows, labels)
        # The last number has room, however many there are.
        self.setColumnWidth(Column.NUMBER, self._number_width(len(self.findings.shown)))

    def select(self, finding: str) -> None:
        """Show a finding as selected ("" for none) without saying that the reader chose it."""
        self._chosen = finding
        self._find_again()

    def chosen(self) -> str:
        """Return the id of the selected finding, or "" where it is not shown."""
        return self._chosen if self.findings.row_of(self._chosen) >= 0 else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus along the whole row."""
        self.setAccessibleDescription("" if self.findings.shown else self.empty_words())
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus away along the whole row."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._telling or not current.isValid():
            return
        self._chosen = self.findings.shown[current.row()].finding.id
        self.finding_chosen.emit(self._chosen)

    def _choose_again(self, index: QModelIndex) -> None:
        self.finding_chosen.emit(self.findings.shown[index.row()].finding.id)

    def _find_again(self) -> None:
        row = self.findings.row_of(self._chosen)
        index = self.findings.index(row, Column.READING) if row >= 0 else QModelIndex()
        # Brought from afar it has neighbours on both sides.
        is_seen = row >= 0 and self.viewport().rect().contains(self.visualRect(index))
        self._telling = False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            index, flags.ClearAndSelect | flags.Rows if row >= 0 else flags.Clear
        )
        self._telling = True
        if row >= 0 and not is_seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
