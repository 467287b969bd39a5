"""A web page becomes a Document: what a browser shows, what of it is text, what it calls itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.formats import landmarks
from diptych.formats.declared import Facts, document_of, first_title, iso_date
from diptych.formats.decode import declared_encoding, decode
from diptych.formats.flow import PAGE_NUMBER, Flow, raised
from diptych.formats.markup import DATA, END, START, parse_html
from diptych.formats.numbering import ordinal
from diptych.model.document import BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.formats.landmarks import Extent
    from diptych.formats.markup import Event
    from diptych.formats.order import Order, Progress

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "center",
        "hgroup",
        "p",
        "ul",
        "ol",
        "menu",
        "dir",
        "address",
        "blockquote",
        "li",
        "pre",
        "listing",
        "xmp",
        "plaintext",
        "caption",
        "legend",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dialog",
        "search",
        "button",
        "select",
        "option",
        "label",
        "textarea",
        "optgroup",
    ]
)
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "address": BlockKind.ADDRESS,
    "blockquote": BlockKind.QUOTATION,
}
# What word processors call the paragraph with a text's title.
_TITLE = re.compile(r"^(?:Mso)?Title$", re.IGNORECASE)
_CONTROLS = frozenset({"button", "select", "label", "textarea"})
_HEADING_LETTERS = 100
_BOLD_LEVEL = 3
_QUOTED_SHARE = 0.5
_STEP = 50_000

# What is to be done at the end of an element.
_NOTHING, _CLOSE, _TABLE, _ASIDE, _DROP, _RAISE, _PRE, _LIST, _QUOTE, _RUBY = range(10)


def read(data: bytes, order: Order) -> Document:
    """Read a web page from the bytes of a whole file.

    Raises:
        UserError: it shows no words, or no encoding has the given name.
    """
    decoded = decode(data, order.encoding, declared_encoding(data))
    order.progress(0.0, "Reading the web page")
    events = parse_html(decoded.text)
    facts = facts_of(events)
    flow = Flow()
    walk(events, flow, progress=order.progress)
    source, blocks = flow.finish()
    if not blocks:
        raise UserError(
            f"“{order.name}” is a web page without words.",
            "Open it in a browser, and save the page complete, or copy its text into a file.",
            order.name,
        )
    return document_of(
        data,
        order,
        facts._replace(title=_page_title(facts.title, first_title(blocks))),
        (source, blocks),
        kind="web page",
        encoding=decoded.encoding,
        remarks=decoded.remarks,
    )


def _page_title(said: str, heading: str) -> str:
    """Return the page's title without the name of the site, where its first heading shows it."""
    return (
        heading[:200]
        if heading and heading.casefold() in said.casefold()
        else said or heading[:200]
    )


_META = {
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "citation_author": "author",
    "article:published_time": "date",
    "datepublished": "date",
    "dc.date": "date",
    "dcterms.created": "date",
    "dcterms.date": "date",
    "dc.date.issued": "date",
    "citation_publication_date": "date",
    "date": "date",
    "created": "date",
    "og:title": "title",
    "dc.language": "language",
    "content-language": "language",
}


def facts_of(events: Sequence[Event]) -> Facts:
    """Return what a page says of itself in its head."""
    found: dict[str, str] = {}
    title: list[str] = []
    language = ""
    in_title = False
    for what, name, attributes in events:
        if what == DATA:
            if in_title:
                title.append(name)
        elif name == "title":
            in_title = what == START and not title
        elif what == START:
            if name == "meta":
                key = (
                    attributes.get("name")
                    or attributes.get("property")
                    or attributes.get("itemprop")
                    or attributes.get("http-equiv")
                    or ""
                ).lower()
                value = attributes.get("content") or ""
                fact = _META.get(key)
                if fact and value and not (fact == "author" and "://" in value):
                    value = iso_date(value) if fact == "date" else value
                    if value:
                        found.setdefault(fact, value)
            elif name == "html":
                language = attributes.get("lang") or attributes.get("xml:lang") or ""
    return Facts.clean(
        found.get("title") or "".join(title),
        found.get("author", ""),
        found.get("date", ""),
        language or found.get("language", ""),
    )


def walk(
    events: Sequence[Event],
    flow: Flow,
    *,
    anchors: str = "",
    web: bool = True,
    progress: Progress | None = None,
) -> None:
    """Put the content of a page into a flow.

    Args:
        events: of the page.
        flow: what takes it.
        anchors: stands before the identifiers of this page's elements, as "chapter1.xhtml#".
        web: whether it is of the web, not of a book.
        progress: told now and then how far it is.
    """
    _Walk(events, flow, anchors, web=web).run(progress)


class _Walk:
    """One way through the events of a page, with what is open on a stack."""

    def __init__(self, events: Sequence[Event], flow: Flow, anchors: str, *, web: bool) -> None:
        self._web = web
        self._events = events
        self._flow = flow
        self._anchors = anchors
        self._extents = landmarks.measure(events)
        self._letters = max((e.letters for e in self._extents.values()), default=0)
        self._ends: list[int] = []
        self._lists: list[list[str]] = []
        self._dropping = self._raised = self._pre = self._tables = 0

    def run(self, progress: Progress | None) -> None:
        events = self._events
        index, total, told = 0, len(events), 0
        while index < total:
            what, name, attributes = events[index]
            if progress is not None and index - told >= _STEP:
                told = index
                progress(index / total, "Reading the page")
            if what == DATA:
                self._data(name)
            elif what == END:
                if self._ends:
                    self._end(self._ends.pop())
            elif landmarks.is_hidden(name, attributes):
                index = self._extents[index].end
            else:
                self._ends.append(self._start(index, name, attributes))
            index += 1

    def _data(self, words: str) -> None:
        if self._pre:
            self._lines(words)
            return
        if self._raised and not self._dropping:
            words = raised(words)
        self._flow.text(words, kept=not self._dropping)

    def _lines(self, words: str) -> None:
        """Add text whose line ends count."""
        for number, line in enumerate(words.replace("\r\n", "\n").split("\n")):
            if number:
                self._flow.line_break()
            if line.strip() or not number:
                self._flow.text(line, kept=not self._dropping)

    def _start(self, index: int, name: str, attributes: Mapping[str, str]) -> int:  # noqa: C901 - one case an element
        """Begin an element; return what is to be done at its end."""
        extent = self._extents[index]
        flow = self._flow
        if attributes:
            for key in ("id", "name") if name == "a" else ("id",):
                if attributes.get(key):
                    flow.anchor(self._anchors + attributes[key])
        role = landmarks.role_of(name, attributes, extent, self._letters, web=self._web)
        if name == "br":
            flow.line_break()
        elif name == "hr":
            flow.end_block()
        elif name == "table":
            flow.open(role=role)
            flow.begin_table()
            self._tables += 1
            return _TABLE
        elif name == "tr":
            flow.row()
        elif name in ("td", "th"):
            flow.cell()
            flow.open(role=role)
            return _CLOSE
        elif name in _BLOCKS:
            return self._block(index, name, attributes, role)
        elif role and (extent.letters or role == PAGE_NUMBER):
            return self._inline_furniture(attributes, extent, role)
        else:
            return self._inline(index, name, attributes, extent)
        return _NOTHING

    def _block(self, index: int, name: str, attributes: Mapping[str, str], role: str) -> int:
        flow = self._flow
        extent = self._extents[index]
        if name in _CONTROLS:
            flow.begin_aside(role)
            return _ASIDE
        kind, level, mark = _KINDS.get(name), 0, ""
        if name[0] == "h" and name[1:].isdigit():
            kind, level = BlockKind.HEADING, int(name[1])
        elif attributes.get("role") == "heading":
            stated = attributes.get("aria-level") or "2"
            kind = BlockKind.HEADING
            level = min(6, int(stated)) if stated.isdecimal() and stated != "0" else 2
        elif kind is BlockKind.QUOTATION and extent.letters > _QUOTED_SHARE * self._letters:
            # Used to set the page in from the edge.
            kind = None
        elif name in ("p", "div", "center") and (level := self._looked_level(index, extent)):
            kind = BlockKind.HEADING
        elif name == "p" and _TITLE.search(attributes.get("class") or ""):
            kind, level = BlockKind.HEADING, 1
        elif name in ("ul", "ol", "menu", "dir"):
            flow.open(role=role)
            self._lists.append(_counter(attributes) if name == "ol" else [])
            return _LIST
        elif name == "li" and self._lists and self._lists[-1]:
            mark = _next_mark(self._lists[-1], attributes.get("value") or "")
        flow.open(kind, level, role, mark)
        if name in ("pre", "listing", "xmp", "plaintext"):
            self._pre += 1
            return _PRE
        return _CLOSE

    def _looked_level(self, index: int, extent: Extent) -> int:
        """Return the level of a paragraph that is a heading by its look alone, else 0.

        Old pages, old books and many letters set headings large or bold and say no more.
        """
        if not 2 <= extent.letters <= _HEADING_LETTERS or self._lists or self._tables:
            return 0
        size, bold = 3, False
        words: list[str] = []
        for at in range(index + 1, min(extent.end, index + 24)):
            what, name, attributes = self._events[at]
            if what == DATA:
                words.append(name)
            elif (what == START and name in _BLOCKS) or name in ("br", "table", "img"):
                return 0
            elif what == START and self._extents[at].letters == extent.letters:
                bold = bold or name in ("b", "strong")
                size = max(size, _font_size(attributes) if name == "font" else 0)
        text = "".join(words).strip()
        if not (bold or size > 4) or text[-1:] in ".,;:!" or text[:1].islower():
            return 0
        return max(1, 7 - size) if size > 4 else _BOLD_LEVEL

    def _inline_furniture(self, attributes: Mapping[str, str], extent: Extent, role: str) -> int:
        self._flow.begin_aside(role)
        if not extent.letters:
            # The number of a printed page that an e-book keeps beside its text.
            label = attributes.get("title") or attributes.get("aria-label") or ""
            self._flow.text(label)
        return _ASIDE

    def _inline(self, index: int, name: str, attributes: Mapping[str, str], extent: Extent) -> int:
        if name == "a" and extent.letters <= 12:
            inside = self._events[index + 1 : min(extent.end, index + 12)]
            words = "".join(each.name for each in inside if each.what == DATA)
            raised = self._raised > 0 or any(each.name == "sup" for each in inside)
            if landmarks.is_note_mark(attributes, words, raised=raised):
                self._dropping += 1
                return _DROP
        elif name == "sup":
            self._raised += 1
            return _RAISE
        elif name == "del":
            # What an author took back is shown struck out.
            self._dropping += 1
            return _DROP
        elif name == "rt":
            self._dropping += 1
            self._flow.text("(", kept=False)
            return _RUBY
        elif name == "q":
            self._flow.text("“")
            return _QUOTE
        return _NOTHING

    def _end(self, what: int) -> None:
        flow = self._flow
        if what == _CLOSE:
            flow.close()
        elif what == _TABLE:
            self._tables -= 1
            flow.end_table()
            flow.close()
        elif what == _ASIDE:
            flow.end_aside()
        elif what == _LIST:
            self._lists.pop()
            flow.close()
        elif what == _PRE:
            self._pre -= 1
            flow.close()
        elif what == _RAISE:
            self._raised -= 1
        elif what == _QUOTE:
            flow.text("”")
        elif what in (_DROP, _RUBY):
            if what == _RUBY:
                flow.text(")", kept=False)
            self._dropping -= 1


def _font_size(attributes: Mapping[str, str]) -> int:
    """Return the size of a font element, 3 where it is that of the text."""
    found = re.fullmatch(r"([+-]?)(\d)", (attributes.get("size") or "").strip())
    if not found:
        return 0
    return int(found.group(2)) + (3 if found.group(1) == "+" else 0)


def _counter(attributes: Mapping[str, str]) -> list[str]:
    """Return the style of a list's numbers and the next of them."""
    start = attributes.get("start") or "1"
    return [attributes.get("type") or "1", start if _is_number(start) else "1"]


def _next_mark(counter: list[str], value: str) -> str:
    number = int(value if _is_number(value) else counter[1])
    counter[1] = str(number + 1)
    return f"{ordinal(number, counter[0])}."


def _is_number(words: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,6}", words))
