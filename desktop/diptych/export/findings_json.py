"""Findings as JSON, schema 1: described in the README and by resources/findings.schema.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.export.characters import encodable
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diptych.model.comparison import Finding, Passage
    from diptych.model.note import Anchor, Note
    from diptych.model.report import Report

SCHEMA = 1


def write(report: Report) -> str:
    """Return the findings; offsets are code points into the decoded source, end exclusive.

    The reader's verdicts and notes stand beside what the engine said, and only where there are any.
    """
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """Yield the findings one after the other, and what stands around them."""
    comparison = report.comparison
    engine = comparison.engine
    plain = {
        "schema": SCHEMA,
        "engine": {
            "name": engine.name,
            "version": engine.version,
            "models": [{"name": model.name, "sha256": model.sha256} for model in engine.models],
        },
        "mode": comparison.mode.value,
        "remark": comparison.remark,
        "left": _document(report, Side.LEFT),
        "right": _document(report, Side.RIGHT),
    }
    yield _json(plain).removesuffix("\n}")
    yield from _list("findings", (_finding(report, each) for each in comparison.findings))
    if report.other_notes:
        yield from _list("notes", map(_note_on_words, report.other_notes))
    yield "\n}\n"


def _list(name: str, members: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a further member of the whole: a list, with its members two levels deep."""
    yield f',\n "{name}": ['
    between = "\n  "
    for member in members:
        # In a text a line break is written otherwise: each of these begins a line of the JSON.
        yield between + _json(member).replace("\n", "\n  ")
        between = ",\n  "
    yield "]" if between == "\n  " else "\n ]"


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _document(report: Report, side: Side) -> dict[str, str]:
    document = report.document(side)
    return {
        "path": encodable(report.path(side)),
        "sha256": document.sha256,
        "title": encodable(document.title),
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    evidence, second, nearest = finding.evidence, finding.runner_up, finding.nearest
    silent = Side.LEFT if finding.left == () else Side.RIGHT
    plain: dict[str, Any] = {
        "id": finding.id,
        "relation": finding.relation.value,
        "confidence": _share(finding.confidence),
        "topics": list(finding.topics),
        "left": _spans(report, Side.LEFT, finding.left),
        "right": _spans(report, Side.RIGHT, finding.right),
        "evidence": {
            "shared": list(evidence.shared),
            "left_only": list(evidence.left_only),
            "right_only": list(evidence.right_only),
            "cues": [
                {"side": cue.side.value, "text": cue.text, "kind": cue.kind}
                for cue in evidence.cues
            ],
        },
        "runner_up": second
        and {"relation": second.relation.value, "confidence": _share(second.confidence)},
        "nearest": nearest
        and {"score": _share(nearest.score), "spans": _spans(report, silent, (nearest.passage,))},
        "reason": finding.reason,
    }
    if finding.wording:
        plain["wording"] = finding.wording.value
    verdict, notes = report.verdicts.get(finding.id), report.notes_on(finding)
    if verdict:
        plain["verdict"] = {
            "relation": verdict.relation and verdict.relation.value,
            "decided": verdict.decided,
        }
    if notes:
        plain["notes"] = [_note(note) for note in notes]
    return plain


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "body": encodable(note.body),
        "created": note.created,
        "modified": note.modified,
    }


def _note_on_words(note: Note) -> dict[str, Any]:
    return {**_note(note), "anchors": [_anchor(anchor) for anchor in note.anchors]}


def _anchor(anchor: Anchor) -> dict[str, Any]:
    if not anchor.quote:
        _page, *box = anchor.boxes[0]
        return {"sha256": anchor.sha256, "page": anchor.page + 1, "box": box}
    return {
        "sha256": anchor.sha256,
        "start": anchor.start,
        "end": anchor.end,
        "quote": encodable(anchor.quote),
    }


def _share(value: float) -> float:
    # The last digits of a float are not the same on every machine.
    return round(value, 4)


def _spans(report: Report, side: Side, passages: tuple[Passage, ...]) -> list[dict[str, Any]]:
    document = report.document(side)
    found = []
    for span in (span for passage in passages for span in passage.spans):
        plain = {"start": span.start, "end": span.end, "quote": document.quote((span,))}
        if document.pages:
            plain["page"] = document.page_at(span.start) + 1
        found.append(plain)
    return found
