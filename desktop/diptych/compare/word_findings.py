"""Two versions of one text become findings: what differs word by word, and what kind it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diptych.compare import words
from diptych.compare.moves import moves, slid
from diptych.compare.noise_classes import wording_of
from diptych.compare.reasons import told_of
from diptych.compare.words import Change
from diptych.model.comparison import Evidence, Finding, Relation, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from diptych.compare.noise import Known
    from diptych.compare.words import Token
    from diptych.model.comparison import Passage
    from diptych.model.document import Document

    MakeId = Callable[[Sequence[Passage], Sequence[Passage]], str]

_NOISE_CONFIDENCE = 0.3
"""How likely noise matters to a reader: below what counts as sure, so that it is drawn faintly."""
_SENTENCES = {
    Wording.CASE: "The same words, but for capitals.",
    Wording.PUNCTUATION: "The same words, but for punctuation.",
    Wording.SPACING: "The same words, but for spaces.",
    Wording.HYPHENATION: "The same words, but for hyphens.",
    Wording.MISREAD: "The same words, but for letters that were misread.",
}
_LEFT_ONLY = "These words stand in {left_document} only."
_RIGHT_ONLY = "These words stand in {right_document} only."
# What a quoted run of words may well do without at its ends.
_EDGES = " \n,.;:!?[]()“”‘’«»\"'"
# How many words of each side are quoted of what differs inside of a block that moved.
_MOST_INSIDE = 12


def word_findings(
    documents: tuple[Document, Document],
    sides: tuple[Sequence[Token], Sequence[Token]],
    known: Known | None,
    make_id: MakeId,
    tick: Callable[[], None],
) -> list[Finding]:
    """Return where the wording of two documents differs, in the order of the left text.

    Args:
        documents: the two.
        sides: what `words.tokens` gives of each.
        known: whether letters are a word.
        make_id: names a finding by its passages.
        tick: called all along; may raise `Cancelled`.
    """
    left, right = sides
    changes, moved = _differences(left, right, tick)
    found: list[tuple[tuple[int, int], Finding]] = []
    for change in [*moved, *_without(changes, moved)]:
        one = words.passages(documents[0], left[change.left_start : change.left_end])
        two = words.passages(documents[1], right[change.right_start : change.right_end])
        finding = (
            _moved(documents, sides, change, tick)
            if len(found) < len(moved)
            else _changed(documents, sides, change, known, (one, two))
        )
        place = change.left_start, change.right_start
        found.append((place, finding._replace(id=make_id(one, two), left=one, right=two)))
        tick()
    found.sort(key=lambda pair: pair[0])
    return [finding for _, finding in found]


def _differences(
    left: Sequence[Token], right: Sequence[Token], tick: Callable[[], None]
) -> tuple[list[Change], list[Change]]:
    """Return where two texts differ and what moved, both in order, alike when they change sides."""
    texts = [[one.text for one in side] for side in (left, right)]
    if texts[1] < texts[0]:
        changes, moved = _differences(right, left, tick)
        return list(map(words.turned, changes)), sorted(map(words.turned, moved))
    changes = slid(words.changes(texts[0], texts[1], tick), left, right)
    return changes, moves(left, right, changes, tick)


def told(findings: Sequence[Finding]) -> str:
    """Return in a sentence what kinds of difference there are, and how many; "" for none."""
    counts = Counter(finding.wording for finding in findings)
    parts = []
    if counts[Wording.OTHER]:
        parts.append(f"{counts[Wording.OTHER]:,} with other words")
    if counts[Wording.MOVED]:
        parts.append(f"{counts[Wording.MOVED]:,} moved")
    parts += [f"{counts[kind]:,} in {kind.value} only" for kind in _SENTENCES if counts[kind]]
    return f"Differences: {', '.join(parts)}." if parts else ""


def _changed(
    documents: tuple[Document, Document],
    sides: tuple[Sequence[Token], Sequence[Token]],
    change: Change,
    known: Known | None,
    passages: tuple[Sequence[Passage], Sequence[Passage]],
) -> Finding:
    one, two = passages
    left = sides[0][change.left_start : change.left_end]
    right = sides[1][change.right_start : change.right_end]
    kind = wording_of(
        [token.text for token in left],
        [token.text for token in right],
        known,
        before_number=_before_number(sides[0], change.left_end)
        or _before_number(sides[1], change.right_end),
    )
    if one and two:
        relation, reason = Relation.DIVERGE, "Other words stand at the same place."
    elif one:
        relation, reason = Relation.ONLY_LEFT, told_of(_LEFT_ONLY)
    else:
        relation, reason = Relation.ONLY_RIGHT, told_of(_RIGHT_ONLY)
    if kind.is_noise:
        relation = Relation.CONVERGE if one and two else relation
        reason = _SENTENCES[kind]
    return Finding(
        id="",
        relation=relation,
        confidence=_NOISE_CONFIDENCE if kind.is_noise else 1.0,
        topics=(),
        left=(),
        right=(),
        evidence=Evidence(
            left_only=tuple(_cut(documents[0], passage) for passage in one),
            right_only=tuple(_cut(documents[1], passage) for passage in two),
        ),
        reason=reason,
        wording=kind,
    )


def _before_number(side: Sequence[Token], end: int) -> bool:
    if not 0 < end < len(side):
        return False
    sign, number = side[end - 1], side[end]
    return number.block == sign.block and number.start == sign.end and number.text[0].isdigit()


def _moved(
    documents: tuple[Document, Document],
    sides: tuple[Sequence[Token], Sequence[Token]],
    move: Change,
    tick: Callable[[], None],
) -> Finding:
    left = sides[0][move.left_start : move.left_end]
    right = sides[1][move.right_start : move.right_end]
    only = differing(documents, left, right, tick)
    edited = bool(only[0] or only[1])
    reason = "These words stand at another place in the other document"
    return Finding(
        id="",
        relation=Relation.PARTIAL if edited else Relation.CONVERGE,
        confidence=1.0,
        topics=(),
        left=(),
        right=(),
        evidence=Evidence(left_only=only[0][:_MOST_INSIDE], right_only=only[1][:_MOST_INSIDE]),
        reason=f"{reason}, with changes." if edited else f"{reason}.",
        wording=Wording.MOVED,
    )


def differing(
    documents: tuple[Document, Document],
    left: Sequence[Token],
    right: Sequence[Token],
    tick: Callable[[], None],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that only the left and that only the right of two texts has, in order.

    Noise is left out, but for that no knowledge of words is used.
    """
    only: tuple[list[str], list[str]] = ([], [])
    texts = [[one.text for one in side] for side in (left, right)]
    for change in words.changes(texts[0], texts[1], tick):
        one = left[change.left_start : change.left_end]
        two = right[change.right_start : change.right_end]
        if wording_of([t.text for t in one], [t.text for t in two], None).is_noise:
            continue
        for own, document, tokens in zip(only, documents, (one, two), strict=True):
            found = (_cut(document, passage) for passage in words.passages(document, tokens))
            own.extend(filter(None, (text.strip(_EDGES) for text in found)))
    return tuple(only[0]), tuple(only[1])


def _without(changes: Sequence[Change], moved: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes less what moved."""
    if not moved:
        yield from changes
        return
    taken_left = [(move.left_start, move.left_end) for move in moved]
    taken_right = sorted((move.right_start, move.right_end) for move in moved)
    for change in changes:
        ones = list(_rest(change.left_start, change.left_end, taken_left))
        twos = list(_rest(change.right_start, change.right_end, taken_right))
        whole = (change.left_end - change.left_start, change.right_end - change.right_start)
        if [end - start for start, end in (*ones, *twos)] == [size for size in whole if size]:
            yield change
            continue
        if len(ones) == len(twos) == 1:
            yield Change(*ones[0], *twos[0])
            continue
        # What stood between two blocks that moved has no counterpart that could be named.
        for start, end in ones:
            yield Change(start, end, change.right_start, change.right_start)
        for start, end in twos:
            yield Change(change.left_end, change.left_end, start, end)


def _rest(start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for low, high in taken:
        if high <= start or low >= end:
            continue
        if start < low:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end


def _cut(document: Document, passage: Passage) -> str:
    return document.blocks[passage.block].text[passage.start : passage.end]
