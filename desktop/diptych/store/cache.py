"""What can be made again: readings of files, findings. The file may be deleted at any time.

Nothing here is an error to the reader: a cache that cannot be used is made anew, and where that
is impossible it lives in memory.
"""

from __future__ import annotations

import zlib
from threading import Lock
from typing import TYPE_CHECKING, Any

from diptych.store.driver import sqlite3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "cache.sqlite"
VERSION = 1
LIMIT = 256 * 2**20
MEMORY_LIMIT = 32 * 2**20

# Long enough for another process to finish one write, too short to be felt.
_BUSY_SECONDS = 0.1
_SQLITE_ERROR = 1

# `used` counts uses: the system's clock may be set back. The values come last, so that counting
# and ordering never read them.
_SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA journal_size_limit=16777216;
PRAGMA trusted_schema=OFF;
PRAGMA cell_size_check=ON;
CREATE TABLE IF NOT EXISTS entries (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    used INTEGER NOT NULL,
    size INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX IF NOT EXISTS entries_used ON entries (used, size);
"""


class Cache:
    """Bytes by kind and key, the least recently used dropped first. Any thread may use it."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None, limit: int) -> None:
        self._connection = connection
        self._path = path
        self._limit = limit
        self._lock = Lock()
        self._is_closed = False
        # Tables of the store's own, see `prepare`.
        self._prepared: tuple[str, ...] = ()

    @classmethod
    def open(cls, folder: Path, limit: int = LIMIT) -> Cache:
        """Open the cache in a folder, or a new one in memory; `limit` is in bytes. Never fails."""
        path = folder / FILE_NAME
        for _ in range(2):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                return cls(_connect(str(path)), path, limit)
            except (sqlite3.Error, OSError) as error:
                if _in_use(error) or not _delete(path):
                    break
        return cls(_connect(":memory:"), None, min(limit, MEMORY_LIMIT))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._is_closed = True
            self._connection.close()

    def size(self, kind: str, key: str) -> int:
        """Return how many bytes a value takes in the file, 0 where it is gone."""
        with self._lock:
            if self._is_closed:
                return 0
            try:
                row = self._connection.execute(
                    "SELECT size FROM entries WHERE kind = ? AND key = ?", (kind, key)
                ).fetchone()
            except sqlite3.Error as error:
                self._recover(error)
                return 0
        return row[0] if row else 0

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, None where it is gone."""
        try:
            with self._lock:
                compressed = None if self._is_closed else self._get(kind, key)
            # Outside of the lock: for a long text it takes a while.
            return zlib.decompress(compressed) if compressed is not None else None
        except (sqlite3.Error, zlib.error) as error:
            with self._lock:
                self._recover(error)
            return None

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a value; what was used longest ago makes room for it."""
        compressed = zlib.compress(value, 1)
        if len(compressed) > self._limit:
            return
        with self._lock:
            # A thread of the worker's may come with an answer when all is over.
            if self._is_closed:
                return
            try:
                self._put(kind, key, compressed)
            except sqlite3.Error as error:
                self._recover(error)

    def prepare(self, schema: tuple[str, ...]) -> None:
        """Have tables of the store's own, in a file that is made anew later too.

        Args:
            schema: statements that do nothing where they were carried out already.
        """
        with self._lock:
            self._prepared = schema
        self.tell([(sql, [()]) for sql in schema])

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of a query of the store's own; none where the file fails."""
        with self._lock:
            if self._is_closed:
                return []
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                self._recover_from_world(error)
                return []

    def tell(self, changes: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> None:
        """Make changes of the store's own, all or none: statements, each with rows of values."""
        with self._lock:
            if self._is_closed:
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    for sql, rows in changes:
                        self._connection.executemany(sql, rows)
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                self._recover_from_world(error)

    def _recover_from_world(self, error: sqlite3.Error) -> None:
        """Start anew after a failure of the file; a wrong statement is a defect of ours."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF == _SQLITE_ERROR:
            raise error
        self._recover(error)

    def _get(self, kind: str, key: str) -> bytes | None:
        row = self._connection.execute(
            "SELECT value, used, (SELECT max(used) FROM entries) FROM entries "
            "WHERE kind = ? AND key = ?",
            (kind, key),
        ).fetchone()
        if row is None:
            return None
        compressed, used, newest = row
        if used < newest:
            try:
                self._connection.execute(
                    "UPDATE entries SET used = ? WHERE kind = ? AND key = ?",
                    (newest + 1, kind, key),
                )
            except sqlite3.OperationalError as error:
                if not _in_use(error):
                    raise
        return bytes(compressed)

    def _put(self, kind: str, key: str, compressed: bytes) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(
                """
                INSERT INTO entries
                SELECT ?, ?, coalesce(max(used), 0) + 1, ?, ? FROM entries WHERE true
                ON CONFLICT (kind, key) DO UPDATE SET
                    used = excluded.used, size = excluded.size, value = excluded.value
                """,
                (kind, key, len(compressed), compressed),
            )
            ((total,),) = connection.execute("SELECT sum(size) FROM entries").fetchall()
            while total > self._limit:
                ((used, size),) = connection.execute(
                    "SELECT used, size FROM entries ORDER BY used LIMIT 1"
                ).fetchall()
                connection.execute("DELETE FROM entries WHERE used = ?", (used,))
                total -= size
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _recover(self, error: Exception) -> None:
        """Start anew after a failure, unless another process merely writes at this moment."""
        if _in_use(error):
            return
        self._connection.close()
        if self._path is not None and _delete(self._path):
            try:
                self._connection = _connect(str(self._path), self._prepared)
            except (sqlite3.Error, OSError):
                self._path = None
        else:
            self._path = None
        if self._path is None:
            self._connection = _connect(":memory:", self._prepared)
            self._limit = min(self._limit, MEMORY_LIMIT)


def _connect(name: str, prepared: tuple[str, ...] = ()) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        ((version,),) = connection.execute("PRAGMA user_version").fetchall()
        ((objects,),) = connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if objects and version != VERSION:
            raise sqlite3.DatabaseError("a cache of another version")
        connection.executescript(_SCHEMA)
        connection.execute(f"PRAGMA user_version={VERSION}")
        for sql in prepared:
            connection.execute(sql)
    except BaseException:
        connection.close()
        raise
    return connection


def _in_use(error: Exception) -> bool:
    """Return whether another process held the file (SQLITE_BUSY)."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == 5


def _delete(path: Path) -> bool:
    """Delete the file of a cache with what SQLite keeps beside it; say whether that was done."""
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError:
        return False
    return True
