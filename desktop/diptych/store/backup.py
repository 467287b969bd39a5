"""Copies of the library: made by SQLite itself, checked by opening, found, thinned and put back.

A copy is written under another name, synced, checked, and renamed when it is whole.
"""

from __future__ import annotations

import os
import re
from contextlib import closing, suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FOLDER = "backups"
LIBRARY = "library.sqlite"
# The copy that is about to take the library's place; whole before anything is moved.
_UNFINISHED = "library.unfinished"
# So many of the newest days, weeks and months keep their last copy, whatever the clock says now: a
# clock that was wrong for a day takes one place of each, no more.
DAYS, WEEKS, MONTHS = 10, 8, 24
# Of a time in a file's name: "20261122T211500Z", and of a copy made before a step of the schema.
_NAME = re.compile(r"library-(\d{8}T\d{6}Z)(-v\d+)?(-\d+)?\.sqlite")
# All but the virtual ones: the search index takes longer to check than all else, and can be made
# anew. What it is stored in is checked.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"
_NOTES = "SELECT count(*) FROM notes WHERE deleted IS NULL"


class Backup(NamedTuple):
    """A copy that opens and is whole.

    Args:
        path: its file.
        made: when, as its name says: "20261122T211500Z"; "" where it says nothing.
        notes: how many notes are in it.
    """

    path: Path
    made: str
    notes: int


class Contents(NamedTuple):
    """What a library holds, to be compared with another.

    Args:
        notes: texts by id, of those not in the trash.
        verdicts: relations ("" is not a pair) by documents and finding.
        documents: titles by hash.
    """

    notes: dict[str, str]
    verdicts: dict[tuple[str, str, str], str]
    documents: dict[str, str]


def make(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy an open library into the folder `backups` of its folder and return the copy's path.

    Args:
        connection: the library; what still lies in its write-ahead log is copied too.
        folder: where the library lies.
        name: of the copy, without suffix.

    Raises:
        UserError: the copy could not be written, or is not whole.
    """
    target = folder / FOLDER / f"{name}.sqlite"
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        copy_to(connection, target)
    except (OSError, sqlite3.OperationalError) as error:
        raise UserError(
            "The library could not be copied.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(target.parent),
        ) from error
    return target


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open library to a file, which is replaced when the copy is found whole.

    Raises:
        OSError, sqlite3.OperationalError: it could not be written.
        UserError: what was written is not whole.
    """
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(str(unfinished), isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    _sync(unfinished)
    if look_into(unfinished) is None:
        unfinished.unlink()
        raise UserError(
            "The copy of the library was not whole and was thrown away.",
            "Check the disk; `diptych doctor` looks into the library itself.",
            str(target),
        )
    unfinished.replace(target)
    _sync_folder(target.parent)


def stamp(time: str) -> str:
    """Return a time (UTC, ISO 8601) as it stands in the names of copies."""
    return time.replace("-", "").replace(":", "")


def times(folder: Path) -> list[str]:
    """Return when the copies were made, as their names say, the newest first."""
    return [_made(path) for path in copies(folder)]


def copies(folder: Path) -> list[Path]:
    """Return the copies under the names that we give, the newest first; some may be damaged."""
    # A copy that the reader gave another name is the reader's own affair.
    found = (folder / FOLDER).glob("library-*.sqlite")
    return sorted((path for path in found if _NAME.fullmatch(path.name)), reverse=True)


def _made(copy: Path) -> str:
    match = _NAME.fullmatch(copy.name)
    return match[1] if match else ""


def newest_good(folder: Path) -> Backup | None:
    """Return the newest copy of the library in a folder that is whole, or None."""
    return next(filter(None, map(look_into, copies(folder))), None)


def look_into(path: Path) -> Backup | None:
    """Return what a copy is, None for one that does not open, or is damaged, or no library."""
    try:
        with closing(_opened(path)) as copy:
            tables = [name for (name,) in copy.execute(_TABLES)]
            checks = [copy.execute(f'PRAGMA quick_check("{name}")').fetchall() for name in tables]
            (notes,) = copy.execute(_NOTES).fetchone()
    except sqlite3.Error:
        return None
    return Backup(path, _made(path), notes) if all(c == [("ok",)] for c in checks) else None


def contents_of(path: Path) -> Contents:
    """Return what a copy holds; it was looked into before."""
    with closing(_opened(path)) as copy:
        return contents(lambda sql: copy.execute(sql).fetchall())


def contents(read: Callable[[str], list[tuple[str, ...]]]) -> Contents:
    """Return what a library of any schema holds.

    Args:
        read: returns the rows of a query.
    """
    columns = {name for (name,) in read("SELECT name FROM pragma_table_info('verdicts')")}
    verdicts = "SELECT left_sha256, right_sha256, finding, coalesce(relation, '') FROM verdicts"
    live = " WHERE deleted IS NULL" if "deleted" in columns else ""
    return Contents(
        notes=dict(read("SELECT id, body FROM notes WHERE deleted IS NULL")),  # type: ignore[arg-type]
        verdicts={
            (left, right, finding): relation
            for left, right, finding, relation in read(verdicts + live)
        },
        documents=dict(read("SELECT sha256, title FROM documents WHERE NOT hidden")),  # type: ignore[arg-type]
    )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def thin(folder: Path) -> int:
    """Delete copies that stand close to newer ones; return how many.

    The last copy of each of the newest 10 days, 8 weeks and 24 months stays, and so does the last
    one before each step of the schema.
    """
    found = copies(folder)
    kept = {path for periods in _periods(found) for path in periods}
    gone = 0
    for path in found:
        if path not in kept:
            with suppress(OSError):  # it can go another day
                path.unlink()
                gone += 1
    return gone


def _periods(found: list[Path]) -> Iterable[Iterable[Path]]:
    days: dict[str, Path] = {}
    weeks: dict[tuple[int, int], Path] = {}
    months: dict[str, Path] = {}
    schemas: dict[str, Path] = {}
    for path in found:
        day = _made(path)[:8]
        try:
            year, week, _ = date.fromisoformat(day).isocalendar()
        except ValueError:
            yield (path,)  # a name that is no date was not made by us
            continue
        days.setdefault(day, path)
        weeks.setdefault((year, week), path)
        months.setdefault(day[:6], path)
        match = _NAME.fullmatch(path.name)
        if match and match[2]:
            schemas.setdefault(match[2], path)
    for last, count in ((days, DAYS), (weeks, WEEKS), (months, MONTHS), (schemas, len(schemas))):
        yield list(last.values())[:count]


def restore(folder: Path, source: Path, time: str) -> Path | None:
    """Put a copy in the library's place and return where the old library went, if there was one.

    Nothing is deleted: the old file is kept beside, with what belongs to it.

    Raises:
        UserError: a file could not be moved or written.
    """
    library = folder / LIBRARY
    unfinished = folder / _UNFINISHED
    was_there = library.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.write_bytes(source.read_bytes())
        _sync(unfinished)
        aside = _free(folder, f"library-aside-{stamp(time)}")
        for suffix in ("", "-wal", "-shm", "-journal"):
            old = library.with_name(library.name + suffix)
            if old.exists():
                old.rename(aside.with_name(aside.name + suffix))
        unfinished.rename(library)
        _sync_folder(folder)
    except OSError as error:
        raise UserError(
            "The backup could not be put in the library's place.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(folder),
        ) from error
    return aside if was_there else None


def finish_restoring(folder: Path) -> None:
    """Put a copy in the library's place whose restoring was cut off after the old one had gone."""
    library, unfinished = folder / LIBRARY, folder / _UNFINISHED
    if unfinished.exists() and not library.exists() and look_into(unfinished) is not None:
        unfinished.rename(library)
        _sync_folder(folder)


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.sqlite", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.sqlite"
    return path


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system lets folders be opened."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
