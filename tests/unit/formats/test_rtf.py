r"""Rich text: character sets, styles, notes, tables, what is hidden."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from support.flowing import SAMPLES, check_letter, read, shapes


def test_a_letter_by_libreoffice() -> None:
    document = read((SAMPLES / "letter-libreoffice.rtf").read_bytes(), "letter.doc")
    check_letter(document)


def test_a_report_by_pandoc() -> None:
    found = shapes(read((SAMPLES / "river-pandoc.rtf").read_bytes()))
    assert ("heading2", "What the council says") in found
    assert ("table", "Part | Cost | Year\nPiers | 40 | 2020\nDeck | 25 | 2021") in found
    assert ("list_item", "2. Ask the neighbours.") in found
    assert ("footnote", "The oldest record is a tax roll.") in found


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (rb"caf\'e9", "café"),
        (rb"\u8217?\u8217 ?x", "’’x"),
        (rb"\uc2\u233\'c3\'a9x", "éx"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"\u-10179?x", "x"),
        (rb"{\fonttbl{\f1\fcharset204 Arial;}}\f1\'cf\'f0\'e8", "При"),
        (rb"{\fonttbl{\f1\fcharset128 Gothic;}}\f1\'93\'fa\'96\'7b", "日本"),
        (rb"a{\v hidden}b{\deleted gone}c", "abc"),
        (rb"a\~b\-c\_d \{e\}", "a bc\u2011d {e}"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "link"),
        (rb"{\*\unknown secret}shown", "shown"),
        (rb"{\pict 0102}\bin3 }}}x", "x"),
        (rb"m{\super 2} of it", "m² of it"),
        (rb"\lquote a\rquote\emdash b\line c", "‘a’—b c"),
    ],
)
def test_what_stands_in_a_line(inner: bytes, words: str) -> None:
    assert read(rb"{\rtf1\ansi\ansicpg1252 " + inner + rb"\par}").blocks[0].text == words


def test_other_code_pages() -> None:
    assert read(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}").source == "При"
    assert read(rb"{\rtf1\mac caf\'8e}").source == "café"
    assert read(rb"{\rtf1\ansi \'cf\'f0\'e8}", encoding="cp1251").source == "При"


@pytest.mark.parametrize(
    "data",
    [
        rb"{\rtf1 " + b"{" * 100_000 + b"x",
        rb"{\rtf1 " + rb"{\footnote x" * 5_000,
        rb"{\rtf1 " + rb"\trowd\intbl x\cell" * 5_000,
        rb"{\rtf1 " + b"w" * 1_000_000,
        rb"{\rtf1 x}}}}}}}}" + b"\\" * 1000,
        rb"{\rtf1 x\bin9999999999 y",
        rb"{\rtf1 x\u99999999999 \outlinelevel-5 \s99 \f99 \'8",
    ],
)
def test_hostile_files_open(data: bytes) -> None:
    assert read(data).source


def test_a_file_without_words_says_so() -> None:
    with pytest.raises(UserError, match="no words"):
        read(rb"{\rtf1{\info{\title x}}}")
