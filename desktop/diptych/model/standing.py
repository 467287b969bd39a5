"""Where one document stands on the topics that the reader follows, before it is compared."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.model.comparison import Passage
from diptych.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    Plain = dict[str, Any]


class Stance(StrEnum):
    """What a sentence does with a topic, where its words say so outright."""

    FOR = "for"
    AGAINST = "against"
    ASKS = "asks"
    PROMISES = "promises"
    REGRETS = "regrets"
    NEEDS = "needs"


class Utterance(NamedTuple):
    """A sentence that speaks to a topic.

    Args:
        passage: where it stands.
        quote: its words, cut from the text.
        position: how likely it is a position, 0 to 1.
        stance: what it does; None where that is not plain.
        cue: the words that say so, cut from the text, or "".
    """

    passage: Passage
    quote: str
    position: float
    stance: Stance | None = None
    cue: str = ""


class Standing(NamedTuple):
    """A document's positions on one topic.

    Args:
        number: how many there are.
        spoken: how many sentences speak to the topic, positions or not.
        strongest: the plainest of them, the plainest first; a few. Where there is no position they
            merely speak to the topic; where none does, the document is silent.
    """

    number: int
    spoken: int
    strongest: tuple[Utterance, ...]


def utterance_to_plain(said: Utterance) -> Plain:
    """Return an utterance as plain data."""
    passage = said.passage
    return {
        "place": [passage.block, passage.start, passage.end],
        "spans": [[span.start, span.end] for span in passage.spans],
        "quote": said.quote,
        "position": said.position,
        "stance": said.stance.value if said.stance else "",
        "cue": said.cue,
    }


def utterance_from_plain(plain: Plain) -> Utterance:
    """Return the utterance that `utterance_to_plain` was given."""
    spans = tuple(Span(start, end) for start, end in plain["spans"])
    block, start, end = plain["place"]
    return Utterance(
        passage=Passage(block, start, end, spans),
        quote=plain["quote"],
        position=plain["position"],
        stance=Stance(plain["stance"]) if plain["stance"] else None,
        cue=plain["cue"],
    )


def standings_to_plain(standings: Mapping[str, Standing]) -> Plain:
    """Return standings by topic as plain data."""
    return {
        topic: {
            "number": standing.number,
            "spoken": standing.spoken,
            "strongest": [utterance_to_plain(said) for said in standing.strongest],
        }
        for topic, standing in standings.items()
    }


def standings_from_plain(plain: Plain) -> dict[str, Standing]:
    """Return the standings that `standings_to_plain` was given."""
    return {
        topic: Standing(
            row["number"], row["spoken"], tuple(map(utterance_from_plain, row["strongest"]))
        )
        for topic, row in plain.items()
    }
