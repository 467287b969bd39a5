"""What two documents have to say to each other: links, and positions without counterpart.

By the trained models where they are at hand and the texts are in the language they read; else by
words alone. Both give the same kind of answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diptych.compare.candidates import candidates, features
from diptych.compare.contained import part_of
from diptych.compare.counterparts import LEAST, counterparts, one_tale
from diptych.compare.encoder import Encoder
from diptych.compare.links import LINKED, MOST_LINKS, MOST_LINKS_BY_WORDS, Link, best_of, likelihood
from diptych.compare.relate import SAME_WORDS, VERBATIM, Judgement, relate, signals, trained
from diptych.compare.silence import WEAK, Silence, silences, unanswered
from diptych.model.comparison import Relation, Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.compare.candidates import Candidate
    from diptych.compare.models import Models
    from diptych.compare.statements import Statement

# The models learnt from English alone.
LANGUAGE = "en"
# Pairs of sentences that are looked at by each: more would take minutes and about a gigabyte.
MOST_BY_WORDS, MOST_BY_MODELS = 40_000_000, 9_000_000
# Of the links that words alone make so likely, four of five are links to the models, too, and none
# of those changed its relation (six comparisons).
_EARLY = 0.5

# What nearness in meaning counts beside nearness in words for the counterpart of a sentence.
_MEANING = 2.0

# Of a claim: so many of the nearest sentences are judged, if they come so near; what comes nearer
# than the third is on one matter more often than not; and so likely must it be about the claim.
_ASKED, _NEAR, _SAME_MATTER, _ABOUT = 8, 0.3, 0.65, 0.25
# So sure a contradiction is plain.
_PLAIN = 0.5

Statements = list["Statement"]


@dataclass(slots=True)
class Found:
    """What a search found.

    Args:
        links: the pairs on one issue, judged.
        silent: positions without counterpart, by side.
        nearest: for the sentences of each side the likelihood and the number of the nearest one.
        one_tale: whether the two tell one thing, so that only counterparts are links.
    """

    links: list[Link]
    silent: dict[Side, list[Silence]]
    nearest: dict[Side, dict[int, tuple[float, int]]]
    one_tale: bool = False


class _Best:
    """For every sentence the likelihood and the number of its nearest counterpart."""

    def __init__(self) -> None:
        self.of: dict[Side, dict[int, tuple[float, int]]] = {Side.LEFT: {}, Side.RIGHT: {}}
        # How likely it is that none of all is one.
        self.missed: dict[Side, dict[int, float]] = {Side.LEFT: {}, Side.RIGHT: {}}

    def take(self, left: int, right: int, likely: float) -> None:
        """Take note of a pair."""
        for side, own, other in ((Side.LEFT, left, right), (Side.RIGHT, right, left)):
            self.missed[side][own] = self.missed[side].get(own, 1.0) * (1.0 - likely)
            if likely > self.of[side].get(own, (0.0, 0))[0]:
                self.of[side][own] = (likely, other)


def followed(*sides: Statements) -> frozenset[str]:
    """Return the topics that a document speaks to; where there are none, every position counts."""
    return frozenset(topic for side in sides for one in side for topic in one.topics)


def by_words(left: Statements, right: Statements, tick: Callable[[], None]) -> Found:
    """Search by words alone."""
    best, links, plain = _Best(), [], []
    for one in candidates(features(left, tick), features(right, tick), tick):
        if one.words >= LEAST:
            plain.append(one)
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
    if one_tale(plain, len(left), len(right)):
        return Found(_of_one_tale(plain, left, right), silent, best.of, one_tale=True)
    return Found(best_of(links, MOST_LINKS_BY_WORDS), silent, best.of)


def _of_one_tale(words: list[Candidate], left: Statements, right: Statements) -> list[Link]:
    """Return the links of two texts that tell one thing, by words alone."""
    plain = {(one.left, one.right): one for one in words if one.words >= LEAST}
    own = counterparts({pair: one.words for pair, one in plain.items()}, left, right)
    found = []
    for pair in sorted(own):
        one, two = left[pair[0]], right[pair[1]]
        likely = max(LINKED, likelihood(plain[pair], one, two))
        found.append(Link(*pair, likely, relate(one, two)))
    return best_of(found, MOST_LINKS_BY_WORDS)


def _by_words_alone(words: list[Candidate], left: Statements, right: Statements) -> list[Link]:
    if one_tale(words, len(left), len(right)):
        return _of_one_tale(words, left, right)
    found = []
    for one in words:
        score = likelihood(one, left[one.left], right[one.right])
        if score >= _EARLY:
            judgement = relate(left[one.left], right[one.right])
            found.append(Link(one.left, one.right, score, judgement))
    return best_of(found, MOST_LINKS_BY_WORDS)


def _judged(models: Models, left: Statement, right: Statement) -> Judgement:
    """Judge a link: near-copies by the trained judge, others by the rules.

    Nearly all pairs of long sentences of speeches are partial to the judge; on pairs of arguments
    and of edited sentences it is far ahead.
    """
    from diptych.compare.linking import relation_columns, relation_of, turned_round

    if signals(left, right).overlap < SAME_WORDS or turned_round(left, right):
        return relate(left, right)
    scores = models.judge_both(left.sentence.text, right.sentence.text)
    columns = relation_columns(scores)
    return trained(*relation_of(columns, models.weights["pairs"]), left, right)


def by_meaning(
    encoder: Encoder,
    left: Statements,
    right: Statements,
    tick: Callable[[], None],
    early: Callable[[list[Link]], None],
) -> Found:
    """Search by the multilingual encoder; see `by_models`. Rules judge, as they do by words."""
    from diptych.compare import multilingual
    from diptych.compare.linking import NEAREST, Near, probability
    from diptych.compare.nearness import Nearness

    words = list(candidates(features(left, tick), features(right, tick), tick))
    sure = _by_words_alone(words, left, right)
    early(sure)
    reads = [multilingual.read(encoder, side, tick) for side in (left, right)]
    scored = {(one.left, one.right): one.likely for one in sure}
    best, likely = _Best(), []
    if left and right:
        near = Nearness(reads[0], reads[1], multilingual.USUAL)
        pairs = near.nearest(NEAREST)
        values = probability(multilingual.columns(near, pairs), multilingual.WEIGHTS)
        for (one, two), value in zip(pairs.tolist(), values.tolist(), strict=True):
            scored[one, two] = max(value, scored.get((one, two), 0.0))
        tick()
    for (one, two), value in sorted(scored.items()):
        best.take(one, two, value)
        if value >= multilingual.LINKED:
            likely.append(Near(one, two, value, 0.0))
    links = [
        Link(one.left, one.right, one.likely, relate(left[one.left], right[one.right]))
        for one in best_of(likely, MOST_LINKS)
    ]
    topics = followed(left, right)
    silent = {
        side: silences(own, best.of[side], topics)
        for side, own in ((Side.LEFT, left), (Side.RIGHT, right))
    }
    return Found(links, silent, best.of)


def by_models(
    models: Models | Encoder,
    left: Statements,
    right: Statements,
    tick: Callable[[], None],
    early: Callable[[list[Link]], None] = lambda _links: None,
) -> Found:
    """Search by the trained models, with the words among what they go by.

    Args:
        models: the models.
        left, right: the statements.
        tick: called all along; may raise `Cancelled`.
        early: called before the models read, with the links that words alone make likely: four of
            five stay.
    """
    if isinstance(models, Encoder):
        return by_meaning(models, left, right, tick, early)
    from diptych.compare.linking import nearest, not_outdone, read

    words = list(candidates(features(left, tick), features(right, tick), tick))
    early(_by_words_alone(words, left, right))
    models.memory.turn(0)
    left, seen = read(models, left, tick)
    models.memory.turn(1)
    right, seen_right = read(models, right, tick)
    models.memory.turn(2)
    best, likely = _Best(), []
    near = nearest(models, (seen, seen_right), words, tick)
    own_only = None
    if one_tale(words, len(left), len(right)):
        alike = (seen.alone @ seen_right.alone.T).round(5)
        scores = {
            (one.left, one.right): one.words + _MEANING * float(alike[one.left, one.right])
            for one in near
        }
        own_only = counterparts(scores, left, right)
    for one in not_outdone(near):
        best.take(one.left, one.right, one.likely)
        fits = own_only is None or (one.left, one.right) in own_only
        if fits and one.likely >= models.weights["linked"]:
            likely.append(one)
    # Of two that tell one thing the tie to a counterpart is plain, however weak it looks.
    linked = models.weights["linked"] if own_only is not None else WEAK
    topics = followed(left, right)
    silent = {
        side: unanswered(
            own, best.of[side], best.missed[side], topics, models.weights["silence"], linked
        )
        for side, own in ((Side.LEFT, left), (Side.RIGHT, right))
    }
    quiet = {(side, one.place) for side, found in silent.items() for one in found}
    links = []
    for one in best_of(likely, MOST_LINKS):
        if (Side.LEFT, one.left) in quiet or (Side.RIGHT, one.right) in quiet:
            continue  # a weak link: that nothing answers the sentence is likelier
        judgement = _judged(models, left[one.left], right[one.right])
        links.append(Link(one.left, one.right, one.likely, judgement))
        tick()
    return Found(links, silent, best.of, one_tale=own_only is not None)


def answers(models: Models, asked: Statements, said: Statements, tick: Callable[[], None]) -> Found:
    """Search a document for what it says to a claim.

    How near is usual cannot be told from one sentence, so the trained judge, which is at home with
    short claims, decides of those that come nearest whether they are about the claim at all. Where
    a part of a sentence has the words of the claim, nearly, that part is judged, unless what stands
    beside it may turn it round.

    Args:
        models: the models.
        asked: the sentences of the claim.
        said: those of the document.
        tick: called all along; may raise `Cancelled`.
    """
    from diptych.compare.linking import none_of, read, relation_columns, relation_of

    best, links = _Best(), []
    _claims, claims = read(models, asked, tick)
    said, seen = read(models, said, tick)
    nearness = (claims.alone @ seen.alone.T).round(4)
    for own, row in enumerate(nearness.tolist()):
        order = sorted(range(len(row)), key=lambda place: (-row[place], place))
        for place in order[:_ASKED]:
            near = row[place]
            if near < _NEAR:
                break
            best.take(own, place, near)
            part = part_of(asked[own], said[place])
            spoken = said[place].sentence.text if part is None or part.turned else part.text
            scores = models.judge_both(asked[own].sentence.text, spoken)
            tick()
            relation, sure, second = relation_of(relation_columns(scores), models.weights["pairs"])
            about = 1.0 - none_of(scores)
            if relation is Relation.PARTIAL and near < _SAME_MATTER:
                about /= 2  # of what is farther off most shares a word or two with the claim
            if about >= _ABOUT:
                judgement = trained(relation, sure, second, asked[own], said[place])
                links.append(Link(own, place, round(about, 6), judgement))
    return Found(links, {side: [] for side in Side}, best.of)


def with_verbatim(found: Found, asked: Statements, said: Statements) -> Found:
    """Return the answers to a claim with those sentences that hold it in its very words.

    A sentence that was plainly judged to contradict the claim keeps that judgement. Of one that has
    its words beside what may deny, suppose, restrict or ascribe them no answer is better than a
    wrong one: the judge, as the rules, goes by the words that both have. So within such words the
    claim is not supported; and not opposed by a clause of its own, which what is denied beside it
    need not touch.
    """
    links = {(one.left, one.right): one for one in found.links}
    for own, claim in enumerate(asked):
        for place, sentence in enumerate(said):
            part = part_of(claim, sentence)
            if part is None:
                continue
            known = links.get((own, place))
            says = known.judgement.relation if known is not None else None
            if part.turned and says is (Relation.DIVERGE if part.clause else Relation.CONVERGE):
                del links[own, place]
            plain = known is not None and known.judgement.confidence >= _PLAIN
            if part.whole and not (plain and says is Relation.DIVERGE):
                links[own, place] = Link(own, place, 1.0, VERBATIM)
    return replace(found, links=[links[pair] for pair in sorted(links)])
