"""The content decides what a file is, and a document knows its bytes, title and language."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.formats import VERSION
from diptych.formats.order import Order
from diptych.formats.reader import read_document, read_path
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def archive(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive("xl/workbook.xml", "[Content_Types].xml"), "an Excel workbook"),
        (archive("ppt/presentation.xml"), "a PowerPoint presentation"),
        (archive("a.txt"), "a ZIP archive"),
        (b"PK\x05\x06" + bytes(18), "a ZIP archive"),
        (OLE + "WordDocument".encode("utf-16-le"), "an older Word document (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "an Office document locked with a password"),
        (OLE + bytes(600), "an older Office document"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\n", "a web archive (MHTML)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "an image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image"),
        (b"\x1f\x8b\x08\x00\x00\x00", "an archive"),
        (b"SQLite format 3\x00\x10\x00", "a database"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"\x00" * 4096, "a binary file"),
    ],
)
def test_what_is_no_text_is_named_whatever_the_suffix(
    tmp_path: Path, data: bytes, kind: str
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_path(path)
    assert caught.value.sentence == f"“letter.txt” is {kind}, not text."
    assert caught.value.next_step.endswith(".")
    assert caught.value.path == str(path)


@pytest.mark.parametrize("text", ["ID3 is a tag.", "BM and MZ are initials.", "GIF is a format."])
def test_a_text_may_begin_as_another_format_does(text: str) -> None:
    assert read_document(text.encode(), Order("a.txt")).source == text


def test_text_under_another_suffix_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("Only words here.", encoding="utf-8")
    assert read_path(path).blocks[0].text == "Only words here."


def test_a_document_knows_its_bytes_and_keeps_its_line_ends() -> None:
    data = b"\xef\xbb\xbfOne line.\r\nAnother line.\r\n"
    document = read_document(data, Order("notes.v2.txt"))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.source == "One line.\r\nAnother line.\r\n"
    assert (document.encoding, document.title) == ("utf-8", "notes.v2")
    assert VERSION >= 1


def test_remarks_of_the_decoder_reach_the_document() -> None:
    document = read_document(b"caf\x81", Order("a.txt", "cp1252"))
    assert document.remarks == ("1 byte could not be decoded and is shown as \ufffd.",)


def test_an_unknown_encoding_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    with pytest.raises(UserError) as caught:
        read_path(path, "klingon")
    assert caught.value.path == str(path)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The root of the matter is that it was not to be.", "en"),
        ("El origen de la migración es la falta de trabajo en los pueblos.", "es"),
        ("Lorem ipsum dolor sit amet consectetur.", ""),
        ("42", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert read_document(text.encode(), Order("a.txt")).language == language


def test_the_title_is_the_heading() -> None:
    text = "On the Causes of Migration\n\nPeople leave where they cannot live. They said so.\n"
    document = read_document(text.encode(), Order("a.txt"))
    assert document.title == "On the Causes of Migration"
    assert document.blocks[0].level == 1


def test_a_name_that_cannot_be_written_gives_a_title_that_can() -> None:
    document = read_document(b"Only words here.", Order("caf\udce9.txt"))
    assert document.title.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_sentence(data: bytes) -> None:
    try:
        document = read_document(data, Order("any.txt"))
    except UserError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - either outcome is right
    else:
        assert document.blocks
