"""Copies of the library: one a day at start, found again and put back when the library is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from diptych.store import backup
from diptych.store.backup import Backup, newest_good
from diptych.store.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.store.library import Library

__all__ = ["Backup", "back_up_when_due", "newest_good", "restore"]

_DUE = timedelta(days=1)
_FORM = "%Y%m%dT%H%M%SZ"


def back_up_when_due(library: Library) -> bool:
    """Copy the library when the newest copy is a day old, or the clock was set back since.

    Returns:
        Whether a copy was made.

    Raises:
        UserError: it could not be written.
    """
    newest = backup.newest(library.path.parent)
    if newest:
        age = datetime.strptime(backup.stamp(utc_now()), _FORM) - datetime.strptime(newest, _FORM)
        if timedelta(0) <= age < _DUE:
            return False
    library.back_up()
    return True


def restore(folder: Path, chosen: Backup) -> Path:
    """Put a copy in the library's place; what was there is kept beside.

    Returns:
        Where the old library went.

    Raises:
        UserError: a file could not be moved or written.
    """
    return backup.restore(folder, chosen, utc_now())
