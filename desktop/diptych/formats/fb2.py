"""A FictionBook (FB2, also inside a ZIP) becomes a Document: sections, titles, poems, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.formats.containers import Container
from diptych.formats.declared import Facts, document_of, one_line
from diptych.formats.decode import declared_encoding, decode
from diptych.formats.flow import FOOTNOTE, Flow, raised
from diptych.formats.markup import DATA, END, START, parse_xml
from diptych.model.document import BlockKind, Document, OutlineEntry
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.formats.markup import Event
    from diptych.formats.order import Order

_PARAGRAPHS = frozenset({"p", "subtitle", "text-author", "v", "date", "empty-line", "stanza"})
_QUOTED = frozenset({"cite", "epigraph"})
_NOTES = frozenset({"notes", "comments", "footnotes"})
_LAST_LEVEL = 6
_STEP = 50_000
_DAMAGED = "The file is damaged; what could be understood is shown."


def read(data: bytes, order: Order) -> Document:
    """Read a book from the bytes of a whole file.

    Raises:
        UserError: it is damaged or has no words.
    """
    inner = data
    if data.startswith(b"PK"):
        container = Container(data, order.name)
        member = next((n for n in container.names if n.lower().endswith(".fb2")), "")
        inner = container.read(member)
    decoded = decode(inner, order.encoding, declared_encoding(inner))
    events, sound = parse_xml(_without_declaration(decoded.text).encode("utf-8", "replace"))
    flow = Flow()
    book = _Book(flow)
    book.run(events, order)
    source, blocks = flow.finish()
    if not blocks:
        raise UserError(
            f"“{order.name}” is a book without words.",
            "Get the file again: it may have been cut short.",
            order.name,
        )
    facts = _facts(events)
    outline = tuple(
        OutlineEntry(level, title, flow.anchors[name])
        for level, title, name in book.titles
        if title and name in flow.anchors
    )
    return document_of(
        data,
        order,
        facts,
        (source, blocks),
        kind="FictionBook",
        encoding=decoded.encoding,
        remarks=decoded.remarks if sound else (*decoded.remarks, _DAMAGED),
        outline=outline,
    )


def _without_declaration(text: str) -> str:
    """Take away an XML declaration: the encoding that it names is no longer that of the text."""
    return text[text.index("?>") + 2 :] if text[:5] == "<?xml" and "?>" in text[:300] else text


def _facts(events: Sequence[Event]) -> Facts:
    """Return what the book says of itself in its description."""
    path: list[str] = []
    found: dict[str, str] = {}
    people: list[list[str]] = []
    for what, name, attributes in events:
        if what == START:
            path.append(name)
            if name == "body":
                break
            if path[-2:] == ["title-info", "author"]:
                people.append([])
            elif path[-2:] == ["title-info", "date"] and attributes.get("value"):
                found["date"] = attributes["value"]
        elif what == END:
            if path:
                path.pop()
        elif path[-2:-1] == ["title-info"]:
            found[path[-1]] = found.get(path[-1], "") + name
        elif path[-3:-1] == ["title-info", "author"] and path[-1].endswith("-name") and people:
            people[-1].append(name.strip())
    return Facts.clean(
        found.get("book-title", ""),
        ", ".join(" ".join(filter(None, names)) for names in people),
        found.get("date", ""),
        found.get("lang", ""),
    )


_NOTHING, _CLOSE, _TABLE, _TITLE, _DROP, _SECTION, _RAISE = range(7)


class _Book:
    """One way through the events of a book, with what is open on a stack."""

    def __init__(self, flow: Flow) -> None:
        self.titles: list[tuple[int, str, str]] = []
        self._flow = flow
        self._ends: list[int] = []
        self._words: list[str] | None = None
        self._sections = self._dropping = self._raised = 0
        self._in_notes = False

    def run(self, events: Sequence[Event], order: Order) -> None:  # noqa: C901 - one case an element
        """Put the bodies of the book into the flow."""
        inside = skipping = 0
        for index, (what, name, attributes) in enumerate(events):
            if index % _STEP == 0:
                order.progress(index / len(events), "Reading the book")
            if name == "binary" and what != DATA:
                skipping += what
            elif name == "body" and what != DATA:
                inside += what
                if what == START:
                    self._in_notes = (attributes.get("name") or "") in _NOTES
                    self._flow.open(role=FOOTNOTE if self._in_notes else "")
                else:
                    self._flow.close()
            elif not inside or skipping:
                continue
            elif what == DATA:
                words = raised(name) if self._raised and not self._dropping else name
                self._flow.text(words, kept=not self._dropping)
                if self._words is not None:
                    self._words.append(name)
            elif what == START:
                self._ends.append(self._start(name, attributes))
            elif self._ends:
                self._end(self._ends.pop())

    def _start(self, name: str, attributes: Mapping[str, str]) -> int:
        """Begin an element; return what is to be done at its end."""
        flow = self._flow
        if name == "section":
            self._sections += 1
            flow.open()
            return _SECTION
        if name == "title" and self._words is None:
            level = min(_LAST_LEVEL, self._sections + 1)
            self._words = []
            flow.open(BlockKind.HEADING, level)
            flow.anchor(f"title {len(self.titles)}")
            return _TITLE
        if name == "table":
            flow.open()
            flow.begin_table()
            return _TABLE
        if name == "a" and attributes.get("type") == "note":
            self._dropping += 1
            return _DROP
        if name == "sup":
            self._raised += 1
            return _RAISE
        if name == "tr":
            flow.row()
        elif name in ("td", "th"):
            flow.cell()
        elif name in _QUOTED or name in _PARAGRAPHS:
            return self._paragraph(name)
        return _NOTHING

    def _paragraph(self, name: str) -> int:
        flow = self._flow
        if self._words is not None:
            # A title of several lines is one heading.
            if any(map(str.strip, self._words)):
                flow.text(" ")
                self._words.append(" ")
            return _NOTHING
        if name in _QUOTED:
            flow.open(BlockKind.QUOTATION)
        elif name == "subtitle":
            flow.open(BlockKind.HEADING, min(_LAST_LEVEL, self._sections + 2))
        else:
            flow.open()
        return _CLOSE

    def _end(self, what: int) -> None:
        flow = self._flow
        if what == _DROP:
            self._dropping -= 1
        elif what == _RAISE:
            self._raised -= 1
        elif what == _TITLE:
            if not self._in_notes:
                level = min(_LAST_LEVEL, self._sections + 1)
                words = one_line("".join(self._words or ()))
                self.titles.append((level, words, f"title {len(self.titles)}"))
            self._words = None
            flow.close()
        elif what == _TABLE:
            flow.end_table()
            flow.close()
        elif what != _NOTHING:
            self._sections -= what == _SECTION
            flow.close()
