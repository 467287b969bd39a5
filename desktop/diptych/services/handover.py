"""A second start hands its files to the window that is open: by a file, never by a socket.

Whoever holds the lock on the library looks into the folder `inbox` beside it. A message there is
whole, because it was renamed into its place; that it is gone tells the second start that it was
taken up.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = "inbox"
# Seconds that the second start waits: a window that is starting itself looks when it is there.
PATIENCE = 4.0
_STEP = 0.02
# Bytes of a message; what is longer was not written by us.
_LIMIT = 1_000_000


def hand_over(folder: Path, paths: Sequence[str], patience: float = PATIENCE) -> bool:
    """Ask the open window to come forward and to open files; say whether it took that up.

    Args:
        folder: where the library lies.
        paths: absolute paths, or none.
        patience: seconds.
    """
    from uuid import uuid4  # not at the start of the window, which only looks into the folder

    inbox = folder / FOLDER
    message = inbox / f"{time.time_ns():020d}-{uuid4().hex}.json"
    unfinished = message.with_suffix(".unfinished")
    try:
        inbox.mkdir(mode=0o700, exist_ok=True)
        # Not every file name of Linux is Unicode; JSON keeps its bytes as halves of characters.
        unfinished.write_text(json.dumps({"paths": list(paths)}), encoding="ascii")
        unfinished.replace(message)
        end = time.monotonic() + patience
        while message.exists():
            if time.monotonic() > end:
                message.unlink(missing_ok=True)
                return False
            time.sleep(_STEP)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        return False
    return True


class Inbox:
    """What other starts ask of this one, which holds the library.

    Args:
        folder: where the library lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def open(self) -> bool:
        """Make the folder; say whether there is one. What an earlier run did not take is gone."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            for left in self.folder.glob("*.unfinished"):
                left.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def take(self) -> Iterator[list[str]]:
        """Take each message out and give its paths, the oldest first."""
        for message in sorted(self.folder.glob("*.json")):
            try:
                with message.open("rb") as file:
                    data = file.read(_LIMIT + 1)
                message.unlink()
            except OSError:
                continue  # whoever wrote it has lost patience
            yield _paths(data)


def _paths(data: bytes) -> list[str]:
    """Return the absolute paths of a message; what is no message of ours asks for none."""
    try:
        paths = json.loads(data)["paths"] if len(data) <= _LIMIT else []
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    known = paths if isinstance(paths, list) else []
    return [
        path
        for path in known
        if isinstance(path, str) and "\0" not in path and Path(path).is_absolute()
    ]
