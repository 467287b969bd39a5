"""Why a finding is what it is, beyond the rule that spoke: targets, holders, shares, numbers.

Each sentence is a whole template, so that it can be said in another language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.compare.naming import form, names
from diptych.compare.stances import Strength
from diptych.compare.targets import targets
from diptych.model.comparison import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.segment import Sentence
    from diptych.compare.statements import Statement
    from diptych.compare.targets import Mention, Target
    from diptych.model.comparison import Evidence

# What a reader takes in beside the rule's own sentence.
_MOST = 2
# Telling stems that a name has for what is done with it to be worth a sentence.
_TELLING = 2
ON_TARGET = (
    "Both sides are for the same thing, or both against it",
    "One side is for what the other is against",
    "One side is for something that the other is against",
)
"""How the sentences begin of the rules that go by one thing which both sides name (`relate`)."""
LEFT, RIGHT = "the left document", "the right document"
"""What the two are called; who shows a reason says instead how they are called there."""
_BOTH_FOR = "Both name {target} and are for it."
_BOTH_AGAINST = "Both name {target} and are against it."
_LEFT_FOR = "Both name {target}: {left_document} is for it, {right_document} against it."
_RIGHT_FOR = "Both name {target}: {left_document} is against it, {right_document} for it."
_STANCES = {(1, 1): _BOTH_FOR, (-1, -1): _BOTH_AGAINST, (1, -1): _LEFT_FOR, (-1, 1): _RIGHT_FOR}
_BOTH_NAME = "Both speak of {target}."
_ASKS_DONE = (
    "On {target}, {left_document} asks or promises; {right_document} reports what was done."
)
_DONE_ASKS = (
    "On {target}, {left_document} reports what was done; {right_document} asks or promises."
)
_ASKING = (Strength.SHOULD, Strength.WILL)
_BOTH_QUOTE = "{left_document} quotes {left}, {right_document} {right}."
_LEFT_QUOTES = "{left_document} quotes {left}; in {right_document} the author speaks."
_RIGHT_QUOTES = "In {left_document} the author speaks; {right_document} quotes {right}."
_WITHIN = str.maketrans("“”", "‘’")
_NUMBERS = "{left_document} says {left}, {right_document} {right}."


def told_of(template: str, **values: str) -> str:
    """Return a sentence with both documents named in it."""
    text = template.format(left_document=LEFT, right_document=RIGHT, **values)
    return text[:1].upper() + text[1:]


def _in_quotes(words: str) -> str:
    """Return words in quotation marks, with their own as marks within."""
    return f"“{words.translate(_WITHIN)}”"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(map(_in_quotes, words))


class _Thing(NamedTuple):
    """What a mention names.

    Args:
        name: in words, as a reader would say it; "" for nothing.
        pointing: the words that point to it; "" where it is named itself.
        forms: of its words; none where they point.
        proper: whether it is a bare name.
    """

    name: str
    pointing: str = ""
    forms: frozenset[str] = frozenset()
    proper: bool = False


def _thing(sentence: Sentence, mention: Mention) -> _Thing:
    last = mention.end - 1
    name = next((one for one in names(sentence) if one.first <= last < one.end), None)
    if name is None or last not in name.nouns:
        return _Thing("")
    forms = frozenset(form(word) for word in sentence.words[name.first : name.end] if word.stem)
    return _Thing(sentence.text[name.start : name.stop], "", forms, name.proper)


def _named(side: Sequence[Statement], mention: Mention) -> _Thing:
    owner = next(one for one in side if any(mention is own for own in one.mentions)).sentence
    if not mention.back:
        return _thing(owner, mention)
    start, end = owner.words[mention.lead].start, owner.words[mention.end - 1].end
    return _Thing(mention.back, owner.text[start:end])


def _name(one: _Thing) -> str:
    pointing = f" ({_in_quotes(one.pointing)})" if one.pointing else ""
    return _in_quotes(one.name) + pointing


def _best(left: Sequence[Statement], right: Sequence[Statement]) -> Target | None:
    found = targets(
        [mention for one in left for mention in one.mentions],
        [mention for one in right for mention in one.mentions],
    )
    return found[0] if found else None


def _in_other_words(target: Target) -> bool:
    one, two = target.left, target.right
    return one.head != two.head and not one.kinds.isdisjoint(two.kinds)


def _both(one: _Thing, two: _Thing) -> str:
    """Return what two sides name, in the words of either."""
    if one.name.lower() != two.name.lower():
        return f"{_name(one)} / {_name(two)}"
    return _name(two if two.pointing and not one.pointing else one)


def _on_target(
    relation: Relation, left: Sequence[Statement], right: Sequence[Statement]
) -> tuple[str, str]:
    """Return how the two stand to the one thing that they name, and what else they do with it.

    Each is "" where it is not plain, how they stand also where it would contradict the relation.
    """
    target = _best(left, right)
    if target is None:
        return "", ""
    one, two = _named(left, target.left), _named(right, target.right)
    others = _in_other_words(target)
    apart = one.forms and two.forms and one.forms.isdisjoint(two.forms) and not others
    if not one.name or not two.name or apart:
        return "", ""  # "employment" and "employers" have one stem and are two things
    name, stance, more = _both(one, two), "", ""
    fits = relation is not (Relation.DIVERGE if target.agreement > 0 else Relation.CONVERGE)
    # What is named in other words on the two sides is not to be seen at a glance.
    if target.agreement and target.sure:
        sides = target.left.way, target.right.way
        stance = told_of(_STANCES[sides], target=name) if fits else ""
    elif target.sure and (one.pointing or two.pointing or others):
        more = told_of(_BOTH_NAME, target=name)
    # What is done with a country or a year says little.
    if not more and target.shared >= _TELLING and not one.proper and not two.proper:
        asks = target.left.strength in _ASKING, target.right.strength in _ASKING
        if asks[0] and target.right.strength is Strength.HAS_DONE:
            more = told_of(_ASKS_DONE, target=name)
        elif asks[1] and target.left.strength is Strength.HAS_DONE:
            more = told_of(_DONE_ASKS, target=name)
    return stance, more


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
        yield told_of(_BOTH_QUOTE, left=one, right=two)
    elif one:
        yield told_of(_LEFT_QUOTES, left=one)
    elif two:
        yield told_of(_RIGHT_QUOTES, right=two)


def _numbers(words: Evidence) -> Iterator[str]:
    """Yield the numbers that differ, where both sides name some and none in common."""
    sides: dict[str, list[str]] = {"left": [], "right": []}
    for cue in words.cues:
        if cue.kind == "number":
            sides[cue.side.value].append(cue.text)
    one, two = sides["left"], sides["right"]
    if one and two and not set(one) & set(two):
        yield told_of(_NUMBERS, left=_quoted(one[:2]), right=_quoted(two[:2]))


def told(
    relation: Relation,
    rule: str,
    left: Sequence[Statement],
    right: Sequence[Statement],
    words: Evidence,
) -> str:
    """Return why a pair is what it is.

    Args:
        relation: what was judged.
        rule: the sentence of the rule that spoke; where it only says that the two stand alike, or
            not, to one thing, a sentence that names the thing stands for it.
        left, right: the statements.
        words: the evidence that is shown.
    """
    stance, more = _on_target(relation, left, right)
    first = [stance] if stance and rule.startswith(ON_TARGET) else [rule, stance]
    rest = filter(None, [more, *_who(left, right), *_numbers(words)])
    return " ".join([*filter(None, first), *list(rest)[: _MOST - bool(stance)]])
