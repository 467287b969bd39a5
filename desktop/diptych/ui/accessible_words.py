"""The words around the caret as Qt itself reads a text out to assistive technology.

PySide passes on neither where a stretch of attributes ends nor where the selection begins, and a
screen reader that is told nonsense there speaks no line. So Qt's own text field answers, which is
never shown: it holds the same words, caret, selection, line and marks as the view does.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QAccessible, QColor, QFont, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit

from diptych.model.comparison import Relation
from diptych.model.document import BlockKind
from diptych.ui.layouts import displayable
from diptych.ui.marks import Position
from diptych.ui.offsets import Utf16Index

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleTextInterface, QTextBlock

    from diptych.ui.marks import Fill, Mark
    from diptych.ui.page_view import PageView
    from diptych.ui.text_view import TextView

# Screen readers ask for the whole text at every step, so a long one is given in parts.
_PART = 200
_BETWEEN = "\n"
_Lines = QTextCharFormat.UnderlineStyle
_UNDERLINES = {
    Relation.CONVERGE: _Lines.SingleUnderline,
    Relation.DIVERGE: _Lines.WaveUnderline,
    Relation.PARTIAL: _Lines.DashUnderline,
    Relation.ONLY_LEFT: _Lines.DotLine,
    Relation.ONLY_RIGHT: _Lines.DotLine,
}


class Words(QTextEdit):
    """What a view's text interface says."""

    def __init__(self, view: TextView | PageView) -> None:
        super().__init__(view.viewport())
        self.hide()
        self._view = ref(view)
        self._state: object = None
        self._held: object = None
        self._starts = [0]
        self._index = Utf16Index("")
        self._is_own = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.document().setDocumentMargin(0)
        # Else it would tell by itself, for a widget that nobody sees, what the view tells.
        self._control = next(
            each for each in self.children() if each.inherits("QWidgetTextControl")
        )
        self._control.setParent(QObject(self))
        self.cursorPositionChanged.connect(self._pass_on)
        self.selectionChanged.connect(self._pass_on)

    def spoken(self) -> QAccessibleTextInterface:
        """Return Qt's text interface."""
        return QAccessible.queryAccessibleInterface(self).textInterface()

    def unit(self, position: Position) -> int:
        """Return where a position stands in this part, as Qt counts; its start or end outside."""
        self.follow()
        block = position.block - self._first
        if block < 0:
            return 0
        offset = self._starts[block] + position.offset if block < len(self._starts) - 1 else None
        return self._index.to_utf16(self._starts[-1] if offset is None else offset)

    def _position(self, unit: int) -> Position:
        """Return the position that Qt counts as a unit."""
        offset = self._index.to_code_points(unit)
        block = max(0, bisect_right(self._starts, offset, hi=max(1, len(self._starts) - 1)) - 1)
        return Position(self._first + block, offset - self._starts[block])

    def follow(self) -> None:
        """Take over from the view what has changed there."""
        view = self._view()
        if view is None:
            return
        caret, document = view.caret(), view.document
        spots = view.spots_in(caret.block)
        bounds = _selected(view)
        state = (document, caret, bounds, spots, view.caret_rect(caret))
        if self._is_own or state == self._state:
            return
        self._state, self._is_own = state, True
        self._control.blockSignals(True)
        try:
            self._hold(view)
            self._select(caret, bounds)
            block = self.document().findBlock(self.textCursor().position())
            if document is not None and document.blocks:
                is_heading = document.blocks[caret.block].kind is BlockKind.HEADING
                self._dress(block, is_heading, *spots)
                self._break_lines(block, view.line_around(caret))
                self._stand(view, caret)
        finally:
            self._is_own = False
            self._control.blockSignals(False)

    @property
    def _first(self) -> int:
        view = self._view()
        return view.caret().block // _PART * _PART if view is not None else 0

    def _hold(self, view: TextView | PageView) -> None:
        """Hold the part of the text that the caret is in."""
        document, first = view.document, self._first
        if self._held is not None and self._held == (document, first):
            return
        self._held = (document, first)
        blocks = document.blocks[first : first + _PART] if document is not None else ()
        texts = [displayable(block.text) for block in blocks]
        # The last is past the end, with the sign after it.
        self._starts = [0, *accumulate(len(text) + len(_BETWEEN) for text in texts)]
        text = _BETWEEN.join(texts)
        self._starts[-1] = len(text)
        self._index = Utf16Index(text)
        self.setPlainText(text)

    def _select(self, caret: Position, bounds: tuple[Position, Position] | None) -> None:
        at = self._unit_here(caret)
        start, end = bounds or (caret, caret)
        anchor = self._unit_here(end if caret == start else start)
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _unit_here(self, position: Position) -> int:
        block = position.block - self._first
        if not 0 <= block < len(self._starts) - 1:
            return 0 if block < 0 else self._index.to_utf16(self._starts[-1])
        return self._index.to_utf16(min(self._starts[block] + position.offset, self._starts[-1]))

    def _dress(
        self, block: QTextBlock, is_heading: bool, marks: tuple[Mark, ...], fills: tuple[Fill, ...]
    ) -> None:
        """Show in a block what is marked there, as attributes of its letters."""
        whole = QTextCharFormat()
        whole.setFontWeight(QFont.Weight.Bold if is_heading else QFont.Weight.Normal)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(whole)
        dressed: list[tuple[Fill | Mark, QTextCharFormat]] = []
        for fill in fills:
            dressed.append((fill, QTextCharFormat()))
            dressed[-1][1].setBackground(QColor("yellow"))
        for mark in marks:
            dressed.append((mark, QTextCharFormat()))
            dressed[-1][1].setUnderlineStyle(_UNDERLINES[mark.relation])
        for spot, form in dressed:
            cursor.setPosition(self._unit_here(Position(spot.block, spot.start)))
            end = self._unit_here(Position(spot.block, spot.end))
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(form)

    def _break_lines(self, block: QTextBlock, line: tuple[int, int]) -> None:
        """Have the line of the caret begin and end where it does on the screen.

        Args:
            line: its start and end, code points in the text of the block.
        """
        self.document().documentLayout().documentSize()  # else Qt would break them anew
        layout, text = block.layout(), block.text()
        index, length = Utf16Index(text), 0
        start, end = (index.to_utf16(offset) for offset in line)
        option = layout.textOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        for stop in (start, end, block.length() - 1):
            wanted = stop - length
            if wanted <= 0:
                continue
            row = layout.createLine()
            row.setNumColumns(wanted)
            if row.textLength() != wanted:  # of letters that are several units
                row.setNumColumns(max(1, 2 * wanted - row.textLength()))
            row.setPosition(QPointF(0, top))
            top += row.height()
            length += row.textLength()
        layout.endLayout()

    def _stand(self, view: TextView | PageView, caret: Position) -> None:
        """Be where the caret is on the screen."""
        is_at = self.viewport().mapToGlobal(self.cursorRect().topLeft())
        wanted = view.viewport().mapToGlobal(view.caret_rect(caret).topLeft())
        self.move(self.pos() + wanted - is_at)

    def _pass_on(self) -> None:
        """Move caret and selection of the view where assistive technology moved them here."""
        view = self._view()
        if self._is_own or view is None:
            return
        cursor = self.textCursor()
        caret, anchor = self._position(cursor.position()), self._position(cursor.anchor())
        if caret != anchor:
            view.select(anchor, caret)
        elif view.selection() is not None or view.caret() != caret:
            view.set_caret(caret)


def _selected(view: TextView | PageView) -> tuple[Position, Position] | None:
    span, document = view.selected_span(), view.document
    pieces = document.pieces(span) if span is not None and document is not None else ()
    if not pieces:
        return None
    return Position(*pieces[0][:2]), Position(pieces[-1][0], pieces[-1][2])
