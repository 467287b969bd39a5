"""The words, links and annotations of one page: what lies at a point, where a stretch of text lies.

Boxes are in points of the upright page, offsets in code points from the beginning of its text.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.services.page_lines import on_lines
from diptych.ui.page_geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A word above or below the pointer is farther away than one beside it.
_ACROSS_LINES = 8.0
# In heights of a word: the blank between two words belongs to them.
_BESIDE = 0.4


class Word(NamedTuple):
    """A word as it is printed."""

    box: Box
    start: int
    end: int


class Link(NamedTuple):
    """A place that leads elsewhere.

    Args:
        box: where it is.
        page: the page it leads to, -1 where it leads out of the document.
        y: how far down that page, in points.
        address: outside of the document, or "". It is shown and never opened.
    """

    box: Box
    page: int
    y: float
    address: str


class Annotation(NamedTuple):
    """What somebody wrote into the file; drawn with the page."""

    box: Box
    kind: str
    text: str
    author: str


class Leaf:
    """One page's words, links and annotations.

    Args:
        plain: as the worker tells them.
    """

    def __init__(self, plain: dict[str, Any]) -> None:
        self.set_words(plain["words"])
        self.links = [Link(Box(*row[:4]), *row[4:7]) for row in plain["links"]]
        self.annotations = [Annotation(Box(*row[:4]), *row[4:7]) for row in plain["annotations"]]

    def set_words(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take the words: each with left, top, right, bottom, start and end."""
        self._rows = sorted((tuple(row[:6]) for row in rows), key=lambda row: row[4])
        self.words = [Word(Box(*row[:4]), row[4], row[5]) for row in self._rows]
        self._starts = [word.start for word in self.words]

    @property
    def end(self) -> int:
        """How many code points the page's text has, to the end of its last word."""
        return max((word.end for word in self.words), default=0)

    def word_at(self, x: float, y: float) -> int:
        """Return the index of the word under a point or beside it in its line, -1 for none."""
        at = self.nearest(x, y)
        if at < 0:
            return -1
        box = self.words[at].box
        aside = _BESIDE * box.height
        near = Box(box.left - aside, box.top, box.right + aside, box.bottom)
        return at if near.holds(x, y) else -1

    def nearest(self, x: float, y: float) -> int:
        """Return the index of the word nearest to a point, -1 where the page has none."""

        def distance(at: int) -> float:
            box = self.words[at].box
            across = max(box.left - x, 0.0, x - box.right)
            down = max(box.top - y, 0.0, y - box.bottom)
            return across + _ACROSS_LINES * down

        return min(range(len(self.words)), key=distance, default=-1)

    def beside(self, at: int, x: float, y: float, *, down: bool) -> int:
        """Return the word in the line below or above another one, nearest to a point; -1 for none.

        Args:
            at: the word.
            x, y: the point, in the middle of the word.
            down: below, else above.
        """
        clear = [
            index
            for index, word in enumerate(self.words)
            if (word.box.top >= y if down else word.box.bottom <= y) and index != at
        ]

        def distance(index: int) -> float:
            other = self.words[index].box
            away = abs((other.top + other.bottom) / 2 - y)
            return _ACROSS_LINES * away + max(other.left - x, 0.0, x - other.right)

        return min(clear, key=distance, default=-1)

    def line_of(self, at: int) -> tuple[int, int]:
        """Return the first and the last word of the printed line that a word stands in."""
        first = last = at
        while first and _on_a_line(self.words[first - 1].box, self.words[first].box):
            first -= 1
        while last + 1 < len(self.words) and _on_a_line(
            self.words[last].box, self.words[last + 1].box
        ):
            last += 1
        return first, last

    def index_of(self, offset: int) -> int:
        """Return the word that holds an offset, else the next one; -1 where the page has none."""
        if not self.words:
            return -1
        at = max(0, bisect_right(self._starts, offset) - 1)
        if offset >= self.words[at].end and at + 1 < len(self.words):
            return at + 1
        return at

    def edge(self, x: float, y: float, rotation: int, *, last: bool) -> int:
        """Return the first word that begins below an edge of the window, or the last one above it.

        Args:
            x, y: a point of the edge, on the upright page.
            rotation: degrees that the page is turned clockwise.
            last: which of the two.

        Returns:
            The offset of the word, -1 where there is none.
        """
        # How far down the screen a word begins, and the edge lies.
        sides = {
            0: ([word.box.top for word in self.words], y),
            90: ([word.box.left for word in self.words], x),
            180: ([-word.box.bottom for word in self.words], -y),
            270: ([-word.box.right for word in self.words], -x),
        }
        tops, edge = sides[rotation]
        found = zip(self._starts, tops, strict=True)
        if last:
            return max((start for start, top in found if top < edge), default=-1)
        return min((start for start, top in found if top >= edge), default=-1)

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return where a stretch of the text lies: one box for each line of it."""
        return [Box(*box) for box in on_lines(self._rows, start, end)]

    def link_at(self, x: float, y: float) -> Link | None:
        """Return the link under a point."""
        return next((link for link in self.links if link.box.holds(x, y)), None)

    def annotation_at(self, x: float, y: float) -> Annotation | None:
        """Return the smallest annotation under a point."""
        under = [each for each in self.annotations if each.box.holds(x, y)]
        return min(under, key=lambda each: each.box.width * each.box.height, default=None)


def _on_a_line(one: Box, next_one: Box) -> bool:
    """Whether a word goes on in the line of the one before."""
    middle = (next_one.top + next_one.bottom) / 2
    return next_one.left >= one.left and one.top <= middle <= one.bottom
