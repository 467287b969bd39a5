"""An anchor finds its words again, in the document it was made on or in a changed one.

Words that stand there letter by letter come first. Where there are none, the place that resembles
them most is taken if it is alike enough and clearly ahead of the next; else a note is in doubt or
lost rather than shown on words that it was not written on.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from diptych.anchoring.describe import CONTEXT, text_hash
from diptych.model.document import Document, Span
from diptych.model.note import Anchor, AnchorState

if TYPE_CHECKING:
    from diptych.anchoring.fuzzy import Index, Likeness
    from diptych.anchoring.outline import Outline

# A quote that stands in more places than this ("the") says nothing; they are not even looked at.
MANY = 200
# A quote of fewer words may be elsewhere by chance, even if it is there only once. Of 4,800
# stretches of twelve policy texts, taken at random, 10 % of single words stood exactly once in
# another text, 5 % of two words, 0.8 % of three, 0.1 % of four, none of five.
TELLING_WORDS = 4
# A paragraph of so many words that stands there word for word is that paragraph; a shorter one
# ("All rights reserved.") may be another that reads the same.
TELLING_PARAGRAPH = 8
# What a place must keep of the context around it to count, and by how much it must lead the next
# (shares of the context).
ENOUGH_CONTEXT = 0.25
CLEAR_LEAD = 0.2
# By how much the likeness of a place must lead that of the next, and what is at least shown with a
# question mark.
CLEAR_LIKENESS = 0.1
DOUBTFUL_LIKENESS = 0.5


class Resolved(NamedTuple):
    """Where an anchor's words are now.

    Args:
        state: `EXACT` where they were, `MOVED` elsewhere but surely the same, `UNCERTAIN` for a
            place to show with a question mark, `LOST` for none.
        span: code points in the source; None when lost, and for a place on a page.
        score: 0 to 1, the share of the context that still stands around the words.
        page: of a place on a page, counted from 0; else -1.
    """

    state: AnchorState
    span: Span | None
    score: float
    page: int = -1


LOST = Resolved(AnchorState.LOST, None, 0.0)


class Seeker:
    """Finds the words of anchors in one document.

    What it has learnt of the document for one anchor it knows for the next.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        # By block what tells its paragraph from others, "" where it is too short for that.
        self._paragraphs: dict[int, str] = {}

    @cached_property
    def _outline(self) -> Outline:
        # Needed only where the context does not tell which of several places is meant.
        from diptych.anchoring.outline import Outline

        return Outline(self.document)

    def resolve(self, anchor: Anchor) -> Resolved:
        """Find the words of an anchor, or its place on a page."""
        document = self.document
        if not anchor.quote:
            return self._page_of(anchor)
        if stands(anchor, document):
            return Resolved(AnchorState.EXACT, anchor.span, 1.0)
        starts = _places(document.source, anchor.quote)
        if not starts:
            return self._by_likeness(anchor)
        context, length = _Context.of(anchor), len(anchor.quote)
        if len(starts) > MANY:
            if not document.source.startswith(anchor.quote, anchor.start):
                return LOST
            score = context.kept(document.source, anchor.start, anchor.start + length)
            return Resolved(AnchorState.UNCERTAIN, anchor.span, score)
        places = sorted(
            (_Place(at, context.kept(document.source, at, at + length)) for at in starts),
            key=lambda place: (-place.score, abs(place.start - anchor.start)),
        )
        chosen = self._choose(anchor, places)
        state = AnchorState.UNCERTAIN
        if chosen:
            state = AnchorState.EXACT if chosen.start == anchor.start else AnchorState.MOVED
        start, score = chosen or places[0]
        return Resolved(state, Span(start, start + length), score)

    def surely(self, anchor: Anchor) -> Span | None:
        """Return where an anchor's words surely are, None where that is in doubt or not at all."""
        found = self.resolve(anchor)
        return found.span if found.state in (AnchorState.EXACT, AnchorState.MOVED) else None

    @cached_property
    def _pages(self) -> dict[str, list[int]]:
        """The pages by what tells their texts from others."""
        found: dict[str, list[int]] = {}
        for number, page in enumerate(self.document.pages):
            text = self.document.source[page.start : page.end]
            found.setdefault(text_hash(text), []).append(number)
        return found

    def _page_of(self, anchor: Anchor) -> Resolved:
        """Find the page of a place without words: another version has it only if its text is there.

        Two pictures cannot be told apart by their text: of a scan each other version is in doubt.
        """
        if anchor.sha256 == self.document.sha256:
            return Resolved(AnchorState.EXACT, None, 1.0, anchor.page)
        same = self._pages.get(anchor.paragraph, []) if anchor.paragraph else []
        if len(same) == 1:
            state = AnchorState.EXACT if same[0] == anchor.page else AnchorState.MOVED
            return Resolved(state, None, 1.0, same[0])
        if anchor.page < len(self.document.pages):
            return Resolved(AnchorState.UNCERTAIN, None, 0.0, anchor.page)
        return LOST

    def _choose(self, anchor: Anchor, places: list[_Place]) -> _Place | None:
        """Return the one place that is surely meant; `places` come best first."""
        best = places[0]
        if anchor.paragraph and self.document.blocks:
            unchanged = [each for each in places if self._paragraph(each.start) == anchor.paragraph]
            if len(unchanged) == 1:
                return unchanged[0]
        if len(places) == 1:
            telling = len(anchor.quote.split()) >= TELLING_WORDS
            return best if telling or best.score >= ENOUGH_CONTEXT else None
        if best.score < ENOUGH_CONTEXT:
            return None
        lead = best.score - places[1].score
        if lead >= CLEAR_LEAD or (best.score == 1.0 and lead > 0.0):
            return best
        # Repeated with its surroundings, as in a form or a treaty: the headings may tell which.
        if not anchor.heading:
            return None
        rivals = (place for place in places if best.score - place.score < CLEAR_LEAD)
        under = [each for each in rivals if self._outline.above(each.start) == anchor.heading]
        return under[0] if len(under) == 1 else None

    @cached_property
    def _index(self) -> Index:
        from diptych.anchoring.fuzzy import index_of

        return index_of(self.document.source)

    def _by_likeness(self, anchor: Anchor) -> Resolved:
        """Return the place that resembles the anchor, marked where that is in doubt."""
        # Its library is not needed where every note stands where it was.
        from diptych.anchoring.fuzzy import likenesses

        places = likenesses(anchor, self._index)
        if not places:
            return LOST
        best = places[0]
        rival = places[1].score if len(places) > 1 else 0.0
        telling = len(anchor.quote.split()) >= TELLING_WORDS
        if _is_alike(best, telling=telling) and best.score - rival >= CLEAR_LIKENESS:
            return Resolved(AnchorState.MOVED, best.span, best.score)
        if best.words >= DOUBTFUL_LIKENESS:
            return Resolved(AnchorState.UNCERTAIN, best.span, best.score)
        return LOST

    def _paragraph(self, start: int) -> str:
        """Return what tells the paragraph of a place from others, wherever it may stand."""
        block = self.document.block_at(start)
        if block not in self._paragraphs:
            text = self.document.blocks[block].text
            is_telling = len(text.split()) >= TELLING_PARAGRAPH
            self._paragraphs[block] = text_hash(text) if is_telling else ""
        return self._paragraphs[block]


def stands(anchor: Anchor, document: Document) -> bool:
    """Whether a document is the one that an anchor was made on, and its words are in place."""
    return anchor.sha256 == document.sha256 and document.source.startswith(
        anchor.quote, anchor.start
    )


def resolve(anchor: Anchor, document: Document) -> Resolved:
    """Find the words of an anchor, or its place on a page; for many anchors see `Seeker`."""
    return Seeker(document).resolve(anchor)


def surely(anchor: Anchor, document: Document) -> Span | None:
    """Return where an anchor's words surely are; for many anchors see `Seeker`."""
    return Seeker(document).surely(anchor)


def _is_alike(place: Likeness, *, telling: bool) -> bool:
    """Whether so much is left of words and context that the place is surely meant.

    A few words may be anywhere: for them both sides of the context must have stayed.
    """
    nearer, farther = max(place.before, place.after), min(place.before, place.after)
    if not telling:
        return place.words >= 0.5 and farther >= 0.6
    return (place.words >= 0.75 and nearer >= 0.4) or (
        place.words >= 0.5 and nearer >= 0.6 and farther >= 0.4
    )


class _Place(NamedTuple):
    start: int
    score: float


def _places(source: str, quote: str) -> list[int]:
    """Return where the quote begins in the source, at most one place more than `MANY`."""
    starts: list[int] = []
    start = source.find(quote)
    while start >= 0 and len(starts) <= MANY:
        starts.append(start)
        start = source.find(quote, start + 1)
    return starts


class _Context(NamedTuple):
    """The words around a quote, from it outwards, with a blank for all white space."""

    before: str
    after: str

    @classmethod
    def of(cls, anchor: Anchor) -> _Context:
        return cls(_blanked(anchor.prefix[::-1]), _blanked(anchor.suffix))

    def kept(self, source: str, start: int, end: int) -> float:
        """Return the share of the context that stands next to the quote at a place, 0 to 1.

        Counted from the quote outwards to the first difference; the amount of white space between
        two words does not count. At the edge of the text, no context is what is looked for.
        """
        total = len(self.before) + len(self.after)
        if not total:
            return 1.0
        # Twice as much source as context, because the source may have more white space.
        before = source[max(0, start - 2 * CONTEXT) : start]
        after = source[end : end + 2 * CONTEXT]
        return (_run(self.before, before[::-1]) + _run(self.after, after)) / total


def _blanked(text: str) -> str:
    return " ".join(text.split())


def _run(wanted: str, text: str) -> int:
    """Return how far a text agrees with what is wanted."""
    there = _blanked(text)
    if there.startswith(wanted):
        return len(wanted)
    return next(at for at in range(len(wanted)) if there[at : at + 1] != wanted[at])
