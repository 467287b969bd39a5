"""What a phrase points back to: "such an accord" is the safe harbour treaty that was named before.

A definite phrase that names nothing itself is tied to a phrase of its own kind: "accord", "treaty"
and "deal" are one kind of head. Which nouns are of one kind is data (`resources/words/heads.toml`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import diptych
from diptych.compare.grammar import Part, parts, word_set
from diptych.compare.terms import fold, general_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from diptych.compare.segment import Sentence
    from diptych.compare.targets import Mention

# Sentences back to which any phrase may point, and one such as "this plan".
_NEAR, _FAR = 3, 12
# Things named in full that are looked at: in a long text the last so many.
_KEPT = 300
_THE = {"en": word_set("the"), "es": word_set("el la los las")}
_THIS = {
    "en": word_set("this that these those such"),
    "es": word_set("este esta estos estas ese esa esos esas tal tales dicho dicha dichas dichos"),
}
# "that works" is no work: with a noun in the plural these lead a clause.
_ONE = word_set("that this")
JOINING = word_set("of de del")
"""What may join two parts of one name: "rule of law"."""
_ARTICLES = word_set("a an un una")
# "the plan of", "the help they need": what follows tells which one is meant.
_TELLING_WHICH = frozenset({Part.PREPOSITION, Part.PRONOUN})


@cache
def _data() -> dict[str, Any]:
    import tomllib  # only the worker needs it

    # In an installed package it lies inside it, in a source checkout two folders above it.
    package = Path(diptych.__file__).parent
    inside = package / "resources"
    folder = (inside if inside.is_dir() else package.parents[1] / "resources") / "words"
    return tomllib.loads((folder / "heads.toml").read_text("utf-8"))


@cache
def _rows(language: str) -> dict[str, frozenset[str]]:
    rows: dict[str, set[str]] = {}
    for name, words in _data()[language].items():
        for word in words.split():
            for form in _forms(word):
                rows.setdefault(form, set()).add(name)
    return {word: frozenset(names) for word, names in rows.items()}


@cache
def _forward(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words for what was put forward, and the rows to which they may point."""
    data = _data()["forward"]
    words = frozenset(form for word in data[language].split() for form in _forms(word))
    return words, frozenset(data["rows"].split())


def _forms(word: str) -> Iterator[str]:
    """Yield a noun and what its plural may be."""
    yield word
    yield word + "s"
    yield word + "es"
    if word.endswith("y"):
        yield word[:-1] + "ies"


def kinds(word: str, language: str) -> frozenset[str]:
    """Return which kinds of thing a noun may be the head of, in small letters and no accents."""
    return _rows(language).get(word, frozenset())


def head_of(sentence: Sentence, first: int, end: int) -> int:
    """Return the noun that the others tell more of: "harbour treaty", "treaty of the harbour".

    Args:
        sentence: the sentence.
        first, end: words of a noun phrase, end exclusive.
    """
    if sentence.language == "es":
        return first  # "tratado pesquero"
    for at in range(first + 1, end - 1):
        if sentence.words[at].lower in JOINING:
            return at - 1
    return end - 1


def alike(one: Mention, two: Mention) -> bool:
    """Tell whether the heads of two mentions are one noun or of one kind."""
    return one.head == two.head or not one.kinds.isdisjoint(two.kinds)


@dataclass(frozen=True, slots=True)
class _Named:
    """A thing named in full.

    Args:
        number: of the sentence.
        text: its words.
        plural: whether it is more than one.
    """

    number: int
    mention: Mention
    text: str
    plural: bool


def resolved(
    sentences: Sequence[Sentence], found: Sequence[tuple[Mention, ...]]
) -> list[tuple[Mention, ...]]:
    """Return mentions with those that only point back tied to what they point to.

    That is the last thing of its kind that was named in full. It is sure where it stands near, or
    where no other thing of that kind was named.

    Args:
        sentences: of one document, in order.
        found: the mentions of each.
    """
    named: deque[_Named] = deque(maxlen=_KEPT)
    general = general_stems()
    result = []
    for number, (sentence, own) in enumerate(zip(sentences, found, strict=True)):
        row = []
        for mention in own:
            if mention.stems - general - {mention.head}:
                row.append(mention)
                if mention.kinds:
                    text, many = _words(sentence, mention), _plural(sentence, mention)
                    named.append(_Named(number, mention, text, many))
                continue
            lead = _lead(sentence, mention) if mention.kinds else -1
            row.append(mention if lead < 0 else _tied(sentence, mention, lead, number, named))
        result.append(tuple(row))
    return result


def _words(sentence: Sentence, mention: Mention) -> str:
    words = sentence.words
    return sentence.text[words[mention.first].start : words[mention.end - 1].end]


def _plural(sentence: Sentence, mention: Mention) -> bool:
    name = sentence.words[head_of(sentence, mention.first, mention.end)].lower
    return name.endswith("s") and not name.endswith("ss")


def _lead(sentence: Sentence, mention: Mention) -> int:
    """Return the first word of a phrase that points back, its determiner; -1 for any other."""
    words, at = [fold(word.lower) for word in sentence.words], mention.first - 1
    # "such an accord" has its article between.
    if at > 0 and words[at] in _ARTICLES:
        at -= 1
    if at < 0:
        return -1
    one = mention.end - mention.first == 1
    leads = words[at] in _THIS[sentence.language] or (one and words[at] in _THE[sentence.language])
    if not leads or (words[at] in _ONE and _plural(sentence, mention)):
        return -1
    after = parts(sentence)[mention.end :][:1]
    between = sentence.text[sentence.words[mention.end - 1].end :][:1]
    if after and between == " ":
        if after[0] is Part.NOUN:
            return -1  # "these tax cuts"
        if words[at] in _THE[sentence.language] and (
            after[0] in _TELLING_WHICH or words[mention.end] in ("that", "whether", "que")
        ):
            return -1
    return at


def _tied(
    sentence: Sentence, mention: Mention, lead: int, number: int, named: Iterable[_Named]
) -> Mention:
    """Return a mention with what it points to, as it is where there is no such thing."""
    own = _words(sentence, mention)
    words, rows = _forward(sentence.language)
    wide = mention.kinds | rows if fold(own.lower()) in words else mention.kinds

    def near(one: _Named) -> bool:
        return number - one.number <= _NEAR

    same = [
        one
        for one in named
        if not (wide if near(one) else mention.kinds).isdisjoint(one.mention.kinds)
        and one.plural is _plural(sentence, mention)
        # "The Board" is a name.
        and (own[0].islower() or one.mention.head == mention.head)
    ]
    if not same:
        return mention
    last = same[-1]
    telling = last.mention.stems - general_stems() - {last.mention.head}
    alone = all(not telling.isdisjoint(one.mention.stems) for one in same)
    this = fold(sentence.words[lead].lower) in _THIS[sentence.language]
    if not near(last) and not alone and not (this and number - last.number <= _FAR):
        return mention
    return replace(
        mention,
        stems=last.mention.stems,
        head=last.mention.head,
        kinds=last.mention.kinds | mention.kinds,
        back=last.text,
        lead=lead,
        sure=near(last) or alone,
    )
