"""The library: everything the reader would not want to lose, in one file.

What can be made again (readings of files, findings) lies in `cache`.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
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
from diptych.store.staging import Staging
from diptych.store.trash import Trash
from diptych.store.troubles import plain_words, understood
from diptych.store.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from diptych.store.backup import Contents
    from diptych.store.checkup import Checkup

FILE_NAME = "library.sqlite"


class Counts(NamedTuple):
    """How much is in the library, without what is hidden or in the trash."""

    documents: int
    notes: int
    verdicts: int


class Library(Documents, Additions, Notes, Staging, Verdicts, Readings, Sought, History, Trash):
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
        library = cls(Database.open(folder / FILE_NAME, clock), clock)
        # Nobody else has it: what was made ready to take its place was cut off.
        backup.give_up(folder)
        return library

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

    def exchange(self, ready: Path) -> Path | None:
        """Go on with another library in the place of this one, which is kept beside.

        Args:
            ready: the file of a library, whole and of this version, in a folder of this one's.

        Returns:
            Where the old one is now; None where its file was gone.

        Raises:
            UserError: it could not be put there; then everything goes on as it was.
        """
        path = self.path
        with suppress(UserError):  # what cannot be written back goes aside as it lies there
            self._database.close()
        try:
            return backup.put_in_place(path.parent, ready, self._clock())
        finally:
            self._database = Database.open(path, self._clock)

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
        return self.backing_up()()

    def backing_up(self) -> Callable[[], Path]:
        """Return what does that on any thread, while the library is used; see `copying_to`."""
        path = self.path
        target = backup.place_of(path.parent, f"library-{backup.stamp(self._clock())}")
        copy = self._database.copying(target)

        def back_up() -> Path:
            with plain_words(path), backup.not_copied(target.parent):
                copy()
            return target

        return back_up

    def copy_to(self, target: Path) -> None:
        """Copy the library to a file of its own.

        Raises:
            UserError: it could not be written.
        """
        self.copying_to(target)()

    def copying_to(self, target: Path, *, whole: bool = True) -> Callable[[], None]:
        """Return what does that on any thread, while the library is used.

        It raises `Cancelled` where the library is closed before all is copied.

        Args:
            target: the copy's path.
            whole: whether a copy that is damaged is none; without, it has the library's damage.
        """
        copy = self._database.copying(target, whole=whole)

        def copy_to() -> None:
            try:
                with plain_words(target):
                    copy()
            except OSError as error:
                raise UserError(
                    f"The copy could not be written: {error.strerror}.",
                    "Choose another place and try again.",
                    str(target),
                ) from error

        return copy_to

    @property
    def is_copied(self) -> bool:
        """Whether a copy of the library is being made."""
        return self._database.is_copied

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
