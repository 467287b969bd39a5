"""What is on the desk as a report, to be exported or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.comparison import Side
from diptych.services.reporting import report_on

if TYPE_CHECKING:
    from diptych.model.report import Report
    from diptych.ui.desk import Desk


def report_of(desk: Desk) -> Report | None:
    """Return what is on the desk as it stands; None without all findings."""
    if desk.comparison is None or desk.is_begun:
        return None
    desk.places.settle()
    left, right = (desk.documents[side] for side in Side)
    findings = [(row.finding, row.verdict) for row in desk.rows]
    topics = desk.workplace.followed.topics
    here = {left.document.sha256, right.document.sha256}
    notes = [
        note
        for note in desk.notes
        if all(anchor.sha256 in here for anchor in note.anchors) and note.body.strip()
    ]
    comparison = desk.learning.noted(desk.comparison)
    return report_on(left, right, comparison, findings, topics, notes)
