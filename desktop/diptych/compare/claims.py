"""A sentence becomes its atomic claims, each the exact words it is made of.

A claim begins where a clause with a subject and a verb of its own begins. What governs a clause
(a negation, "must", "said that") therefore stays with it: words that share one verb are not parted,
and what is quoted keeps its holder throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from diptych.compare.grammar import Part, parts
from diptych.compare.holders import Holder, holder
from diptych.compare.terms import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.segment import Sentence

# How far after its first word a clause names its verb.
_SUBJECT = 6
_HARD = (";", ":", "—", "–", "--")
_INSTEAD = {"en": (("instead", "of"), ("rather", "than")), "es": (("en", "vez", "de"),)}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence says.

    Args:
        first, end: its words, end exclusive.
        start, stop: code points in the sentence's text, stop exclusive: its exact words.
        instead: it says what should not be: "instead of", "rather than".
        holder: whom the text quotes for it; None where the author speaks.
    """

    first: int
    end: int
    start: int
    stop: int
    instead: bool
    holder: Holder | None


def breaks(sentence: Sentence) -> list[bool]:
    """Return for each word whether more than a blank or a hyphen parts it from the next."""
    words, text = sentence.words, sentence.text
    gaps = [text[one.end : two.start] for one, two in pairwise(words)]
    found = [bool(gap.strip()) and gap.strip(" \t\n\u00a0") != "-" for gap in gaps]
    return [*found, True]


def _clause(found: Sequence[Part], at: int) -> bool:
    """Tell whether a subject and a verb stand at a place."""
    if at >= len(found):
        return False
    if found[at] in (Part.AUXILIARY, Part.VERB):
        return False
    subject = False
    for part in found[at : at + _SUBJECT]:
        if part in (Part.AUXILIARY, Part.VERB):
            return subject
        if part in (Part.NOUN, Part.PRONOUN):
            subject = True
        elif part in (Part.CONJUNCTION, Part.SUBORDINATOR):
            return False
    return False


def _starts(sentence: Sentence, found: Sequence[Part], parted: Sequence[bool]) -> list[int]:
    """Return the words that a clause of its own begins with."""
    words, text, starts = sentence.words, sentence.text, [0]
    lower = [fold(word.lower) for word in words]
    for at in range(1, len(words)):
        gap = text[words[at - 1].end : words[at].start]
        instead = any(
            tuple(lower[at : at + len(one)]) == one for one in _INSTEAD[sentence.language]
        )
        joins = found[at] in (Part.CONJUNCTION, Part.SUBORDINATOR)
        begins = _clause(found, at + 1 if joins else at)
        if (
            any(mark in gap for mark in _HARD)
            or instead
            or (joins and begins)
            or (parted[at - 1] and begins and found[at] is not Part.PREPOSITION)
        ):
            starts.append(at)
    return starts


def claims(sentence: Sentence, found: Sequence[Part] | None = None) -> tuple[Claim, ...]:
    """Return the claims of a sentence in order; together they hold all its words.

    Args:
        sentence: what to split.
        found: the part that each of its words plays, where that is known.
    """
    found = parts(sentence) if found is None else found
    parted = breaks(sentence)
    quoted = holder(sentence, found, parted)
    starts = _starts(sentence, found, parted)
    if quoted is not None:
        starts = sorted(
            {*starts, *(one for one in (quoted.start, quoted.stop) if one < len(found))}
        )
    pieces = [
        (first, end)
        for first, end in zip(starts, [*starts[1:], len(found)], strict=True)
        if end > first
    ]
    whole: list[tuple[int, int]] = []
    for first, end in pieces:
        if whole and not (_says(sentence, *whole[-1]) and _says(sentence, first, end)):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((first, end))
    return tuple(_claim(sentence, first, end, quoted) for first, end in whole)


def _says(sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether words are enough to say something; fewer stay with their neighbour."""
    return end - first > 1 and any(word.stem for word in sentence.words[first:end])


def _claim(sentence: Sentence, first: int, end: int, quoted: Holder | None) -> Claim:
    words = sentence.words
    lower = [fold(word.lower) for word in words[first : first + 3]]
    instead = any(tuple(lower[: len(one)]) == one for one in _INSTEAD[sentence.language])
    own = quoted is not None and quoted.start <= first < quoted.stop
    return Claim(
        first, end, words[first].start, words[end - 1].end, instead, quoted if own else None
    )
