"""ZIP containers: known by their members, read with limits, never unpacked to the disk."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from diptych.formats.containers import Container, kind_of
from diptych.model.errors import UserError
from support.flowing import SAMPLES, packed, read


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"word/document.xml": ""}, "docx"),
        ({**{f"a{n}": "x" * 5000 for n in range(30)}, "word/document.xml": ""}, "docx"),
        ({"x": "", "mimetype": "application/epub+zip"}, "epub"),
        ({"META-INF/container.xml": ""}, "epub"),
        ({"mimetype": "application/vnd.oasis.opendocument.text-template"}, "odt"),
        ({"content.xml": "", "META-INF/manifest.xml": ""}, "odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
        ({"xl/workbook.xml": ""}, "xlsx"),
        ({"ppt/presentation.xml": ""}, "pptx"),
        ({"book.fb2": ""}, "fb2"),
        ({"Documents/1/Pages/1.fpage": ""}, "xps"),
        ({"a.txt": ""}, "zip"),
        ({"mimetype": "nonsense", "word\\document.xml": ""}, "docx"),
    ],
)
def test_the_members_decide(members: dict[str, str | bytes], kind: str) -> None:
    assert kind_of(packed(members)) == kind


def test_a_container_cut_short_is_known_by_its_front() -> None:
    assert kind_of((SAMPLES / "river-pandoc.epub").read_bytes()[:2000]) == "epub"
    assert kind_of((SAMPLES / "letter-libreoffice.odt").read_bytes()[:2000]) == "odt"


@pytest.mark.parametrize(
    "name", ["river-pandoc.docx", "letter-libreoffice.odt", "river-pandoc.epub"]
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_container_cut_short_gets_a_sentence(name: str, share: float) -> None:
    data = (SAMPLES / name).read_bytes()
    with pytest.raises(UserError, match=r"is damaged|is a "):
        read(data[: int(len(data) * share)], name)


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    data = packed({"word/document.xml": b" " * 40_000_000})
    with pytest.raises(UserError, match="looks like a trap"):
        read(data, "a.docx")


def test_many_members_together_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diptych.formats.containers.TOTAL_LIMIT", 3_000_000)
    container = Container(packed({f"{n}": bytes(range(256)) * 4000 for n in range(3)}), "a.zip")
    container.read("0")
    container.read("1")
    with pytest.raises(UserError, match="looks like a trap"):
        container.read("2")


def test_sizes_that_lie_and_names_that_lead_elsewhere_do_no_harm() -> None:
    data = bytearray(packed({"../../etc/passwd": "x", "/abs": "y", "word/document.xml": "z" * 99}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)
    container = Container(bytes(data), "a.docx")
    assert container.read("../../etc/passwd") == b"x"
    with pytest.raises(UserError):
        container.read("word/document.xml")
    with pytest.raises(UserError, match="is missing"):
        container.read("etc/passwd")


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(packed({"content.xml": "x", "META-INF/manifest.xml": ""}))
    for at, offset in ((data.index(b"PK\x03\x04"), 6), (data.index(b"PK\x01\x02"), 8)):
        data[at + offset] |= 1
    with pytest.raises(UserError, match="is encrypted"):
        read(bytes(data), "a.odt")


def test_a_member_is_found_whatever_its_case() -> None:
    container = Container(packed({"Word/Document.XML": "x"}), "a.docx")
    assert container.read("word/document.xml") == b"x"


def test_a_directory_is_no_member() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.mkdir("word")
    assert Container(data.getvalue(), "a").names == []
