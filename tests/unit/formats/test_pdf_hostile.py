"""The worst files with pages: each opens, or is said in one plain sentence."""

from __future__ import annotations

import contextlib
import random
import zlib
from typing import TYPE_CHECKING

import pytest

from diptych.formats import pdf
from diptych.formats.book import Book
from diptych.formats.order import Order
from diptych.model import packing
from diptych.model.errors import UserError
from support.pdf_files import book, one_page, raw, sample

if TYPE_CHECKING:
    from collections.abc import Callable

HARBOUR = sample("harbour-libreoffice.pdf")
CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R"
    b" /Resources << /Font << /F %s >> >> >>" % FONT
)
TEXT = b"BT /F 11 Tf 50 500 Td (The quay is old.) Tj ET"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def with_catalog(entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    objects = {
        1: CATALOG % entries,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE,
        4: stream(TEXT),
    }
    return raw(objects | (more or {}))


def tree(kids: bytes, count: bytes = b"1", more: dict[int, bytes] | None = None) -> bytes:
    objects = {
        1: CATALOG % b"",
        2: b"<< /Type /Pages /Kids [%s] /Count %s >>" % (kids, count),
        3: PAGE,
        4: stream(TEXT),
    }
    return raw(objects | (more or {}))


def flipped(seed: int) -> bytes:
    dice = random.Random(seed)
    data = bytearray(HARBOUR)
    for _ in range(200):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def many_empty_pages(count: int) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    return tree(kids, b"%d" % count)


def deep_tree(depth: int) -> bytes:
    more = {
        number: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>"
        % (number + 1, number - 1)
        for number in range(10, 10 + depth)
    }
    more[10 + depth] = PAGE
    return tree(b"10 0 R", more=more)


def deep_outline(depth: int) -> bytes:
    more = {
        number: b"<< /Title (x) /First %d 0 R /Dest [3 0 R /Fit] >>" % (number + 1)
        for number in range(10, 10 + depth)
    }
    return with_catalog(b"/Outlines 10 0 R", more)


FILES: dict[str, Callable[[], bytes]] = {
    **{
        f"truncated at {cut}": lambda cut=cut: HARBOUR[:cut] for cut in (8, 900, 9000, 20000, 34000)
    },
    **{f"bytes changed, {seed}": lambda seed=seed: flipped(seed) for seed in range(6)},
    "nothing but the mark": lambda: b"%PDF-1.7\n",
    "junk before the mark": lambda: b"\x00junk\n" * 20 + HARBOUR,
    "no cross-reference table": lambda: HARBOUR[: HARBOUR.rindex(b"startxref")],
    "wrong cross-reference table": lambda: HARBOUR.replace(b"startxref\n", b"startxref\n7"),
    "no pages": lambda: tree(b"", b"0"),
    "a count of pages that is a lie": lambda: tree(b"3 0 R", b"2000000000"),
    "a negative count of pages": lambda: tree(b"3 0 R", b"-4"),
    "a tree of pages in a circle": lambda: tree(b"2 0 R 3 0 R"),
    "a tree of pages 2,000 deep": lambda: deep_tree(2000),
    "a page that is no page": lambda: tree(b"4 0 R 3 0 R 99 0 R null 7", b"5"),
    "20,000 empty pages": lambda: many_empty_pages(20_000),
    "an outline in a circle": lambda: with_catalog(
        b"/Outlines 5 0 R",
        {
            5: b"<< /First 6 0 R /Last 6 0 R /Count 1 >>",
            6: b"<< /Title (One) /Next 6 0 R /First 5 0 R /Dest [3 0 R /Fit] >>",
        },
    ),
    "an outline 3,000 deep": lambda: deep_outline(3000),
    "labels beyond all numbers": lambda: with_catalog(
        b"/PageLabels << /Nums [0 << /S /r /St 2000000000 >> 5 << /S /A /St -9 >>] >>"
    ),
    "labels that are none": lambda: with_catalog(b"/PageLabels << /Nums [(x) 3 0 R /Z] >>"),
    "a script that runs at opening": lambda: with_catalog(
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(true\\){}) >>"
    ),
    "a program to launch": lambda: with_catalog(b"/OpenAction << /S /Launch /F (/bin/sh) >>"),
    "a file inside": lambda: with_catalog(
        b"/Names << /EmbeddedFiles << /Names [(../../etc/x) 5 0 R] >> >>",
        {5: b"<< /Type /Filespec /F (../../etc/x) /EF << /F 6 0 R >> >>", 6: stream(b"MZ")},
    ),
    "a form that draws itself": lambda: one_page(
        content=b"/X Do",
        extra=b"/Resources << /XObject << /X 4 0 R >> >> /X 4 0 R",
    ),
    "a word of 300,000 letters": lambda: one_page(
        content=b"BT /F 10 Tf 1 0 0 1 5 500 Tm (%s) Tj ET" % (b"x" * 300_000)
    ),
    "letters of a million points": lambda: one_page(content=TEXT.replace(b"11 Tf", b"1000000 Tf")),
    "letters of no size": lambda: one_page(content=TEXT.replace(b"11 Tf", b"0 Tf")),
    "letters smaller than anything": lambda: one_page(content=TEXT.replace(b"11 Tf", b"1e-30 Tf")),
    "letters at no place": lambda: one_page(
        content=b"BT /F 11 Tf 1e38 1e38 1e38 1e38 1e38 1e38 Tm (The quay) Tj ET " + TEXT
    ),
    "10,000 words on top of each other": lambda: one_page(
        content=b"BT /F 11 Tf " + b"1 0 0 1 50 500 Tm (quay) Tj " * 10_000 + b"ET"
    ),
    "10,000 words on one line": lambda: one_page(
        content=b"BT /F 1 Tf "
        + b"".join(b"1 0 0 1 %.3f 500 Tm (q) Tj " % (n * 0.039) for n in range(10_000))
        + b"ET"
    ),
    "a stream that grows a thousandfold": lambda: raw(
        {
            1: CATALOG % b"",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE,
            4: stream(zlib.compress(b" " * 60_000_000), b"/Filter /FlateDecode"),
        }
    ),
    "a picture of a billion points": lambda: one_page(
        content=b"BI /W 40000 /H 40000 /BPC 8 /CS /RGB ID x EI " + TEXT
    ),
    "graphics states without end": lambda: one_page(content=b"q " * 300_000 + TEXT),
    "an encryption that nobody knows": lambda: raw(
        {
            1: CATALOG % b"",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE,
            4: stream(TEXT),
        },
        b"<< /Root 1 0 R /Encrypt << /Filter /Nobody /V 99 /R 99 >> /ID [(a) (b)] >>",
    ),
    "an XPS without pages": lambda: sample("quay-ghostscript.xps")[:2500] + b".fdseq",
}


@pytest.mark.parametrize("name", FILES)
def test_it_opens_or_is_said(name: str) -> None:
    data = FILES[name]()
    said: list[UserError] = []
    try:
        document = pdf.read(data, Order("worst.pdf"))
    except UserError as error:
        said.append(error)
    for error in said:
        assert error.sentence.startswith("“worst.pdf” ")
        assert ". " not in error.sentence
        assert error.next_step
        return
    packing.pack(document)
    assert document.pages[-1].end == len(document.source)
    opened = Book.open(data, Order("worst.pdf"))
    assert len(opened.pages) == len(document.pages)
    with contextlib.suppress(UserError):
        picture = opened.render(0, 1.0)
        assert picture.width * picture.height <= 33_000_000
    for word in opened.sheet(0).words:
        page = document.pages[0]
        assert document.source[page.start : page.end][word.start : word.end].strip()


def test_scripts_and_programs_change_nothing() -> None:
    for name in ("a script that runs at opening", "a program to launch", "a file inside"):
        assert pdf.read(FILES[name](), Order("x")).source == "The quay is old.\f"


def test_one_broken_page_leaves_the_others() -> None:
    data = book(*([[(50, 100, f"Page {n} is whole.", 11)] for n in range(3)]))
    broken = tree(b"3 0 R 99 0 R 3 0 R", b"3")
    assert len(pdf.read(data, Order("x")).pages) == 3
    document = pdf.read(broken, Order("x"))
    assert document.source.count("\f") == len(document.pages)
