"""What is being opened for the panes: of what was asked for in one, only the last counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from diptych.model.errors import Cancelled
from diptych.services.pages import may_have_pages
from diptych.ui.background import Background

if TYPE_CHECKING:
    from diptych.model.errors import UserError
    from diptych.services.opening import Opened
    from diptych.ui.desk import Desk

# What is said to be under way while page images are read, notes imported, files or pages made.
IMAGES, IMPORTING, EXPORTING, PRINTING = "page images", "notes", "export", "print"
# When the window closes, what can be done in this time is done; the rest is left undone.
LAST_S = 3.0


class Elsewhere(Protocol):
    """The panes whose documents are not on the desk: what is opened for them goes there."""

    def lay(self, seat: int, opened: Opened) -> None:
        """A document is here."""

    def refuse(self, seat: int, path: str, sha256: str, error: UserError) -> None:
        """A document could not be opened."""

    def holds(self, seat: int) -> bool:
        """Whether a document lies there."""

    def renew_entries(self) -> None:
        """The library knows other things of documents."""

    def show_pages_of(self, seat: int, path: str, password: str) -> None:
        """The pages of a file can be shown, its text is still being read."""

    def step_back(self) -> None:
        """The worker is needed for what the reader looks at."""


class Openings:
    """Opens documents for panes, each known by the number of its seat, and hands them to the desk.

    Attributes:
        awaited: the seats for which a document is being opened.
        asked_for: by seat, what was asked for last: a path, and a hash or "".
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._background = Background(desk)
        self._asked: Counter[int] = Counter()
        self.awaited: set[int] = set()
        self.asked_for: dict[int, tuple[str, str]] = {}

    def open(
        self,
        seat: int,
        path: str,
        encoding: str | None = None,
        *,
        password: str = "",
        last_page: int = 0,
        ocr: str | None = None,
        sha256: str = "",
    ) -> None:
        """Open a file for a seat.

        Args:
            path: absolute; "" for a document without a file, of which the library knows `sha256`.
            encoding, password, last_page, ocr: see `Opening.open_path`.
        """
        desk, opening = self._desk, self._desk.workplace.opening
        self.awaited.add(seat)
        self.asked_for[seat] = path, sha256
        self._asked[seat] += 1
        asked = self._asked[seat]

        def done(opened: Opened) -> None:
            if asked == self._asked[seat]:
                desk.lay(seat, opened)

        def failed(error: Exception) -> None:
            if asked != self._asked[seat]:
                return
            if ocr and isinstance(error, Cancelled):
                desk.working.emit(1.0, "")
                self.open(seat, path, password=password, ocr="")
            else:
                desk.refuse(seat, path, sha256, error)

        if not path and sha256:
            desk.cataloguing.open_kept(sha256, done=done, failed=failed)
            return
        opening.open_path(
            path,
            done=done,
            failed=failed,
            encoding=encoding,
            password=password,
            last_page=last_page,
            ocr=ocr,
            lane=_lane(seat),
            progress=(lambda share, _words: desk.working.emit(share, IMAGES)) if ocr else None,
        )
        if seat in self.awaited:

            def looked(has_pages: bool) -> None:
                if has_pages and seat in self.awaited and asked == self._asked[seat]:
                    desk.show_pages_of(seat, path, password)

            self._background.run(lambda: may_have_pages(path), looked)

    def drop(self, seat: int) -> None:
        """Nothing is to be opened for a seat any more; what comes still is left alone."""
        self._asked[seat] += 1
        self.asked_for.pop(seat, None)
        self.awaited.discard(seat)
        self._desk.workplace.opening.cancel(_lane(seat))

    def stop(self) -> None:
        """Call off what is being opened; whoever waits for it is told."""
        for seat in tuple(self.awaited):
            self._desk.workplace.opening.cancel(_lane(seat))


def _lane(seat: int) -> str:
    return f"pane {seat}"
