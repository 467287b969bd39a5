"""Learning from the reader's verdicts how sure the engine's word may be taken, in this library.

A small model, in the open: how likely it is that the reader confirms a finding,

    log-odds = bias + slope * log-odds of the engine's confidence
               + a step for its relation + a step for its rule + a step for each of its topics

fitted to the verdicts so far with strong priors (slope 1, everything else 0: that is what the
engine says), so that few verdicts move little. The same verdicts give the same model. It changes
how sure a finding is shown, and never what it is, nor any verdict. Findings as the shell prints
them are not touched.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from diptych.model.comparison import Comparison, Finding, Relation
    from diptych.services.undo import Undo
    from diptych.store.library import Library

LEAST = 10
"""Fewer verdicts teach nothing."""

# The last verdicts count; fitting to so many takes less than a frame.
_MOST = 500
_SWEEPS = 12
# How far each part may go by itself: standard deviations of the priors.
_WIDTHS = {"bias": 0.7, "slope": 0.4, "relation": 0.6, "rule": 0.5, "topic": 0.4}
_SURE = 0.98  # nobody is surer than that, so that log-odds stay finite
_SWITCH, _SINCE = "learning", "learning since"


class Judged(NamedTuple):
    """A verdict as far as it teaches something: on a finding that has two sides.

    Args:
        is_right: whether the reader confirmed what the engine had said.
        features: of the finding, see `features_of`.
    """

    relation: Relation
    is_right: bool
    features: tuple[tuple[str, float], ...]


class Score(NamedTuple):
    """How often the reader confirmed the engine."""

    relation: Relation | None
    confirmed: int
    judged: int


class Model(NamedTuple):
    """What was learnt: a number for each feature; what is not here is as the engine says."""

    weights: dict[str, float]

    def confidence(self, finding: Finding) -> float:
        """Return how likely it is that the reader will confirm a finding, 0 to 1."""
        odds = sum(
            value * (self.weights.get(name, 0.0) + (name == "slope"))
            for name, value in features_of(finding)
        )
        return 1 / (1 + math.exp(-odds))


class Learning:
    """Learns from the verdicts of one library.

    Args:
        undo: tells when verdicts have changed.
    """

    def __init__(self, library: Library, undo: Undo) -> None:
        self._library = library
        self._judged: list[Judged] | None = None
        self._model: Model | None = None
        undo.add_listener(self._hear)

    def _hear(self, kinds: frozenset[str]) -> None:
        if kinds & {"verdict", "verdicts"}:
            self._forget()

    def _forget(self) -> None:
        self._judged = self._model = None

    @property
    def is_on(self) -> bool:
        """Whether the reader wants it."""
        return self._library.setting(_SWITCH) != "off"

    def switch(self, *, on: bool) -> None:
        """Learn and show what was learnt, or leave everything as the engine says.

        Raises:
            UserError: the library could not be written.
        """
        self._library.set_setting(_SWITCH, "on" if on else "off")

    def reset(self) -> None:
        """Begin anew: the verdicts so far stay as they are, and teach nothing any more.

        Raises:
            UserError: the library could not be written.
        """
        last = self._library.last_verdict()
        self._library.set_setting(_SINCE, str(last))
        self._forget()

    @property
    def judged(self) -> Sequence[Judged]:
        """The verdicts that count."""
        if self._judged is None:
            since = int(self._library.setting(_SINCE) or 0)
            self._judged = [
                Judged(engine, relation is engine, features)
                for engine, relation, features in self._library.judgements(since, _MOST)
            ]
        return self._judged

    @property
    def is_active(self) -> bool:
        """Whether confidences are changed by what was learnt."""
        return self.is_on and len(self.judged) >= LEAST

    def scores(self) -> list[Score]:
        """Return how often the engine was confirmed: in all, then by relation."""
        judged = self.judged
        relations = dict.fromkeys(each.relation for each in judged)
        parts = [
            (relation, [j for j in judged if j.relation is relation]) for relation in relations
        ]
        return [
            Score(None, sum(each.is_right for each in judged), len(judged)),
            *(Score(name, sum(each.is_right for each in own), len(own)) for name, own in parts),
        ]

    def noted(self, comparison: Comparison) -> Comparison:
        """Return a comparison that says, for an export, whether confidences were changed."""
        if not self.is_active:
            return comparison
        score = self.scores()[0]
        said = (
            "How sure the findings are was adjusted by the reader's verdicts: "
            f"{score.confirmed} of {score.judged} findings were confirmed."
        )
        return comparison._replace(remark=f"{comparison.remark} {said}".strip())

    def adjusted(self, findings: Iterable[Finding]) -> Iterator[float]:
        """Yield how sure each finding is to be shown."""
        model = None
        if self.is_active:
            if self._model is None:
                self._model = fit(self.judged)
            model = self._model
        for finding in findings:
            if model is None or finding.relation.is_one_sided or finding.wording is not None:
                yield finding.confidence
            else:
                yield round(model.confidence(finding), 4)


def features_of(finding: Finding) -> tuple[tuple[str, float], ...]:
    """Return what is known of a finding before it is judged: names and numbers."""
    share = min(max(finding.confidence, 1 - _SURE), _SURE)
    topics = finding.topics or ("",)
    return (
        ("bias", 1.0),
        ("slope", round(math.log(share / (1 - share)), 4)),
        (f"relation {finding.relation}", 1.0),
        (f"rule {finding.reason}", 1.0),
        *((f"topic {topic}", round(1 / len(topics), 4)) for topic in topics),
    )


def fit(judged: Sequence[Judged]) -> Model:
    """Return the model that verdicts teach: the likeliest one under the priors.

    One weight after the other is moved by a step of Newton's; a dozen rounds are enough.
    """
    examples: dict[str, list[tuple[int, float]]] = {}
    odds = [0.0] * len(judged)
    for at, each in enumerate(judged):
        for name, value in each.features:
            if name.split(" ", 1)[0] not in _WIDTHS:  # of another version
                continue
            examples.setdefault(name, []).append((at, value))
            odds[at] += value if name == "slope" else 0.0
    weights = dict.fromkeys(examples, 0.0)
    for _ in range(_SWEEPS):
        for name, own in examples.items():
            precision = 1 / _WIDTHS[name.split(" ", 1)[0]] ** 2
            slope, bend = -weights[name] * precision, precision
            for at, value in own:
                share = 1 / (1 + math.exp(-odds[at]))
                slope += value * (judged[at].is_right - share)
                bend += value * value * share * (1 - share)
            step = slope / bend
            weights[name] += step
            for at, value in own:
                odds[at] += step * value
    return Model(weights)
