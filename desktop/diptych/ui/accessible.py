"""What assistive technology is told about what is read: the words, the caret, what is marked there.

Qt counts UTF-16 units here too. PySide 6.11 passes on everything of the text interface but the
bounds of the selection and the attributes of letters. So the count of selections is 0 and the
selected words are the description; and what is marked where the caret stands is the help text, and
is announced when the caret comes to another mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget

from diptych.model.comparison import Relation
from diptych.ui.language import _
from diptych.ui.marks import Fill, Mark, Position
from diptych.ui.offsets import Utf16Index
from diptych.ui.text_view import TextView

if TYPE_CHECKING:
    from diptych.ui.page_view import PageView

# Screen readers ask for the whole text at every step, so a long one is given in parts.
_PART = 200
_BETWEEN = "\n"


def accessible_text(widget: QObject) -> QAccessibleInterface | None:
    """Return what assistive technology is told about a text view; None for any other widget."""
    return AccessibleView(widget) if isinstance(widget, TextView) else None


class AccessibleView(QAccessibleWidget):
    """A text, or pages, as a document that can be read but not changed."""

    def __init__(self, view: TextView | PageView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._view = ref(view)
        self._words = _Words(view)
        self._marked = ""
        view.caret_moved.connect(self._tell_caret)
        view.selection_changed.connect(self._tell_selection)

    # The stub says int, for a pointer; PySide takes the object.
    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Return the words, where they are asked for."""
        if kind == QAccessible.InterfaceType.TextInterface:
            return self._words
        return super().interface_cast(kind)

    def text(self, kind: QAccessible.Text) -> str:
        """Return the paragraph at the caret, what is selected or marked there, the name."""
        view = self._view()
        if view is not None and view.document is not None and view.document.blocks:
            if kind == QAccessible.Text.Value:
                return view.document.blocks[view.caret().block].text
            if kind == QAccessible.Text.Description and view.selection() is not None:
                return view.selected_text()
            if kind == QAccessible.Text.Help:
                return self._marks_at(view)
        if view is not None and kind == QAccessible.Text.Value:
            return view.message
        return super().text(kind)

    def state(self) -> QAccessible.State:
        """Say that words can be selected here, and none be changed."""
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = True
        return state

    def _tell_caret(self) -> None:
        view = self._view()
        if view is not None and QAccessible.isActive():
            event = QAccessibleTextCursorEvent(view, self._words.cursorPosition())
            QAccessible.updateAccessibility(event)
            before, self._marked = self._marked, self._marks_at(view)
            if self._marked != before:
                words = self._marked or _("not marked")
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))

    def _tell_selection(self) -> None:
        view = self._view()
        if view is not None and QAccessible.isActive():
            caret = view.caret()
            start, end = (self._words.unit(each) for each in _selected(view) or (caret, caret))
            QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(view, start, end))

    def _marks_at(self, view: TextView | PageView) -> str:
        """Return what is marked where the caret stands, in words; "" for nothing."""
        marks, fills = view.spots_at(view.caret())
        return ", ".join(dict.fromkeys([*map(_mark_words, marks), *map(_fill_words, fills)]))


def _selected(view: TextView | PageView) -> tuple[Position, Position] | None:
    span, document = view.selected_span(), view.document
    pieces = document.pieces(span) if span is not None and document is not None else ()
    if not pieces:
        return None
    return Position(*pieces[0][:2]), Position(pieces[-1][0], pieces[-1][2])


def _mark_words(mark: Mark) -> str:
    words = {
        Relation.CONVERGE: _("they converge"),
        Relation.DIVERGE: _("they diverge"),
        Relation.PARTIAL: _("they share a part"),
        Relation.ONLY_LEFT: _("only here"),
        Relation.ONLY_RIGHT: _("only here"),
    }[mark.relation]
    return _("{words}, unsure").format(words=words) if mark.unsure else words


def _fill_words(fill: Fill) -> str:
    return _("your note") if fill.is_written else _("highlighted")


class _Words(QAccessibleTextInterface):
    """The blocks around the caret as one text."""

    def __init__(self, view: TextView | PageView) -> None:
        super().__init__()
        self._view = ref(view)

    def _part(self) -> tuple[TextView | PageView | None, int, str]:
        """Return the view, the first block of the part that holds the caret, and its text."""
        view = self._view()
        if view is None or view.document is None:
            return None, 0, ""
        first = view.caret().block // _PART * _PART
        blocks = view.document.blocks[first : first + _PART]
        return view, first, _BETWEEN.join(block.text for block in blocks)

    def _position(self, unit: int) -> Position:
        view, block, text = self._part()
        offset = Utf16Index(text).to_code_points(max(0, unit))
        if view is None or view.document is None:
            return Position(0, 0)
        while block + 1 < len(view.document.blocks):
            length = len(view.document.blocks[block].text)
            if offset <= length:
                break
            offset -= length + len(_BETWEEN)
            block += 1
        return Position(block, offset)

    def unit(self, position: Position) -> int:
        """Return where a position stands, as Qt counts."""
        view, first, text = self._part()
        if view is None or view.document is None:
            return 0
        before = view.document.blocks[first : position.block]
        offset = sum(len(block.text) + len(_BETWEEN) for block in before) + position.offset
        return Utf16Index(text).to_utf16(offset)

    def characterCount(self) -> int:
        _view, _first, text = self._part()
        return Utf16Index(text).to_utf16(len(text))

    def text(self, start: int, end: int) -> str:
        _view, _first, text = self._part()
        index = Utf16Index(text)
        last = index.to_code_points(end) if end >= 0 else len(text)
        return text[index.to_code_points(max(0, start)) : last]

    def cursorPosition(self) -> int:
        view = self._view()
        return self.unit(view.caret()) if view is not None else 0

    def setCursorPosition(self, position: int) -> None:
        view = self._view()
        if view is not None:
            view.set_caret(self._position(position))

    def characterRect(self, offset: int) -> QRect:
        view = self._view()
        if view is None:
            return QRect()
        rect = view.caret_rect(self._position(offset))
        return QRect(view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        view, first, _text = self._part()
        found = view.position_at(view.viewport().mapFromGlobal(point)) if view else None
        if found is None or not first <= found.block < first + _PART:
            return -1
        return self.unit(found)

    def selectionCount(self) -> int:
        return 0

    def addSelection(self, start: int, end: int) -> None:
        self.setSelection(0, start, end)

    def setSelection(self, _selection: int, start: int, end: int) -> None:
        view = self._view()
        if view is not None:
            view.select(self._position(start), self._position(end))

    def removeSelection(self, _selection: int) -> None:
        view = self._view()
        if view is not None:
            view.clear_selection()

    def scrollToSubstring(self, start: int, _end: int) -> None:
        view = self._view()
        if view is not None:
            view.show_place(*self._position(start))
