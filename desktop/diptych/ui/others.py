"""What is not on the desk while there are more than two panes.

The documents that are opened for the other panes, the comparisons of the other gutters, and the
reader's marks in texts that nothing is looked at of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.errors import Cancelled, UserError
from diptych.model.note import NoteKind
from diptych.services.annotating import notes_beside
from diptych.ui.between import Known
from diptych.ui.review import Stand, labels_on, read_first, renewed, rows_on, sifted, uncovered
from diptych.ui.spread import fill_words
from diptych.ui.turns import next_turn
from diptych.ui.wording import obstacle_to_comparing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diptych.model.comparison import Comparison
    from diptych.model.note import Place
    from diptych.services.opening import Opened
    from diptych.ui.between import Between, Two
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.pane import Pane
    from diptych.ui.window import Window

_IN_TEXT = (NoteKind.SELECTION, NoteKind.PAIR)


class Others(QObject):
    """The panes and gutters of one window that are not looked at."""

    def __init__(self, window: Window, many: ManyPanes) -> None:
        super().__init__(many)
        self._window, self._many = window, many
        self._spread, self._desk = window.spread, window.desk
        self._known: dict[Two, Known] = {}
        # What is to be opened in a pane, and where it is to stand when that is there.
        self._hashes: dict[Pane, str] = {}
        self._places: dict[Pane, Place] = {}
        # What the reader's marks were drawn from, in the panes that are not looked at.
        self._filled: dict[Pane, tuple[object, ...]] = {}
        # The comparison under way: which it is, counted, its ticket, and what could not be made.
        self._asked = 0
        self._is_asking = False
        self._ticket = 0
        self._failed: set[tuple[str, str]] = set()
        desk = self._desk
        desk.elsewhere = self
        for signal in (desk.opened, desk.refused, desk.paged, desk.described):
            signal.connect(self._documents_changed)
        desk.rows_changed.connect(self._look_again)
        desk.working.connect(self._ask_soon)

    def end(self) -> None:
        """The window closes."""
        self.step_back()
        self._desk.elsewhere = None

    # What is known of two panes

    def hash_of(self, pane: Pane) -> str:
        """Return the hash of what lies in a pane, or is to; "" for nothing."""
        if pane.opened is not None:
            return pane.opened.document.sha256
        return self._hashes.get(pane, "")

    def expect(self, pane: Pane, sha256: str, place: Place) -> None:
        """Say what is to be opened in a pane, and where it is to stand."""
        self._hashes[pane], self._places[pane] = sha256, place

    def place_of(self, pane: Pane) -> Place:
        """Return where a pane stands, or is to stand when its document is there."""
        place = self._places.get(pane)
        return pane.place() if place is None or pane.opened is not None else place

    def suppose(self, two: Two, stand: Stand) -> None:
        """Say how far the reader had come with what is to be opened in two panes."""
        self._known[two] = Known((self.hash_of(two[0]), self.hash_of(two[1])), stand)

    def take_over(self, two: Two) -> None:
        """Compare two panes in the way in which they were compared the other way round."""
        known = self._known.pop((two[1], two[0]), None)
        if known is not None:
            hashes = known.hashes[1], known.hashes[0]
            self._known[two] = Known(hashes, known.stand._replace(comparison=None, finding=""))

    def keep(self, between: Between) -> None:
        """Keep how far the reader has come with the two on the desk, which are a gutter's."""
        documents = self._desk.documents
        if len(documents) == len(Side):
            left, right = (documents[side].document.sha256 for side in Side)
            rows = [row for row in self._desk.rows if row.relation is not None]
            made_from = self._made_from(documents)
            self._known[between.two] = Known((left, right), self._desk.stand(), rows, made_from)

    def known(self, between: Between) -> Known | None:
        """Return what is known of the two documents of a gutter."""
        known = self._known.get(between.two)
        if known is None or known.hashes != tuple(map(self.hash_of, between.two)):
            return None
        return known

    def let_go(self, between: Between) -> None:
        """The findings of a gutter are on the desk now."""
        known = self._known.get(between.two)
        if known is not None:
            stand = known.stand._replace(comparison=None)
            self._known[between.two] = known._replace(stand=stand, rows=())

    def _let_go_of_others(self) -> None:
        """Findings on other documents than are here are over; what the reader chose is not."""
        for two, known in self._known.items():
            left, right = map(self.hash_of, two)
            if known.hashes != (left, right):
                mode, chosen, topics, *_found = known.stand
                self._known[two] = Known((left, right), Stand(mode, chosen, topics))

    def forget(self, pane: Pane) -> None:
        """A pane is closed."""
        self.step_back()  # what is being compared may be about it
        self._hashes.pop(pane, None)
        self._places.pop(pane, None)
        self._filled.pop(pane, None)
        self._known = {two: known for two, known in self._known.items() if pane not in two}

    def forget_findings(self) -> None:
        """Other topics are followed: all comparisons are to be made anew."""
        self.step_back()
        self._failed.clear()
        for two, known in self._known.items():
            stand = known.stand._replace(comparison=None, topics=())
            self._known[two] = known._replace(stand=stand, rows=())
        self.show()

    def _not_looked_at(self) -> Iterable[Between]:
        return (each for each in self._many.betweens if each is not self._many.looked_at)

    # Showing

    def show(self) -> None:
        """Draw what the other gutters compare, and the reader's marks in the other texts."""
        self._many.looked_at.be_looked_at()
        for between in self._not_looked_at():
            known = self.known(between)
            is_here = known is not None and len(between.documents) == len(Side)
            between.show(known.rows if known is not None and is_here else ())
        self._fill()
        self._many.show_heads()
        self._ask_soon()

    def _fill(self) -> None:
        library, places = self._window.workplace.library, self._desk.places
        for pane in self._spread.panes.values():
            self._filled.pop(pane, None)
        for pane in self._spread.row:
            if pane.opened is not None and pane not in self._spread.panes.values():
                here = {Side.LEFT: pane.opened.document}
                notes = notes_beside(library, here, None, places.known)
                written = [note for note in notes if note.kind in _IN_TEXT]
                now = pane.opened, pane.twin, pane.page_side, written, places.turn
                if self._filled.get(pane) != now:
                    self._filled[pane] = now
                    fill_words(pane, written, places.known)
        places.seek()

    def _documents_changed(self, *_what: object) -> None:
        for pane in self._spread.panes.values():
            if pane.opened is not None:
                self._hashes[pane] = pane.opened.document.sha256
                self._places.pop(pane, None)
        self._let_go_of_others()
        for between in self._not_looked_at():
            self._window.handlers.scrolling.restore_points_of(between.following, between.documents)
        self.show()

    def _look_again(self) -> None:
        """Verdicts and notes may be others, on these two documents or on any."""
        for between in self._not_looked_at():
            known, documents = self.known(between), between.documents
            if known is not None and len(documents) == len(Side):
                made_from = self._made_from(documents)
                if known.stand.comparison is not None and made_from != known.made_from:
                    self._judge(between.two, known.hashes, known.stand, documents)
        self.show()

    def _made_from(self, documents: Mapping[Side, Opened]) -> object:
        place = self._window.workplace
        verdicts = place.annotating.verdicts(*(documents[s].document.sha256 for s in Side))
        first = read_first(place, documents)
        return verdicts, self._desk.sieve, first and first.shown, labels_on(documents)

    def _judge(
        self, two: Two, hashes: tuple[str, str], stand: Stand, documents: Mapping[Side, Opened]
    ) -> None:
        """Make what is drawn of a comparison."""
        made_from = self._made_from(documents)
        comparison, desk, place = stand.comparison, self._desk, self._window.workplace
        assert comparison is not None
        verdicts = place.annotating.verdicts(*hashes)
        rows = rows_on(comparison, documents, verdicts, (), desk.learning, desk.places.known)
        open_rows = uncovered(rows, read_first(place, documents))
        shown = sifted(open_rows, stand.topics, desk.sieve)
        drawn = [row for row in shown if row.relation is not None]
        self._known[two] = Known(hashes, stand, drawn, made_from)

    # What is opened for the other panes

    def lay(self, seat: int, opened: Opened) -> None:
        """Show a document in the pane that it was opened for."""
        pane = self._pane(seat)
        if pane is None:
            return
        handlers = self._window.handlers
        self._hashes[pane] = opened.document.sha256
        self._spread.show_document(pane, opened)
        handlers.greet(pane, opened)
        place = self._places.pop(pane, None)
        if place is not None:
            self._spread.hold_while(lambda: pane.return_to(place))
        if opened.trouble is not None:
            self._desk.troubled.emit(opened.trouble)
        handlers.notes.look_for_notes(pane)
        handlers.finding.search_again()
        handlers.pages.show_state()
        self._documents_changed()

    def refuse(self, seat: int, path: str, sha256: str, error: UserError) -> None:
        """Say in a pane why nothing could be opened there."""
        pane = self._pane(seat)
        if pane is not None:
            pane.show_message(Path(path).name, "")
            self._window.handlers.notices.refuse(pane, path, sha256, error)
            self._documents_changed()

    def holds(self, seat: int) -> bool:
        """Whether a document lies in a pane."""
        pane = self._pane(seat)
        return pane is not None and pane.opened is not None

    def renew_entries(self) -> None:
        """Take what the library knows of the documents now."""
        library, here = self._window.workplace.library, self._spread.panes.values()
        for pane in self._spread.row:
            if pane.opened is not None and pane not in here:
                known = library.entry(pane.opened.document.sha256)
                pane.opened = renewed(pane.opened, known)
                pane.show_place()

    def show_pages_of(self, seat: int, path: str, password: str) -> None:
        """Show the pages of a file whose text is still being read."""
        pane = self._pane(seat)
        if pane is not None:
            self._spread.show_pages_of(pane, path, password)
            self._documents_changed()

    def _pane(self, seat: int) -> Pane | None:
        return next((pane for pane in self._spread.row if pane.seat == seat), None)

    # Comparing, when there is nothing else to do

    def step_back(self) -> None:
        """Leave the worker to what the reader looks at."""
        if self._is_asking:
            self._asked += 1
            self._is_asking = False
            self._window.workplace.jobs.cancel(self._ticket)

    def _ask_soon(self, share: float = 1.0, _words: str = "") -> None:
        """Have the next two compared, unless what is being looked for has still to come."""
        if share >= 1.0:
            next_turn(self, self._ask_next)

    def _ask_next(self) -> None:
        """Have the next two documents compared that are not.

        What the chosen gutter compares comes first, whether it can be or not.
        """
        is_busy = self._window.workplace.comparing.is_under_way or self._desk.openings.awaited
        if self._is_asking or self._desk.elsewhere is None or is_busy:
            return
        for between in self._not_looked_at():
            documents, known = between.documents, self.known(between)
            if len(documents) < len(Side) or obstacle_to_comparing(documents.values()):
                continue
            left, right = (documents[side] for side in Side)
            hashes = left.document.sha256, right.document.sha256
            stand = known.stand if known is not None else Stand()
            if stand.comparison is None and hashes not in self._failed:
                self._ask(between, hashes, stand)
                return

    def _ask(self, between: Between, hashes: tuple[str, str], stand: Stand) -> None:
        comparing, two, documents = self._window.workplace.comparing, between.two, between.documents
        left, right = (documents[side] for side in Side)
        self._asked += 1
        asked, self._is_asking = self._asked, True

        def done(found: Comparison) -> None:
            if asked == self._asked:
                self._is_asking = False
                now = stand._replace(comparison=found, mode=found.mode)
                self._judge(two, hashes, now, documents)
                self.show()

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._is_asking = False
                # Said when the reader looks at it, which asks again.
                self._failed.add(hashes)
                self.show()
                if not isinstance(error, (UserError, Cancelled)):
                    raise error

        kept = comparing.kept(left, right, stand.chosen)
        if kept is not None:
            done(kept)
            return
        ticket = comparing.ask(
            left, right, stand.chosen, done=done, failed=failed, progress=_say_nothing
        )
        if self._is_asking:
            self._ticket = ticket


def _say_nothing(_share: float, _words: str) -> None:
    """Nobody waits for it."""
