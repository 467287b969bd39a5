"""Findings as a table (CSV as in RFC 4180), a row each, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from diptych.export import wording
from diptych.export.characters import showable
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Finding, Passage
    from diptych.model.note import Note
    from diptych.model.report import Report

_SIDED = ("quote", "page", "start", "end")
COLUMNS = (
    *("number", "id", "relation", "by", "confidence", "topics"),
    *(f"{side.value}_{name}" for side in Side for name in _SIDED),
    *("shared", "left_only", "right_only", "cues", "runner_up", "runner_up_confidence"),
    *("nearest_quote", "nearest_score", "reason", "note"),
)
# Spreadsheets take these at the head of a cell for a formula and would compute it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
_BETWEEN = "; "


def write(report: Report) -> str:
    """Return the table; offsets are code points into the decoded source, end exclusive.

    Several passages on one side are told apart by blank lines in the quotation and by semicolons in
    the offsets. Words that a spreadsheet would compute stand behind an apostrophe.
    """
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """Yield the table row by row."""
    row = io.StringIO()
    table = csv.DictWriter(row, COLUMNS, restval="", lineterminator="\r\n")

    def taken() -> str:
        line = row.getvalue()
        row.seek(0)
        row.truncate()
        return line

    table.writeheader()
    yield _MARK + taken()
    for number, finding in enumerate(report.comparison.findings, start=1):
        table.writerow(_row(_finding(report, finding, number)))
        yield taken()
    for note in report.other_notes:
        table.writerow(_row(_note(note)))
        yield taken()


def _row(cells: dict[str, object]) -> dict[str, str]:
    return {name: _cell(value) for name, value in cells.items()}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    text = showable(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _finding(report: Report, finding: Finding, number: int) -> dict[str, object]:
    evidence, relation = finding.evidence, report.relation(finding)
    cells: dict[str, object] = {
        "number": number,
        "id": finding.id,
        "relation": relation.value if relation else "not a pair",
        "by": "reader" if finding.id in report.verdicts else "engine",
        "confidence": finding.confidence,
        "topics": _BETWEEN.join(finding.topics),
        "shared": _BETWEEN.join(evidence.shared),
        "left_only": _BETWEEN.join(evidence.left_only),
        "right_only": _BETWEEN.join(evidence.right_only),
        "cues": _BETWEEN.join(f"{cue.side.value}, {cue.kind}: {cue.text}" for cue in evidence.cues),
        "reason": finding.reason,
        "note": "\n\n".join(note.body for note in report.notes_on(finding)),
    }
    for side in Side:
        cells |= _passages(report, side, finding.passages(side))
    if finding.runner_up:
        cells["runner_up"] = finding.runner_up.relation.value
        cells["runner_up_confidence"] = finding.runner_up.confidence
    if finding.nearest and (silence := wording.silence(report, finding)):
        cells["nearest_quote"] = report.quote(silence[0], finding.nearest.passage)
        cells["nearest_score"] = finding.nearest.score
    return cells


def _passages(
    report: Report, side: Side, passages: tuple[Passage, ...]
) -> Iterator[tuple[str, object]]:
    pages = (wording.page(report, side, passage) for passage in passages)
    values = (
        "\n\n".join(report.quote(side, passage) for passage in passages),
        _BETWEEN.join(page.removeprefix(", page ") for page in pages if page),
        _BETWEEN.join(str(span.start) for passage in passages for span in passage.spans),
        _BETWEEN.join(str(span.end) for passage in passages for span in passage.spans),
    )
    return ((f"{side.value}_{name}", value) for name, value in zip(_SIDED, values, strict=True))


def _note(note: Note) -> dict[str, object]:
    left, right = ("\n\n".join(each.quote for each in side) for side in (note.left, note.right))
    place = "" if left or right else wording.place_of(note)
    return {
        "relation": "note",
        "by": "reader",
        "left_quote": left or place,
        "right_quote": right,
        "note": note.body,
    }
