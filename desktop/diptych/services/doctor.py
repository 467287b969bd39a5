"""Looks over the library: what is sound, what is missing, what was mended."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import Cancelled, UserError
from diptych.model.note import AnchorState
from diptych.services.backups import good_backups
from diptych.services.rescue import left_behind
from diptych.services.topics import Followed
from diptych.services.trashing import listed
from diptych.store import backup
from diptych.store.library import FILE_NAME, Library
from diptych.store.troubles import DamagedLibrary

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.store.clock import Clock
    from diptych.work.port import Jobs


class Examined(NamedTuple):
    """What was found.

    Args:
        lines: sentences for the reader, in the order in which things were looked at.
        is_sound: whether nothing is lost and nothing has to be done.
    """

    lines: tuple[str, ...]
    is_sound: bool


def examine(folder: Path, clock: Clock) -> Examined:
    """Look over the library in a folder and mend what can be made of the rest.

    Raises:
        UserError: the library cannot be opened at all, for another reason than damage.
    """
    lines = [f"Library: {folder / FILE_NAME}"]
    if not (folder / FILE_NAME).exists():
        lines.append("There is no library yet; one is made when Diptych is first started.")
        return Examined((*lines, *_around(folder)), is_sound=True)
    seen = _open_and_look(folder, clock, lines)
    return Examined((*lines, *_around(folder)), seen.is_sound)


def examining(
    library: Library,
    jobs: Jobs,
    clock: Clock,
    *,
    done: Callable[[Examined], None],
    failed: Callable[[UserError], None],
) -> None:
    """Look over a library that is open, beside the window, and mend what `examine` mends.

    A copy is looked over, page by page what the library is; what is found wrong in it is then
    mended in the library.

    Args:
        jobs: on a thread of theirs that is done.
        done: called with what was found; not where the library is closed meanwhile.
        failed: called with the `UserError` why it could not be looked over or mended.
    """
    path = library.path
    try:
        folder = TemporaryDirectory(prefix="diptych-", dir=path.parent)
    except OSError as error:
        failed(_no_room(path, error))
        return
    copy = library.copying_to(Path(folder.name, FILE_NAME), whole=False)
    lines = [f"Library: {path}"]

    def look() -> _Seen | UserError | None:
        try:
            with folder:
                seen = _look_at_copy(copy, Path(folder.name), clock, lines)
        except UserError as error:
            return error
        except OSError as error:
            return _no_room(path, error)
        except Cancelled:
            return None
        lines.extend(_around(path.parent))
        return seen

    def tell(seen: _Seen | UserError | None) -> None:
        if isinstance(seen, _Seen):
            seen = _mended(library, seen)
        if isinstance(seen, UserError):
            failed(seen)
        elif seen is not None:
            done(Examined(tuple(lines), seen.is_sound))

    jobs.load(look, done=tell, failed=lambda _error: None)


def _look_at_copy(copy: Callable[[], None], folder: Path, clock: Clock, lines: list[str]) -> _Seen:
    try:
        copy()
    except DamagedLibrary as error:
        return _damaged(error, lines)
    return _open_and_look(folder, clock, lines)


class _Seen(NamedTuple):
    """What was found in a library, and what is to be mended in the one that it is a copy of."""

    is_sound: bool
    is_index_wrong: bool = False
    are_tags_wrong: bool = False


def _mended(library: Library, seen: _Seen) -> _Seen | UserError:
    """Mend in a library what was wrong in its copy."""
    try:
        if seen.is_index_wrong:
            library.checkup().rebuild_index()
        if seen.are_tags_wrong:
            library.checkup().mend_tags()
    except UserError as error:
        return error
    return seen


def _no_room(path: Path, error: OSError) -> UserError:
    return UserError(
        f"The library could not be copied to be looked over: {error.strerror}.",
        "Make sure that there is room on the disk and that you may write to its folder.",
        str(path),
    )


def _open_and_look(folder: Path, clock: Clock, lines: list[str]) -> _Seen:
    """Open a library to look it over, and mend what can be made of the rest."""
    try:
        library = Library.open(folder, clock)
        try:
            return _look_over(library, lines)
        finally:
            library.close()
    except DamagedLibrary as error:
        return _damaged(error, lines)


def _damaged(error: DamagedLibrary, lines: list[str]) -> _Seen:
    lines.append(error.sentence)
    lines.append("`diptych restore` lists the copies; the damaged file is kept aside.")
    return _Seen(is_sound=False)


def _look_over(library: Library, lines: list[str]) -> _Seen:
    checkup = library.checkup()
    counts = library.counts()
    size = library.path.stat().st_size / 2**20
    lines.append(
        f"Schema {checkup.schema_version()}, {size:.1f} MiB: {counts.documents} documents, "
        f"{counts.notes} notes, {counts.verdicts} verdicts, "
        f"{len(listed(library, Followed(library)))} in the trash."
    )
    damage = checkup.damage()
    lines += [f"Damage: {words}" for words in damage] or ["The file is whole."]
    broken = checkup.broken_references()
    if broken:
        lines.append(f"References: {broken} lead nowhere.")
    else:
        lines.append("References: all lead somewhere.")
    is_index_wrong = not checkup.is_index_sound()
    if not is_index_wrong:
        lines.append("The search index is sound.")
    else:
        checkup.rebuild_index()
        if checkup.is_index_sound():
            lines.append("The search index was wrong and was made anew from the notes.")
        else:
            damage.append("The search index is wrong and could not be made anew.")
            lines.append(damage[-1])
    mended = checkup.mend_tags()
    if mended:
        lines.append(f"Tags: {mended} were wrong and were made anew from the notes.")
    states = checkup.anchor_states()
    exact, moved, uncertain, lost = (states.get(state.value, 0) for state in AnchorState)
    lines.append(
        f"Places of notes: {sum(states.values())} = {exact} exact, {moved} moved, "
        f"{uncertain} uncertain, {lost} lost."
    )
    lines += _missing(library)
    return _Seen(not damage and not broken, is_index_wrong, bool(mended))


def _missing(library: Library) -> list[str]:
    lines = []
    gone = [entry for entry in library.entries() if not (entry.path and _is_there(entry.path))]
    for entry in gone:
        kept = "its text is kept" if library.has_text(entry.sha256) else "its text is not kept"
        lines.append(f"Missing: “{entry.title}” ({entry.path or 'no path'}); {kept}.")
    return lines or ["The files of all documents are there."]


def _is_there(path: str) -> bool:
    with suppress(OSError, ValueError):
        return Path(path).is_file()
    return False


def _around(folder: Path) -> list[str]:
    """Say what lies beside the library."""
    copies, good = backup.copies(folder), good_backups(folder)
    lines = [f"Copies: {len(copies)}, of which {len(good)} are whole."]
    if good:
        lines.append(f"The newest whole one: {good[0].path.name}, {good[0].notes} notes.")
    lines += [
        f"Text that could not be saved once: {path.name}. Look into it, then delete it."
        for path in left_behind(folder)
    ]
    return lines
