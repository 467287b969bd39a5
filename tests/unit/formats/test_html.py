"""Web pages: what a browser shows, what of it is text, and what it calls itself."""

from __future__ import annotations

import time

import pytest

from diptych.model.errors import UserError
from support.flowing import SAMPLES, read, shapes


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def test_a_saved_page_is_an_article_and_what_a_site_puts_around_it() -> None:
    document = read((SAMPLES / "ferry-chromium.html").read_bytes())
    found = shapes(document)
    assert found[0] == ("advertisement", "We use cookies to make this site better.")
    assert ("heading1", "The ferry closes for good") in found
    assert ("caption", "The ferry at its last landing.") in found
    assert ("quotation", "We were never asked.") in found
    assert ("list_item", "A vote is planned for May.") in found
    assert ("table", "Year | Passengers\n2019 | 4,100\n2021 | 310") in found
    assert ("footnote", "1. The owner spoke on Tuesday.") in found
    assert ("navigation", "© 2021 The Valley Herald. All rights reserved.") in found
    assert ("aside", "The bridge opens") in found
    assert "do not read me" not in document.source
    assert "Nobody sees this" not in document.source
    assert (document.title, document.author) == ("The ferry closes for good", "Marta Quill")
    assert (document.date, document.language) == ("2021-11-02", "en")


def test_a_note_s_number_stands_in_the_source_and_not_in_the_sentence() -> None:
    document = read(page('<p>It rained<sup><a href="#n">1</a></sup>, they say.</p>'))
    block = document.blocks[0]
    assert block.text == "It rained, they say."
    assert document.source == "It rained1, they say."
    assert document.quote(block.map.spans(3, 10)) == "rained1,"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a&nbsp;b</p>", "a b"),
        ("<p>no&shy;thing</p>", "nothing"),
        ("<p>a\u200bb</p>", "ab"),
        ("<p>one<br>two</p>", "one two"),
        ("<p>10<sup>3</sup> m<sup>2</sup></p>", "10³ m²"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("<p>the 5<sup>th</sup> day</p>", "the 5th day"),
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby></p>", "漢字"),
        ("<p>He said <q>no</q>.</p>", "He said “no”."),
        ("<p>not <del>this</del> that</p>", "not that"),
        ("<p>one\n   two</p>", "one two"),
        ("<p>a <b>b</b><i> c</i></p>", "a b c"),
    ],
)
def test_what_stands_in_a_line(body: str, text: str) -> None:
    assert read(page(body)).blocks[0].text == text


def test_lists_have_the_numbers_that_a_browser_shows() -> None:
    body = '<ol start="3" type="a"><li>x<ul><li>y</li></ul></li><li><p>z</p><p>w</p></li></ol>'
    assert shapes(read(page(body))) == [
        ("list_item", "c. x"),
        ("list_item", "y"),
        ("list_item", "d. z"),
        ("paragraph", "w"),
    ]


def test_a_table_that_arranges_a_page_is_no_table() -> None:
    long = "word " * 80
    body = f"<table><tr><td><p>{long}</p></td><td><p>Short.</p><p>More.</p></td></tr></table>"
    kinds = [kind for kind, _ in shapes(read(page(body)))]
    assert kinds == ["paragraph", "paragraph", "paragraph"]


def test_the_caption_of_a_table_stands_before_it() -> None:
    body = "<table><caption>Costs</caption><tr><td>a</td><td></td><td>b<br>c</td></tr></table>"
    assert shapes(read(page(body))) == [("caption", "Costs"), ("table", "a | | b c")]


def test_a_page_whose_wrapper_is_called_sidebar_is_still_text() -> None:
    body = "<div class='sidebar menu'><h1>A title</h1><p>All of the text is in here.</p></div>"
    assert [kind for kind, _ in shapes(read(page(body)))] == ["heading1", "paragraph"]


def test_old_pages_set_their_headings_bold_or_large() -> None:
    body = (
        '<p><font size="6"><b>The Mill</b></font></p><p>It ground corn.</p>'
        "<p><b>Its end</b></p><p><b>It burned.</b></p>"
    )
    assert [kind for kind, _ in shapes(read(page(body)))] == [
        "heading1",
        "paragraph",
        "heading3",
        "paragraph",
    ]


def test_preformatted_text_keeps_its_lines_in_the_source() -> None:
    document = read(page("<pre>one line\nand its end\n\nanother</pre>"))
    assert [block.text for block in document.blocks] == ["one line and its end", "another"]
    assert document.source == "one line\nand its end\n\nanother"


def test_an_address_keeps_its_lines() -> None:
    assert shapes(read(page("<address>A. B.<br>4 Mill Lane</address>"))) == [
        ("address", "A. B.\n4 Mill Lane")
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<html><meta charset="windows-1251"><p>Привет, мир'.encode("cp1251"), "Привет, мир"),
        ('<html><meta charset="iso-8859-1"><p>“año”'.encode("cp1252"), "“año”"),
        ('<html><meta charset="shift_jis"><p>日本語の文書'.encode("shift_jis"), "日本語の文書"),
        ('<html><meta charset="iso-8859-1"><p>ya es año'.encode(), "ya es año"),
        ("\ufeff<html><p>año".encode("utf-16-le"), "año"),
    ],
)
def test_the_declared_encoding_is_used_but_good_utf_8_is_utf_8(data: bytes, words: str) -> None:
    assert read(data).source == words


def test_the_reader_s_encoding_wins() -> None:
    document = read(
        "<html><meta charset=utf-8><p>año".encode("cp1251", "replace"), encoding="cp1251"
    )
    assert document.encoding == "cp1251"


@pytest.mark.parametrize(
    ("data", "is_page"),
    [
        ("<p>One.</p><p>Two <b>words</b>.</p>", True),
        ("<!-- saved from url=(0020)https://a.b --><!DOCTYPE html><p>x", True),
        ('<?xml version="1.0"?><!DOCTYPE html><html><body><p>x</p></body></html>', True),
        ("The tag <p> begins a paragraph, and <b> is bold.", False),
        ("<grin> That is how it is.", False),
        ("a < b and b > c", False),
    ],
)
def test_a_page_is_known_by_its_tags_not_by_words_about_them(data: str, is_page: bool) -> None:
    assert (read(data, "note.txt").format == "web page") is is_page


def test_a_page_without_words_says_so() -> None:
    with pytest.raises(UserError, match="without words"):
        read(page("<img src=x><script>1</script>"))


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + "the words" + "</div>" * 50_000,
        "<b>" * 50_000 + "the words",
        "<table><tr><td>" * 5_000 + "the words",
        "<ul><li>" * 20_000 + "the words",
        "<button>" * 20_000 + "the words",
        "<blockquote><ul><li><table><tr><td><aside>" * 3_000 + "the words",
    ],
)
def test_no_depth_loses_words(body: str) -> None:
    assert "the words" in read(page(body)).source


@pytest.mark.parametrize(
    "body",
    [
        "w" * 1_000_000,
        "word " * 400_000,
        "&amp;" * 200_000,
        "<td>x" * 20_000,
        "<a href='#x'>1</a>" * 20_000 + "x",
        "<!--" * 100_000 + "--> x",
        "\0x\0" * 1000,
    ],
)
def test_long_and_odd_pages_open(body: str) -> None:
    assert read(page(f"<p>{body}")).blocks


def test_nothing_outside_the_file_is_read() -> None:
    data = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>a &e; b</p></html>'
    assert "root" not in read(data).source


def test_metadata_is_one_safe_line() -> None:
    head = "<title>A\nlong\u202e title\x07</title><meta name=date content='2020-13-45'>"
    document = read(page("<p>x</p>", head))
    assert document.title == "A long\u202e title"
    assert document.date == "2020"


@pytest.mark.parametrize(
    "inside",
    [
        "<!ENTITY x 'y'>",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>\n<!ENTITY y \"a > b ]> c\">",
        "<!-- a note ]> --> %more;\n<!ELEMENT p (#PCDATA)>",
    ],
)
def test_declarations_in_a_document_type_are_no_text(inside: str) -> None:
    head = f"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' [{inside}]>"
    body = "<html><body><p>It rained, a[b]> c.</p></body></html>"
    assert read(head + body).source == "It rained, a[b]> c."


def test_a_broken_document_type_takes_no_text_away() -> None:
    started = time.process_time()
    words = "<p>It rained, a[b]> c.</p>"
    assert "a[b]> c." in read("<!DOCTYPE html [ " + "<!-- x -->" * 20_000 + words).source
    assert "a[b]> c." in read("<!DOCTYPE html [" + words).source
    assert time.process_time() - started < 15


def test_a_declared_encoding_that_cannot_be_true_is_said() -> None:
    document = read("<html><meta charset=utf-8><p>Наш комитет осудил задержку".encode("cp1251"))
    assert document.source == "Наш комитет осудил задержку"
    assert "says that it is in utf-8" in document.remarks[0]


@pytest.mark.parametrize(
    "start", ["<section id=", "<div class='section' id=", "<div class=level2 id="]
)
@pytest.mark.parametrize("name", ["comments", "social-policy", "consent", "references", "donation"])
def test_a_section_named_by_its_heading_is_text(start: str, name: str) -> None:
    body = (
        f"<p>{'It rained in the town. ' * 20}</p>{start}'{name}'><h2>A word</h2><p>It may.</p>"
        + ("</section>" if "<section" in start else "</div>")
    )
    assert shapes(read(page(body)))[1:] == [("heading2", "A word"), ("paragraph", "It may.")]
