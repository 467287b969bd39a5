"""An OpenDocument text (ODT, also flat) becomes a Document: headings, lists, tables, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.containers import Container
from diptych.formats.declared import Facts, document_of, first_title, remark_on_comments
from diptych.formats.flow import CAPTION, FOOTNOTE, NAVIGATION, RUNNING_HEAD, Flow, raised
from diptych.formats.markup import DATA, START, parse_xml
from diptych.formats.numbering import Counter, Level
from diptych.model.document import BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diptych.formats.markup import Event
    from diptych.formats.order import Order

_HEADS = frozenset(
    [
        "style:header",
        "style:header-left",
        "style:header-first",
        "style:footer",
        "style:footer-left",
        "style:footer-first",
    ]
)
# Not part of the text as it is now: what was deleted, what others remarked, fields' choices.
_UNSEEN = frozenset(
    [
        "text:tracked-changes",
        "office:annotation",
        "office:annotation-end",
        "office:forms",
        "text:sequence-decls",
        "text:user-field-decls",
        "text:variable-decls",
        "text:note-citation",
        "text:dde-connection-decls",
        "text:alphabetical-index-auto-mark-file",
        "office:scripts",
        "svg:title",
        "svg:desc",
        "title",
        "desc",
        "office:binary-data",
        "text:notes-configuration",
        "text:bibliography-configuration",
        "event-listeners",
        "text:ruby-text",
        "text:hidden-text",
    ]
)
_INDEXES = frozenset(
    [
        "text:table-of-content",
        "text:alphabetical-index",
        "text:illustration-index",
        "text:table-index",
        "text:user-index",
        "text:object-index",
    ]
)
_QUOTES = frozenset({"quotations", "quote", "intense quote", "block text", "blockquote"})
_CAPTIONS = frozenset(
    ["caption", "illustration", "drawing", "tablecaption", "figurecaption", "imagecaption"]
)
_STEP = 50_000
_NOTHING, _CLOSE, _TABLE, _ASIDE, _LIST, _RAISE = range(6)


class _Style(NamedTuple):
    """What a paragraph style says: the one it comes from, its name as shown, its outline level."""

    parent: str
    shown: str
    level: int


def read(data: bytes, order: Order) -> Document:
    """Read a text from the bytes of a whole file.

    Raises:
        UserError: it is damaged, encrypted, or has no words.
    """
    if data.startswith(b"PK"):
        container = Container(data, order.name)
        _refuse_encrypted(container, order.name)
        content, sound = parse_xml(container.read("content.xml"))
        styles = parse_xml(container.get("styles.xml"))[0]
        meta = parse_xml(container.get("meta.xml"))[0]
    else:
        content, sound = parse_xml(data)
        styles = meta = content
    flow = Flow()
    known = _styles(styles) | _styles(content)
    lists = _list_styles(styles) | _list_styles(content)
    walk = _Walk(flow, known, lists, _raised_styles(styles) | _raised_styles(content))
    walk.run(_between(styles, "office:master-styles"), order, heads=True)
    walk.run(_between(content, "office:body"), order)
    source, blocks = flow.finish()
    if not blocks:
        raise UserError(
            f"“{order.name}” has no words in it.",
            "Its pages may be pictures: export it as PDF and open that.",
            order.name,
        )
    facts = _facts(meta)
    remarks = [remark_on_comments(walk.comments)] if walk.comments else []
    if not sound:
        remarks.append("The file is damaged; what could be understood is shown.")
    return document_of(
        data,
        order,
        facts,
        (source, blocks),
        kind="OpenDocument text",
        heading=first_title(blocks),
        remarks=remarks,
    )


def _refuse_encrypted(container: Container, name: str) -> None:
    events = parse_xml(container.get("META-INF/manifest.xml"))[0]
    if any(tag == "manifest:encryption-data" for _, tag, _ in events):
        raise UserError(
            f"“{name}” is encrypted.",
            "Open it in the program that made it, and save it without a password.",
            name,
        )


def _between(events: Sequence[Event], name: str) -> Sequence[Event]:
    """Return the events inside the first element of a name."""
    places = [index for index, each in enumerate(events) if each.name == name]
    if not places:
        return ()
    return events[places[0] + 1 : places[1] if len(places) > 1 else len(events)]


def _styles(events: Iterable[Event]) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for what, name, attributes in events:
        if what == START and name == "style:style":
            if attributes.get("style:family") == "paragraph":
                level = attributes.get("style:default-outline-level") or ""
                own = attributes.get("style:name") or ""
                found[own] = _Style(
                    attributes.get("style:parent-style-name") or "",
                    (attributes.get("style:display-name") or own).replace("_20_", " "),
                    int(level) if level.isdecimal() else 0,
                )
        elif name == "office:text":
            break
    return found


def _list_styles(events: Iterable[Event]) -> dict[str, dict[int, Level]]:
    """Return the levels of each list style, from 0."""
    found: dict[str, dict[int, Level]] = {}
    levels: dict[int, Level] = {}
    for what, name, attributes in events:
        if what != START:
            continue
        if name == "text:list-style":
            levels = found.setdefault(attributes.get("style:name") or "", {})
        elif name == "text:list-level-style-number":
            depth = _whole(attributes.get("text:level"), 1)
            shown = _whole(attributes.get("text:display-levels"), 1)
            places = ".".join(f"%{n}" for n in range(max(1, depth - shown + 1), depth + 1))
            style = attributes.get("style:num-format") or "none"
            before, after = (attributes.get(f"style:num-{at}fix") or "" for at in ("pre", "suf"))
            start = _whole(attributes.get("text:start-value"), 1)
            levels[depth - 1] = Level(style, before + places + after, start)
    return found


def _raised_styles(events: Iterable[Event]) -> frozenset[str]:
    """Return the names of the styles that set words above the line."""
    found: set[str] = set()
    style = ""
    for what, name, attributes in events:
        if what == START and name == "style:style":
            style = attributes.get("style:name") or ""
        elif what == START and name == "style:text-properties":
            position = (attributes.get("style:text-position") or "").split(" ")[0]
            if position == "super" or (position[:1].isdigit() and position != "0%"):
                found.add(style)
    return frozenset(found)


def _whole(words: str | None, default: int) -> int:
    return int(words) if words and words.isdecimal() and 0 < len(words) < 6 else default


def _facts(events: Iterable[Event]) -> Facts:
    found: dict[str, str] = {}
    fact = ""
    for what, name, _ in events:
        if name == "office:body":
            break
        if what == DATA:
            if fact:
                found[fact] = found.get(fact, "") + name
        elif what == START and name in (
            "dc:title", "dc:creator", "dc:date", "dc:language", "meta:initial-creator",
            "meta:creation-date",
        ):  # fmt: skip
            fact = name
        else:
            fact = ""
    return Facts.clean(
        found.get("dc:title", ""),
        found.get("meta:initial-creator") or found.get("dc:creator", ""),
        found.get("meta:creation-date") or found.get("dc:date", ""),
        found.get("dc:language", ""),
    )


class _Walk:
    """One way through the events of a text, with what is open on a stack."""

    def __init__(
        self,
        flow: Flow,
        styles: Mapping[str, _Style],
        lists: Mapping[str, dict[int, Level]],
        raised_styles: frozenset[str],
    ) -> None:
        self.comments = 0
        self._flow = flow
        self._styles = styles
        self._lists = lists
        self._raised_styles = raised_styles
        self._raised = 0
        self._ends: list[int] = []
        self._counters: dict[str, Counter] = {}
        # The style of each list that is open, the outermost first.
        self._open: list[str] = []

    def run(self, events: Sequence[Event], order: Order, *, heads: bool = False) -> None:  # noqa: C901 - one case an element
        """Put events into the flow; with `heads` only the heads and feet of pages among them."""
        unseen = in_head = words = 0
        for index, (what, name, attributes) in enumerate(events):
            if index % _STEP == _STEP - 1:
                order.progress(index / len(events), "Reading the text")
            if what != DATA and name in _UNSEEN:
                unseen += what
                self.comments += what == START and name == "office:annotation"
            elif what != DATA and heads and name in _HEADS:
                in_head += what
                if what == START:
                    self._flow.open(role=RUNNING_HEAD)
                else:
                    self._flow.close()
            elif unseen or (heads and not in_head):
                continue
            elif what == DATA:
                # Between paragraphs there are only the blanks of the file's own lines.
                if words:
                    self._flow.text(raised(name) if self._raised else name)
            elif what == START:
                words += name in ("text:p", "text:h")
                self._ends.append(self._start(name, attributes))
            elif self._ends:
                words -= name in ("text:p", "text:h")
                self._end(self._ends.pop())

    def _start(self, name: str, attributes: Mapping[str, str]) -> int:  # noqa: C901 - one case an element
        """Begin an element; return what is to be done at its end."""
        flow = self._flow
        if name in ("text:p", "text:h"):
            return self._paragraph(name, attributes)
        if name == "text:list":
            return self._list(attributes)
        if name == "text:list-item":
            counter = self._counters.get(self._open[-1]) if self._open else None
            mark = counter.next(len(self._open) - 1) if counter else ""
            flow.open(BlockKind.LIST_ITEM, mark=mark)
            return _CLOSE
        if name == "text:span" and attributes.get("text:style-name") in self._raised_styles:
            self._raised += 1
            return _RAISE
        if name == "table:table":
            flow.open()
            flow.begin_table()
            return _TABLE
        if name == "text:note-body":
            flow.begin_aside(FOOTNOTE)
            return _ASIDE
        if name in ("draw:text-box", "draw:custom-shape"):
            flow.begin_aside("")
            return _ASIDE
        if name in _INDEXES:
            flow.open(role=NAVIGATION)
            return _CLOSE
        if name == "table:table-row":
            flow.row()
        elif name in ("table:table-cell", "table:covered-table-cell"):
            flow.cell()
        elif name in ("text:tab", "text:s"):
            flow.text(" ")
        elif name == "text:line-break":
            flow.line_break()
        return _NOTHING

    def _list(self, attributes: Mapping[str, str]) -> int:
        style = attributes.get("text:style-name") or (self._open[-1] if self._open else "")
        goes_on = (attributes.get("text:continue-numbering") or "") == "true"
        goes_on = goes_on or "text:continue-list" in attributes or style in self._open
        if style not in self._counters or not goes_on:
            self._counters[style] = Counter(self._lists.get(style, {}))
        self._open.append(style)
        self._flow.open()
        return _LIST

    def _paragraph(self, name: str, attributes: Mapping[str, str]) -> int:
        kind, level, role = self._meaning(attributes.get("text:style-name") or "")
        if name == "text:h":
            stated = attributes.get("text:outline-level") or "1"
            kind, level = BlockKind.HEADING, int(stated) if stated.isdecimal() else 1
        self._flow.open(kind, max(1, min(6, level)) if level else 0, role)
        return _CLOSE

    def _meaning(self, style: str) -> tuple[BlockKind | None, int, str]:
        """Return what a paragraph of a style is, by the styles that it comes from."""
        for _ in range(20):
            known = self._styles.get(style) or _Style("", style.replace("_20_", " "), 0)
            shown = known.shown.casefold()
            if known.level:
                return BlockKind.HEADING, known.level, ""
            if shown in ("title", "subtitle"):
                return BlockKind.HEADING, 1 if shown == "title" else 2, ""
            if shown in _QUOTES:
                return BlockKind.QUOTATION, 0, ""
            if shown in _CAPTIONS:
                return None, 0, CAPTION
            style = known.parent
            if not style:
                break
        return None, 0, ""

    def _end(self, what: int) -> None:
        if what == _TABLE:
            self._flow.end_table()
            self._flow.close()
        elif what == _ASIDE:
            self._flow.end_aside()
        elif what == _RAISE:
            self._raised -= 1
        elif what in (_CLOSE, _LIST):
            self._flow.close()
            if what == _LIST:
                self._open.pop()
