"""Opening a document: from the cache when the file is known, else by the worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from diptych import formats
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document
    from diptych.store.cache import Cache
    from diptych.store.clock import Clock
    from diptych.store.library import Library
    from diptych.work.port import Jobs, Plain


class Opened(NamedTuple):
    """A document and where it was found.

    Args:
        document: the text.
        entry: how the library knows it.
        trouble: why the library could not take it in; it can be read and compared all the same.
    """

    document: Document
    entry: LibraryEntry
    trouble: UserError | None = None

    @property
    def request(self) -> Plain:
        """How a worker is told which document is meant."""
        return {
            "path": self.entry.path,
            "sha256": self.document.sha256,
            "encoding": self.entry.encoding,
        }


class Opening:
    """Opens documents and remembers them in the library.

    Args:
        clock: for when a document was last opened.
    """

    def __init__(self, library: Library, cache: Cache, jobs: Jobs, clock: Clock) -> None:
        self._library = library
        self._cache = cache
        self._jobs = jobs
        self._clock = clock
        self._tickets: dict[str, int] = {}

    def open_path(
        self,
        path: str,
        *,
        done: Callable[[Opened], None],
        failed: Callable[[Exception], None],
        encoding: str | None = None,
        lane: str = "",
    ) -> None:
        """Open the file at an absolute path.

        Args:
            path: absolute; "" is that of a document whose file holds another one now.
            done: called with the document, at once where the file is known and unchanged.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
            encoding: a name, "" to detect it, None to keep what the library says.
            lane: a later call for the same lane (a pane) calls an unanswered one off.
        """
        if lane in self._tickets:
            self._jobs.cancel(self._tickets.pop(lane))
        if not path:
            failed(
                UserError(
                    "This document is no longer where it was: its file holds another text now.",
                    "Open it from where it is now.",
                )
            )
            return
        try:
            status = os.stat(path)  # noqa: PTH116 - one system call on the way to the first paint
        except OSError:
            status = None  # the reader of the file says what is wrong with it
        entry = self._library.entry_at(path)
        if encoding is None:
            encoding = entry.encoding if entry else ""
        if (
            entry is not None
            and status is not None
            and (entry.size, entry.mtime_ns, entry.encoding)
            == (status.st_size, status.st_mtime_ns, encoding)
        ):
            document = self._cached(entry)
            if document is not None:
                done(Opened(document, entry))
                return
        ticket = self._jobs.submit(
            "read",
            {"path": path, "encoding": encoding},
            done=lambda plain: done(self._take_in(plain, path, encoding, status)),
            failed=failed,
        )
        if lane:
            self._tickets[lane] = ticket

    def _cached(self, entry: LibraryEntry) -> Document | None:
        import json

        from diptych.model.wire import document_from_plain

        stored = self._cache.get("document", self._key(entry.sha256, entry.encoding))
        return document_from_plain(json.loads(stored)) if stored is not None else None

    def _key(self, sha256: str, encoding: str) -> str:
        from diptych.model import wire

        return f"{sha256} {encoding} {formats.VERSION} {wire.FORMAT}"

    def _take_in(
        self, plain: Plain, path: str, encoding: str, status: os.stat_result | None
    ) -> Opened:
        import json

        from diptych.model.wire import document_from_plain

        document = document_from_plain(plain)
        data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        self._cache.put("document", self._key(document.sha256, encoding), data)
        known = self._library.entry(document.sha256)
        entry = LibraryEntry(sha256=document.sha256, path=path, title=document.title)
        if known is not None:
            entry = known._replace(path=path)
        entry = entry._replace(
            encoding=encoding,
            opened=self._clock(),
            size=status.st_size if status else -1,
            mtime_ns=status.st_mtime_ns if status else -1,
        )
        try:
            self._library.remember(entry)
        except UserError as error:
            return Opened(document, entry, error)
        return Opened(document, entry)
