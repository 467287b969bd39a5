"""A sentence with all that is known of it alone: cues, topics, claims, what it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diptych.compare.claims import Claim, claims
from diptych.compare.cues import Hit, hits
from diptych.compare.grammar import parts
from diptych.compare.positions import position_score
from diptych.compare.references import resolved
from diptych.compare.segment import Sentence, bare_sentence, sentences
from diptych.compare.targets import Mention, mentions
from diptych.compare.topics import TopicIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side says in one sentence.

    Args:
        sentence: its words and its place.
        cues: the cues in it.
        topics: names of the topics it speaks to.
        position: how likely it is a position, 0 to 1.
        claims: what it says, one by one.
        mentions: what it names, and how its claims stand to it.
    """

    sentence: Sentence
    cues: tuple[Hit, ...]
    topics: tuple[str, ...]
    position: float
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()


def read(sentence: Sentence, index: TopicIndex) -> Statement:
    """Return a sentence as a statement."""
    cues = tuple(hits(sentence))
    found = parts(sentence)
    said = claims(sentence, found)
    return Statement(
        sentence,
        cues,
        index.assign(sentence),
        position_score(sentence, cues),
        said,
        mentions(sentence, found, said, cues),
    )


def bare_statement(text: str) -> Statement:
    """Return a text that belongs to no document as one statement without topics."""
    return read(bare_sentence(text), TopicIndex(()))


def statements(document: Document, index: TopicIndex, tick: Callable[[], None]) -> list[Statement]:
    """Return the statements of a document; `tick` is called all along and may raise `Cancelled`."""
    found = []
    for sentence in sentences(document, tick):
        found.append(read(sentence, index))
        tick()
    named = resolved([one.sentence for one in found], [one.mentions for one in found])
    return [replace(one, mentions=own) for one, own in zip(found, named, strict=True)]
