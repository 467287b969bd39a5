"""The schema of the library, step by step, and the copy that is made before a step.

The steps themselves are in `steps`; a new one is added at the end.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.store import backup
from diptych.store.steps import STEPS
from diptych.store.troubles import NewerLibrary

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from diptych.store.clock import Clock
    from diptych.store.driver import sqlite3

# "DIPT", in the header of the file, where `file` and SQLite's own tools show it.
APPLICATION_ID = 0x44495054
VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of an open file, 0 for an empty one. Writes nothing.

    Raises:
        UserError: the file is no library of ours; `NewerLibrary` where it is from a newer Diptych.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or objects):
        raise UserError(
            "The file at the library's place was made by another program.",
            "Move it aside, then start Diptych again.",
            str(path),
        )
    if version > VERSION:
        raise NewerLibrary(
            "The library was written by a newer version of Diptych.",
            "Install that version to read and write your notes; the file was left as it is.",
            str(path),
        )
    return int(version)


def _database() -> type[Database]:
    """Return sqlite-utils' class, loaded here only: a library of today opens without its 0.14 s.

    It would take in numpy for columns of numpy's types, which we do not have, and with it another
    0.2 s and a thread for every core.
    """
    absent = "numpy" not in sys.modules
    if absent:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        from sqlite_utils import Database
    finally:
        if absent:
            del sys.modules["numpy"]
    return Database


def migrate(connection: sqlite3.Connection, path: Path, version: int, clock: Clock) -> None:
    """Take the schema from `version` to the newest in one transaction: all steps, or none.

    An existing library is copied into the folder `backups` beside it first.

    Raises:
        UserError: the copy could not be written.
    """
    Database = _database()  # noqa: N806 - a class
    if version > 0:
        backup.make(connection, path.parent, f"library-{backup.stamp(clock())}-v{version}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        for step in STEPS[version:]:
            step(database)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
