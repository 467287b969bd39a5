"""Small files of flowing formats, made in memory, and their blocks as a test likes them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.formats.order import Order
from diptych.formats.reader import read_document

if TYPE_CHECKING:
    from diptych.model.document import Document

SAMPLES = Path(__file__).parents[1] / "data" / "formats"


OPENING = (
    "The mill stands empty since the flood, and we firmly believe that it should be opened again."
)
LETTER = [
    ("heading1", "A Letter on the Mill"),
    ("heading1", "Why we write"),
    ("paragraph", OPENING),
    ("footnote", "The flood of the third of March."),
    ("quotation", "A town without a mill buys its bread from strangers."),
    ("heading2", "What we ask"),
    ("list_item", "a roof before winter;"),
    ("list_item", "two millers;"),
    ("list_item", "1. First we repair the wheel."),
    ("list_item", "2. Then we hire."),
    ("table", "Item | Price\nWheel | 300"),
    ("caption", "Table 1: Prices of the repair"),
    ("paragraph", "Name: Tomás Ibarra Mill Lane, 4"),
    ("paragraph", "It costs less than the ferry, and it feeds the town."),
]
"""The letter that LibreOffice wrote in several formats, without its running heads."""


def check_letter(document: Document) -> None:
    """Check that the letter was read whole, whatever format it came in."""
    heads, rest = shapes(document)[:2], shapes(document)[2:]
    assert set(heads) == {
        ("running head", "The Mill Letters"),
        ("running head", "Printed for the town hall"),
    }
    assert rest == LETTER
    assert (document.title, document.author) == ("A Letter on the Mill", "Tomás Ibarra")
    assert (document.date, document.language) == ("2020-02-03", "en")
    assert document.remarks == ("1 comment in the file is not shown.",)


def read(data: bytes | str, name: str = "a.bin", encoding: str = "") -> Document:
    """Read a document and check that every run of every block stands in its source."""
    raw = data.encode() if isinstance(data, str) else data
    document = read_document(raw, Order(name, encoding))
    last = -1
    for block in document.blocks:
        assert block.text
        assert block.text == block.text.strip()
        assert block.span.start > last
        last = block.span.start
        for run in block.map.runs:
            words = block.text[run.text_start : run.text_start + run.length]
            assert words == document.source[run.source_start : run.source_start + run.length]
    return document


def shapes(document: Document) -> list[tuple[str, str]]:
    """Return kind (with level) or role, and text, of every block."""
    return [
        (block.role or block.kind.value + (str(block.level) if block.level else ""), block.text)
        for block in document.blocks
    ]


def packed(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP container with these members, in this order."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Return a Word file with a body of XML; parts are other members of `word/`."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    others = {
        f"word/{name}.xml": f"<w:{name} {space}>{xml}</w:{name}>" for name, xml in parts.items()
    }
    return packed({**others, "word/document.xml": document, "[Content_Types].xml": "<Types/>"})


def text(content: str, styles: str = "") -> bytes:
    """Return an OpenDocument text with content of XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}>{styles}<office:body><office:text>"
            f"{content}</office:text></office:body></office:document-content>",
        }
    )


CONTAINER = '<container><rootfiles><rootfile full-path="b/a.opf"/></rootfiles></container>'


def epub(pages: dict[str, str], package: str = "", **members: str) -> bytes:
    """Return a book whose pages stand in the spine in this order."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    opf = f"<package><metadata/><manifest>{items}</manifest><spine>{spine}</spine></package>"
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "b/a.opf": package or opf,
            **{f"b/{name}": page for name, page in pages.items()},
            **{name.replace("__", "/"): content for name, content in members.items()},
        }
    )
