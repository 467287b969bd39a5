"""Files and folders come into the library: each is known by its content, one after another."""

from __future__ import annotations

from collections import deque
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import Cancelled, UserError
from diptych.model.note import LibraryEntry
from diptych.services.library import inherit, keep_replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.services.opening import Opening
    from diptych.services.survey import Found, Survey
    from diptych.store.library import Library
    from diptych.work.port import Jobs, Plain

# So many files are settled in one write, and told to whoever watches.
_TOGETHER = 25


class Tally(NamedTuple):
    """How far the adding is, and what came of it.

    Args:
        done, total: files.
        added: new documents.
        found_again: documents whose file was missing.
        known: files whose content was in the library already.
        refused: what could not be taken in: path and the reason in a sentence.
    """

    done: int = 0
    total: int = 0
    added: int = 0
    found_again: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing waits any more."""
        return self.done >= self.total


class Collecting:
    """Takes files into the library by their content.

    One file at a time is asked for, so that what the reader opens meanwhile waits for one at most.

    Attributes:
        changed: called with a `Tally` now and then, and when all is done.
        missing: paths of known documents where there is no file now; whoever looked says so.
    """

    def __init__(self, library: Library, opening: Opening, jobs: Jobs) -> None:
        self._library = library
        self._opening = opening
        self._jobs = jobs
        # Each file with whether a new document may come of it, or only a known one be found again.
        self._queue: deque[tuple[Found, bool]] = deque()
        self._settled: list[str] = []
        self._ticket = 0
        self._is_busy = self._is_pumping = False
        self._tally = Tally()
        self.changed: Callable[[Tally], None] = lambda _tally: None
        self.missing: frozenset[str] = frozenset()

    @property
    def is_busy(self) -> bool:
        """Whether files wait."""
        return self._is_busy or bool(self._queue)

    def add(self, found: Survey) -> None:
        """Take in all files of a survey; its folders are searched for moved files later.

        Raises:
            UserError: the library cannot be written.
        """
        self._library.await_files(each.path for each in found.files)
        self._library.settle(found.refused)
        for folder in found.folders:
            self._library.know_folder(folder)
        reasons = tuple((path, "It could not be looked into.") for path in found.refused)
        self._begin(found.files, reasons, may_add=True)

    def find(self, files: Iterable[Found]) -> None:
        """Look among files for documents whose file is missing; all others are passed over.

        Only files of the same size are read.
        """
        sizes = {e.size for e in self._library.entries() if e.path in self.missing or not e.path}
        self._begin([each for each in files if each.size in sizes], (), may_add=False)

    def stop(self) -> None:
        """Leave what is not yet taken in; what is, stays."""
        self._queue.clear()
        if self._ticket:
            self._jobs.cancel(self._ticket)
        self._library.settle_all()
        self._finish()

    def pause(self) -> None:
        """Take in nothing more and say nothing; what still waits is in the library's list."""
        self.changed = lambda _tally: None
        self._queue.clear()
        if self._ticket:
            self._jobs.cancel(self._ticket)
        self._settle()

    def _begin(
        self, files: Iterable[Found], refused: tuple[tuple[str, str], ...], *, may_add: bool
    ) -> None:
        if not self.is_busy:
            self._tally = Tally()
        files = list(files)
        self._queue.extend((each, may_add) for each in files)
        self._tally = self._tally._replace(
            total=self._tally.total + len(files), refused=self._tally.refused + refused
        )
        self._pump()

    def _pump(self) -> None:
        if self._is_pumping:
            return
        self._is_pumping = True
        try:
            while self._queue and not self._is_busy:
                self._take(*self._queue.popleft())
        finally:
            self._is_pumping = False
        if not self.is_busy:
            self._finish()

    def _take(self, file: Found, may_add: bool) -> None:
        there = self._library.entry_at(file.path)
        if there is not None and (there.size, there.mtime_ns) == (file.size, file.mtime_ns):
            self._count(file, known=1)
            return
        self._is_busy = True
        self._ticket = self._jobs.submit(
            "fingerprint",
            {"path": file.path},
            done=lambda plain: self._known(file, plain, may_add),
            failed=lambda error: self._refused(file, error, may_add),
        )

    def _known(self, file: Found, plain: Plain, may_add: bool) -> None:
        self._is_busy = False
        sha256 = plain["sha256"]
        entry = self._library.entry(sha256)
        file = file._replace(size=plain["size"])
        if entry is None:
            if may_add:
                self._remember_new(file, sha256, plain["format"])
            self._count(file, added=int(may_add))
        elif entry.path in ("", file.path) or entry.path in self.missing:
            again = int(entry.path != file.path)
            self._library.remember(
                entry._replace(path=file.path, size=file.size, mtime_ns=file.mtime_ns)
            )
            self.missing -= {file.path}
            self._count(file, found_again=again, known=1 - again)
        else:
            self._library.found_also(sha256, file.path, file.mtime_ns)
            self._count(file, known=1)
        self._pump()

    def _remember_new(self, file: Found, sha256: str, name: str) -> None:
        title = PurePath(file.path).stem
        entry = LibraryEntry(sha256, file.path, title, file.size, file.mtime_ns, format=name)
        replaced = self._library.entry_at(file.path)
        if replaced is not None:
            keep_replaced(self._library, self._opening, replaced)
            entry = inherit(entry, replaced)
        self._library.remember(entry)

    def _refused(self, file: Found, error: Exception, may_add: bool) -> None:
        self._is_busy = False
        if isinstance(error, Cancelled):
            return
        if may_add and isinstance(error, UserError):
            refused = (*self._tally.refused, (file.path, error.sentence))
            self._tally = self._tally._replace(refused=refused)
        # Counted after a defect too: else it would come again with every start.
        self._count(file)
        self._pump()
        if not isinstance(error, UserError):
            raise error

    def _count(self, file: Found, *, added: int = 0, found_again: int = 0, known: int = 0) -> None:
        tally = self._tally
        self._tally = tally._replace(
            done=tally.done + 1,
            added=tally.added + added,
            found_again=tally.found_again + found_again,
            known=tally.known + known,
        )
        self._settled.append(file.path)
        if len(self._settled) >= _TOGETHER:
            self._settle()
            self.changed(self._tally)

    def _settle(self) -> None:
        if self._settled:
            self._library.settle(self._settled)
        self._settled = []

    def _finish(self) -> None:
        self._settle()
        self._ticket = 0
        self._tally = self._tally._replace(done=self._tally.total)
        self.changed(self._tally)
