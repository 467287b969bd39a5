"""Reading before looking at what was found: whose marks are the same in the end, and whose not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diptych.model.comparison import Finding

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
    places: dict[tuple[Side, int], list[tuple[str, int, int]]] = {}
    for note, sides in marked.items():
        for side, pieces in sides.items():
            for block, start, end in pieces:
                places.setdefault((side, block), []).append((note, start, end))
    both: list[Finding] = []
    its: list[Finding] = []
    shared: set[str] = set()
    for finding in findings:
        notes = {
            note
            for side in Side
            for each in finding.passages(side)
            for note, start, end in places.get((side, each.block), ())
            if each.start < end and start < each.end
        }
        shared |= notes
        (both if notes else its).append(finding)
    return Reveal(tuple(both), tuple(note for note in marked if note not in shared), tuple(its))
