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
from diptych.model.plain import note_to_plain
from diptych.services.backups import differences
from diptych.services.undo import Change
from diptych.store import backup
from diptych.store.backup import Contents
from diptych.store.library import FILE_NAME, Library
from diptych.store.troubles import plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.model.note import Note
    from diptych.services.archive import Archive
    from diptych.services.backups import Difference
    from diptych.services.opening import Opened
    from diptych.services.workplace import Workplace
    from diptych.store.clock import Clock

# In the folder of the library, so that what was prepared is moved and not copied.
_PREPARED = "restoring"


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

    It raises `UserError` where the file is no whole copy of a library, and `Cancelled` where the
    library is closed meanwhile.
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
    place = folder / _PREPARED
    give_up(folder)
    try:
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
        if archive is not None:
            archive.bring_documents(library, folder / "documents")
    finally:
        library.close()
    return place / FILE_NAME


def give_up(folder: Path) -> None:
    """Throw away what was prepared and not put in place."""
    shutil.rmtree(folder / _PREPARED, ignore_errors=True)


def written_since(library: Library, told: Contents, since: str) -> list[Note]:
    """Return the notes that were written after the reader was told what would go.

    Args:
        library: that is going to be set aside.
        told: what it held then.
        since: when that was looked up: UTC, ISO 8601.
    """
    with suppress(UserError):  # what cannot be read any more is why another takes its place
        return [
            note for note in library.notes() if note.modified >= since and not _was_told(note, told)
        ]
    return []


def _was_told(note: Note, told: Contents) -> bool:
    return told.notes.get(note.id) == note.body if note.body.strip() else note.id in told.highlights


def bring(place: Workplace, notes: Iterable[Note]) -> None:
    """Write notes of the library that was set aside into the one that is open; it can be undone.

    Raises:
        UserError: it could not be written.
    """
    place.undo.seal()
    for note in notes:
        old = place.library.note(note.id)
        states = (note_to_plain(old) if old else None, note_to_plain(note))
        place.undo.do("Write note", [Change("note", note.id, *states)])


def exchange(place: Workplace, ready: Path, opened: Iterable[Opened]) -> Path | None:
    """Put what was prepared in the library's place; documents that lie open are known to it too.

    Args:
        place: everything in it goes on.
        ready: as `prepare` returned it.
        opened: the documents that are open.

    Returns:
        Where the library that was here is now, if its file was there.

    Raises:
        UserError: it could not be put there; then nothing has changed.
    """
    library = place.library
    reading = None
    with suppress(UserError):  # what cannot be read any more is why another takes its place
        reading = library.latest_reading()
    aside = library.exchange(ready)
    give_up(library.path.parent)
    place.undo.seal()
    place.followed.changed = lambda: None
    place.followed.hear(frozenset({"topic"}))
    # The other one is in place, whether it can be written or not: then the documents have to be
    # opened anew.
    with suppress(UserError), library.together():
        for each in opened:
            if library.entry(each.document.sha256) is None:
                library.remember(each.entry)
        if reading is not None:
            library.save_reading(reading._replace(updated=place.clock()))
    return aside


def _time(stamp: str) -> str:
    """Return a time as it stands in names of copies as ISO 8601."""
    day, _, clock = stamp.partition("T")
    if not clock:
        return ""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}Z"
