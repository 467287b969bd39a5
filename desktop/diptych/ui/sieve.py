"""Which findings the reader wants to see: by relation, by how sure they are, by what was done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from diptych.model.comparison import Relation
    from diptych.ui.rows import Row


class Done(StrEnum):
    """What the reader has done with a finding."""

    ANY = ""
    JUDGED = "judged"
    OPEN = "open"
    NOTED = "noted"


class Sieve(NamedTuple):
    """What a finding must be, to be shown.

    Args:
        without: relations that are left out; None among them is "not a pair".
        sure: at least so sure, 0 to 1; what the reader judged is.
        done: what the reader has done with it.
        without_noise: whether what differs in capitals, punctuation or spaces only is left out.
    """

    without: frozenset[Relation | None] = frozenset()
    sure: float = 0.0
    done: Done = Done.ANY
    without_noise: bool = False

    def passes(self, row: Row) -> bool:
        """Whether a finding is shown."""
        if row.relation in self.without or (self.without_noise and row.is_noise):
            return False
        if row.verdict is None and row.finding.confidence < self.sure:
            return False
        match self.done:
            case Done.JUDGED:
                return row.verdict is not None
            case Done.OPEN:
                return row.verdict is None
            case Done.NOTED:
                return row.has_note
        return True

    @property
    def is_open(self) -> bool:
        """Whether every finding passes but perhaps noise."""
        return self._replace(without_noise=False) == ALL


ALL = Sieve()
"""Lets every finding through."""
