"""Is a sentence a position: what is right, wrong, needed, caused, promised, opposed, supported?"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from diptych.compare.terms import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diptych.compare.cues import Hit
    from diptych.compare.segment import Sentence

# Weights of a logistic regression on 1,155 sentences of speeches in the Security Council (ArgUNSC)
# and 1,450 of annual messages to the U.S. Congress, rounded. A kind of cue counts at most twice.
_WEIGHTS = {
    "negation": 0.15, "modality": 1.35, "commitment": 0.9, "support": 0.15, "opposition": 0.05,
    "cause": 0.3, "good": 0.5, "bad": 0.3, "more": 0.2, "less": 0.4, "claim": 0.1, "number": -0.3,
}  # fmt: skip
_SPEAKER = 0.6
_PAST_ONLY = -1.2
_REPORTED = -1.3
_QUESTION = -0.6
_LENGTH = -0.2  # for every ten words, up to forty
_BASE = 0.2

_SPEAKERS = frozenset({
    "i", "we", "our", "my", "us", "nosotros", "nuestro", "nuestra", "nuestros",
    "nuestras", "yo", "mi",
})  # fmt: skip
# Words by which a report gives what others hold. What stands in quotation marks is theirs, too.
_HOLDING = frozenset({
    "said", "say", "says", "told", "added", "according", "argue", "argued", "argues", "believe",
    "believed", "believes", "warn", "warned", "warns", "insist", "insisted", "insists", "claim",
    "claimed", "claims", "contend", "contended", "contends", "maintain", "maintained", "maintains",
    "think", "thinks", "hope", "hopes", "hoped", "fear", "fears", "feared", "view", "views",
    "oppose", "opposed", "opposes", "support", "supports", "supported", "reject", "rejects",
    "rejected", "favor", "favors", "favour", "favours", "acknowledged", "acknowledges", "denied",
    "denies", "wants", "criticized", "criticised", "urged", "urges", "demanded", "demands",
    "vowed", "accused", "accuses", "praised", "welcomed", "condemned", "asserted", "concluded",
    "predicted", "suggested", "complained", "wrote", "stated", "stressed",
})  # fmt: skip
_TELLING = frozenset({"said", "told", "added", "according", "says", "argued", "warned"})
_SILENT = frozenset({"declined", "decline", "respond", "responded", "comment", "unclear"})
_QUOTE = re.compile(r"[“\"][^”\"]{15,}|^[^“”]{15,}”")
# A text of which so many sentences tell what somebody said is a report: of 24 annual messages none
# has half as many.
_REPORT, _FEWEST = 0.12, 8
# What it speaks for a position that a report gives it as somebody's. By judgement: no report was
# among the texts that the weights were learnt from.
_HELD_BY_SOMEBODY = 1.5

_REPORTING = frozenset({
    "yesterday", "said", "told", "according", "january", "february", "march", "april",
    "june", "july", "august", "september", "october", "november", "december", "ayer",
    "dijo", "dijeron", "enero", "febrero", "marzo", "abril", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre",
})  # fmt: skip
_PAST = frozenset({
    "was", "were", "had", "fue", "fueron", "era", "eran", "habia", "habian",
})  # fmt: skip
_PRESENT = frozenset({
    "is", "are", "be", "have", "has", "will", "can", "must", "should", "es", "son", "ser",
    "ha", "han", "sera", "seran", "puede", "pueden", "debe",
})  # fmt: skip


def position_score(sentence: Sentence, found: Iterable[Hit]) -> float:
    """Return how likely it is that a sentence holds a position, from 0 to 1; 0.5 parts the two.

    Args:
        sentence: the sentence.
        found: its cues.
    """
    kinds = Counter(hit.kind for hit in found)
    lower = {fold(word.lower) for word in sentence.words}
    total = _BASE + _LENGTH * min(len(sentence.words), 40) / 10
    total += sum(weight * min(kinds[kind], 2) for kind, weight in _WEIGHTS.items())
    total += _SPEAKER * bool(lower & _SPEAKERS) + _REPORTED * bool(lower & _REPORTING)
    total += _PAST_ONLY * bool(lower & _PAST and not lower & _PRESENT)
    total += _QUESTION * ("?" in sentence.text)
    return 1 / (1 + math.exp(-total))


def held_by_others(side: Sequence[Sentence]) -> list[float]:
    """Return what speaks for a position in each sentence beside its own words, in units of `ln`.

    In a speech what others say is no position of the speaker. In a report, such as an article of a
    newspaper, a claim that is somebody's is a position that somebody holds.
    """
    lower = [{fold(word.lower) for word in one.words} for one in side]
    telling = sum(bool(words & _TELLING) for words in lower)
    if telling < max(2, _REPORT * len(side)) or len(side) < _FEWEST:
        return [0.0] * len(side)
    return [
        _HELD_BY_SOMEBODY
        if (words & _HOLDING or _QUOTE.search(one.text)) and not words & _SILENT
        else 0.0
        for words, one in zip(lower, side, strict=True)
    ]
