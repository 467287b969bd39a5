"""The view in which a document is read: selection, copy, keys and pointer.

Laying out, scrolling and drawing are flow_view's, finding is reading_area's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from diptych.ui.caret import Caret, Move, move_for
from diptych.ui.flow_view import FlowView
from diptych.ui.look import Look, plain_look
from diptych.ui.marks import Fill, Mark, Position, next_at, smallest_at
from diptych.ui.selection import Selection, Unit, text_between

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document, Span
    from diptych.ui.column import Column

__all__ = ["Fill", "Look", "Mark", "Position", "TextView", "plain_look"]


class TextView(FlowView):
    """A document to read, select, copy and search.

    Signals:
        selection_changed: other words are selected, or none.
        caret_moved: the caret stands elsewhere.
    """

    selection_changed = Signal()
    caret_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._caret = Caret()
        self._told_caret = self._selection.caret
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper.setMouseTracking(True)
        self._paper.setCursor(Qt.CursorShape.IBeamCursor)

    def set_document(self, document: Document | None) -> None:
        """Show a document from its beginning, or none; all that stood on the old one is cleared."""
        had_selection = self.selection() is not None
        self._selection = Selection()
        self._forget_text()
        self._pressed = None
        super().set_document(document)
        if had_selection:
            self.selection_changed.emit()
        self._hover("")

    # Selection

    def selection(self) -> tuple[Position, Position] | None:
        """Return what is selected, in the order of the text, or None."""
        return self._selection.bounds()

    def caret(self) -> Position:
        """Return where the caret stands."""
        return self._selection.caret

    def set_caret(self, position: Position) -> None:
        """Put the caret at a position, select nothing, and scroll no farther than needed."""
        column = self._ready()
        if column is not None:
            self._caret.forget_x()
            self._move_caret(column, self._inside(column, position), extend=False)

    def caret_rect(self, position: Position) -> QRect:
        """Return where the caret stands in the viewport at a position, pixels."""
        column = self._ready()
        if column is None:
            return QRect()
        position = self._inside(column, position)
        top = column.line_top(position)
        laid = column.laid_out(column.pieces.index_of(*position))
        x = column.left + laid.x_of(position.offset)
        self._ready()
        return QRect(round(x), top - self._top(), 1, laid.style.pitch)

    def line_around(self, position: Position) -> tuple[int, int]:
        """Return where the line that holds a position begins and ends in its block."""
        column = self._ready()
        if column is None:
            return 0, 0
        position = self._inside(column, position)
        laid = column.laid_out(column.pieces.index_of(*position))
        line = laid.line_of(position.offset)
        is_last = line + 1 >= laid.lines
        return laid.line_start(line), laid.piece.end if is_last else laid.line_start(line + 1)

    def position_at(self, point: QPoint) -> Position | None:
        """Return the place between two characters nearest to a point of the viewport."""
        column = self._ready()
        return self._position_at(column, QPointF(point)) if column is not None else None

    def selected_span(self) -> Span | None:
        """Return the source of the selected words, None for nothing."""
        bounds = self.selection()
        if bounds is None or self._document is None:
            return None
        return self._document.source_span(*bounds)

    def selected_text(self) -> str:
        """Return the selected words, blocks parted by a blank line."""
        bounds = self.selection()
        if bounds is None or self._document is None:
            return ""
        return text_between(self._document, *bounds)

    def select(self, start: Position, end: Position) -> None:
        """Select words; the caret goes to the end. Beyond a block's end means its end."""
        column = self._ready()
        if column is not None:
            self._selection.set(self._inside(column, start), self._inside(column, end))
            self._selected()

    def select_all(self) -> None:
        """Select the whole document."""
        if self._document is not None and self._document.blocks:
            last = len(self._document.blocks) - 1
            end = Position(last, len(self._document.blocks[last].text))
            self.select(Position(0, 0), end)

    def copy(self) -> None:
        """Put the selected words on the clipboard, as plain text."""
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    @staticmethod
    def _inside(column: Column, position: Position) -> Position:
        blocks = column.document.blocks
        block = max(0, min(position.block, len(blocks) - 1))
        return Position(block, max(0, min(position.offset, len(blocks[block].text))))

    def _selected(self) -> None:
        bounds, caret = self._selection.bounds(), self._selection.caret
        changed = bounds != self._scene.selection
        self._scene.selection = bounds
        self._scene.caret = caret if self.hasFocus() else None
        self._paper.update()
        if caret != self._told_caret:
            self._told_caret = caret
            self.caret_moved.emit()
        if changed:
            self.selection_changed.emit()

    # Find

    def _draw_anew(self) -> None:
        self._paper.update()

    def _arrive(self, position: Position) -> None:
        self._selection.move(position, extend=False)
        self._selected()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, extend the selection, copy; everything else is the window's."""
        column = self._ready()
        found = move_for(event)
        space = event.key() == Qt.Key.Key_Space and not (
            event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        )
        if column is None:
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif space:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._turn_page(column, -1 if is_back else 1, extend=False)
        elif found is None:
            event.ignore()
        elif found[0] in ("page_up", "page_down"):
            self._turn_page(column, 1 if found[0] == "page_down" else -1, extend=found[1])
        else:
            to = self._caret.moved(column, self._selection.caret, found[0], 0)
            self._move_caret(column, to, extend=found[1])

    def _turn_page(self, column: Column, pages: int, *, extend: bool) -> None:
        page = max(column.line_height, self._paper.height() - 2 * column.line_height)
        move: Move = "page_down" if pages > 0 else "page_up"
        position = self._selection.caret
        top, bottom = self.extent(position.block, position.offset, position.offset + 1)
        if not extend and (bottom < 0 or top > self._paper.height()):
            # A caret that is out of sight must not pull the window back.
            position = self._pin.position
        to = self._caret.moved(column, position, move, page)
        self._ready()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * page)
        self._move_caret(column, to, extend=extend)

    def _move_caret(self, column: Column, position: Position, *, extend: bool) -> None:
        self._selection.move(position, extend=extend)
        self._selected()
        self._reveal(column)

    def _reveal(self, column: Column) -> None:
        """Scroll no farther than needed to bring the caret's line into the window."""
        position = self._selection.caret
        rect = self.caret_rect(position)
        top, bottom = rect.top(), rect.bottom() + 1
        height, bar = self._paper.height(), self.verticalScrollBar()
        if bottom < -height or top > 2 * height:
            self.show_place(*position)
        elif top < 0:
            bar.setValue(bar.value() + top - column.line_height // 2)
        elif bottom > height:
            bar.setValue(bar.value() + bottom - height + column.line_height // 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._selected()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._selected()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select; with Shift extend; a third quick press takes the paragraph."""
        column = self._ready()
        if event.button() != Qt.MouseButton.LeftButton or column is None:
            return
        self._pressed = self._pointer = event.position()
        self._is_dragging = False
        self._caret.forget_x()
        position = self._position_at(column, event.position())
        if self._is_third_press():
            self._is_dragging = True
            self._selection.begin(column.document, position, Unit.PARAGRAPH)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._is_dragging = True
            self._selection.move(position, extend=True)
        else:
            self._selection.begin(column.document, position, Unit.CHARACTER)
        self._selected()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        column = self._ready()
        if event.button() != Qt.MouseButton.LeftButton or column is None:
            return
        self._begin_double(event.position())
        at = self._position_at(column, event.position())
        over = column.character_at(event.position().x(), event.position().y() + self._top())
        self._selection.begin(column.document, over or at, Unit.WORD)
        self._selected()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or say which finding is under the pointer."""
        column = self._ready()
        self._pointer = event.position()
        if column is None:
            return
        if self._pressed is None:
            mark, _fill = self._spots_at(event.position())
            self._hover(mark.finding if mark else "")
        elif self._has_moved(event.position()):
            self._drag_on()

    def _menu_place(self) -> QRect:
        rect = self.caret_rect(self._selection.caret)
        return QRect(rect.bottomLeft(), rect.bottomLeft())

    def _position_at(self, column: Column, point: QPointF) -> Position:
        return column.position_at(point.x(), point.y() + self._top())

    def _drag(self) -> None:
        column = self._ready()
        if column is not None:
            y = max(0.0, min(self._pointer.y(), self._paper.height() - 1.0))
            at = self._position_at(column, QPointF(self._pointer.x(), y))
            self._selection.drag(column.document, at)
            self._selected()

    def _spots_at(self, point: QPointF) -> tuple[Mark | None, Fill | None]:
        column = self._ready()
        over = column.character_at(point.x(), point.y() + self._top()) if column else None
        if over is None:
            return None, None
        marks = self._scene.marks.get(over.block, ())
        fills = self._scene.fills.get(over.block, ())
        return smallest_at(marks, over.offset), next_at(fills, over.offset, self._scene.note)
