"""How a claim stands to each thing it names: for, against, undecided, and how far it goes.

Read from the words that govern a noun phrase: "oppose cuts in X" is for X, "X must not be banned"
too, "closing X would harm us" as well. Left to right, one clause at a time, by the parts of speech
that `grammar` sees. What holds under "if" is no stance.

On 5,994 argument pairs of four published sets, some of which were read while this was built, two
texts that name one target and are read as standing against one another were labelled `diverge` in
.58 of 125 cases (all pairs: .33), those read as standing alike `converge` in .53 of 329 (all: .32).
On 975 links of speeches: .43 of 14 (all: .22) and .71 of 58 (all: .58).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from diptych.compare.grammar import Part, word_set
from diptych.compare.terms import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.claims import Claim
    from diptych.compare.cues import Hit
    from diptych.compare.segment import Sentence


class Strength(IntEnum):
    """How far a claim commits itself."""

    QUESTIONS = 1
    MENTIONS = 2
    CONSIDERS = 3
    SHOULD = 4
    WILL = 5
    HAS_DONE = 6


_POLAR = {"support": 1, "more": 1, "toward": 1, "opposition": -1, "less": -1, "away": -1}
_OUTCOMES = {"benefit": 1, "harm": -1}
_ASKING = frozenset({"modality", "commitment"})
# Words over which what governs reaches its object, a negation what it denies, one governing word
# another ("oppose any further cuts in"), and what does good or harm the word for it.
_REACH, _DENIES, _STACKED, _CAUSES = 12, 5, 6, 4
_LIGHT = frozenset({Part.DETERMINER, Part.PREPOSITION, Part.ADVERB, Part.NOUN})
_VERBAL = frozenset({Part.AUXILIARY, Part.ADVERB, Part.VERB, Part.PREPOSITION})
_OBJECT = frozenset({Part.DETERMINER, Part.NOUN, Part.VERB, Part.PRONOUN})


# By language, without accents. Kinds of cue whose words may be a name ("the agreement").
_NAMING = frozenset({"support", "toward"})
_OF = word_set("of de del")
_TO_OBJECT = word_set("for of to in on a al de del por")
_NOUN_ENDINGS = {
    "en": ("ment", "ments", "tion", "tions", "sion", "sions", "ance", "ances", "ence", "th", "al"),
    "es": ("miento", "mientos", "cion", "ciones", "sion", "siones", "ancia", "encia"),
}
_NOUNS = word_set(
    "support supports help aid defense defence restraint relief freeze ban cutback cutbacks growth "
    "apoyo ayuda alivio freno recortes acuerdo acuerdos"
)
_NO = {"en": word_set("no without neither nor"), "es": word_set("ningun ninguna sin ni")}
_NOT_DENIED = {
    "en": word_set("only just merely longer matter doubt effort less more simply hesitate"),
    "es": word_set("solo solamente obstante duda menos mas"),
}
_FIRST = {
    "en": word_set("i we our my us we're we've we'll i've i'm let let's"),
    "es": word_set("yo nosotros nosotras nuestro nuestra nuestros nuestras mi"),
}
_BE = {
    "en": word_set("is are was were be been being get gets got"),
    "es": word_set("es son fue fueron ser sido sea sean esta estan"),
}
_IF = {"en": word_set("if unless"), "es": word_set("si")}
_UNREAL = {
    "en": word_set("if unless would could might may whether"),
    "es": word_set("si podria podrian seria serian"),
}
# "?" in a claim is `QUESTIONS` before all; else the first row that has a word of the claim.
_STRENGTHS: dict[str, dict[Strength, frozenset[str]]] = {
    "en": {
        Strength.WILL: word_set("will shall going commit committed pledge pledged intend intends"),
        Strength.SHOULD: word_set(
            "should must ought need needs needed urge urges ask asks asking call calls propose "
            "recommend request let require requires demand demands"
        ),
        Strength.CONSIDERS: word_set(
            "may might could consider considers considering considered study studying explore "
            "review discuss would perhaps possible"
        ),
        Strength.QUESTIONS: word_set("whether doubt doubts question questioned"),
        Strength.HAS_DONE: word_set("has have had"),
    },
    "es": {
        Strength.WILL: word_set("vamos va van comprometemos compromete haremos sera seran"),
        Strength.SHOULD: word_set(
            "debe deben debemos deberia deberian necesita necesitamos necesitan pide pedimos "
            "proponemos propone recomienda exige instamos"
        ),
        Strength.CONSIDERS: word_set(
            "podria podrian puede pueden considera consideran estudia estudiar explorar revisar "
            "quiza posible"
        ),
        Strength.QUESTIONS: word_set("duda dudas cuestiona"),
        Strength.HAS_DONE: word_set("ha han hemos he habia"),
    },
}
_PAST = {"en": ("ed",), "es": ("aron", "ieron", "imos")}


@dataclass(frozen=True, slots=True)
class Stance:
    """How one claim stands to its words.

    Args:
        ways: for each word of the claim 1 for, -1 against, 0 undecided.
        strength: how far it goes.
        firm: it says what its holder does, wants or asks for, and not what is or would be.
    """

    ways: tuple[int, ...]
    strength: Strength
    firm: bool


@dataclass(frozen=True, slots=True)
class _Governing:
    """Words that govern others: first and last (end exclusive), which way, whether a verb."""

    first: int
    end: int
    way: int
    verb: bool


class Reader:
    """Reads the stances of one sentence."""

    def __init__(self, sentence: Sentence, parts: Sequence[Part], cues: Sequence[Hit]) -> None:
        """Find what governs in the sentence.

        Args:
            sentence, parts: the sentence and the part that each of its words plays.
            cues: its cues.
        """
        self._parts, self._cues, self._language = parts, cues, sentence.language
        self._words = [fold(word.lower) for word in sentence.words]
        self._named = [bool(word.stem) for word in sentence.words]
        self._text = sentence.text
        denials = [cue for cue in cues if cue.kind == "negation"]
        idle = _NOT_DENIED[self._language]
        self._denials = [cue for cue in denials if self._after(cue) not in idle]
        self._governing = self._all_governing()

    def governs(self) -> frozenset[int]:
        """Return the words that govern others: they are no part of what is named."""
        return frozenset(at for one in self._governing for at in range(one.first, one.end))

    def read(self, claim: Claim) -> Stance:
        """Return the stance of a claim of the sentence."""
        words = set(self._words[claim.first : claim.end])
        asked = any(
            cue.kind in _ASKING and claim.first <= cue.first < claim.end for cue in self._cues
        )
        firm = asked or bool(words & _FIRST[self._language])
        unreal = bool(words & _UNREAL[self._language])
        ways = [0] * (claim.end - claim.first)
        if not words & _IF[self._language]:
            self._mark(ways, claim)
            self._mark_cause(ways, claim)
        return Stance(tuple(ways), self._strength(claim, words), firm and not unreal)

    def _after(self, cue: Hit) -> str:
        return self._words[cue.end] if cue.end < len(self._words) else ""

    def _all_governing(self) -> list[_Governing]:
        """Return what governs, in order, one at a place: the longest, what denies before others."""
        places: dict[int, _Governing] = {}
        for cue in self._cues:
            way = _POLAR.get(cue.kind, 0)
            if not way or self._is_name(cue):
                continue
            known = places.get(cue.first)
            if known is None or (cue.end, -way) > (known.end, -known.way):
                places[cue.first] = _Governing(cue.first, cue.end, way, not self._is_noun(cue))
        found: list[_Governing] = []
        for _, one in sorted(places.items()):
            if not found or one.first >= found[-1].end:
                found.append(one)
        return found

    def _is_noun(self, cue: Hit) -> bool:
        """Tell whether a governing word is a noun: "the cuts", "tax cuts", "reduction"."""
        last = self._words[cue.end - 1]
        if self._parts[cue.first] is Part.VERB:
            return False
        before = self._parts[cue.first - 1] if cue.first else None
        if before is Part.DETERMINER or last.endswith(_NOUN_ENDINGS[self._language]):
            return True
        moving = cue.kind in ("more", "less")
        return last in _NOUNS or (before is Part.NOUN and last.endswith("s") and moving)

    def _is_name(self, cue: Hit) -> bool:
        """Tell whether a cue is part of a name: "the agreement" supports nothing."""
        last = self._words[cue.end - 1]
        if last in ("opposition", "oposicion"):
            return self._after(cue) not in ("to", "a")
        if cue.kind not in _NAMING or self._parts[cue.end - 1] is Part.VERB:
            return False
        if not last.endswith(_NOUN_ENDINGS[self._language]) and last not in _NOUNS:
            return False
        return self._after(cue) not in _TO_OBJECT

    def _stacked(self, before: _Governing, one: _Governing) -> bool:
        """Tell whether one governs the other: "oppose cuts", "a ban on more", "refuse to sign"."""
        between = self._parts[before.end : one.first]
        denied = any(before.end <= cue.first < one.first for cue in self._denials)
        if denied or len(between) >= _STACKED or not set(between) <= _LIGHT:
            return False
        if not between:
            # In "tax cuts create jobs" the cuts are the subject.
            led = before.first and self._parts[before.first - 1] is Part.NOUN
            return before.verb and not led
        return Part.PREPOSITION in between or (before.verb and not one.verb)

    def _denied(self, at: int) -> bool:
        return any(0 <= at - cue.end < _DENIES for cue in self._denials)

    def _mark(self, ways: list[int], claim: Claim) -> None:
        """Mark the objects and subjects of all that governs in a claim."""
        if claim.instead:
            self._object(ways, claim, claim.first, -1)
        for cue in self._denials:
            # "no new taxes", "without delay"; "not" alone only turns what governs.
            alone = self._words[cue.end - 1] in _NO[self._language]
            if alone and claim.first <= cue.first < claim.end:
                self._object(ways, claim, cue.end, -1)
        before: _Governing | None = None
        way, turned = 0, False
        for one in self._governing:
            if not claim.first <= one.first < claim.end:
                continue
            # "does not harm the schools by cutting taxes": nothing is cut.
            denied = self._denied(one.first) or (turned and self._words[one.first - 1] == "by")
            turned = turned or denied
            stacked = before is not None and self._stacked(before, one)
            if stacked:
                way *= one.way
            else:
                way = -one.way if denied != claim.instead else one.way
            if not one.verb:
                # "tax cuts": what governs the cuts governs the tax the other way round.
                self._nouns_before(ways, claim, one.first - 1, way if stacked else 0)
            self._object(ways, claim, one.end, way)
            self._subject(ways, claim, one, way)
            before = one

    def _nouns_before(self, ways: list[int], claim: Claim, at: int, way: int) -> None:
        while at >= claim.first and self._parts[at] is Part.NOUN and self._named[at]:
            ways[at - claim.first] = way
            at -= 1

    def _object(self, ways: list[int], claim: Claim, start: int, way: int) -> None:
        """Let a way hold for the object that begins at a word, and for what is joined to it."""
        leads = start < claim.end and self._parts[start] is Part.PREPOSITION
        if leads and self._words[start] not in _TO_OBJECT:
            return  # "fall into", "learn about"
        seen = False
        for at in range(start, min(claim.end, start + _REACH)):
            part = self._parts[at]
            if part is Part.NOUN:
                ways[at - claim.first] = way
                seen = True
                continue
            clause = part in (Part.SUBORDINATOR, Part.AUXILIARY, Part.PRONOUN) and at > start
            beside = part is Part.PREPOSITION and self._words[at] not in _OF
            if clause or (seen and (beside or part is Part.VERB)):
                return

    def _subject(self, ways: list[int], claim: Claim, one: _Governing, way: int) -> None:
        """Let what rises or falls, or is opposed, take the way: "taxes go down", "it is banned"."""
        after = self._parts[one.end] if one.end < claim.end else None
        if after in _OBJECT:
            return
        at, passive = one.first - 1, False
        while at >= claim.first and self._parts[at] in _VERBAL:
            passive = passive or self._words[at] in _BE[self._language]
            at -= 1
        verb = at < one.first - 1 or one.verb
        if passive or (verb and after is not Part.PREPOSITION):
            self._nouns_before(ways, claim, at, way)

    def _mark_cause(self, ways: list[int], claim: Claim) -> None:
        """Let what does good or harm take the way of it: "closing the camp would harm us"."""
        own = [cue for cue in self._cues if claim.first < cue.first < claim.end]
        outcome = next((cue for cue in own if cue.kind in _OUTCOMES), None)
        if outcome is None or self._is_noun(outcome):
            return
        end = outcome.first
        while end > claim.first and self._parts[end - 1] is not Part.NOUN:
            end -= 1
        between = self._words[end : outcome.first]
        # An adjective of what follows ("better schools") says nothing of what stands before.
        adjective = self._parts[outcome.first] is not Part.VERB and not between
        by_author = _FIRST[self._language].intersection(self._words[claim.first : outcome.first])
        if len(between) > _CAUSES or adjective or by_author:
            return
        way = _OUTCOMES[outcome.kind] * (-1 if self._denied(outcome.first) else 1)
        for at in range(claim.first, end):
            if self._parts[at] is Part.NOUN:
                ways[at - claim.first] = way * (ways[at - claim.first] or 1)

    def _strength(self, claim: Claim, words: set[str]) -> Strength:
        if "?" in self._text[claim.start : claim.stop + 2]:
            return Strength.QUESTIONS
        for strength, row in _STRENGTHS[self._language].items():
            if not words.isdisjoint(row):
                return strength
        past = any(
            self._parts[at] is Part.VERB and self._words[at].endswith(_PAST[self._language])
            for at in range(claim.first, claim.end)
        )
        return Strength.HAS_DONE if past else Strength.MENTIONS
