"""A text becomes a file: wholly, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING

from diptych.model.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEXT_STEPS = {
    errno.ENOENT: "Make the folder first, or choose another one.",
    errno.ENOTDIR: "Choose another folder.",
    errno.EACCES: "Choose a folder that you may write to.",
    errno.EPERM: "Choose a folder that you may write to.",
    errno.EROFS: "Choose a folder that you may write to.",
    errno.ENOSPC: "Make room on the disk, or choose another one.",
    errno.EDQUOT: "Make room on the disk, or choose another one.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def write_atomically(
    path: Path, content: str | bytes, is_wanted: Callable[[], bool] = lambda: True
) -> None:
    """Write bytes as they are, or a text as UTF-8 with the line ends it has.

    A file that is there is replaced in one step, after the new one is safely on the disk; when
    anything fails it stays as it was. What is no file (a pipe, a terminal) is written to directly.

    Args:
        path: the file.
        content: what it is to hold.
        is_wanted: asked before the old one goes; for who may have changed their mind meanwhile.

    Raises:
        UserError: it could not be written.
        Cancelled: it is not wanted any more.
    """
    shown = f"“{path.name or path}”"
    data = content.encode() if isinstance(content, str) else content
    try:
        mode = _mode(path)
        if stat.S_ISDIR(mode):
            raise UserError(f"{shown} is a folder.", "Name a file in it.", str(path))
        if stat.S_ISREG(mode):
            _replace(path.resolve(), data, is_wanted)  # a link stays a link
        else:
            path.write_bytes(data)
    except OSError as error:
        raise UserError(
            f"{shown} could not be written: {error.strerror}.",
            NEXT_STEPS.get(error.errno or 0, "Choose another place and try again."),
            str(path),
        ) from None


def _mode(path: Path) -> int:
    """Return what a path is; a new file is a file. A link that leads nowhere raises OSError."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return stat.S_IFREG


def _replace(path: Path, data: bytes, is_wanted: Callable[[], bool]) -> None:
    # Beside the file, because a rename is one step only within one file system.
    part = path.with_name(f".diptych-{os.urandom(6).hex()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode)
        if not is_wanted():
            raise Cancelled
        part.replace(path)
    except (OSError, Cancelled):
        with contextlib.suppress(OSError):
            part.unlink()
        raise
