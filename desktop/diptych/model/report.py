"""What an export is made from: a comparison with its documents and the reader's own words.

It holds no date and nothing of the machine, so that the same report gives the same bytes.
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.model.comparison import Comparison, Finding, Passage, Relation, Topic
    from diptych.model.document import Document
    from diptych.model.note import Note, Verdict

# Below this nobody is sure: the other relations together are likelier.
UNSURE_BELOW = 0.5


class _Report(NamedTuple):
    """What a report holds.

    Args:
        left, right: the documents.
        left_path, right_path: as the reader named them.
        comparison: with the findings that are to be written, and no others.
        topics: those that the comparison was made with.
        notes: the reader's notes on these findings and documents.
        verdicts: the reader's verdicts by the id of the finding.
    """

    left: Document
    right: Document
    left_path: str
    right_path: str
    comparison: Comparison
    topics: tuple[Topic, ...] = ()
    notes: tuple[Note, ...] = ()
    verdicts: Mapping[str, Verdict] = MappingProxyType({})


class Report(_Report):
    """A comparison, ready to be written; the fields are those of `_Report`."""

    def document(self, side: Side) -> Document:
        """Return the document of one side."""
        return self.left if side is Side.LEFT else self.right

    def path(self, side: Side) -> str:
        """Return the path of one side, as the reader named it."""
        return self.left_path if side is Side.LEFT else self.right_path

    def relation(self, finding: Finding) -> Relation | None:
        """Return the reader's relation before the engine's; None means "not a pair"."""
        verdict = self.verdicts.get(finding.id)
        return verdict.relation if verdict else finding.relation

    def is_unsure(self, finding: Finding) -> bool:
        """Whether the engine has little confidence and the reader has not spoken."""
        return finding.confidence < UNSURE_BELOW and finding.id not in self.verdicts

    def quote(self, side: Side, passage: Passage) -> str:
        """Return the words of a passage as they stand in the source."""
        return self.document(side).quote(passage.spans)

    def notes_on(self, finding: Finding) -> tuple[Note, ...]:
        """Return the notes on a finding, in their order."""
        return tuple(self._noted.get(finding.id, ()))

    @cached_property
    def other_notes(self) -> tuple[Note, ...]:
        """The notes that are on no finding of this report."""
        ids = {finding.id for finding in self.comparison.findings}
        return tuple(note for note in self.notes if note.finding not in ids)

    @cached_property
    def _noted(self) -> dict[str, list[Note]]:
        noted: dict[str, list[Note]] = {}
        for note in self.notes:
            noted.setdefault(note.finding, []).append(note)
        return noted
