"""A file's bytes, or one plain sentence why not. What the bytes mean is not known here."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from diptych.model.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 512 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    A pipe or a device is refused before anything is read from it, so that this never waits.

    Args:
        path: of a regular file with at most `LIMIT` bytes.

    Raises:
        UserError: the file is missing, a folder, a pipe or device, unreadable, empty or too large.
    """
    shown = f"“{path.name or path}”"
    try:
        _refuse_what_is_no_file(path, shown, path.stat().st_mode)
        # Not waiting matters when the file was replaced by a pipe since it was looked at.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _refuse_what_is_no_file(path, shown, os.fstat(file.fileno()).st_mode)
            data = file.read(LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(
            f"{shown} does not exist.",
            "It may have been moved or renamed: open it from where it is now.",
            str(path),
        ) from None
    except PermissionError:
        raise UserError(
            f"{shown} may not be read.",
            "Close it in other programs and ask for the right to read it, or open a copy.",
            str(path),
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(
            f"{shown} could not be read: {reason}.",
            "Check that the disk or the network folder is there, or open a copy.",
            str(path),
        ) from None
    if len(data) > LIMIT:
        raise UserError(
            f"{shown} is larger than {LIMIT // 1024 // 1024} MiB.",
            "Split it into smaller files and open one of them.",
            str(path),
        )
    if not data:
        raise UserError(f"{shown} is empty.", "Open a file with text in it.", str(path))
    return data


def _refuse_what_is_no_file(path: Path, shown: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UserError(f"{shown} is a folder.", "Open one of the files in it.", str(path))
    if not stat.S_ISREG(mode):
        raise UserError(
            f"{shown} is not a file but a pipe, a socket or a device.",
            "Save its content to a file and open that.",
            str(path),
        )
