"""Copies of the library: made by SQLite itself, checked by opening, found, thinned and put back.

A copy is written under another name, synced, checked, and renamed when it is whole.
"""

from __future__ import annotations

import os
import re
from contextlib import closing, contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

FOLDER = "backups"
LIBRARY = "library.sqlite"
# The copy that is about to take the library's place; whole before anything is moved.
_UNFINISHED = "library.unfinished"
# The folder, in that of the library, where another one is made ready: from there it is moved.
PREPARED = "restoring"
# Of the name of a copy that is being made.
_CUT_OFF = ".unfinished"
# A library in whose place a copy was put.
_ASIDE = "library-aside-"
# So many of the newest days, weeks and months keep their last copy, whatever the clock says now: a
# clock that was wrong for a day takes one place of each, no more.
DAYS, WEEKS, MONTHS = 10, 8, 24
# Pages that are copied in one go: for so long who uses the library elsewhere may have to wait.
_PAGES = 256
# Of a time in a file's name: "20261122T211500Z", and of a copy made before a step of the schema.
_STAMP = re.compile(r"(?<=-)\d{8}T\d{6}Z")
_NAME = re.compile(r"library-(\d{8}T\d{6}Z)(-v\d+)?(-\d+)?\.sqlite")
# All but the virtual ones: the search index takes longer to check than all else, and can be made
# anew. What it is stored in is checked.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"
_COLUMNS = "SELECT name FROM pragma_table_info('{table}')"
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

    What is in the trash is no part of it.

    Args:
        notes: texts by id.
        highlights: the words of notes without a text, by id.
        verdicts: relations ("" is not a pair) by documents and finding.
        topics: names by id, of those that the reader keeps.
        documents: titles by hash.
    """

    notes: dict[str, str]
    highlights: dict[str, str]
    verdicts: dict[tuple[str, str, str], str]
    topics: dict[str, str]
    documents: dict[str, str]

    @classmethod
    def none(cls) -> Contents:
        """Return what there is where there is no library."""
        return cls({}, {}, {}, {}, {})


def make(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy an open library into the folder `backups` of its folder and return the copy's path.

    Args:
        connection: the library; what still lies in its write-ahead log is copied too.
        folder: where the library lies.
        name: of the copy, without suffix.

    Raises:
        UserError: the copy could not be written, or is not whole.
    """
    target = place_of(folder, name)
    with not_copied(target.parent):
        finish(fill(connection, target), target)
    return target


def place_of(folder: Path, name: str) -> Path:
    """Return where a copy of the library in a folder lies that is called so."""
    return folder / FOLDER / f"{name}.sqlite"


@contextmanager
def not_copied(folder: Path) -> Iterator[None]:
    """Say in plain words why no copy could be written into a folder.

    Raises:
        UserError: it could not.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise UserError(
            "The library could not be copied.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(folder),
        ) from error


def fill(
    connection: sqlite3.Connection, target: Path, pause: Callable[[], None] = lambda: None
) -> Path:
    """Copy an open library to a file beside the target, and return that file.

    Args:
        connection: the library. Where SQLite keeps threads apart by itself, another thread may go
            on to use it: what is written through it meanwhile comes into the copy as well
            (sqlite.org/backup.html).
        target: see `finish`.
        pause: called after each megabyte; what it raises ends the copy.

    Raises:
        OSError, sqlite3.OperationalError: it could not be written.
    """
    unfinished = target.with_suffix(_CUT_OFF)
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(str(unfinished), isolation_level=None)) as copy:
            # It is synced when it is whole: one that is cut off is none, whatever is on the disk.
            for setting in ("journal_mode=OFF", "synchronous=OFF"):
                copy.execute(f"PRAGMA {setting}").fetchall()
            connection.backup(copy, pages=_PAGES, progress=lambda *_: pause())
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    except BaseException:
        # Half a copy would only take the room that may be missing.
        with suppress(OSError):
            unfinished.unlink()
        raise
    return unfinished


def finish(unfinished: Path, target: Path, *, whole: bool = True) -> None:
    """Let a copy that was filled take the target's place, when it is found whole.

    Args:
        unfinished: what `fill` returned.
        target: the copy's path.
        whole: whether a damaged one is thrown away.

    Raises:
        OSError: it could not be written.
        UserError: what was written is not whole.
    """
    _sync(unfinished)
    if whole and look_into(unfinished) is None:
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
    return [made(path) for path in copies(folder)]


def copies(folder: Path) -> list[Path]:
    """Return the copies under the names that we give, the newest first; some may be damaged."""
    # A copy that the reader gave another name is the reader's own affair.
    found = (folder / FOLDER).glob("library-*.sqlite")
    return sorted((path for path in found if _NAME.fullmatch(path.name)), reverse=True)


def set_aside(folder: Path) -> list[Path]:
    """Return the libraries in whose place a copy was put, the newest first."""
    return sorted(folder.glob(f"{_ASIDE}*.sqlite"), reverse=True)


def made(copy: Path) -> str:
    """Return when a copy was made, as its name says: "20261122T211500Z"; "" where it does not."""
    match = _STAMP.search(copy.name)
    return match[0] if match else ""


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
    return Backup(path, made(path), notes) if all(c == [("ok",)] for c in checks) else None


def contents_of(path: Path) -> Contents:
    """Return what a copy holds; it was looked into before."""
    with closing(_opened(path)) as copy:
        return contents(lambda sql: copy.execute(sql).fetchall())


def contents(read: Callable[[str], list[tuple[str, ...]]]) -> Contents:
    """Return what a library of any schema holds.

    Args:
        read: returns the rows of a query.
    """
    columns = {
        table: {name for (name,) in read(_COLUMNS.format(table=table))}
        for table in ("notes", "verdicts", "topics")
    }
    live = {
        table: " WHERE deleted IS NULL" if "deleted" in names else ""
        for table, names in columns.items()
    }
    quote = "quote" if "quote" in columns["notes"] else "''"
    notes = read(f"SELECT id, body, {quote} FROM notes WHERE deleted IS NULL")  # noqa: S608 - ours
    verdicts = "SELECT left_sha256, right_sha256, finding, coalesce(relation, '') FROM verdicts"
    return Contents(
        notes={id_: body for id_, body, _quote in notes if body.strip()},
        highlights={id_: words for id_, body, words in notes if not body.strip()},
        verdicts={
            (left, right, finding): relation
            for left, right, finding, relation in read(verdicts + live["verdicts"])
        },
        topics=dict(read(f"SELECT id, name FROM topics{live['topics']}")),  # type: ignore[arg-type] # noqa: S608
        documents=dict(read("SELECT sha256, title FROM documents WHERE NOT hidden")),  # type: ignore[arg-type]
    )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def thin(folder: Path) -> int:
    """Delete copies that stand close to newer ones; return how many.

    The last copy of each of the newest 10 days, 8 weeks and 24 months stays, and so does the last
    one before each step of the schema. What was left of copies that were cut off goes too.
    """
    found = copies(folder)
    with suppress(OSError):
        _clear_up(folder / FOLDER, found)
    kept = reasons(found)
    gone = 0
    for path in found:
        if not kept[path]:
            with suppress(OSError):  # it can go another day
                path.unlink()
                gone += 1
    return gone


def _clear_up(folder: Path, found: list[Path]) -> None:
    """Delete copies that were begun before the newest one, and are not finished."""
    newest = max((path.stat().st_mtime_ns for path in found), default=0)
    for path in folder.glob(f"library-*{_CUT_OFF}"):
        if path.stat().st_mtime_ns < newest:
            path.unlink()


def reasons(found: Iterable[Path]) -> dict[Path, tuple[str, ...]]:
    """Return why each copy is kept: it is the last of its "day", "week", "month", "schema".

    Args:
        found: copies, the newest first.

    Returns:
        For each its reasons, none where it stands close to a newer one; "name" where the name says
        no day: such a one was not made by us.
    """
    kept: dict[Path, tuple[str, ...]] = {}
    lasts: dict[str, dict[object, Path]] = {"day": {}, "week": {}, "month": {}, "schema": {}}
    for path in found:
        kept[path] = ()
        day = made(path)[:8]
        try:
            week = date.fromisoformat(day).isocalendar()[:2]
        except ValueError:
            kept[path] = ("name",)
            continue
        lasts["day"].setdefault(day, path)
        lasts["week"].setdefault(week, path)
        lasts["month"].setdefault(day[:6], path)
        match = _NAME.fullmatch(path.name)
        if match and match[2]:
            lasts["schema"].setdefault(match[2], path)
    most = {"day": DAYS, "week": WEEKS, "month": MONTHS}
    for period, last in lasts.items():
        for path in list(last.values())[: most.get(period)]:
            kept[path] += (period,)
    return kept


def restore(folder: Path, source: Path, time: str) -> Path | None:
    """Put a copy in the library's place and return where the old library went, if there was one.

    Nothing is deleted: the old file is kept beside, with what belongs to it.

    Raises:
        UserError: a file could not be moved or written.
    """
    unfinished = folder / _UNFINISHED
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.write_bytes(source.read_bytes())
        _sync(unfinished)
    except OSError as error:
        raise _not_put(folder) from error
    return put_in_place(folder, unfinished, time)


def put_in_place(folder: Path, ready: Path, time: str) -> Path | None:
    """Move a whole library into the place of the one in a folder, which is kept beside.

    Args:
        ready: its file, on the same disk; nobody has it open.
        time: now: UTC, ISO 8601.

    Returns:
        Where the old library went, if there was one.

    Raises:
        UserError: a file could not be moved; then all are where they were.
    """
    library, unfinished = folder / LIBRARY, folder / _UNFINISHED
    was_there = library.exists()
    moved: list[tuple[Path, Path]] = []
    try:
        if ready != unfinished:
            ready.replace(unfinished)
            _sync(unfinished)
        aside = _free(folder, f"{_ASIDE}{stamp(time)}")
        for suffix in ("", "-wal", "-shm", "-journal"):
            old = library.with_name(library.name + suffix)
            if old.exists():
                moved.append((old, old.rename(aside.with_name(aside.name + suffix))))
        unfinished.rename(library)
        _sync_folder(folder)
    except OSError as error:
        for old, new in reversed(moved):
            new.rename(old)
        # Else a start that misses the library would take this for it, however late.
        with suppress(OSError):
            unfinished.unlink()
        raise _not_put(folder) from error
    return aside if was_there else None


def _not_put(folder: Path) -> UserError:
    return UserError(
        "The backup could not be put in the library's place.",
        "Make sure that there is room on the disk and that you may write to this folder.",
        str(folder),
    )


def finish_restoring(folder: Path) -> None:
    """Put a copy in the library's place whose restoring was cut off after the old one had gone."""
    library, unfinished = folder / LIBRARY, folder / _UNFINISHED
    if unfinished.exists() and not library.exists() and look_into(unfinished) is not None:
        unfinished.rename(library)
        _sync_folder(folder)


def give_up(folder: Path) -> None:
    """Throw away what was made ready to take the library's place, where it was not put there.

    However late, a start that missed the library would else take that for it.
    """
    prepared, unfinished = folder / PREPARED, folder / _UNFINISHED
    with suppress(OSError):  # it goes another day
        if prepared.is_dir():
            from shutil import rmtree

            rmtree(prepared)
        if unfinished.exists() and (folder / LIBRARY).exists():
            unfinished.unlink()


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
