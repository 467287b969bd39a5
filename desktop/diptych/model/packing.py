"""A document as bytes and back, small and quick enough for a book of thousands of pages.

A document of 5,000 pages has some 18 million characters and 250,000 runs. As JSON that is a third
larger, and reading it holds the interpreter up at one stretch for longer than a window may stand
still. Here the source is there once; the text of a block is cut from it again, run by run, and
only what the source has not is written besides (the blank that joins two lines).

The bytes are: a length, a head as JSON, the source, the words between the runs, the numbers.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from typing import TYPE_CHECKING, Any

from diptych.model.document import (
    Block,
    BlockKind,
    Document,
    OffsetMap,
    OutlineEntry,
    Page,
    PageWords,
    Run,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = struct.Struct("<I")
_NUMBER = "I"
_BLOCK = 4  # numbers of a block: style, runs, length of the text, whether that is written out
# Text may hold halves of surrogate pairs where a format lets them through.
_CODEC = ("utf-8", "surrogatepass")

_Style = tuple[str, str, int]


def pack(document: Document) -> bytes:
    """Return a document as bytes; the same document gives the same bytes."""
    styles: dict[_Style, int] = {}
    blocks, runs = array(_NUMBER), array(_NUMBER)
    between: list[str] = []
    for block in document.blocks:
        style = styles.setdefault((block.kind.value, block.role, block.level), len(styles))
        pieces = _between(block, document.source)
        between += [block.text] if pieces is None else pieces
        blocks.extend((style, len(block.map.runs), len(block.text), pieces is None))
        for run in block.map.runs:
            runs.extend(run)
    source = document.source.encode(*_CODEC)
    words = "".join(between).encode(*_CODEC)
    plain = document._asdict() | {"source": len(source), "blocks": len(document.blocks)}
    plain |= {"styles": list(styles), "words": len(words)}
    head = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(*_CODEC)
    return b"".join(
        [_LENGTH.pack(len(head)), head, source, words, _to_bytes(blocks), _to_bytes(runs)]
    )


def unpack(data: bytes) -> Document:
    """Return the document that `pack` was given."""
    view = memoryview(data)
    (length,) = _LENGTH.unpack_from(view)
    at = _LENGTH.size + length
    plain: dict[str, Any] = json.loads(str(view[_LENGTH.size : at], *_CODEC))
    source = str(view[at : at + plain["source"]], *_CODEC)
    at += plain["source"]
    size = plain.pop("words")
    words = str(view[at : at + size], *_CODEC)
    at += size
    numbers = array(_NUMBER)
    numbers.frombytes(view[at:])
    if sys.byteorder == "big":
        numbers.byteswap()
    styles = [(BlockKind(kind), role, level) for kind, role, level in plain.pop("styles")]
    count = plain["blocks"] * _BLOCK
    plain["source"] = source
    plain["blocks"] = tuple(_blocks(source, words, styles, numbers[:count], numbers[count:]))
    plain["remarks"] = tuple(plain["remarks"])
    plain["pages"] = tuple(Page(*page) for page in plain["pages"])
    plain["outline"] = tuple(OutlineEntry(*entry) for entry in plain["outline"])
    plain["places"] = tuple(
        PageWords(page, tuple(map(tuple, words))) for page, words in plain["places"]
    )
    return Document(**plain)


def _between(block: Block, source: str) -> list[str] | None:
    """Return the words of a block that no run has, None where its runs do not give its text."""
    text, end = block.text, 0
    pieces = []
    for start, source_start, length, _part in block.map.runs:
        if (
            start < end
            or text[start : start + length] != source[source_start : source_start + length]
        ):
            return None
        if start > end:
            pieces.append(text[end:start])
        end = start + length
    pieces.append(text[end:])
    return pieces


def _blocks(
    source: str,
    words: str,
    styles: list[tuple[BlockKind, str, int]],
    blocks: array[int],
    numbers: array[int],
) -> Iterator[Block]:
    fields = iter(numbers)
    runs = map(Run._make, zip(fields, fields, fields, fields, strict=True))
    at = 0
    each = iter(blocks)
    for style, count, length, is_written_out in zip(each, each, each, each, strict=True):
        own = tuple(next(runs) for _ in range(count))
        if is_written_out:
            text = words[at : at + length]
            at += length
        else:
            text, at = _text(source, words, own, length, at)
        kind, role, level = styles[style]
        yield Block(kind, text, OffsetMap(own), role, level)


def _text(source: str, words: str, runs: tuple[Run, ...], length: int, at: int) -> tuple[str, int]:
    """Return the text of a block, and where in the words that of the next one goes on."""
    parts, end = [], 0
    for start, source_start, run_length, _part in runs:
        if start > end:
            parts.append(words[at : at + start - end])
            at += start - end
        parts.append(source[source_start : source_start + run_length])
        end = start + run_length
    if length > end:
        parts.append(words[at : at + length - end])
        at += length - end
    return "".join(parts), at


def _to_bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
