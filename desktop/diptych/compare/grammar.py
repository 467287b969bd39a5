"""What part a word plays in its sentence, by lists of closed classes and by endings.

No parser is at hand that is light enough: determiners, prepositions, auxiliaries and pronouns are
few and show where noun phrases and clauses begin; what stands between them is a noun phrase unless
its place or its ending makes it a verb. Data, one row a class and language.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from diptych.compare.terms import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.segment import Sentence


class Part(StrEnum):
    """The part a word plays."""

    DETERMINER = "determiner"
    PREPOSITION = "preposition"
    AUXILIARY = "auxiliary"
    PRONOUN = "pronoun"
    CONJUNCTION = "conjunction"
    SUBORDINATOR = "subordinator"
    ADVERB = "adverb"
    VERB = "verb"
    NOUN = "noun"  # or an adjective before one


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


# Without accents. What one list has, a later one does not take over.
_CLASSES: dict[str, dict[Part, str]] = {
    "en": {
        Part.DETERMINER: """
            a an the this that these those such our your his her its their my no any every each all
            some both either neither another
        """,
        Part.AUXILIARY: """
            am is are was were be been being have has had having do does did will shall would
            should can could may might must ought cannot can't don't doesn't didn't won't isn't
            aren't wasn't weren't wouldn't shouldn't couldn't haven't hasn't hadn't let let's
        """,
        Part.PRONOUN: """
            i we you he she it they who which me us him them himself herself itself themselves
            ourselves myself there what i'm we're they're we've we'll i've you're everyone anyone
            someone nobody nothing everything something one ones others
        """,
        Part.SUBORDINATOR: """
            because although though while whereas unless since if when where whether so lest until
            why how
        """,
        Part.CONJUNCTION: "and or but yet nor than as",
        Part.PREPOSITION: """
            of in on at by for with from to into onto over under about against between through
            during without within after before among toward towards upon across despite
            throughout like according per beyond behind near around along off out up down via amid
        """,
        Part.ADVERB: """
            not never also still now then here too very only even just ever again already soon
            today tomorrow yesterday always often once more most less least so far well indeed
            perhaps quite rather however therefore thus instead much many few first finally
            else together yes away back almost
        """,
    },
    "es": {
        Part.DETERMINER: """
            el la los las un una unos unas este esta estos estas ese esa esos esas aquel aquella
            aquellos aquellas tal tales dicho dicha dichos dichas nuestro nuestra nuestros nuestras
            su sus mi mis tu tus ningun ninguna cada todo toda todos todas algun alguna algunos
            algunas ambos ambas otro otra otros otras lo
        """,
        Part.AUXILIARY: """
            es son era eran fue fueron ser sido siendo esta estan estaba estaban estar ha han he
            hemos haber habia habian sera seran seria serian puede pueden podra podran podria
            podrian debe deben debemos deberia deberian va van vamos
        """,
        Part.PRONOUN: """
            yo nosotros nosotras usted ustedes ellos ellas ella quien quienes que cual cuales me
            nos se le les nada nadie esto eso ello
        """,
        Part.SUBORDINATOR: """
            porque aunque mientras si cuando donde pues como
        """,
        Part.CONJUNCTION: "y e o u pero sino ni",
        Part.PREPOSITION: """
            de del a al en por para con sin sobre contra entre hacia hasta desde segun durante ante
            bajo tras mediante
        """,
        Part.ADVERB: """
            no nunca jamas tambien tampoco ya aun todavia ahora hoy ayer siempre solo muy mas
            menos bien asi entonces aqui alli casi tan tanto
        """,
    },
}
_VERB_ENDINGS = {
    "en": ("ed", "ing", "es", "s"),
    "es": ("mos", "ando", "iendo", "ron", "a", "an", "e", "en", "o"),
}
# Past forms without an ending that tells.
_IRREGULAR = {
    "en": word_set("""
        went came took made gave said told thought brought built bought sent spent kept left held
        led met paid sought stood won lost rose fell grew began broke chose drew drove fought found
        got heard knew meant ran saw spoke taught threw understood wrote become became put set cut
        """),
    "es": word_set("dijo dijeron hizo hicieron dio dieron tuvo tuvieron puso pidio quiere"),
}
_RELATIVE = word_set("who whom which that what que quien quienes cual cuales")
_BE_OR_HAVE = {
    "en": word_set("am is are was were be been being have has had having"),
    "es": word_set("es son era eran fue fueron ser esta estan ha han hemos habia"),
}
_PARTICIPLES = {"en": ("ed", "ing", "en"), "es": ("ado", "ido", "ada", "ida", "ados", "idas")}


@cache
def _classes(language: str) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part, listed in _CLASSES[language].items():
        for word in listed.split():
            found.setdefault(word, part)
    return found


def _is_adverb(word: str, language: str) -> bool:
    return word.endswith("ly" if language == "en" else "mente") and len(word) > 5


def _is_verb(words: Sequence[str], parts: Sequence[Part], at: int, language: str) -> bool:
    """Tell a verb among the words of open classes by its place and its ending."""
    before = next((one for one in reversed(parts[:at]) if one is not Part.ADVERB), None)
    word, last = words[at], words[at - 1] if at else ""
    after = parts[at + 1] if at + 1 < len(parts) else None
    if before in (Part.AUXILIARY, Part.PRONOUN):
        # "we have jobs", "they are friends of ours" against "we have lost jobs".
        bare = last in _BE_OR_HAVE[language] and not word.endswith(_PARTICIPLES[language])
        return not bare or word in _IRREGULAR[language]
    if language == "en" and last == "to":
        return after in (Part.DETERMINER, Part.NOUN, Part.PRONOUN, Part.CONJUNCTION)
    if language == "es" and word.endswith(("ar", "er", "ir")):
        return before is not Part.DETERMINER
    ends = word.endswith(_VERB_ENDINGS[language]) or word in _IRREGULAR[language]
    if before is Part.NOUN:
        relative = at + 1 < len(words) and words[at + 1] in _RELATIVE
        return ends and not relative and after in (Part.DETERMINER, Part.PRONOUN)
    if before is not Part.DETERMINER and word.endswith(("ing", "ando", "iendo")):
        return after in (Part.DETERMINER, Part.NOUN, Part.PRONOUN)
    return False


def parts(sentence: Sentence) -> list[Part]:
    """Return the part that each word of a sentence plays."""
    language = sentence.language
    classes = _classes(language)
    words = [fold(word.lower) for word in sentence.words]
    found = []
    for word in words:
        part = classes.get(word)
        if part is None:
            part = Part.ADVERB if _is_adverb(word, language) else Part.NOUN
        found.append(part)
    for at, part in enumerate(found):
        if part is Part.NOUN and _is_verb(words, found, at, language):
            found[at] = Part.VERB
    return found
