"""What lies where: the files in folders, and whether known files are still there.

It may wait for slow disks, so whoever has a window runs it on a thread of its own.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST = 20_000


class Found(NamedTuple):
    """A file: its absolute path, its size in bytes, when it was changed (nanoseconds)."""

    path: str
    size: int
    mtime_ns: int


class Survey(NamedTuple):
    """What was found.

    Args:
        files: in the order of the folders, by name.
        refused: paths that could not be looked into.
        is_cut: whether there are more than `MOST` files, and the rest was left out.
        folders: the folders that were asked for.
    """

    files: tuple[Found, ...] = ()
    refused: tuple[str, ...] = ()
    is_cut: bool = False
    folders: tuple[str, ...] = ()


def survey(
    paths: Iterable[str], stopped: Callable[[], bool], counted: Callable[[int], None]
) -> Survey:
    """Find all files at and below some paths.

    Hidden files and folders are passed over unless they are named themselves; links to folders
    are not followed, so that no tree is endless.

    Args:
        paths: files and folders.
        stopped: whether to stop; what was found so far is returned.
        counted: told now and then how many files were found.
    """
    files: dict[str, Found] = {}
    refused: list[str] = []
    folders: list[str] = []
    for path in map(os.path.abspath, paths):
        found = look_at(path)
        if found is not None:
            files[path] = found
        elif os.path.isdir(path):  # noqa: PTH112 - paths are strings here
            folders.append(path)
            for inside in _below(path, refused):
                if len(files) >= MOST or stopped():
                    return Survey(tuple(files.values()), tuple(refused), True, tuple(folders))
                files[inside.path] = inside
                if len(files) % 200 == 0:
                    counted(len(files))
        else:
            refused.append(path)
    return Survey(tuple(files.values()), tuple(refused), False, tuple(folders))


def look_at(path: str) -> Found | None:
    """Return a file as it is now, None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - paths are strings here
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Found(path, status.st_size, status.st_mtime_ns)


def neighbours(paths: Iterable[str]) -> Iterator[Found]:
    """Yield the files that lie in the same folders as these."""
    for folder in dict.fromkeys(map(os.path.dirname, paths)):
        yield from _below(folder, [], deep=False)


def _below(folder: str, refused: list[str], *, deep: bool = True) -> Iterator[Found]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as inside:
                entries = sorted(inside, key=lambda entry: entry.name)
        except OSError:
            refused.append(here)
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if deep and entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    status = entry.stat()
                    yield Found(entry.path, status.st_size, status.st_mtime_ns)
            except OSError:
                refused.append(entry.path)
        waiting += reversed(folders)
