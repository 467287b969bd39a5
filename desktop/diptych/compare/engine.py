"""Two documents become a comparison: the lexical engine, without models, the same everywhere."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare import ENGINE
from diptych.compare import words as wording
from diptych.compare.candidates import Candidate, candidates, features
from diptych.compare.evidence import evidence
from diptych.compare.relate import Judgement, relate
from diptych.compare.silence import Silence, silences
from diptych.compare.statements import Statement, bare_statement, statements
from diptych.compare.topics import TopicIndex
from diptych.model.comparison import (
    Comparison,
    Evidence,
    Finding,
    Mode,
    Nearest,
    Passage,
    Relation,
    RunnerUp,
    Side,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from diptych.model.document import Document

# A link is likely by 1 / (1 + e^-x), x = a sum of what speaks for it: logistic regression on twelve
# comparisons of annual messages to the U.S. Congress, every cell of which was judged, rounded.
_CONTEXT, _SHARED, _POSITION, _BASE = 11.0, 0.6, 1.25, -8.05
_MOST_SHARED = 5
# Where links are made: the best F1 on those twelve is flat from 0.18 to 0.25, so few and sure.
_LINKED = 0.24
# A sentence that meets more than this is a general one; only its best links are kept.
_MOST_LINKS = 8
# Seconds between two reports of progress, well below what a reader notices as a delay.
_REPORT_EVERY = 0.03


class _Progress:
    """Passes progress on, not more often than it can be seen."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self._next = 0.0
        self._share = 0.0
        self._what = ""

    def stage(self, share: float, what: str) -> None:
        self._share, self._what = share, what
        self._report(share, what)

    def tick(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _REPORT_EVERY
            self._report(self._share, self._what)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared: both documents and their statements."""

    documents: tuple[Document, Document]
    left: list[Statement]
    right: list[Statement]


def _no_report(_share: float, _what: str) -> None:
    pass


def _finding_id(
    documents: tuple[Document, Document], left: Sequence[Passage], right: Sequence[Passage]
) -> str:
    parts = []
    for document, passages in zip(documents, (left, right), strict=True):
        spans = [f"{span.start}-{span.end}" for passage in passages for span in passage.spans]
        parts.append(f"{document.sha256}:{','.join(spans)}")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _likelihood(candidate: Candidate, left: Statement, right: Statement) -> float:
    total = (
        _BASE
        + _CONTEXT * math.sqrt(candidate.context)
        + _SHARED * min(candidate.shared, _MOST_SHARED)
        + _POSITION * (left.position + right.position)
    )
    return 1 / (1 + math.exp(-total))


def _scored(sides: _Sides, progress: _Progress) -> list[tuple[float, Candidate]]:
    left, right = (
        [features(one.sentence, one.topics) for one in side] for side in (sides.left, sides.right)
    )
    scored = []
    for one in candidates(left, right, progress.tick):
        likely = _likelihood(one, sides.left[one.left], sides.right[one.right])
        # Rounded, so that the last digit of a platform's mathematics decides nothing.
        scored.append((round(likely, 6), one))
        progress.tick()
    return scored


def _links(scored: Iterable[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return the pairs that count as links: likely, and among the best of both their sentences."""
    likely = [pair for pair in scored if pair[0] >= _LINKED]
    scores: dict[tuple[Side, int], list[float]] = {}
    for score, one in likely:
        scores.setdefault((Side.LEFT, one.left), []).append(score)
        scores.setdefault((Side.RIGHT, one.right), []).append(score)
    # What the best of those that find no room has: of equals all find room or none, so that the
    # choice does not hang on which document is left.
    least = {
        key: sorted(found, reverse=True)[_MOST_LINKS] if len(found) > _MOST_LINKS else 0.0
        for key, found in scores.items()
    }
    return [
        (score, one)
        for score, one in likely
        if score > max(least[Side.LEFT, one.left], least[Side.RIGHT, one.right])
    ]


def _pair(sides: _Sides, score: float, candidate: Candidate) -> Finding:
    left, right = sides.left[candidate.left], sides.right[candidate.right]
    judgement = relate(left, right)
    words = evidence(sides.documents, left, right)
    # How sure the link and how sure the relation is, by their geometric mean.
    sure = math.sqrt(score * judgement.confidence)
    second = math.sqrt(score * judgement.runner_up.confidence)
    one, two = (left.sentence.passage,), (right.sentence.passage,)
    return Finding(
        id=_finding_id(sides.documents, one, two),
        relation=judgement.relation,
        confidence=round(sure, 2),
        topics=tuple(topic for topic in left.topics if topic in right.topics),
        left=one,
        right=two,
        evidence=words,
        reason=_reason(judgement, words),
        runner_up=RunnerUp(judgement.runner_up.relation, round(second, 2)),
    )


def _reason(judgement: Judgement, words: Evidence) -> str:
    quoted = " and ".join(f"“{word}”" for word in words.shared[:2])
    link = judgement.rule.joint if quoted else ""
    return judgement.rule.reason.format(shared=link + quoted)


def _alone(sides: _Sides, side: Side, silence: Silence) -> Finding:
    own, others = (sides.left, sides.right) if side is Side.LEFT else (sides.right, sides.left)
    statement = own[silence.place]
    passage = (statement.sentence.passage,)
    left, right = (passage, ()) if side is Side.LEFT else ((), passage)
    nearest = None
    if silence.nearest is not None:
        nearest = Nearest(others[silence.nearest].sentence.passage, silence.score)
    of_left, of_right = (statement, None) if side is Side.LEFT else (None, statement)
    return Finding(
        id=_finding_id(sides.documents, left, right),
        relation=Relation.ONLY_LEFT if side is Side.LEFT else Relation.ONLY_RIGHT,
        confidence=silence.confidence,
        topics=statement.topics,
        left=left,
        right=right,
        evidence=evidence(sides.documents, of_left, of_right),
        reason=f"A plain position to which the {side.other} document has nothing near enough.",
        nearest=nearest,
    )


def _followed(sides: _Sides) -> frozenset[str]:
    """Return the topics that a document speaks to; where there are none, every position counts."""
    return frozenset(topic for one in (*sides.left, *sides.right) for topic in one.topics)


def _positions(sides: _Sides, progress: _Progress) -> list[Finding]:
    progress.stage(0.3, "Looking for passages on the same issue")
    scored = _scored(sides, progress)
    progress.stage(0.7, "Judging them")
    placed: list[tuple[tuple[int, int, int], Finding]] = []
    # The last left sentence that a right one or one before it is tied to, to place silences by.
    tied: dict[int, int] = {}
    for score, one in _links(scored):
        placed.append(((one.left, 0, one.right), _pair(sides, score, one)))
        tied[one.right] = min(one.left, tied.get(one.right, one.left))
        progress.tick()
    best: dict[Side, dict[int, tuple[float, int]]] = {Side.LEFT: {}, Side.RIGHT: {}}
    for score, one in scored:
        progress.tick()
        for side, place, other in (
            (Side.LEFT, one.left, one.right),
            (Side.RIGHT, one.right, one.left),
        ):
            if score > best[side].get(place, (0.0, 0))[0]:
                best[side][place] = (score, other)
    followed = _followed(sides)
    placed.extend(
        ((silence.place, 1, 0), _alone(sides, Side.LEFT, silence))
        for silence in silences(sides.left, best[Side.LEFT], followed)
    )
    for silence in silences(sides.right, best[Side.RIGHT], followed):
        near = max((place for place in tied if place < silence.place), default=None)
        at = tied[near] if near is not None else -1
        placed.append(((at, 2, silence.place), _alone(sides, Side.RIGHT, silence)))
    placed.sort(key=lambda pair: pair[0])
    return [finding for _, finding in placed]


def _words(documents: tuple[Document, Document], progress: _Progress) -> list[Finding]:
    left, right = (wording.tokens(document) for document in documents)
    progress.stage(0.2, "Comparing word by word")
    texts = [[token.text for token in side] for side in (left, right)]
    found = []
    for change in wording.changes(texts[0], texts[1], progress.tick):
        one = wording.passages(documents[0], left[change.left_start : change.left_end])
        two = wording.passages(documents[1], right[change.right_start : change.right_end])
        if one and two:
            relation, reason = Relation.DIVERGE, "Other words stand at the same place."
        elif one:
            relation, reason = Relation.ONLY_LEFT, "These words stand in the left document only."
        else:
            relation, reason = Relation.ONLY_RIGHT, "These words stand in the right document only."
        found.append(
            Finding(
                id=_finding_id(documents, one, two),
                relation=relation,
                confidence=1.0,
                topics=(),
                left=one,
                right=two,
                evidence=Evidence(
                    left_only=tuple(_cut(documents[0], passage) for passage in one),
                    right_only=tuple(_cut(documents[1], passage) for passage in two),
                ),
                reason=reason,
            )
        )
        progress.tick()
    return found


def _cut(document: Document, passage: Passage) -> str:
    return document.blocks[passage.block].text[passage.start : passage.end]


def compare(
    left: Document,
    right: Document,
    topics: Sequence[Topic],
    mode: Mode = Mode.POSITIONS,
    progress: Callable[[float, str], None] = _no_report,
) -> Comparison:
    """Compare two documents.

    Args:
        left: a document.
        right: another; the same one on both sides is compared word by word.
        topics: what the reader follows; with none, findings have no topic and every position
            counts as followed.
        mode: positions or wording.
        progress: called with the share done (0 to 1) and what is going on, at least every tenth of
            a second; may raise `Cancelled`.
    """
    report = _Progress(progress)
    documents = (left, right)
    remark = ""
    if left.sha256 == right.sha256:
        mode = Mode.WORDS
    if mode is Mode.WORDS:
        findings = _words(documents, report)
        if left.sha256 == right.sha256:
            differ = "no word differs" if not findings else "some words differ"
            remark = f"Both sides are the same document, so it was compared word by word: {differ}."
    else:
        index = TopicIndex(topics)
        report.stage(0.0, "Reading the left document")
        of_left = statements(left, index, report.tick)
        report.stage(0.15, "Reading the right document")
        sides = _Sides(documents, of_left, statements(right, index, report.tick))
        findings = _positions(sides, report)
        remark = _remark(sides)
    progress(1.0, "Done")
    return Comparison(left.sha256, right.sha256, mode, ENGINE, tuple(findings), remark)


def _remark(sides: _Sides) -> str:
    empty = [
        side for side, found in ((Side.LEFT, sides.left), (Side.RIGHT, sides.right)) if not found
    ]
    if len(empty) == 2:
        return "Neither document has sentences that could be compared."
    if empty:
        return f"The {empty[0]} document has no sentences that could be compared."
    return ""


def judge(left: str, right: str) -> tuple[Relation, float, RunnerUp]:
    """Judge two bare texts that are known to belong together.

    Returns:
        `converge`, `diverge` or `partial`, how sure that is (0 to 1), and the second best.
    """
    judgement = relate(bare_statement(left), bare_statement(right))
    return judgement.relation, judgement.confidence, judgement.runner_up
