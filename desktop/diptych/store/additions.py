"""What the reader added and nobody has looked into yet, and the folders it came from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from diptych.store.database import Repository

if TYPE_CHECKING:
    from collections.abc import Iterable


class Additions(Repository):
    """Files that wait to be taken in, in the order in which they were added; known folders."""

    def await_files(self, paths: Iterable[str]) -> None:
        """Remember files that are to be taken in; what waits already keeps its place."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO additions (path) VALUES (?)",
                [(os.fsencode(path),) for path in paths],
            )

    def awaited(self) -> list[str]:
        """Return the files that wait."""
        rows = self._database.read("SELECT path FROM additions ORDER BY number")
        return [os.fsdecode(path) for (path,) in rows]

    def settle(self, paths: Iterable[str]) -> None:
        """Let some files wait no longer."""
        with self._database.write() as connection:
            connection.executemany(
                "DELETE FROM additions WHERE path = ?", [(os.fsencode(path),) for path in paths]
            )

    def settle_all(self) -> None:
        """Let no file wait any longer."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM additions")

    def know_folder(self, path: str) -> None:
        """Remember a folder that was added: moved files are looked for in it."""
        with self._database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO folders VALUES (?)", (os.fsencode(path),))

    def folders(self) -> list[str]:
        """Return the folders that were added."""
        return [os.fsdecode(path) for (path,) in self._database.read("SELECT path FROM folders")]
