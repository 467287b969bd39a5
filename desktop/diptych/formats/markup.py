"""HTML and XML as a flat list of events: no depth at which text is lost, nothing recursive.

A tree of libxml2 ends at 256 levels, or 2,048, and what lies deeper is gone without a word; events
have no such limit. External entities and document types are never loaded.
"""

from __future__ import annotations

import gc
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping

START, DATA, END = 1, 0, -1

NAMESPACES = {
    "http://www.idpf.org/2007/ops": "epub",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
}

# Names that XML itself knows, and that must stay escaped.
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")


# Declarations inside a document type, which HTML does not know and would show as text.
_DECLARATIONS = re.compile(
    r"""\A((?>[\s\ufeff]|<\?[^>]*>|<!--(?>.*?-->))*+<!DOCTYPE(?>[^<>\["']|"[^"]*"|'[^']*')*+)"""
    r"""\[(?>\s|%[\w.-]+;|<!--(?>.*?-->)|<[!?](?>[^<>"']|"[^"]*"|'[^']*')*+>)*+\]""",
    re.IGNORECASE | re.DOTALL,
)


class Event(NamedTuple):
    """The start of an element, its end, or text.

    Args:
        what: `START`, `END` or `DATA`.
        name: of the element; the text.
        attributes: of a start; their names are written as `NAMESPACES` shortens them.
    """

    what: int
    name: str
    attributes: Mapping[str, str]


_NONE: Mapping[str, str] = {}


class _Names(dict[str, str]):
    """Full names of elements and attributes, shortened once each."""

    def __missing__(self, full: str) -> str:
        short = full
        if full[:1] == "{":
            space, _, local = full[1:].partition("}")
            prefix = NAMESPACES.get(space)
            short = f"{prefix}:{local}" if prefix else local
        elif ":" in full and full.partition(":")[0] not in ("xml", "epub"):
            # Office programs write tags such as <o:p> into web pages.
            short = full
        self[full] = short
        return short


class _Collector:
    """What lxml tells while it parses."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.depth = 0
        self._names = _Names()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        names = self._names
        short = {names[key]: value for key, value in attributes.items()} if attributes else _NONE
        self.depth += 1
        self.events.append(Event(START, names[tag], short))

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.events.append(Event(END, self._names[tag], _NONE))

    def data(self, words: str) -> None:
        self.events.append(Event(DATA, words, _NONE))

    def close(self) -> list[Event]:
        return self.events


def parse_html(text: str) -> list[Event]:
    """Return the events of a web page; whatever is wrong with it, as a browser would take it."""
    parser: Any = etree.HTMLParser(
        target=_Collector(), encoding="utf-8", huge_tree=True, no_network=True
    )
    text = _DECLARATIONS.sub(r"\1", text.replace("\0", ""), count=1)
    return _feed(parser, text.encode("utf-8", "replace"))


def parse_xml(data: bytes) -> tuple[list[Event], bool]:
    """Return the events of an XML file, and whether it is well formed.

    Of a file that is not, the events go as far as it could be understood. Names of characters
    that only HTML knows ("&nbsp;") are characters.
    """
    collector = _Collector()
    parser: Any = etree.XMLParser(
        target=collector,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=True,
    )
    events = _feed(parser, _NAMED.sub(_character, data))
    # A file that was cut short leaves elements open, and no error.
    sound = not collector.depth and not any(
        error.level >= etree.ErrorLevels.ERROR for error in parser.error_log
    )
    return events, sound


def _feed(parser: Any, data: bytes) -> list[Event]:
    # Millions of small objects are made and all of them kept: looking for garbage costs a fifth.
    collecting = gc.isenabled()
    gc.disable()
    try:
        parser.feed(data)
        events: list[Event] = parser.close()
    except etree.LxmlError:
        # Nothing in it was markup.
        return []
    finally:
        if collecting:
            gc.enable()
    return events


def _character(found: re.Match[bytes]) -> bytes:
    name = found.group(1).decode("ascii")
    if name in _XML_NAMES:
        return found.group()
    value = html5.get(f"{name};")
    # Numbers, so that it is right in every encoding that has ASCII.
    return b"".join(b"&#%d;" % ord(c) for c in value) if value else found.group()
