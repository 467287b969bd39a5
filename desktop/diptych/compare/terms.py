"""Words of a text as they stand, and their stems in English and Spanish.

Here lives all that looks at the form of single words; what words mean for a relation is in `cues`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

# Letters of any script with inner apostrophes, or a number with its separators and a per cent sign.
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*")

# Words that carry no meaning of their own, without accents.
_STOP_EN = """
    a about above across after again against all almost along already also although always am
    among an and another any anyone anything are aren't around as at away back be became because
    become been before behind being below between both but by came can can't cannot come could
    couldn't did didn't do does doesn't doing don't done down during each either else enough
    even ever every few first for from further get gets getting give given go goes going gone
    got had has have having he her here hers herself him himself his how however i if in indeed
    into is isn't it it's its itself just last less let lot made make makes making many may me
    might mine more most much must my myself near nearly need neither never next no none nor not
    nothing now of off often on once one ones only onto or other others ought our ours ourselves
    out over own per perhaps put quite rather really said same say says see seem seems seen
    several shall she should since so some something still such take taken than that that's the
    their theirs them themselves then there therefore these they this those though three through
    throughout thus to today together too toward towards tonight took two under until up upon us
    use used very was wasn't way we we're we've well went were what when where whether which
    while who whom whose why will with within without won't would yes yet you your yours mr mrs
    ms dr i'm let's they're you're i've we'll
"""
_STOP_ES = """
    a al algo algun alguna algunas alguno algunos alla alli ambos ante antes aquel aquella
    aquellas aquellos aqui asi aun aunque bajo bien cada casi como con contra cosa cual cuales
    cualquier cuando cuanto cuya cuyas cuyo cuyos de debe deben del desde donde dos durante e el
    ella ellas ello ellos en entonces entre era eran es esa esas ese eso esos esta estaba estan
    estar estas este esto estos fue fueron ha haber habia habian hace hacer hacia han hasta hay
    he hemos incluso la las le les lo los mas me mediante mi mientras mis misma mismas mismo
    mismos mucha muchas mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro
    nuestros nunca o os otra otras otro otros para pero poco por porque primer primera primero
    pues puede pueden que quien quienes se sea sean segun ser si sido siempre sin sobre solo son
    su sus tal tales tambien tan tanto te tener tiene tienen toda todas todavia todo todos tras
    tres tu tus u un una unas uno unos ya y yo
"""
# Words that all public speech is full of, whatever its subject: they tell less than others do.
# Those of the words of most of twelve pairs of annual messages to the U.S. Congress that name no
# subject; the Spanish ones are their translation.
_GENERAL_EN = """
    government governments national nation people state states year new world american country
    united continue great help time act provide full important increase long plan problem
    support effort good high work power part propose begin major need public system action best
    bring change concern direct general know meet necessary real step strong day final future
    include past possible special add area better course goal large life mean start number fact
    place point man
"""
_GENERAL_ES = """
    gobierno nacional nacion pueblo gente estado ano nuevo mundo pais continuar gran grande ayudar
    tiempo importante aumentar plan problema apoyar esfuerzo bueno alto trabajo poder parte
    proponer comenzar necesidad publico sistema accion mejor cambio general conocer necesario real
    paso fuerte dia futuro incluir pasado posible especial area meta vida numero hecho lugar punto
    hombre
"""
_STOP = {"en": frozenset(_STOP_EN.split()), "es": frozenset(_STOP_ES.split())}

# The longest that leaves enough of the word goes.
_SUFFIXES_EN = """
    izations ization isations isation ations ation ators ator ating ated ates ate atory ative
    ments mental ment nesses ness ically ical icals ivity ives ive ively ities ity ances ance
    ancy encies ency ences ence ings ing ingly ers er ed edly es s ly able ably ible ibly ility
    ality alities als al ally ics ic ies ied y ism isms ists ist ants ant ents ent ently ions
    ion ional ionally ize izes ized izing ise ises ised ising ary aries ous ously ful fully e ee
    ees
"""
_SUFFIXES_ES = """
    izaciones izacion aciones acion ciones cion siones sion amientos amiento imientos imiento
    amente mente idades idad edades edad adores ador adora adoras edores edor antes ante ancias
    ancia encias encia ientes iente ados ado adas ada idos ido idas ida ando iendo aron ieron
    aban aba ar er ir iran emos amos imos an en ico ica icos icas ivo iva ivos ivas oso osa osos
    osas al ales ista istas ismo ible ibles able ables or ores eza ezas os as es o a e s ia ias
    io ios
"""
_SUFFIXES = {"en": _SUFFIXES_EN.split(), "es": _SUFFIXES_ES.split()}
_BY_LENGTH = {
    language: tuple(sorted(suffixes, key=lambda suffix: (-len(suffix), suffix)))
    for language, suffixes in _SUFFIXES.items()
}
_IRREGULAR_EN = """
    children child, men man, women woman, lives life, lived live, police police, policing
    police, army army, thieves thief, fled flee, fleeing flee, flees flee, flight flee, built
    build, spent spend, paid pay, sought seek, fought fight, grew grow, grown grow, chose
    choose, chosen choose, broke break, broken break, laws law, lawful law, poor povert, taxes
    tax, taxed tax, died death, family famil, taxation tax, die death, dying death, dead death,
    deaths death, killed kill
"""
_IRREGULAR: dict[str, str] = dict(pair.split() for pair in _IRREGULAR_EN.split(","))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Args:
        start, end: code points in the text it was cut from.
        lower: its letters in lower case, with straight apostrophes.
        stem: what it is matched by; "" for a word that carries no meaning of its own.
    """

    start: int
    end: int
    lower: str
    stem: str


def fold(text: str) -> str:
    """Return the text without accents, for matching Spanish words however they are typed."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word: light suffix stripping of our own.

    Args:
        word: lower case.
        language: "en" or "es"; any other is read as English.
    """
    if word.endswith("'s"):
        word = word[:-2]
    language = language if language in _BY_LENGTH else "en"
    word = fold(word)
    if language == "en" and word in _IRREGULAR:
        return _IRREGULAR[word]
    if language == "es" and len(word) > 4:
        word = word.removesuffix("s")
    for suffix in _BY_LENGTH[language]:
        # A bare plural or a mute vowel may go from a shorter word than a whole suffix may.
        if word.endswith(suffix) and len(word) - len(suffix) >= (3 if len(suffix) == 1 else 4):
            if suffix == "s" and word.endswith(("ss", "us", "is")):
                continue
            word = word[: -len(suffix)]
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    # Who leaves and who arrives are one subject.
    return "migr" if word in {"immigr", "emigr", "inmigr"} else word


@cache
def general_stems() -> frozenset[str]:
    """Return the stems of the words that stand in texts on any subject."""
    lists = (("en", _GENERAL_EN), ("es", _GENERAL_ES))
    return frozenset(stem(word, language) for language, text in lists for word in text.split())


def words(text: str, language: str) -> list[Word]:
    """Cut a text into words with their stems.

    Numbers stand for themselves; stop words and single letters have no stem.
    """
    stop = _STOP.get(language, _STOP["en"])
    found = []
    for match in _WORD.finditer(text):
        lower = match.group().lower().replace("’", "'")
        meaningless = fold(lower) in stop or (len(lower) == 1 and lower.isascii())
        found.append(
            Word(match.start(), match.end(), lower, "" if meaningless else stem(lower, language))
        )
    return found


def language_of(text: str) -> str:
    """Guess "en" or "es" by the stop words of a text; "en" where neither speaks."""
    lower = [fold(match.group().lower()) for match in _WORD.finditer(text[:20_000])]
    spanish = sum(word in _STOP["es"] for word in lower)
    return "es" if spanish > sum(word in _STOP["en"] for word in lower) else "en"
