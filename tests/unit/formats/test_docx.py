"""Word files: styles, numbering, notes, tables, tracked changes, heads and feet."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from support.flowing import SAMPLES, check_letter, packed, read, shapes, word


def p(words: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_letter_by_libreoffice() -> None:
    document = read((SAMPLES / "letter-libreoffice.docx").read_bytes(), "letter.pdf")
    check_letter(document)


def test_a_report_by_pandoc() -> None:
    found = shapes(read((SAMPLES / "river-pandoc.docx").read_bytes()))
    assert (
        "quotation",
        "We cannot wait for another flood. The town has waited long enough.",
    ) in found
    assert ("caption", "What the bridge will cost") in found
    assert ("footnote", "The oldest record is a tax roll.") in found


def test_headings_by_outline_level_of_a_style_based_on_another() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Clause"/><w:pPr>'
        '<w:outlineLvl w:val="2"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B">'
        '<w:name w:val="Sub"/><w:basedOn w:val="A"/></w:style>'
    )
    data = word(p("Scope", '<w:pStyle w:val="B"/>') + p("Words."), styles=styles)
    assert shapes(read(data)) == [("heading3", "Scope"), ("paragraph", "Words.")]


def test_numbers_of_clauses_are_those_that_word_shows() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1">'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1.%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )

    def item(words: str, depth: int) -> str:
        return p(words, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')

    body = item("x", 0) + item("y", 1) + item("z", 1) + item("w", 0) + item("v", 1)
    marks = [text.split()[0] for _, text in shapes(read(word(body, numbering=levels)))]
    assert marks == ["3.", "(3.a)", "(3.b)", "4.", "(4.a)"]


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "a new b"),
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "a b"),
        ("<w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom>", "a b"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", "a b"),
        ("<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "a ² b"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", "a b"),
        ("<w:r><w:br/></w:r>", "a b"),
        ("<w:r><w:noBreakHyphen/></w:r>", "a \u2011 b"),
    ],
)
def test_what_stands_in_a_line(run: str, text: str) -> None:
    around = '<w:p><w:r><w:t xml:space="preserve">a </w:t></w:r>{}<w:r><w:t> b</w:t></w:r></w:p>'
    assert read(word(around.format(run))).blocks[0].text == text


def test_the_order_of_the_members_does_not_matter() -> None:
    many = {f"customXml/item{n}.xml": "<x/>" * 500 for n in range(40)}
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    data = packed({**many, "word/document.xml": f"{body}<w:p><w:r><w:t>x</w:t></w:r></w:p>"})
    document = read(data, "a.txt")
    assert (document.format, document.source) == ("Word document", "x")
    assert document.remarks == ("The file is damaged; what could be understood is shown.",)


@pytest.mark.parametrize(
    "data",
    [
        packed({"word/document.xml": "x"}),
        word(""),
        packed({"word/document.xml": "<a>" * 1000}),
        packed({"word/styles.xml": "<a/>", "[Content_Types].xml": ""}),
        (SAMPLES / "letter-libreoffice.docx").read_bytes()[:3000],
    ],
)
def test_broken_files_get_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read(data, "a.docx")
    assert caught.value.sentence.endswith(".")
    assert caught.value.next_step


def test_depth_is_no_trouble() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 3000 + p("the words") + "</w:tc></w:tr></w:tbl>" * 3000
    assert read(word(body)).source == "the words"


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "/etc/passwd">]>'
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    data = packed(
        {"word/document.xml": f"{bomb}{body}<w:p><w:r><w:t>x&f;</w:t></w:r></w:p></w:document>"}
    )
    assert read(data).source == "x"
