"""The pages of a document as pictures and words, asked for one at a time.

Who shows pages does not queue requests: it is asked what it needs most whenever the worker is free.
So a page that has left the window is never drawn, however fast the reader scrolls.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from diptych.work.port import Jobs

Plain = dict[str, Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]

_HEAD = 1024  # a PDF file may begin with something else, but for no longer than this


class Heading(NamedTuple):
    """A line of the table of contents.

    Args:
        level: from 1.
        title: its words.
        page: index of the page it leads to.
        y: how far down that page, in points.
    """

    level: int
    title: str
    page: int
    y: float


class Leaves(NamedTuple):
    """The pages of a file that has been opened.

    Args:
        path, sha256: of the file.
        password: that opened it, or ""; it is kept as long as the pages are shown.
        sizes: width and height of each page, upright, in points.
        labels: what the document calls each page ("iv", "12").
        outline: its table of contents.
    """

    path: str
    sha256: str
    password: str
    sizes: tuple[tuple[float, float], ...]
    labels: tuple[str, ...]
    outline: tuple[Heading, ...]


class Wish(NamedTuple):
    """Something that is needed of a page.

    Args:
        task: "page" or "sheet".
        request: see `picture_request` and `sheet_request`.
        take: makes something of the answer, on whatever thread it was read.
        done, failed: called with what was made, or with a `UserError` or a `WorkerDefect`.
    """

    task: str
    request: Plain
    take: Callable[[Plain], Any]
    done: Done
    failed: Failed


Asker = Callable[[], Wish | None]


class Pages:
    """Opens pages, and serves those who show them in turn.

    Args:
        jobs: of the page lane.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._askers: list[Asker] = []
        self._is_drawing = False
        self._is_asking = False

    def open(
        self,
        path: str,
        *,
        done: Callable[[Leaves], None],
        failed: Failed,
        password: str = "",
        lane: str = "",
    ) -> None:
        """Open the pages of a file.

        Args:
            path: absolute.
            done: called with the pages; there may be none.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
            password: of an encrypted file.
            lane: a later call for the same lane (a pane) calls an unanswered one off.
        """
        self._jobs.submit(
            "book",
            {"path": path, "password": password},
            take=lambda plain: _leaves(plain, path, password),
            done=done,
            failed=failed,
            replaces=f"book {lane}" if lane else "",
        )

    def attach(self, asker: Asker) -> None:
        """Ask from now on, whenever the worker is free, what is needed most."""
        if asker not in self._askers:
            self._askers.append(asker)

    def detach(self, asker: Asker) -> None:
        """Ask no more."""
        if asker in self._askers:
            self._askers.remove(asker)

    def wake(self) -> None:
        """Something is needed: ask for it as soon as the worker is free."""
        # In-line jobs answer before `submit` returns: the loop goes on where they left.
        if self._is_asking:
            return
        self._is_asking = True
        try:
            while not self._is_drawing and (wish := self._next()) is not None:
                self._is_drawing = True
                self._jobs.submit(
                    wish.task,
                    wish.request,
                    take=wish.take,
                    done=self._answering(wish.done),
                    failed=self._answering(wish.failed),
                )
        finally:
            self._is_asking = False

    def _next(self) -> Wish | None:
        for asker in tuple(self._askers):
            wish = asker()
            if wish is not None:
                # Who was served waits until the others have been.
                self._askers.remove(asker)
                self._askers.append(asker)
                return wish
        return None

    def _answering(self, tell: Callable[[Any], None]) -> Callable[[Any], None]:
        def answered(answer: Any) -> None:
            self._is_drawing = False
            try:
                tell(answer)
            finally:
                self.wake()

        return answered


def picture_request(
    leaves: Leaves,
    page: int,
    *,
    scale: float,
    rotation: int,
    clip: tuple[float, float, float, float] | None,
    dark: bool,
) -> Plain:
    """Return the request for a picture of a page; the answer has width, height, stride and blob.

    Args:
        leaves: whose page.
        page: its index.
        scale: pixels for one point.
        rotation: degrees clockwise.
        clip: left, top, right, bottom in points of the upright page; None means all of it.
        dark: whether light and dark change places, and every hue stays what it is.
    """
    return {
        **_which(leaves, page),
        "scale": scale,
        "rotation": rotation,
        "clip": clip,
        "dark": dark,
    }


def sheet_request(leaves: Leaves, page: int) -> Plain:
    """Return the request for the words, links and annotations of a page."""
    return _which(leaves, page)


def _which(leaves: Leaves, page: int) -> Plain:
    return {
        "path": leaves.path,
        "sha256": leaves.sha256,
        "password": leaves.password,
        "page": page,
    }


def _leaves(plain: Plain, path: str, password: str) -> Leaves:
    pages = plain["pages"]
    return Leaves(
        path=path,
        sha256=plain["sha256"],
        password=password,
        sizes=tuple((width, height) for width, height, _label in pages),
        labels=tuple(label for _width, _height, label in pages),
        outline=tuple(Heading(*entry) for entry in plain["outline"]),
    )


def may_have_pages(path: str) -> bool:
    """Whether the first bytes of a file are those of a PDF file, whose pages can be shown at once.

    Other formats with pages are known when they have been read. What is no ordinary file is never
    opened: a pipe would hold the window up.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - see services.opening
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            return re.search(rb"%PDF-\d", file.read(_HEAD)) is not None
    except OSError:
        return False
