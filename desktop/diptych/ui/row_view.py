"""Room for more than two panes: how wide each is, what gives way, what is scrolled sideways.

No text is set in lines of fewer than 28 letters. Where that needs more room than there is, gutters
become narrow, then the side panel is put away, then the row is scrolled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from diptych.model.comparison import Side
from diptych.ui import gutter, ruler
from diptych.ui.column import width_for
from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.room import Room
from diptych.ui.turns import next_turn

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from diptych.ui.window import Window

# Letters of a line: the fewest, and those from which on gutters are as wide as between two texts.
_LEAST, _COMFORTABLE = 28, 40
_NARROW = 60  # pixels: a gutter where there is little room


class RowView(QScrollArea):
    """Holds the row of panes of a window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window.spread)
        self._window = window
        self._room: Room | None = None  # while the side panel is away
        self._freed = 0  # pixels that it took
        self._is_wanted = False  # the reader opened it all the same
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBar(ThinScrollBar(self, sideways=True))
        self.setWidgetResizable(True)
        self.horizontalScrollBar().rangeChanged.connect(self.bring)
        strip = QWidget(self)
        line = QHBoxLayout(strip)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.setWidget(strip)
        last, keyboard = window.spread.focusWidget(), window.focusWidget()
        window.spread.scroll_in(self, line)
        for each in (last, keyboard):
            if each is not None:
                each.setFocus()  # which it lost on the way
        window.handlers.appearance.changed.connect(self.share)

    def end(self) -> None:
        """The window closes; it is remembered with the side panel as it was."""
        if self._room is not None:
            self._room.give_back()
            self._room = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        self.share()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room that there is now."""
        super().showEvent(event)
        self.share()

    def rearranged(self) -> None:
        """There are other panes: the side panel may have to give way to them."""
        self._is_wanted = False
        self.share()

    def _widths(self) -> tuple[int, int]:
        """Return how wide a pane has to be, and should be, pixels."""
        look = self._window.handlers.appearance.look()
        least, comfortable = (width_for(each, look) for each in (_LEAST, _COMFORTABLE))
        return least + ruler.WIDTH, comfortable + ruler.WIDTH

    def share(self) -> None:
        """Say how wide panes and gutters are."""
        spread, room = self._window.spread, self.width()
        between = len(spread.row) - 1
        least, wide = 0, gutter.WIDTH
        if between > 1:
            least, comfortable = self._widths()
            wide = (room - (between + 1) * comfortable) // between
            wide = min(max(wide, _NARROW), gutter.WIDTH)
            # However large the letters are, two texts are seen at once.
            least = max(0, min(least, (room - wide) // 2))
        for pane in spread.row:
            pane.setMinimumWidth(least)
        for each in spread.gutters:
            each.set_width(wide)
        next_turn(self, self._settle)

    def _settle(self) -> None:
        """Put the side panel away where the texts need its room, or bring it back."""
        window, dock = self._window, self._window.panel_dock
        if self._room is not None and not dock.isHidden():  # the reader opened it
            self._room, self._is_wanted = None, True
        if not self.isVisible():
            return
        count = len(window.spread.row)
        needed = count * self._widths()[0] + (count - 1) * _NARROW if count > len(Side) else 0
        if self._room is not None and needed <= self.width() - self._freed:
            self.end()
        elif needed > self.width() and not (dock.isHidden() or self._is_wanted):
            self._freed = dock.width()
            self._room = Room(window, (dock,))
            self._room.make()
            back = window.commands.key("show_side_panel", " " + _("{key} brings it back."))
            window.say(_("The side panel makes room for the texts.") + back)
        self._bring()

    def bring(self) -> None:
        """Bring the two panes of the chosen gutter into view, or at least the active one."""
        next_turn(self, self._bring)

    def _bring(self) -> None:
        spread, bar = self._window.spread, self.horizontalScrollBar()
        panes = list(spread.panes.values())
        active = spread.panes[spread.active()]
        if abs(panes[0].x() - panes[1].x()) + active.width() > self.width():
            panes = [active]
        left = min(pane.x() for pane in panes)
        right = max(pane.x() + pane.width() for pane in panes)
        bar.setValue(min(max(bar.value(), right - self.width()), left))
