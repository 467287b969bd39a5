"""The library: everything the reader would not want to lose, in one file.

What can be made again (readings of files, findings) lies in `cache`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.store import backup
from diptych.store.additions import Additions
from diptych.store.clock import Clock, utc_now
from diptych.store.database import Database
from diptych.store.documents import Documents
from diptych.store.history import History
from diptych.store.notes import Notes
from diptych.store.readings import Readings
from diptych.store.search import Sought
from diptych.store.trash import Trash
from diptych.store.troubles import understood
from diptych.store.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diptych.store.backup import Contents
    from diptych.store.checkup import Checkup

FILE_NAME = "library.sqlite"


class Counts(NamedTuple):
    """How much is in the library, without what is hidden or in the trash."""

    documents: int
    notes: int
    verdicts: int


class Library(Documents, Additions, Notes, Verdicts, Readings, Sought, History, Trash):
    """The reader's documents, notes, verdicts, readings and topics.

    Each method that changes something has it on the disk when it returns, and every method may
    raise `UserError` where the file cannot be read or written; then nothing was changed. The
    library belongs to the thread that opened it, and no other process can open it meanwhile.
    """

    @classmethod
    def open(cls, folder: Path, clock: Clock = utc_now) -> Library:
        """Open the library in a folder; both are made where they are missing.

        Raises:
            UserError: the library is damaged, in use, from a newer version, or its folder cannot
                be written.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            backup.finish_restoring(folder)
        except OSError as error:
            raise UserError(
                "The folder for the library could not be made.",
                "Make sure that there is room on the disk and that you may write there.",
                str(folder),
            ) from error
        return cls(Database.open(folder / FILE_NAME, clock), clock)

    @classmethod
    def open_to_read(cls, folder: Path, clock: Clock = utc_now) -> Library:
        """Open the library of a newer version as far as this one understands it, to read only.

        Raises:
            UserError: this version cannot read it.
        """
        library = cls(Database.open_to_read(folder / FILE_NAME), clock)
        try:
            with understood(library.path):
                library.notes(), library.all_verdicts(), library.entries(), library.readings()
                library.topics(), library.counts(), library.setting(""), library.search_notes("a")
        except BaseException:
            library.close()
            raise
        return library

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._database.is_read_only

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep all that is changed in the block, or nothing of it.

        Raises:
            UserError: the library cannot be written.
        """
        with self._database.write():
            yield

    def back_up(self) -> Path:
        """Copy the library into the folder `backups` beside it and return the copy's path."""
        return self._database.back_up(f"library-{backup.stamp(self._clock())}")

    def copy_to(self, target: Path) -> None:
        """Copy the library to a file of its own.

        Raises:
            UserError: it could not be written.
        """
        try:
            self._database.copy_to(target)
        except OSError as error:
            raise UserError(
                f"The copy could not be written: {error.strerror}.",
                "Choose another place and try again.",
                str(target),
            ) from error

    def contents(self) -> Contents:
        """Return what the library holds, to be compared with a copy."""
        return backup.contents(self._database.read)

    def checkup(self) -> Checkup:
        """Return what looks whether the library is sound."""
        from diptych.store.checkup import Checkup

        return Checkup(self._database, self._clock)

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._database.path

    def counts(self) -> Counts:
        """Return how many documents, notes and verdicts there are."""
        (row,) = self._database.read(
            """
            SELECT (SELECT count(*) FROM documents WHERE NOT hidden),
                (SELECT count(*) FROM notes WHERE deleted IS NULL),
                (SELECT count(*) FROM verdicts WHERE deleted IS NULL)
            """
        )
        return Counts(*row)
