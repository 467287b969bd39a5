"""Reading before looking at what was found: whose marks are the same in the end, and whose not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diptych.model.comparison import Finding, Side

    # Block, start and end in code points of its text.
    Piece = tuple[int, int, int]


class Reveal(NamedTuple):
    """Who marked what.

    Args:
        both: findings of which the reader marked words, on one side at least.
        mine: notes and highlights on words that are in no finding, by their ids.
        its: findings of which the reader marked nothing.
    """

    both: tuple[Finding, ...]
    mine: tuple[str, ...]
    its: tuple[Finding, ...]


def reveal(
    findings: Iterable[Finding], marked: Mapping[str, Mapping[Side, Iterable[Piece]]]
) -> Reveal:
    """Compare what the reader marked with what was found.

    Args:
        findings: of the two documents.
        marked: by the id of a note where its words are on each side.
    """
    places = [
        (note, side, piece)
        for note, sides in marked.items()
        for side, pieces in sides.items()
        for piece in pieces
    ]
    both: list[Finding] = []
    its: list[Finding] = []
    shared: set[str] = set()
    for finding in findings:
        notes = {
            note
            for note, side, (block, start, end) in places
            for each in finding.passages(side)
            if each.block == block and each.start < end and start < each.end
        }
        shared |= notes
        (both if notes else its).append(finding)
    return Reveal(tuple(both), tuple(note for note in marked if note not in shared), tuple(its))
