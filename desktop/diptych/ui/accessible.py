"""What assistive technology is told about what is read: the words, the caret, what is marked there.

The words themselves, with the lines under them as their attributes, come from `accessible_words`.
The selected words are also the description; what is marked where the caret stands is the help
text, and is announced when the caret comes to another mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import VoidPtr

from diptych.model.comparison import Relation
from diptych.ui.accessible_words import Words
from diptych.ui.language import _
from diptych.ui.text_view import TextView

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from diptych.ui.marks import Fill, Mark
    from diptych.ui.page_view import PageView


def accessible_text(widget: QObject) -> QAccessibleInterface | None:
    """Return what assistive technology is told about a text view; None for any other widget."""
    return AccessibleView(widget) if isinstance(widget, TextView) else None


def accessible_part(widget: QObject, role: QAccessible.Role) -> QAccessibleInterface | None:
    """Return what a widget without keyboard is: a group of others, words, a picture."""
    return QAccessibleWidget(widget, role) if isinstance(widget, QWidget) else None


class AccessibleView(QAccessibleWidget):
    """A text, or pages, as a document that can be read but not changed."""

    def __init__(self, view: TextView | PageView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._view = ref(view)
        self._words = Words(view)
        self._marked = ""
        view.caret_moved.connect(self._tell_caret)
        view.selection_changed.connect(self._tell_selection)

    # The stub says int, for a pointer; PySide takes the object.
    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Return the words, where they are asked for; a null pointer for what there is not."""
        if kind == QAccessible.InterfaceType.TextInterface and self._view() is not None:
            self._words.follow()
            return self._words.spoken()
        # Handed None, PySide brings the process down.
        return super().interface_cast(kind) or VoidPtr(0)

    def childCount(self) -> int:
        """Say that a text has no parts: there is nothing to find in what scrolls it."""
        return 0

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
            event = QAccessibleTextCursorEvent(view, self._words.unit(view.caret()))
            QAccessible.updateAccessibility(event)
            before, self._marked = self._marked, self._marks_at(view)
            if self._marked != before:
                words = self._marked or _("not marked")
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))

    def _tell_selection(self) -> None:
        view = self._view()
        if view is not None and QAccessible.isActive():
            self._words.follow()
            cursor = self._words.textCursor()
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(view, start, end))

    def _marks_at(self, view: TextView | PageView) -> str:
        """Return what is marked where the caret stands, in words; "" for nothing."""
        marks, fills = view.spots_at(view.caret())
        return ", ".join(dict.fromkeys([*map(_mark_words, marks), *map(_fill_words, fills)]))


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
