"""Two documents become a comparison: the lexical engine, without models, the same everywhere."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare import ENGINE
from diptych.compare import words as wording
from diptych.compare.candidates import candidates, features
from diptych.compare.evidence import evidence
from diptych.compare.links import LINKED, Link, best_of, grouped, likelihood
from diptych.compare.relate import Judgement, relate
from diptych.compare.silence import CONFIDENCE, Silence, silences
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
    from collections.abc import Callable, Sequence

    from diptych.compare.candidates import Candidate
    from diptych.model.document import Document

# Seconds between two reports of progress, well below what a reader notices as a delay.
_REPORT_EVERY = 0.03
# Pairs of sentences that are looked at: more would take minutes and about a gigabyte.
_MOST_PAIRS = 40_000_000


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
    """What is compared: both documents, their statements, and the names of the topics."""

    documents: tuple[Document, Document]
    topics: tuple[str, ...]
    left: list[Statement]
    right: list[Statement]


def _cut_to_size(left: list[Statement], right: list[Statement]) -> str:
    """Drop what is least likely a position where there are too many pairs, and say so, else ""."""
    if len(left) * len(right) <= _MOST_PAIRS:
        return ""
    # A short side stays whole, and the long one keeps the more.
    most = max(math.isqrt(_MOST_PAIRS), _MOST_PAIRS // min(len(left), len(right)))
    for side in (left, right):
        # Rounded, so that the last digit of a platform's mathematics decides nothing.
        weakest = sorted(side, key=lambda one: (-round(one.position, 6), one.sentence.index))[most:]
        dropped = {one.sentence.index for one in weakest}
        side[:] = [one for one in side if one.sentence.index not in dropped]
    return (
        f"The texts are too long to compare every sentence; the {most:,} strongest positions of "
        "each side were compared."
    )


def _no_report(_share: float, _what: str) -> None:
    pass


def _finding_id(
    documents: tuple[Document, Document], left: Sequence[Passage], right: Sequence[Passage]
) -> str:
    parts = []
    for document, passages in zip(documents, (left, right), strict=True):
        spans = [f"{span.start}-{span.end}" for passage in passages for span in passage.spans]
        parts.append(f"{document.sha256}:{','.join(spans)}")
    # Sorted, so that a pair is known again when the two documents change sides.
    return hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Search:
    """What the search for pairs found.

    Args:
        likely: the pairs that may be links, with their likelihood.
        best: for every sentence the likelihood and the number of its nearest counterpart.
    """

    likely: list[tuple[float, Candidate]]
    best: dict[Side, dict[int, tuple[float, int]]]


def _search(sides: _Sides, progress: _Progress) -> _Search:
    left, right = (features(side, progress.tick) for side in (sides.left, sides.right))
    found = _Search([], {Side.LEFT: {}, Side.RIGHT: {}})
    of_left, of_right = found.best[Side.LEFT], found.best[Side.RIGHT]
    for one in candidates(left, right, progress.tick):
        score = likelihood(one, sides.left[one.left], sides.right[one.right])
        if score >= LINKED:
            found.likely.append((score, one))
        if score > of_left.get(one.left, (0.0, 0))[0]:
            of_left[one.left] = (score, one.right)
        if score > of_right.get(one.right, (0.0, 0))[0]:
            of_right[one.right] = (score, one.left)
        progress.tick()
    return found


def _groups(
    sides: _Sides, likely: list[tuple[float, Candidate]], progress: _Progress
) -> list[list[Link]]:
    links = []
    for score, one in best_of(likely):
        judgement = relate(sides.left[one.left], sides.right[one.right])
        links.append(Link(one.left, one.right, score, judgement))
        progress.tick()
    turned = sides.documents[0].sha256 > sides.documents[1].sha256

    def order(link: Link) -> tuple[int, int]:
        return (link.right, link.left) if turned else (link.left, link.right)

    return grouped(links, sides.left, sides.right, order, progress.tick)


def _together(document: Document, side: Sequence[Statement]) -> Passage:
    """Return neighbouring sentences of one block as one passage."""
    first, last = side[0].sentence.passage, side[-1].sentence.passage
    spans = document.blocks[first.block].map.spans(first.start, last.end)
    return Passage(first.block, first.start, last.end, spans)


def _pair(sides: _Sides, group: list[Link]) -> Finding:
    best = group[0]
    left = [sides.left[place] for place in sorted({link.left for link in group})]
    right = [sides.right[place] for place in sorted({link.right for link in group})]
    one, two = (
        (_together(document, side),)
        for document, side in zip(sides.documents, (left, right), strict=True)
    )
    words = evidence(sides.documents, left, right)
    # That the link is right and that the relation is, too: of the findings on the comparisons that
    # `links` was fitted on, as many are right in both as this says, within .15 in each seventh.
    second = best.judgement.runner_up
    common = {topic for side in left for topic in side.topics}
    common &= {topic for side in right for topic in side.topics}
    return Finding(
        id=_finding_id(sides.documents, one, two),
        relation=best.judgement.relation,
        confidence=round(best.likely * best.judgement.confidence, 2),
        topics=tuple(topic for topic in sides.topics if topic in common),
        left=one,
        right=two,
        evidence=words,
        reason=_reason(best.judgement, words),
        runner_up=RunnerUp(second.relation, round(best.likely * second.confidence, 2)),
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
    of_left, of_right = ([statement], []) if side is Side.LEFT else ([], [statement])
    return Finding(
        id=_finding_id(sides.documents, left, right),
        relation=Relation.ONLY_LEFT if side is Side.LEFT else Relation.ONLY_RIGHT,
        confidence=CONFIDENCE,
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
    found = _search(sides, progress)
    progress.stage(0.7, "Judging them")
    placed: list[tuple[tuple[int, int, int], Finding]] = []
    # The first left sentence that a right one is tied to, to place silences by.
    tied: dict[int, int] = {}
    for group in _groups(sides, found.likely, progress):
        first = min((link.left, link.right) for link in group)
        placed.append(((first[0], 0, first[1]), _pair(sides, group)))
        for link in group:
            tied[link.right] = min(link.left, tied.get(link.right, link.left))
        progress.tick()
    followed = _followed(sides)
    placed.extend(
        ((silence.place, 1, 0), _alone(sides, Side.LEFT, silence))
        for silence in silences(sides.left, found.best[Side.LEFT], followed)
    )
    for silence in silences(sides.right, found.best[Side.RIGHT], followed):
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
        of_right = statements(right, index, report.tick)
        names = tuple(topic.name for topic in topics)
        remark = _cut_to_size(of_left, of_right)
        sides = _Sides(documents, names, of_left, of_right)
        findings = _positions(sides, report)
        remark = remark or _remark(sides)
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
