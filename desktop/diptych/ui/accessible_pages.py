"""What assistive technology is told about pages: the text of the document, and which page is read.

The words come from the reading text, as those of a text view do, in the same parts around the
caret: paragraphs stay whole over the end of a page, hyphens are joined, and nothing of a page that
is not in view has to be fetched. The page is a part of the name, and is announced when another one
comes into view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from shiboken6 import isValid

from diptych.ui.accessible import AccessibleView
from diptych.ui.language import _
from diptych.ui.page_view import PageView

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface

    from diptych.ui.text_view import TextView


def accessible_pages(widget: QObject) -> QAccessibleInterface | None:
    """Return what assistive technology is told about pages; None for any other widget."""
    return _AccessiblePages(widget) if isinstance(widget, PageView) else None


class _AccessiblePages(AccessibleView):
    """Pages as a document that can be read but not changed."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._told_page = _page_words(view)
        self._told_place = view.caret()
        view.scrolled.connect(self._tell_scrolling)

    def text(self, kind: QAccessible.Text) -> str:
        view = self._view()
        if isinstance(view, PageView):
            if kind == QAccessible.Text.Name:
                parts = view.accessibleName(), view.accessibleDescription(), _page_words(view)
                return ", ".join(filter(None, parts))
            if kind == QAccessible.Text.Value and view.is_without_words():
                return _("No text on this page")
        return super().text(kind)

    def _tell_scrolling(self) -> None:
        """Say which page came into view; what is read from now on begins there."""
        view = self._view()
        if not isinstance(view, PageView) or not isValid(view) or not QAccessible.isActive():
            return
        before, self._told_page = self._told_page, _page_words(view)
        if before != self._told_page and view.hasFocus():
            changed = QAccessibleEvent(view, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(changed)
            words = QAccessibleAnnouncementEvent(view, self._told_page)
            QAccessible.updateAccessibility(words)
        place, self._told_place = self._told_place, view.caret()
        if place != self._told_place:
            self._tell_caret()

    def _marks_at(self, view: TextView | PageView) -> str:
        about = view.about_caret() if isinstance(view, PageView) else ""
        return ", ".join(filter(None, (super()._marks_at(view), about)))


def _page_words(view: PageView) -> str:
    words = view.place_words()
    return _("Page {label}").format(label=words) if words else ""
