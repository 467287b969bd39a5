"""Which format a file has, by its content and never by its name: one row a format.

The formats that can be read are in `FORMATS`; `FOREIGN` names the ones that cannot, so that the
reader is told what the file is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from diptych.formats import containers, decode, palm
from diptych.model.errors import UserError

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
        recognises: whether bytes are of this format; the order has the encoding that the reader
            chose and the file's name, a hint where the content leaves it open.
        pages, pictures, outline, links, annotations: whether such things are shown.
    """

    name: str
    module: str
    recognises: Callable[[bytes, Order], bool]
    pages: bool = False
    pictures: bool = False
    outline: bool = False
    links: bool = False
    annotations: bool = False

    def read(self, data: bytes, order: Order) -> Document:
        """Read a document from the bytes of a file; see the module's own `read`."""
        document: Document = import_module(self.module).read(data, order)
        return document


# The container of older Office files; its parts are named somewhere in it, in UTF-16.
_OLE, _IN_OLE = rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rb"(?s:.{0,1000000}?)"

# A letter that was saved as it was sent is text; a page packed as one is not.
_MHTML = rb"From: <Saved by |MIME-Version: (?s:.{0,1500}?)Content-Type: multipart/related"

_XML_START = rb"\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?"
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (
        _OLE + _IN_OLE + "EncryptedPackage".encode("utf-16-le"),
        "an Office document locked with a password",
    ),
    (_OLE + _IN_OLE + "WordDocument".encode("utf-16-le"), "an older Word document (.doc)"),
    (_OLE, "an older Office document"),
    (_MHTML, "a web archive (MHTML)"),
    (rb"%!PS", "a PostScript file"),
    (rb"%FDF-", "a file of form data (FDF) without its form"),
    (rb"bplist00", "a property list of macOS"),
    (rb"\xffWPC", "a WordPerfect document"),
    (rb"AT&TFORM", "a DjVu document"),
    (rb"ITSF", "a compiled help file (CHM)"),
    (_XML_START + rb"(?:<!(?:--|DOCTYPE svg)[^>]{0,200}>\s{0,64}){0,9}<svg\b", "a drawing (SVG)"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP", "an image"),
    (rb"BM(?s:.{4})\x00\x00\x00\x00|....ftyp(?:hei[cfmsx]|hevc|mif1|avif)", "an image"),
    (rb"ID3[\x02-\x04]\x00|OggS\x00|fLaC|RIFF....WAVE", "a sound file"),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI ", "a video"),
    (
        rb"\x1f\x8b\x08|(?s:.{257})ustar|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh[1-9]1AY|\xfd7zXZ\x00",
        "an archive",
    ),
    (rb"SQLite format 3\x00", "a database"),
    (rb"\x7fELF|MZ(?s:.{0,1024}?)PE\x00\x00", "a program"),
)

_ROOM = "diptych.formats"
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def foreign_name(data: bytes, encoding: str = "") -> str:
    """Return what a file is ("a PDF file") when it is surely no text, else ""."""
    held = containers.kind_of(data)
    if held or data.startswith(b"PK\x05\x06"):
        return _CONTAINERS.get(held, "a ZIP archive")
    for pattern, name in FOREIGN:
        if re.match(pattern, data):
            return name
    if encoding:
        return ""
    # Records of old machines are filled up or parted with zeros.
    sample = decode.decode(data[:65536]).text.rstrip("\0")
    zeros = sample.count("\0")
    strange = len(_CONTROL.findall(sample)) - zeros
    is_binary = not sample or strange > 0.02 * len(sample) or zeros > 0.1 * len(sample)
    return "a binary file" if is_binary else ""


def next_step(foreign: str) -> str:
    """Return what a reader can do with what `foreign_name` found."""
    return _NEXT_STEPS.get(foreign, _SAVE_ANEW)


def _is_text(data: bytes, order: Order) -> bool:
    return not foreign_name(data, order.encoding)


def _is_markdown(data: bytes, order: Order) -> bool:
    if not _is_text(data, order):
        return False
    from diptych.formats.markdown import looks_like_markdown

    return looks_like_markdown(_beginning(data, order), order.name)


def _is_html(data: bytes, order: Order) -> bool:
    """Whether bytes are a web page: it begins as one, or its first tags are those of one.

    A text that speaks about tags has words before them, and no two of these.
    """
    text = _beginning(data, order)
    return bool(_HTML.match(text) or (_TAG_FIRST.match(text) and len(set(_TAGS.findall(text))) > 1))


def _beginning(data: bytes, order: Order) -> str:
    try:
        return decode.decode(data[:_SAMPLE], order.encoding).text
    except UserError:
        # Said where the text is read.
        return ""


def _is_fb2(data: bytes, order: Order) -> bool:
    return containers.kind_of(data) == "fb2" or bool(_FB2.match(_beginning(data, order)))


def _is_odt(data: bytes, order: Order) -> bool:
    return containers.kind_of(data) == "odt" or bool(_FLAT_ODT.match(_beginning(data, order)))


_SAMPLE = 65_536
# What a mail program or a printer may have put before it does not count, words do.
_PDF = re.compile(rb"\s{0,64}%PDF-")
_PDF_BELOW = re.compile(rb"(?s:.{0,1000})[\r\n]%PDF-\d\.\d")
_START = (
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?s:.{0,4000}?)-->\s*){0,9}(?:<\?[^>]{0,400}>\s*){0,9}"
)
_HTML = re.compile(rf"{_START}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG_FIRST = re.compile(rf"{_START}<[a-z]", re.IGNORECASE)
_TAGS = re.compile(r"<(/?(?:p|div|h[1-6]|ul|li|table|td|br|a|meta|title|span|b|i))\b[^<>]*>", re.I)
_FB2 = re.compile(rf"{_START}<(?:\w+:)?FictionBook\b")
_FLAT_ODT = re.compile(
    rf"{_START}<office:document\b(?s:.{{0,8000}}?)application/vnd\.oasis\.opendocument\.text"
)

_UNPACK = "Unpack it, and open one of the files in it."
_NO_TEXT = "Diptych reads texts only; open a text about it, or a transcript."
# What helps with a file that is no text; without a row here, to save it as another format.
_NEXT_STEPS = {
    "an Office document locked with a password": "Open it in the program that made it, and save "
    "it without a password.",
    "a web archive (MHTML)": "Open it in a browser, and save the page as a complete web page.",
    "a property list of macOS": "If the file is still in iCloud, download it in the Finder; if it "
    "is a page that Safari saved, save it as page source.",
    "a PostScript file": "Turn it into a PDF file, and open that.",
    "a DjVu document": "Turn it into a PDF file, and open that.",
    "an image": "Put it into a PDF file to see it as a page, or open a text that was made of it.",
    "a drawing (SVG)": "Save it as a PDF file, and open that.",
    "a file of form data (FDF) without its form": "Open the form that it belongs to, and save "
    "that as a PDF file.",
    "an archive": _UNPACK,
    "a ZIP archive": _UNPACK,
    "a sound file": _NO_TEXT,
    "a video": _NO_TEXT,
    "a program": _NO_TEXT,
    "a database": "Export its texts from the program that it belongs to, and open these.",
    "a binary file": "Open it in the program that made it, and save it as text or as a PDF file.",
    "a Pages, Numbers or Keynote document": "Open it in its program, and export it as a Word or "
    "PDF file.",
}
_SAVE_ANEW = (
    "Save or export it as text, as a web page, or in the format of a word processor or of an "
    "e-book, and open that."
)

# What a container that is no text may hold.
_CONTAINERS = {
    "iwork": "a Pages, Numbers or Keynote document",
    "docx": "a damaged Word document",
    "xlsx": "an Excel workbook",
    "pptx": "a PowerPoint presentation",
    "ods": "an OpenDocument spreadsheet",
    "odp": "an OpenDocument presentation",
    "xps": "an XPS document",
}


def _is_pdf(data: bytes, _order: Order) -> bool:
    if _PDF.match(data):
        return True
    return _PDF_BELOW.match(data) is not None and b" obj" in data


# The first row that recognises the bytes reads them; plain text takes what no other has taken.
FORMATS: tuple[Format, ...] = (
    Format(
        "PDF",
        f"{_ROOM}.pdf",
        _is_pdf,
        pages=True,
        pictures=True,
        outline=True,
        links=True,
        annotations=True,
    ),
    Format(
        "XPS",
        f"{_ROOM}.pdf",
        lambda data, _: containers.kind_of(data) == "xps",
        pages=True,
        pictures=True,
    ),
    Format("Word document", f"{_ROOM}.docx", lambda data, _: containers.kind_of(data) == "docx"),
    Format("OpenDocument text", f"{_ROOM}.odt", _is_odt),
    Format(
        "EPUB book",
        f"{_ROOM}.epub",
        lambda data, _: containers.kind_of(data) == "epub",
        outline=True,
    ),
    Format("FictionBook", f"{_ROOM}.fb2", _is_fb2, outline=True),
    Format("MOBI book", f"{_ROOM}.mobi", lambda data, _: palm.is_palm_book(data)),
    Format("rich text", f"{_ROOM}.rtf", lambda data, _: data[:64].lstrip().startswith(rb"{\rtf")),
    Format("web page", f"{_ROOM}.html", _is_html),
    Format("Markdown", f"{_ROOM}.markdown", _is_markdown),
    Format("plain text", f"{_ROOM}.plain", _is_text),
)
