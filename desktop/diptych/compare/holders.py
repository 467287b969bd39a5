"""Who holds what a sentence says: its author, or whom the text quotes.

"According to a leaked memo, prices would rise", "the mayor said that no strike was near",
"“No strike is near,” said the mayor": by the verbs of saying and the prepositions of source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.grammar import Part
from diptych.compare.terms import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.segment import Sentence

# Without accents. Forms that another reports by: an infinitive or "I say" reports nobody.
_SAYING = {
    "en": """
        said says told tells argued argues warned warns announced announces claimed claims insisted
        insists stated states declared declares noted notes added adds explained explains believes
        believed thinks suggested suggests reported reports acknowledged acknowledges contends
        contended maintains asserted asserts wrote writes vowed vows urged urges demanded demands
        complained complains predicted predicts testified denied denies rejected concluded concludes
    """,
    "es": """
        dijo dijeron dice dicen afirmo afirma afirman aseguro asegura aseguran advirtio advierte
        anuncio declaro declara sostuvo sostiene senalo senala explico explica indico indica
        considera cree informo informa reconocio reconoce insistio insiste escribio escribe nego
        pidio pide concluyo concluye
    """,
}
_SOURCES = {"en": (("according", "to"), ("in", "the", "view", "of")), "es": (("segun",),)}
_THAT = {"en": "that", "es": "que"}
_AUTHOR = {"en": frozenset({"i", "we"}), "es": frozenset({"yo", "nosotros", "nosotras"})}
# Nouns as well: they report only with "that" after them.
_ALSO_NOUNS = frozenset({"states", "notes", "claims", "reports", "demands"})
_OF = frozenset({"of", "for", "de", "del"})
# Who says it stands within so many words of the verb.
_NEAR = 8
_QUOTES = "\"“”„«»'‘’"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a sentence quotes, and which words of it are theirs.

    Args:
        first, end: words that name the holder, end exclusive.
        start, stop: words of what is quoted, stop exclusive.
    """

    first: int
    end: int
    start: int
    stop: int


VERBS = {language: frozenset(verbs.split()) for language, verbs in _SAYING.items()}
"""Verbs of saying by language, without accents."""


def _name(
    words: Sequence[str], parts: Sequence[Part], breaks: Sequence[bool], start: int, step: int
) -> tuple[int, int]:
    """Return first and last word (end exclusive) of a name on one side of a verb of saying.

    Args:
        words, parts, breaks: of the sentence; a break is a comma or more after a word.
        start: the word next to the verb.
        step: 1 after the verb, -1 before it.
    """
    at, low, high = start, start, start
    while 0 <= at < len(parts) and abs(at - start) < _NEAR:
        joined = parts[at] in (Part.NOUN, Part.DETERMINER, Part.PRONOUN) or (
            words[at] in _OF and at != start
        )
        if not joined:
            break
        low, high = min(low, at), max(high, at + 1)
        at += step
        if step > 0 and breaks[at - 1]:
            break
        if step < 0 and (at < 0 or breaks[at]):
            break
    while low < high and words[low] in _OF:
        low += 1
    while low < high and words[high - 1] in _OF:
        high -= 1
    return low, high


def _by_source(
    words: Sequence[str], parts: Sequence[Part], breaks: Sequence[bool], language: str
) -> Holder | None:
    for source in _SOURCES[language]:
        for at in range(len(words) - len(source)):
            if tuple(words[at : at + len(source)]) != source:
                continue
            first, end = _name(words, parts, breaks, at + len(source), 1)
            if first < end:
                # What stands before "according to" is quoted as well as what comes after.
                return Holder(first, end, end if at == 0 else 0, len(words) if at == 0 else at)
    return None


def _by_verb(
    sentence: Sentence,
    words: Sequence[str],
    parts: Sequence[Part],
    breaks: Sequence[bool],
) -> Holder | None:
    language = sentence.language
    for at, word in enumerate(words):
        if (
            word not in VERBS[language]
            or (
                word in _ALSO_NOUNS
                and (
                    words[at + 1 : at + 2] != [_THAT[language]]
                    # "claims that have ..." are things of which something is said.
                    or parts[at + 2 : at + 3] in ([Part.AUXILIARY], [Part.VERB])
                )
            )
        ):
            continue
        quoted_before = at > 0 and _quoted(sentence, at)
        first, end = _name(words, parts, breaks, at - 1, -1)
        after = at + 1 < len(words) and (
            words[at + 1] == _THAT[language]
            or parts[at + 1] in (Part.DETERMINER, Part.PRONOUN)
            or breaks[at]
        )
        if first < end and after and not breaks[at - 1]:
            if _AUTHOR[language] & set(words[first:end]):
                return None
            start = at + 1 + (words[at + 1] == _THAT[language])
            # "..., the minister said." quotes what stands before; "the minister said ..." after.
            if start >= len(words) - 1:
                return Holder(first, end, 0, first)
            return Holder(first, end, start, len(words))
        if first < end and at == len(words) - 1 and first > 0 and breaks[first - 1]:
            return Holder(first, end, 0, first)
        if quoted_before:
            first, end = _name(words, parts, breaks, at + 1, 1)
            if first < end and not _AUTHOR[language] & set(words[first:end]):
                return Holder(first, end, 0, at)
    return None


def _quoted(sentence: Sentence, at: int) -> bool:
    """Tell whether a quotation or a comma ends just before a word."""
    between = sentence.text[sentence.words[at - 1].end : sentence.words[at].start]
    return "," in between or any(mark in between for mark in _QUOTES)


def holder(sentence: Sentence, parts: Sequence[Part], breaks: Sequence[bool]) -> Holder | None:
    """Return whom a sentence quotes; None where its author speaks.

    Args:
        sentence: the sentence.
        parts: the part that each of its words plays.
        breaks: for each word whether more than a blank parts it from the next.
    """
    words = [fold(word.lower) for word in sentence.words]
    return _by_source(words, parts, breaks, sentence.language) or _by_verb(
        sentence, words, parts, breaks
    )
