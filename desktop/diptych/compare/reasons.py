"""Why a finding is what it is, beyond the rule that spoke: targets, holders, shares, numbers.

Each sentence is a whole template, so that it can be said in another language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.compare.stances import Strength
from diptych.compare.targets import surface, targets
from diptych.model.comparison import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.statements import Statement
    from diptych.compare.targets import Mention, Target
    from diptych.model.comparison import Evidence

# What a reader takes in beside the rule's own sentence.
_MOST = 2
# Telling stems that a name has for what is done with it to be worth a sentence.
_TELLING = 2
_BOTH_FOR = "Both name {target} and are for it."
_BOTH_AGAINST = "Both name {target} and are against it."
_LEFT_FOR = "Both name {target}: the left is for it, the right against it."
_RIGHT_FOR = "Both name {target}: the left is against it, the right for it."
_STANCES = {(1, 1): _BOTH_FOR, (-1, -1): _BOTH_AGAINST, (1, -1): _LEFT_FOR, (-1, 1): _RIGHT_FOR}
_BOTH_NAME = "Both speak of {target}."
_ASKS_DONE = "On {target} the left asks or promises, the right reports what was done."
_DONE_ASKS = "On {target} the left reports what was done, the right asks or promises."
_ASKING = (Strength.SHOULD, Strength.WILL)
_BOTH_QUOTE = "The left quotes {left}, the right {right}."
_LEFT_QUOTES = "The left quotes {left}; on the right the author speaks."
_RIGHT_QUOTES = "On the left the author speaks; the right quotes {right}."
_NUMBERS = "The left says {left}, the right {right}."
_SHARE = "Shared: {shared}; only left: {left}; only right: {right}."


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _named(side: Sequence[Statement], mention: Mention) -> tuple[str, str]:
    """Return what a mention names, and the words that point to it, "" where it names it itself."""
    owner = next(one for one in side if any(mention is own for own in one.mentions)).sentence
    if not mention.back:
        return surface(owner, mention), ""
    start, end = owner.words[mention.lead].start, owner.words[mention.end - 1].end
    return mention.back, owner.text[start:end]


def _name(one: tuple[str, str]) -> str:
    name, pointing = one
    return f"“{name}” (“{pointing}”)" if pointing else f"“{name}”"


def _best(left: Sequence[Statement], right: Sequence[Statement]) -> Target | None:
    found = targets(
        [mention for one in left for mention in one.mentions],
        [mention for one in right for mention in one.mentions],
    )
    return found[0] if found else None


def _in_other_words(target: Target) -> bool:
    one, two = target.left, target.right
    return one.head != two.head and not one.kinds.isdisjoint(two.kinds)


def _on_target(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[str]:
    """Yield what the two sides do with the one thing that they name, where that is plain."""
    target = _best(left, right)
    if target is None:
        return
    one, two = _named(left, target.left), _named(right, target.right)
    same = one[0].lower() == two[0].lower()
    if same and (one[1] == two[1] or not two[1]):
        name = _name(one)
    elif same and not one[1]:
        name = _name(two)
    else:
        name = f"{_name(one)} / {_name(two)}"
    # What is named in other words on the two sides is not to be seen at a glance.
    if target.agreement and target.sure:
        yield _STANCES[target.left.way, target.right.way].format(target=name)
    elif target.sure and (one[1] or two[1] or _in_other_words(target)):
        yield _BOTH_NAME.format(target=name)
    strengths = target.left.strength, target.right.strength
    if target.shared < _TELLING:
        return  # what is done with a country or a year says little
    if strengths[0] in _ASKING and strengths[1] is Strength.HAS_DONE:
        yield _ASKS_DONE.format(target=name)
    elif strengths[1] in _ASKING and strengths[0] is Strength.HAS_DONE:
        yield _DONE_ASKS.format(target=name)


def holders(side: Sequence[Statement]) -> tuple[tuple[Statement, int, int], ...]:
    """Return whom statements quote: the statement, and first and last word (end exclusive)."""
    found: dict[tuple[int, int, int], tuple[Statement, int, int]] = {}
    for number, statement in enumerate(side):
        for claim in statement.claims:
            if claim.holder is not None:
                first, end = claim.holder.first, claim.holder.end
                found.setdefault((number, first, end), (statement, first, end))
    return tuple(found.values())


def _names(side: Sequence[Statement]) -> list[str]:
    found = []
    for statement, first, end in holders(side):
        words = statement.sentence.words
        found.append(statement.sentence.text[words[first].start : words[end - 1].end])
    return found


def _who(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[str]:
    one, two = _quoted(_names(left)[:1]), _quoted(_names(right)[:1])
    if one and two:
        yield _BOTH_QUOTE.format(left=one, right=two)
    elif one:
        yield _LEFT_QUOTES.format(left=one)
    elif two:
        yield _RIGHT_QUOTES.format(right=two)


def _numbers(words: Evidence) -> Iterator[str]:
    """Yield the numbers that differ, where both sides name some and none in common."""
    sides: dict[str, list[str]] = {"left": [], "right": []}
    for cue in words.cues:
        if cue.kind == "number":
            sides[cue.side.value].append(cue.text)
    one, two = sides["left"], sides["right"]
    if one and two and not set(one) & set(two):
        yield _NUMBERS.format(left=_quoted(one[:2]), right=_quoted(two[:2]))


def told(
    relation: Relation, left: Sequence[Statement], right: Sequence[Statement], words: Evidence
) -> str:
    """Return the sentences that say more of a pair, "" where there is nothing plain to say.

    Args:
        relation: what was judged.
        left, right: the statements.
        words: the evidence that is shown.
    """
    found = []
    if relation is Relation.PARTIAL and words.shared and words.left_only and words.right_only:
        found.append(
            _SHARE.format(
                shared=_quoted(words.shared[:2]),
                left=_quoted(words.left_only[:2]),
                right=_quoted(words.right_only[:2]),
            )
        )
    found += [*_on_target(left, right), *_who(left, right), *_numbers(words)]
    return "".join(f" {sentence}" for sentence in found[:_MOST])
