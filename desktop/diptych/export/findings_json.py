"""Findings as JSON, schema 1: described in the README and by resources/findings.schema.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.export.characters import encodable
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from diptych.model.comparison import Finding, Passage
    from diptych.model.report import Report

SCHEMA = 1


def write(report: Report) -> str:
    """Return the findings; offsets are code points into the decoded source, end exclusive."""
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
        "findings": [_finding(report, finding) for finding in comparison.findings],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


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
    return {
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


def _share(value: float) -> float:
    # The last digits of a float are not the same on every machine.
    return round(value, 4)


def _spans(report: Report, side: Side, passages: tuple[Passage, ...]) -> list[dict[str, Any]]:
    source = report.document(side).source
    return [
        {"start": span.start, "end": span.end, "quote": source[span.start : span.end]}
        for passage in passages
        for span in passage.spans
    ]
