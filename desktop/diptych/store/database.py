"""One connection to the library's file: settings, write transactions, and errors in plain words.

What is in the file is said by `migrations`; rows become notes and documents in the modules beside.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from threading import Event, get_ident
from time import sleep
from typing import TYPE_CHECKING, Any

from diptych.model.errors import Cancelled, UserError
from diptych.store import backup, migrations
from diptych.store.driver import sqlite3
from diptych.store.troubles import (
    BROKEN_OFF,
    CANNOT_BE_CHANGED,
    BrokenOff,
    DamagedLibrary,
    plain_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from diptych.store.clock import Clock

# Seconds to wait for a file that another process holds: a program that is just closing lets go
# within that time, and a second window is told soon.
BUSY_SECONDS = 0.5

# The exclusive lock comes before WAL: then no shared memory file is needed, and the bug of
# SQLite before 3.51.3 that takes two connections (sqlite.org/wal.html) cannot happen.
_SETTINGS_OF_THE_CONNECTION = (
    "PRAGMA locking_mode=EXCLUSIVE",
    # Before 3.44 an untrusted schema may not use FTS5 in triggers (sqlite.org/releaselog/3_44_0).
    f"PRAGMA trusted_schema={'OFF' if sqlite3.sqlite_version_info >= (3, 44) else 'ON'}",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
# WAL with FULL lost no acknowledged note in simulated power cuts, where NORMAL and DELETE did.
_SETTINGS_OF_THE_FILE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",  # macOS, whose plain fsync leaves data in the disk's own cache
    "PRAGMA checkpoint_fullfsync=ON",
)


# sqlite.org/fileformat2.html#walformat
_BEGINNINGS_OF_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
# Seconds between two steps of a copy: who waits for the connection gets it then.
_PAUSE = 0.0005
# Under this the library keeps the latest time that it has seen.
LATEST = "latest time"
# What is deleted now: a clock that was set back does not make it older.
NOW = "max(:now, coalesce((SELECT value FROM settings WHERE key = :latest), ''))"
# One of many values, which are handed over as JSON.
AMONG = "IN (SELECT value FROM json_each(?))"


class Database:
    """The open file of a library. Belongs to the thread that opened it."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        copy: TemporaryDirectory[str] | None = None,
    ) -> None:
        self.path = path
        self._connection = connection
        self._files = _Files(path)
        # Where a library that is only read was copied to.
        self._copy = copy
        # Copies that are made on other threads, the only ones that may use the connection too.
        self._copying: list[_Copying] = []
        self._thread = get_ident()
        self.is_open = True

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._copy is not None

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Database:
        """Open the file, make it if there is none, and bring its schema up to date.

        Raises:
            UserError: it is damaged, held by another process, from a newer version, no library
                of ours, or cannot be written.
        """
        if path.exists() and not os.access(path, os.W_OK):
            # SQLite would open it and fail later, as if the disk were broken.
            raise UserError(*CANNOT_BE_CHANGED, str(path))
        _check_log(path)
        with plain_words(path):
            # SQLite itself keeps the threads apart: this one, and those that make copies.
            connection = sqlite3.connect(
                str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                for setting in _SETTINGS_OF_THE_CONNECTION:
                    connection.execute(setting).fetchall()
                # Before WAL is set: a file that is refused stays as it is, to the byte.
                version = migrations.version_of(connection, path)
                for setting in _SETTINGS_OF_THE_FILE:
                    connection.execute(setting).fetchall()
                if version < migrations.VERSION:
                    migrations.migrate(connection, path, version, clock)
                return cls(path, connection)
            except BaseException:
                connection.close()
                raise

    @classmethod
    def open_to_read(cls, path: Path) -> Database:
        """Open a copy of a library that a newer version wrote; the file itself is left alone.

        Raises:
            UserError: it cannot be read.
        """
        from shutil import copyfile
        from tempfile import TemporaryDirectory

        folder = TemporaryDirectory(prefix="diptych-")
        copy = os.path.join(folder.name, path.name)  # noqa: PTH118 - text is what SQLite takes
        try:
            copyfile(path, copy)
            if os.path.exists(f"{path}-wal"):  # noqa: PTH110
                copyfile(f"{path}-wal", f"{copy}-wal")
            with plain_words(path):
                connection = sqlite3.connect(copy, isolation_level=None, check_same_thread=False)
                for setting in (*_SETTINGS_OF_THE_CONNECTION, "PRAGMA query_only=ON"):
                    connection.execute(setting).fetchall()
        except OSError as error:
            folder.cleanup()
            raise UserError(
                "The library could not be copied to be read.",
                "Make sure that there is room for temporary files, then try again.",
                str(path),
            ) from error
        except BaseException:
            folder.cleanup()
            raise
        return cls(path, connection, folder)

    def close(self) -> None:
        """Write everything back into the one file and let go of it."""
        self.is_open = False
        self._end_copying(Cancelled())
        with plain_words(self.path):
            self._connection.close()
        if self._copy is not None:
            self._copy.cleanup()

    def copying(self, target: Path, *, whole: bool = True) -> Callable[[], None]:
        """Return what copies the library to a file, on any thread, while this one goes on writing.

        Args:
            target: the copy's path.
            whole: whether a copy that is damaged is none; without, it has the library's damage.

        Closing the library ends the copying. What is returned raises:
            OSError, sqlite3.Error: the copy could not be written, or the library not be read.
            UserError: the copy is not whole, or was broken off.
            Cancelled: the library was closed before all was copied.
        """
        connection = self._connection
        if not _keeps_threads_apart(connection):
            return _copied_here(connection, target, whole=whole)
        copying = _Copying(self._thread)
        self._copying = [each for each in self._copying if not each.is_done] + [copying]

        def copy() -> None:
            try:
                try:
                    copying.go_on()
                    unfinished = backup.fill(connection, target, copying.go_on)
                finally:
                    copying.let_go()
                backup.finish(unfinished, target, whole=whole)
            finally:
                copying.is_done = True

        return copy

    @property
    def is_copied(self) -> bool:
        """Whether a copy is being made, or looked over: two would be in each other's way."""
        return not all(each.is_done for each in self._copying)

    def _end_copying(self, why: Exception) -> None:
        for each in self._copying:
            each.end(why)
        self._copying = []

    def read(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            UserError: the file cannot be read.
        """
        assert get_ident() == self._thread, "the library belongs to the thread that opened it"
        with plain_words(self.path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a write transaction: all of the block is kept, or nothing.

        Inside another such block it is a part of that one.

        Raises:
            UserError: the file could not be written, or is not at its place any more. SQLite would
                go on writing to a deleted file and report success. Nothing of the block is kept.
        """
        assert get_ident() == self._thread, "the library belongs to the thread that opened it"
        if self._connection.in_transaction:
            yield self._connection
            return
        if self.is_read_only:
            raise UserError(
                "Nothing can be saved: the library is from a newer version and is only read.",
                "Install that version to write.",
                str(self.path),
            )
        if self._files.lost_the_log():
            self._remake_log()
        if not self._files.are_ours():
            raise UserError(
                "The library was moved, deleted or replaced while Diptych was running: "
                "the last change was not saved.",
                "Copy the text you were writing, put the file back, and start Diptych again.",
                str(self.path),
            )
        with plain_words(self.path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
                self._files.look()
            except BaseException:
                # SQLite has rolled back by itself after some failures of the disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _remake_log(self) -> None:
        """Write back what is in a log that was deleted or replaced, and begin another.

        We still hold the deleted file; what went on to be written into it would go with us.
        """
        self._end_copying(BrokenOff(*BROKEN_OFF, f"{self.path}-wal"))
        with plain_words(self.path):
            for mode in ("DELETE", "WAL"):
                self._connection.execute(f"PRAGMA journal_mode={mode}").fetchall()
            self._files.look()


def _keeps_threads_apart(connection: sqlite3.Connection) -> bool:
    """Whether this SQLite does (sqlite.org/threadsafe.html)."""
    return ("THREADSAFE=1",) in connection.execute("PRAGMA compile_options").fetchall()


def _copied_here(
    connection: sqlite3.Connection, target: Path, *, whole: bool
) -> Callable[[], None]:
    """Copy a library on its own thread; return what looks the copy over, or says why not."""
    failure: Exception | None = None
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = backup.fill(connection, target)
    except (OSError, sqlite3.Error) as error:
        failure = error

    def finish() -> None:
        if failure is not None:
            raise failure
        backup.finish(unfinished, target, whole=whole)

    return finish


class _Copying:
    """A copy that is made on another thread: it pauses, and it lets go when it is told to.

    Args:
        owner: the library's own thread, which needs no turn where it makes the copy itself.

    Attributes:
        is_done: whether the copy is there, or never will be.
    """

    def __init__(self, owner: int) -> None:
        self._owner = owner
        self._over: Exception | None = None
        self._is_begun = False
        self._free = Event()
        self.is_done = False

    def go_on(self) -> None:
        """Give the library's own thread its turn; the end of the copying, where that is wanted.

        Raises:
            Cancelled, BrokenOff: it is.
        """
        self._is_begun = True
        if self._over is not None:
            raise self._over
        if get_ident() != self._owner:
            sleep(_PAUSE)

    def let_go(self) -> None:
        """Say that the connection is not used any more."""
        self._free.set()

    def end(self, why: Exception) -> None:
        """Have the copying end, and wait until the connection is free."""
        self._over = why
        if self._is_begun:
            self._free.wait()


class Repository:
    """What the parts of the library share: the open file and the clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def _trash(self, table: str, **key: str) -> None:
        """Put rows in the trash, from the latest time that was ever seen on."""
        where = " AND ".join(f"{name} = :{name}" for name in key)
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE {table} SET deleted = {NOW} WHERE {where}",  # noqa: S608 - names of tables and columns
                {**key, "now": self._clock(), "latest": LATEST},
            )

    def _untrash(self, table: str, **key: str) -> None:
        """Take rows out of the trash."""
        where = " AND ".join(f"{name} = :{name}" for name in key)
        with self._database.write() as connection:
            connection.execute(f"UPDATE {table} SET deleted = NULL WHERE {where}", key)  # noqa: S608


def _check_log(path: Path) -> None:
    """Refuse a write-ahead log that is none: SQLite would drop it, and what was saved last with it.

    One that begins with zeros was cut off by a power cut before anything in it was called saved.

    Raises:
        DamagedLibrary: the log is no log.
    """
    try:
        with open(f"{path}-wal", "rb") as log:  # noqa: PTH123 - it is on the way to every start
            begin = log.read(4)
    except OSError:
        return  # there is none, or SQLite says what is wrong
    if begin not in _BEGINNINGS_OF_LOGS and any(begin):
        raise DamagedLibrary(
            "The log with the last changes to the library is damaged.",
            "Move it aside to go on without them, or use a copy.",
            f"{path}-wal",
        )


class _Files:
    """Which files the library was last written into: the database and its write-ahead log.

    They never shrink while they are open, so a shorter one was written by somebody else.
    """

    def __init__(self, path: Path) -> None:
        self._paths = [str(path), f"{path}-wal"]
        self._seen = [_identity(each) for each in self._paths]

    def look(self) -> None:
        """Take in what lies there now."""
        self._seen = [_identity(each) for each in self._paths]

    def lost_the_log(self) -> bool:
        """Whether the database is ours, and its log is gone or another one."""
        (database, log), (now, log_now) = self._seen, map(_identity, self._paths)
        if database is None or now is None or log is None or now[:2] != database[:2]:
            return False
        return log_now is None or log_now[:2] != log[:2]

    def are_ours(self) -> bool:
        """Whether the files are the same, and no shorter."""
        return all(
            now is not None and now[:2] == seen[:2] and now[2] >= seen[2]
            for now, seen in zip(map(_identity, self._paths), self._seen, strict=True)
            if seen is not None
        )


def _identity(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - asked twice for each note that is saved
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size


def storable(text: str) -> str:
    """Return a text that SQLite can hold: halves of a surrogate pair are joined, or U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
