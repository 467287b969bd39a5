"""Text that the library cannot take is kept in a plain file beside it until it can."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from diptych.export.files import write_atomically
from diptych.model.errors import UserError
from diptych.model.note import NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.note import Note
    from diptych.services.annotating import Annotating

PATTERN = "unsaved-note-*.md"


class Rescue:
    """Keeps what could not be saved, one file for each text.

    Args:
        folder: where the library lies; where it cannot be written, the reader's own folder is.
    """

    def __init__(self, folder: Path) -> None:
        self._folders = (folder, Path.home())
        self._files: dict[str, Path] = {}

    def keep(self, key: str, text: str, error: UserError) -> UserError:
        """Write a text into its file, and return what went wrong with where the text is now.

        Args:
            key: tells this text from others.
            text: as it stands; what is empty is not written.
            error: why the library did not take it; returned as it is where no file could be
                written either.
        """
        if not text.strip():
            return error
        known = self._files.get(key)
        for path in (known,) if known else map(self._free, self._folders, (key, key)):
            try:
                write_atomically(path, text.encode("utf-8", "replace").decode() + "\n")
            except UserError:
                continue
            self._files[key] = path
            return UserError(
                f"{error.sentence} Your text is in the file “{path.name}”.",
                error.next_step,
                str(path),
            )
        return error

    def release(self, key: str) -> None:
        """Delete the file of a text that was saved after all."""
        path = self._files.pop(key, None)
        if path is not None:
            with suppress(OSError):  # a file too many is no harm
                path.unlink(missing_ok=True)

    @staticmethod
    def _free(folder: Path, key: str) -> Path:
        """Return a path where nothing lies, not even what an earlier run could not save."""
        name = f"unsaved-note-{crc32(key.encode()):08x}"
        path, number = folder / f"{name}.md", 1
        while path.exists():
            number += 1
            path = folder / f"{name}-{number}.md"
        return path


def left_behind(folder: Path) -> list[Path]:
    """Return the files with text that an earlier run could not save."""
    return sorted(folder.glob(PATTERN))


class Left(NamedTuple):
    """A text that an earlier run could not save, and its file."""

    path: Path
    text: str


def read_left(folder: Path, before: float) -> list[Left]:
    """Return the texts that were left behind, wherever `Rescue` may have put them. Any thread.

    Args:
        folder: where the library lies.
        before: seconds since the epoch: what was written later is this run's own.
    """
    found = []
    for path in dict.fromkeys((*left_behind(folder), *left_behind(Path.home()))):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                text = path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
                found.append(Left(path, text))
    return found


def put_in(annotating: Annotating, texts: Iterable[Left]) -> list[Note]:
    """Make free notes of texts that were left behind; the file of each that is saved goes.

    Raises:
        UserError: the library cannot be written; the files of those that were not saved stay.
    """
    made = []
    for left in texts:
        note = annotating.note_on(NoteKind.FREE, "", left.text)
        annotating.end_editing()
        if note is not None:
            made.append(note)
        forget(left)
    return made


def forget(left: Left) -> None:
    """Delete the file of a text that is in the library."""
    with suppress(OSError):  # it is offered again, then
        left.path.unlink(missing_ok=True)
