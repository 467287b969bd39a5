"""The reader's verdicts find the findings of a new analysis."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from diptych.anchoring.resolve import surely
from diptych.model.comparison import Evidence, Finding, Mode, Passage, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.model.comparison import Comparison
    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor, Note, Verdict

    # Tells where an anchor's words surely are in a document, None where that is in doubt.
    PlaceOf = Callable[[Anchor, Document], Span | None]

# The share of both sides, verdict's and finding's, that must be the same words.
ENOUGH = 0.5
# The same for a note, which says what it says of these words and not of half of them.
SAME = 0.8
# Code points of a text whose findings are listed together.
_STRETCH = 1024


class Applied(NamedTuple):
    """What the reader decided, on the findings of a comparison.

    Args:
        verdicts: by the id of the finding on which each counts.
        extra: findings of the reader's own, for verdicts on pairs that the engine did not find;
            only among positions: what the wording of two texts is, nobody judges.
    """

    verdicts: dict[str, Verdict]
    extra: tuple[Finding, ...]


def apply_verdicts(
    comparison: Comparison,
    verdicts: list[Verdict],
    left: Document,
    right: Document,
    place_of: PlaceOf = surely,
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
    found = [_words(verdict, left, right, place_of) for verdict in rest]
    by_place = _ByPlace(comparison.findings)
    matches = sorted(
        (
            (score, verdict.decided, number, finding.id)
            for number, (verdict, words) in enumerate(zip(rest, found, strict=True))
            if words
            for finding in by_place.near(words)
            if (score := _shared(words, finding)) >= ENOUGH
        ),
        reverse=True,
    )
    placed: set[int] = set()
    for _, _, number, finding_id in matches:
        if number not in placed and finding_id not in by_id:
            by_id[finding_id] = rest[number]
            placed.add(number)
    placed.update(number for _, _, number, _ in matches)
    extra = []
    if comparison.mode is Mode.POSITIONS:
        for number, verdict in enumerate(rest):
            own = None
            if number not in placed:
                own = _own_finding(verdict, found[number], left, right)
            if own is not None:
                by_id[own.id] = verdict
                extra.append(own)
    return Applied(by_id, tuple(extra))


class _ByPlace:
    """Findings by the stretches of both texts that their words are in."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self._at: dict[tuple[Side, int], list[int]] = {}
        for number, finding in enumerate(findings):
            for side in Side:
                for stretch in _stretches(_spans(finding, side)):
                    self._at.setdefault((side, stretch), []).append(number)

    def near(self, words: dict[Side, list[Span]]) -> list[Finding]:
        """Return the findings that may share words: all that do are among them."""
        side = next((side for side in Side if words[side]), None)
        if side is None:
            return list(self._findings)
        stretches = _stretches(words[side])
        near = {number for stretch in stretches for number in self._at.get((side, stretch), ())}
        return [self._findings[number] for number in near]


def _stretches(spans: Iterable[Span]) -> set[int]:
    return {
        stretch
        for span in spans
        for stretch in range(span.start // _STRETCH, span.end // _STRETCH + 1)
    }


def follow_findings(
    notes: list[Note],
    comparison: Comparison,
    left: Document,
    right: Document,
    place_of: PlaceOf = surely,
) -> list[Note]:
    """Return the notes with those on findings of another analysis on the equal finding of this.

    A note follows only where all its words surely are, and where they are nearly all that the
    finding is about: else it stays on a finding that is not here.
    """
    ids = {finding.id for finding in comparison.findings}
    is_here = all(note.finding in ids for note in notes if note.finding)
    if is_here or comparison.mode is not Mode.POSITIONS:
        return notes
    by_place = _ByPlace(comparison.findings)

    def follow(note: Note) -> Note:
        words: dict[Side, list[Span]] = {}
        for side, document in ((Side.LEFT, left), (Side.RIGHT, right)):
            here = [anchor for anchor in note.anchors if anchor.sha256 == document.sha256]
            words[side] = _found(here, document, place_of)
        if sum(map(len, words.values())) < len(note.anchors):
            return note
        shared, finding = max(
            ((_shared(words, finding), finding.id) for finding in by_place.near(words)),
            default=(0.0, ""),
        )
        return note._replace(finding=finding) if shared >= SAME else note

    return [follow(note) if note.finding and note.finding not in ids else note for note in notes]


def _words(
    verdict: Verdict, left: Document, right: Document, place_of: PlaceOf
) -> dict[Side, list[Span]]:
    """Return where the words of a verdict are; nothing where those of one side are lost."""
    found = {
        Side.LEFT: _found(verdict.left, left, place_of),
        Side.RIGHT: _found(verdict.right, right, place_of),
    }
    is_lost = (verdict.left and not found[Side.LEFT]) or (verdict.right and not found[Side.RIGHT])
    return {} if is_lost else found


def _found(anchors: Iterable[Anchor], document: Document, place_of: PlaceOf) -> list[Span]:
    return [span for anchor in anchors if (span := place_of(anchor, document))]


def _shared(words: dict[Side, list[Span]], finding: Finding) -> float:
    """Return the share of words that both are about, on the side where it is smaller."""
    return min(_overlap(spans, _spans(finding, side)) for side, spans in words.items())


def _spans(finding: Finding, side: Side) -> list[Span]:
    return [span for passage in finding.passages(side) for span in passage.spans]


def _overlap(one: list[Span], other: list[Span]) -> float:
    """Return what two sets of spans share, of the longer one; 1 for two silences."""
    longer = max(sum(span.length for span in spans) for spans in (one, other))
    if not longer:
        return 1.0
    return sum(a.overlap(b) for a in one for b in other) / longer


def _own_finding(
    verdict: Verdict, words: dict[Side, list[Span]], left: Document, right: Document
) -> Finding | None:
    if verdict.relation is None or not words:
        return None
    return Finding(
        id=verdict.finding,
        relation=verdict.relation,
        confidence=1.0,
        topics=(),
        left=_passages(words[Side.LEFT], left),
        right=_passages(words[Side.RIGHT], right),
        evidence=Evidence(),
        reason="You judged these passages.",
    )


def _passages(spans: list[Span], document: Document) -> tuple[Passage, ...]:
    """Return the passages that words stand in, one for each block in turn."""
    return tuple(
        _passage(document, block, tuple(group))
        for block, group in groupby(spans, key=lambda span: document.block_at(span.start))
    )


def _passage(document: Document, block: int, spans: tuple[Span, ...]) -> Passage:
    way = document.blocks[block].map
    return Passage(block, way.to_text(spans[0].start), way.to_text(spans[-1].end - 1) + 1, spans)
