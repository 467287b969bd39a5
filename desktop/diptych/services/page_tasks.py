"""What the page lane's process can do: open the pages of a file, draw one, tell its words.

A book that was opened stays open, so that a page costs no more than its drawing.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from diptych.formats.book import Book
from diptych.formats.order import Order
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    Plain = dict[str, Any]
    Progress = Callable[[float, str], None]
    Fetch = Callable[[str], bytes]

_KEPT = 3  # one on each side, and the one before


class _Shelf:
    """The books that were opened last, by path and hash.

    Args:
        fetch: returns the bytes of a file.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._books: OrderedDict[tuple[str, str], Book] = OrderedDict()

    def open(self, request: Plain) -> tuple[str, Book]:
        """Open the file at `path` with `password` as it is now; return its hash too."""
        data = self._fetch(request["path"])
        sha256 = hashlib.sha256(data).hexdigest()
        key = request["path"], sha256
        if key not in self._books:
            order = Order(PurePath(request["path"]).name, password=request["password"])
            self._books[key] = Book.open(data, order)
        self._books.move_to_end(key)
        while len(self._books) > _KEPT:
            self._books.popitem(last=False)
        return sha256, self._books[key]

    def get(self, request: Plain) -> Book:
        """Return the book that was opened with the hash `sha256`, opening it where it is not here.

        Raises:
            UserError: the file holds something else now, or cannot be read any more.
        """
        key = request["path"], request["sha256"]
        if key in self._books:
            self._books.move_to_end(key)
            return self._books[key]
        sha256, book = self.open(request)
        if sha256 != request["sha256"]:
            raise UserError(
                "The file has changed since it was opened.",
                "Open it again to see its pages as they are now.",
                request["path"],
            )
        return book


def make_tasks(fetch: Fetch) -> dict[str, Callable[[Plain, Progress], Plain]]:
    """Return the tasks, with a shelf of books of their own.

    Args:
        fetch: returns the bytes of the file at a path; raises `UserError`.
    """
    shelf = _Shelf(fetch)

    def open_book(request: Plain, _progress: Progress) -> Plain:
        sha256, book = shelf.open(request)
        return {"sha256": sha256, "pages": list(book.pages), "outline": list(book.outline)}

    def draw_page(request: Plain, _progress: Progress) -> Plain:
        picture = shelf.get(request).render(
            request["page"],
            request["scale"],
            request["rotation"],
            tuple(request["clip"]) if request["clip"] else None,
            dark=request["dark"],
        )
        return {
            "width": picture.width,
            "height": picture.height,
            "stride": picture.stride,
            "blob": picture.data,
        }

    def read_sheet(request: Plain, _progress: Progress) -> Plain:
        sheet = shelf.get(request).sheet(request["page"])
        return {
            "words": list(sheet.words),
            "links": list(sheet.links),
            "annotations": list(sheet.annotations),
        }

    return {"book": open_book, "page": draw_page, "sheet": read_sheet}
