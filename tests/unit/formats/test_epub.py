"""EPUB books: the order of the spine, the outline, page numbers, notes, protection."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from support.flowing import CONTAINER, SAMPLES, epub, packed, read, shapes


@pytest.mark.parametrize("name", ["river-pandoc.epub", "river-calibre.epub"])
def test_a_book_of_another_program(name: str) -> None:
    document = read((SAMPLES / name).read_bytes(), "book.pdf")
    found = shapes(document)
    assert ("heading2", "What the council says") in found
    assert (
        "quotation",
        "We cannot wait for another flood. The town has waited long enough.",
    ) in found
    assert ("list_item", "2. Ask the neighbours.") in found
    assert ("footnote", "1. The oldest record is a tax roll.") in found
    assert ("table", "Part | Cost | Year\nPiers | 40 | 2020\nDeck | 25 | 2021") in found
    assert (document.format, document.author) == ("EPUB book", "Ana Whitfield")


def test_the_outline_leads_to_the_headings() -> None:
    document = read((SAMPLES / "river-pandoc.epub").read_bytes())
    titles = [(entry.level, entry.title) for entry in document.outline]
    assert (2, "What the council says") in titles
    assert (3, "Costs") in titles
    for entry in document.outline:
        assert document.source[entry.start :].startswith(entry.title)


def test_the_spine_orders_the_pages_and_what_is_not_linear_comes_last() -> None:
    package = """<package><manifest>
        <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
        <item id="b" href="p%20b.xhtml" media-type="application/xhtml+xml"/>
        <item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="c" linear="no"/><itemref idref="b"/><itemref idref="a"/>
        <itemref idref="b"/><itemref idref="nowhere"/></spine></package>"""
    pages = {"a.xhtml": "<p>A.</p>", "p b.xhtml": "<p>B.</p>", "c.xhtml": "<p>C.</p>"}
    assert read(epub(pages, package)).source == "B.\n\nA.\n\nC."


def test_page_numbers_and_notes_are_beside_the_text() -> None:
    page = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
        <body><p>It rained <span epub:type="pagebreak" id="p12" title="12"/>all
        day<a epub:type="noteref" href="#n">*</a>.</p><aside epub:type="footnote" id="n">
        <p>In May.</p></aside><p class="author ad">Not an advertisement.</p></body></html>"""
    assert shapes(read(epub({"a.xhtml": page}))) == [
        ("paragraph", "It rained all day."),
        ("page number", "12"),
        ("footnote", "In May."),
        ("paragraph", "Not an advertisement."),
    ]


def test_pages_that_are_no_xml_and_names_of_characters_are_read() -> None:
    pages = {"a.xhtml": "<p>a&nbsp;b &mdash; c", "b.xhtml": "<html><title/><p>d &amp; e</p></html>"}
    assert read(epub(pages)).source == "a b — c\n\nd & e"


def test_a_protected_book_says_so() -> None:
    drm = '<encryption><CipherReference URI="b/a.xhtml"/></encryption>'
    with pytest.raises(UserError, match="DRM"):
        read(epub({"a.xhtml": "<p>x</p>"}, **{"META-INF__encryption.xml": drm}))
    fonts = '<encryption><CipherReference URI="b/font.otf"/></encryption>'
    assert read(epub({"a.xhtml": "<p>x</p>"}, **{"META-INF__encryption.xml": fonts})).source == "x"


def test_missing_pages_are_said_and_a_missing_package_is_done_without() -> None:
    package = """<package><manifest><item id="a" href="a.xhtml" media-type="text/html"/>
        <item id="z" href="z.xhtml" media-type="text/html"/></manifest>
        <spine><itemref idref="a"/><itemref idref="z"/></spine></package>"""
    document = read(epub({"a.xhtml": "<p>A.</p>"}, package))
    assert document.remarks == ("1 part of the book could not be found in the file.",)
    assert read(packed({"META-INF/container.xml": CONTAINER, "t/x.html": "<p>x</p>"})).source == "x"


def test_contents_that_lead_in_circles_end() -> None:
    nav = '<nav epub:type="toc" xmlns:epub="http://www.idpf.org/2007/ops"><ol>' + (
        '<li><a href="nav.xhtml">again</a><ol>' * 2000
    )
    package = """<package><manifest><item id="n" href="nav.xhtml" properties="nav"
        media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/>
        <itemref idref="n"/></spine></package>"""
    assert "again" in read(epub({"nav.xhtml": nav}, package)).source
