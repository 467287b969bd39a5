"""Verdicts that did not go over to a new version of a document, because their words have changed.

They stay with the earlier version, and count there. The reader sees the old words beside what may
have become of them, and says whether the verdict holds for these too. Nothing of this is kept but
what the reader said: what is unsettled follows from the verdicts that there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.anchoring.describe import describe
from diptych.anchoring.resolve import Seeker
from diptych.model.plain import verdict_to_plain
from diptych.services.carrying import carry_verdict
from diptych.services.undo import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor, Verdict
    from diptych.services.undo import Undo
    from diptych.store.library import Library

# What the reader said of a verdict that does not hold for the new words.
_LET_GO = "verdict let go"


class Unsettled(NamedTuple):
    """A verdict of which it is not known whether it holds for the words that are there now.

    Args:
        verdict: as it stands on the earlier version.
        pair: the hashes, left and right, of the documents that it was given on.
        now: those of the documents that it would count for: one is the new version.
        words: for each of its passages in the document that has changed, the words it was given on
            and those that stand nearest to them now, "" for none.
        places: where these stand in the new version, None for none.
    """

    verdict: Verdict
    pair: tuple[str, str]
    now: tuple[str, str]
    words: tuple[tuple[str, str], ...]
    places: tuple[Span | None, ...]

    @property
    def is_somewhere(self) -> bool:
        """Whether each of its passages may still be there."""
        return None not in self.places


def looking(
    library: Library, document: Document, earlier: Collection[str]
) -> Callable[[], list[Unsettled]] | None:
    """Return what lists the unsettled verdicts, on any thread; None where there can be none.

    Args:
        library: on its own thread.
        document: the version that is open.
        earlier: the hashes of its earlier versions, see `Carrying.earlier`.
    """
    candidates: dict[str, _Candidate] = {}
    for pair in library.judged_pairs() if earlier else ():
        # A verdict on two versions of one document is about both.
        others = set(pair) - set(earlier)
        if len(others) != 1 or document.sha256 in others:
            continue
        left, right = (document.sha256 if each in earlier else each for each in pair)
        there = [*library.verdicts(left, right), *library.verdicts(right, left)]
        settled = {verdict.finding for verdict in there}
        (entry,) = map(library.entry, others)
        # The other document may have changed as well: what went over to its new version counts.
        is_present = entry is not None and bool(entry.path)
        for verdict in library.verdicts(*pair):
            rank = is_present, verdict.decided
            known = candidates.get(verdict.finding)
            if (
                verdict.finding not in settled
                and not library.setting(_key(verdict, document.sha256))
                and (known is None or rank > known.rank)
            ):
                candidates[verdict.finding] = _Candidate(verdict, pair, (left, right), there, rank)
    if not candidates:
        return None

    seeker = Seeker(document)

    def look() -> list[Unsettled]:
        found = [
            (_sought(each, seeker, earlier), each.there)
            for each in candidates.values()
            # What went over has only been taken back since.
            if carry_verdict(each.verdict, seeker, earlier) is None
        ]
        unsettled = [each for each, there in found if not _is_judged(each, there, document)]
        return sorted(unsettled, key=lambda each: (each.verdict.decided, each.verdict.finding))

    return look


class _Candidate(NamedTuple):
    """A verdict on an earlier version, and those that there are on the version that is open."""

    verdict: Verdict
    pair: tuple[str, str]
    now: tuple[str, str]
    there: list[Verdict]
    rank: tuple[bool, str]


def take_over(undo: Undo, each: Unsettled, document: Document) -> None:
    """Let a verdict count for the words that are there now, as one step of undo.

    Args:
        undo: where it goes.
        each: one that `is_somewhere`.
        document: the new version.

    Raises:
        UserError: the library cannot be written.
    """
    places = iter(each.places)

    def moved(anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
        return tuple(
            anchor if anchor.sha256 in each.now else describe(document, _place(next(places)))
            for anchor in anchors
        )

    verdict = each.verdict._replace(left=moved(each.verdict.left), right=moved(each.verdict.right))
    key = " ".join((*each.now, verdict.finding))
    undo.seal()
    undo.do("Keep verdict", [Change("verdict", key, None, verdict_to_plain(verdict))])


def let_go(undo: Undo, each: Unsettled) -> None:
    """Say that a verdict does not hold for the words that are there now, as one step of undo.

    It stays with the earlier version.

    Raises:
        UserError: the library cannot be written.
    """
    (sha256,) = set(each.now) - set(each.pair)
    undo.seal()
    undo.do(
        "Let verdict go",
        [Change("setting", _key(each.verdict, sha256), {"value": ""}, {"value": "yes"})],
    )


def _key(verdict: Verdict, sha256: str) -> str:
    return f"{_LET_GO} {verdict.finding} {sha256}"


def _place(span: Span | None) -> Span:
    assert span is not None, "each of its passages is somewhere"
    return span


def _sought(each: _Candidate, seeker: Seeker, earlier: Collection[str]) -> Unsettled:
    """Look for the words of a verdict in the new version."""
    verdict = each.verdict
    words, places = [], []
    for anchor in (*verdict.left, *verdict.right):
        if anchor.sha256 in earlier:
            span, source = seeker.resolve(anchor).span, seeker.document.source
            words.append((anchor.quote, source[span.start : span.end] if span else ""))
            places.append(span)
    return Unsettled(verdict, each.pair, each.now, tuple(words), tuple(places))


def _is_judged(each: Unsettled, verdicts: list[Verdict], document: Document) -> bool:
    """Whether the reader has judged all the words that are there now by another verdict."""
    judged = [
        [anchor.span for anchor in (*one.left, *one.right) if anchor.sha256 == document.sha256]
        for one in verdicts
    ]
    return each.is_somewhere and any(
        all(place and any(place.overlap(span) for span in spans) for place in each.places)
        for spans in judged
    )
