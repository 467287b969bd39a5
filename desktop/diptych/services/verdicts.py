"""The reader's verdicts find the findings of a new analysis."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from diptych.anchoring.resolve import resolve
from diptych.model.comparison import Evidence, Finding, Passage, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.comparison import Comparison
    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor, Verdict

# The share of both sides, verdict's and finding's, that must be the same words.
ENOUGH = 0.5


class Applied(NamedTuple):
    """What the reader decided, on the findings of a comparison.

    Args:
        verdicts: by the id of the finding on which each counts.
        extra: findings of the reader's own, for verdicts on pairs that the engine did not find.
    """

    verdicts: dict[str, Verdict]
    extra: tuple[Finding, ...]


def apply_verdicts(
    comparison: Comparison, verdicts: list[Verdict], left: Document, right: Document
) -> Applied:
    """Match verdicts to findings: by id, else by the passages that both are about.

    A verdict takes the finding whose passages it shares most of, at least half of each side. One
    that would take a finding that another verdict fits better says nothing new and is left out,
    and so is "not a pair" on what the engine does not find a pair any more.
    """
    ids = {finding.id for finding in comparison.findings}
    by_id = {verdict.finding: verdict for verdict in verdicts if verdict.finding in ids}
    rest = [verdict for verdict in verdicts if verdict.finding not in ids]
    if not rest:
        return Applied(by_id, ())
    matches = sorted(
        (
            (score, verdict.decided, number, finding.id)
            for number, verdict in enumerate(rest)
            for finding in comparison.findings
            if (score := _shared(verdict, finding)) >= ENOUGH
        ),
        reverse=True,
    )
    placed: set[int] = set()
    for _, _, number, finding_id in matches:
        if number not in placed and finding_id not in by_id:
            by_id[finding_id] = rest[number]
            placed.add(number)
    placed.update(number for _, _, number, _ in matches)
    own = (
        _own_finding(verdict, left, right)
        for number, verdict in enumerate(rest)
        if number not in placed
    )
    return Applied(by_id, tuple(finding for finding in own if finding is not None))


def _shared(verdict: Verdict, finding: Finding) -> float:
    """Return the share of words that both are about, on the side where it is smaller."""
    return min(
        _overlap([anchor.span for anchor in verdict.left], _spans(finding, Side.LEFT)),
        _overlap([anchor.span for anchor in verdict.right], _spans(finding, Side.RIGHT)),
    )


def _spans(finding: Finding, side: Side) -> list[Span]:
    return [span for passage in finding.passages(side) for span in passage.spans]


def _overlap(one: list[Span], other: list[Span]) -> float:
    """Return what two sets of spans share, of the longer one; 1 for two silences."""
    longer = max(sum(span.length for span in spans) for spans in (one, other))
    if not longer:
        return 1.0
    return sum(a.overlap(b) for a in one for b in other) / longer


def _own_finding(verdict: Verdict, left: Document, right: Document) -> Finding | None:
    if verdict.relation is None:
        return None
    passages = _passages(verdict.left, left), _passages(verdict.right, right)
    if bool(verdict.left) > bool(passages[0]) or bool(verdict.right) > bool(passages[1]):
        return None
    return Finding(
        id=verdict.finding,
        relation=verdict.relation,
        confidence=1.0,
        topics=(),
        left=passages[0],
        right=passages[1],
        evidence=Evidence(),
        reason="You judged these passages.",
    )


def _passages(anchors: Iterable[Anchor], document: Document) -> tuple[Passage, ...]:
    """Return the passages that anchors stand on, one for each block in turn."""
    spans = [span for anchor in anchors if (span := resolve(anchor, document).span)]
    return tuple(
        _passage(document, block, tuple(group))
        for block, group in groupby(spans, key=lambda span: document.block_at(span.start))
    )


def _passage(document: Document, block: int, spans: tuple[Span, ...]) -> Passage:
    way = document.blocks[block].map
    return Passage(block, way.to_text(spans[0].start), way.to_text(spans[-1].end - 1) + 1, spans)
