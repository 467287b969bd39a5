"""Text that the library cannot take is kept in a plain file beside it until it can."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from zlib import crc32

from diptych.export.files import write_atomically
from diptych.model.errors import UserError

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
