"""A sentence with all that is known of it alone: its cues, its topics, whether it is a position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.cues import Hit, hits
from diptych.compare.positions import position_score
from diptych.compare.segment import Sentence, bare_sentence, sentences
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
    """

    sentence: Sentence
    cues: tuple[Hit, ...]
    topics: tuple[str, ...]
    position: float


def read(sentence: Sentence, index: TopicIndex) -> Statement:
    """Return a sentence as a statement."""
    cues = tuple(hits(sentence))
    return Statement(sentence, cues, index.assign(sentence), position_score(sentence, cues))


def bare_statement(text: str) -> Statement:
    """Return a text that belongs to no document as one statement without topics."""
    return read(bare_sentence(text), TopicIndex(()))


def statements(document: Document, index: TopicIndex, tick: Callable[[], None]) -> list[Statement]:
    """Return the statements of a document; `tick` is called all along and may raise `Cancelled`."""
    found = []
    for sentence in sentences(document, tick):
        found.append(read(sentence, index))
        tick()
    return found
