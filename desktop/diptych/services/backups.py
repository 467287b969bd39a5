"""Copies of the library: one a day at start, thinned, looked into, and put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from diptych.store import backup
from diptych.store.backup import Backup, Contents, newest_good

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from diptych.store.clock import Clock
    from diptych.store.library import Library

__all__ = [
    "Backup",
    "Contents",
    "Difference",
    "back_up_when_due",
    "differences",
    "empty_old_trash",
    "good_backups",
    "look_into",
    "newest_good",
    "restore",
]

Key = TypeVar("Key")
_DUE = timedelta(days=1)
# How long what was deleted stays in the trash.
TRASH_DAYS = 30


class Difference(NamedTuple):
    """How the notes, the verdicts or the documents of a copy differ from the library's.

    Args:
        what: "notes", "verdicts" or "documents".
        in_copy, in_library: how many there are.
        only_copy: keys of what only the copy has.
        only_library: keys of what would go aside.
        other: keys of what both have, and have differently.
    """

    what: str
    in_copy: int
    in_library: int
    only_copy: tuple[object, ...]
    only_library: tuple[object, ...]
    other: tuple[object, ...]


def back_up_when_due(library: Library, clock: Clock) -> bool:
    """Copy the library when there is no copy of the last 24 hours, and clear up behind.

    Copies that stand close to newer ones go, and so does what has been in the trash for 30 days. A
    copy from the future, made before the clock was set back, does not count.

    Args:
        library: what is copied; one that is only read is not.
        clock: the one that the library writes its times by.

    Returns:
        Whether a copy was made.

    Raises:
        UserError: it could not be written.
    """
    now = clock()
    folder = library.path.parent
    if library.is_read_only or not _is_due(folder, now):
        return False
    library.back_up()
    backup.thin(folder)
    empty_old_trash(library, now)
    return True


def _is_due(folder: Path, now: str) -> bool:
    earliest = (datetime.fromisoformat(now) - _DUE).strftime("%Y%m%dT%H%M%SZ")
    latest = backup.stamp(now)
    return not any(earliest < made <= latest for made in backup.times(folder))


def empty_old_trash(library: Library, now: str) -> int:
    """Let go of what has been in the trash for 30 days; return how many things that were.

    The days are counted up to the time that was seen when this was last asked, at most: a clock
    that jumps ahead empties nothing at once, and one that was set back makes nothing look older.
    """
    seen = library.latest_time()
    library.see_time(now)
    if not seen:
        return 0
    until = datetime.fromisoformat(min(now, seen)) - timedelta(days=TRASH_DAYS)
    return library.empty_trash(until.strftime("%Y-%m-%dT%H:%M:%SZ"))


def good_backups(folder: Path) -> list[Backup]:
    """Return the copies that are whole, the newest first."""
    return [found for path in backup.copies(folder) if (found := backup.look_into(path))]


def look_into(path: Path) -> Backup | None:
    """Return what a file is as a copy of a library, None where it is none, or not whole."""
    return backup.look_into(path)


def differences(copy: Path, library: Contents) -> list[Difference]:
    """Return how a copy differs from what the library holds, before it takes its place."""
    there = backup.contents_of(copy)
    return [
        _difference("notes", there.notes, library.notes),
        _difference("verdicts", there.verdicts, library.verdicts),
        _difference("documents", there.documents, library.documents),
    ]


def _difference(what: str, copy: Mapping[Key, str], library: Mapping[Key, str]) -> Difference:
    both = copy.keys() & library.keys()
    return Difference(
        what,
        len(copy),
        len(library),
        tuple(key for key in copy if key not in both),
        tuple(key for key in library if key not in both),
        tuple(key for key in library if key in both and copy[key] != library[key]),
    )


def restore(folder: Path, chosen: Path, clock: Clock) -> Path | None:
    """Put a copy in the library's place; what was there is kept beside.

    Returns:
        Where the old library went; None where there was none.

    Raises:
        UserError: a file could not be moved or written.
    """
    return backup.restore(folder, chosen, clock())
