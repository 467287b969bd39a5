"""Copies of the library: made by SQLite itself, checked by opening, found and put back.

A copy is written under another name, synced, and renamed when it is whole.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "backups"
LIBRARY = "library.sqlite"
# Of a time in a file's name: "20261122T211500Z".
_STAMP = f"{'[0-9]' * 8}T{'[0-9]' * 6}Z"
_NOTES = "SELECT count(*) FROM notes WHERE deleted IS NULL"


class Backup(NamedTuple):
    """A copy that opens and is whole.

    Args:
        path: its file.
        made: when, as its name says: "20261122T211500Z".
        notes: how many notes are in it.
    """

    path: Path
    made: str
    notes: int


def make(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy an open library into the folder `backups` of its folder and return the copy's path.

    Args:
        connection: the library; what still lies in its write-ahead log is copied too.
        folder: where the library lies.
        name: of the copy, without suffix.

    Raises:
        UserError: the copy could not be written.
    """
    target = folder / FOLDER / f"{name}.sqlite"
    unfinished = target.with_suffix(".unfinished")
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(str(unfinished), isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise UserError(
            "The library could not be copied.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(target.parent),
        ) from error
    return target


def stamp(time: str) -> str:
    """Return a time (UTC, ISO 8601) as it stands in the names of copies."""
    return time.replace("-", "").replace(":", "")


def times(folder: Path) -> list[str]:
    """Return when the copies were made, as their names say, the newest first."""
    return [_made(path) for path in _copies(folder)]


def _copies(folder: Path) -> list[Path]:
    # A copy that the reader gave another name is the reader's own affair.
    return sorted((folder / FOLDER).glob(f"library-{_STAMP}*.sqlite"), reverse=True)


def _made(copy: Path) -> str:
    return copy.name.removeprefix("library-")[: len("20261122T211500Z")]


def newest_good(folder: Path) -> Backup | None:
    """Return the newest copy of the library in a folder that is whole, or None."""
    for path in _copies(folder):
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
                (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
                (notes,) = copy.execute(_NOTES).fetchone()
        except sqlite3.Error:
            continue  # a damaged copy is no help: the one before it may be whole
        if verdict == "ok":
            return Backup(path, _made(path), notes)
    return None


def restore(folder: Path, backup: Backup, time: str) -> Path:
    """Put a copy in the library's place and return where the old library went.

    Nothing is deleted: the old file is kept beside, with what belongs to it.

    Raises:
        UserError: a file could not be moved or written.
    """
    library = folder / LIBRARY
    aside = folder / f"library-aside-{stamp(time)}.sqlite"
    unfinished = folder / "library.unfinished"
    try:
        unfinished.write_bytes(backup.path.read_bytes())
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        for suffix in ("", "-wal", "-shm", "-journal"):
            old = library.with_name(library.name + suffix)
            if old.exists():
                old.rename(aside.with_name(aside.name + suffix))
        unfinished.rename(library)
    except OSError as error:
        raise UserError(
            "The backup could not be put in the library's place.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(folder),
        ) from error
    return aside
