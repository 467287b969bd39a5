"""What a sentence names, as it stands in the text: names, key terms, and measures.

A name or a term is a noun phrase with what goes with it ("root causes of migration", "access to
asylum", "U.S. measures", "Title 42"); a measure is a doing with its object ("reducing the backlog
of asylum cases"). Greetings, dates, numbers alone, adjectives without a noun and formulas such as
"in addition" name nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from diptych.compare.grammar import Part, parts, word_set
from diptych.compare.tagger import kinds
from diptych.compare.terms import fold, general_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.segment import Sentence
    from diptych.compare.terms import Word

_LONGEST = 5  # telling words of a name
_NOMINAL = frozenset({"NOUN", "PROPN"})
_MODIFIERS = frozenset({"ADJ", "NUM", "NOUN", "PROPN"})
# What joins two nouns to one name; after the second ones no article stands.
_OF = {"en": word_set("of"), "es": word_set("de del")}
_TO = {"en": word_set("to for against on"), "es": word_set("al contra")}
_ARTICLES = {"en": word_set("the"), "es": word_set("el la los las")}
_INDEFINITE = {"en": word_set("the a an"), "es": word_set("el la los las un una")}
# Small words within a name of capitals: "Sembrando el Futuro", "Organization of American States".
_WITHIN = word_set("de del la las el los of von van der da do dos di al")
DATES = word_set("""
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado
    domingo jan feb mar apr jun jul aug sep sept oct nov dec
    """)
"""Words of dates."""
_TIMES = word_set("""
    time times date day days week weeks month months year years decade decades moment tiempo fecha
    dia dias semana semanas mes meses ano anos decada decadas momento
    """)
# Of formulas: "in addition", "for example", "takes place", "en cambio".
_FORMULAS = {
    "en": word_set("""
        addition conclusion example instance course order behalf fact turn regard regards respect
        place part hand contrast particular general terms case spite favor favour accordance sum
        short reality advance common result least once total effect mind question thanks thank
        please dear sincerely today tonight yesterday tomorrow way ways forward sake lot lots
        first firstly second secondly third thirdly fourth fifth finally lastly
        """),
    "es": word_set("""
        ejemplo embargo parte caso cambio fin lugar cuanto conclusion resumen efecto general
        particular vez veces hecho gracias favor hoy ayer manana manera modo forma primero
        segundo tercero finalmente
        """),
}
_PARTICIPLES = ("ed", "en", "ing")
_MODAL = word_set("must should can could will would may might shall cannot do does did")
_BETTER = frozenset({"better", "best", "further", "fully"})
_OWNS = ("other's", "one's", "else's")


class _Unit(NamedTuple):
    """Words that make one: a word, a compound with hyphens, an abbreviation, an ordinal.

    Args:
        first, end: its words, end exclusive.
        kind: as `tagger.KINDS`.
        capital: whether it is written with a capital within the sentence.
        gap: what stands before it.
    """

    first: int
    end: int
    kind: str
    capital: bool
    gap: str


_NONE = _Unit(0, 0, "", False, "")  # beyond the ends of a sentence


@dataclass(frozen=True, slots=True)
class Name:
    """What a sentence names.

    Args:
        first, end: its words, end exclusive.
        start, stop: its code points in the sentence's text, stop exclusive.
        nouns: the words of it that name something, not those that only tell more of it.
        proper: whether it is a name and nothing else.
    """

    first: int
    end: int
    start: int
    stop: int
    nouns: frozenset[int]
    proper: bool


def form(word: Word) -> str:
    """Return a word without the endings of plural and possessive, to tell whether two are one."""
    lower = fold(word.lower).removesuffix("'s").removesuffix("'")
    if len(lower) > 4 and lower.endswith("ies"):
        return lower[:-3] + "y"
    if len(lower) > 4 and lower.endswith(("sses", "shes", "ches", "xes")):
        return lower[:-2]
    if len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return lower[:-1]
    return lower


def _glued(sentence: Sentence, at: int) -> bool:
    """Tell whether a word and the one before it are written as one."""
    words, text = sentence.words, sentence.text
    before, word = words[at - 1], words[at]
    gap = text[before.end : word.start]
    if gap in {"-", "‑", ".-"} or (gap in {"/", "&"} and word.stem):
        return True
    if gap == "":
        return text[before.end - 1].isdigit() or text[word.start].isdigit()
    # "U.S."
    single = word.end - word.start == 1 and before.end - before.start == 1
    return gap == "." and single and text[word.start].isupper() and text[before.start].isupper()


def _kind(
    sentence: Sentence, first: int, end: int, found: Sequence[str], played: Sequence[Part]
) -> str:
    """Return the kind of words that make one, by the model and by the lists of closed classes."""
    words = sentence.words
    surface = sentence.text[words[first].start : words[end - 1].end]
    kind, within = found[end - 1], surface[0].isupper() and first > 0
    if end - first > 1:
        if "." in surface or within:
            return "PROPN"
        return "NUM" if surface[0].isdigit() else kind if kind in _NOMINAL else "ADJ"
    part = played[first]
    if part not in (Part.NOUN, Part.VERB, Part.ADVERB) or fold(words[first].lower).endswith(_OWNS):
        if not (within and kind == "PROPN"):
            return kind if kind not in _MODIFIERS else "X"
    elif within and kind in ("VERB", "ADV", "X", "INTJ"):
        return "PROPN"
    return kind


def _is_verb(words: Sequence[Word], unit: _Unit, one: _Unit, after: _Unit) -> bool:
    """Tell whether a word between a noun and what follows at once may be a verb."""
    plain = one.kind in _NOMINAL and not unit.capital and not after.gap.strip()
    return plain and bool(after.end) and words[unit.end - 1].lower.endswith("s")


def _mended(sentence: Sentence, units: list[_Unit]) -> Iterator[_Unit]:
    """Yield units, those that the model took for nouns as what their neighbours show them to be."""
    words, played = sentence.words, parts(sentence)
    around = [_NONE, _NONE, *units, _NONE, _NONE, _NONE]
    for at, unit in enumerate(units):
        two, one = around[at], around[at + 1]
        after, further, third = around[at + 3 : at + 6]
        before = words[one.end - 1].lower if one.end else ""
        if unit.kind == "VERB" and unit.gap.startswith(".") and two.kind in ("DET", "ADP", "ADJ"):
            yield unit._replace(kind="NOUN")  # "a U.S. request"
        elif at == 0 and unit.kind == "VERB" and after.kind == "CONJ":
            yield unit._replace(kind="NOUN")  # "Greed and bad planning": nothing is asked for
        elif unit.kind != "NOUN" or unit.gap.strip():
            yield unit
        elif (
            # "efficiently considers claims", "to better identify", "all evidence indicates that"
            (one.kind == "ADV" and before.endswith(("ly", "mente")))
            or (two.end and words[two.first].lower == "to" and before in _BETTER)
            or (one.kind == "AUX" and before in _MODAL)
            or (_is_verb(words, unit, one, after) and played[unit.first] is Part.VERB)
            or (_is_verb(words, unit, one, after) and words[after.first].lower == "that")
        ):
            yield unit._replace(kind="VERB")
        elif after.kind == "CONJ" and one.kind == "DET" and further.kind == "ADJ":
            # "a robust and respectful partnership"
            is_one_of_two = third.kind in (*_NOMINAL, "ADJ")
            yield unit._replace(kind="ADJ") if is_one_of_two else unit
        elif one.kind == "CONJ" and two.kind in ("ADJ", "ADV") and after.kind not in _NOMINAL:
            yield unit._replace(kind="ADJ")
        else:
            yield unit


def _units(sentence: Sentence) -> list[_Unit]:
    words, text = sentence.words, sentence.text
    found, played = kinds(sentence), parts(sentence)
    starts = [at for at in range(len(words)) if at == 0 or not _glued(sentence, at)]
    units = [
        _Unit(
            first,
            end,
            _kind(sentence, first, end, found, played),
            text[words[first].start].isupper() and first > 0,
            text[words[first - 1].end : words[first].start] if first else "",
        )
        for first, end in zip(starts, [*starts[1:], len(words)], strict=True)
    ]
    return list(_mended(sentence, units))


def _joined(sentence: Sentence, units: Sequence[_Unit], at: int) -> bool:
    """Tell whether nothing but a blank parts a unit from the one before it."""
    gap = units[at].gap.replace("\u00a0", " ")
    if not gap.strip():
        return True
    before = units[at - 1]
    last = sentence.words[before.end - 1]
    if gap.strip() in {"'", "’"}:
        return last.lower.endswith("s")  # "migrants' rights"
    # "Mr. Lloyd", "U.S. measures"
    short = last.end - last.start == 1 or (before.capital and last.end - last.start <= 4)
    return gap.startswith(".") and gap.strip() == "." and short and before.kind == "PROPN"


def _noun_phrase(sentence: Sentence, units: Sequence[_Unit], at: int) -> int:
    """Return where the noun phrase that begins at a unit ends, `at` for none."""
    spanish = sentence.language == "es"
    here = head = at
    while here < len(units) and (here == at or _joined(sentence, units, here)):
        unit = units[here]
        after = units[here + 1].kind if here + 1 < len(units) else ""
        named = after in _NOMINAL and _joined(sentence, units, here + 1)
        if unit.kind in _NOMINAL or (unit.kind == "ADJ" and head > at and spanish):
            head = here + 1
        elif head > at:
            # "September 7th letter", "Title 42"; "border processing capacity", but not "people
            # seeking refuge". An adjective after a noun begins another phrase.
            last = sentence.words[units[here - 1].end - 1].lower
            word = sentence.words[unit.end - 1].lower
            doing = unit.kind == "VERB" and word.endswith("ing") and not last.endswith("s")
            is_title = units[here - 1].capital or units[here - 1].first == 0
            if unit.kind == "NUM" and is_title and not named:
                return here + 1
            if not (named and (unit.kind == "NUM" or doing) and not spanish):
                break
        elif unit.kind not in _MODIFIERS and not _participle(sentence, units, here):
            break
        here += 1
    # "our region's most vulnerable"
    while head > at and sentence.words[units[head - 1].end - 1].lower.endswith("'s"):
        head -= 1
    return head


def _participle(sentence: Sentence, units: Sequence[_Unit], at: int) -> bool:
    """Tell whether a verb tells more of a noun after it: "proven investments"."""
    unit = units[at]
    word = sentence.words[unit.end - 1].lower
    if unit.kind != "VERB" or sentence.language != "en" or not word.endswith(_PARTICIPLES):
        return False
    before = units[at - 1].kind if at and not units[at].gap.strip() else ""
    return before in {"DET", "ADJ", "NUM"} or (before == "ADP" and not word.endswith("ing"))


def _telling(sentence: Sentence, units: Sequence[_Unit], first: int, end: int) -> int:
    words = sentence.words
    return sum(bool(words[at].stem) for one in units[first:end] for at in range(one.first, one.end))


def _longer(sentence: Sentence, units: Sequence[_Unit], first: int, end: int) -> int:
    """Return where a noun phrase ends with what "of" and the like tie to it."""
    language = sentence.language
    while end < len(units) and not units[end].gap.strip():
        word = fold(sentence.words[units[end].first].lower)
        after = end + 1
        if word in _OF[language]:
            article = (
                after < len(units)
                and sentence.words[units[after].first].lower in (_ARTICLES[language])
            )
            after += article
        elif units[end - 1].capital and word in _WITHIN and after < len(units):
            if not units[after].capital:
                break
        elif word not in _TO[language]:
            break
        if after >= len(units) or units[after].gap.strip():
            break
        stop = _noun_phrase(sentence, units, after)
        dated = fold(sentence.words[units[after].first].lower) in DATES
        if stop == after or dated or _telling(sentence, units, first, stop) > _LONGEST:
            break
        end = stop
    return end


def _doing(sentence: Sentence, units: Sequence[_Unit], at: int) -> int:
    """Return where the object of a doing begins ("reducing the backlog"), `at` for none."""
    unit, language = units[at], sentence.language
    word = fold(sentence.words[unit.end - 1].lower)
    ends = ("ing",) if language == "en" else ("ar", "er", "ir")
    if unit.kind != "VERB" or not word.endswith(ends) or at == 0:
        return at
    before = units[at - 1].kind
    # What comes straight after a noun only tells more of it: "a letter outlining ...".
    if before in {"AUX", "PRON", "ADV"} or (before not in {"ADP", "CONJ"} and "," not in unit.gap):
        return at
    after = at + 1
    if after < len(units) and sentence.words[units[after].first].lower in _INDEFINITE[language]:
        after += 1
    if after >= len(units) or any(units[one].gap.strip() for one in range(at + 1, after + 1)):
        return at
    return after


def _spans(sentence: Sentence, units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Yield first and last unit (end exclusive) of what is named."""
    at = 0
    while at < len(units):
        begin = _doing(sentence, units, at)
        end = _noun_phrase(sentence, units, begin)
        if end == begin and begin > at:
            begin, end = at, _noun_phrase(sentence, units, at)
        if end == begin:
            at += 1
            continue
        if begin > at and end < len(units) and units[end].kind in ("CONJ", "AUX"):
            # Of "strengthening Customs and Border Protection" no half; a subject is no object.
            at += 1
            continue
        end = _longer(sentence, units, begin, end)
        first = at if _telling(sentence, units, at, end) <= _LONGEST + 1 else begin
        yield first, end
        at = end


def _names_something(sentence: Sentence, units: Sequence[_Unit]) -> bool:
    words = [fold(sentence.words[at].lower) for one in units for at in range(one.first, one.end)]
    if all(word in DATES or word[:1].isdigit() for word in words):
        return False
    if len(units) <= 2 and words[-1] in _TIMES:
        return False  # "recent years" says when, not what
    formula = len(units) == 1 and words[-1] in _FORMULAS[sentence.language]
    return not formula and any(
        sentence.words[at].stem or units[0].kind == "PROPN"
        for one in units
        for at in range(one.first, one.end)
    )


@lru_cache(maxsize=2_000)
def names(sentence: Sentence) -> tuple[Name, ...]:
    """Return what a sentence names, in order."""
    words, text = sentence.words, sentence.text
    if not words:
        return ()
    units, found = _units(sentence), []
    for first, end in _spans(sentence, units):
        if not _names_something(sentence, units[first:end]):
            continue
        low, high = units[first].first, units[end - 1].end
        stop = words[high - 1].end
        if text[stop - 2 : stop - 1] == "." and text[stop : stop + 1] == ".":
            stop += 1  # the last full stop of "U.S."
        nouns = frozenset(
            at
            for one in units[first:end]
            if one.kind in _NOMINAL
            for at in range(one.first, one.end)
        )
        proper = all(
            one.kind == "PROPN" or one.capital or words[one.first].lower in _WITHIN | {"the"}
            for one in units[first:end]
        )
        found.append(Name(low, high, words[low].start, stop, nouns, proper))
    return tuple(found)


def weight(sentence: Sentence, name: Name) -> int:
    """Return how much a name tells: its words that do not stand in all public speech, at most 3."""
    general = general_stems()
    stems = {word.stem for word in sentence.words[name.first : name.end] if word.stem}
    return min(3, max(len(stems - general), 2 * name.proper))
