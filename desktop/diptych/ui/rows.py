"""A finding as the window shows it: the machine's word, the reader's, and the words quoted.

Pure data, made afresh whenever a comparison, a verdict or a note changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation, Side
from diptych.model.report import UNSURE_BELOW
from diptych.ui.language import _
from diptych.ui.wording import Labels, capital, joined, one_line, relation_word

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from diptych.model.comparison import Comparison, Finding, Passage
    from diptych.model.document import Document
    from diptych.model.note import Verdict

_QUOTE_LETTERS = 400


class Row(NamedTuple):
    """One finding, ready to be shown.

    Args:
        finding: what the engine found.
        number, total: its place in the comparison, from 1.
        verdict: the reader's word, or None.
        has_note: whether the reader wrote a note on it.
        left, right: the words of each side, as they read; "" for the silent side.
        nearest: for a silence the words of the passage that came nearest, else "".
        label: the finding in one line of plain text.
        is_wording: whether only the words were compared, and nothing is said of what is held.
    """

    finding: Finding
    number: int
    total: int
    verdict: Verdict | None
    has_note: bool
    left: str
    right: str
    nearest: str
    label: str
    is_wording: bool = False

    @property
    def relation(self) -> Relation | None:
        """The reader's relation before the engine's; None means "not a pair"."""
        return self.verdict.relation if self.verdict else self.finding.relation

    @property
    def is_unsure(self) -> bool:
        """Whether nobody is sure: a low confidence, and no verdict."""
        return self.verdict is None and self.finding.confidence < UNSURE_BELOW

    def quote(self, side: Side) -> str:
        """Return the words of one side."""
        return self.left if side is Side.LEFT else self.right


def clearest(rows: Sequence[Row], selected: str) -> dict[str, set[Side]]:
    """Return which findings are drawn, and on which sides their words are marked.

    Drawn are what is sure, what is selected, and of the rest those that are the surest of their
    words on a side. Else words that many passages come near to would be buried under faint lines;
    the list shows every row.
    """
    taken: dict[tuple[Side, int], list[tuple[int, int]]] = defaultdict(list)
    drawn: dict[str, set[Side]] = {}
    for row in sorted(rows, key=lambda row: (row.is_unsure, -row.finding.confidence)):
        wanted = not row.is_unsure or row.finding.id == selected
        sides = set()
        for side in Side:
            passages = row.finding.passages(side)
            free = not any(
                start < each.end and each.start < end
                for each in passages
                for start, end in taken[side, each.block]
            )
            if passages and (wanted or free):
                sides.add(side)
                for each in passages:
                    taken[side, each.block].append((each.start, each.end))
        if sides:
            drawn[row.finding.id] = sides
    return drawn


class TopicCount(NamedTuple):
    """How often the findings of a topic converge, diverge, share a part, or stand alone."""

    topic: str
    converge: int = 0
    diverge: int = 0
    partial: int = 0
    only: int = 0


def rows_of(
    comparison: Comparison,
    documents: Mapping[Side, Document],
    labels: Labels,
    verdicts: Mapping[str, Verdict],
    noted: Container[str],
) -> tuple[Row, ...]:
    """Return a row for each finding, in the order of the comparison.

    Args:
        comparison: the findings.
        documents: the two texts, to quote from.
        labels: their short names.
        verdicts: the reader's, by the id of the finding.
        noted: ids of the findings that have a note.
    """
    total = len(comparison.findings)
    rows = []
    for number, finding in enumerate(comparison.findings, 1):
        verdict = verdicts.get(finding.id)
        nearest = ""
        if finding.nearest:
            silent = Side.RIGHT if finding.relation is Relation.ONLY_LEFT else Side.LEFT
            nearest = _quote(documents[silent], (finding.nearest.passage,))
        rows.append(
            Row(
                finding=finding,
                number=number,
                total=total,
                verdict=verdict,
                has_note=finding.id in noted,
                left=_quote(documents[Side.LEFT], finding.left),
                right=_quote(documents[Side.RIGHT], finding.right),
                nearest=nearest,
                label=_label(finding, number, total, verdict, labels),
                is_wording=comparison.mode is Mode.WORDS and finding.id not in verdicts,
            )
        )
    return tuple(rows)


def judged_rows(
    comparison: Comparison,
    documents: Mapping[Side, Document],
    labels: Labels,
    verdicts: list[Verdict],
    noted: Container[str],
) -> tuple[Row, ...]:
    """Return the rows with the reader's verdicts laid over the findings that they were given on."""
    if not verdicts:
        return rows_of(comparison, documents, labels, {}, noted)
    from diptych.services.verdicts import apply_verdicts

    applied = apply_verdicts(comparison, verdicts, documents[Side.LEFT], documents[Side.RIGHT])
    whole = comparison._replace(findings=comparison.findings + applied.extra)
    return rows_of(whole, documents, labels, applied.verdicts, noted)


def _quote(document: Document, passages: tuple[Passage, ...]) -> str:
    texts = (document.blocks[p.block].text[p.start : p.end] for p in passages)
    return one_line(" … ".join(texts), _QUOTE_LETTERS)


def _label(
    finding: Finding, number: int, total: int, verdict: Verdict | None, labels: Labels
) -> str:
    relation = verdict.relation if verdict else finding.relation
    parts = [_("Finding {number} of {total}").format(number=number, total=total)]
    if finding.topics:
        parts.append(joined(finding.topics))
    parts.append(relation_word(relation, labels))
    if verdict:
        parts.append(_("your verdict"))
    else:
        share = round(finding.confidence * 100)
        parts.append(_("{share} percent sure").format(share=share))
    return ", ".join(parts)


def topics_of(row: Row) -> str:
    """Return a finding's topics, with a capital."""
    return capital(", ".join(row.finding.topics))


def count_topics(rows: Sequence[Row]) -> tuple[TopicCount, ...]:
    """Return the counts of each topic, the most frequent first; "not a pair" counts nowhere."""
    counts: dict[str, dict[Relation, int]] = {}
    for row in rows:
        if row.relation is None:
            continue
        for topic in row.finding.topics:
            of_topic = counts.setdefault(topic, dict.fromkeys(Relation, 0))
            of_topic[row.relation] += 1
    ordered = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return tuple(
        TopicCount(
            topic,
            of_topic[Relation.CONVERGE],
            of_topic[Relation.DIVERGE],
            of_topic[Relation.PARTIAL],
            of_topic[Relation.ONLY_LEFT] + of_topic[Relation.ONLY_RIGHT],
        )
        for topic, of_topic in ordered
    )
