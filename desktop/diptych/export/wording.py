"""The words for relations, silences and counts that all reports for readers share."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from diptych.export.characters import visible_name
from diptych.model.comparison import Relation, Side, Wording
from diptych.model.note import NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Finding, Passage
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
    Relation.ONLY_LEFT: "Only {} speaks",
    Relation.ONLY_RIGHT: "Only {} speaks",
    None: "Not a pair",
}
RELATIONS = {
    Relation.CONVERGE: "converge",
    Relation.DIVERGE: "diverge",
    Relation.PARTIAL: "partial",
    Relation.ONLY_LEFT: "only {}",
    Relation.ONLY_RIGHT: "only {}",
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
_LETTERS = 40
_SPOKEN_FOR = {Relation.ONLY_LEFT: Side.LEFT, Relation.ONLY_RIGHT: Side.RIGHT}
# A quotation stays, whatever it speaks of.
_CALLED = re.compile("“[^”]*”|[Tt]he (?:left|right) document")


def label(report: Report, side: Side) -> str:
    """Return how a document is called in sentences: its year, else its title, else its side.

    Of what the documents themselves say, so that the shell and the window write the same.
    """
    both = report.left, report.right
    years = [document.date[:4] for document in both]
    titles = [_short(document.title) for document in both]
    at = 0 if side is Side.LEFT else 1
    if all(years) and years[0] != years[1]:
        return years[at]
    return f"“{titles[at]}”" if titles[0] != titles[1] else f"the {side.value} document"


def _short(title: str) -> str:
    line = " ".join(visible_name(title).split())
    if len(line) <= _LETTERS:
        return line
    return (line[:_LETTERS].rpartition(" ")[0] or line[:_LETTERS]) + "…"


def reason(report: Report, finding: Finding) -> str:
    """Return why a finding is what it is, with both documents called by their labels."""
    named = {f"the {side.value} document": label(report, side) for side in Side}

    def called(found: re.Match[str]) -> str:
        name = named.get(found[0].lower(), found[0])
        return name[:1].upper() + name[1:] if found[0][:1].isupper() else name

    return _CALLED.sub(called, finding.reason)


def columns(report: Report) -> list[str]:
    """Return the heads of the table of counts."""
    return [f"{GLYPHS[relation]} {_relation(report, relation)}" for relation in RELATIONS]


def headline(report: Report, finding: Finding) -> str:
    """Return what a finding says, with its sign: "≠ They diverge on asylum, root causes"."""
    relation = report.relation(finding)
    if finding.wording in WORDINGS and finding.id not in report.verdicts:
        return f"{GLYPHS[relation]} {WORDINGS[finding.wording]}"
    unsure = "?" if report.is_unsure(finding) else ""
    topics = f" on {', '.join(finding.topics)}" if finding.topics and relation else ""
    speaker = _SPOKEN_FOR.get(relation) if relation else None
    head = HEADLINES[relation].format(label(report, speaker) if speaker else "")
    return f"{GLYPHS[relation]}{unsure} {head}{topics}"


def confidence(report: Report, finding: Finding) -> str:
    """Return in a sentence or two who says so and how sure that is."""
    if finding.wording in WORDINGS and finding.id not in report.verdicts:
        return "The wording was compared; what is held is not judged."
    words = f"{_relation(report, finding.relation)}, {percent(finding.confidence)} sure"
    if finding.runner_up:
        second = finding.runner_up
        words += f"; next {_relation(report, second.relation)}, {percent(second.confidence)}"
    if finding.id in report.verdicts:
        return f"This is the reader's verdict. Diptych says: {words}."
    return f"Diptych says: {words}."


def evidence(report: Report, finding: Finding) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what carries a finding: a name ("In both", "Cue (2018, cause)") and its words."""
    found = finding.evidence
    rows = (
        ("In both", found.shared),
        (f"Only {label(report, Side.LEFT)}", found.left_only),
        (f"Only {label(report, Side.RIGHT)}", found.right_only),
    )
    yield from (row for row in rows if row[1])
    for cue in found.cues:
        yield f"Cue ({label(report, cue.side)}, {cue.kind})", (cue.text,)


def silence(report: Report, finding: Finding) -> tuple[Side, str] | None:
    """Return the silent side and how near its nearest passage comes, for a finding that has one."""
    if finding.nearest is None:
        return None
    side = Side.RIGHT if finding.relation is Relation.ONLY_LEFT else Side.LEFT
    score = f"{finding.nearest.score:.2f}"
    return side, f"Nearest passage in {label(report, side)}, score {score}"


def page(report: Report, side: Side, passage: Passage) -> str:
    """Return the page on which a passage begins, as ", page iv", or "" where there are none."""
    document = report.document(side)
    if not document.pages or not passage.spans:
        return ""
    return f", page {document.pages[document.page_at(passage.spans[0].start)].label}"


def counts(report: Report) -> list[tuple[str, list[int]]]:
    """Return for each topic, and for the whole, the counts of findings of each of `RELATIONS`.

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
    return [(name, [counter[relation] for relation in RELATIONS]) for name, counter in rows]


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


def _relation(report: Report, relation: Relation) -> str:
    speaker = _SPOKEN_FOR.get(relation)
    return RELATIONS[relation].format(label(report, speaker) if speaker else "")
