"""Whether a sentence holds a claim in so many words: as it stands, or nearly.

Half a sentence asked of the text that it comes from is not half true: what has to be judged is the
part of the sentence that speaks of the claim, not all that stands beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.compare.grammar import word_set
from diptych.compare.holders import VERBS
from diptych.compare.terms import fold

if TYPE_CHECKING:
    from diptych.compare.statements import Statement

# Of the words of the claim, in order, in as many words of the sentence and a few more.
_NEARLY = 0.7
_MORE = 2
# Fewer words say nothing that could be held.
_FEWEST, _TELLING = 4, 2
_AGAINST = frozenset({"negation", "opposition"})
# What denies, doubts, supposes, restricts or ascribes what stands beside it, besides those cues and
# the verbs of saying; by language, without accents.
_TURNING = {
    "en": word_set("""
        if unless whether lest otherwise though when until till once where wherever perhaps maybe
        possibly probably might may could would unlikely improbable supposing assuming imagine only
        merely barely scarcely rarely seldom few fewer little some certain most except instead far
        either untrue untruth myth myths fiction lie lies lying liar liars error errors erroneous
        fallacy nonsense absurd hoax rumor rumors rumour rumours theory theoretically reportedly
        apparently allegation so-called question questions questioned idea notion who what anyone
        """),
    "es": word_set("""
        si salvo excepto cuando hasta donde aunque quiza quizas acaso tal podria podrian puede
        pueden seria serian solo solamente unicamente apenas pocos pocas poco casi algunos algunas
        ciertos ciertas menos lejos mito mitos mentira mentiras mienten error errores erroneo
        erronea equivocado equivocada equivocados equivocadamente absurdo bulo bulos rumor rumores
        teoria afirmacion idea quien quienes
        """),
}
# Said of others than the author, as the verbs of saying.
_ASCRIBING = {
    "en": VERBS["en"]
    | word_set("""
        claim claiming say saying tell argue believe think want wants wanted hope hopes hoped wish
        wishes dream dreams
        """),
    "es": VERBS["es"] | word_set("afirmar decir creer creen piensan quieren quiere desean suenan"),
}
_AUTHOR = word_set("i we yo nosotros nosotras")
# What begins so after a clause may speak of it: "..., which is nonsense".
_BACK = {
    "en": word_set("which that this it as such so these those or"),
    "es": word_set("que lo cual eso esto esa esta asi como o u"),
}
_TURNING_STEMS = {
    "en": ("doubt", "alleg", "suppos", "mistak", "wrong", "false", "pretend", "condition"),
    "es": ("dud", "supuest", "supon", "presunt", "fals", "pretend", "condicion", "cuestion"),
}
# After the mark that parts it from another a clause may be tied to that one so.
_TIES = word_set("and but yet so y e pero")
_MARK = re.compile(r"\s*(?:[,;]|\s[-–—]\s|—)\s*")
_QUOTES = '"“”„«»'


class Part(NamedTuple):
    """The part of a sentence that has the words of a claim.

    Args:
        text: as it stands.
        whole: whether it has all of them and no other, is a clause, and is not turned.
        clause: whether it is a clause of its own.
        turned: whether what stands beside it may deny, suppose, restrict or ascribe it, so that the
            whole sentence has to be judged.
    """

    text: str
    whole: bool
    clause: bool
    turned: bool


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
    clause, turned = _is_clause(said, at, end), _turned(claim, said, at, end)
    whole = there[at:end] == asked and clause and not turned
    return Part(said.sentence.text[words[at].start : words[end - 1].end], whole, clause, turned)


def _turned(claim: Statement, said: Statement, at: int, end: int) -> bool:
    """Tell whether anything outside words of a sentence may turn round what they say."""
    sentence = said.sentence
    words, language = sentence.words, sentence.language
    before, after = sentence.text[: words[at].start], sentence.text[words[end - 1].end :]
    if "?" in after and "?" not in claim.sentence.text:
        return True
    if at == 0 and end == len(words):
        return False
    around = before.lstrip(_QUOTES) + after.rstrip(_QUOTES)
    lower = [fold(word.lower) for word in words]
    outside = [*range(at), *range(end, len(words))]
    following = [word for word in lower[end : end + 2] if word not in _TIES]
    return (
        any(mark in around for mark in _QUOTES)
        or any(one.holder is not None for one in said.claims)
        or any(
            cue.kind in _AGAINST and not (at <= cue.first and cue.end <= end) for cue in said.cues
        )
        or any(
            lower[one] in _TURNING[language]
            or lower[one].startswith(_TURNING_STEMS[language])
            or (lower[one] in _ASCRIBING[language] and lower[max(0, one - 1)] not in _AUTHOR)
            for one in outside
        )
        or not _BACK[language].isdisjoint(following[:1])
    )


def _is_clause(said: Statement, at: int, end: int) -> bool:
    """Tell whether words of a sentence stand between its ends, commas, semicolons or dashes."""
    words, text = said.sentence.words, said.sentence.text
    if at > 1 and fold(words[at - 1].lower) in _TIES:
        tied = not text[words[at - 1].end : words[at].start].strip()
        at -= tied
    left = at == 0 or _MARK.fullmatch(text[words[at - 1].end : words[at].start])
    right = end == len(words) or _MARK.fullmatch(text[words[end - 1].end : words[end].start])
    return bool(left and right)
