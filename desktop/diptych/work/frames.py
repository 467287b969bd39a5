"""Messages between two processes: four bytes of length, JSON, and bytes that are none. No pickle.

A message may have bytes under the key "blob": in the JSON stands their number, and they follow it.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")

# What a sound process never exceeds: a worker has less than a gigabyte to make its answer in.
LONGEST_JSON = 2**28
LONGEST_BLOB = 2**30


class BrokenFrame(ValueError):  # noqa: N818 - what was met, not what went wrong
    """What came is no message: the other side is broken, or something else wrote to its pipe."""


def write_frame(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message and flush it. Raises OSError when the other side is gone."""
    blob = message.get("blob")
    if blob is not None:
        message = {**message, "blob": len(blob)}
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    # The bytes of a file's name that are no text are halves of pairs in Python.
    data = text.encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(data)) + data)
    if blob is not None:
        stream.write(blob)
    stream.flush()


def read_frame(stream: BinaryIO) -> dict[str, Any] | None:
    """Read one message; None when the other side has closed or died in the middle of one.

    Raises:
        BrokenFrame: what came is no message.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST_JSON:
        raise BrokenFrame(f"a message of {length} bytes")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenFrame("no JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrame("no object")
    if "blob" in message:
        size = message["blob"]
        if type(size) is not int or not 0 <= size <= LONGEST_BLOB:
            raise BrokenFrame(f"{size!r} bytes")
        blob = stream.read(size)
        if len(blob) < size:
            return None
        message["blob"] = blob
    return message
