"""Words that a scan has split, joined or misread, and what they were.

The document's own vocabulary comes first: a word that it has twice is a word. Only for what
neither it nor the word lists know is a reading looked for, and only one that is known and plainly
the nearest is taken. Words with a capital are left alone: most are names.

What letters scanners take for others is listed in K. Kukich, "Techniques for automatically
correcting words in text", ACM Computing Surveys 24 (1992), and in many a post-correction since.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.words import COMMON, RARE, UNKNOWN, USUAL, looks_spelled, rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENING = " (“\"‘'¿¡—–-"
_CLOSING = " )”\"’',;:.!?—–-*°®"
_STRAY_DOT = re.compile(r"(?<![\w.@/-])([^\W\d_]{2,40})\.([^\W\d_]{2,40})(?![\w@/]|\.\w)")

# What is read, and what was printed.
_MISREAD = tuple(
    (pair.partition(">")[0], pair.partition(">")[2])
    for pair in re.findall(
        r"\S+",
        """
        I>l I>i l>i i>l 1>l c>e e>c o>c c>o o>e e>o h>b b>h h>n n>h n>u u>n t>f f>t s>f f>s v>y
        rn>m m>rn rn>in m>in in>m ni>m m>ni cl>d d>cl vv>w ii>u li>h h>li ri>n n>ri fi>h tl>d
        a>o o>a p>o n>p o>p
        """,
    )
)

# These are hardly ever right inside a word.
_SURELY = frozenset({"rn", "vv", "ii"})

# Words that are joined to their neighbours most easily: one of the two is such a word.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also an and any are as at be been before but by can could did do each for
        from had has have he her him his how if in into is it its may me more most must my no nor
        not now of on one only or other our out over own shall she should since so some such than
        that the their them then there these they this those through to under until up upon us was
        we were what when where which while who whom whose will with within without would yet you
        your de del la las el los un una y en que con por para se su sus no al lo como más
        """,
    )
)

# A text is damaged when it has a repair in so many words, and so large a share of the words that
# nobody knows can be repaired: a technical text has many such words, but they are whole.
_WORDS_A_REPAIR = 3000
_LONGEST_WORD = 40
_EXPLAINED = 0.25


class Repair(NamedTuple):
    """A stretch of a text and what is to stand there instead."""

    start: int
    end: int
    words: str


class Vocabulary:
    """What words a document has, and which of them are damaged."""

    def __init__(self, texts: Sequence[str], *, spanish: bool) -> None:
        self._texts = texts
        self._counts: Counter[str] = Counter()
        for text in texts:
            self._counts.update(_WORD.findall(text))
        self._spanish = spanish
        self._unknown = frozenset(word for word in self._counts if self._is_unknown(word))

    def _is_unknown(self, word: str) -> bool:
        small = word.replace("I", "l")
        return (
            len(word) <= _LONGEST_WORD
            and small.islower()
            and small.isalpha()
            and not word.startswith("I")
            and rank(word, spanish=self._spanish) == UNKNOWN
            and (self._counts[word] < 2 or self._is_often_parted(word))
        )

    def _is_often_parted(self, word: str) -> bool:
        """Whether a word that comes back is two small words that mostly stand apart: "ofthe"."""
        for at in range(1, len(word)):
            if word[:at] in _SMALL and word[at:] in _SMALL:
                pair = f" {word[:at]} {word[at:]} "
                apart = sum(text.count(pair) for text in self._texts)
                return apart >= self._counts[word]
        return False

    def _piece_rank(self, word: str) -> int:
        """How well a piece of a word is known, in the language of the document alone."""
        known = rank(word, spanish=self._spanish)
        return USUAL if known > USUAL and self._counts[word] > 1 else known

    def is_damaged(self, repairs: int, least: int) -> bool:
        """Whether so many repairs show that the text is damaged, and not full of rare words.

        Args:
            repairs: of the whole text.
            least: how many there must be.
        """
        return repairs >= max(
            least, self._counts.total() / _WORDS_A_REPAIR
        ) and repairs >= _EXPLAINED * len(self._unknown)

    def _is_part(self, word: str) -> bool:
        """Whether letters are rather a part of a word than a word: few so short are words."""
        if 1 < len(word) <= 3:
            return word not in _SMALL and rank(word, spanish=self._spanish) > COMMON
        return self._piece_rank(word) >= RARE

    def repairs(self, text: str, *, damaged: bool = False) -> list[Repair]:
        """Return the repairs of a text, in its order.

        Args:
            text: one of the document's.
            damaged: whether the document is known to be damaged, so that a smaller sign will do.
        """
        found: list[Repair] = list(self._stray_dots(text, damaged=damaged))
        words = list(_WORD.finditer(text)) if damaged or self._has_unknown(text) else []
        for place, word in enumerate(words):
            unknown = word.group() in self._unknown
            short = damaged and 1 < len(word.group()) <= 3 and self._is_part(word.group().lower())
            if not (unknown or short) or _is_glued(text, word):
                continue
            before = words[place - 1] if place else None
            after = words[place + 1] if place + 1 < len(words) else None
            if not unknown:
                repair = self._joined(text, before, word, after, worst=COMMON)
                if repair:
                    found.append(repair)
                continue
            repair = (
                self._joined(text, before, word, after) or self._parted(word) or self._reread(word)
            )
            if repair:
                found.append(repair)
        found.sort()
        return [one for at, one in enumerate(found) if not at or found[at - 1].end <= one.start]

    def _has_unknown(self, text: str) -> bool:
        return not self._unknown.isdisjoint(_WORD.findall(text))

    def _stray_dots(self, text: str, *, damaged: bool) -> Iterator[Repair]:
        """Yield full stops inside words: "coun.try"."""
        for found in _STRAY_DOT.finditer(text):
            left, right = found.groups()
            known = rank((left + right).lower()) if right.islower() else UNKNOWN
            part = self._is_part(left.lower()) or self._is_part(right)
            if known <= (USUAL if part else COMMON) and (part or damaged):
                yield Repair(found.end(1), found.end(1) + 1, "")

    def _joined(
        self,
        text: str,
        before: re.Match[str] | None,
        word: re.Match[str],
        after: re.Match[str] | None,
        worst: int = USUAL,
    ) -> Repair | None:
        """Join a word that was split: "fu nctioning"."""
        best: tuple[int, Repair] | None = None
        for left, right in ((before, word), (word, after)):
            if left is None or right is None or text[left.end() : right.start()] != " ":
                continue
            whole = left.group() + right.group()
            if len(whole) < 5 or not right.group().islower() or not whole[1:].islower():
                continue
            known = rank(whole.lower(), spanish=self._spanish)
            known = min(known, USUAL if self._counts[whole] else UNKNOWN)
            if known <= worst and (best is None or known < best[0]):
                best = known, Repair(left.end(), right.start(), "")
        return best[1] if best else None

    def _parted(self, word: re.Match[str]) -> Repair | None:
        """Part two words that were joined: "onthe"."""
        letters = word.group()
        best: tuple[int, int, int] | None = None
        for cut in range(1, len(letters)):
            left, right = letters[:cut], letters[cut:]
            if not _may_stand_together(left, right):
                continue
            known = self._piece_rank(left), self._piece_rank(right)
            if max(known) <= USUAL and COMMON in known:
                score = (sum(known), -min(cut, len(letters) - cut), cut)
                best = min(best, score) if best else score
        return Repair(word.start() + best[2], word.start() + best[2], " ") if best else None

    def _reread(self, word: re.Match[str]) -> Repair | None:
        """Put the letters that were misread: "sbould"."""
        letters = word.group()
        if len(letters) < 4 or rank(letters) < UNKNOWN:
            return None
        # What might be a word that no list has is left alone, unless a common word is near.
        rare = letters.islower() and looks_spelled(letters)
        readings: dict[str, tuple[int, Repair]] = {}
        for wrong, right in _MISREAD:
            at = letters.find(wrong)
            while at >= 0:
                reading = letters[:at] + right + letters[at + len(wrong) :]
                known = self._reading_rank(reading)
                worst = COMMON if rare and wrong not in _SURELY else USUAL
                if known <= worst and reading not in readings:
                    start = word.start() + at
                    readings[reading] = known, Repair(start, start + len(wrong), right)
                at = letters.find(wrong, at + 1)
        ranked = sorted(readings.values())
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        return ranked[0][1]

    def _reading_rank(self, word: str) -> int:
        """How well a reading is known; a word of the document goes before all others."""
        if not word.islower():
            return UNKNOWN
        known = rank(word, spanish=self._spanish)
        return known - 1 if self._counts[word] and known <= RARE else known


def _is_glued(text: str, word: re.Match[str]) -> bool:
    """Whether a word touches anything but the signs of prose: an address, a formula, a compound."""
    before = text[: word.start()][-1:]
    after = text[word.end() : word.end() + 2]
    return bool(before.strip(_OPENING) or after.rstrip()[:1].strip(_CLOSING)) or (
        len(after.strip()) == 2 and after[1].isalpha()
    )


def _may_stand_together(left: str, right: str) -> bool:
    if len(left) + len(right) <= 4:
        return left in _SMALL and right in _SMALL
    return min(len(left), len(right)) > 1 and (left in _SMALL or right in _SMALL)
