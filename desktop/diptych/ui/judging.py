"""The reader's verdicts on the findings on the desk, and taking steps back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from diptych.model.comparison import Relation
    from diptych.ui.desk import Desk


class Judging:
    """What the reader decides on one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def give(self, relation: Relation | None) -> None:
        """Judge the selected finding; None means that it is no pair.

        A silence has no second passage that could converge or diverge: only None is taken.
        """
        row = self._desk.row()
        if row is None or (relation is not None and row.finding.relation.is_one_sided):
            return
        left, right = (self._desk.documents[side].document for side in Side)
        annotating = self._desk.workplace.annotating
        self._desk.keep(
            lambda: annotating.give_verdict(left, right, row.as_found, relation, row.verdict)
        )

    def clear(self) -> None:
        """Let the engine's relation count again for the selected finding."""
        row = self._desk.row()
        if row is None or row.verdict is None:
            return
        verdict = row.verdict
        left, right = (self._desk.documents[side].document.sha256 for side in Side)
        self._desk.keep(lambda: self._desk.workplace.annotating.clear_verdict(left, right, verdict))

    def undo(self) -> None:
        """Take the reader's last step back."""
        if self._desk.workplace.undo.can_undo:
            self._desk.keep(self._desk.workplace.undo.undo)
            self._desk.writing.show_what_came_back()

    def redo(self) -> None:
        """Do the last undone step again."""
        if self._desk.workplace.undo.can_redo:
            self._desk.keep(self._desk.workplace.undo.redo)
            self._desk.writing.show_what_came_back()
