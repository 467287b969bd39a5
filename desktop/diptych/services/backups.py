"""Copies of the library: one a day at start, found again and put back when the library is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from diptych.store import backup
from diptych.store.backup import Backup, newest_good
from diptych.store.database import DamagedLibrary

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.store.clock import Clock
    from diptych.store.library import Library

__all__ = ["Backup", "DamagedLibrary", "back_up_when_due", "newest_good", "restore"]

_DUE = timedelta(days=1)


def back_up_when_due(library: Library, clock: Clock) -> bool:
    """Copy the library when there is no copy of the last 24 hours.

    A copy from the future, made before the clock was set back, does not count.

    Args:
        library: what is copied.
        clock: the one that the library writes its times by.

    Returns:
        Whether a copy was made.

    Raises:
        UserError: it could not be written.
    """
    now = clock()
    earliest = (datetime.fromisoformat(now) - _DUE).strftime("%Y%m%dT%H%M%SZ")
    latest = backup.stamp(now)
    if any(earliest < made <= latest for made in backup.times(library.path.parent)):
        return False
    library.back_up()
    return True


def restore(folder: Path, chosen: Backup, clock: Clock) -> Path:
    """Put a copy in the library's place; what was there is kept beside.

    Returns:
        Where the old library went.

    Raises:
        UserError: a file could not be moved or written.
    """
    return backup.restore(folder, chosen, clock())
