"""What two documents speak of: mentions, their chains over both, and the targets of a pair.

Two sentences seldom contradict one another word by word; they take two stances on one thing that
each names in its own way ("a free trade agreement", "the proposal", "such an accord"). So a
noun phrase is a mention, and a phrase that only points back takes up what was named before. This is
how discourse networks are coded by hand (actor, concept, agreement: Leifeld 2013), done by rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.claims import breaks
from diptych.compare.grammar import Part
from diptych.compare.references import JOINING, alike, head_of, kinds
from diptych.compare.stances import Reader, Strength
from diptych.compare.terms import fold, general_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.claims import Claim
    from diptych.compare.cues import Hit
    from diptych.compare.segment import Sentence

_LONGEST = 5  # words of a noun phrase


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that a claim names, and how the claim stands to it.

    Args:
        first, end: its words, end exclusive, without the determiner.
        stems: of its words that carry meaning; of what it points back to, too.
        head: the stem of the noun that the others tell more of, or of what it points back to.
        way: 1 for, -1 against, 0 undecided.
        strength: how far the claim goes.
        firm: whether the claim says what its holder does, wants or asks for.
        claim: number of the claim.
        kinds: kinds of thing that its head may be, as `references` knows them.
        back: what it points back to, in words; "" for one that names the thing itself.
        lead: its determiner where it points back, else -1.
        sure: whether it is sure what it points back to.
    """

    first: int
    end: int
    stems: frozenset[str]
    head: str
    way: int
    strength: Strength
    firm: bool
    claim: int
    kinds: frozenset[str] = frozenset()
    back: str = ""
    lead: int = -1
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that both sides of a pair name.

    Args:
        left, right: the mentions.
        shared: how many telling stems they share.
    """

    left: Mention
    right: Mention
    shared: int

    @property
    def agreement(self) -> int:
        """1 where both are for it or both against it, -1 where they part, else 0."""
        return self.left.way * self.right.way

    @property
    def sure(self) -> bool:
        """Whether it is sure that both name it."""
        return self.left.sure and self.right.sure


def phrases(
    sentence: Sentence, parts: Sequence[Part], governing: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield first and last word (end exclusive) of every noun phrase, without its determiner.

    Args:
        sentence, parts: the sentence and the part that each of its words plays.
        governing: words that are no part of what is named.
    """
    parted = breaks(sentence)
    first = end = -1
    for at, word in enumerate(sentence.words):
        if parts[at] is not Part.NOUN or not word.stem or at in governing:
            continue
        joined = end == at or (
            # "rule of law" is one phrase.
            0 < end == at - 1 and sentence.words[end].lower in JOINING and not parted[end]
        )
        if joined and not parted[end - 1] and at + 1 - first <= _LONGEST:
            end = at + 1
            continue
        if first >= 0:
            yield first, end
        first, end = at, at + 1
    if first >= 0:
        yield first, end


def mentions(
    sentence: Sentence, parts: Sequence[Part], said: Sequence[Claim], cues: Sequence[Hit]
) -> tuple[Mention, ...]:
    """Return what a sentence names, in order.

    Args:
        sentence, parts: the sentence and the part that each of its words plays.
        said: its claims.
        cues: its cues.
    """
    reader = Reader(sentence, parts, cues)
    stances = [reader.read(claim) for claim in said]
    of = [number for number, claim in enumerate(said) for _ in range(claim.first, claim.end)]
    found = []
    for first, end in phrases(sentence, parts, reader.governs()):
        number = of[end - 1]
        stance = stances[number]
        head = sentence.words[head_of(sentence, first, end)]
        found.append(
            Mention(
                first,
                end,
                frozenset(word.stem for word in sentence.words[first:end] if word.stem),
                head.stem,
                stance.ways[end - 1 - said[number].first],
                stance.strength,
                stance.firm,
                number,
                kinds(fold(head.lower), sentence.language),
            )
        )
    return tuple(found)


def surface(sentence: Sentence, mention: Mention) -> str:
    """Return the words of a mention as they stand in the text."""
    return sentence.text[sentence.words[mention.first].start : sentence.words[mention.end - 1].end]


def targets(left: Sequence[Mention], right: Sequence[Mention]) -> list[Target]:
    """Return what two sentences both name, what tells most first, the same for swapped sides.

    Two mentions are of one thing where they share a stem that tells something, and their heads are
    one noun or of one kind, or they share two stems.
    """
    general = general_stems()
    named: dict[str, list[Mention]] = {}
    for two in _once(right):
        for stem in two.stems - general:
            named.setdefault(stem, []).append(two)
    found = []
    for one in _once(left):
        seen: set[Mention] = set()
        for two in (two for stem in sorted(one.stems - general) for two in named.get(stem, ())):
            shared = one.stems & two.stems
            if two not in seen and (len(shared) > 1 or (alike(one, two) and not _apart(one, two))):
                found.append(Target(one, two, len(shared - general)))
            seen.add(two)
    found.sort(
        key=lambda target: (
            -abs(target.agreement),
            -target.shared,
            -(abs(target.left.way) + abs(target.right.way)),
            target.left.first + target.right.first,
            abs(target.left.first - target.right.first),
            # Of what is left of equals the smaller name, so that neither side decides.
            sorted(target.left.stems | target.right.stems),
        )
    )
    return found


def _apart(one: Mention, two: Mention) -> bool:
    """Tell whether two things of one kind have names of their own: a sugar tax, an income tax."""
    if not one.kinds or not two.kinds:
        return False
    own, other = (each.stems - general_stems() - {each.head} for each in (one, two))
    return bool(own) and bool(other) and own.isdisjoint(other)


def _once(side: Sequence[Mention]) -> list[Mention]:
    """Return mentions without those that say of the same thing the same as an earlier one."""
    found: dict[tuple[frozenset[str], str, int], Mention] = {}
    for one in side:
        found.setdefault((one.stems, one.head, one.way), one)
    return list(found.values())
