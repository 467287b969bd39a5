"""One connection to the library's file: settings, write transactions, and errors in plain words.

What is in the file is said by `migrations`; rows become notes and documents in the modules beside.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from diptych.model.errors import UserError
from diptych.store import backup, migrations
from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

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


class DamagedLibrary(UserError):  # noqa: N818 - it is what the reader has, and is called so
    """The file of the library holds no library that can be read: a copy of it would help."""


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
_PLAIN_WORDS[3] = _PLAIN_WORDS[8]  # SQLITE_PERM
_PLAIN_WORDS[26] = _PLAIN_WORDS[11]  # SQLITE_NOTADB
_DAMAGE = (11, 26)


class Database:
    """The open file of a library. Belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._identity = _identity(path)

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Database:
        """Open the file, make it if there is none, and bring its schema up to date.

        Raises:
            UserError: it is damaged, held by another process, from a newer version, no library
                of ours, or cannot be written.
        """
        if path.exists() and not os.access(path, os.W_OK):
            # SQLite would open it and fail later, as if the disk were broken.
            raise UserError(*_PLAIN_WORDS[8], str(path))
        with _plain_words(path):
            connection = sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
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

    def close(self) -> None:
        """Write everything back into the one file and let go of it."""
        with _plain_words(self.path):
            self._connection.close()

    def back_up(self, name: str) -> Path:
        """Copy the library under a name; see `backup.make`."""
        with _plain_words(self.path):
            return backup.make(self._connection, self.path.parent, name)

    def read(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            UserError: the file cannot be read.
        """
        with _plain_words(self.path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a write transaction: all of the block is kept, or nothing.

        Raises:
            UserError: the file could not be written, or is not at its place any more. SQLite would
                go on writing to a deleted file and report success. Nothing of the block is kept.
        """
        if _identity(self.path) != self._identity:
            raise UserError(
                "The library was moved, deleted or replaced while Diptych was running: "
                "the last change was not saved.",
                "Copy the text you were writing, put the file back, and start Diptych again.",
                str(self.path),
            )
        with _plain_words(self.path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some failures of the disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


class Repository:
    """What the parts of the library share: the open file and the clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


@contextmanager
def _plain_words(path: Path) -> Iterator[None]:
    """Turn the world's failures into a UserError; let defects of ours through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        # The low byte of SQLite's extended codes is the kind of failure.
        words = None if code is None else _PLAIN_WORDS.get(code & 0xFF)
        if code is None or words is None:
            raise
        kind = DamagedLibrary if code & 0xFF in _DAMAGE else UserError
        raise kind(*words, str(path)) from error


def storable(text: str) -> str:
    """Return a text that SQLite can hold: halves of a surrogate pair are joined, or U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
