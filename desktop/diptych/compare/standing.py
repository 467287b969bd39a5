"""Where one document stands on topics: its positions on each, the plainest ones quoted.

What a sentence does with a topic (for, against, asks) is said only where one of a few plain words
governs a term of the topic, and nothing speaks for the opposite.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from diptych.compare import models, search
from diptych.compare.models import alone
from diptych.compare.statements import Statement, statements
from diptych.compare.terms import fold
from diptych.compare.topics import TopicIndex
from diptych.model.standing import Stance, Standing, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.model.comparison import Topic
    from diptych.model.document import Document

    Progress = Callable[[float, str], None]

# A position begins here, see `positions.position_score`.
_POSITION = 0.5
_STRONGEST = 3
# What a sentence gains by each term of the topic that it has, up to three, and by a plain stance,
# and what it loses by each other topic that it also speaks to.
_TERM, _STANCE, _OTHER = 0.04, 0.12, -0.04
# A topic that is tried may speak to every sentence of a book; nobody steps through more.
_MOST = 500
# Words between what governs a term and the term.
_REACH = {Stance.FOR: 6, Stance.AGAINST: 6}
_FURTHER = 20
_NEGATED = 4

# Lower case, without accents; a trailing "*" stands for any ending.
_WORDS: dict[str, dict[Stance, str]] = {
    "en": {
        Stance.FOR: """
            support, supports, supported, welcome, welcomes, welcomed, endorse, endorses, endorsed,
            applaud, applauds, favor, favors, favour, favours, in favor of, in favour of, uphold,
            upholds, commend, commends, praise, praises, embrace, embraces
        """,
        Stance.AGAINST: """
            oppose, opposes, opposed to, reject, rejects, rejected, condemn, condemns, condemned,
            deplore, deplores, denounce, denounces, denounced, object to, objects to, disagree with,
            repudiate, repudiates, rule out, rules out, ruled out
        """,
        Stance.ASKS: """
            we ask, i ask, ask that, asks that, urge, urges, urged, call on, calls on, call upon,
            calls upon, call for, calls for, we request, recommend, recommends, propose, proposes,
            demand that, demands that, appeal to, appeals to
        """,
        Stance.PROMISES: """
            we will, i will, we shall, i shall, we commit, committed to, we pledge, i pledge,
            pledges to, pledged to, we promise, i promise, vows to, vowed to, determined to
        """,
        Stance.REGRETS: """
            regret, regrets, we are concerned, deeply concerned, we worry, alarmed by, alarmed at,
            troubled by, saddened, lament, laments, disappointed
        """,
        Stance.NEEDS: """
            must, should, need to, needs to, ought to, have to, has to, it is time, imperative,
            necessary, essential
        """,
    },
    "es": {
        Stance.FOR: """
            apoy*, respald*, celebra*, aplaud*, a favor de, defend*, defiend*, elogi*, saluda*
        """,
        Stance.AGAINST: """
            opon*, opuest*, rechaz*, conden*, deplor*, denunci*, en contra, contra, repudi*
        """,
        Stance.ASKS: """
            pedimos, pido, pide*, instamos, insto, insta a, exhort*, llamamos a, solicit*,
            recomend*, recomiend*, propon*, exig*
        """,
        Stance.PROMISES: """
            nos comprometemos, prometemos, prometo, haremos, vamos a, compromete*
        """,
        Stance.REGRETS: "lament*, preocup*, alarma*, decepcion*",
        Stance.NEEDS: """
            debe*, debemos, hay que, tiene que, tienen que, tenemos que, es necesario, es preciso,
            es hora de
        """,
    },
}
_NOT = {
    "en": frozenset(
        {"not", "no", "never", "neither", "nor", "without", "cannot", "hardly", "instead", "rather"}
    ),
    "es": frozenset({"no", "nunca", "jamas", "ni", "sin", "tampoco", "vez"}),
}
# Who reports what others hold does not hold it.
_REPORTS = {
    "en": frozenset({"said", "says", "told", "according", "reported", "reportedly"}),
    "es": frozenset({"dijo", "dijeron", "dice", "segun", "informo"}),
}


@cache
def _rows(language: str) -> tuple[tuple[tuple[str, ...], Stance], ...]:
    return tuple(
        (tuple(entry.split()), stance)
        for stance, entries in _WORDS[language].items()
        for entry in entries.split(",")
    )


def _stands(entry: tuple[str, ...], words: Sequence[str]) -> bool:
    return len(words) >= len(entry) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(entry, words, strict=False)
    )


def stance(statement: Statement, places: Sequence[tuple[int, int]]) -> tuple[Stance | None, str]:
    """Return what a sentence does with a topic, and the words that say so; (None, "") else.

    Args:
        statement: the sentence.
        places: where terms of the topic stand in it, as `TopicIndex.places` says.
    """
    sentence = statement.sentence
    language = sentence.language
    lower = [fold(word.lower) for word in sentence.words]
    if "?" in sentence.text or not _REPORTS[language].isdisjoint(lower):
        return None, ""
    found: dict[Stance, str] = {}
    for at in range(len(lower)):
        for entry, kind in _rows(language):
            end = at + len(entry)
            if not _stands(entry, lower[at:end]):
                continue
            reach = _REACH.get(kind, _FURTHER)
            governs = any(0 <= first - end < reach for first, _end in places)
            around = (*lower[max(0, at - _NEGATED) : at], *lower[end : end + 1])
            negated = any(word in _NOT[language] or word.endswith("n't") for word in around)
            if negated and kind in _REACH:
                return None, ""
            if governs and not negated:
                words = sentence.words
                found.setdefault(kind, sentence.text[words[at].start : words[end - 1].end])
    if Stance.FOR in found and Stance.AGAINST in found:
        return None, ""
    chosen = next((kind for kind in Stance if kind in found), None)
    return chosen, found[chosen] if chosen else ""


def _utterances(
    document: Document, topics: Sequence[Topic], progress: Progress
) -> dict[str, list[tuple[float, Utterance]]]:
    """Return what a document says to each topic, in the order of the text, with what it weighs.

    Args:
        document: where it is looked for.
        topics: which count; each has a list, which may be empty.
        progress: called with the share done (0 to 1) and a few words; may raise `Cancelled`.
    """
    index = TopicIndex(topics)

    def tick() -> None:
        progress(0.2, "Reading the document")

    spoken = [one for one in statements(document, index, tick) if one.topics]
    found: dict[str, list[tuple[float, Utterance]]] = {topic.name: [] for topic in topics}
    for one in _judged(spoken, progress):
        passage = one.sentence.passage
        quote = document.blocks[passage.block].text[passage.start : passage.end]
        for topic, places in index.places(one.sentence).items():
            kind, cue = stance(one, places)
            weight = one.position + _TERM * min(len(places), 3) + _OTHER * len(one.topics)
            weight += _STANCE * (kind is not None)
            said = Utterance(passage, quote, one.position, kind, cue)
            found[topic].append((round(weight, 4), said))
    return found


def _judged(spoken: list[Statement], progress: Progress) -> list[Statement]:
    """Return statements with the positions that the trained models see, where they read them."""
    if not spoken or spoken[0].sentence.language != search.LANGUAGE:
        return spoken
    try:
        trained = models.load()
    except models.UnusableModelsError:
        return spoken
    from diptych.compare.linking import position_columns, probability

    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(0.2 + 0.8 * min(1.0, done / len(spoken)), "Weighing its positions")

    texts = [one.sentence.text for one in spoken]
    own = trained.vectors(alone(trained.pieces, texts), len(texts), tick)
    held = probability(position_columns(own, spoken), trained.weights["position"])
    return [replace(one, position=float(value)) for one, value in zip(spoken, held, strict=True)]


def standings(
    document: Document, topics: Sequence[Topic], progress: Progress
) -> dict[str, Standing]:
    """Return a document's positions on each topic.

    Args:
        document: where they are looked for.
        topics: which count.
        progress: called with the share done (0 to 1) and a few words; may raise `Cancelled`.
    """
    return {
        topic: _standing(said) for topic, said in _utterances(document, topics, progress).items()
    }


def _standing(spoken: list[tuple[float, Utterance]]) -> Standing:
    positions = [each for each in spoken if each[1].position >= _POSITION]
    # Sorting is stable: of sentences as plain as each other the first of the text goes first.
    ordered = sorted(positions or spoken, key=lambda each: -each[0])
    strongest = tuple(one for _weight, one in ordered[:_STRONGEST])
    return Standing(len(positions), len(spoken), strongest)


def tried(document: Document, topic: Topic, progress: Progress) -> list[Utterance]:
    """Return the sentences that speak to one topic, positions or not, in the order of the text."""
    return [one for _weight, one in _utterances(document, [topic], progress)[topic.name][:_MOST]]
