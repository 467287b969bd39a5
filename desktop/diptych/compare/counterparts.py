"""Which sentence answers to which where two texts tell one thing: versions, editions, retellings.

There every sentence has its own counterpart, and what else lies near it is only on the same
subject. In two texts on one field many sentences are near many, so this is asked first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diptych.compare.candidates import Candidate
    from diptych.compare.statements import Statement

    Pair = tuple[int, int]

LEAST = 0.2
"""What two sentences have in common in words, 0 to 1, below which words alone tell nothing."""
# The two best of each other are surely counterparts if their words come so near; of the sentences
# of the shorter text so many have one, and at least so many in all. In the development data the
# share is .39 to 1.0 in 22 pairs of editions, versions and retellings, at most .11 in 12 of
# speeches on one field and .14 in 30 of unrelated texts.
_PLAIN, _SHARE, _FEWEST = 0.3, 0.25, 6
# A pair is as near as the best of both its sentences if its score is so much of theirs; and a
# further sentence is a part of one that was split if the rest of that one has so many of its stems.
# Link F1 on the 22 is .96 (all near pairs: .87), and within .01 of that from .9 to 1 and .3 to .7.
_AS_NEAR, _COVERED = 0.9, 0.5


def one_tale(words: Iterable[Candidate], left: int, right: int) -> bool:
    """Return whether two texts tell one thing, sentence by sentence.

    Args:
        words: the pairs of sentences that have words in common.
        left, right: how many sentences the two have.
    """
    scores = {(one.left, one.right): one.words for one in words if one.words >= _PLAIN}
    rows, columns = _best(scores)
    both = [pair for pair, score in scores.items() if score == rows[pair[0]] == columns[pair[1]]]
    # A refrain, whose sentences are all as near, has no counterpart.
    ones, twos = (Counter(pair[side] for pair in both) for side in (0, 1))
    found = sum(ones[one] == twos[two] == 1 for one, two in both)
    return found >= max(_FEWEST, _SHARE * min(left, right))


def _best(scores: Mapping[Pair, float]) -> tuple[dict[int, float], dict[int, float]]:
    """Return the best score of every left and of every right sentence."""
    rows: dict[int, float] = defaultdict(float)
    columns: dict[int, float] = defaultdict(float)
    for (one, two), score in scores.items():
        rows[one] = max(rows[one], score)
        columns[two] = max(columns[two], score)
    return rows, columns


def counterparts(
    scores: Mapping[Pair, float], left: Sequence[Statement], right: Sequence[Statement]
) -> frozenset[Pair]:
    """Return which pairs of two texts that tell one thing are counterparts.

    Those that are the best of each other, or nearly; and the further parts of a sentence that was
    split, shown by the words of it that its best counterpart does not have.

    Args:
        scores: how near two sentences are, for the pairs that count.
        left, right: the statements of both.
    """
    rows, columns = _best(scores)
    found, parts, wholes = set(), [], []
    for pair, score in scores.items():
        of_left = score >= _AS_NEAR * rows[pair[0]]
        of_right = score >= _AS_NEAR * columns[pair[1]]
        if of_left and of_right:
            found.add(pair)
        elif of_right:
            parts.append(pair)
        elif of_left:
            wholes.append((pair[1], pair[0]))
    stems = [[frozenset(one.sentence.stems) for one in side] for side in (left, right)]
    turned = {(two, one) for one, two in found}
    found.update(_split(parts, found, stems[0], stems[1]))
    found.update((one, two) for two, one in _split(wholes, turned, stems[1], stems[0]))
    return frozenset(found)


def _split(
    parts: Iterable[Pair],
    found: Iterable[Pair],
    wholes: Sequence[frozenset[str]],
    pieces: Sequence[frozenset[str]],
) -> list[Pair]:
    """Return which pairs are of a sentence and a further part of it.

    Args:
        parts: pairs of a sentence and another that has none nearer.
        found: counterparts known already.
        wholes, pieces: stems of the sentences of either side.
    """
    said: dict[int, frozenset[str]] = {}
    for whole, piece in found:
        said[whole] = said.get(whole, frozenset()) | pieces[piece]
    return [
        (whole, piece)
        for whole, piece in parts
        if whole in said
        and len(pieces[piece] & wholes[whole] - said[whole]) >= _COVERED * len(pieces[piece]) > 0
    ]
