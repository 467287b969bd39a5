"""Opening a document: from the cache when the file is known, else by the worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from diptych import formats
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry
from diptych.services.library import after_reading, inherit, keep_replaced
from diptych.services.looking import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document
    from diptych.store.cache import Cache
    from diptych.store.clock import Clock
    from diptych.store.library import Library
    from diptych.work.port import Jobs, Plain


# Under this the library keeps in which languages the images of a document are read.
_OCR = "ocr "
# Bytes in the cache of a document that is made within a frame; a longer one is made elsewhere.
_AT_ONCE = 256 * 1024


class Opened(NamedTuple):
    """A document and where it was found.

    Args:
        document: the text.
        entry: how the library knows it.
        trouble: why the library could not take it in; it can be read and compared all the same.
        password: that opened it, or ""; it is kept here and nowhere else.
        last_page: how many of its pages were read; 0 means all.
        ocr: languages in which its page images were read, "" for none.
        is_kept: whether it was told again from a kept text, because its file is gone.
    """

    document: Document
    entry: LibraryEntry
    trouble: UserError | None = None
    password: str = ""
    last_page: int = 0
    ocr: str = ""
    is_kept: bool = False

    @property
    def request(self) -> Plain:
        """How a worker is told which document is meant."""
        kept = {"source": self.document.source, "title": self.entry.title} if self.is_kept else {}
        return {
            **kept,
            **read_request(
                self.entry.path, self.entry.encoding, self.password, self.last_page, self.ocr
            ),
            "sha256": self.document.sha256,
        }

    @property
    def read_as(self) -> str:
        """What tells this document from every other, and from other readings of the same file."""
        kept = " kept" if self.is_kept else ""
        encoding = self.entry.encoding
        return _read_as(self.document.sha256, encoding, self.last_page, self.ocr) + kept

    @property
    def is_secret(self) -> bool:
        """Whether nothing of it may be kept on a disk."""
        return self.document.is_encrypted


class Stored(NamedTuple):
    """A document of the library that need not be open: how a worker and the cache know it.

    Args:
        entry: how the library knows it.
        ocr: languages in which its page images are read, "" for none.
        source: its kept text, where its file is gone; else None.
    """

    entry: LibraryEntry
    ocr: str = ""
    source: str | None = None

    @property
    def is_secret(self) -> bool:
        """Whether nothing of it may be kept: no, it opens without a password or not at all."""
        return False

    @property
    def request(self) -> Plain:
        """How a worker is told which document is meant."""
        kept = {} if self.source is None else {"source": self.source, "title": self.entry.title}
        entry = self.entry
        asked = read_request(entry.path, entry.encoding, ocr=self.ocr)
        return {**kept, **asked, "sha256": entry.sha256}

    @property
    def read_as(self) -> str:
        """What tells this document from every other, and from other readings of the same file."""
        kept = "" if self.source is None else " kept"
        return _read_as(self.entry.sha256, self.entry.encoding, ocr=self.ocr) + kept


def read_request(
    path: str, encoding: str = "", password: str = "", last_page: int = 0, ocr: str = ""
) -> Plain:
    """Return the request for a document; see `formats.order.Order` for what is in it."""
    return {
        "path": path,
        "encoding": encoding,
        "password": password,
        "last_page": last_page,
        "ocr": ocr,
    }


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)  # noqa: PTH116 - paths are strings here
    except OSError:
        return None  # the reader of the file says what is wrong with it


def _read_as(sha256: str, encoding: str, last_page: int = 0, ocr: str = "") -> str:
    part = f" to page {last_page}" if last_page else ""
    return f"{sha256} {encoding}{part}" + (f" ocr {ocr}" if ocr else "")


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
        self._readings: dict[str, str] = {}

    def open_path(
        self,
        path: str,
        *,
        done: Callable[[Opened], None],
        failed: Callable[[Exception], None],
        encoding: str | None = None,
        password: str = "",
        last_page: int = 0,
        ocr: str | None = None,
        progress: Callable[[float, str], None] | None = None,
        lane: str = "",
    ) -> None:
        """Open the file at an absolute path.

        Args:
            path: absolute; "" is that of a document whose file holds another one now.
            done: called with the document, at once where the file is known and unchanged, unless
                it is a long one.
            failed: called with a `UserError` (`PasswordNeeded` for an encrypted file, `Stopped`
                where the worker came to a limit), a `WorkerDefect` or `Cancelled`.
            encoding: a name, "" to detect it, None to keep what the library says.
            password: of an encrypted file.
            last_page: how many pages are read; 0 means all. After `Stopped`, its `pages_read`.
            ocr: languages in which page images are read ("eng+spa"), "" for none, None for what
                was chosen for this document before.
            progress: called with a share (0 to 1) and a few words while the file is read.
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
        entry = self._library.entry_at(path)
        if encoding is None:
            encoding = entry.encoding if entry else ""
        if ocr is None:
            ocr = (self._library.setting(_OCR + entry.sha256) if entry else None) or ""
        wanted = _Wanted(
            path, encoding, password, last_page, ocr, lane, None, done, failed, progress
        )
        asked = Asked(lambda: _status(path))
        if asked.is_answered_soon():
            self._open_as_it_is(wanted, entry, asked.answer())
            return
        self._keep_ticket(
            wanted,
            self._jobs.load(
                asked.answer,
                done=lambda status: self._open_as_it_is(wanted, entry, status),
                failed=failed,
            ),
        )

    def _open_as_it_is(
        self, wanted: _Wanted, entry: LibraryEntry | None, status: os.stat_result | None
    ) -> None:
        """Open a file from the cache if it is as the library knows it, else read it."""
        wanted = wanted._replace(status=status)
        if (
            entry is not None
            and status is not None
            and (entry.size, entry.mtime_ns, entry.encoding)
            == (status.st_size, status.st_mtime_ns, wanted.encoding)
        ):
            self._open_known(wanted, entry)
        else:
            self._read(wanted)

    def _open_known(self, wanted: _Wanted, entry: LibraryEntry) -> None:
        """Take a document out of the cache, or have it read where it is there no more."""

        def found(document: Document | None) -> None:
            if document is not None:
                self._readings[document.sha256] = wanted.reading
                wanted.done(Opened(document, entry, last_page=wanted.last_page, ocr=wanted.ocr))
            else:
                self._read(wanted)

        key = _key(wanted.read_as(entry.sha256))
        size = self._cache.size("document", key)
        if size <= _AT_ONCE:
            found(self._unpacked(key) if size else None)
            return
        self._keep_ticket(
            wanted,
            self._jobs.load(lambda: self._unpacked(key), done=found, failed=wanted.failed),
        )

    def _read(self, wanted: _Wanted) -> None:
        def take(plain: Plain) -> Document:
            """Make the document and keep it; the window does not wait for it."""
            from diptych.services.unpacking import unpacked

            document = unpacked(plain)
            if not document.is_encrypted:
                key = _key(wanted.read_as(document.sha256))
                self._cache.put("document", key, plain["blob"])
            return document

        self._keep_ticket(
            wanted,
            self._jobs.submit(
                "read",
                wanted.request,
                done=lambda document: wanted.done(self._take_in(document, wanted)),
                failed=wanted.failed,
                progress=wanted.progress,
                take=take,
            ),
        )

    def reading_of(self, sha256: str) -> str:
        """Return how a document was read that was opened last: "" for the whole of it."""
        return self._readings.get(sha256, "")

    def _keep_ticket(self, wanted: _Wanted, ticket: int) -> None:
        if wanted.lane:
            self._tickets[wanted.lane] = ticket

    def cancel(self, lane: str) -> None:
        """Call off what is being opened for a lane, if anything is."""
        ticket = self._tickets.pop(lane, 0)
        if ticket:
            self._jobs.cancel(ticket)

    def stored(self, entry: LibraryEntry) -> Stored:
        """Return a document of the library as it would be opened."""
        return Stored(entry, self._library.setting(_OCR + entry.sha256) or "")

    def cached(self, stored: Stored) -> Document | None:
        """Return a document that was read before, None where it is at hand no more. Any thread."""
        return self._unpacked(_key(stored.read_as))

    def _unpacked(self, key: str) -> Document | None:
        from diptych.services.unpacking import unpacked

        stored = self._cache.get("document", key)
        return unpacked({"blob": stored}) if stored is not None else None

    def _take_in(self, document: Document, wanted: _Wanted) -> Opened:
        entry = self._library.entry(document.sha256)
        replaced = self._library.entry_at(wanted.path)
        if entry is None:
            entry = LibraryEntry(document.sha256, wanted.path, document.title)
            if replaced is not None:
                entry = inherit(entry, replaced)
        status = wanted.status
        entry = after_reading(entry, document)._replace(
            path=wanted.path,
            encoding=wanted.encoding,
            opened=self._clock(),
            size=status.st_size if status else -1,
            mtime_ns=status.st_mtime_ns if status else -1,
        )
        self._readings[document.sha256] = wanted.reading
        opened = Opened(document, entry, None, wanted.password, wanted.last_page, wanted.ocr)
        try:
            if replaced is not None and replaced.sha256 != document.sha256:
                keep_replaced(self._library, self, replaced)
            self._library.remember(entry)
            if wanted.ocr:
                self._library.set_setting(_OCR + entry.sha256, wanted.ocr)
        except UserError as error:
            return opened._replace(trouble=error)
        return opened


class _Wanted(NamedTuple):
    """A file that is to be opened; see `Opening.open_path`."""

    path: str
    encoding: str
    password: str
    last_page: int
    ocr: str
    lane: str
    status: os.stat_result | None
    done: Callable[[Opened], None]
    failed: Callable[[Exception], None]
    progress: Callable[[float, str], None] | None

    @property
    def request(self) -> Plain:
        return read_request(self.path, self.encoding, self.password, self.last_page, self.ocr)

    def read_as(self, sha256: str) -> str:
        return _read_as(sha256, self.encoding, self.last_page, self.ocr)

    @property
    def reading(self) -> str:
        """How the file is read, "" for the whole of it without its page images."""
        return _read_as("", "", self.last_page, self.ocr).strip()


def _key(read_as: str) -> str:
    from diptych.model import wire

    return f"{read_as} {formats.VERSION} {wire.FORMAT}"
