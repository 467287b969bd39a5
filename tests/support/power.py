"""What may be on the disk after a power cut, simulated from the system calls of a real writer.

strace records what the writer wrote, synced, cut and unlinked. For a moment between two calls the
disk is rebuilt as it might be then: only what was synced is certain. Of the rest there is nothing,
or each call with even chance, or each sector of 512 bytes with even chance; of the names in the
folder that were not synced, the first few, in their order. It assumes that a sync is honest.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from support import note_writer
from support.children import ENVIRONMENT

POLICIES = ("nothing", "some calls", "some sectors", "all calls, some names")
SECTOR = 512
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2"
_CALL = re.compile(r"\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)")
_TEXT = r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?'
_FILE = r"(\d+)<([^>]*)>(?:\(deleted\))?"


class CannotTrace(Exception):  # noqa: N818 - a state of the world
    """strace is not here, or may not look into processes."""


@dataclass
class File:
    """A file: what is surely on the disk, and what was written since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


def record(folder: Path, steps: int, *pragmas: str) -> list[tuple]:
    """Let the writer do some steps in a new folder and return what it asked of the system."""
    folder.mkdir()
    log = folder.with_suffix(".strace")
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-qq", "-e", f"trace={CALLS}"]
    writer = [sys.executable, str(Path(note_writer.__file__)), str(folder), str(steps), *pragmas]
    try:
        done = subprocess.run(
            [*command, "-o", str(log), *writer],
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise CannotTrace("strace is not installed") from None
    if f"ack {steps}".encode() not in done.stdout:
        raise CannotTrace(f"strace cannot be used here: {done.stderr.decode()[-300:]}")
    with log.open(encoding="ascii", errors="replace") as lines:
        events = [event for line in lines for event in _events(line, str(folder))]
    log.unlink()
    return events


def _text(escaped: str) -> str:
    if "\\x" not in escaped:
        return escaped
    return bytes.fromhex(escaped.replace("\\x", "")).decode()


def _events(line: str, folder: str) -> list[tuple]:
    """Return what a line of the log says about the folder, and what the writer said."""
    match = _CALL.match(line)
    if not match or int(match[3]) < 0:
        return []
    call, arguments, result = match[1], match[2], int(match[3])
    if call in ("openat", "unlink", "unlinkat"):
        named = re.search(_TEXT, arguments)
        path = _text(named[1]) if named else ""
        if not path.startswith(folder + "/"):
            return []
        if call == "openat":
            return [("open", path)] if "O_CREAT" in arguments else []
        return [("unlink", path)]
    if call.startswith("rename"):
        paths = [_text(found[0]) for found in re.findall(_TEXT, arguments)]
        assert not any(path.startswith(folder + "/") for path in paths), line[:200]
        return []
    opened = re.match(_FILE, arguments)
    number, path = (opened[1], _text(opened[2])) if opened else ("", "")
    rest = arguments[opened.end() :] if opened else ""
    if call == "write" and number == "1":
        said = _text(re.search(_TEXT, rest)[1])
        return [("say", *words.split()) for words in said.splitlines()]
    if path != folder and not path.startswith(folder + "/"):
        return []
    if call in ("fsync", "fdatasync"):
        return [("sync", path)]
    if call == "ftruncate":
        return [("write", path, int(rest.split(",")[1]), None)]
    assert call == "pwrite64", f"no place is known of {line[:200]}"
    written = re.match(rf", {_TEXT}, (\d+), (\d+)", rest)
    assert written
    assert not written[2], f"not all of it is in the log: {line[:200]}"
    data = bytes.fromhex(written[1].replace("\\x", ""))[:result]
    return [("write", path, int(written[4]), data)]


class Disk:
    """The disk while the calls go on."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._names: dict[str, File] = {}
        self._durable_names: dict[str, File] = {}
        self._pending_names: list[tuple[str, File | None]] = []

    def take(self, event: tuple) -> None:
        """Let one call happen."""
        kind, path = event[0], event[1]
        if kind == "open" and path not in self._names:
            self._names[path] = File()
            self._pending_names.append((path, self._names[path]))
        elif kind == "write":
            self._names[path].pending.append(event[2:])
        elif kind == "unlink" and path in self._names:
            del self._names[path]
            self._pending_names.append((path, None))
        elif kind == "sync" and path == self._folder:
            _rename(self._durable_names, self._pending_names)
            self._pending_names.clear()
        elif kind == "sync" and path in self._names:
            file = self._names[path]
            for offset, data in file.pending:
                _apply(file.durable, offset, data)
            file.pending.clear()

    def rebuild(self, target: Path, policy: str, chance: random.Random) -> None:
        """Write into a folder what may be there after a power cut now."""
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        names = dict(self._durable_names)
        count = 0 if policy == "nothing" else chance.randint(0, len(self._pending_names))
        _rename(names, self._pending_names[:count])
        for name, file in names.items():
            content = bytearray(file.durable)
            for offset, data in file.pending if policy != "nothing" else ():
                for part, piece in _survivors(offset, data, policy, chance):
                    _apply(content, part, piece)
            (target / Path(name).name).write_bytes(content)


def _survivors(offset, data, policy, chance):
    """Return what of a write reached the disk."""
    if policy == "all calls, some names":
        return [(offset, data)]
    if policy == "some sectors" and data is not None:
        return [
            (offset + at, data[at : at + SECTOR])
            for at in range(0, len(data), SECTOR)
            if chance.random() < 0.5
        ]
    return [(offset, data)] if chance.random() < 0.5 else []


def _rename(names, changes) -> None:
    for name, file in changes:
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    """Write data at an offset, or, for None, cut or fill the file to that length."""
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset : offset + len(data)] = data


def cut(folder: Path, steps: int, states: int, seed: int, *pragmas: str) -> Counter[str]:
    """Record a writer, cut the power at random moments, and count what is found.

    Args:
        folder: where to work; made.
        steps: of the writer.
        states: how many disks to look at.
        seed: of the moments.
        pragmas: settings for the writer, other than those of the library.

    Returns:
        How many of the states were "whole", "lost" and "damaged", and "calls", the recorded ones.

    Raises:
        CannotTrace: there is no strace that works.
    """
    folder.mkdir()
    events = record(folder / "live", steps, *pragmas)
    opened = next(i for i, event in enumerate(events) if event[:2] == ("say", "open"))
    chance = random.Random(seed)
    moments = Counter(
        chance.randrange(opened + 1, len(events)) for _ in range(states // len(POLICIES))
    )
    disk, found = Disk(folder / "live"), Counter(calls=len(events))
    said = {"try": 0, "ack": 0}
    for number, event in enumerate(events):
        for _ in range(moments[number]):
            for policy in POLICIES:
                disk.rebuild(folder / "disk", policy, chance)
                found[_look(folder / "disk", said)] += 1
        if event[0] == "say":
            said[event[1]] = int(event[2])
        else:
            disk.take(event)
    return found


def _look(folder: Path, said: dict[str, int]) -> str:
    if not (folder / "library.sqlite").exists():
        return "lost"
    return note_writer.state_of(folder, said["try"], said["ack"])[0]
