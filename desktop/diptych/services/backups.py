"""Copies of the library: one a day at start, thinned, looked into, and put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from diptych.model.errors import Cancelled, UserError
from diptych.store import backup
from diptych.store.backup import Backup, Contents, contents_of, newest_good

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from diptych.store.clock import Clock
    from diptych.store.library import Library
    from diptych.work.port import Jobs

    Done = Callable[[Path], None]
    Failed = Callable[[UserError], None]
    # Something that goes on for a moment, and returns whether there is more to do.
    Step = Callable[[], bool]

__all__ = [
    "Backup",
    "Contents",
    "Difference",
    "back_up_now",
    "back_up_when_due",
    "contents_of",
    "differences",
    "emptying_old_trash",
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
    """How things of one kind in a copy differ from the library's.

    Args:
        what: "notes", "highlights", "verdicts", "topics" or "documents".
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


def back_up_when_due(
    library: Library,
    jobs: Jobs,
    clock: Clock,
    *,
    done: Done,
    failed: Failed,
    clear_up: Callable[[Step], None],
) -> bool:
    """Copy the library when there is no copy of the last 24 hours, and clear up behind.

    Copies that stand close to newer ones go, and so does what has been in the trash for 30 days. A
    copy from the future, made before the clock was set back, does not count.

    Args:
        library: what is copied; one that is only read is not.
        jobs: on a thread of theirs the copy is made.
        clock: the one that the library writes its times by.
        done, failed: see `back_up_now`.
        clear_up: called with what empties the trash, step by step.

    Returns:
        Whether a copy is made.
    """
    now = clock()
    if library.is_read_only or library.is_copied or not _is_due(library.path.parent, now):
        return False

    def copied(copy: Path) -> None:
        try:
            step = emptying_old_trash(library, now)
        except UserError as error:
            failed(error)
        else:
            clear_up(step)
            done(copy)

    back_up_now(library, jobs, done=copied, failed=failed)
    return True


def back_up_now(library: Library, jobs: Jobs, *, done: Done, failed: Failed) -> None:
    """Copy the library beside the window, and thin the copies.

    The library can be used meanwhile: what is written comes into the copy too. Closing it ends the
    copying, and nobody is told.

    Args:
        done: called with the copy.
        failed: called with the `UserError` why it could not be written.
    """
    folder = library.path.parent
    if library.is_copied:
        failed(UserError("The library is being copied already.", "Wait a moment, then try again."))
        return
    copy = library.backing_up()

    def make() -> Path | UserError | None:
        try:
            made = copy()
        except UserError as error:
            return error
        except Cancelled:
            return None
        backup.thin(folder)
        return made

    def tell(outcome: Path | UserError | None) -> None:
        if isinstance(outcome, UserError):
            failed(outcome)
        elif outcome is not None:
            done(outcome)

    # Only `jobs.cancel` would end it otherwise.
    jobs.load(make, done=tell, failed=lambda _error: None)


def _is_due(folder: Path, now: str) -> bool:
    earliest = (datetime.fromisoformat(now) - _DUE).strftime("%Y%m%dT%H%M%SZ")
    latest = backup.stamp(now)
    return not any(earliest < made <= latest for made in backup.times(folder))


def emptying_old_trash(library: Library, now: str) -> Step:
    """Return what lets go, step by step, of what has been in the trash for 30 days.

    The days are counted up to the time that was seen when this was last asked, at most: a clock
    that jumps ahead empties nothing at once, and one that was set back makes nothing look older.
    """
    seen = library.latest_time()
    library.see_time(now)
    if not seen:
        return lambda: False
    until = datetime.fromisoformat(min(now, seen)) - timedelta(days=TRASH_DAYS)
    before = until.strftime("%Y-%m-%dT%H:%M:%SZ")
    return lambda: bool(library.empty_trash(before))


def good_backups(folder: Path) -> list[Backup]:
    """Return the copies that are whole, the newest first."""
    return [found for path in backup.copies(folder) if (found := backup.look_into(path))]


def look_into(path: Path) -> Backup | None:
    """Return what a file is as a copy of a library, None where it is none, or not whole."""
    return backup.look_into(path)


def differences(copy: Contents, library: Contents) -> list[Difference]:
    """Return how a copy differs from what the library holds, before it takes its place."""
    return [
        _difference(what, getattr(copy, what), getattr(library, what)) for what in Contents._fields
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
