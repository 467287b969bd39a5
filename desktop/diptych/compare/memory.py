"""What the models have said of words already, so that only new words are read.

Known by the content of what a model took in, so that it holds for any document, topic and side: of
an edited text only what changed is read anew. This process keeps it, up to a limit; in bytes it
can be carried from one process to the next.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LIMIT = 64 * 2**20
_KEY = 16
_HEAD = struct.Struct(f"<{_KEY}sI")
SECTIONS = 3
"""What a comparison used of it: of the left document, of the right one, and of pairs of both."""


def key_of(kind: str, *rows: Sequence[int]) -> bytes:
    """Return what the answer of a model is known by: which model, and the numbers it took in."""
    import hashlib  # brings OpenSSL, and the window imports this module to ask for the manifest

    told = hashlib.blake2b(kind.encode(), digest_size=_KEY)
    for row in rows:
        told.update(struct.pack(f"<q{len(row)}q", len(row), *row))
    return told.digest()


class Memory:
    """Bytes by key, the least recently used dropped first. Any thread may use it.

    Args:
        made_by: names the models; what others said is not taken in.
    """

    def __init__(self, made_by: str, limit: int = _LIMIT) -> None:
        import hashlib

        self._sign = hashlib.blake2b(made_by.encode(), digest_size=_KEY).digest()
        self._limit = limit
        self._size = 0
        self._values: OrderedDict[bytes, bytes] = OrderedDict()
        self._used: list[dict[bytes, bool]] = [{} for _ in range(SECTIONS)]
        self._section = 0
        self._lock = Lock()

    def begin(self) -> None:
        """Forget what was used: a new comparison begins."""
        self._used = [{} for _ in range(SECTIONS)]
        self._section = 0

    def turn(self, section: int) -> None:
        """Say what is read from now on: 0 the left document, 1 the right one, 2 pairs."""
        self._section = section

    def get(self, key: bytes) -> bytes | None:
        """Return what was said, None where it is not known."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
                self._used[self._section].setdefault(key, False)
            return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep what was said just now."""
        with self._lock:
            self._keep(key, value)
            self._used[self._section][key] = True

    def packed(self, section: int) -> bytes:
        """Return what a section used, b"" where nothing of it was new."""
        with self._lock:
            used = self._used[section]
            if not any(used.values()):
                return b""
            values = ((key, self._values[key]) for key in used if key in self._values)
            return self._sign + b"".join(_HEAD.pack(key, len(v)) + v for key, v in values)

    def take_in(self, packed: Iterable[bytes]) -> None:
        """Take in what `packed` gave; what is damaged or by other models is left."""
        with self._lock:
            for data in packed:
                at = _KEY
                while data[:_KEY] == self._sign and at + _HEAD.size <= len(data):
                    key, size = _HEAD.unpack_from(data, at)
                    at += _HEAD.size
                    if at + size <= len(data):
                        self._keep(key, data[at : at + size])
                    at += size

    def _keep(self, key: bytes, value: bytes) -> None:
        self._size += len(value) - len(self._values.pop(key, b""))
        self._values[key] = value
        while self._size > self._limit:
            self._size -= len(self._values.popitem(last=False)[1])


@cache
def shared() -> Memory:
    """Return the memory of this process."""
    from diptych.compare.models import shipped

    return Memory(" ".join(file.sha256 for file in shipped()))
