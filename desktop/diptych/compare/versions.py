"""Whether two texts are versions of one another: most of both stands in the other, word for word.

A cheap measure: how many groups of neighbouring words the two have in common. Texts that quote
each other share few of the longer one's.
"""

from __future__ import annotations

import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.words import Token

_GROUP = 4
# Groups of the longer text that the shorter one has too. In the development data versions of
# policies have .28, .48, .48, .75 and .98, edited speeches .66 to .75, two tellings of one story at
# most .44; the seeds, which quote each other, and speeches on one field less than .03.
_COMMON = 0.45
# Fewer words than this say too little.
_LEAST = 40
# Of longer texts one group in so many is looked at, chosen by its first word.
_WHOLE, _ONE_IN = 40_000, 16


def are_versions(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Return whether two texts are versions of one another, which is best seen word by word."""
    sides = [[one.text.lower() for one in side if one.text[0].isalnum()] for side in (left, right)]
    short, long = sorted(map(len, sides))
    if short < _LEAST or short < _COMMON * long:
        return False
    chosen: dict[str, bool] = {}
    if long > _WHOLE:
        # Not `hash`: it is another one in every process.
        names = {word for side in sides for word in side}
        chosen = {word: not zlib.crc32(word.encode("utf-8", "replace")) % _ONE_IN for word in names}
    ones, twos = (_groups(side, chosen) for side in sides)
    most = max(ones.total(), twos.total())
    return most > 0 and (ones & twos).total() >= _COMMON * most


def _groups(words: Sequence[str], chosen: dict[str, bool]) -> Counter[tuple[str, ...]]:
    groups = zip(*(words[shift:] for shift in range(_GROUP)), strict=False)
    return Counter(group for group in groups if not chosen or chosen[group[0]])
