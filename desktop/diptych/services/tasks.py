"""The slow work, as named tasks from plain data to plain data: what a worker process serves.

The window and the command line ask for the same tasks, so that both give the same.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from diptych.compare import memory
from diptych.compare.engine import compare
from diptych.formats.order import Order
from diptych.formats.reader import read_file
from diptych.formats.words import is_word
from diptych.model.comparison import Mode
from diptych.model.errors import UserError
from diptych.model.wire import comparison_to_plain, cut, document_to_plain, topic_from_plain
from diptych.services import topic_tasks
from diptych.services.file_tasks import fingerprint, ocr_languages, retell

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Comparison
    from diptych.model.document import Document
    from diptych.work.port import Progress

    Plain = dict[str, Any]
    Fetch = Callable[[str], bytes]

# What a request says of how its file is read: fields of an `Order`.
OPTIONS = ("encoding", "password", "last_page", "ocr")

_KEPT = 8  # documents a worker remembers, so that a comparison need not read them again
_KEPT_LETTERS = 40_000_000  # of their sources together: a worker has memory for one long book


class _Shelf:
    """The documents that this process read last.

    Args:
        fetch: returns the bytes of a file.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._documents: dict[tuple[Any, ...], Document] = {}

    def read(self, request: Plain, progress: Progress) -> Document:
        """Read the file at `path` and remember the document; see `Opened.request`."""
        path = request["path"]
        options = {name: request[name] for name in OPTIONS}
        order = Order(PurePath(path).name, **options, progress=progress)
        document = read_file(path, self._fetch, order)
        self._documents[self._key(document.sha256, request)] = document
        while len(self._documents) > _KEPT or (
            len(self._documents) > 2
            and sum(len(each.source) for each in self._documents.values()) > _KEPT_LETTERS
        ):
            del self._documents[next(iter(self._documents))]
        return document

    def get(self, request: Plain, progress: Progress) -> Document:
        """Return the document with the hash `sha256`, reading it again where it is not here."""
        if "source" in request:
            return retell(request)
        known = self._documents.get(self._key(request["sha256"], request))
        if known is not None:
            return known
        document = self.read(request, progress)
        if document.sha256 != request["sha256"]:
            raise UserError(
                "The file has changed since it was opened.",
                "Open it again to compare what it says now.",
                request["path"],
            )
        return document

    def _key(self, sha256: str, request: Plain) -> tuple[Any, ...]:
        return sha256, *(request[name] for name in OPTIONS if name != "password")


def _remembering(request: Plain, task: Callable[[], Plain]) -> Plain:
    """Run a task; what the models said of these words before goes in, and what is new comes out."""
    known = memory.shared()
    known.begin()
    known.take_in(cut(request.get("blob", b""), request.get("kept", ())))
    plain = task()
    parts = [known.packed(section) for section in range(memory.SECTIONS)]
    return {**plain, "kept": [len(part) for part in parts], "blob": b"".join(parts)}


def _say_early(progress: Progress, known: Comparison) -> None:
    progress(0.4, "", comparison_to_plain(known))


def make_tasks(fetch: Fetch) -> dict[str, Callable[[Plain, Progress], Plain]]:
    """Return the tasks, with a shelf of documents of their own.

    Args:
        fetch: returns the bytes of the file at a path; raises `UserError`.
    """
    shelf = _Shelf(fetch)

    def read(request: Plain, progress: Progress) -> Plain:
        return document_to_plain(shelf.read(request, progress))

    def load(request: Plain, progress: Progress) -> Plain:
        """Read a document that only the tasks after this one need."""
        return {"sha256": shelf.read(request, progress).sha256}

    def compared(request: Plain, progress: Progress) -> tuple[Document, Document, Comparison]:
        left, right = (shelf.get(request[side], progress) for side in ("left", "right"))
        topics = [topic_from_plain(topic) for topic in request["topics"]]
        mode = Mode(request["mode"]) if request["mode"] else None
        early = partial(_say_early, progress)
        return left, right, compare(left, right, topics, mode, progress, is_word, early)

    def compare_two(request: Plain, progress: Progress) -> Plain:
        return _remembering(request, lambda: comparison_to_plain(compared(request, progress)[2]))

    def report(request: Plain, progress: Progress) -> Plain:
        """Compare, and write the report that the command line prints."""
        from diptych.services.reporting import report_made

        left, right, comparison = compared(request, progress)
        return {"blob": report_made(left, right, comparison, request)}

    def listing(request: Plain, progress: Progress) -> Plain:
        """Read, and write what the command line prints of the document."""
        from diptych.services.listing import FORMS

        return {"blob": FORMS[request["form"]](shelf.read(request, progress)).encode()}

    def over(task: Callable[[Document, Plain, Progress], Plain]) -> Callable[..., Plain]:
        """Return a task over one document."""
        return lambda request, progress: task(
            shelf.get(request["document"], progress), request, progress
        )

    return {
        "standings": over(topic_tasks.standings),
        "try_topic": over(topic_tasks.tried),
        "ask": over(topic_tasks.answers),
        "ocr_languages": lambda _request, _progress: ocr_languages(),
        "fingerprint": lambda request, _progress: fingerprint(fetch, request),
        "retell": lambda request, _progress: document_to_plain(retell(request)),
        "read": read,
        "load": load,
        "compare": compare_two,
        "report": report,
        "listing": listing,
    }
