"""Where the words of notes stand on the pages of their document: found beside the reading.

A note says of its words on which page they are and in which boxes there, so that another program,
or this one without the file's text, can show them. Only the page lane knows boxes; it is asked for
one page after the other, in turn with who shows pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diptych.model.errors import UserError
from diptych.services.page_lines import on_lines
from diptych.services.pages import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.model.document import Document
    from diptych.services.opening import Opened
    from diptych.services.page_lines import Word
    from diptych.services.pages import Pages
    from diptych.store.library import Library
    from diptych.store.notes import Unboxed

    Box = tuple[float, ...]


class Boxing:
    """Finds the boxes of notes on documents that are open.

    Args:
        library: gets them.
        pages: tell the words of a page.
        failed: called where the library could not be written.
    """

    def __init__(self, library: Library, pages: Pages, failed: Callable[[UserError], None]) -> None:
        self._library = library
        self._pages = pages
        self._failed = failed
        self._runs: list[_Run] = []
        self._is_asked = False
        # Hashes and anchors that were looked for: what was not found is not sought again.
        self._sought: set[tuple[str, Unboxed]] = set()

    def begin(self, opened: Opened) -> None:
        """Find the boxes of a document's notes that have none, as soon as its pages are free."""
        sha256 = opened.document.sha256
        if opened.is_kept or any(run.document.sha256 == sha256 for run in self._runs):
            return
        unboxed = self._library.unboxed(sha256)
        anchors = [each for each in unboxed if (sha256, each) not in self._sought]
        if not anchors:
            return
        self._sought.update((sha256, each) for each in anchors)
        self._runs.append(_Run(opened, anchors))
        self._pages.attach(self._next)
        self._go_on()
        self._pages.wake()

    def _next(self) -> Wish | None:
        """Ask for the words of a page."""
        if self._is_asked or not self._runs:
            return None
        run = self._runs[0]
        self._is_asked = True
        return Wish(
            "sheet", run.request(), lambda plain: _rows(plain["words"]), self._told, self._missed
        )

    def _told(self, words: Sequence[Word]) -> None:
        self._is_asked = False
        self._runs[0].take(words)
        self._go_on()

    def _missed(self, error: Exception) -> None:
        # A file that changed or is gone: its notes have no boxes then.
        self._is_asked = False
        run = self._runs.pop(0)
        if not isinstance(error, UserError):
            self._end()
            raise error
        self._keep(run)
        self._go_on()

    def _go_on(self) -> None:
        """Take the pages whose words are at hand, and keep what is found of a whole document."""
        while self._runs and not self._is_asked:
            run = self._runs[0]
            run.take_recognised()
            if run.pages:
                return
            self._runs.pop(0)
            self._keep(run)
        if not self._runs:
            self._end()

    def _keep(self, run: _Run) -> None:
        boxes = {anchor: each for anchor, each in run.boxes.items() if each}
        if boxes:
            try:
                self._library.box(run.document.sha256, boxes)
            except UserError as error:
                self._failed(error)

    def _end(self) -> None:
        self._runs.clear()
        self._pages.detach(self._next)


class _Run:
    """A document whose notes get their boxes.

    Attributes:
        pages: that are still to be looked at, the next one last.
        boxes: found so far.
    """

    def __init__(self, opened: Opened, anchors: Sequence[Unboxed]) -> None:
        self.document: Document = opened.document
        self._opened = opened
        self.boxes: dict[Unboxed, list[Box]] = {anchor: [] for anchor in anchors}
        self._recognised = {page.page: page.words for page in self.document.places}
        self.pages = sorted(
            {page for anchor in anchors for page in self._pages_of(anchor)}, reverse=True
        )

    def _pages_of(self, anchor: Unboxed) -> range:
        last = max(anchor.start, anchor.end - 1)
        return range(self.document.page_at(anchor.start), self.document.page_at(last) + 1)

    def request(self) -> dict[str, Any]:
        """Return what the page lane is asked for the next page."""
        return {
            "path": self._opened.entry.path,
            "sha256": self.document.sha256,
            "password": self._opened.password,
            "page": self.pages[-1],
        }

    def take_recognised(self) -> None:
        """Take the pages that were read from their pictures: the document knows their words."""
        while self.pages and self.pages[-1] in self._recognised:
            self.take(_rows(self._recognised[self.pages[-1]]))

    def take(self, words: Sequence[Word]) -> None:
        """Take the words of the next page."""
        number = self.pages.pop()
        page = self.document.pages[number]
        for anchor, boxes in self.boxes.items():
            low, high = max(anchor.start, page.start), min(anchor.end, page.end)
            if low < high:
                found = on_lines(words, low - page.start, high - page.start)
                boxes += [(number, *(round(side, 2) for side in box)) for box in found]


def _rows(words: Sequence[Sequence[Any]]) -> list[Word]:
    return sorted(((*row[:4], row[4], row[5]) for row in words), key=lambda row: row[4])
