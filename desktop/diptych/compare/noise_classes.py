"""Which differences in wording are noise: the same words, written or read otherwise.

What is one word more or less, another number or another word is never noise.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from diptych.model.comparison import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.noise import Known


_HYPHENS = re.compile("[-\u00ad\u2010\u2011]")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
# Signs that mean as much as a word does: of currencies, of arithmetic, of shares.
_MEANING = frozenset("%‰&@#*/§")
_LETTERS = re.compile(r"[^\W\d_]+")
# What scanners take for one another, each for the first: after the tables that text correction of
# scans commonly starts from (rn for m, 1 for l, 0 for o, long s).
_CONFUSED = (
    ("rn", "m"), ("vv", "w"), ("cl", "d"), ("li", "h"), ("1", "l"), ("i", "l"), ("|", "l"),
    ("!", "l"), ("0", "o"), ("5", "s"), ("ſ", "s"), ("f", "s"), ("8", "b"), ("6", "b"),
    ("c", "e"), ("u", "n"),
)  # fmt: skip
_LONGEST = 12  # words of a change that may be noise: a longer one is another text


def wording_of(
    left: Sequence[str], right: Sequence[str], known: Known | None, *, before_number: bool = False
) -> Wording:
    """Return what kind of difference it is that these words stand for one another.

    Args:
        left, right: words and signs as they follow one another; either may be empty.
        known: tells a misread word from another word; without it only letters that scanners
            confuse count.
        before_number: a number follows at once, so that a hyphen may be a minus.
    """
    if len(left) > _LONGEST or len(right) > _LONGEST or _counts(left, right, before_number):
        return Wording.OTHER
    one, two = (" ".join(side) for side in (left, right))
    if one.lower() == two.lower():
        return Wording.CASE
    one, two = (unicodedata.normalize("NFKC", text).casefold() for text in (one, two))
    if one == two:
        return Wording.MISREAD  # ligatures, wide letters, parts of letters set apart
    one, two = (_APOSTROPHE.sub("ʼ", text) for text in (one, two))
    if one == two:
        return Wording.PUNCTUATION
    if _HYPHENS.search(one + two) and _joined(one) == _joined(two):
        return Wording.HYPHENATION
    if _joined(one) == _joined(two):
        return Wording.SPACING
    one, two = (_without_signs(text) for text in (one, two))
    if one == two:
        return Wording.PUNCTUATION
    if _joined(one) == _joined(two):
        return Wording.SPACING
    return Wording.MISREAD if _misread(left, right, known) else Wording.OTHER


def _joined(text: str) -> str:
    return _HYPHENS.sub("", "".join(text.split()))


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "P" and sign not in _MEANING


def _without_signs(text: str) -> str:
    return " ".join("".join(" " if _is_sign(sign) else sign for sign in text).split())


def _counts(left: Sequence[str], right: Sequence[str], before_number: bool) -> bool:
    """Return whether a sign may be part of a number: 1.5 is not 15, and −3 not 3."""
    numbers = before_number or any(map(str.isdigit, "".join((*left, *right))))
    return numbers and any(not word[0].isalnum() for word in (*left, *right))


def _misread(left: Sequence[str], right: Sequence[str], known: Known | None) -> bool:
    one, two = ("".join(side).casefold() for side in (left, right))
    if not _LETTERS.search(one) or not _LETTERS.search(two) or max(len(left), len(right)) > 4:
        return False
    if "'" in one + two or "’" in one + two:
        return False  # "isn't" is another wording of "is not"
    if _folded(one) == _folded(two):
        # "form" is not "from", but "hat" may be "liat" and "fun" is not "sun": of two words that
        # there are, neither is misread.
        return known is None or not (_is_text(left, known) and _is_text(right, known))
    if known is None or _is_text(left, known) is _is_text(right, known):
        return False
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, two) <= max(1, min(len(one), len(two)) // 4)


def _is_text(words: Sequence[str], known: Known) -> bool:
    """Return whether all of it are words that there are, or names."""
    return all(
        word.isalpha() and (len(word) < 3 or word[0].isupper() or known(word.casefold()))
        for word in words
        if word[0].isalnum()
    )


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for wrong, right in _CONFUSED:
        text = text.replace(wrong, right)
    return text
