"""Which format a file has, by its content and never by its name: one row a format.

The formats that can be read are in `FORMATS`; `FOREIGN` names the ones that cannot, so that the
reader is told what the file is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from diptych.formats import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.formats.order import Order
    from diptych.model.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read, and what it has besides text.

    Args:
        name: for messages, and `Document.format`.
        module: has `read(data, order) -> Document`; loaded when a file of this format is read.
        recognises: whether bytes are of this format; the second argument is the encoding that
            the reader chose, or "".
        pages, pictures, outline, links, annotations: whether such things are shown.
    """

    name: str
    module: str
    recognises: Callable[[bytes, str], bool]
    pages: bool = False
    pictures: bool = False
    outline: bool = False
    links: bool = False
    annotations: bool = False

    def read(self, data: bytes, order: Order) -> Document:
        """Read a document from the bytes of a file; see the module's own `read`."""
        document: Document = import_module(self.module).read(data, order)
        return document


FOREIGN: tuple[tuple[bytes, str], ...] = (
    (rb"\s{0,64}%PDF-", "a PDF file"),
    (rb"PK\x03\x04(?s:.{0,4096}?)word/", "a Word document"),
    (rb"PK\x03\x04(?s:.{0,4096}?)xl/", "an Excel workbook"),
    (rb"PK\x03\x04(?s:.{0,256}?)application/epub", "an EPUB book"),
    (rb"PK\x03\x04(?s:.{0,256}?)application/vnd\.oasis", "an OpenDocument file"),
    (rb"PK[\x03\x05\x07][\x04\x06\x08]", "a ZIP archive"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office document"),
    (rb"\{\\rtf", "a rich text (RTF) file"),
    (
        rb"(?i:\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?<(?:!doctype html|html)\b)",
        "a web page (HTML)",
    ),
    (rb"%!PS", "a PostScript file"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP", "an image"),
    (rb"ID3[\x02-\x04]\x00|OggS\x00|fLaC|RIFF....WAVE", "a sound file"),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI ", "a video"),
    (rb"\x1f\x8b\x08|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh[1-9]1AY|\xfd7zXZ\x00", "an archive"),
    (rb"SQLite format 3\x00", "a database"),
    (rb"\x7fELF|MZ(?s:.{0,1024}?)PE\x00\x00", "a program"),
)

_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def foreign_name(data: bytes, encoding: str = "") -> str:
    """Return what a file is ("a PDF file") when it is surely no text, else ""."""
    for pattern, name in FOREIGN:
        if re.match(pattern, data):
            return name
    if encoding:
        return ""
    sample = decode.decode(data[:65536]).text
    return "a binary file" if len(_CONTROL.findall(sample)) > 0.02 * len(sample) else ""


def _is_text(data: bytes, encoding: str) -> bool:
    return not foreign_name(data, encoding)


# The first row that recognises the bytes reads them; plain text takes what no other has taken.
FORMATS: tuple[Format, ...] = (Format("plain text", "diptych.formats.plain", _is_text),)
