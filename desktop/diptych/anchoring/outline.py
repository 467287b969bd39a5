"""Which headings stand above the places of a document."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from diptych.model.document import Document


class Outline:
    """The headings of a document. Its blocks are gone through once, for any number of places."""

    def __init__(self, document: Document) -> None:
        self._headings = [each for each in document.blocks if each.kind is BlockKind.HEADING]
        self._starts = [heading.span.start for heading in self._headings]
        # Of each heading the nearest one before it of a higher rank, -1 for none.
        self._parents: list[int] = []
        for at, heading in enumerate(self._headings):
            parent = at - 1
            while parent >= 0 and self._headings[parent].level >= heading.level:
                parent = self._parents[parent]
            self._parents.append(parent)

    def above(self, offset: int) -> tuple[str, ...]:
        """Return the headings above an offset of the source, outermost first.

        Above a heading are those of a higher rank.
        """
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and self._headings[at].span.end > offset:
            at = self._parents[at]
        path: list[str] = []
        while at >= 0:
            path.append(self._headings[at].text)
            at = self._parents[at]
        return tuple(reversed(path))
