"""What two documents speak of: mentions, their chains over both, and the targets of a pair.

Two sentences seldom contradict one another word by word; they take two stances on one thing that
each names in its own way ("a free trade agreement", "the proposal", "such an accord"). So a
noun phrase is a mention, and a phrase that only points back takes up what was named before. This is
how discourse networks are coded by hand (actor, concept, agreement: Leifeld 2013), done by rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diptych.compare.claims import breaks
from diptych.compare.grammar import Part, word_set
from diptych.compare.stances import Reader, Strength
from diptych.compare.terms import fold, general_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.claims import Claim
    from diptych.compare.cues import Hit
    from diptych.compare.segment import Sentence

_LONGEST = 5  # words of a noun phrase
# Sentences back to which a phrase may point.
_BACK = 3
_JOINING = frozenset({"of", "de", "del"})
# Nouns that stand for something named before where a definite word leads them and nothing else
# tells more; by language, without accents.
_SHELLS = {
    "en": word_set("""
        proposal proposals plan plans idea measure measures accord agreement deal bill law program
        programme policy policies approach move decision step steps issue question matter problem
        initiative scheme offer arrangement pact treaty effort efforts change reform demand request
        """),
    "es": word_set("""
        propuesta propuestas plan planes idea medida medidas acuerdo pacto ley proyecto programa
        politica politicas enfoque decision paso asunto cuestion problema iniciativa oferta tratado
        esfuerzo cambio reforma peticion
        """),
}
_DEFINITE = {
    "en": word_set("the this that these those such"),
    "es": word_set("el la los las este esta estos estas ese esa tal dicho dicha dichas"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that a claim names, and how the claim stands to it.

    Args:
        first, end: its words, end exclusive, without the determiner.
        stems: of its words that carry meaning; of what it points back to, too.
        head: the stem of its last word, or of what it points back to.
        way: 1 for, -1 against, 0 undecided.
        strength: how far the claim goes.
        firm: whether the claim says what its holder does, wants or asks for.
        claim: number of the claim.
        back: what it points back to, in words; "" for one that names the thing itself.
    """

    first: int
    end: int
    stems: frozenset[str]
    head: str
    way: int
    strength: Strength
    firm: bool
    claim: int
    back: str = ""


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
            0 < end == at - 1 and sentence.words[end].lower in _JOINING and not parted[end]
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
        found.append(
            Mention(
                first,
                end,
                frozenset(word.stem for word in sentence.words[first:end] if word.stem),
                sentence.words[end - 1].stem,
                stance.ways[end - 1 - said[number].first],
                stance.strength,
                stance.firm,
                number,
            )
        )
    return tuple(found)


def _points_back(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a mention only points to something named before: "the proposal"."""
    if mention.end - mention.first != 1 or not mention.first:
        return False
    words, language = sentence.words, sentence.language
    leads = fold(words[mention.first - 1].lower)
    # "such an accord" has its article between.
    if leads in ("a", "an", "un", "una") and mention.first > 1:
        leads = fold(words[mention.first - 2].lower)
    return leads in _DEFINITE[language] and fold(words[mention.first].lower) in _SHELLS[language]


def surface(sentence: Sentence, mention: Mention) -> str:
    """Return the words of a mention as they stand in the text."""
    return sentence.text[sentence.words[mention.first].start : sentence.words[mention.end - 1].end]


def resolved(
    sentences: Sequence[Sentence], found: Sequence[tuple[Mention, ...]]
) -> list[tuple[Mention, ...]]:
    """Return mentions with those that only point back tied to what they point to.

    That is the last thing of at least two words named before, in the sentence or the few before it
    in its block, and of these one with the same head where there is one.

    Args:
        sentences: of one document, in order.
        found: the mentions of each.
    """
    known: list[tuple[int, int, Mention, str]] = []
    result = []
    for number, (sentence, own) in enumerate(zip(sentences, found, strict=True)):
        block, row = sentence.passage.block, []
        known = [one for one in known if one[0] == block and number - one[1] <= _BACK]
        for mention in own:
            if _points_back(sentence, mention) and known:
                same = [one for one in known if one[2].head == mention.head]
                _, _, before, text = (same or known)[-1]
                row.append(replace(mention, stems=before.stems, head=before.head, back=text))
                continue
            row.append(mention)
            if len(mention.stems) > 1:
                known.append((block, number, mention, surface(sentence, mention)))
        result.append(tuple(row))
    return result


def targets(left: Sequence[Mention], right: Sequence[Mention]) -> list[Target]:
    """Return what two sentences both name, what tells most first, the same for swapped sides.

    Two mentions are of one thing where they share their head or two stems, and one of those tells
    something.
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
            if two not in seen and (one.head == two.head or len(shared) > 1):
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


def _once(side: Sequence[Mention]) -> list[Mention]:
    """Return mentions without those that say of the same thing the same as an earlier one."""
    found: dict[tuple[frozenset[str], str, int], Mention] = {}
    for one in side:
        found.setdefault((one.stems, one.head, one.way), one)
    return list(found.values())
