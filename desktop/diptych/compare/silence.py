"""Positions of one side to which the other says nothing, with the proof of search."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.compare.statements import Statement

# A position must be plain before its absence elsewhere means anything, and a link must be far less
# likely than one that is shown. On twelve comparisons of annual messages to the U.S. Congress one
# in four of such positions has no counterpart in the reader's judgement either; no bounds bring
# that above three in ten.
_PLAIN = 0.7
_NEAR = 0.1
CONFIDENCE = 0.25
_SURE = 0.001
WEAK = 0.4
"""A link as likely as this leaves no silence; below it the regression decides.

On the same twelve comparisons, each left out in turn, 0.35 to 0.5 are about as good, and all are
better than to call nothing silent that has a link.
"""


@dataclass(frozen=True, slots=True)
class Silence:
    """A statement without counterpart.

    Args:
        place: its number.
        nearest: number of the other side's nearest statement; None where none shares a word.
        score: how likely that one is a counterpart, 0 to 1.
        confidence: that there is none, 0 to 1.
    """

    place: int
    nearest: int | None
    score: float
    confidence: float = CONFIDENCE


def _follows(statement: Statement, followed: frozenset[str]) -> bool:
    return not followed or not followed.isdisjoint(statement.topics)


def silences(
    side: Sequence[Statement],
    nearest: Mapping[int, tuple[float, int]],
    followed: frozenset[str],
) -> list[Silence]:
    """Return the plain positions on a followed topic to which nothing comes near.

    Args:
        side: the statements of one document.
        nearest: for each of them the likelihood of its best link and the number of that one.
        followed: names of the topics; empty means that every position counts.
    """
    found = []
    for place, statement in enumerate(side):
        if statement.position < _PLAIN or not _follows(statement, followed):
            continue
        score, other = nearest.get(place, (0.0, None))
        if score < _NEAR:
            found.append(Silence(place, other, round(score, 2)))
    return found


def unanswered(
    side: Sequence[Statement],
    nearest: Mapping[int, tuple[float, int]],
    missed: Mapping[int, float],
    followed: frozenset[str],
    own: Mapping[str, Any],
    linked: float,
) -> list[Silence]:
    """Return the positions on a followed topic that the models find no counterpart for.

    Args:
        side, nearest, followed: as for `silences`.
        missed: for each statement how likely it is that nothing near it is a counterpart.
        own: weights of the regression over `tells`, and its bound.
        linked: what has a link as likely as this is not silent.
    """
    found = []
    for place, statement in enumerate(side):
        if not _follows(statement, followed):
            continue
        score, other = nearest.get(place, (0.0, None))
        if score >= linked:
            continue
        told = zip(own["weights"], tells(statement, score, missed.get(place, 1.0)), strict=True)
        total = own["base"] + math.fsum(weight * value for weight, value in told)
        confidence = round(1 / (1 + math.exp(-total)), 2)
        if confidence >= own["bound"]:
            found.append(Silence(place, other, round(score, 2), confidence))
    return found


def tells(statement: Statement, score: float, missed: float) -> tuple[float, ...]:
    """Return what tells a silence: how plain a position is, how near the other side comes.

    `missed` is how likely it is that none of all the sentences near it is a counterpart.
    """
    return (
        statement.position,
        math.log(max(score, 0.001)),
        math.log(len(statement.sentence.words)),
        _odds(missed),
        _odds(statement.position),
    )


def _odds(share: float) -> float:
    held = min(max(share, _SURE), 1 - _SURE)
    return math.log(held / (1 - held))
