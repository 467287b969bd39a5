"""How two statements on one issue stand to each other, by rules over their cues.

The rules are tried in order and the first that holds speaks. Cues tell little where two sentences
have few words in common, so `diverge` is said only on a plain clash, of words or of stances on one
target (`stances`); the rest is `converge`, or `partial` where both sides name causes, clash in part
or share too little. Every signal is the same whichever side is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.cues import opposites
from diptych.compare.targets import targets
from diptych.model.comparison import Relation, RunnerUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.compare.cues import Hit
    from diptych.compare.statements import Statement

_TONE = {"good": 2, "bad": -2, "support": 1, "opposition": -1}
_STANCE = {"support": 1, "opposition": -1}
_FLIPS = ("negation", "opposition", "less")
# How many words after a cue it still governs.
_REACH = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rules look at; the same when left and right change places.

    Args:
        shared: stems that both sides have.
        overlap: shared stems over all stems of the two, 0 to 1.
        matter: the same without the words that support or oppose.
        opposed: one side negates, opposes or reduces a shared stem and the other does not, and they
            differ in the number of such words.
        opposites: one side has a word and the other its opposite.
        negation: whether one side has an odd and the other an even number of negations.
        numbers: both name numbers, and none in common.
        direction: one side speaks of more, the other of less.
        stance: one side mainly supports, the other mainly opposes; negated, a word counts for the
            other.
        tone: distance of the tones of two sides of which one is good and the other bad; else 0.
        causes: both name causes.
        commitments: both commit themselves or ask for something.
        modality: one side says what must be, the other does not.
        target: 1 where both are for one thing they name, or both against it; -1 where one is for it
            and the other against; 0 where neither holds, or both do.
        mainly: that thing is half of what either side is for or against, or more.
    """

    shared: int
    overlap: float
    matter: float
    opposed: bool
    opposites: bool
    negation: bool
    numbers: bool
    direction: bool
    stance: bool
    tone: int
    causes: bool
    commitments: bool
    modality: bool
    target: int
    mainly: bool


def _governs(cue: Hit, place: int) -> bool:
    return 0 <= place - cue.end < _REACH


def _signs(statement: Statement) -> dict[str, int]:
    """Return for every stem whether it stands affirmed (1) or negated, opposed or reduced (-1)."""
    flips = [cue for cue in statement.cues if cue.kind in _FLIPS]
    sums: Counter[str] = Counter()
    for place, word in enumerate(statement.sentence.words):
        if word.stem:
            sums[word.stem] += -1 if sum(_governs(cue, place) for cue in flips) % 2 else 1
    return {stem: 1 if total >= 0 else -1 for stem, total in sums.items()}


def _matter(statement: Statement) -> set[str]:
    """Return the stems of what is supported or opposed, without those that say so."""
    saying = {
        place
        for cue in statement.cues
        if cue.kind in _STANCE
        for place in range(cue.first, cue.end)
    }
    words = enumerate(statement.sentence.words)
    return {word.stem for place, word in words if word.stem and place not in saying}


def _sum(statement: Statement, weights: dict[str, int]) -> int:
    """Return the weights of a statement's cues added up, those of negated cues turned round."""
    negations = [cue for cue in statement.cues if cue.kind == "negation"]
    total = 0
    for cue in statement.cues:
        negated = any(_governs(negation, cue.first) for negation in negations)
        total += weights.get(cue.kind, 0) * (-1 if negated else 1)
    return total


def _numbers(statement: Statement) -> set[str]:
    return {word.lower for word in statement.sentence.words if word.lower[0].isdigit()}


def _clash(one: int, two: int) -> bool:
    return one * two < 0


def signals(left: Statement, right: Statement) -> Signals:
    """Return what the rules look at."""
    signs, others = _signs(left), _signs(right)
    shared = signs.keys() & others.keys()
    kinds, kinds_right = (Counter(cue.kind for cue in side.cues) for side in (left, right))
    numbers, numbers_right = _numbers(left), _numbers(right)
    tone, tone_right = (_sum(side, _TONE) for side in (left, right))
    stance, stance_right = (_sum(side, _STANCE) for side in (left, right))
    matter, matter_right = _matter(left), _matter(right)
    target, mainly = _target(left, right)

    def both(kind: str) -> bool:
        return kinds[kind] > 0 and kinds_right[kind] > 0

    def against(plus: str, minus: str) -> bool:
        return _clash(kinds[plus] - kinds[minus], kinds_right[plus] - kinds_right[minus])

    def flips(of: Counter[str]) -> int:
        return sum(of[kind] for kind in _FLIPS)

    return Signals(
        shared=len(shared),
        overlap=len(shared) / max(1, len(signs.keys() | others.keys())),
        matter=len(matter & matter_right) / max(1, len(matter | matter_right)),
        opposed=any(signs[stem] != others[stem] for stem in shared)
        and (flips(kinds) - flips(kinds_right)) % 2 == 1,
        opposites=any(
            one in signs and two in others and one not in others and two not in signs
            for one, two in opposites(left.sentence.language)
        ),
        negation=(kinds["negation"] + kinds_right["negation"]) % 2 == 1,
        numbers=bool(numbers and numbers_right and not numbers & numbers_right),
        direction=against("more", "less"),
        stance=_clash(stance, stance_right),
        tone=abs(tone - tone_right) if _clash(tone, tone_right) else 0,
        causes=both("cause"),
        commitments=both("commitment"),
        modality=(kinds["modality"] > 0) != (kinds_right["modality"] > 0),
        target=target,
        mainly=mainly,
    )


def _target(left: Statement, right: Statement) -> tuple[int, bool]:
    """Return how two statements stand to what both name, and whether that is most of it."""
    found = targets(left.mentions, right.mentions)
    both = [one for one in found if one.agreement and one.sure]
    ways = {one.agreement for one in both}
    if len(ways) != 1:
        return 0, False
    shared = {one.left for one in both}, {one.right for one in both}
    mainly = all(
        2 * len(named) >= sum(mention.way != 0 for mention in side.mentions)
        for named, side in zip(shared, (left, right), strict=True)
    )
    return ways.pop(), mainly


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to judge a pair.

    Args:
        holds: whether it speaks.
        relation, confidence: what it says; the share of rightly linked pairs that do not say the
            opposite. Of 157 such pairs of the twelve training comparisons `converge` was right on
            .54 and contradicted by `diverge` on .12; the rest shared a part. Too few spoke for the
            other rules to tell their figures apart, so these are rounded by hand.
        runner_up: what was right most often where it was wrong.
        reason: a plain sentence; "{shared}" becomes shared words where there are some.
        joint: what ties those words to the sentence.
        wordless: the sentence where no word can be named, if it is another one.
    """

    holds: Callable[[Signals], bool]
    relation: Relation
    confidence: float
    runner_up: Relation
    reason: str
    joint: str = ", "
    wordless: str = ""


SAME_WORDS = 0.5
_SOME_WORDS = 0.15
_FEW_WORDS = 0.1
_WHERE = ", where both name "
_C, _D, _P = Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL

RULES: tuple[Rule, ...] = (
    Rule(
        lambda s: s.overlap >= SAME_WORDS and s.negation,
        _D, 0.9, _C, "Almost the same words{shared}, but only one side negates them.",
    ),
    Rule(
        lambda s: s.overlap >= SAME_WORDS and s.numbers,
        _D, 0.8, _C, "Almost the same words{shared}, but other numbers.",
    ),
    Rule(
        lambda s: s.overlap >= SAME_WORDS and (s.direction or s.opposed or s.opposites),
        _D, 0.75, _C, "Almost the same words{shared}, but the other side turns one round.",
    ),
    Rule(
        lambda s: s.overlap >= SAME_WORDS and s.modality,
        _D, 0.6, _C, "Almost the same words{shared}, but only one side says that it must be so.",
    ),
    Rule(
        lambda s: s.overlap >= SAME_WORDS,
        _C, 0.8, _D, "Both sides say it in almost the same words{shared}.",
    ),
    Rule(
        lambda s: s.causes and s.shared > 0,
        _P, 0.9, _C, "Both sides name causes; they share{shared} and differ in the rest.", " ",
        "Both sides name causes, and differ in them.",
    ),
    Rule(
        lambda s: s.commitments and s.shared > 0,
        _C, 0.9, _P, "Both sides commit themselves or ask for action{shared}.", " on ",
    ),
    Rule(
        lambda s: s.overlap >= _SOME_WORDS and s.direction,
        _D, 0.6, _C, "One side speaks of more and the other of less{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.overlap >= _FEW_WORDS and s.tone >= 3 and s.stance,
        _D, 0.35, _C, "One side supports and the other opposes{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.matter >= SAME_WORDS and s.stance,
        _D, 0.75, _P, "One side supports what the other opposes{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.target < 0 and s.mainly,
        _D, 0.6, _C, "One side is for what the other is against{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.matter >= _SOME_WORDS and s.stance,
        _P, 0.5, _D, "One side mainly supports and the other mainly opposes{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.target < 0,
        _D, 0.5, _C, "One side is for something that the other is against{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.target > 0,
        _C, 0.89, _P, "Both sides are for the same thing, or both against it{shared}.", _WHERE,
    ),
    Rule(
        lambda s: s.shared > 0,
        _C, 0.88, _P, "Both sides speak to the same issue{shared}.",
    ),
    Rule(
        lambda s: True,
        _P, 0.85, _C, "The two sides have no word in common that would tell more.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule or the trained judge said of a pair.

    Args:
        relation, confidence, runner_up: what it says, and how sure it is if the two are linked.
        reason, joint, wordless: as in `Rule`.
    """

    relation: Relation
    confidence: float
    runner_up: RunnerUp
    reason: str
    joint: str
    wordless: str = ""


# Links are found by their meaning, too. Of 384 of the training comparisons that have no word in
# common that tells anything .55 converge, .28 diverge, .17 share a part: less sure than others.
_LINKED_BY_MEANING = Rule(
    lambda s: True,
    _C, 0.72, _D,
    "Both sides speak to the same issue in other words.",
)  # fmt: skip


def rule_for(left: Statement, right: Statement) -> Rule:
    """Return the first rule that holds for two statements."""
    seen = signals(left, right)
    return next(rule for rule in RULES if rule.holds(seen))


def relate(left: Statement, right: Statement, *, linked: bool = True) -> Judgement:
    """Judge two statements by the rules.

    Args:
        left, right: the statements.
        linked: whether they were found to be on one issue; else two that share no word that tells
            anything have at most a part in common.
    """
    rule = rule_for(left, right)
    if linked and rule is RULES[-1]:
        rule = _LINKED_BY_MEANING
    second = RunnerUp(rule.runner_up, round((1 - rule.confidence) * 0.6, 2))
    return Judgement(rule.relation, rule.confidence, second, rule.reason, rule.joint, rule.wordless)


VERBATIM = Judgement(
    _C, 0.97, RunnerUp(_P, 0.02), "The claim stands there word for word{shared}.", "; both name "
)
"""What is said of a claim that a document holds in its very words (`contained`)."""

_SAID = {
    _C: "say or speak for the same",
    _D: "contradict each other or speak for opposite sides",
    _P: "meet on one issue, but share only a part",
}


def trained(
    relation: Relation, confidence: float, runner_up: RunnerUp, left: Statement, right: Statement
) -> Judgement:
    """Return what the trained judge says, with the rule's words where the rule agrees."""
    rule = rule_for(left, right)
    lead = f"The trained judge finds that the two {_SAID[relation]}"
    if rule.relation is relation and rule is not RULES[-1]:
        rest, wordless = (
            f"{lead}: {one[0].lower()}{one[1:]}" if one else ""
            for one in (rule.reason, rule.wordless)
        )
        return Judgement(relation, confidence, runner_up, rest, rule.joint, wordless)
    return Judgement(relation, confidence, runner_up, f"{lead}{{shared}}.", "; both name ")
