"""Two documents become a comparison, by trained models or by words alone."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from diptych.compare import LEXICAL, current, encoder, models, search, word_findings
from diptych.compare import words as wording
from diptych.compare.evidence import evidence
from diptych.compare.links import Link, grouped
from diptych.compare.near_copies import with_word_differences
from diptych.compare.noise import DAMAGED, certainty, noise
from diptych.compare.reasons import told, told_of
from diptych.compare.relate import Judgement, relate
from diptych.compare.silence import Silence
from diptych.compare.statements import Statement, bare_statement, statements
from diptych.compare.topics import TopicIndex
from diptych.compare.versions import are_versions
from diptych.model.comparison import (
    Comparison,
    Engine,
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

    from diptych.compare.encoder import Encoder
    from diptych.compare.models import Models
    from diptych.compare.noise import Known
    from diptych.compare.words import Token
    from diptych.model.document import Document

_ENGLISH_ONLY = (
    "The trained models read English only, so this comparison goes by words alone; the optional "
    f"packages {encoder.PACKAGE} and sentencepiece read other languages, too."
)
_MULTILINGUAL = (
    "The trained models read English only: a multilingual model linked the passages and rules over "
    "cue words judged them, which is less sure."
)
_UNFINISHED = "These are first findings, by words alone: the analysis was not finished."
_LEFT_ALONE = "A plain position to which nothing in {right_document} comes near enough."
_RIGHT_ALONE = "A plain position to which nothing in {left_document} comes near enough."
_ONE_TALE = "Both tell one thing, so each passage is tied to its own counterpart alone."
_VERSIONS = "These two look like versions of one text"
# Seconds between two reports of progress, well below what a reader notices as a delay.
_REPORT_EVERY = 0.03


class _Progress:
    """Passes progress on, not more often than it can be seen."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self._next = 0.0
        self._share = self._step = self._most = 0.0
        self._what = ""

    def stage(self, share: float, what: str) -> None:
        self._share, self._what = share, what
        self._step, self._most = 0.0, share
        self._report(share, what)

    def expect(self, steps: int, share: float) -> None:
        """Let so many ticks bring the share done from here to another."""
        self._step = (share - self._share) / max(1, steps)
        self._most = share

    def tick(self) -> None:
        self._share = min(self._most, self._share + self._step)
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _REPORT_EVERY
            self._report(self._share, self._what)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared: both documents, the names of the topics, the statements, known words."""

    documents: tuple[Document, Document]
    topics: tuple[str, ...]
    left: list[Statement]
    right: list[Statement]
    known: Known | None


def _cut_to_size(left: list[Statement], right: list[Statement], pairs: int) -> str:
    """Drop what is least likely a position where there are too many pairs, and say so, else ""."""
    if len(left) * len(right) <= pairs:
        return ""
    # A short side stays whole, and the long one keeps the more.
    most = max(math.isqrt(pairs), pairs // min(len(left), len(right)))
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


def _groups(sides: _Sides, links: list[Link], progress: _Progress) -> list[list[Link]]:
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
    sure, remark = _damage(sides, [*left, *right])
    return Finding(
        id=_finding_id(sides.documents, one, two),
        relation=best.judgement.relation,
        confidence=round(best.likely * best.judgement.confidence * sure, 2),
        topics=tuple(topic for topic in sides.topics if topic in common),
        left=one,
        right=two,
        evidence=words,
        reason=told(best.judgement.relation, _reason(best.judgement, words), left, right, words)
        + remark,
        runner_up=RunnerUp(second.relation, round(best.likely * second.confidence * sure, 2)),
    )


def _paired(sides: _Sides, group: list[Link]) -> Finding:
    return with_word_differences(_pair(sides, group), sides.documents)


def _damage(sides: _Sides, statements: Sequence[Statement]) -> tuple[float, str]:
    """Return what damaged text leaves of a confidence, and the words that say so, else ""."""
    noises = [noise(one.sentence.text, one.sentence.language, sides.known) for one in statements]
    said = " The text is damaged here, so this is less sure." if max(noises) >= DAMAGED else ""
    return certainty(*noises), said


def _reason(judgement: Judgement, words: Evidence) -> str:
    quoted = " and ".join(f"“{word}”" for word in words.shared[:2])
    if not quoted:
        return judgement.wordless or judgement.reason.format(shared="")
    return judgement.reason.format(shared=judgement.joint + quoted)


def _alone(sides: _Sides, side: Side, silence: Silence) -> Finding:
    own, others = (sides.left, sides.right) if side is Side.LEFT else (sides.right, sides.left)
    statement = own[silence.place]
    passage = (statement.sentence.passage,)
    left, right = (passage, ()) if side is Side.LEFT else ((), passage)
    nearest = None
    if silence.nearest is not None:
        nearest = Nearest(others[silence.nearest].sentence.passage, silence.score)
    sure, remark = _damage(sides, [statement])
    of_left, of_right = ([statement], []) if side is Side.LEFT else ([], [statement])
    return Finding(
        id=_finding_id(sides.documents, left, right),
        relation=Relation.ONLY_LEFT if side is Side.LEFT else Relation.ONLY_RIGHT,
        confidence=round(silence.confidence * sure, 2),
        topics=statement.topics,
        left=left,
        right=right,
        evidence=evidence(sides.documents, of_left, of_right),
        reason=told_of(_LEFT_ALONE if side is Side.LEFT else _RIGHT_ALONE) + remark,
        nearest=nearest,
    )


def _positions(
    sides: _Sides,
    trained: Models | Encoder | None,
    progress: _Progress,
    early: Callable[[list[Finding]], None],
) -> tuple[list[Finding], str]:
    """Return the findings in the order of the left text, and what is to be said of all, else ""."""

    def begun(links: list[Link]) -> None:
        found = [
            (min((link.left, link.right) for link in group), _paired(sides, group))
            for group in _groups(sides, links, progress)
        ]
        early([finding for _, finding in sorted(found, key=lambda pair: pair[0])])
        progress.stage(0.4, "Reading what they mean")
        # Each sentence is read alone, and among its neighbours in windows of about five.
        progress.expect((len(sides.left) + len(sides.right)) * 6 // 5, 0.9)

    progress.stage(0.3, "Looking for passages on the same issue")
    if trained is None:
        found = search.by_words(sides.left, sides.right, progress.tick)
    else:
        found = search.by_models(trained, sides.left, sides.right, progress.tick, begun)
    progress.stage(0.9, "Putting them together")
    placed: list[tuple[tuple[int, int, int], Finding]] = []
    # The first left sentence that a right one is tied to, to place silences by.
    tied: dict[int, int] = {}
    for group in _groups(sides, found.links, progress):
        first = min((link.left, link.right) for link in group)
        placed.append(((first[0], 0, first[1]), _paired(sides, group)))
        for link in group:
            tied[link.right] = min(link.left, tied.get(link.right, link.left))
        progress.tick()
    placed.extend(
        ((silence.place, 1, 0), _alone(sides, Side.LEFT, silence))
        for silence in found.silent[Side.LEFT]
    )
    for silence in found.silent[Side.RIGHT]:
        near = max((place for place in tied if place < silence.place), default=None)
        at = tied[near] if near is not None else -1
        placed.append(((at, 2, silence.place), _alone(sides, Side.RIGHT, silence)))
    placed.sort(key=lambda pair: pair[0])
    return [finding for _, finding in placed], _ONE_TALE if found.one_tale else ""


def _words(
    documents: tuple[Document, Document],
    sides: tuple[Sequence[Token], Sequence[Token]],
    known: Known | None,
    progress: _Progress,
) -> list[Finding]:
    progress.stage(0.2, "Comparing word by word")
    named = partial(_finding_id, documents)
    return word_findings.word_findings(documents, sides, known, named, progress.tick)


def compare(
    left: Document,
    right: Document,
    topics: Sequence[Topic],
    mode: Mode | None = Mode.POSITIONS,
    progress: Callable[[float, str], None] = _no_report,
    known: Known | None = None,
    early: Callable[[Comparison], None] | None = None,
) -> Comparison:
    """Compare two documents.

    Args:
        left: a document.
        right: another; the same one on both sides is compared word by word.
        topics: what the reader follows; with none, findings have no topic and every position
            counts as followed.
        mode: positions or wording; None: wording where the two are versions of one text.
        progress: called with the share done (0 to 1) and what is going on, at least every tenth of
            a second; may raise `Cancelled`.
        known: whether letters are a word: findings on text with damaged words are less sure.
        early: called with the first findings, by words alone, before the models have read; what is
            returned does not hang on it.
    """
    report = _Progress(progress)
    documents = (left, right)
    hashes = left.sha256, right.sha256
    remark, made_by = "", LEXICAL
    tokens = wording.tokens(left), wording.tokens(right)
    same = left.sha256 == right.sha256
    versions = same or are_versions(*tokens)
    if mode is Mode.WORDS or same or (versions and mode is None):
        mode = Mode.WORDS
        findings = _words(documents, tokens, known, report)
        remark = _words_remark(findings, same=same, versions=versions)
    else:
        del tokens  # of a long text they take more room than all that follows
        index = TopicIndex(topics)
        report.stage(0.0, "Reading the left document")
        of_left = statements(left, index, report.tick)
        report.stage(0.15, "Reading the right document")
        of_right = statements(right, index, report.tick)
        sides = _Sides(documents, tuple(topic.name for topic in topics), of_left, of_right, known)
        trained, remark = _models((*sides.left[:1], *sides.right[:1]))
        most = search.MOST_BY_MODELS if trained else search.MOST_BY_WORDS
        remark = " ".join(filter(None, (_cut_to_size(of_left, of_right, most), remark)))

        def begun(found: list[Finding]) -> None:
            if early is not None and found:
                first = tuple(found)
                early(Comparison(*hashes, Mode.POSITIONS, LEXICAL, first, _UNFINISHED))

        findings, told = _positions(sides, trained, report, begun)
        made_by = _made_by(trained)
        remark = _remark(sides) or f"{told} {remark}".strip()
        if versions:
            remark = f"{_VERSIONS}: word by word shows every change. {remark}".rstrip()
    progress(1.0, "Done")
    return Comparison(*hashes, mode or Mode.POSITIONS, made_by, tuple(findings), remark)


def ask(
    claim: Document,
    document: Document,
    topics: Sequence[Topic],
    progress: Callable[[float, str], None] = _no_report,
    known: Known | None = None,
) -> Comparison:
    """Compare a claim, as a document of its own, with a document that is to answer it.

    Args:
        claim: a sentence, or a few.
        document: another document.
        topics, progress, known: see `compare`.

    Returns:
        The document's answers, the surest first. Last stands the claim alone with what came nearest
        and is no answer: a silence where nothing else stands there, else the proof of search.
    """
    report, index = _Progress(progress), TopicIndex(topics)
    report.stage(0.0, "Reading the document")
    asked, said = (statements(each, index, report.tick) for each in (claim, document))
    sides = _Sides((claim, document), tuple(topic.name for topic in topics), asked, said, known)
    trained, remark = _models((*asked[:1], *said[:1]))
    _cut_to_size(asked, said, search.MOST_BY_MODELS if trained else search.MOST_BY_WORDS)
    report.stage(0.2, "Looking for an answer")
    if trained is None:
        found = search.by_words(asked, said, report.tick)
    elif isinstance(trained, encoder.Encoder):
        found = search.by_models(trained, asked, said, report.tick)
    else:
        found = search.answers(trained, asked, said, report.tick)
    found = search.with_verbatim(found, asked, said)
    answers = [_pair(sides, group) for group in _groups(sides, found.links, report)]
    answers.sort(key=lambda one: -one.confidence)
    linked = {link.right for link in found.links}
    missed = {
        place: score
        for place, (score, _claim) in found.nearest[Side.RIGHT].items()
        if place not in linked
    }
    if asked:
        # The earlier of two that come as near, whatever the order in which they were met.
        near = min(missed, key=lambda place: (-missed[place], place), default=None)
        score = round(missed[near], 2) if near is not None else 0.0
        answers.append(_alone(sides, Side.LEFT, Silence(0, near, score)))
    made_by = _made_by(trained)
    progress(1.0, "Done")
    hashes = claim.sha256, document.sha256
    return Comparison(*hashes, Mode.POSITIONS, made_by, tuple(answers), _remark(sides) or remark)


def _words_remark(findings: Sequence[Finding], *, same: bool, versions: bool) -> str:
    if same:
        differ = "no word differs" if not findings else "some words differ"
        return f"Both sides are the same document, so it was compared word by word: {differ}."
    remark = f"{_VERSIONS}; compared word by word. " if versions else ""
    return remark + (word_findings.told(findings) or "No word differs.")


def _models(samples: Iterable[Statement]) -> tuple[Models | Encoder | None, str]:
    """Return the trained models, or why it goes by words alone: what to compare, by example."""
    if any(one.sentence.language != search.LANGUAGE for one in samples):
        if encoder.load() is not None:
            return encoder.load(), _MULTILINGUAL
        return None, _ENGLISH_ONLY
    try:
        return models.load(), ""
    except models.UnusableModelsError as error:
        return None, f"This comparison goes by words alone, without trained models: {error}."


def _made_by(trained: Models | Encoder | None) -> Engine:
    if trained is None:
        return LEXICAL
    return encoder.ENGINE if isinstance(trained, encoder.Encoder) else current()


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
    one, two = bare_statement(left), bare_statement(right)
    trained, _ = _models((one, two))
    judgement = relate(one, two, linked=False)
    by_rules = judgement.relation, judgement.confidence, judgement.runner_up
    if not isinstance(trained, models.Models):
        return by_rules
    from diptych.compare.linking import relation_columns, relation_of, turned_round

    if judgement.relation is Relation.DIVERGE and turned_round(one, two):
        return by_rules
    return relation_of(relation_columns(trained.judge_both(left, right)), trained.weights["pairs"])
