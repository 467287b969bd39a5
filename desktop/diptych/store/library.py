"""The library: everything the reader would not want to lose, in one file.

What can be made again (readings of files, findings) lies in `cache`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.store import backup
from diptych.store.additions import Additions
from diptych.store.clock import Clock, utc_now
from diptych.store.database import Database
from diptych.store.documents import Documents
from diptych.store.notes import Notes
from diptych.store.readings import Readings

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "library.sqlite"


class Counts(NamedTuple):
    """How much is in the library, without what is hidden or in the trash."""

    documents: int
    notes: int
    verdicts: int


class Library(Documents, Additions, Notes, Readings):
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
        except OSError as error:
            raise UserError(
                "The folder for the library could not be made.",
                "Make sure that there is room on the disk and that you may write there.",
                str(folder),
            ) from error
        return cls(Database.open(folder / FILE_NAME, clock), clock)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def back_up(self) -> Path:
        """Copy the library into the folder `backups` beside it and return the copy's path."""
        return self._database.back_up(f"library-{backup.stamp(self._clock())}")

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
                (SELECT count(*) FROM verdicts)
            """
        )
        return Counts(*row)
