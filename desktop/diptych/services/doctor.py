"""Looks over the library: what is sound, what is missing, what was mended."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.note import AnchorState
from diptych.services.backups import good_backups
from diptych.services.rescue import left_behind
from diptych.store import backup
from diptych.store.library import FILE_NAME, Library
from diptych.store.troubles import DamagedLibrary

if TYPE_CHECKING:
    from diptych.store.clock import Clock


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
    sound = True
    if not (folder / FILE_NAME).exists():
        lines.append("There is no library yet; one is made when Diptych is first started.")
        return Examined((*lines, *_around(folder)), is_sound=True)
    try:
        library = Library.open(folder, clock)
        try:
            sound = _look_over(library, lines)
        finally:
            library.close()
    except DamagedLibrary as error:
        sound = False
        lines.append(error.sentence)
        lines.append("`diptych restore` lists the copies; the damaged file is kept aside.")
    return Examined((*lines, *_around(folder)), sound)


def _look_over(library: Library, lines: list[str]) -> bool:
    checkup = library.checkup()
    counts = library.counts()
    size = library.path.stat().st_size / 2**20
    lines.append(
        f"Schema {checkup.schema_version()}, {size:.1f} MiB: {counts.documents} documents, "
        f"{counts.notes} notes, {counts.verdicts} verdicts, {len(library.trash())} in the trash."
    )
    damage = checkup.damage()
    lines += [f"Damage: {words}" for words in damage] or ["The file is whole."]
    broken = checkup.broken_references()
    lines.append(f"References: {f'{broken} lead nowhere' if broken else 'all lead somewhere'}.")
    if checkup.is_index_sound():
        lines.append("The search index is sound.")
    else:
        checkup.rebuild_index()
        if checkup.is_index_sound():
            lines.append("The search index was wrong and was made anew from the notes.")
        else:
            damage.append("The search index is wrong and could not be made anew.")
            lines.append(damage[-1])
    if mended := checkup.mend_tags():
        lines.append(f"Tags: {mended} were wrong and were made anew from the notes.")
    states = checkup.anchor_states()
    told = ", ".join(f"{states.get(state.value, 0)} {state.value}" for state in AnchorState)
    lines.append(f"Places of notes: {sum(states.values())} = {told}.")
    lines += _missing(library)
    return not damage and not broken


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
