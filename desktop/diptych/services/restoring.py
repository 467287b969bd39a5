"""Another library is put in the place of the one that is open, and the reader goes on with it.

What takes long (looking into a copy, bringing it to the present schema) is done beforehand and
beside the window: the exchange itself moves files.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.services.backups import differences
from diptych.services.library import UNDER_WAY
from diptych.services.taking_along import take_along
from diptych.store import backup
from diptych.store.backup import Contents
from diptych.store.library import FILE_NAME, Library
from diptych.store.troubles import BrokenOff, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.services.archive import Archive
    from diptych.services.backups import Difference
    from diptych.services.opening import Opened
    from diptych.services.taking_along import Begun
    from diptych.services.workplace import Workplace
    from diptych.store.clock import Clock


class Copy(NamedTuple):
    """A copy of the library that can be chosen.

    Args:
        path: its file.
        made: when: UTC, ISO 8601.
        size: of the file, in bytes.
        reasons: why it is kept: the last of its "day", "week", "month", before a step of the
            "schema", or "aside": it was the library until a copy was put in its place.
    """

    path: Path
    made: str
    size: int
    reasons: tuple[str, ...]


def copies(folder: Path) -> list[Copy]:
    """Return the copies of the library in a folder, the newest first; some may be damaged."""
    found = backup.reasons(backup.copies(folder)) | dict.fromkeys(
        backup.set_aside(folder), ("aside",)
    )
    listed = []
    for path, reasons in found.items():
        with suppress(OSError):  # it went meanwhile
            listed.append(Copy(path, _time(backup.made(path)), path.stat().st_size, reasons))
    return sorted(listed, key=lambda copy: (copy.made, copy.path.name), reverse=True)


class Compared(NamedTuple):
    """A copy beside the library.

    Args:
        differences: by kind.
        copy, now: what they hold.
        trouble: why it is not known what the library holds.
    """

    differences: list[Difference]
    copy: Contents
    now: Contents
    trouble: UserError | None = None


def comparing(library: Library, copy: Path) -> Callable[[], Compared]:
    """Return what compares a copy with the library, on any thread, while the library is used.

    It raises `UserError` where the file is no whole copy of a library or the comparing is broken
    off, and `Cancelled` where the library is closed meanwhile.
    """
    trouble, read = None, Contents.none
    try:
        read = _reading(library)
    except UserError as error:
        trouble = error

    def compare() -> Compared:
        failure = trouble
        try:
            now = read()
        except BrokenOff:
            raise
        except UserError as error:
            # It may be damaged, which is why the reader looks at its copies.
            now, failure = Contents.none(), error
        if backup.look_into(copy) is None:
            raise UserError(
                "This file is no whole copy of a library.", "Choose another copy.", str(copy)
            )
        there = backup.contents_of(copy)
        return Compared(differences(there, now), there, now, failure)

    return compare


def _reading(library: Library) -> Callable[[], Contents]:
    """Return what reads all that a library holds from a copy of its own."""
    try:
        folder = TemporaryDirectory(prefix="diptych-")
    except OSError as error:
        raise UserError(
            "The library could not be copied to be compared.",
            "Make sure that there is room for temporary files.",
            str(library.path),
        ) from error
    target = Path(folder.name, FILE_NAME)
    copy = library.copying_to(target, whole=False)

    def read() -> Contents:
        with folder, plain_words(library.path):
            copy()
            return backup.contents_of(target)

    return read


def prepare(copy: Path, folder: Path, clock: Clock, archive: Archive | None = None) -> Path:
    """Make of a copy a library of this version, ready to be put in place. Any thread.

    Args:
        copy: its file.
        folder: of the library.
        clock: the library's.
        archive: that the copy is the library of: its documents are brought too.

    Returns:
        The file that is ready.

    Raises:
        UserError: it could not be written, or is from a newer version.
    """
    backup.give_up(folder)
    try:
        return _prepared(copy, folder, clock, archive)
    except BaseException:
        backup.give_up(folder)  # half of it would only take the room that may be missing
        raise


def _prepared(copy: Path, folder: Path, clock: Clock, archive: Archive | None) -> Path:
    place = folder / backup.PREPARED
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.mkdir(mode=0o700)
        shutil.copyfile(copy, place / FILE_NAME)
        # One that could not be written back before it was set aside has its last changes there.
        log = copy.with_name(f"{copy.name}-wal")
        if log.exists():
            shutil.copyfile(log, place / f"{FILE_NAME}-wal")
    except OSError as error:
        raise UserError(
            "The copy could not be prepared to be put in the library's place.",
            "Make sure that there is room on the disk and that you may write to this folder.",
            str(folder),
        ) from error
    library = Library.open(place, clock)
    try:
        # What was deleted long ago, and is sought now, would else be gone the day after.
        library.keep_trash_anew()
        # The archive that it comes from was being written when it was copied.
        library.set_setting(UNDER_WAY, "")
        if archive is not None:
            archive.bring_documents(library, folder / "documents")
    finally:
        library.close()
    return place / FILE_NAME


def put_back(copy: Path, folder: Path, clock: Clock, archive: Archive | None = None) -> Path | None:
    """Put a copy in the place of a library that nobody has open; see `prepare`.

    Returns:
        Where the library that was there is now; None where there was none.

    Raises:
        UserError: it could not be put there, or this version could not open it; then nothing has
            changed.
    """
    ready = prepare(copy, folder, clock, archive)
    aside = backup.put_in_place(folder, ready, clock())
    backup.give_up(folder)
    return aside


def exchange(
    place: Workplace, ready: Path, opened: Iterable[Opened], begun: Begun | None = None
) -> Path | None:
    """Put what was prepared in the library's place; documents that lie open are known to it too.

    Args:
        place: everything in it goes on.
        ready: as `prepare` returned it.
        opened: the documents that are open.
        begun: from when on the reader did what goes along.

    Returns:
        Where the library that was here is now, if its file was there.

    Raises:
        UserError: it could not be put there; then nothing has changed.
    """
    library = place.library
    reading = None
    with suppress(UserError):  # what cannot be read any more is why another takes its place
        reading = library.latest_reading()
    other = Library.open(ready.parent, place.clock)
    try:
        if begun is not None:
            take_along(place, other, begun)
        # Without it the documents have to be opened anew, no more.
        with suppress(UserError), other.together():
            for each in opened:
                if other.entry(each.document.sha256) is None:
                    other.remember(each.entry)
            if reading is not None:
                other.save_reading(reading._replace(updated=place.clock()))
    finally:
        other.close()
    aside = library.exchange(ready)
    backup.give_up(library.path.parent)
    place.undo.seal()
    place.undo.watch_no_more()
    place.followed.changed = lambda: None
    place.followed.hear(frozenset({"topic"}))
    return aside


def _time(stamp: str) -> str:
    """Return a time as it stands in names of copies as ISO 8601."""
    day, _, clock = stamp.partition("T")
    if not clock:
        return ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}Z"
