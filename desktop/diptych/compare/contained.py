"""Whether a sentence holds a claim in so many words: as it stands, or nearly.

Half a sentence asked of the text that it comes from is not half true: what has to be judged is the
part of the sentence that speaks of the claim, not all that stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.compare.terms import fold

if TYPE_CHECKING:
    from diptych.compare.statements import Statement

# Of the words of the claim, in order, in as many words of the sentence and a few more.
_NEARLY = 0.7
_MORE = 2
# Fewer words say nothing that could be held.
_FEWEST, _TELLING = 4, 2
# What governs a clause stands so many words before it at most.
_REACH = 5
_AGAINST = frozenset({"negation", "opposition"})
# What is only supposed is not said.
_SUPPOSED = frozenset({"if", "unless", "whether", "lest", "otherwise", "si"})


class Part(NamedTuple):
    """The part of a sentence that has the words of a claim.

    Args:
        text: as it stands.
        whole: whether it has all of them and no other, and nothing before it turns it round.
    """

    text: str
    whole: bool


def part_of(claim: Statement, said: Statement) -> Part | None:
    """Return the part of a sentence that holds a claim, None where none does."""
    from rapidfuzz.distance import LCSseq

    asked = [fold(word.lower) for word in claim.sentence.words]
    words = said.sentence.words
    there = [fold(word.lower) for word in words]
    if len(asked) < _FEWEST or sum(bool(word.stem) for word in claim.sentence.words) < _TELLING:
        return None
    if len(set(asked) & set(there)) < _NEARLY * len(set(asked)):
        return None
    most, at = 0, 0
    for start, word in enumerate(there):
        if word in asked:
            common = LCSseq.similarity(asked, there[start : start + len(asked) + _MORE])
            if common > most:
                most, at = common, start
    if most < _NEARLY * len(asked):
        return None
    end = min(len(there), at + len(asked) + _MORE)
    while end > at + 1 and LCSseq.similarity(asked, there[at : end - 1]) == most:
        end -= 1
    while end > at + 1 and LCSseq.similarity(asked, there[at + 1 : end]) == most:
        at += 1
    whole = there[at:end] == asked and not _governed(said, at)
    return Part(said.sentence.text[words[at].start : words[end - 1].end], whole)


def _governed(said: Statement, at: int) -> bool:
    """Tell whether what stands just before a word denies, rejects or only supposes what follows."""
    words = said.sentence.words
    before = {fold(word.lower) for word in words[max(0, at - _REACH) : at]}
    denied = any(cue.kind in _AGAINST and 0 <= at - cue.end < _REACH for cue in said.cues)
    return denied or not before.isdisjoint(_SUPPOSED)
