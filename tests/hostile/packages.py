"""ZIP packages: EPUB, DOCX, ODT, XPS and what else hides in an archive."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from hostile.case import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEBI = 1 << 20
CONTAINER = (
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles>"
    "<rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/>"
    "</rootfiles></container>"
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARAGRAPH = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_NAMES = " ".join(
    f"xmlns:{short}='urn:oasis:names:tc:opendocument:xmlns:{long}:1.0'"
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"))
)
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))


def pack(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """Write a package with these parts, the first one stored as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for index, (name, content) in enumerate(parts.items()):
            how = zipfile.ZIP_STORED if index == 0 else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name), content, how)


def swollen(unit: bytes, size: int) -> bytes:
    """Return a raw deflate stream that grows to `size` bytes, without its end."""
    packer = zlib.compressobj(9, wbits=-15)
    block = unit * (MEBI // len(unit))
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers back, so the same bytes may follow again and again.
    return once * (size // len(block))


def swell(path: Path, name: str, head: bytes, unit: bytes, size: int, tail: bytes) -> None:
    """Add a part of about `size` bytes that is hardly larger than nothing in the package."""
    ends = [zlib.compressobj(9, wbits=-15) for _ in range(2)]
    begin = ends[0].compress(head) + ends[0].flush(zlib.Z_FULL_FLUSH)
    packed = begin + swollen(unit, size) + ends[1].compress(tail) + ends[1].flush()
    block, checksum = unit * (MEBI // len(unit)), zlib.crc32(head)
    for _ in range(size // len(block)):
        checksum = zlib.crc32(block, checksum)
    info = zipfile.ZipInfo(name)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, packed)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.CRC = zlib.crc32(tail, checksum)
        info.file_size = len(head) + size // len(block) * len(block) + len(tail)
        archive.fp.seek(info.header_offset)  # type: ignore[union-attr]
        archive.fp.write(info.FileHeader(zip64=False))  # type: ignore[union-attr]


def xhtml(body: str, head: str = "") -> str:
    """Return a chapter."""
    return (
        f"<?xml version='1.0'?>{head}<html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<head><title>Chapter</title></head><body>{body}</body></html>"
    )


def opf(items: Mapping[str, str], spine: tuple[str, ...] | None = None, head: str = "") -> str:
    """Return the list of a book's parts: id to address, and the order in which they are read."""
    listed = "".join(
        f"<item id='{key}' href='{href}' media-type='application/xhtml+xml'/>"
        for key, href in items.items()
    )
    order = "".join(f"<itemref idref='{key}'/>" for key in spine or tuple(items))
    return (
        f"<?xml version='1.0'?>{head}<package xmlns='http://www.idpf.org/2007/opf' version='3.0'>"
        "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>A book</dc:title>"
        f"</metadata><manifest>{listed}</manifest><spine>{order}</spine></package>"
    )


def epub(
    chapters: Mapping[str, str | bytes], book: str = "", **more: str | bytes
) -> dict[str, str | bytes]:
    """Return the parts of a book; `more` are further parts, with `__` for the slash."""
    items = {f"c{index}": name for index, name in enumerate(chapters)}
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": book or opf(items),
    }
    parts |= {f"OEBPS/{name}": content for name, content in chapters.items()}
    return parts | {name.replace("__", "/"): content for name, content in more.items()}


def docx(body: str = PARAGRAPH, head: str = "", main: str = MAIN) -> dict[str, str | bytes]:
    """Return the parts of a Word document."""
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": (
            f"<Types xmlns='{kinds}'><Default Extension='xml' ContentType='application/xml'/>"
            "<Default Extension='rels' "
            "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            f"<Override PartName='/word/document.xml' ContentType='{main}'/></Types>"
        ),
        "_rels/.rels": (
            f"<Relationships xmlns='{links}'><Relationship Id='r1' Target='word/document.xml' "
            f"Type='{OFFICE}/officeDocument'/></Relationships>"
        ),
        "word/document.xml": (
            f"<?xml version='1.0'?>{head}<w:document xmlns:w='{W}' xmlns:r='{OFFICE}'>"
            f"<w:body>{body}</w:body></w:document>"
        ),
    }


def odt(body: str, head: str = "", kind: str = ODT_TYPE) -> dict[str, str | bytes]:
    """Return the parts of an OpenDocument text."""
    return {
        "mimetype": kind,
        "META-INF/manifest.xml": (
            "<manifest:manifest "
            "xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>"
            f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{kind}'/>"
            "<manifest:file-entry manifest:full-path='content.xml' "
            "manifest:media-type='text/xml'/></manifest:manifest>"
        ),
        "content.xml": f"<?xml version='1.0'?>{head}{odt_content(body)}",
    }


def odt_content(body: str) -> str:
    """Return the part that holds an OpenDocument's text."""
    return (
        f"<office:document-content {ODT_NAMES} office:version='1.3'><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
