"""PDF files that are cut off, circular, damaged, bombs or no PDF at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused
from hostile.packages import swollen
from hostile.pdf_bytes import FONT, document, pages, pdf, show, stream

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 5_000
LINE = "Of the root causes that the committee weighed in its report, delay was not the least."


def _dense(count: int) -> bytes:
    lines = b"".join(b"(%s) Tj T*\n" % LINE.encode() for _ in range(45))
    content = stream(b"BT /F 10 Tf 14 TL 72 720 Td (%s) Tj T*\n%s ET" % (WORDS.encode(), lines))
    return document(*[content] * count)


@opens("5000-pages.pdf", cpu=30.0)
def five_thousand_pages(path: Path) -> None:
    path.write_bytes(_dense(PAGES))


@either("half-downloaded.pdf", quick=True)
def half_of_a_file(path: Path) -> None:
    data = _dense(20)
    path.write_bytes(data[: len(data) // 2])


@either("rest-is-zeros.pdf")
def second_half_never_arrived(path: Path) -> None:
    data = _dense(20)
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))


@refused("head-only.pdf", "damaged|page", quick=True)
def nothing_but_the_first_line(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n")


@refused("no-pages.pdf", "page|damaged", quick=True)
def no_pages(path: Path) -> None:
    path.write_bytes(
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    )


@opens("wrong-startxref.pdf")
def cross_references_elsewhere(path: Path) -> None:
    path.write_bytes(document().replace(b"startxref\n", b"startxref\n9999"))


@opens("xref-circle.pdf")
def cross_references_before_themselves(path: Path) -> None:
    data = document()
    at = data.rindex(b"xref\n0")
    path.write_bytes(data.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % at))


@opens("junk-before-head.pdf")
def junk_before_the_head(path: Path) -> None:
    path.write_bytes(b"\x00\x05junk of a mail gateway\r\n" * 30 + document())


@either("pages-in-a-circle.pdf")
def page_tree_in_a_circle(path: Path) -> None:
    tree = b"<</Type/Pages/Count 2/Kids[10 0 R 2 0 R]/Parent 2 0 R>>"
    path.write_bytes(document(more={2: tree}))


@either("page-tree-20000-deep.pdf")
def page_tree_twenty_thousand_deep(path: Path) -> None:
    depth = 20_000
    objects = {3: FONT, 4: stream(show()), 1: b"<</Type/Catalog/Pages 10 0 R>>"}
    for at in range(10, 10 + depth):
        objects[at] = b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (at + 1, at - 1)
    objects[10 + depth] = (
        b"<</Type/Page/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"
    )
    path.write_bytes(pdf(objects))


@either("two-thousand-million-pages.pdf")
def page_count_lies(path: Path) -> None:
    path.write_bytes(document(more={2: b"<</Type/Pages/Count 2000000000/Kids[10 0 R]>>"}))


@either("minus-one-page.pdf")
def page_count_below_zero(path: Path) -> None:
    path.write_bytes(document(more={2: b"<</Type/Pages/Count -1/Kids[10 0 R]>>"}))


@opens("one-page-missing.pdf", quick=True)
def two_pages_of_four_are_missing(path: Path) -> None:
    kids = b"<</Type/Pages/Count 4/Kids[10 0 R 77 0 R null 12 0 R]>>"
    path.write_bytes(document(show("First page."), show(), more={2: kids}))


@opens("one-stream-broken.pdf")
def one_page_of_three_is_broken(path: Path) -> None:
    broken = stream(b"\xff\xff not deflated at all", b"/Filter/FlateDecode")
    path.write_bytes(document(show("First page."), broken, show()))


@either("huge-page-box.pdf")
def page_of_a_thousand_million_points(path: Path) -> None:
    path.write_bytes(document(box=b"[0 0 1000000000 1000000000]"))


@either("page-boxes-odd.pdf")
def page_boxes_that_are_none(path: Path) -> None:
    boxes = (b"[0 0 0 0]", b"[612 792 0 0]", b"[0 0 1e38 -1e38]", b"[(a) null]", b"7")
    objects = pages(*[show()] * len(boxes))
    for index, box in enumerate(boxes):
        number = 10 + 2 * index
        objects[number] = objects[number].replace(b"[0 0 612 792]", box)
    path.write_bytes(pdf(objects))


@opens("page-turned-by-45.pdf")
def page_turned_by_odd_angles(path: Path) -> None:
    path.write_bytes(document(page=b"/Rotate 45/UserUnit 75000"))


@either("flate-bomb.pdf")
def content_grows_to_a_gigabyte(path: Path) -> None:
    once = b"\x78\xda" + swollen(bytes(1), 1 << 30)
    twice = zlib.compress(once, 9)
    path.write_bytes(document(stream(twice, b"/Filter[/FlateDecode/FlateDecode]")))


@either("drawing-bomb.pdf")
def forms_that_draw_forms(path: Path) -> None:
    """Each of ten forms draws the next ten times."""
    more = {}
    for level in range(10):
        name = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (101 + level)
        more[100 + level] = stream(b"/X Do " * 10, name)
    more[110] = stream(b"0 0 1 1 re f", b"/Subtype/Form/BBox[0 0 9 9]")
    content = show() + b" /X Do"
    path.write_bytes(document(content, resources=b"/XObject<</X 100 0 R>>", more=more))


@opens("form-draws-itself.pdf")
def form_that_draws_itself(path: Path) -> None:
    form = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 100 0 R>>>>"
    content = show() + b" /X Do"
    more = {100: stream(b"/X Do", form)}
    path.write_bytes(document(content, resources=b"/XObject<</X 100 0 R>>", more=more))


@either("million-states-saved.pdf")
def graphics_states_never_restored(path: Path) -> None:
    path.write_bytes(document(show() + b" q" * 1_000_000))


@either("million-brackets.pdf")
def arrays_a_million_deep(path: Path) -> None:
    path.write_bytes(document(page=b"/Deep" + b"[" * 1_000_000))


@either("object-stream-lies.pdf")
def object_stream_that_extends_itself(path: Path) -> None:
    packed = stream(b"1 0 2 0 ", b"/Type/ObjStm/N 1000000000/First 99/Extends 50 0 R")
    path.write_bytes(document(more={50: packed}, trailer=b"/XRefStm 50"))


@either("xref-stream-lies.pdf")
def cross_reference_stream_of_impossible_size(path: Path) -> None:
    head = b"%PDF-1.7\n"
    entries = b"/Type/XRef/Size 2147483647/W[8 8 8]/Index[0 2147483647]/Root 1 0 R"
    body = head + b"1 0 obj\n" + stream(b"\x01" * 24, entries) + b"\nendobj\n"
    path.write_bytes(body + b"startxref\n%d\n%%%%EOF\n" % len(head))


@opens("stream-length-lies.pdf")
def stream_length_is_wrong(path: Path) -> None:
    data = document()
    path.write_bytes(data.replace(b"/Length 6", b"/Length 99999996"))


@opens("pdf-zip-html.pdf", quick=True)
def all_at_once(path: Path) -> None:
    """A PDF file with a web page in a comment and an archive at its end."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")
    head = b"%PDF-1.7\n%<html><body><script>alert(1)</script>\n"
    path.write_bytes(pdf(pages(), head=head) + archive.getvalue())


@either("login-page.pdf", quick=True)
def login_page_in_place_of_the_article(path: Path) -> None:
    path.write_bytes(
        b"\r\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form>"
        b"<h1>Sign in to read this article</h1><p>Your session has expired.</p></form></body>"
    )


@refused("forms-data.pdf", "form")
def form_data_without_the_form(path: Path) -> None:
    path.write_bytes(
        b"%FDF-1.2\n1 0 obj<</FDF<</Fields[]/F(form.pdf)>>>>endobj\ntrailer<</Root 1 0 R>>\n"
    )


@refused("postscript.pdf", "PostScript")
def postscript_under_the_name_of_pdf(path: Path) -> None:
    path.write_bytes(b"%!PS-Adobe-3.0\n{} loop\nshowpage\n")
