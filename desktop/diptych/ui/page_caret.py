"""Where the keyboard is on the pages: a caret that goes by words, and what it selects.

Nobody sees a caret before one is asked for: keys without Ctrl or Shift scroll, as in any reader of
pages. A caret that was scrolled out of view is left behind; the first words in view count then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Signal

from diptych.ui.marks import Position
from diptych.ui.page_geometry import Box
from diptych.ui.page_text import PageText, Spot
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.page_painter import PagePainter
    from diptych.ui.page_words import Leaf

_OVERLAP = 40  # pixels between a word that is brought into the window and its edge
_CARET = 2  # pixels


class PageCaret(PageText):
    """Pages in which the keyboard stands at a word.

    Signals:
        caret_moved: the caret stands elsewhere.
    """

    caret_moved = Signal()

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(pages, parent)
        self._caret: Spot | None = None

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show pages, or none; the caret stands nowhere."""
        self._caret = None
        super().set_leaves(leaves)

    def set_document(self, document: Document | None) -> None:
        """Take the text of the pages."""
        self._caret = None
        super().set_document(document)

    # Where it is

    def caret(self) -> Position:
        """Return where the caret stands; where there is none in view, the first words in view."""
        spot, places, document = self._here(), self._places(), self._document
        if spot is None or places is None or document is None or spot.page >= len(document.pages):
            return Position(*self.place()[:2])
        is_end = self._from is not None and self._from <= spot
        offset = document.pages[spot.page].start + (spot.end - 1 if is_end else spot.start)
        block, at, _pages = places.place(offset)
        return Position(block, at + 1 if is_end else at)

    def set_caret(self, position: Position) -> None:
        """Put the caret at a position, select nothing, and scroll no farther than needed."""
        places, document = self._places(), self._document
        if places is None or document is None:
            return
        offset = places.source(*position)
        page = places.page(offset)
        start = offset - document.pages[page].start
        self._select(None, None)
        self._put(Spot(page, start, start + 1))
        if not self._is_in_view(self.caret_rect(position)):
            self.show_place(*position)

    def caret_rect(self, position: Position) -> QRect:
        """Return where the caret stands in the viewport at a position, pixels."""
        places, document = self._places(), self._document
        if places is None or document is None:
            return QRect()
        offset = places.source(*position)
        page = places.page(offset)
        box = self._before(page, offset - document.pages[page].start)
        if box is None:
            box = places.box(offset)[0]
        across, down = self.horizontalScrollBar().value(), self.top()
        left, top = round(box.left) - across, round(box.top) - down
        return QRect(left, top, max(1, round(box.width)), max(1, round(box.height)))

    def line_around(self, position: Position) -> tuple[int, int]:
        """Return where the line that holds a position begins and ends in its block."""
        places, document = self._places(), self._document
        if places is None or document is None:
            return 0, 0
        whole = (0, len(document.blocks[position.block].text))
        offset = places.source(*position)
        page = places.page(offset)
        leaf, start = self.loader.leaf(page), document.pages[page].start
        at = leaf.index_of(offset - start) if leaf is not None else -1
        if leaf is None or at < 0:
            return whole
        line = leaf.line_of(at)
        first = places.place(start + leaf.words[line[0]].start)
        after = places.place(start + leaf.words[line[1]].end - 1)
        return (
            first.offset if first.block == position.block else whole[0],
            after.offset + 1 if after.block == position.block else whole[1],
        )

    def is_without_words(self) -> bool:
        """Whether the page in view is known to have no words, and the keyboard is at none."""
        leaf = self.loader.leaf(self.page_in_view()) if self.stack.count else None
        return leaf is not None and not leaf.words and self._here() is None

    def position_at(self, point: QPoint) -> Position | None:
        """Return the place of the word nearest to a point of the viewport."""
        return self._place_of(self._nearest(QPointF(point)))

    def _before(self, page: int, offset: int) -> Box | None:
        """Return the edge before a letter of a page, in the column; None where it is not known."""
        leaf = self.loader.leaf(page)
        at = leaf.index_of(offset) if leaf is not None else -1
        if leaf is None or at < 0:
            return None
        box, start, end = leaf.words[at]
        share = max(0.0, min((offset - start) / max(1, end - start), 1.0))
        x = box.left + share * box.width
        return self.stack.on_screen(page, Box(x, box.top, x, box.bottom))

    def _is_in_view(self, rect: QRect) -> bool:
        return self._paper.rect().intersects(rect)

    def _here(self) -> Spot | None:
        """Return the word at which the keyboard is: the selection's end, else a caret in view."""
        if self._to is not None:
            return self._to
        position = self._place_of(self._caret)
        if position is not None and self._is_in_view(self.caret_rect(position)):
            return self._caret
        return None

    def _place_of(self, spot: Spot | None) -> Position | None:
        places, document = self._places(), self._document
        if spot is None or places is None or document is None or spot.page >= len(document.pages):
            return None
        return Position(*places.place(document.pages[spot.page].start + spot.start)[:2])

    def _nearest(self, point: QPointF, *, inside: bool = False) -> Spot | None:
        """Return the word nearest to a point, or the one that it lies in."""
        if not self.stack.count:
            return None
        page, x, y = self.point_at(point)
        leaf = self.loader.leaf(page)
        if leaf is None:
            return None
        return _word(page, leaf, leaf.word_at(x, y) if inside else leaf.nearest(x, y))

    def _first_in_view(self, *, ahead: bool) -> Spot | None:
        """Return the first word in view; where there is none, one on the pages after or before."""
        document = self._document
        if document is None or self._places() is None:
            return None
        offset = self._edge(self.top(), last=False)
        page = min(document.page_at(offset), self.page_in_view())
        leaf = self.loader.leaf(page)
        if leaf is None:
            return None
        at = leaf.index_of(offset - document.pages[page].start)
        return _word(page, leaf, at) or self._on_next_page(page, ahead=ahead)

    # Moving it

    def _put(self, spot: Spot | None) -> None:
        if spot != self._caret:
            self._caret = spot
            self._paper.update()
            self.caret_moved.emit()

    def _select(self, start: Spot | None, end: Spot | None) -> None:
        super()._select(start, end)
        if end is not None:
            self._put(end)

    def _arrive(self, position: Position) -> None:
        places, document = self._places(), self._document
        if places is not None and document is not None:
            offset = places.source(*position)
            page = places.page(offset)
            start = offset - document.pages[page].start
            self._put(Spot(page, start, start + 1))

    def _step_by(self, words: int, lines: int, *, extend: bool) -> None:
        """Move the caret by words or lines, with the selection or without.

        Where there is neither caret nor selection in view, it begins at the first word in view.
        """
        here = self._here()
        begins = here is None or (extend and self.selection() is None and not lines)
        ahead = words + lines > 0
        first = here or (self._first_in_view(ahead=ahead) if begins else None)
        to = first if begins else self._beyond(here, words, lines)
        if to is None:
            return
        if extend:
            self._select(self._from or here or to, to)
        else:
            self._select(None, None)
            self._put(to)
        self._reveal(to)

    def _beyond(self, here: Spot | None, words: int, lines: int) -> Spot | None:
        """Return the word beside, below or above another one, on the next page with words too."""
        leaf = self.loader.leaf(here.page) if here else None
        if here is None or leaf is None or not leaf.words:
            return None
        at = leaf.index_of(here.start)
        found = at + words
        if lines:
            box = leaf.words[at].box
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            found = leaf.beside(at, x, y, down=lines > 0)
        if 0 <= found < len(leaf.words):
            return _word(here.page, leaf, found)
        return self._on_next_page(here.page, ahead=words + lines > 0)

    def _on_next_page(self, page: int, *, ahead: bool) -> Spot | None:
        """Return the first word of the next page that has some, or the last of the one before."""
        for number in range(page + 1, self.stack.count) if ahead else range(page)[::-1]:
            leaf = self.loader.leaf(number)
            if leaf is None:
                # Its words come when it is in view.
                self.show_page(number)
                return None
            if leaf.words:
                return _word(number, leaf, 0 if ahead else len(leaf.words) - 1)
        return None

    def _reveal(self, spot: Spot) -> None:
        """Scroll no farther than needed to bring a word into the window."""
        leaf = self.loader.leaf(spot.page)
        at = leaf.index_of(spot.start) if leaf is not None else -1
        if leaf is None or at < 0:
            return
        box = self.stack.on_screen(spot.page, leaf.words[at].box)
        bar, height = self.verticalScrollBar(), self._paper.height()
        across, width = self.horizontalScrollBar(), self._paper.width()
        if box.top < bar.value():
            bar.setValue(round(box.top) - _OVERLAP)
        elif box.bottom > bar.value() + height:
            bar.setValue(round(box.bottom) - height + _OVERLAP)
        if not across.value() <= box.left <= box.right <= across.value() + width:
            across.setValue(round(box.left - width / 3))

    def _menu_place(self) -> QRect:
        if self._here() is None:
            return super()._menu_place()
        rect = self.caret_rect(self.caret())
        return QRect(rect.bottomLeft(), rect.bottomLeft())

    # Showing it

    def _paint_page(self, drawer: PagePainter, painter: QPainter, page: int) -> None:
        super()._paint_page(drawer, painter, page)
        caret = self._caret
        if caret is None or caret.page != page or not self.hasFocus() or self._to is not None:
            return
        box = self._before(page, caret.start)
        if box is not None:
            left, top = self.horizontalScrollBar().value(), self.top()
            width, height = max(_CARET, box.width), max(_CARET, box.height)
            at = QRectF(round(box.left) - left - 1, box.top - top, width, height)
            fill(painter, at, self._look.focus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._paper.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._paper.update()


def _word(page: int, leaf: Leaf, at: int) -> Spot | None:
    return Spot(page, leaf.words[at].start, leaf.words[at].end) if at >= 0 else None
