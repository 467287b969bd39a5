"""A finding as the window shows it: the machine's word, the reader's, and the words quoted.

Pure data, made afresh whenever a comparison, a verdict or a note changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation, Side, Wording
from diptych.model.report import UNSURE_BELOW
from diptych.ui.language import _
from diptych.ui.wording import Labels, capital, joined, one_line, relation_word, wording_word

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from diptych.model.comparison import Comparison, Finding, Passage
    from diptych.model.document import Document
    from diptych.model.note import Verdict

    Learnt = Callable[[Iterable[Finding]], Iterator[float]] | None

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
        found_at: how sure the engine itself was, where the confidence of `finding` is another one:
            that which the reader's verdicts teach; else None.
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
    found_at: float | None = None

    @property
    def as_found(self) -> Finding:
        """The finding as the engine has it."""
        if self.found_at is None:
            return self.finding
        return self.finding._replace(confidence=self.found_at)

    @property
    def relation(self) -> Relation | None:
        """The reader's relation before the engine's; None means "not a pair"."""
        return self.verdict.relation if self.verdict else self.finding.relation

    @property
    def is_unsure(self) -> bool:
        """Whether nobody is sure: a low confidence, and no verdict."""
        return self.verdict is None and self.finding.confidence < UNSURE_BELOW

    @property
    def is_noise(self) -> bool:
        """Whether only the wording was compared, and the words are the same."""
        kind = self.finding.wording
        return self.is_wording and kind is not None and kind.is_noise and not self.has_note

    def quote(self, side: Side) -> str:
        """Return the words of one side."""
        return self.left if side is Side.LEFT else self.right


class Clearest:
    """Which findings are drawn, and on which sides their words are marked.

    Drawn is what is the surest of its words on a side; of sure findings one for each relation. Else
    words that many passages come near to would be buried under lines that say the same; the list
    shows every row.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = {row.finding.id: row for row in rows}
        # Where the words of each finding are: by side and block its start, its end, and the row.
        self._at: dict[tuple[Side, int], list[tuple[int, int, Row]]] = defaultdict(list)
        self._drawn: dict[str, set[Side]] = {}
        for row in sorted(rows, key=lambda row: (row.is_unsure, -row.finding.confidence)):
            sides = {
                side
                for side in Side
                if row.finding.passages(side)
                and not any(
                    side in self._drawn.get(other.finding.id, ())
                    and (row.is_unsure or other.relation is row.relation)
                    for other in self._sharing(row, side)
                )
            }
            if sides:
                self._drawn[row.finding.id] = sides
            for side in Side:
                for each in row.finding.passages(side):
                    self._at[side, each.block].append((each.start, each.end, row))

    def _sharing(self, row: Row, side: Side) -> Iterator[Row]:
        """Return the rows that share words with a row on a side, as far as they are known."""
        for each in row.finding.passages(side):
            for start, end, other in self._at[side, each.block]:
                if start < each.end and each.start < end and other is not row:
                    yield other

    def drawn(self, selected: str = "") -> dict[str, set[Side]]:
        """Return on which sides each finding is marked; the selected one is, on all of its own."""
        row = self._rows.get(selected)
        sides = {side for side in Side if row is not None and row.finding.passages(side)}
        if row is None or self._drawn.get(selected) == sides:
            return self._drawn
        drawn = {**self._drawn, selected: sides}
        for side in sides:
            for other in self._sharing(row, side):
                if other.is_unsure or other.relation is row.relation:
                    rest = drawn.pop(other.finding.id, set()) - {side}
                    if rest:
                        drawn[other.finding.id] = rest
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
    learnt: Learnt = None,
) -> tuple[Row, ...]:
    """Return a row for each finding, in the order of the comparison.

    Args:
        comparison: the findings.
        documents: the two texts, to quote from.
        labels: their short names.
        verdicts: the reader's, by the id of the finding.
        noted: ids of the findings that have a note.
        learnt: says how sure findings are to be shown that nobody has judged; None: as they are.
    """
    total = len(comparison.findings)
    shares = learnt(comparison.findings) if learnt else None
    rows = []
    for number, found in enumerate(comparison.findings, 1):
        verdict = verdicts.get(found.id)
        share = next(shares) if shares else found.confidence
        is_other = verdict is None and share != found.confidence
        finding = found._replace(confidence=share) if is_other else found
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
                found_at=found.confidence if is_other else None,
            )
        )
    return tuple(rows)


def judged_rows(
    comparison: Comparison,
    documents: Mapping[Side, Document],
    labels: Labels,
    verdicts: list[Verdict],
    noted: Container[str],
    learnt: Learnt = None,
) -> tuple[Row, ...]:
    """Return the rows with the reader's verdicts laid over the findings that they were given on."""
    if not verdicts:
        return rows_of(comparison, documents, labels, {}, noted, learnt)
    from diptych.services.verdicts import apply_verdicts

    applied = apply_verdicts(comparison, verdicts, documents[Side.LEFT], documents[Side.RIGHT])
    whole = comparison._replace(findings=comparison.findings + applied.extra)
    return rows_of(whole, documents, labels, applied.verdicts, noted, learnt)


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
    if finding.wording and finding.wording is not Wording.NEAR_COPY and not verdict:
        parts.append(wording_word(finding.wording))
        return ", ".join(parts)
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
