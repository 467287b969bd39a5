"""One text as a column of HTML: its blocks, with a line under each passage and a sign before it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from diptych.export.characters import showable
from diptych.export.wording import GLYPHS, headline
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Finding, Passage, Relation, Side
    from diptych.model.document import Block
    from diptych.model.report import Report

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_TAGS = {
    BlockKind.HEADING: "h3",
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "p",
    BlockKind.QUOTATION: "blockquote",
    BlockKind.ADDRESS: "address",
    BlockKind.TABLE: "pre",
    BlockKind.FURNITURE: "p",
}


class _Mark(NamedTuple):
    """A passage in a block's text, and how it is marked."""

    start: int
    end: int
    style: str
    badge: str


def escape(text: str) -> str:
    """Return a text for an element or a quoted attribute."""
    return showable(text).translate(_ENTITIES)


def relation_class(relation: Relation | None) -> str:
    """Return the style class of a relation; None is "not a pair"."""
    if relation is None:
        return "not-a-pair"
    return "only" if relation.is_one_sided else relation.value


def column(report: Report, side: Side) -> Iterator[str]:
    """Yield the blocks of one side; each passage's sign links to its finding."""
    found: dict[int, list[tuple[int, Finding, Passage]]] = {}
    for number, finding in enumerate(report.comparison.findings, start=1):
        for passage in finding.passages(side):
            found.setdefault(passage.block, []).append((number, finding, passage))
    for index, block in enumerate(report.document(side).blocks):
        tag = _TAGS[block.kind]
        kind = block.kind.value.replace("_", "-")
        marks = [mark for each in found.get(index, ()) for mark in _marks(report, side, *each)]
        yield f'<{tag} class="{kind}" dir="auto">{_marked(block, marks)}</{tag}>'


def _marks(
    report: Report, side: Side, number: int, finding: Finding, passage: Passage
) -> Iterator[_Mark]:
    """Yield the mark of a passage; what the reader called no pair has none."""
    relation = report.relation(finding)
    if relation is None:
        return
    style = relation_class(relation) + (" unsure" if report.is_unsure(finding) else "")
    says = escape(f"finding {number}: {headline(report, finding)}")
    sign = "?" if report.is_unsure(finding) else GLYPHS[relation]
    anchor = f' id="{side.value}-{number}"' if passage is finding.passages(side)[0] else ""
    badge = (
        f'<a class="badge {style}"{anchor} href="#finding-{number}" '
        f'title="{says}" aria-label="{says}">{sign}{number}</a>'
    )
    yield _Mark(passage.start, passage.end, style, badge)


def _marked(block: Block, marks: list[_Mark]) -> str:
    """Return a block's text, cut at every begin and end of a mark; marks may overlap."""
    edges = {0, len(block.text)}
    for mark in marks:
        edges |= {mark.start, mark.end}
    cuts = sorted(edges)
    parts = []
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        words = escape(block.text[start:end])
        # One line for each relation, however many findings share the words.
        for depth, style in reversed(list(enumerate(dict.fromkeys(mark.style for mark in over)))):
            words = f'<span class="mark {style} depth-{min(depth, 2)}">{words}</span>'
        badges = "".join(mark.badge for mark in over if mark.start == start)
        parts.append(badges + words)
    return "".join(parts)
