"""The way between the text of a document and its pages on the screen.

Places in the text are blocks and code points in them; places on the pages are heights of the
column. Where the words of a page have not come yet, a place on it is a guess by proportion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.note import Place
from diptych.ui.page_geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.model.document import Document, Span
    from diptych.ui.page_geometry import Geometry
    from diptych.ui.page_words import Leaf


class Places:
    """Finds words on pages.

    Args:
        document: with as many pages as the column, or fewer.
        stack: the column.
        leaf: returns the words of a page, None where they have not come.
    """

    def __init__(
        self, document: Document, stack: Geometry, leaf: Callable[[int], Leaf | None]
    ) -> None:
        self._document = document
        self._stack = stack
        self._leaf = leaf

    def source(self, block: int, offset: int) -> int:
        """Return the source offset of a place in a block's text."""
        blocks = self._document.blocks
        each = blocks[max(0, min(block, len(blocks) - 1))]
        spans = each.map.spans(offset, len(each.text))
        return spans[0].start if spans else max(each.span.start, each.span.end - 1)

    def place(self, source: int) -> Place:
        """Return the place in the text of a source offset."""
        block = self._document.block_at(source)
        return Place(block, self._document.blocks[block].map.to_text(source))

    def page(self, source: int) -> int:
        """Return the page that a source offset stands on."""
        return min(self._document.page_at(source), self._stack.count - 1)

    def box(self, source: int) -> tuple[Box, bool]:
        """Return where a source offset stands in the column, and whether that is known."""
        number = self.page(source)
        page, leaf = self._document.pages[number], self._leaf(number)
        if leaf is not None and (at := leaf.index_of(source - page.start)) >= 0:
            return self._stack.on_screen(number, leaf.words[at].box), True
        share = (source - page.start) / max(1, page.end - page.start)
        height = share * page.height
        return self._stack.on_screen(number, Box(0, height, page.width, height)), leaf is not None

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words of a block in the column."""
        block = max(0, min(block, len(self._document.blocks) - 1))
        spans = self._document.blocks[block].map.spans(start, end)
        if not spans:
            box = self.box(self.source(block, start))[0]
            return box.top, box.bottom
        found = [each for span in spans for each in self._extents(span)]
        return min(top for top, _bottom in found), max(bottom for _top, bottom in found)

    def _extents(self, span: Span) -> list[tuple[float, float]]:
        """Return top and bottom of a source span on the first and the last page it stands on."""
        found = []
        for number in {self.page(span.start), self.page(span.end - 1)}:
            page, leaf = self._document.pages[number], self._leaf(number)
            low, high = max(span.start, page.start), min(span.end, page.end)
            boxes = leaf.boxes(low - page.start, high - page.start) if leaf is not None else []
            if boxes:
                on_screen = [self._stack.on_screen(number, box) for box in boxes]
                found.append((min(b.top for b in on_screen), max(b.bottom for b in on_screen)))
            else:
                ends = self.box(low)[0].top, self.box(max(low, high - 1))[0].bottom
                found.append((min(ends), max(ends)))
        return found


def find_page(labels: Sequence[str], words: str) -> int:
    """Return the page that a reader means by its label ("iv"), else by its number; -1 for none."""
    words = words.strip()
    plain = words.casefold()
    for exact in (True, False):
        for page, label in enumerate(labels):
            if label == words if exact else label.casefold() == plain:
                return page
    if words.isdecimal() and 1 <= int(words) <= len(labels):
        return int(words) - 1
    return -1
