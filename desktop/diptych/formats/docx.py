"""A Word file (DOCX) becomes a Document: styles, numbering, notes, tables, tracked changes.

Read as a list of events, which neither the depth of a file nor its size can bring down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.containers import Container
from diptych.formats.declared import Facts, document_of, first_title, remark_on_comments
from diptych.formats.flow import CAPTION, FOOTNOTE, NAVIGATION, RUNNING_HEAD, Flow, raised
from diptych.formats.markup import DATA, END, START, parse_xml
from diptych.formats.numbering import Counter, Level
from diptych.model.document import BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.formats.markup import Event
    from diptych.formats.order import Order

# What was deleted or moved away, and what older programs are to show instead.
_UNSEEN = frozenset({"w:del", "w:moveFrom", "Fallback", "w:rPrChange", "w:pPrChange"})
_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations", "blockquote"})
_CAPTIONS = frozenset({"caption", "table caption", "image caption", "figure caption"})
_OFF = ("0", "false", "off", "none")
_STEP = 50_000
_NOTHING, _CLOSE, _TABLE, _ASIDE, _RUN = range(5)


class _Style(NamedTuple):
    """What a paragraph style says of its own: -1 and "" leave it to the style it is based on."""

    name: str
    based_on: str
    outline: int
    list_id: str
    depth: int


class _Paragraph(NamedTuple):
    """What a paragraph says of itself before its words begin."""

    style: str = ""
    outline: int = -1
    list_id: str = ""
    depth: int = -1
    end: int = 0


def read(data: bytes, order: Order) -> Document:
    """Read a Word file from the bytes of a whole file.

    Raises:
        UserError: it is damaged, encrypted, or has no words.
    """
    container = Container(data, order.name)
    main = next(
        (n for n in ("word/document.xml", "word/document2.xml") if n in container),
        "word/document.xml",
    )
    events, sound = parse_xml(container.read(main))
    flow = Flow()
    walk = _Walk(flow, container)
    for name in sorted(container.names):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            flow.open(role=RUNNING_HEAD)
            walk.run(parse_xml(container.read(name))[0], order)
            flow.close()
    _drop_repeated(flow)
    walk.run(events, order)
    source, blocks = flow.finish()
    if not blocks:
        raise UserError(
            f"“{order.name}” has no words in it.",
            "Its pages may be pictures: save it as PDF and open that.",
            order.name,
        )
    comments = _count(container.get("word/comments.xml"), "w:comment")
    remarks = [remark_on_comments(comments)] if comments else []
    if not sound:
        remarks.append("The file is damaged; what could be understood is shown.")
    facts = _facts(container.get("docProps/core.xml"))
    return document_of(
        data,
        order,
        facts,
        (source, blocks),
        kind="Word document",
        heading=first_title(blocks),
        remarks=remarks,
    )


def _drop_repeated(flow: Flow) -> None:
    """Keep one of the heads and feet that the first, left and right pages share."""
    seen: set[str] = set()
    kept = []
    for piece in flow.pieces:
        words = "".join(words for words, _ in piece.bits).strip()
        if words not in seen:
            seen.add(words)
            kept.append(piece)
    flow.pieces = kept


def _count(data: bytes, name: str) -> int:
    return sum(1 for what, tag, _ in parse_xml(data)[0] if what == START and tag == name)


def _facts(data: bytes) -> Facts:
    found: dict[str, str] = {}
    fact = ""
    for what, name, _ in parse_xml(data)[0]:
        if what == DATA:
            if fact:
                found[fact] = found.get(fact, "") + name
        else:
            fact = name if what == START else ""
    return Facts.clean(
        found.get("dc:title", ""),
        found.get("dc:creator", ""),
        found.get("created") or found.get("modified", ""),
        found.get("dc:language", ""),
    )


def _number(words: str | None, default: int = -1) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 6 else default


def _is_on(attributes: Mapping[str, str]) -> bool:
    return (attributes.get("w:val") or "1") not in _OFF


def _styles(data: bytes) -> dict[str, _Style]:  # noqa: C901 - one case an element
    found: dict[str, _Style] = {}
    own = ""
    for what, name, attributes in parse_xml(data)[0]:
        value = attributes.get("w:val") or ""
        if what == END and name == "w:style":
            own = ""
        elif what != START:
            continue
        elif name == "w:style" and attributes.get("w:type") == "paragraph":
            own = attributes.get("w:styleId") or ""
            found[own] = _Style("", "", -1, "", -1)
        elif not own:
            continue
        elif name == "w:name":
            found[own] = found[own]._replace(name=value.casefold())
        elif name == "w:basedOn":
            found[own] = found[own]._replace(based_on=value)
        elif name == "w:outlineLvl":
            found[own] = found[own]._replace(outline=_number(value))
        elif name == "w:numId":
            found[own] = found[own]._replace(list_id=value)
        elif name == "w:ilvl":
            found[own] = found[own]._replace(depth=_number(value))
    return found


def _lists(data: bytes) -> dict[str, Counter]:  # noqa: C901 - one case an element
    """Return a counter for each list; lists of one abstract list count on together."""
    levels: dict[str, dict[int, Level]] = {}
    counters: dict[str, Counter] = {}
    found: dict[str, Counter] = {}
    abstract = list_id = ""
    level = Level()
    for what, name, attributes in parse_xml(data)[0]:
        if what != START:
            continue
        value = attributes.get("w:val") or ""
        if name == "w:abstractNum":
            abstract = attributes.get("w:abstractNumId") or ""
            levels[abstract] = {}
        elif name == "w:num":
            list_id, abstract = attributes.get("w:numId") or "", ""
        elif name == "w:abstractNumId":
            if value not in counters:
                counters[value] = Counter(levels.get(value, {}))
            found[list_id] = counters[value]
        elif name == "w:startOverride" and list_id in found:
            # A list that begins anew has its own count.
            found[list_id] = found[list_id].anew()
        elif name == "w:lvl" and abstract:
            level = Level()
            levels[abstract][_number(attributes.get("w:ilvl"), 0)] = level
        elif name == "w:numFmt":
            level.style = value
        elif name == "w:lvlText":
            level.pattern = value
        elif name == "w:start":
            level.start = _number(value, 1)
    return found


def _notes(data: bytes, tag: str) -> dict[str, Sequence[Event]]:
    """Return the events of each note by its number, without the lines that part notes."""
    events = parse_xml(data)[0]
    found: dict[str, Sequence[Event]] = {}
    start, own = 0, ""
    for index, (what, name, attributes) in enumerate(events):
        if name == tag:
            if what == START:
                plain = (attributes.get("w:type") or "normal") == "normal"
                start, own = index + 1, (attributes.get("w:id") or "") if plain else ""
            elif own:
                found[own] = events[start:index]
    return found


class _Walk:
    """One way through the events of a text, with what is open on a stack."""

    def __init__(self, flow: Flow, container: Container) -> None:
        self._flow = flow
        self._styles = _styles(container.get("word/styles.xml"))
        self._lists = _lists(container.get("word/numbering.xml"))
        self._notes = {
            "w:footnoteReference": _notes(container.get("word/footnotes.xml"), "w:footnote"),
            "w:endnoteReference": _notes(container.get("word/endnotes.xml"), "w:endnote"),
        }

    def run(self, events: Sequence[Event], order: Order, *, notes: bool = True) -> None:  # noqa: C901 - one case an element
        """Put events into the flow, with the notes that they refer to."""
        flow = self._flow
        ends: list[int] = []
        unseen = index = told = 0
        in_text = hidden = high = False
        while index < len(events):
            what, name, attributes = events[index]
            if index - told >= _STEP:
                told = index
                order.progress(index / len(events), "Reading the text")
            if what != DATA and name in _UNSEEN:
                unseen += what
            elif unseen:
                pass
            elif what == DATA:
                if in_text and not hidden:
                    flow.text(raised(name) if high else name)
            elif name in ("w:t", "t"):
                in_text = what == START
            elif what == END:
                if ends:
                    done = ends.pop()
                    self._end(done)
                    if done == _RUN:
                        hidden = high = False
            elif name == "w:p":
                about = _paragraph(events, index)
                ends.append(self._begin_paragraph(about))
                index = max(index, about.end)
            elif name == "w:r":
                hidden, high, index = _run(events, index)
                ends.append(_RUN)
            elif name in self._notes:
                ends.append(_NOTHING)
                note = self._notes[name].get(attributes.get("w:id") or "")
                if note and notes:
                    flow.begin_aside(FOOTNOTE)
                    # A note of a note has no number that a reader could find.
                    self.run(note, order, notes=False)
                    flow.end_aside()
            else:
                ends.append(self._start(name, attributes))
            index += 1

    def _begin_paragraph(self, about: _Paragraph) -> int:
        kind, level, role, mark = self._meaning(about)
        self._flow.open(kind, level, role, mark)
        return _CLOSE

    def _start(self, name: str, attributes: Mapping[str, str]) -> int:
        """Begin an element; return what is to be done at its end."""
        flow = self._flow
        if name == "w:tbl":
            flow.open()
            flow.begin_table()
            return _TABLE
        if name == "w:txbxContent":
            flow.begin_aside("")
            return _ASIDE
        if name == "w:tr":
            flow.row()
        elif name == "w:tc":
            flow.cell()
        elif name in ("w:tab", "w:ptab"):
            flow.text(" ")
        elif name == "w:cr" or (name == "w:br" and (attributes.get("w:type") or "") in _LINE):
            flow.line_break()
        elif name == "w:noBreakHyphen":
            flow.text("\u2011")
        elif name == "w:sym":
            code = attributes.get("w:char") or ""
            if len(code) == 4 and set(code.lower()) <= set("0123456789abcdef"):
                flow.text(chr(int(code, 16)).encode("utf-8", "ignore").decode("utf-8"))
        return _NOTHING

    def _end(self, what: int) -> None:
        if what == _CLOSE:
            self._flow.close()
        elif what == _TABLE:
            self._flow.end_table()
            self._flow.close()
        elif what == _ASIDE:
            self._flow.end_aside()

    def _meaning(self, about: _Paragraph) -> tuple[BlockKind | None, int, str, str]:
        """Return kind, level, role and number of a paragraph, by its styles and its list."""
        kind: BlockKind | None = None
        outline, list_id, depth, role = about.outline, about.list_id, about.depth, ""
        style, steps = about.style, 0
        while style in self._styles and steps < 20:
            own = self._styles[style]
            outline = own.outline if outline < 0 else outline
            list_id = list_id or own.list_id
            depth = own.depth if depth < 0 else depth
            if own.name in ("title", "subtitle"):
                outline = 0 if own.name == "title" else 1
            elif own.name.startswith("heading ") and outline < 0:
                outline = _number(own.name[8:], 1) - 1
            elif own.name in _QUOTES:
                kind = BlockKind.QUOTATION
            elif own.name in _CAPTIONS:
                role = CAPTION
            elif own.name.startswith(("toc ", "table of ")):
                role = NAVIGATION
            elif own.name in ("header", "footer"):
                role = RUNNING_HEAD
            style, steps = own.based_on, steps + 1
        mark = ""
        if list_id not in ("", "0") and list_id in self._lists:
            mark = self._lists[list_id].next(max(0, depth))
            kind = kind or BlockKind.LIST_ITEM
        if 0 <= outline < 9:
            return BlockKind.HEADING, min(6, outline + 1), role, mark
        return kind, 0, role, mark


_LINE = ("", "textWrapping")


def _paragraph(events: Sequence[Event], index: int) -> _Paragraph:  # noqa: C901 - one case an element
    """Return what stands in the properties of the paragraph that begins at an event."""
    found = _Paragraph()
    index += 1
    while index < len(events) and events[index].what == DATA:
        index += 1
    if index >= len(events) or events[index][:2] != (START, "w:pPr"):
        return found
    changed = 0
    while (index < len(events) and events[index][:2] != (END, "w:pPr")) or changed:
        if index >= len(events):
            break
        what, name, attributes = events[index]
        if name == "w:pPrChange":
            changed += what
        elif what == START and not changed:
            value = attributes.get("w:val") or ""
            if name == "w:pStyle":
                found = found._replace(style=value)
            elif name == "w:outlineLvl":
                found = found._replace(outline=_number(value))
            elif name == "w:ilvl":
                found = found._replace(depth=_number(value))
            elif name == "w:numId":
                found = found._replace(list_id=value)
        index += 1
    return found._replace(end=index)


def _run(events: Sequence[Event], index: int) -> tuple[bool, bool, int]:
    """Return whether a run is hidden, whether it is raised, and where its properties end."""
    if index + 1 >= len(events) or events[index + 1][:2] != (START, "w:rPr"):
        return False, False, index
    hidden = high = False
    index += 2
    depth = 1
    while index < len(events):
        what, name, attributes = events[index]
        if name == "w:rPr":
            depth += what
            if not depth:
                break
        elif what == START and name == "w:vanish":
            hidden = _is_on(attributes)
        elif what == START and name == "w:vertAlign":
            high = attributes.get("w:val") == "superscript"
        index += 1
    return hidden, high, index
