"""Which SQLite this process uses: the newer one of pysqlite3 where it is installed.

sqlite-utils chooses the same way. Two SQLite libraries in one process would undo each other's
file locks (sqlite.org/howtocorrupt.html, 2.2.1), so every module of the store imports this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
