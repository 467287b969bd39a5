"""EPUB, MOBI, FictionBook and XPS files."""

from __future__ import annotations

import base64
import struct
import zipfile
from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused
from hostile.packages import CONTAINER, LAUGHS, epub, opf, pack, swell, xhtml

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = xhtml(f"<h1>One</h1><p>{WORDS}</p>")
SECRET = "file:///etc/passwd"
FIXED = "http://schemas.microsoft.com/xps/2005/06"


@opens("plain.epub")
def ordinary_book(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER}))


@either("cut-off.epub")
def half_of_a_book(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER + " " * 100_000}))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


@refused("rights-managed.epub", "protect|rights|DRM|encrypt", quick=True)
def bought_book(path: Path) -> None:
    lock = (
        "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><EncryptedData "
        "xmlns='http://www.w3.org/2001/04/xmlenc#'><EncryptionMethod "
        "Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/><CipherData>"
        "<CipherReference URI='OEBPS/one.xhtml'/></CipherData></EncryptedData></encryption>"
    )
    rights = "<rights xmlns='http://ns.adobe.com/adept'/>"
    noise = bytes(range(256)) * 40
    parts = {"META-INF__encryption.xml": lock, "META-INF__rights.xml": rights}
    pack(path, epub({"one.xhtml": noise}, **parts))


@opens("fonts-obfuscated.epub")
def book_with_scrambled_fonts_only(path: Path) -> None:
    lock = (
        "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><EncryptedData "
        "xmlns='http://www.w3.org/2001/04/xmlenc#'><EncryptionMethod "
        "Algorithm='http://www.idpf.org/2008/embedding'/><CipherData>"
        "<CipherReference URI='OEBPS/font.otf'/></CipherData></EncryptedData></encryption>"
    )
    pack(path, epub({"one.xhtml": CHAPTER}, **{"META-INF__encryption.xml": lock}))


@refused("zip-password.epub", "password|encrypt|protect")
def archive_with_a_password(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER}))
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 4)
    path.write_bytes(data)


@either("bomb.epub")
def chapter_of_three_gigabytes(path: Path) -> None:
    pack(path, epub({}, opf({"c0": "one.xhtml"})))
    swell(path, "OEBPS/one.xhtml", b"<html><body><p>", b"ha ", 3 << 30, b"</p></body></html>")


@either("one-chapter-a-bomb.epub")
def one_chapter_of_two_is_a_bomb(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER}, opf({"c0": "one.xhtml", "c1": "two.xhtml"})))
    swell(path, "OEBPS/two.xhtml", b"<html><body><p>", b"ha ", 1 << 30, b"</p></body></html>")


@opens("60000-parts.epub")
def sixty_thousand_parts(path: Path) -> None:
    parts = epub({"one.xhtml": CHAPTER})
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        for number in range(60_000):
            packed.writestr(f"OEBPS/{number}", b"")


@opens("10000-chapters.epub")
def ten_thousand_chapters(path: Path) -> None:
    chapters = {f"c{number}.xhtml": xhtml(f"<p>{number}. {WORDS}</p>") for number in range(10_000)}
    pack(path, epub(chapters))


@opens("one-chapter-100000-times.epub")
def one_chapter_a_hundred_thousand_times(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER}, opf({"c": "one.xhtml"}, ("c",) * 100_000)))


@opens("traversal.epub", quick=True)
def parts_that_climb_out(path: Path) -> None:
    items = {"c0": "one.xhtml", "c1": "../../../../../../etc/passwd", "c2": "/etc/passwd"}
    pack(path, epub({"one.xhtml": CHAPTER, "../../../outside.xhtml": CHAPTER}, opf(items)))


@opens("entities.epub")
def chapter_that_includes_other_files(path: Path) -> None:
    head = f"<!DOCTYPE html [<!ENTITY x SYSTEM '{SECRET}'>]>"
    pack(path, epub({"one.xhtml": xhtml(f"<p>&x;</p><p>{WORDS}</p>", head)}))


@either("laughs.epub")
def chapter_of_a_thousand_million_laughs(path: Path) -> None:
    head = f"<!DOCTYPE html [{LAUGHS}]>"
    pack(path, epub({"one.xhtml": xhtml(f"<p>{WORDS}</p><p>&l9;</p>", head)}))


@either("laughs-in-the-list.epub")
def list_of_a_thousand_million_laughs(path: Path) -> None:
    book = opf({"c0": "one.xhtml"}, head=f"<!DOCTYPE package [{LAUGHS}]>")
    pack(path, epub({"one.xhtml": CHAPTER}, book.replace("A book", "&l9;")))


@opens("50000-tags-deep.epub")
def tags_fifty_thousand_deep(path: Path) -> None:
    deep = "<div>" * 50_000 + "deep" + "</div>" * 50_000
    pack(path, epub({"one.xhtml": CHAPTER, "two.xhtml": xhtml(deep)}))


@either("contents-50000-deep.epub")
def contents_fifty_thousand_deep(path: Path) -> None:
    point = "<navPoint><navLabel><text>A</text></navLabel><content src='one.xhtml'/>"
    toc = f"<ncx><navMap>{point * 50_000}{'</navPoint>' * 50_000}</navMap></ncx>"
    book = opf({"c0": "one.xhtml"}).replace(
        "</manifest>",
        "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/></manifest>",
    )
    book = book.replace("<spine>", "<spine toc='ncx'>")
    pack(path, epub({"one.xhtml": CHAPTER, "toc.ncx": toc}, book))


@opens("not-well-formed.epub")
def chapter_with_unclosed_tags(path: Path) -> None:
    broken = f"<html><body><p>Ampersand & <b>bold<p>{WORDS}<br></body>"
    pack(path, epub({"one.xhtml": broken}))


@opens("utf-16.epub")
def chapter_in_utf_16(path: Path) -> None:
    text = CHAPTER.replace("version='1.0'", "version='1.0' encoding='utf-16'")
    pack(path, epub({"one.xhtml": text.encode("utf-16")}))


@opens("names-with-blanks.epub")
def addresses_written_otherwise(path: Path) -> None:
    chapters = {"Kapitel Über 1.xhtml": CHAPTER}
    pack(path, epub(chapters, opf({"c0": "Kapitel%20%C3%9Cber%201.xhtml"})))


@refused("no-container.epub", "incomplete")
def book_without_a_container(path: Path) -> None:
    pack(path, {"mimetype": "application/epub+zip", "hello.txt": "hello"})


@refused("container-to-nowhere.epub", "incomplete", quick=True)
def book_whose_list_is_missing(path: Path) -> None:
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    pack(path, parts)


@opens("chapter-missing.epub")
def one_chapter_of_two_is_missing(path: Path) -> None:
    items = {"c0": "gone.xhtml", "c1": "one.xhtml"}
    pack(path, epub({"one.xhtml": CHAPTER}, opf(items)))


@either("pictures-only.epub")
def picture_book(path: Path) -> None:
    pack(path, epub({"one.xhtml": xhtml("<img src='page1.jpg'/>")}))


@opens("word-of-a-million-letters.epub", "aaaaaaaa")
def book_of_one_long_word(path: Path) -> None:
    pack(path, epub({"one.xhtml": xhtml(f"<p>{'a' * 1_000_000}</p>")}))


@opens("mimetype-with-line-end.epub")
def book_whose_type_ends_with_a_line(path: Path) -> None:
    pack(path, epub({"one.xhtml": CHAPTER}) | {"mimetype": "application/epub+zip\r\n"})


# FictionBook

FB2 = "<FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0'>{}</FictionBook>"


def _fb2(body: str, head: str = "") -> bytes:
    text = f"<?xml version='1.0' encoding='utf-8'?>{head}" + FB2.format(body)
    return text.encode()


@opens("plain.fb2")
def ordinary_fiction_book(path: Path) -> None:
    path.write_bytes(_fb2(f"<body><section><p>{WORDS}</p></section></body>"))


@either("laughs.fb2")
def fiction_book_of_laughs(path: Path) -> None:
    body = f"<body><section><p>{WORDS}</p><p>&l9;</p></section></body>"
    path.write_bytes(_fb2(body, f"<!DOCTYPE x [{LAUGHS}]>"))


@opens("entities.fb2", quick=True)
def fiction_book_that_includes_other_files(path: Path) -> None:
    body = f"<body><section><p>&x;</p><p>{WORDS}</p></section></body>"
    path.write_bytes(_fb2(body, f"<!DOCTYPE x [<!ENTITY x SYSTEM '{SECRET}'>]>"))


@either("50000-sections-deep.fb2")
def sections_fifty_thousand_deep(path: Path) -> None:
    deep = "<section>" * 50_000 + f"<p>{WORDS}</p>" + "</section>" * 50_000
    path.write_bytes(_fb2(f"<body>{deep}</body>"))


@opens("cover-of-30-megabytes.fb2")
def fiction_book_with_a_huge_cover(path: Path) -> None:
    cover = base64.b64encode(bytes(22 << 20)).decode()
    body = f"<body><section><p>{WORDS}</p></section></body><binary id='c'>{cover}</binary>"
    path.write_bytes(_fb2(body))


@opens("cut-off.fb2")
def fiction_book_without_end(path: Path) -> None:
    path.write_bytes(_fb2(f"<body><section><p>{WORDS}</p><p>And then")[:-14])


@opens("wrong-encoding.fb2", "комитет")
def fiction_book_that_lies_about_its_encoding(path: Path) -> None:
    text = "<?xml version='1.0' encoding='utf-8'?>" + FB2.format(
        "<body><section><p>Наш комитет осудил задержку.</p></section></body>"
    )
    path.write_bytes(text.encode("cp1251"))


@opens("packed.fb2.zip")
def fiction_book_in_an_archive(path: Path) -> None:
    pack(path, {"book.fb2": _fb2(f"<body><section><p>{WORDS}</p></section></body>")})


# MOBI


def _mobi(
    text: bytes, *, length: int = 0, drm: int = 0, packing: int = 1, records: int = 1
) -> bytes:
    mobi = struct.pack(">4sIIII", b"MOBI", 232, 2, 65001, 7) + bytes(212)
    first = struct.pack(">HHIHHHH", packing, 0, length or len(text), records, 4096, drm, 0) + mobi
    parts = [first + bytes(64), *[text] * records]
    at = 78 + 8 * len(parts) + 2
    table = b""
    for number, part in enumerate(parts):
        table += struct.pack(">II", at, number)
        at += len(part)
    head = b"book".ljust(32, b"\0") + bytes(28) + b"BOOKMOBI" + bytes(8)
    return head + struct.pack(">H", len(parts)) + table + b"\0\0" + b"".join(parts)


PAGE = f"<html><body><p>{WORDS}</p></body></html>".encode()


@opens("plain.mobi")
def ordinary_mobi(path: Path) -> None:
    path.write_bytes(_mobi(PAGE))


@refused("rights-managed.mobi", "protect|rights|DRM|encrypt", quick=True)
def mobi_that_was_bought(path: Path) -> None:
    path.write_bytes(_mobi(bytes(range(256)), drm=2))


@refused("cut-off.mobi", "damaged or cut off")
def mobi_cut_off(path: Path) -> None:
    path.write_bytes(_mobi(PAGE * 30)[:400])


@either("length-lies.mobi")
def mobi_of_four_gigabytes_it_says(path: Path) -> None:
    path.write_bytes(_mobi(PAGE, length=0xFFFFFFF0, records=9))


@either("packing-unknown.mobi")
def mobi_packed_in_an_unknown_way(path: Path) -> None:
    path.write_bytes(_mobi(PAGE, packing=17480))


@either("back-references.mobi", quick=True)
def mobi_whose_text_refers_before_its_beginning(path: Path) -> None:
    path.write_bytes(_mobi(b"\x80\x3f\xbf\xff" * 900, packing=2, records=200))


# XPS


def _xps(markup: str, size: str = "Width='816' Height='1056'") -> dict[str, str | bytes]:
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": (
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='fdseq' ContentType='application/vnd.ms-package.xps-"
            "fixeddocumentsequence+xml'/></Types>"
        ),
        "_rels/.rels": (
            f"<Relationships xmlns='{links}'><Relationship Id='r' Target='/s.fdseq' "
            f"Type='{FIXED}/fixedrepresentation'/></Relationships>"
        ),
        "s.fdseq": f"<FixedDocumentSequence xmlns='{FIXED}'><DocumentReference Source='d.fdoc'/>"
        "</FixedDocumentSequence>",
        "d.fdoc": f"<FixedDocument xmlns='{FIXED}'><PageContent Source='1.fpage'/></FixedDocument>",
        "1.fpage": f"<FixedPage xmlns='{FIXED}' {size}>{markup}</FixedPage>",
    }


@either("no-text.xps")
def page_without_text(path: Path) -> None:
    pack(path, _xps("<Path Data='M 0,0 L 9,9' Stroke='#000'/>"))


@either("huge-page.xps")
def xps_page_of_a_thousand_million(path: Path) -> None:
    pack(path, _xps("", "Width='1000000000' Height='1000000000'"))


@either("circle.xps")
def xps_document_that_holds_itself(path: Path) -> None:
    parts = _xps("<Canvas>" * 50_000 + "</Canvas>" * 50_000)
    parts["d.fdoc"] = (
        f"<FixedDocument xmlns='{FIXED}'><PageContent Source='../../../../etc/passwd'/>"
        "<PageContent Source='d.fdoc'/><PageContent Source='1.fpage'/></FixedDocument>"
    )
    pack(path, parts)


@either("bomb.xps")
def xps_page_of_two_gigabytes(path: Path) -> None:
    parts = _xps("")
    del parts["1.fpage"]
    pack(path, parts)
    head = f"<FixedPage xmlns='{FIXED}' Width='9' Height='9'>".encode()
    swell(path, "1.fpage", head, b"<Canvas/>", 2 << 30, b"</FixedPage>")
