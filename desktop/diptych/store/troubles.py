"""What may be wrong with the library's file, in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LibraryInUse(UserError):  # noqa: N818
    """Another process holds the library: the window that is open, or a command."""


class NewerLibrary(UserError):  # noqa: N818
    """The library was written by a newer version: it can be read at most."""


class DamagedLibrary(UserError):  # noqa: N818 - it is what the reader has, and is called so
    """The file of the library holds no library that can be read: a copy of it would help."""


class BrokenOff(UserError):  # noqa: N818
    """The copying of the library was ended before it was done, and can be begun again."""


BROKEN_OFF = (
    "The copying of the library was broken off: its log was deleted or replaced meanwhile.",
    "Nothing is lost. Try again.",
)
_PLAIN_WORDS = {
    5: (  # SQLITE_BUSY
        "The library is in use by another Diptych.",
        "Close the other one, then try again.",
    ),
    8: (  # SQLITE_READONLY
        "The library cannot be changed.",
        "Make sure that you may write to its file and folder, then try again.",
    ),
    10: (  # SQLITE_IOERR
        "The disk failed while the library was read or written.",
        "Make sure that the disk is connected and has room, then try again.",
    ),
    11: (  # SQLITE_CORRUPT
        "The library is damaged.",
        "Move its file aside and put the newest copy from the folder “backups” in its place.",
    ),
    13: (  # SQLITE_FULL
        "The disk is full: the library could not be written.",
        "Make room on the disk, then try again.",
    ),
    14: (  # SQLITE_CANTOPEN
        "The library cannot be opened.",
        "Make sure that you may write to its folder, then try again.",
    ),
}
CANNOT_BE_CHANGED = _PLAIN_WORDS[8]
_PLAIN_WORDS[3] = CANNOT_BE_CHANGED  # SQLITE_PERM
_PLAIN_WORDS[26] = _PLAIN_WORDS[11]  # SQLITE_NOTADB
_KINDS = {5: LibraryInUse, 11: DamagedLibrary, 26: DamagedLibrary}


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn the world's failures into a UserError; let defects of ours through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        # The low byte of SQLite's extended codes is the kind of failure.
        words = None if code is None else _PLAIN_WORDS.get(code & 0xFF)
        if code is None or words is None:
            raise
        raise _KINDS.get(code & 0xFF, UserError)(*words, str(path)) from error


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """Turn what a newer schema has otherwise into a UserError.

    Raises:
        UserError: something that is asked for is not there, or not as it was.
    """
    try:
        yield
    except (sqlite3.OperationalError, ValueError, TypeError, KeyError) as error:
        raise UserError(
            "This version of Diptych cannot read the library, which a newer one wrote.",
            "Install that version.",
            str(path),
        ) from error
