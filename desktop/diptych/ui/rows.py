"""A finding as the window shows it: the machine's word, the reader's, and the words quoted.

Pure data. When a comparison, a verdict or a note changes the rows are made anew, but for those that
stay as they were: they are the same objects.
"""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
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
    from diptych.services.verdicts import PlaceOf

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
        labels: short names of the two documents.
        is_wording: whether only the words were compared, and nothing is said of what is held.
        engines: the finding as the engine has it, where the confidence of `finding` is another one:
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
    labels: Labels
    is_wording: bool = False
    engines: Finding | None = None

    @property
    def as_found(self) -> Finding:
        """The finding as the engine has it."""
        return self.engines or self.finding

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

    @property
    def label(self) -> str:
        """The finding in one line of plain text."""
        return _label(self)

    def quote(self, side: Side) -> str:
        """Return the words of one side."""
        return self.left if side is Side.LEFT else self.right


class Clearest:
    """Which findings are drawn, and on which sides their words are marked.

    Drawn is what is the surest of its words on a side; of sure findings one for each relation. Else
    words that many passages come near to would be buried under lines that say the same; the list
    shows every row.
    """

    def __init__(self, rows: Sequence[Row], known: _Crowds | None = None) -> None:
        self._rows = {row.finding.id: row for row in rows}
        crowds = self._crowds = known if known and known.cover(rows) else _Crowds(rows)
        # Of the crowded ones, where their words are: by side and block its start, its end, the row.
        self._at: dict[tuple[Side, int], list[tuple[int, int, Row]]] = {}
        self._drawn: dict[str, set[Side]] = {}
        crowded = []
        for name, row in self._rows.items():
            if name in crowds.crowded:
                crowded.append(row)
            else:
                self._drawn[name] = crowds.sides[name]
        for row in sorted(crowded, key=lambda row: (row.is_unsure, -row.finding.confidence)):
            sides = crowds.sides[row.finding.id]
            shown = {side for side in sides if not self._is_buried(row, side)}
            if shown:
                self._drawn[row.finding.id] = shown
            for side in sides:
                for each in row.finding.passages(side):
                    at = self._at.setdefault((side, each.block), [])
                    at.append((each.start, each.end, row))

    def renewed(self, rows: Sequence[Row]) -> Clearest:
        """Return which of these are drawn; of findings known here nothing is sought again."""
        return Clearest(rows, self._crowds)

    def _is_buried(self, row: Row, side: Side) -> bool:
        """Whether a row that is drawn already has words of this one on a side, and says enough."""
        return any(
            side in self._drawn.get(other.finding.id, ())
            and (row.is_unsure or other.relation is row.relation)
            for other in self._sharing(row, side)
        )

    def _sharing(self, row: Row, side: Side) -> list[Row]:
        """Return the rows that share words with a row on a side, as far as they are known."""
        return [
            other
            for each in row.finding.passages(side)
            for start, end, other in self._at.get((side, each.block), ())
            if start < each.end and each.start < end and other is not row
        ]

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


class _Crowds:
    """Which findings share blocks of text with others: that is so whatever the reader decides.

    Attributes:
        sides: by finding on which sides it has words.
        crowded: those that may share words; the others do not.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.sides: dict[str, set[Side]] = {}
        self.crowded: set[str] = set()
        self._passages: dict[str, tuple[tuple[Passage, ...], tuple[Passage, ...]]] = {}
        first: dict[tuple[Side, int], str] = {}
        for row in rows:
            finding = row.finding
            name = finding.id
            self._passages[name] = finding.left, finding.right
            self.sides[name] = {side for side in Side if finding.passages(side)}
            for side in self.sides[name]:
                for each in finding.passages(side):
                    other = first.setdefault((side, each.block), name)
                    if other != name:
                        self.crowded |= {name, other}

    def cover(self, rows: Iterable[Row]) -> bool:
        """Whether all these are known, with the passages that they have now."""
        known, nothing = self._passages, (None, None)
        for row in rows:
            left, right = known.get(row.finding.id, nothing)
            if left is not row.finding.left or right is not row.finding.right:
                return False
        return True


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
    before: Sequence[Row] = (),
) -> tuple[Row, ...]:
    """Return a row for each finding, in the order of the comparison.

    Args:
        comparison: the findings.
        documents: the two texts, to quote from.
        labels: their short names.
        verdicts: the reader's, by the id of the finding.
        noted: ids of the findings that have a note.
        learnt: says how sure findings are to be shown that nobody has judged; None: as they are.
        before: the rows as they were; of a finding that is the same object nothing is quoted again.
    """
    findings, is_words = comparison.findings, comparison.mode is Mode.WORDS
    total = len(findings)
    shares = learnt(findings) if learnt else (found.confidence for found in findings)
    rows = []
    known = zip_longest(findings, shares, before[:total])
    for number, (found, learnt_share, old) in enumerate(known, 1):
        verdict, has_note = verdicts.get(found.id), found.id in noted
        share = found.confidence if verdict else learnt_share
        finding = found if share == found.confidence else found._replace(confidence=share)
        if old is None or old.as_found is not found:
            quotes = _quotes(found, documents)
        elif (
            old.verdict == verdict
            and old.finding.confidence == share
            and (old.has_note, old.total) == (has_note, total)
            and old.labels == labels
        ):
            rows.append(old)
            continue
        else:
            quotes = old.left, old.right, old.nearest
        rows.append(
            Row(
                finding,
                number,
                total,
                verdict,
                has_note,
                *quotes,
                labels,
                is_wording=is_words and verdict is None,
                engines=None if finding is found else found,
            )
        )
    return tuple(rows)


def judged_rows(
    comparison: Comparison,
    documents: Mapping[Side, Document],
    labels: Labels,
    verdicts: list[Verdict],
    noted: Container[str],
    place_of: PlaceOf,
    learnt: Learnt = None,
    before: Sequence[Row] = (),
) -> tuple[Row, ...]:
    """Return the rows with the reader's verdicts laid over the findings that they were given on."""
    if not verdicts:
        return rows_of(comparison, documents, labels, {}, noted, learnt, before)
    from diptych.services.verdicts import apply_verdicts

    left, right = documents[Side.LEFT], documents[Side.RIGHT]
    applied = apply_verdicts(comparison, verdicts, left, right, place_of)
    whole = comparison._replace(findings=comparison.findings + applied.extra)
    return rows_of(whole, documents, labels, applied.verdicts, noted, learnt, before)


def _quotes(finding: Finding, documents: Mapping[Side, Document]) -> tuple[str, str, str]:
    """Return the words of both sides, and of the passage that came nearest to a silence."""
    nearest = ""
    if finding.nearest:
        silent = Side.RIGHT if finding.relation is Relation.ONLY_LEFT else Side.LEFT
        nearest = _quote(documents[silent], (finding.nearest.passage,))
    left, right = (_quote(documents[side], finding.passages(side)) for side in Side)
    return left, right, nearest


def _quote(document: Document, passages: tuple[Passage, ...]) -> str:
    texts = (document.blocks[p.block].text[p.start : p.end] for p in passages)
    return one_line(" … ".join(texts), _QUOTE_LETTERS)


def _label(row: Row) -> str:
    finding, verdict = row.finding, row.verdict
    parts = [_("Finding {number} of {total}").format(number=row.number, total=row.total)]
    if finding.topics:
        parts.append(joined(finding.topics))
    if finding.wording and finding.wording is not Wording.NEAR_COPY and not verdict:
        parts.append(wording_word(finding.wording))
        return ", ".join(parts)
    parts.append(relation_word(row.relation, row.labels))
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
    counts = Counter(
        (topic, relation)
        for row in rows
        if (relation := row.relation) is not None
        for topic in row.finding.topics
    )
    totals: Counter[str] = Counter()
    for (topic, _relation), count in counts.items():
        totals[topic] += count
    return tuple(
        TopicCount(
            topic,
            counts[topic, Relation.CONVERGE],
            counts[topic, Relation.DIVERGE],
            counts[topic, Relation.PARTIAL],
            counts[topic, Relation.ONLY_LEFT] + counts[topic, Relation.ONLY_RIGHT],
        )
        for topic in sorted(totals, key=lambda topic: (-totals[topic], topic))
    )
