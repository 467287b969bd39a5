"""The panels at one side of the window: one in front with all the height, the others as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from diptych.ui.families import within
from diptych.ui.prose import SIZE
from diptych.ui.theme import fill, interface_font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from diptych.ui.theme import Theme

_PAD = 9
_LINE = 2


class _Tabs(QTabBar):
    """Names in a row; the one in front stands on a line. The keyboard goes along with arrows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None
        self.setFont(interface_font(SIZE))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)
        self.setAutoHide(True)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a name and its room."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * _PAD
        return QSize(width, metrics.height() + 14)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: where there is no room, the row can be scrolled."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names, a line below all and a stronger one below the one in front."""
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        foot = self.height() - 1
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, foot, self.width(), foot)
        for index in range(self.count()):
            box, is_front = self.tabRect(index), index == self.currentIndex()
            if box.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse():
                fill(painter, box.adjusted(1, 3, -1, -4), theme.colour("hover"))
            painter.setPen(theme.colour("ink" if is_front else "dim"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if is_front:
                under = QRectF(box.left() + 3, foot - _LINE + 1, box.width() - 6, _LINE)
                fill(painter, under, theme.colour("focus"))
                if self.hasFocus():
                    painter.setPen(QPen(theme.colour("focus"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(QRectF(box).adjusted(2, 3, -2, -5), 4, 4)
        painter.end()


class Shelf(QWidget):
    """The panels at one side.

    Signals:
        turned: the reader wants another panel in front; its name.
    """

    turned = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        """Build an empty shelf; assistive technology calls its tabs by `name`."""
        super().__init__(parent)
        self._tabs = _Tabs(self)
        self._tabs.setAccessibleName(name)
        self._stack = QStackedWidget(self)
        self._tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._tabs.theme = theme
        self._tabs.update()

    @property
    def names(self) -> list[str]:
        """The panels that are open here, in the order of the tabs."""
        return [self._tabs.tabData(index) for index in range(self._tabs.count())]

    @property
    def front(self) -> str:
        """The panel in front; "" where none is open."""
        return self._tabs.tabData(self._tabs.currentIndex()) or ""

    def open(self, name: str, title: str) -> None:
        """Give a panel a tab, where it has none; nothing is turned to."""
        if name not in self.names:
            blocker = QSignalBlocker(self._tabs)
            self._tabs.setTabData(self._tabs.addTab(title.replace("&", "&&")), name)
            blocker.unblock()
            self._tabs.updateGeometry()

    def bring(self, name: str, widget: QWidget) -> None:
        """Show an open panel in front of the others."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
            widget.show()  # it may have been put away before it had a place
            self._follow_tabs(widget)
        blocker = QSignalBlocker(self._tabs)
        self._tabs.setCurrentIndex(self.names.index(name))
        blocker.unblock()
        self._stack.setCurrentWidget(widget)
        self._tabs.update()

    def _follow_tabs(self, widget: QWidget) -> None:
        """Have the keyboard come from the tabs into a panel, whenever either was made."""
        before: QWidget = self._tabs
        for each in within(widget):
            if each.focusPolicy() != Qt.FocusPolicy.NoFocus:  # of others Qt keeps no order
                QWidget.setTabOrder(before, each)
                before = each

    def close_panel(self, name: str, widget: QWidget) -> None:
        """Take a panel off; the one beside it is turned to."""
        self._stack.removeWidget(widget)
        widget.hide()
        if name in self.names:
            self._tabs.removeTab(self.names.index(name))

    def _turn(self, index: int) -> None:
        if index >= 0:
            self.turned.emit(self._tabs.tabData(index))
