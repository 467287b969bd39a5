"""An EPUB book becomes a Document: its pages of HTML in the order of its spine."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.containers import Container
from diptych.formats.declared import Facts, document_of, first_title
from diptych.formats.decode import declared_encoding, decode
from diptych.formats.flow import Flow
from diptych.formats.html import walk
from diptych.formats.markup import DATA, END, START, parse_html, parse_xml
from diptych.model.document import Document, OutlineEntry
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.markup import Event
    from diptych.formats.order import Order

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml")
_PAGE_NAME = re.compile(r"\.(?:x?html?|xml)$", re.IGNORECASE)
# Fonts are veiled in honest books too; only the words matter.
_FONT = re.compile(r"\.(?:otf|ttf|woff2?|ttc)$|embedding|pdf/enc", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DEEPEST = 6


class _Package(NamedTuple):
    """What the book's package says: facts, and the paths of pages, table of contents and ncx."""

    facts: Facts
    spine: tuple[str, ...]
    skipped: tuple[str, ...]
    contents: str
    ncx: str


def read(data: bytes, order: Order) -> Document:
    """Read a book from the bytes of a whole file.

    Raises:
        UserError: it is damaged, protected against reading, or has no words.
    """
    container = Container(data, order.name)
    package = _package(container)
    _refuse_protected(container, package, order.name)
    flow = Flow()
    remarks = []
    missing = 0
    pages = package.spine + package.skipped
    for number, path in enumerate(pages):
        order.progress(number / len(pages), "Reading the book")
        if path not in container:
            missing += 1
            continue
        flow.end_block()
        flow.anchor(path)
        events = page_events(container.read(path), order.encoding)
        walk(events, flow, anchors=f"{path}#", web=False)
    source, blocks = flow.finish()
    if missing == len(pages):
        raise UserError(
            f"“{order.name}” is incomplete: none of its chapters is in the file.",
            "Get the file again.",
            order.name,
        )
    if not blocks:
        raise UserError(
            f"“{order.name}” is a book without words.",
            "Its pages may be pictures: open it in an e-book reader.",
            order.name,
        )
    if missing:
        parts = "1 part" if missing == 1 else f"{missing} parts"
        remarks.append(f"{parts} of the book could not be found in the file.")
    outline = _outline(container, package, flow.anchors)
    return document_of(
        data,
        order,
        package.facts,
        (source, blocks),
        kind="EPUB book",
        heading=first_title(blocks),
        remarks=remarks,
        outline=outline,
    )


def page_events(data: bytes, encoding: str = "") -> Sequence[Event]:
    """Return the events of a page: as XML if it is well formed, else as a browser reads HTML."""
    if not encoding:
        events, sound = parse_xml(data)
        if sound and events:
            return events
    return parse_html(decode(data, encoding, declared_encoding(data)).text)


def _package(container: Container) -> _Package:
    """Return what the package says; a book without one has its pages by name."""
    path = ""
    for what, name, attributes in parse_xml(container.get("META-INF/container.xml"))[0]:
        if what == START and name == "rootfile" and not path:
            path = _unescape(attributes.get("full-path") or "")
    if path not in container:
        path = next((name for name in container.names if name.lower().endswith(".opf")), "")
    package = _read_package(container.get(path), path) if path else None
    if package is None or not package.spine:
        pages = tuple(sorted(filter(_PAGE_NAME.search, container.names)))
        pages = tuple(name for name in pages if not name.startswith("META-INF/"))
        facts = package.facts if package else Facts()
        return _Package(facts, pages, (), package.contents if package else "", "")
    return package


def _read_package(data: bytes, path: str) -> _Package:  # noqa: C901 - one case an element
    items: dict[str, str] = {}
    facts: dict[str, list[str]] = {"title": [], "creator": [], "date": [], "language": []}
    spine: list[str] = []
    aside: list[str] = []
    contents = ncx = toc = fact = ""
    for what, name, attributes in parse_xml(data)[0]:
        if what == DATA:
            if fact:
                facts[fact][-1] += name
        elif what == END:
            fact = ""
        elif name.startswith("dc:") and name[3:] in facts:
            fact = name[3:]
            facts[fact].append("")
        elif name == "item":
            target = resolve(path, attributes.get("href") or "")
            kind = attributes.get("media-type") or ""
            if kind in _PAGES or _PAGE_NAME.search(target):
                items.setdefault(attributes.get("id") or "", target)
            if "nav" in (attributes.get("properties") or "").split():
                contents = target
            elif kind == "application/x-dtbncx+xml":
                ncx = target
                items.setdefault(attributes.get("id") or "", target)
        elif name == "spine":
            toc = attributes.get("toc") or ""
        elif name == "itemref":
            page = items.get(attributes.get("idref") or "", "")
            where = aside if attributes.get("linear") == "no" else spine
            if page and page not in spine and page not in aside:
                where.append(page)
    said = Facts.clean(
        next(iter(facts["title"]), ""),
        ", ".join(filter(None, map(str.strip, facts["creator"]))),
        next(iter(facts["date"]), ""),
        next(iter(facts["language"]), ""),
    )
    # The contents are an outline of their own; as a page of the book they would say it twice.
    pages = [page for page in spine if page != contents or len(spine) == 1]
    aside = [page for page in aside if page != contents]
    return _Package(said, tuple(pages), tuple(aside), contents, ncx or items.get(toc, ""))


def _refuse_protected(container: Container, package: _Package, name: str) -> None:
    """Refuse a book whose pages are encrypted."""
    pages = {path.casefold() for path in package.spine}
    for what, tag, attributes in parse_xml(container.get("META-INF/encryption.xml"))[0]:
        if what == START and tag == "CipherReference":
            target = _unescape(attributes.get("URI") or "").lstrip("/")
            if target.casefold() in pages and not _FONT.search(target):
                raise UserError(
                    f"“{name}” is protected against reading in other programs (DRM).",
                    "Open it in the program it was bought for; Diptych cannot take the words out.",
                    name,
                )


def _outline(
    container: Container, package: _Package, anchors: dict[str, int]
) -> tuple[OutlineEntry, ...]:
    """Return the table of contents of the book: of its EPUB 3 page, else of its ncx."""
    entries: list[OutlineEntry] = []
    for path in (package.contents, package.ncx):
        if path in container and not entries:
            events = page_events(container.read(path))
            entries = _entries(events, path, anchors)
    return tuple(entries)


def _entries(events: Sequence[Event], path: str, anchors: dict[str, int]) -> list[OutlineEntry]:  # noqa: C901 - one case an element
    found: list[OutlineEntry] = []
    depth = 0
    title: list[str] = []
    target = ""
    navs: list[bool] = []
    naming = False
    for what, name, attributes in events:
        if what == DATA:
            if naming:
                title.append(name)
        elif what == START:
            if name == "nav":
                navs.append("toc" in f"{attributes.get('epub:type')} {attributes.get('role')}")
            elif name in ("ol", "navPoint"):
                depth += 1
            if (name == "a" and (navs and navs[-1])) or (name == "text" and depth):
                naming, title = True, []
                target = attributes.get("href") or ""
            elif name == "content" and depth and title:
                _add(found, depth, title, resolve(path, attributes.get("src") or ""), anchors)
        elif name == "nav" and navs:
            navs.pop()
        elif name in ("ol", "navPoint"):
            depth -= 1
        elif name in ("a", "text") and naming:
            naming = False
            if name == "a":
                _add(found, depth, title, resolve(path, target), anchors)
    return found


def _add(
    found: list[OutlineEntry], depth: int, title: list[str], target: str, anchors: dict[str, int]
) -> None:
    words = Facts.clean("".join(title), "", "", "").title
    start = anchors.get(target, anchors.get(target.partition("#")[0]))
    if words and start is not None:
        found.append(OutlineEntry(max(1, min(_DEEPEST, depth)), words, start))


def resolve(base: str, target: str) -> str:
    """Return the path in the container that a link in another member leads to, with its place."""
    path, sign, place = target.partition("#")
    path = _unescape(path)
    if not path:
        return base + sign + _unescape(place)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return joined.lstrip("/") + sign + _unescape(place)


def _unescape(address: str) -> str:
    """Return an address with "%20" and the like as characters."""
    return _ESCAPED.sub(
        lambda found: bytes.fromhex(found.group().replace("%", "")).decode("utf-8", "replace"),
        address,
    )
