"""The words for relations, silences and counts that all reports for readers share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diptych.model.comparison import Relation, Side, Wording
from diptych.model.note import NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Cue, Finding, Passage
    from diptych.model.note import Note
    from diptych.model.report import Report

GLYPHS = {
    Relation.CONVERGE: "=",
    Relation.DIVERGE: "≠",
    Relation.PARTIAL: "≈",
    Relation.ONLY_LEFT: "○",
    Relation.ONLY_RIGHT: "○",
    None: "×",
}
HEADLINES = {
    Relation.CONVERGE: "They converge",
    Relation.DIVERGE: "They diverge",
    Relation.PARTIAL: "They share a part",
    Relation.ONLY_LEFT: "Only the left text speaks",
    Relation.ONLY_RIGHT: "Only the right text speaks",
    None: "Not a pair",
}
COLUMNS = {
    Relation.CONVERGE: "= converge",
    Relation.DIVERGE: "≠ diverge",
    Relation.PARTIAL: "≈ partial",
    Relation.ONLY_LEFT: "○ only left",
    Relation.ONLY_RIGHT: "○ only right",
}
WORDINGS = {
    Wording.OTHER: "Other words",
    Wording.MOVED: "Moved to another place",
    Wording.CASE: "The same words, other capitals",
    Wording.PUNCTUATION: "The same words, other punctuation",
    Wording.SPACING: "The same words, other spaces",
    Wording.HYPHENATION: "The same words, other hyphens",
    Wording.MISREAD: "The same words, misread letters",
}
NO_TOPIC = "no topic"


def headline(report: Report, finding: Finding) -> str:
    """Return what a finding says, with its sign: "≠ They diverge on asylum, root causes"."""
    relation = report.relation(finding)
    if finding.wording in WORDINGS and finding.id not in report.verdicts:
        return f"{GLYPHS[relation]} {WORDINGS[finding.wording]}"
    unsure = "?" if report.is_unsure(finding) else ""
    topics = f" on {', '.join(finding.topics)}" if finding.topics and relation else ""
    return f"{GLYPHS[relation]}{unsure} {HEADLINES[relation]}{topics}"


def confidence(report: Report, finding: Finding) -> str:
    """Return in a sentence or two who says so and how sure that is."""
    if finding.wording in WORDINGS and finding.id not in report.verdicts:
        return "The wording was compared; what is held is not judged."
    words = f"{_relation(finding.relation)}, {percent(finding.confidence)} sure"
    if finding.runner_up:
        second = finding.runner_up
        words += f"; next {_relation(second.relation)}, {percent(second.confidence)}"
    if finding.id in report.verdicts:
        return f"This is the reader's verdict. Diptych says: {words}."
    return f"Diptych says: {words}."


def cue(found: Cue) -> str:
    """Return where a cue stands and what it does: "left, cause"."""
    return f"{found.side.value}, {found.kind}"


def evidence(finding: Finding) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what carries a finding: a name ("In both", "Cue (left, cause)") and its words."""
    found = finding.evidence
    rows = (
        ("In both", found.shared),
        ("Only left", found.left_only),
        ("Only right", found.right_only),
    )
    yield from (row for row in rows if row[1])
    yield from ((f"Cue ({cue(each)})", (each.text,)) for each in found.cues)


def silence(finding: Finding) -> tuple[Side, str] | None:
    """Return the silent side and how near its nearest passage comes, for a finding that has one."""
    if finding.nearest is None:
        return None
    side = Side.RIGHT if finding.relation is Relation.ONLY_LEFT else Side.LEFT
    return side, f"Nearest passage in the {side.value} text, score {finding.nearest.score:.2f}"


def page(report: Report, side: Side, passage: Passage) -> str:
    """Return the page on which a passage begins, as ", page iv", or "" where there are none."""
    document = report.document(side)
    if not document.pages or not passage.spans:
        return ""
    return f", page {document.pages[document.page_at(passage.spans[0].start)].label}"


def counts(report: Report) -> list[tuple[str, list[int]]]:
    """Return for each topic, and for the whole, how many findings have each relation of `COLUMNS`.

    Findings that the reader called no pair count nowhere.
    """
    found: dict[str, Counter[Relation | None]] = {}
    whole: Counter[Relation | None] = Counter()
    for finding in report.comparison.findings:
        relation = report.relation(finding)
        whole[relation] += 1
        for topic in finding.topics or (NO_TOPIC,):
            found.setdefault(topic, Counter())[relation] += 1
    order = [topic.name for topic in report.topics if topic.name in found]
    order += [name for name in found if name not in order]
    rows = [(name, found[name]) for name in order] + [("all findings", whole)]
    return [(name, [counter[relation] for relation in COLUMNS]) for name, counter in rows]


def made_by(report: Report) -> str:
    """Return in a sentence what compared what."""
    engine = report.comparison.engine
    models = "".join(f", {model.name} ({model.sha256[:12]})" for model in engine.models)
    compared = {"positions": "Positions", "words": "Words"}[report.comparison.mode.value]
    return f"{compared} compared by {engine.name} {engine.version}{models}."


def place_of(note: Note) -> str:
    """Return what a note is on that has no words: a page, a document, both documents."""
    pages = [anchor.page + 1 for anchor in note.anchors if not anchor.quote]
    if pages:
        return f"page {pages[0]}"
    kinds = {NoteKind.DOCUMENT: "the document", NoteKind.READING: "both documents"}
    return kinds.get(note.kind, "")


def percent(share: float) -> str:
    """Return a share of 1 as a whole percentage."""
    return f"{round(share * 100)} %"


def _relation(relation: Relation) -> str:
    return relation.value.replace("_", " ")
