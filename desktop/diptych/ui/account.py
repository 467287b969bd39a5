"""A finding told in sentences, for the side panel and for screen readers.

Every word about the texts comes from the finding's evidence, which was cut from the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.comparison import Relation, Side, Wording
from diptych.ui.language import _, said
from diptych.ui.prose import Line, Piece
from diptych.ui.theme import RELATION_INK
from diptych.ui.wording import (
    cue_kind,
    glyph,
    joined,
    moment,
    one_line,
    percent,
    relation_word,
    wording_word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import JudgementChange
    from diptych.ui.rows import Row
    from diptych.ui.theme import Token
    from diptych.ui.wording import Labels


_SHORT = 12


def heading(row: Row, labels: Labels) -> Line:
    """Return the finding's heading: "≠ They diverge on root causes"."""
    relation = row.relation
    ink: Token = RELATION_INK[relation] if relation else "dim"
    if row.is_wording:
        text = _wording_heading(row, labels)
        return Line((Piece(f"{glyph(relation)} {text}", ink, bold=True),), large=True)
    topics, unsure = joined(row.finding.topics), row.is_unsure
    match relation:
        case Relation.CONVERGE:
            verb = _("They may converge") if unsure else _("They converge")
            rest = _(" on {topics}")
        case Relation.DIVERGE:
            verb = _("They may diverge") if unsure else _("They diverge")
            rest = _(" on {topics}")
        case Relation.PARTIAL:
            verb = _("They may share a part") if unsure else _("They share a part")
            rest = _(" on {topics}")
        case Relation.ONLY_LEFT | Relation.ONLY_RIGHT:
            verb = _("Perhaps only {document}") if unsure else _("Only {document}")
            verb = verb.format(document=_speaker(row, labels))
            rest = _(" speaks to {topics}") if topics else _(" speaks to this")
        case None:
            verb, rest = _("Not a pair"), ""
    sign = f"{glyph(relation)}?" if unsure and relation else glyph(relation)
    pieces = [Piece(f"{sign} {verb}", ink, bold=True)]
    if topics or (relation and relation.is_one_sided):
        pieces.append(Piece(rest.format(topics=topics), bold=True))
    return Line(tuple(pieces), large=True)


def _wording_heading(row: Row, labels: Labels) -> str:
    match row.finding.wording:
        case Wording.MOVED if row.finding.evidence.left_only or row.finding.evidence.right_only:
            return _("Moved to another place, and changed")
        case Wording.MOVED:
            return _("Moved to another place")
        case kind if kind and kind.is_noise:
            return _("The same words: {difference}").format(difference=wording_word(kind))
    if row.finding.relation.is_one_sided:
        return _("Only {document} has these words").format(document=_speaker(row, labels))
    return _("Other words at this place")


def standing(row: Row, labels: Labels) -> Line:
    """Return who says so, and how sure: the reader's verdict or the engine's suggestion."""
    if row.is_wording:
        text = _("The wording was compared; what is held is not judged.")
        return Line((Piece(text, "dim"),), small=True)
    sure = _("{share} sure").format(share=percent(row.finding.confidence))
    if row.verdict is None:
        text = _("{sure} · suggested by Diptych, not yet confirmed").format(sure=sure)
    elif row.verdict.relation is row.finding.relation:
        text = _("Your verdict · Diptych says the same, {sure}").format(sure=sure)
    else:
        word = relation_word(row.finding.relation, labels)
        text = _("Your verdict · Diptych suggested “{word}”, {sure}").format(word=word, sure=sure)
    return Line((Piece(text, "dim"),), small=True)


def evidence(row: Row, labels: Labels) -> tuple[Line, ...]:
    """Return the words that carry the finding, in a sentence for each side."""
    if row.is_wording:
        ink = RELATION_INK[row.finding.relation]
        quoted = tuple(
            Line((Piece(labels.of(side), bold=True), Piece(": "), Piece(row.quote(side), ink)))
            for side in Side
            if row.quote(side)
        )
        moved = row.finding.wording is Wording.MOVED
        return (*quoted, *_only_said(row, labels)) if moved else quoted
    if row.finding.wording is Wording.NEAR_COPY:
        same = Line((Piece(_("One statement, in much the same words."), "dim"),))
        return (same, *_only_said(row, labels))
    if row.finding.relation.is_one_sided:
        return _search_proof(row, labels)
    found = row.finding.evidence
    own: Token = "diverge_ink" if row.relation is Relation.DIVERGE else "ink"
    lines = []
    for document, words in ((labels.left, found.left_only), (labels.right, found.right_only)):
        if words:
            lines.append(
                Line((Piece(document, bold=True), Piece(_(" names ")), *_listed(words, own)))
            )
    if found.shared:
        start = Piece(_("Both name ") if lines else _("Both name the same: "))
        lines.append(Line((start, *_listed(found.shared, "converge_ink"))))
    if not lines:
        lines.append(Line((Piece(_("No single words carry this finding."), "dim"),)))
    return tuple(lines)


def reasons(row: Row, labels: Labels) -> tuple[Line, ...]:
    """Return why the mark is there: the rule that spoke, its cues, and what came second."""
    finding = row.finding
    called = {"the left document": labels.left, "the right document": labels.right}
    lines = [Line((Piece(said(finding.reason, called)),))] if finding.reason else []
    for side in Side:
        kinds: dict[str, list[str]] = {}
        for cue in finding.evidence.cues:
            if cue.side is side and cue_kind(cue.kind) not in kinds.setdefault(cue.text, []):
                kinds[cue.text].append(cue_kind(cue.kind))
        if kinds:
            start = _(" signals: ")
            words = "; ".join(f"“{text}” ({', '.join(all_)})" for text, all_ in kinds.items())
            lines.append(Line((Piece(labels.of(side), bold=True), Piece(start + words))))
    if finding.runner_up:
        second = finding.runner_up
        word = f"{glyph(second.relation)} {relation_word(second.relation, labels)}"
        lines.append(
            Line(
                (
                    Piece(_("Second best: ")),
                    Piece(word, RELATION_INK[second.relation]),
                    Piece(", " + _("{share} sure").format(share=percent(second.confidence))),
                )
            )
        )
    return tuple(lines)


def history(changes: Sequence[JudgementChange], labels: Labels) -> tuple[Line, ...]:
    """Return what the reader's verdict was before, and when that changed, the latest first."""
    lines = []
    for change in reversed(changes):
        words = f"{moment(change.changed)}: {_judged(change.after, labels)}"
        if change.before:
            words += f" ({_('before:')} {_judged(change.before, labels)})"
        lines.append(Line((Piece(words, "dim"),), small=True))
    return tuple(lines)


def _judged(value: str, labels: Labels) -> str:
    if not value:
        return _("verdict taken back")
    relation = Relation(value) if value in list(Relation) else None
    return f"{glyph(relation)} {relation_word(relation, labels)}"


def sentence(row: Row, labels: Labels) -> str:
    """Return the whole finding as a screen reader should speak it."""
    parts = [row.label + "."]
    parts += (said_by(row, side, labels) for side in Side)
    if row.has_note:
        parts.append(_("Has a note."))
    return " ".join(parts)


def said_by(row: Row, side: Side, labels: Labels) -> str:
    """Return the words of one side, and whose they are."""
    quote = row.quote(side) or _("no passage speaks to this.")
    return f"{labels.of(side)}: {quote}"


def evidence_in_short(row: Row) -> str:
    """Return the evidence in a few words, for the list."""
    found = row.finding.evidence
    if row.is_wording:
        return ""
    if row.finding.nearest:
        return _("nearest {score}").format(score=f"{row.finding.nearest.score:.2f}")
    left, right = " · ".join(found.left_only[:2]), " · ".join(found.right_only[:2])
    shared = " · ".join(found.shared[:2])
    if row.relation is not Relation.CONVERGE and left and right:
        if len(left) + len(right) > 2 * _SHORT:
            # Of long ones the beginnings: else the one would leave no room for the other.
            left, right = (
                one_line(words[0], _SHORT) for words in (found.left_only, found.right_only)
            )
        return f"{left} ↔ {right}"
    return shared or f"{left} ↔ {right}".strip(" ↔")


def _speaker(row: Row, labels: Labels) -> str:
    return labels.left if row.relation is Relation.ONLY_LEFT else labels.right


def _only_said(row: Row, labels: Labels) -> tuple[Line, ...]:
    """Return the words that only one of two passages has, of passages that are much the same."""
    found = row.finding.evidence
    ink: Token = "diverge_ink" if row.relation is Relation.DIVERGE else "ink"
    return tuple(
        Line(
            (
                Piece(_("Only {document} says: ").format(document=document)),
                Piece(" · ".join(words), ink),
            )
        )
        for document, words in ((labels.left, found.left_only), (labels.right, found.right_only))
        if words
    )


def _listed(words: tuple[str, ...], ink: Token) -> tuple[Piece, ...]:
    return (Piece(", ".join(words), ink), Piece("."))


def _search_proof(row: Row, labels: Labels) -> tuple[Line, ...]:
    left_speaks = row.finding.relation is Relation.ONLY_LEFT
    speaker, silent = (labels.left, labels.right) if left_speaks else (labels.right, labels.left)
    found = row.finding.evidence
    words = found.left_only if left_speaks else found.right_only
    lines = []
    if words:
        lines.append(Line((Piece(speaker, bold=True), Piece(_(" names ")), *_listed(words, "ink"))))
    if row.finding.nearest:
        score = f"{row.finding.nearest.score:.2f}"
        text = _(" comes nearest with a score of {score} of 1: ").format(score=score)
        lines.append(
            Line((Piece(silent, bold=True), Piece(text), Piece(f"“{row.nearest}”", "dim")))
        )
    else:
        lines.append(Line((Piece(silent, bold=True), Piece(_(" has no passage that comes near.")))))
    return tuple(lines)
