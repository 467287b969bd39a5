"""What kind of word each word of a sentence is: noun, name, adjective, verb, ..., by a small model.

An averaged perceptron that goes from left to right (Collins 2002; the features are mostly those of
Honnibal's tagger), with whole numbers as weights, so that the same text gives the same kinds on
every machine. `grammar` tells clauses and stances by lists, which the rules were set on; this tells
what a reader would call a name, for the words that are shown.
"""

from __future__ import annotations

import json
import lzma
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import diptych

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.compare.segment import Sentence

KINDS = ("ADJ", "ADP", "ADV", "AUX", "CONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
         "VERB", "X")  # fmt: skip
"""The universal parts of speech, with both conjunctions as one."""

Weights = dict[str, dict[str, int]]

_START = "^"
_OTHER = "."


def _shape(surface: str) -> str:
    if surface[0].isdigit():
        return "9"
    if surface.isupper():
        return "X" if len(surface) > 1 else "I"
    return "Xx" if surface[0].isupper() else "x"


def gap_class(gap: str) -> str:
    """Return what stands between two words: nothing, a blank, or which mark."""
    mark = gap.strip()
    return mark[0] if mark else " "[: len(gap)]


def features(
    surfaces: Sequence[str], gaps: Sequence[str], at: int, last: str, before: str
) -> Iterator[str]:
    """Yield what speaks for the kind of one word.

    Args:
        surfaces: the words as they stand.
        gaps: what stands before each of them, and after the last, as `gap_class` says.
        at: which word.
        last, before: the kinds of the word before it and of the one before that.
    """
    surface = surfaces[at]
    word = surface.lower()
    previous = surfaces[at - 1].lower() if at else _START
    following = surfaces[at + 1].lower() if at + 1 < len(surfaces) else _OTHER
    further = surfaces[at + 2].lower() if at + 2 < len(surfaces) else _OTHER
    shape = _shape(surface) + ("" if at else "^")
    yield "b"
    yield f"w{word}"
    yield f"s{word[-3:]}"
    yield f"t{word[-2:]}"
    yield f"p{word[:2]}"
    yield f"h{shape}"
    yield f"l{last}"
    yield f"m{last} {before}"
    yield f"n{last} {word}"
    yield f"o{previous}"
    yield f"q{following}"
    yield f"r{following[-3:]}"
    yield f"u{further}"
    yield f"v{gaps[at]}{gaps[at + 1]}"
    yield f"x{shape}{last}"
    yield f"y{word[-3:]} {last}"


def best(weights: Weights, found: Iterator[str]) -> str:
    """Return the kind that the features speak for most; of equals the first of `KINDS`."""
    scores = dict.fromkeys(KINDS, 0)
    for feature in found:
        for kind, weight in weights.get(feature, {}).items():
            scores[kind] += weight
    return max(KINDS, key=scores.__getitem__)


def tagged(weights: Weights, surfaces: Sequence[str], gaps: Sequence[str]) -> list[str]:
    """Return the kind of each word; see `features`."""
    kinds: list[str] = []
    last = before = _START
    for at in range(len(surfaces)):
        last, before = best(weights, features(surfaces, gaps, at, last, before)), last
        kinds.append(last)
    return kinds


@cache
def _weights(language: str) -> Weights:
    package = Path(diptych.__file__).parent
    inside = package / "resources"
    folder = (inside if inside.is_dir() else package.parents[1] / "resources") / "words"
    packed = (folder / f"kinds-{language}.xz").read_bytes()
    kept: Weights = json.loads(lzma.decompress(packed))
    return kept


@lru_cache(maxsize=2_000)
def kinds(sentence: Sentence) -> tuple[str, ...]:
    """Return for each word of a sentence which of `KINDS` it is."""
    words, text = sentence.words, sentence.text
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(text)]
    gaps = [gap_class(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    surfaces = [text[word.start : word.end].replace("’", "'") for word in words]
    return tuple(tagged(_weights(sentence.language), surfaces, gaps))
