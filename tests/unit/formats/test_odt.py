"""OpenDocument texts: headings, lists, notes, tracked changes, heads and feet."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from support.flowing import SAMPLES, check_letter, packed, read, shapes, text


@pytest.mark.parametrize("name", ["letter-libreoffice.odt", "letter.fodt"])
def test_a_letter_by_libreoffice(name: str) -> None:
    document = read((SAMPLES / name).read_bytes(), "letter.doc")
    check_letter(document)


def test_a_report_by_pandoc() -> None:
    found = shapes(read((SAMPLES / "river-pandoc.odt").read_bytes()))
    assert ("heading3", "Costs") in found
    assert ("caption", "What the bridge will cost") in found
    assert ("list_item", "2. Ask the neighbours.") in found
    assert any("10³ nets" in words for _, words in found)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("a<text:s text:c='4'/>b", "a b"),
        ("a<text:tab/>b", "a b"),
        ("a<text:line-break/>b", "a b"),
        (
            "a<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>c</text:ruby-text></text:ruby>",
            "ab",
        ),
        ("a<office:annotation><text:p>no</text:p></office:annotation>b", "ab"),
        ("<text:span>a</text:span> <text:a>b</text:a>", "a b"),
    ],
)
def test_what_stands_in_a_line(inner: str, words: str) -> None:
    assert read(text(f"<text:p>{inner}</text:p>")).blocks[0].text == words


def test_an_encrypted_text_says_so() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    data = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f\x01",
            "META-INF/manifest.xml": manifest,
        }
    )
    with pytest.raises(UserError, match="is encrypted"):
        read(data)


def test_a_missing_part_is_named() -> None:
    with pytest.raises(UserError, match=r"content\.xml"):
        read(packed({"mimetype": "application/vnd.oasis.opendocument.text"}))


def test_depth_is_no_trouble() -> None:
    assert read(text("<text:list><text:list-item>" * 5000 + "<text:p>words</text:p>")).source
