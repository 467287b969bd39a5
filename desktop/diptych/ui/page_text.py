"""The text on the pages: where the reader is in it, and what is selected.

Scrolling, zooming and drawing are page_canvas's; pointer and keys are page_view's, finding is
reading_area's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from diptych.model.document import Span
from diptych.model.note import Place
from diptych.ui.language import _
from diptych.ui.marks import Position
from diptych.ui.page_canvas import PageCanvas
from diptych.ui.page_places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.page_geometry import Box

_ROOM = 40  # pixels to the right of words that are brought into the window


class Spot(NamedTuple):
    """Words of a page: code points from the beginning of its text."""

    page: int
    start: int
    end: int


class _Pin(NamedTuple):
    """Words that are held at a share of the window's height, until the reader scrolls."""

    position: Position
    align: float
    is_known: bool


class PageText(PageCanvas):
    """Pages whose words can be found, selected and copied.

    Signals:
        selection_changed: other words are selected, or none.
    """

    selection_changed = Signal()

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(pages, parent)
        self._pin: _Pin | None = None
        self._is_pinning = False
        self._from: Spot | None = None
        self._to: Spot | None = None

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show pages, or none; their text may come later, or may have come before them.

        They are shown from the first one on, or at the place that was asked for before.
        """
        self._from = self._to = None
        super().set_leaves(leaves)

    def set_document(self, document: Document | None) -> None:
        """Take the text of the pages; what stood on another text is cleared."""
        had_selection = self.selection() is not None
        self._forget_text()
        self._pin = None
        if document is None:
            self._from = self._to = None
        super().set_document(document)
        if had_selection != (self.selection() is not None):
            self.selection_changed.emit()

    # Places

    def _places(self) -> Places | None:
        document = self._document
        if document is None or not document.pages or not document.blocks or not self.stack.count:
            return None
        return Places(document, self.stack, self.loader.leaf)

    def place(self) -> Place:
        """Return where the first words in view begin.

        Resizing, zooming and turning do not change it, and neither does showing the same place
        again.
        """
        if self._pin is not None:
            return Place(*self._pin.position)
        places = self._places()
        if places is None:
            return Place()
        return places.place(self._edge(self.top(), last=False))

    def line_at(self, y: float) -> Position:
        """Return where the line begins at a height of the window, pixels."""
        places = self._places()
        if places is None:
            return Position(0, 0)
        return Position(*places.place(self._edge(self.top() + y, last=False))[:2])

    def last_block(self) -> int:
        """Return the last block that is in view."""
        places = self._places()
        if places is None:
            return 0
        return places.place(self._edge(self.top() + self._paper.height(), last=True)).block

    def _edge(self, y: float, *, last: bool) -> int:
        """Return the source offset of the first word below a height, or of the last above it."""
        document = self._document
        if document is None:
            return 0
        number = min(self.stack.page_at(y), len(document.pages) - 1)
        page, leaf = document.pages[number], self.loader.leaf(number)
        area = self.stack.area(number)
        if leaf is not None:
            corner = self.stack.on_page(number, area.left, y)
            found = leaf.edge(*corner, self.stack.rotation, last=last)
            if found >= 0:
                return page.start + found
            return page.start if last else page.end
        share = (y - area.top) / max(1.0, area.height)
        return page.start + int(max(0.0, min(share, 0.999)) * (page.end - page.start))

    def show_place(self, block: int, offset: int, align: float = 0.33) -> None:
        """Scroll until words stand at a share of the window's height.

        Where the words of the page have not come yet, the place is a guess that is mended then.
        """
        places = self._places()
        if places is None:
            self._pin = _Pin(Position(block, offset), align, is_known=False)
            return
        self._scroll_to(places, Position(block, offset), align)
        self.loader.wake()

    def _scroll_to(self, places: Places, position: Position, align: float) -> None:
        box, is_known = places.box(places.source(*position))
        self._pin = _Pin(position, align, is_known)
        self._is_pinning = True
        self.verticalScrollBar().setValue(round(box.top - align * self._paper.height()))
        across, width = self.horizontalScrollBar(), self._paper.width()
        if not across.value() <= box.left <= across.value() + width - _ROOM:
            across.setValue(round(box.left - width / 3))
        self._is_pinning = False

    def _take_place(self) -> None:
        places = self._places()
        if self._pin is None or places is None:
            super()._take_place()
        else:
            self._scroll_to(places, self._pin.position, self._pin.align)

    def _words_came(self, page: int) -> None:
        pin, places = self._pin, self._places()
        if pin is not None and places is not None and page in self._awaited():
            self.is_correcting = True
            self._scroll_to(places, pin.position, pin.align)
            self.is_correcting = False
        super()._words_came(page)

    def _awaited(self) -> Iterator[int]:
        places = self._places()
        if self._pin is not None and not self._pin.is_known and places is not None:
            yield places.page(places.source(*self._pin.position))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show what the scroll bars were moved to; what was held is let go."""
        if not self._settling and not self._is_pinning:
            self._pin = None
        super().scrollContentsBy(dx, dy)

    def zoom_to(self, zoom: int, at: QPointF | None = None) -> None:
        """Show pages at a size; what stands at the pointer stays, and not what was held."""
        self._pin = None
        super().zoom_to(zoom, at)

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words in the window, pixels; a guess where they are far away."""
        places = self._places()
        if places is None:
            return 0.0, 0.0
        top, bottom = places.extent(block, start, end)
        return top - self.top(), bottom - self.top()

    def place_words(self) -> str:
        """Return which page is in view: its label, where it has one of its own, and its number."""
        leaves = self.leaves
        if leaves is None or not leaves.sizes:
            return ""
        page, count = self.page_in_view(), len(leaves.sizes)
        number = _("{number} of {count}").format(number=page + 1, count=count)
        label = leaves.labels[page]
        return number if label == str(page + 1) else f"{label}, {number}"

    # Selection

    def selection(self) -> tuple[object, object] | None:
        """Return what is selected, in the order of the text, or None."""
        if self._from is None or self._to is None:
            return None
        return min(self._from, self._to), max(self._from, self._to)

    def selected_span(self) -> Span | None:
        """Return the source of the selected words; None too while the text has not come."""
        document = self._document
        if self._from is None or self._to is None or document is None:
            return None
        low, high = min(self._from, self._to), max(self._from, self._to)
        if high.page >= len(document.pages):
            return None
        pages = document.pages
        return Span(pages[low.page].start + low.start, pages[high.page].start + high.end)

    def selected_text(self) -> str:
        """Return the selected words as the reading text has them, blocks parted by a blank line."""
        span, document = self.selected_span(), self._document
        if span is None or document is None:
            return ""
        pieces = document.pieces(span)
        return "\n\n".join(document.blocks[at].text[start:end] for at, start, end in pieces)

    def select(self, start: Position, end: Position) -> None:
        """Select the words from one place of the text to another."""
        places, document = self._places(), self._document
        if places is not None and document is not None:
            span = document.source_span(start, end) if start < end else None
            if span is None:
                self._select(None, None)
            else:
                self._select_span(span)

    def _select_span(self, span: Span) -> None:
        document = self._document
        if document is None:
            return
        spots = []
        for offset in (span.start, max(span.start, span.end - 1)):
            page = document.page_at(offset)
            start = offset - document.pages[page].start
            spots.append(Spot(page, start, start + 1))
        self._select(*spots)

    def select_all(self) -> None:
        """Select the whole document."""
        document = self._document
        if document is not None and document.pages and document.source:
            self._select_span(Span(0, len(document.source)))

    def copy(self) -> None:
        """Put the selected words on the clipboard, as plain text."""
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def _select(self, start: Spot | None, end: Spot | None) -> None:
        if (start, end) != (self._from, self._to):
            self._from, self._to = start, end
            self._paper.update()
            self.selection_changed.emit()

    def _selected_boxes(self, page: int) -> list[Box]:
        leaf = self.loader.leaf(page)
        if self._from is None or self._to is None or leaf is None:
            return []
        low, high = min(self._from, self._to), max(self._from, self._to)
        if not low.page <= page <= high.page:
            return []
        start = low.start if page == low.page else 0
        end = max(low.end, high.end) if page == high.page else leaf.end
        return leaf.boxes(start, end)

    # Find

    def _draw_anew(self) -> None:
        self._respot()
