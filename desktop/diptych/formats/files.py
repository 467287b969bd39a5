"""A file's bytes, or one plain sentence why not. What the bytes mean is not known here."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 512 * 1024 * 1024
PIECE = 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """Read a whole file; see `pieces`."""
    return b"".join(pieces(str(path)))


def pieces(name: str) -> Iterator[bytes]:
    """Yield the bytes of a file, at most `PIECE` of them at a time.

    A pipe or a device is refused before anything is read from it, so that this never waits.

    Args:
        name: path of a regular file with at most `LIMIT` bytes.

    Raises:
        UserError: the file is missing, a folder, a pipe or device, unreadable, empty or too large.
    """
    path = Path(name)
    shown = f"“{path.name or path}”"
    count = 0
    try:
        _refuse_what_is_no_file(path, shown, path.stat().st_mode)
        # Not waiting matters when the file was replaced by a pipe since it was looked at.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            _refuse_what_is_no_file(path, shown, status.st_mode)
            _refuse_what_is_too_large(path, shown, status.st_size)
            while piece := file.read(PIECE):
                count += len(piece)
                _refuse_what_is_too_large(path, shown, count)
                yield piece
    except (OSError, ValueError) as error:
        raise _refusal(path, shown, error) from None
    if not count:
        raise UserError(f"{shown} is empty.", "Open a file with text in it.", str(path))


def _refusal(path: Path, shown: str, error: OSError | ValueError) -> UserError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(
            f"{shown} does not exist.",
            "It may have been moved or renamed: open it from where it is now.",
            str(path),
        )
    if isinstance(error, PermissionError):
        return UserError(
            f"{shown} may not be read.",
            "Close it in other programs and ask for the right to read it, or open a copy.",
            str(path),
        )
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return UserError(
            f"{shown} is a link that leads back to itself.",
            "Open the file that it was meant for.",
            str(path),
        )
    reason = getattr(error, "strerror", None) or str(error)
    return UserError(
        f"{shown} could not be read: {reason}.",
        "Check that the disk or the network folder is there, or open a copy.",
        str(path),
    )


def _refuse_what_is_no_file(path: Path, shown: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UserError(f"{shown} is a folder.", "Open one of the files in it.", str(path))
    if not stat.S_ISREG(mode):
        raise UserError(
            f"{shown} is not a file but a pipe, a socket or a device.",
            "Save its content to a file and open that.",
            str(path),
        )


def _refuse_what_is_too_large(path: Path, shown: str, size: int) -> None:
    if size > LIMIT:
        raise UserError(
            f"{shown} is larger than {LIMIT // 1024 // 1024} MiB.",
            "Split it into smaller files and open one of them.",
            str(path),
        )
