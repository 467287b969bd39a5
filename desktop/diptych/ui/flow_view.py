"""A scrolled document: lays out what is in the window, holds the eye's line still, draws it.

Marks, fills and search hits are drawn from what they were set to; pointer and keys are text_view's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from diptych.model.note import Place
from diptych.ui.column import Column
from diptych.ui.look import Look, plain_look
from diptych.ui.marks import Position
from diptych.ui.reading_area import ReadingArea
from diptych.ui.text_painter import Scene, TextPainter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent

    from diptych.model.document import Document

_ROUNDS = 12  # of laying out, until no height in the window is a guess any more
_FAR = 1 << 40
_NOTCH = 120  # eighths of a degree
_LINES_A_NOTCH = 3


class _Pin(NamedTuple):
    """A line that is held at a height of the window: `y` pixels, its top."""

    position: Position
    y: int


_TOP = _Pin(Position(0, 0), _FAR)


class FlowView(ReadingArea):
    """Shows a document in one column and scrolls it by pixels.

    Signals:
        scrolled: another part is in view.
        laid_out: heights have changed, by laying out, resizing or another look.
        zoom_requested: notches of the wheel with Ctrl held, positive for larger.
    """

    scrolled = Signal()
    laid_out = Signal()
    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._look = plain_look()
        self._column: Column | None = None
        self._scene = Scene()
        self._painter: TextPainter | None = None
        self._message = ""
        # The line that is held by the next change of size, and the first in view with its true y.
        self._pin = self._seen = _TOP
        self._wanted: tuple[Position, float] | None = None
        self._fits = False
        self._revision = 0
        self._shown_top = 0
        # While `scrolled` is sent: nobody scrolls. Heights above what is in view have changed, or
        # the place that was asked for before the view was visible is taken now.
        self.is_correcting = False
        self.is_turned_alone = False
        self._settling = False
        self._turned = 0
        self._rest = 0.0
        # A viewport that Qt makes has no Python type: finding one would set up all classes of
        # QtWidgets, which takes as long as half of the start.
        self._paper = QWidget()
        self.setViewport(self._paper)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._paper.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def document(self) -> Document | None:
        """What is shown."""
        return self._document

    def set_document(self, document: Document | None) -> None:
        """Show a document from its beginning, or none; marks, fills and selection are cleared."""
        self._document = document
        self._column = None
        was_alone, self._scene = self._scene.is_alone, Scene()
        self._scene.is_alone = was_alone
        self._pin, self._seen, self._wanted = _TOP, _TOP, None
        self._turned, self._rest = 0, 0.0
        self._fits = False
        if document is None or not document.blocks:
            self._set_bar(0, 0)
        self._renew()

    @property
    def message(self) -> str:
        """What is said while there is no text."""
        return self._message

    def set_message(self, message: str) -> None:
        """Show a plain sentence while there is no document, or it has no text."""
        self._message = message
        self._paper.update()

    def set_look(self, look: Look) -> None:
        """Take fonts, sizes and colours; the line under the eye stays where it is."""
        self._look = look
        self._painter = None
        self._fits = False
        if self._column is not None:
            self._column.set_look(look, self._paper.width())
        self._renew()

    def edges(self) -> tuple[int, int] | None:
        """Return where the lines begin, and how long they are, pixels; None without a text."""
        column = self._column
        return (column.left, column.width) if column is not None else None

    def place(self) -> Place:
        """Return where the first line in view begins.

        Resizing and zooming do not change it, and neither does showing the same place again at the
        upper edge.
        """
        self._ready()
        return Place(*self._pin.position)

    def line_at(self, y: float) -> Position:
        """Return where the line begins at a height of the window, pixels."""
        column = self._ready()
        return column.first_line(self._top() + y)[0] if column is not None else Position(0, 0)

    def last_block(self) -> int:
        """Return the last block that is in view."""
        column = self._ready()
        if column is None:
            return 0
        bottom = self._top() + self._paper.height() - 1
        return column.pieces[column.piece_at(bottom)].block

    def show_place(self, block: int, offset: int, align: float = 0.33) -> None:
        """Scroll until a line stands at a share of the window's height.

        Args:
            block: index into the document's blocks.
            offset: code points in the block's text; beyond the end means the end.
            align: 0 is the upper edge, 1 the lower one.
        """
        if self._document is None or not self._document.blocks:
            return
        block = max(0, min(block, len(self._document.blocks) - 1))
        offset = max(0, min(offset, len(self._document.blocks[block].text)))
        self._wanted = (Position(block, offset), align)
        if not self.isVisible() or self._column is None:
            self._fits = False
            self._pin = _Pin(Position(block, offset), 0)
            self._renew()
        else:
            self._show_wanted(self._column)
            self._paper.update()

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words in the window, pixels; a guess where they are far away."""
        column = self._ready()
        if column is None or self._document is None or block >= len(self._document.blocks):
            return 0.0, 0.0
        top, bottom = column.extent(block, start, end)
        return top - self._top(), bottom - self._top()

    def extents(self, spots: Iterable[tuple[int, int, int]]) -> list[tuple[float, float]]:
        """Return `extent` of many words at once, of a long text far sooner than one by one."""
        column = self._ready()
        if column is None:
            return [(0.0, 0.0) for _spot in spots]
        top = self._top()
        return [(above - top, below - top) for above, below in column.extents(spots)]

    def content_height(self) -> float:
        """Return the height of the whole document in pixels; partly a guess."""
        column = self._ready()
        return float(column.height) if column else 0.0

    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _renew(self) -> None:
        if self.isVisible():
            self._ready()
        self._paper.update()

    def _ready(self) -> Column | None:
        """Return the column, fitted to the window's width and laid out in it."""
        if self._document is None or not self._document.blocks:
            return None
        if self._fits and self._column is not None:
            # A height that was corrected outside the window must not move what is in it.
            if self._column.revision != self._revision:
                self._arrange(self._column, self._pin, keep=True)
            return self._column
        self._fits = True
        width = self._paper.width()
        if self._column is None:
            self._column = Column(self._document, self._look, width)
        elif width != self._column.window_width:
            self._column.set_width(width)
        if self._wanted is not None:
            self._show_wanted(self._column, late=True)
        else:
            self._arrange(self._column, self._pin, keep=True)
        return self._column

    def _show_wanted(self, column: Column, *, late: bool = False) -> None:
        if self._wanted is None:
            return
        position, align = self._wanted
        pin = _Pin(position, round(align * self._paper.height()))
        self._arrange(column, pin, late=late)

    def _arrange(
        self, column: Column, pin: _Pin, *, keep: bool = False, late: bool = False
    ) -> None:
        """Lay out the window with a line at its height, as far as the document reaches.

        Args:
            column: what is shown.
            pin: the line that is held still.
            keep: whether it is held by the next change of size too, although the end of the
                document may keep it from its height now.
            late: whether the place was asked for before the view was visible.
        """
        height, before = self._paper.height(), column.revision
        for _ in range(_ROUNDS):
            revision = column.revision
            wanted = column.line_top(pin.position) - pin.y
            top = max(0, min(wanted, column.height - height))
            column.lay_out(top, top + height)
            if column.revision == revision:
                break
        self._set_bar(max(0, column.height - height), top)
        first, line_top = column.first_line(top)
        if column.line_top(pin.position) == line_top:
            first = pin.position
        self._seen = _Pin(first, line_top - top)
        self._pin = pin if keep and pin is not _TOP else self._seen
        self._revision = column.revision
        if column.revision != before or keep or late:
            self.laid_out.emit()
        if top != self._shown_top:
            self._shown_top = top
            self.is_correcting = keep or late
            self.scrolled.emit()
            self.is_correcting = False

    def _set_bar(self, maximum: int, value: int) -> None:
        self._settling = True
        bar = self.verticalScrollBar()
        bar.setRange(0, maximum)
        bar.setPageStep(self._paper.height())
        bar.setSingleStep(self._column.line_height if self._column else 1)
        bar.setValue(value)
        self._settling = False

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """Show what the scroll bar was moved to; what was in view moves by `dy` pixels."""
        column = self._column
        if self._settling or column is None:
            return
        self._wanted = None
        bar = self.verticalScrollBar()
        value, height = bar.value(), self._paper.height()
        last = len(column.document.blocks) - 1
        if value == bar.minimum():
            pin = _TOP
        elif value == bar.maximum():
            pin = _Pin(Position(last, len(column.document.blocks[last].text)), -_FAR)
        elif abs(dy) < height:
            pin = _Pin(self._seen.position, self._seen.y + dy)
        else:
            position, top = column.first_line(value)
            pin = _Pin(position, top - value)
        seen = self._seen
        self._arrange(column, pin)
        shift = column.line_top(seen.position) - self._top() - seen.y
        if abs(shift) < height:
            self._paper.scroll(0, shift)
        else:
            self._paper.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Set the lines anew; the line under the eye stays where it is."""
        self._fits = False
        self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what will be seen."""
        super().showEvent(event)
        self._ready()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part of the window that needs it."""
        column = self._ready()
        ratio = self.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            self._painter = TextPainter(self._look, ratio)
        painter = QPainter(self._paper)
        if column is None:
            self._painter.paint_message(painter, self._message, self._paper.rect())
        else:
            self._painter.paint(painter, column, self._scene, self._top(), event.rect())
        painter.end()
        if self.isVisible():
            self._wanted = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by the pixels of a touch pad or the notches of a wheel; with Ctrl ask for zoom."""
        angle, pixels = event.angleDelta().y(), event.pixelDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += angle
            notches = int(self._turned / _NOTCH)
            if notches:
                self._turned -= notches * _NOTCH
                self.zoom_requested.emit(notches)
        elif self._column is not None:
            step = float(pixels)
            if not pixels:
                step = angle / _NOTCH * _LINES_A_NOTCH * self._column.line_height
            self._rest += step
            whole = int(self._rest)
            self._rest -= whole
            bar = self.verticalScrollBar()
            self.is_turned_alone = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.setValue(bar.value() - whole)
            self.is_turned_alone = False
        event.accept()
