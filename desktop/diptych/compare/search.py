"""What two documents have to say to each other: links, and positions without counterpart.

By the trained models where they are at hand and the texts are in the language they read; else by
words alone. Both give the same kind of answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.candidates import candidates, features
from diptych.compare.links import LINKED, MOST_LINKS, MOST_LINKS_BY_WORDS, Link, best_of, likelihood
from diptych.compare.relate import SAME_WORDS, Judgement, relate, signals, trained
from diptych.compare.silence import Silence, silences, unanswered
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.compare.models import Models
    from diptych.compare.statements import Statement

# The models learnt from English alone.
LANGUAGE = "en"
# Pairs of sentences that are looked at by each: more would take minutes and about a gigabyte.
MOST_BY_WORDS, MOST_BY_MODELS = 40_000_000, 9_000_000

Statements = list["Statement"]


@dataclass(slots=True)
class Found:
    """What a search found.

    Args:
        links: the pairs on one issue, judged.
        silent: positions without counterpart, by side.
    """

    links: list[Link]
    silent: dict[Side, list[Silence]]


class _Best:
    """For every sentence the likelihood and the number of its nearest counterpart."""

    def __init__(self) -> None:
        self.of: dict[Side, dict[int, tuple[float, int]]] = {Side.LEFT: {}, Side.RIGHT: {}}

    def take(self, left: int, right: int, likely: float) -> None:
        """Take note of a pair."""
        for side, own, other in ((Side.LEFT, left, right), (Side.RIGHT, right, left)):
            if likely > self.of[side].get(own, (0.0, 0))[0]:
                self.of[side][own] = (likely, other)


def followed(*sides: Statements) -> frozenset[str]:
    """Return the topics that a document speaks to; where there are none, every position counts."""
    return frozenset(topic for side in sides for one in side for topic in one.topics)


def by_words(left: Statements, right: Statements, tick: Callable[[], None]) -> Found:
    """Search by words alone."""
    best, links = _Best(), []
    for one in candidates(features(left, tick), features(right, tick), tick):
        score = likelihood(one, left[one.left], right[one.right])
        if score >= LINKED:
            judgement = relate(left[one.left], right[one.right])
            links.append(Link(one.left, one.right, score, judgement))
        best.take(one.left, one.right, score)
        tick()
    topics = followed(left, right)
    silent = {
        side: silences(own, best.of[side], topics)
        for side, own in ((Side.LEFT, left), (Side.RIGHT, right))
    }
    return Found(best_of(links, MOST_LINKS_BY_WORDS), silent)


def _judged(models: Models, left: Statement, right: Statement) -> Judgement:
    """Judge a link: near-copies by the trained judge, others by the rules.

    On speeches that it did not learn from, the judge was right on 29 of 100 links that it called
    divergent, the rules on 43; on pairs of arguments and of edited sentences it is far ahead.
    """
    from diptych.compare.linking import relation_columns, relation_of

    seen = signals(left, right)
    if seen.overlap < SAME_WORDS:
        return relate(left, right)
    scores = models.judge_both(left.sentence.text, right.sentence.text)
    columns = relation_columns(scores, seen)
    return trained(*relation_of(columns, models.weights["pairs"]), left, right)


def by_models(
    models: Models, left: Statements, right: Statements, tick: Callable[[], None]
) -> Found:
    """Search by the trained models, with the words among what they go by."""
    from diptych.compare.linking import nearest, not_outdone, read

    words = candidates(features(left, tick), features(right, tick), tick)
    left, seen = read(models, left, tick)
    right, seen_right = read(models, right, tick)
    best, likely = _Best(), []
    for one in not_outdone(nearest(models, (seen, seen_right), words, tick)):
        best.take(one.left, one.right, one.likely)
        if one.likely >= models.weights["linked"]:
            likely.append(one)
    links = []
    for one in best_of(likely, MOST_LINKS):
        judgement = _judged(models, left[one.left], right[one.right])
        links.append(Link(one.left, one.right, one.likely, judgement))
        tick()
    topics = followed(left, right)
    silent = {
        side: unanswered(own, best.of[side], topics, models.weights)
        for side, own in ((Side.LEFT, left), (Side.RIGHT, right))
    }
    return Found(links, silent)
