"""The slow work, as named tasks from plain data to plain data: what a worker process serves.

The command line calls the same functions of `formats` and `compare`, so that both give the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.compare.engine import compare
from diptych.formats.reader import read_path
from diptych.model.comparison import Mode
from diptych.model.errors import UserError
from diptych.model.wire import comparison_to_plain, document_to_plain, topic_from_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document

    Plain = dict[str, Any]
    Progress = Callable[[float, str], None]

_KEPT = 8  # documents a worker remembers, so that a comparison need not read them again


class _Shelf:
    """The documents that this process read last."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str], Document] = {}

    def read(self, request: Plain) -> Document:
        """Read `path` with `encoding` ("" to detect it) and remember the document."""
        document = read_path(Path(request["path"]), request["encoding"])
        self._documents[document.sha256, request["encoding"]] = document
        while len(self._documents) > _KEPT:
            del self._documents[next(iter(self._documents))]
        return document

    def get(self, request: Plain) -> Document:
        """Return the document with the hash `sha256`, reading it again where it is not here."""
        known = self._documents.get((request["sha256"], request["encoding"]))
        if known is not None:
            return known
        document = self.read(request)
        if document.sha256 != request["sha256"]:
            raise UserError(
                "The file has changed since it was opened.",
                "Open it again to compare what it says now.",
                request["path"],
            )
        return document


def make_tasks() -> dict[str, Callable[[Plain, Progress], Plain]]:
    """Return the tasks, with a shelf of documents of their own."""
    shelf = _Shelf()

    def read(request: Plain, _progress: Progress) -> Plain:
        return document_to_plain(shelf.read(request))

    def compare_two(request: Plain, progress: Progress) -> Plain:
        left, right = shelf.get(request["left"]), shelf.get(request["right"])
        topics = [topic_from_plain(topic) for topic in request["topics"]]
        return comparison_to_plain(compare(left, right, topics, Mode(request["mode"]), progress))

    return {"read": read, "compare": compare_two}
