"""The records of a MOBI or AZW3 file (a Palm database), and the text in them unpacked.

The formats of header, compression and trailing bytes are those described at
wiki.mobileread.com/wiki/MOBI and by the free unpackers of Kindle books.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

TEXT_LIMIT = 128 * 1024 * 1024
_NONE, _PALM_DOC, _HUFFMAN = 1, 2, 17480
_DEEPEST = 32
_NOWHERE = 0xFFFFFFFF


class BrokenBook(Exception):  # noqa: N818 - what the file is
    """A record is missing or makes no sense."""


class Book(NamedTuple):
    """What the records say.

    Args:
        html: the book's text, in its own encoding.
        encoding: of the text and of what the file says of itself.
        protected: whether the text is encrypted; it is empty then.
        whole: whether every part of the text that the file speaks of is in it.
        about: what the file says of itself, by the numbers of EXTH records; 0 is the full name.
    """

    html: bytes
    encoding: str
    protected: bool
    whole: bool
    about: dict[int, bytes]


def is_palm_book(data: bytes) -> bool:
    """Whether bytes are a MOBI file or an older Palm text."""
    return data[60:68] in (b"BOOKMOBI", b"TEXtREAd")


def read_book(data: bytes) -> Book:
    """Take the text out of the bytes of a whole file.

    Raises:
        BrokenBook: it is cut short or damaged.
    """
    try:
        records = _records(data)
        return _read(records)
    except (struct.error, IndexError, ValueError) as error:
        raise BrokenBook(str(error)) from None


def _records(data: bytes) -> list[memoryview]:
    (count,) = struct.unpack_from(">H", data, 76)
    starts = [struct.unpack_from(">I", data, 78 + 8 * index)[0] for index in range(count)]
    view = memoryview(data)
    ends = [*starts[1:], len(data)]
    return [view[start:end] for start, end in zip(starts, ends, strict=True)]


def _read(records: list[memoryview]) -> Book:
    head = bytes(records[0])
    compression, _, said, count, _, encryption = struct.unpack_from(">HHIHHH", head)
    is_mobi = head[16:20] == b"MOBI"
    (length,) = struct.unpack_from(">I", head, 20) if is_mobi else (0,)
    page = struct.unpack_from(">I", head, 28)[0] if is_mobi else 1252
    encoding = "utf-8" if page == 65001 else "cp1252"
    about = _about(head, length) if is_mobi else {}
    if encryption:
        return Book(b"", encoding, True, True, about)
    flags = 0
    if is_mobi and length >= 228 and len(head) >= 244:
        (flags,) = struct.unpack_from(">H", head, 242)
    huffman = None
    if compression == _HUFFMAN:
        first, parts = struct.unpack_from(">II", head, 112)
        huffman = _Huffman([bytes(record) for record in records[first : first + parts]])
    elif compression not in (_NONE, _PALM_DOC):
        raise BrokenBook(f"compression {compression}")
    texts: list[bytes] = []
    size = 0
    parts = records[1 : count + 1]
    for record in parts:
        body = bytes(record[: len(record) - _trailing(record, flags)])
        if huffman is not None:
            body = huffman.unpack(body)
        elif compression == _PALM_DOC:
            body = _unpack_palm_doc(body)
        texts.append(body)
        size += len(body)
        if size > TEXT_LIMIT:
            raise BrokenBook("more text than a book has")
    html = b"".join(texts)
    # The last part of a file that was cut off is there, but short; tools count a few bytes more.
    whole = len(parts) == count and all(map(len, parts)) and size >= 0.99 * said
    return Book(_first_flow(html, records, head, length), encoding, False, whole, about)


def _first_flow(html: bytes, records: list[memoryview], head: bytes, length: int) -> bytes:
    """Return the pages of a newer book (KF8) without the style sheets that follow them."""
    if length < 184 or struct.unpack_from(">I", head, 36)[0] < 8:
        return html
    (index,) = struct.unpack_from(">I", head, 192)
    if index == _NOWHERE or index >= len(records) or records[index][:4] != b"FDST":
        return html
    at, count = struct.unpack_from(">II", records[index], 4)
    if not count:
        return html
    start, end = struct.unpack_from(">II", records[index], at)
    return html[start:end]


def _about(head: bytes, length: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    name, size = struct.unpack_from(">II", head, 84)
    found[0] = head[name : name + size]
    at = 16 + length
    if head[at : at + 4] != b"EXTH":
        return found
    (count,) = struct.unpack_from(">I", head, at + 8)
    at += 12
    for _ in range(min(count, 1000)):
        kind, size = struct.unpack_from(">II", head, at)
        if size < 8:
            break
        value = head[at + 8 : at + size]
        found[kind] = found[kind] + b", " + value if kind == 100 and kind in found else value
        at += size
    return found


def _trailing(record: memoryview, flags: int) -> int:
    """Return how many bytes at the end of a record are not text."""
    count = 0
    for bit in range(15, 0, -1):
        if flags >> bit & 1:
            count += _backward(record[: len(record) - count])
    if flags & 1 and len(record) > count:
        count += (record[len(record) - count - 1] & 3) + 1
    return min(count, len(record))


def _backward(record: memoryview) -> int:
    """Return the number written backwards at the end of a record, seven bits a byte."""
    number = 0
    for byte in record[-4:]:
        if byte & 0x80:
            number = 0
        number = number << 7 | byte & 0x7F
    return number


def _unpack_palm_doc(data: bytes) -> bytes:
    out = bytearray()
    at, size = 0, len(data)
    while at < size:
        byte = data[at]
        at += 1
        if 1 <= byte <= 8:
            out += data[at : at + byte]
            at += byte
        elif byte < 0x80:
            out.append(byte)
        elif byte >= 0xC0:
            out.append(0x20)
            out.append(byte ^ 0x80)
        elif at < size:
            pair = byte << 8 | data[at]
            at += 1
            distance, length = pair >> 3 & 0x7FF, (pair & 7) + 3
            start = len(out) - distance
            if distance == 0 or start < 0:
                raise BrokenBook("a reference before the beginning")
            for place in range(start, start + length):
                out.append(out[place])
    return bytes(out)


class _Huffman:
    """The dictionary compression of larger Kindle books (HUFF and CDIC records)."""

    def __init__(self, records: list[bytes]) -> None:
        huff = records[0]
        if huff[:4] != b"HUFF":
            raise BrokenBook("no HUFF record")
        short, long = struct.unpack_from(">II", huff, 8)
        self._short = struct.unpack_from(">256I", huff, short)
        limits = struct.unpack_from(">64I", huff, long)
        self._least = [0, *(low << (32 - n) for n, low in enumerate(limits[0::2], 1))]
        self._most = [0, *((top + 1 << (32 - n)) - 1 for n, top in enumerate(limits[1::2], 1))]
        self._words: list[tuple[bytes, bool]] = []
        self._done: dict[int, bytes] = {}
        for record in records[1:]:
            self._add_words(record)

    def _add_words(self, record: bytes) -> None:
        if record[:4] != b"CDIC":
            raise BrokenBook("no CDIC record")
        total, bits = struct.unpack_from(">II", record, 8)
        count = min(1 << min(bits, 24), total - len(self._words))
        for (offset,) in struct.iter_unpack(">H", record[16 : 16 + 2 * count]):
            (head,) = struct.unpack_from(">H", record, 16 + offset)
            size = head & 0x7FFF
            self._words.append((record[18 + offset : 18 + offset + size], bool(head & 0x8000)))

    def unpack(self, data: bytes, depth: int = 0) -> bytes:
        """Return what a record, or a word that is itself packed, stands for."""
        if depth > _DEEPEST:
            raise BrokenBook("words within words without end")
        out: list[bytes] = []
        left = len(data) * 8
        number = int.from_bytes(data + b"\0" * 8, "big")
        total = left + 64
        at = size = 0
        while True:
            window = number >> (total - at - 32) & 0xFFFFFFFF
            entry = self._short[window >> 24]
            length, top = entry & 0x1F, ((entry >> 8) + 1 << (32 - (entry & 0x1F))) - 1
            if not length:
                raise BrokenBook("a code without length")
            if not entry & 0x80:
                while length < 32 and window < self._least[length]:
                    length += 1
                top = self._most[length]
            left -= length
            if left < 0:
                return b"".join(out)
            at += length
            words = self._word((top - window) >> (32 - length), depth)
            size += len(words)
            if size > TEXT_LIMIT:
                raise BrokenBook("more text than a book has")
            out.append(words)

    def _word(self, index: int, depth: int) -> bytes:
        words, plain = self._words[index]
        if plain:
            return words
        if index not in self._done:
            self._done[index] = self.unpack(words, depth + 1)
        return self._done[index]
