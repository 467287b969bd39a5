"""Word, OpenDocument and RTF files, and the office files that are none of these."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused
from hostile.packages import (
    LAUGHS,
    MAIN,
    ODT_NAMES,
    PARAGRAPH,
    W,
    docx,
    odt,
    odt_content,
    pack,
    swell,
)

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "file:///etc/passwd"
ODT_WORDS = f"<text:p>{WORDS}</text:p>"


def _compound(*names: str) -> bytes:
    """Return the beginning of a compound file whose folder lists these streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b""
    for index, name in enumerate(("Root Entry", *names)):
        shown = (name + "\0").encode("utf-16-le")
        entries += shown.ljust(64, b"\0") + struct.pack("<HBB", len(shown), 2 if index else 5, 1)
        entries += b"\xff" * 12 + bytes(48)
    return head + table + entries.ljust(512, b"\0") + bytes(4096)


@opens("plain.docx")
def ordinary_word_file(path: Path) -> None:
    pack(path, docx())


@opens("macros.docm")
def word_file_with_macros(path: Path) -> None:
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    pack(path, docx(main=main) | {"word/vbaProject.bin": _compound("VBA")})


@opens("template.dotx")
def word_template(path: Path) -> None:
    pack(path, docx(main=MAIN.replace("document.main", "template.main")))


@opens("strict.docx")
def word_file_of_the_strict_kind(path: Path) -> None:
    new = "http://purl.oclc.org/ooxml/"
    parts = {}
    for name, content in docx().items():
        text = content.replace(W, new + "wordprocessingml/main")
        parts[name] = text.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/", new + "officeDocument/"
        )
    pack(path, parts)


@opens("main-part-elsewhere.docx")
def word_file_whose_text_has_another_name(path: Path) -> None:
    parts = {
        name.replace("document.xml", "document2.xml"): content.replace(
            "word/document.xml", "word/document2.xml"
        )
        for name, content in docx().items()
    }
    pack(path, parts)


@refused("password.docx", "password", quick=True)
def word_file_with_a_password(path: Path) -> None:
    path.write_bytes(_compound("EncryptionInfo", "EncryptedPackage"))


@refused("old.doc", "Word|Office")
def word_file_of_before_2007(path: Path) -> None:
    path.write_bytes(_compound("WordDocument", "1Table"))


@either("cut-off.docx")
def half_of_a_word_file(path: Path) -> None:
    pack(path, docx(PARAGRAPH * 5_000))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


@refused("no-text-part.docx", "missing|incomplete|damaged")
def word_file_without_a_text_part(path: Path) -> None:
    parts = docx()
    del parts["word/document.xml"]
    pack(path, parts | {"word/styles.xml": "<x/>"})


@refused("empty.docx", "no words")
def word_file_without_words(path: Path) -> None:
    pack(path, docx("<w:p/>"))


@either("text-part-broken.docx")
def word_file_with_broken_markup(path: Path) -> None:
    pack(path, docx("<w:p><w:r><w:t>unclosed"))


@either("laughs.docx", quick=True)
def word_file_of_laughs(path: Path) -> None:
    body = f"{PARAGRAPH}<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>"
    pack(path, docx(body, f"<!DOCTYPE x [{LAUGHS}]>"))


@either("entities.docx")
def word_file_that_includes_other_files(path: Path) -> None:
    body = f"{PARAGRAPH}<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
    pack(path, docx(body, f"<!DOCTYPE x [<!ENTITY x SYSTEM '{SECRET}'>]>"))


@either("bomb.docx")
def word_file_of_three_gigabytes(path: Path) -> None:
    parts = docx()
    del parts["word/document.xml"]
    pack(path, parts)
    head = f"<w:document xmlns:w='{W}'><w:body>".encode()
    swell(path, "word/document.xml", head, b"<w:p/>", 3 << 30, b"</w:body></w:document>")


@either("tables-5000-deep.docx")
def tables_within_tables(path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 5_000
    pack(path, docx(deep))


@either("50000-tags-deep.docx")
def content_controls_fifty_thousand_deep(path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 50_000 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 50_000
    pack(path, docx(deep))


@opens("100000-paragraphs.docx")
def word_file_of_a_hundred_thousand_paragraphs(path: Path) -> None:
    pack(path, docx(PARAGRAPH * 100_000))


@opens("300000-runs.docx")
def word_paragraph_of_three_hundred_thousand_runs(path: Path) -> None:
    run = "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space='preserve'>a </w:t></w:r>"
    pack(path, docx(f"{PARAGRAPH}<w:p>{run * 300_000}</w:p>"))


@opens("word-of-a-million-letters.docx", "aaaaaaaa")
def word_file_of_one_long_word(path: Path) -> None:
    pack(path, docx(f"<w:p><w:r><w:t>{'a' * 1_000_000}</w:t></w:r></w:p>"))


@opens("words-in-odd-places.docx", quick=True)
def words_in_controls_boxes_and_insertions(path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    first, second, third = "The committee ", "deplored ", "the delay."
    keep = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:sdt><w:sdtContent><w:p>{keep.format(first)}<w:ins>{keep.format(second)}</w:ins>"
        "<w:del><w:r><w:delText>praised</w:delText></w:r></w:del>"
        f"<w:smartTag>{run.format(third)}</w:smartTag></w:p></w:sdtContent></w:sdt>"
    )
    pack(path, docx(body))


@opens("text-box.docx", "In the box")
def words_in_a_text_box(path: Path) -> None:
    box = (
        "<w:p><w:r><w:pict xmlns:v='urn:schemas-microsoft-com:vml'><v:shape><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    pack(path, docx(PARAGRAPH + box))


@refused("sheet.xlsx", "Excel")
def table_of_numbers(path: Path) -> None:
    pack(path, {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


@refused("slides.pptx", "PowerPoint|presentation")
def slides(path: Path) -> None:
    pack(path, {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})


@refused("letter.pages", "Pages|iWork|Apple", quick=True)
def apple_pages(path: Path) -> None:
    pack(path, {"Index/Document.iwa": bytes(99), "Metadata/Properties.plist": b"bplist00"})


# OpenDocument


@opens("plain.odt")
def ordinary_open_document(path: Path) -> None:
    pack(path, odt(ODT_WORDS))


@opens("flat.fodt")
def open_document_in_one_file(path: Path) -> None:
    whole = odt_content(ODT_WORDS).replace("office:document-content", "office:document")
    kind = "office:mimetype='application/vnd.oasis.opendocument.text'"
    path.write_text(
        "<?xml version='1.0'?>\n" + whole.replace("office:version", f"{kind} office:version")
    )


@refused("password.odt", "password|encrypt")
def open_document_with_a_password(path: Path) -> None:
    parts = odt(ODT_WORDS)
    lock = "<manifest:encryption-data manifest:checksum='x'/></manifest:file-entry>"
    manifest = parts["META-INF/manifest.xml"].replace(
        "'text/xml'/>", f"'text/xml' manifest:size='99'>{lock}"
    )
    pack(path, parts | {"META-INF/manifest.xml": manifest, "content.xml": bytes(range(256)) * 9})


@opens("blanks-bomb.odt", quick=True)
def two_thousand_million_blanks(path: Path) -> None:
    pack(path, odt(f"{ODT_WORDS}<text:p>a<text:s text:c='2000000000'/>b</text:p>"))


@opens("cells-bomb.odt")
def table_of_a_million_million_cells(path: Path) -> None:
    table = (
        "<table:table><table:table-row table:number-rows-repeated='1000000'><table:table-cell "
        "table:number-columns-repeated='1000000'><text:p>a</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    pack(path, odt(ODT_WORDS + table))


@either("laughs.odt")
def open_document_of_laughs(path: Path) -> None:
    pack(path, odt(f"{ODT_WORDS}<text:p>&l9;</text:p>", f"<!DOCTYPE x [{LAUGHS}]>"))


@either("entities.odt")
def open_document_that_includes_other_files(path: Path) -> None:
    head = f"<!DOCTYPE x [<!ENTITY x SYSTEM '{SECRET}'>]>"
    pack(path, odt(f"{ODT_WORDS}<text:p>&x;</text:p>", head))


@either("50000-tags-deep.odt")
def open_document_sections_fifty_thousand_deep(path: Path) -> None:
    pack(path, odt("<text:section>" * 50_000 + ODT_WORDS + "</text:section>" * 50_000))


@either("bomb.odt")
def open_document_of_three_gigabytes(path: Path) -> None:
    parts = odt(ODT_WORDS)
    del parts["content.xml"]
    pack(path, parts)
    head = f"<office:document-content {ODT_NAMES}><office:body><office:text>".encode()
    tail = b"</office:text></office:body></office:document-content>"
    swell(path, "content.xml", head, b"<text:p/>", 3 << 30, tail)


@refused("no-content.odt", "missing|incomplete|damaged")
def open_document_without_content(path: Path) -> None:
    parts = odt(ODT_WORDS)
    del parts["content.xml"]
    pack(path, parts)


@refused("sheet.ods", "spreadsheet|OpenDocument|sheet")
def open_document_sheet(path: Path) -> None:
    pack(path, odt("", kind="application/vnd.oasis.opendocument.spreadsheet"))


# RTF


def _rtf(path: Path, body: str) -> None:
    path.write_bytes((r"{\rtf1\ansi\ansicpg1252 " + body + "}").encode("latin-1"))


@opens("plain.rtf")
def ordinary_rich_text(path: Path) -> None:
    _rtf(path, WORDS + r"\par Caf\'e9 \u8212? done\par")


@opens("50000-groups-deep.rtf")
def groups_fifty_thousand_deep(path: Path) -> None:
    _rtf(path, "{" * 50_000 + WORDS + "}" * 50_000)


@opens("cut-off.rtf")
def rich_text_without_end(path: Path) -> None:
    path.write_bytes((r"{\rtf1\ansi " + WORDS + r"\par And then {\b it \'e").encode())


@opens("unbalanced.rtf")
def rich_text_with_too_many_ends(path: Path) -> None:
    path.write_bytes((r"{\rtf1\ansi " + WORDS + r"\par}}}}} after").encode())


@opens("binary-lies.rtf")
def rich_text_with_endless_binary(path: Path) -> None:
    _rtf(path, WORDS + r"\par{\pict\bin1000000000 xx}")


@opens("numbers.rtf")
def rich_text_with_impossible_numbers(path: Path) -> None:
    _rtf(
        path,
        WORDS + r"\par\li99999999999999999999\uc1000000000 \u-10179?\u-8704? \u99999999? x\par",
    )


@opens("picture-of-20-megabytes.rtf")
def rich_text_with_a_huge_picture(path: Path) -> None:
    _rtf(path, WORDS + r"\par{\pict\pngblip " + "00ff" * 5_000_000 + "}")


@opens("object.rtf")
def rich_text_with_an_object_and_a_field(path: Path) -> None:
    field = r'{\field{\*\fldinst INCLUDETEXT "C:\\\\secret.txt"}{\fldrslt shown}}'
    _rtf(path, WORDS + r"\par{\object\objemb{\*\objdata " + "d0cf11e0" * 20_000 + "}}" + field)


@opens("word-of-a-million-letters.rtf", "aaaaaaaa")
def rich_text_of_one_long_word(path: Path) -> None:
    _rtf(path, "a" * 1_000_000)


@refused("nothing.rtf", "no words")
def rich_text_without_words(path: Path) -> None:
    _rtf(path, r"{\fonttbl{\f0 Times;}}\par\par")
