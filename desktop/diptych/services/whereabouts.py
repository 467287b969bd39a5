"""Where the words of notes and verdicts are in the documents that are looked at.

What stands where it was written on is known at once. The rest, of a document whose bytes are read
in another way than then, is looked for beside the window, and none of it twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.anchoring.resolve import Seeker, stands

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor
    from diptych.work.port import Jobs

# Documents of which is kept what was looked for: as many as can be side by side.
_MOST = 4


class _Sought(NamedTuple):
    """What was looked for in a document, and what is still to be.

    Args:
        places: None for what is in doubt or lost.
        wanted: what was asked for, and is not looked for yet.
        looking: what is looked for beside the window.
    """

    document: Document
    places: dict[Anchor, Span | None]
    wanted: set[Anchor]
    looking: set[Anchor]


class Whereabouts:
    """Remembers where anchors are.

    Args:
        found: called when something was looked for, be it there or not.

    Attributes:
        turn: another number whenever more is known.
    """

    def __init__(self, jobs: Jobs, found: Callable[[], None]) -> None:
        self._jobs = jobs
        self._found = found
        self._sought: list[_Sought] = []
        self._seeker: Seeker | None = None
        self.turn = 0

    def known(self, anchor: Anchor, document: Document) -> Span | None:
        """Return where an anchor's words surely are, None where that is in doubt.

        None, too, where they have to be looked for first: that is begun by `seek`.
        """
        if not anchor.quote or stands(anchor, document):
            return anchor.span if anchor.quote else None
        sought = self._in(document)
        if anchor not in sought.places and anchor not in sought.looking:
            sought.wanted.add(anchor)
        return sought.places.get(anchor)

    def place_of(self, anchor: Anchor, document: Document) -> Span | None:
        """Return the same as `known`, and look now for what is still to be found."""
        place = self.known(anchor, document)
        if self.is_open(anchor, document):
            sought = self._in(document)
            place = sought.places[anchor] = self._seeker_in(document).surely(anchor)
            sought.wanted.discard(anchor)
            sought.looking.discard(anchor)
        return place

    def is_open(self, anchor: Anchor, document: Document) -> bool:
        """Whether it was asked where an anchor's words are, and is still to be found."""
        return any(
            each.document is document and (anchor in each.wanted or anchor in each.looking)
            for each in self._sought
        )

    def settle(self) -> None:
        """Look now for all that is still to be found, and say so: then nothing is open."""
        while still := [
            (anchor, each.document)
            for each in self._sought
            for anchor in (*each.wanted, *each.looking)
        ]:
            for anchor, document in still:
                self.place_of(anchor, document)
            self._tell()

    def end(self) -> None:
        """Say nothing more: nobody is there to hear it."""
        self._found = lambda: None

    def _tell(self) -> None:
        self.turn += 1
        self._found()

    def _seeker_in(self, document: Document) -> Seeker:
        """Return one for what is asked for next, too; what it knows of a book is large."""
        if self._seeker is None or self._seeker.document is not document:
            self._seeker = Seeker(document)
        return self._seeker

    def seek(self) -> None:
        """Look, beside the window, for what was asked for and is not known."""
        self._seeker = None
        for sought in self._sought:
            if sought.wanted:
                self._seek_in(sought, list(sought.wanted))

    def _seek_in(self, sought: _Sought, wanted: list[Anchor]) -> None:
        sought.wanted.clear()
        sought.looking.update(wanted)

        def done(places: list[Span | None]) -> None:
            sought.places.update(zip(wanted, places, strict=True))
            sought.looking.difference_update(wanted)
            self._tell()

        def called_off(_error: Exception) -> None:
            # So that they are asked for again.
            sought.looking.difference_update(wanted)

        def look() -> list[Span | None]:
            seeker = Seeker(sought.document)
            return [seeker.surely(anchor) for anchor in wanted]

        self._jobs.load(look, done=done, failed=called_off)

    def _in(self, document: Document) -> _Sought:
        for each in self._sought:
            if each.document is document:
                return each
        self._sought = [
            *self._sought[1 - _MOST :],
            _Sought(document, {}, set(), set()),
        ]
        return self._sought[-1]
