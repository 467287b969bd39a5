"""What lies on the desk: two documents, their findings, the selection, verdicts and notes.

It holds no widget: the window shows what the desk says and tells it what the reader does.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from diptych.model.comparison import Comparison, Mode, Side
from diptych.model.errors import Cancelled, UserError
from diptych.model.note import Reading
from diptych.services.annotating import notes_beside
from diptych.services.whereabouts import Whereabouts
from diptych.ui.judging import Judging
from diptych.ui.language import _
from diptych.ui.openings import Openings
from diptych.ui.review import Stand, labels_on, read_first, renewed, rows_on, sifted, uncovered
from diptych.ui.sieve import ALL, Sieve
from diptych.ui.wording import obstacle_to_comparing
from diptych.ui.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from diptych.model.note import Note, Place
    from diptych.model.report import Report
    from diptych.services.cataloguing import Cataloguing
    from diptych.services.learning import Learning
    from diptych.services.opening import Opened
    from diptych.services.reading_first import ReadingFirst
    from diptych.services.workplace import Workplace
    from diptych.ui.openings import Elsewhere
    from diptych.ui.rows import Row
    from diptych.ui.wording import Labels


class Desk(QObject):
    """The state of one reading.

    Attributes:
        seats: the number of the pane that each side is shown in.
        elsewhere: the other panes, where there are more than two.

    Signals:
        opened: a document lies on a side (the side).
        described: other things are known of the document on a side (the side).
        refused: a document could not be opened (the side, the path, the hash or "", the error).
        paged: the pages of a file can be shown, its text is still being read (the side, the path,
            the password).
        rows_changed: findings, verdicts, notes or the topics shown have changed.
        selected: another finding is selected (its id, or ""), or the same once more.
        working: something is under way (a share of 0 to 1; what, "" the analysis);
            1 ends it.
        troubled: something in the world failed and the reader should know (a UserError).
        mended: what was troubling (a UserError) is over: the analysis is made again.
        saved: something was written to the library.
        returned: the documents of a saved reading are here; where the panes stood (a dict).
    """

    opened = Signal(object)
    described = Signal(object)
    refused = Signal(object, str, str, object)
    paged = Signal(object, str, str)
    rows_changed = Signal()
    selected = Signal(str)
    working = Signal(float, str)
    troubled = Signal(object)
    mended = Signal(object)
    saved = Signal()
    returned = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.documents: dict[Side, Opened] = {}
        self.comparison: Comparison | None = None
        self._failure: UserError | None = None
        self.obstacle = ""  # why the two cannot be compared, in a sentence
        self.mode = Mode.POSITIONS
        self._chosen: Mode | None = None  # by the reader; else the texts decide
        self.is_begun = False  # the findings are the first ones, others are still looked for
        self.topics: tuple[str, ...] = ()
        self.all_rows: tuple[Row, ...] = ()
        self.rows: list[Row] = []
        self.sieve = Sieve(without_noise=workplace.library.setting("hide_noise") == "yes")
        # While the reader reads these two first, without the marks; and what is not hidden then.
        self.first: ReadingFirst | None = None
        self.open_rows: Sequence[Row] = ()
        self.notes: list[Note] = []
        self.selection = ""
        self.places = Whereabouts(workplace.jobs, self._reviewed)
        self.writing = Writing(self)
        self.judging = Judging(self)
        self.openings = Openings(self)
        self.seats = {side: seat for seat, side in enumerate(Side)}
        self.elsewhere: Elsewhere | None = None
        self._saved = self._wanted = Reading("", "")
        self._places: Mapping[Side, Place] = {}
        self._wanted_topic = ""
        # While the finding of a saved reading is selected, which stands where the reader left it.
        self.is_returning = False
        workplace.undo.changed = self._reviewed

    # Documents

    @cached_property
    def cataloguing(self) -> Cataloguing:
        """The library as the reader sees it."""
        from diptych.services.cataloguing import Cataloguing

        place = self.workplace
        return Cataloguing(place.library, place.opening, place.jobs, place.undo)

    @cached_property
    def learning(self) -> Learning:
        """What the reader's verdicts teach of how sure the engine is."""
        from diptych.services.learning import Learning

        return Learning(self.workplace.library, self.workplace.undo)

    def open(
        self,
        side: Side,
        path: str,
        encoding: str | None = None,
        *,
        password: str = "",
        last_page: int = 0,
        ocr: str | None = None,
        sha256: str = "",
        place: Place | None = None,
    ) -> None:
        """Open a file on a side; the other side stays, and an analysis under way is called off.

        Args:
            path: absolute; "" for a document without a file, of which the library knows `sha256`.
            encoding, password, last_page, ocr: see `Opening.open_path`.
            place: where the pane is to stand, None: at the beginning.
        """
        if place is not None:
            self._places = {**self._places, side: place}
        self.workplace.comparing.cancel()
        if self.elsewhere is not None:
            self.elsewhere.step_back()
        self.openings.open(
            self.seats[side],
            path,
            encoding,
            password=password,
            last_page=last_page,
            ocr=ocr,
            sha256=sha256,
        )

    def restore(self, reading: Reading, paths: dict[Side, str]) -> None:
        """Open the documents of a saved reading and come back to where it stood."""
        self._wanted, self.mode, self.topics = reading, reading.mode, reading.topics
        self._saved, self._places = reading, reading.places
        self._open_both(paths, {Side.LEFT: reading.left, Side.RIGHT: reading.right})

    def begin(
        self, paths: dict[Side, str], topic: str = "", hashes: dict[Side, str] | None = None
    ) -> None:
        """Open two files, at the first finding on a topic where one is named.

        Args:
            paths, hashes: see `open`.
            topic: by its name.
        """
        self._wanted_topic = topic
        self._open_both(paths, hashes or {})

    def _open_both(self, paths: dict[Side, str], hashes: dict[Side, str]) -> None:
        # Both are awaited before the first may be there: nothing is shown of one without the other.
        self.openings.awaited.update(self.seats[side] for side in paths)
        for side, path in paths.items():
            self.open(side, path, sha256=hashes.get(side, ""))

    def swap(self) -> None:
        """Exchange the two sides."""
        self._leave()
        left, right = (self.documents.get(side) for side in Side)
        sides = zip(Side, (right, left), strict=True)
        self.documents = {side: opened for side, opened in sides if opened is not None}
        for side in Side:
            self.opened.emit(side)
        self.compare()

    def close(self, side: Side) -> None:
        """Take the document of a side away."""
        self._leave()
        self.openings.drop(self.seats[side])
        self.documents.pop(side, None)
        self._places = {}
        self.opened.emit(side)
        self.compare()

    def stand(self) -> Stand:
        """Return how far the reader has come, for `turn`."""
        found = None if self.is_begun else self.comparison
        finding = self.selection or self._wanted.finding
        return Stand(self.mode, self._chosen, self.topics, found, finding)

    def turn(
        self,
        seats: dict[Side, int],
        documents: dict[Side, Opened],
        stand: Stand,
        places: Mapping[Side, Place],
    ) -> None:
        """Look at two other panes; those that were looked at have been left (`leave`).

        Args:
            seats, documents: of the two.
            stand: how far the reader had come with them.
            places: where the panes stand now.
        """
        self.seats, self.documents, self.all_rows = seats, documents, ()
        self.mode, self._chosen, self.topics = stand.mode, stand.chosen, stand.topics
        self.is_begun, self._wanted_topic, self._places = False, "", {}
        self._wanted = Reading("", "", finding=stand.finding, places=places)
        if self._is_waiting:
            self._reviewed()
        elif stand.comparison is None or len(documents) < len(Side):
            self.compare()
        else:
            self.obstacle = ""
            self._compared(stand.comparison)

    def leave(self) -> None:
        """Let go of all that is about the two documents: others are looked at."""
        self.workplace.comparing.cancel()
        self._leave()
        self.working.emit(1.0, "")

    def _leave(self) -> None:
        """Let go of the findings while the documents they are about are still here.

        The editor hands on what was typed when its note goes.
        """
        self.comparison = None
        self._select("")
        self.writing.leave()

    def _side_of(self, seat: int) -> Side | None:
        return next((side for side, each in self.seats.items() if each == seat), None)

    def lay(self, seat: int, opened: Opened) -> None:
        """A document that was to be opened is here."""
        side = self._side_of(seat)
        if opened.ocr:
            self.working.emit(1.0, "")
        if side is None:
            self.openings.awaited.discard(seat)
            if self.elsewhere is not None:
                self.elsewhere.lay(seat, opened)
            return
        self._leave()
        self.documents[side] = opened
        self.opened.emit(side)
        if opened.trouble is not None:
            self.troubled.emit(opened.trouble)
        self._arrived(side)

    def renew_entries(self) -> None:
        """Take what the library knows of the two documents now."""
        for side, opened in self.documents.items():
            known = self.workplace.library.entry(opened.document.sha256)
            self.documents[side] = renewed(opened, known)
            self.described.emit(side)
        if self.elsewhere is not None:
            self.elsewhere.renew_entries()
        self._reviewed()

    def show_pages_of(self, seat: int, path: str, password: str) -> None:
        """The pages of a file can be shown, while its text is still being read."""
        side = self._side_of(seat)
        if side is not None:
            self._leave()
            self.documents.pop(side, None)
            self.paged.emit(side, path, password)
            self._reviewed()
        elif self.elsewhere is not None:
            self.elsewhere.show_pages_of(seat, path, password)

    def refuse(self, seat: int, path: str, sha256: str, error: Exception) -> None:
        """A document could not be opened; one that was called off leaves what was there."""
        self.working.emit(1.0, "")
        self.openings.awaited.discard(seat)
        side = self._side_of(seat)
        if isinstance(error, Cancelled):
            if side in self.documents:
                self._arrived(side)
                return
            if self.elsewhere is not None and self.elsewhere.holds(seat):
                return
            error = UserError(_("Opening was stopped."), "", path)
        if not isinstance(error, UserError):
            raise error
        if side is None:
            if self.elsewhere is not None:
                self.elsewhere.refuse(seat, path, sha256, error)
            return
        self._leave()
        self.documents.pop(side, None)
        self.refused.emit(side, path, sha256, error)
        self._arrived(side)

    def _arrived(self, side: Side) -> None:
        self.openings.awaited.discard(self.seats[side])
        if not self._is_waiting:
            # Here and not with the findings: those may take a while, and may never come.
            places, self._places = self._places, {}
            self.returned.emit({s: place for s, place in places.items() if s in self.documents})
            self.compare()
        elif self.all_rows:
            self._reviewed()

    @property
    def _is_waiting(self) -> bool:
        """Whether a document is still to come for one of the two sides."""
        return not self.openings.awaited.isdisjoint(self.seats.values())

    # Findings

    def compare(self) -> None:
        """Find what the two documents say to each other, if there are two."""
        self._leave()
        failure, self._failure = self._failure, None
        if failure is not None:
            self.mended.emit(failure)
        self.obstacle = obstacle_to_comparing(self.documents.values())
        if len(self.documents) < len(Side) or self.obstacle:
            self.workplace.comparing.cancel()
            self._reviewed()
            return
        if self.elsewhere is not None:
            self.elsewhere.step_back()
        self.workplace.comparing.compare(
            self.documents[Side.LEFT],
            self.documents[Side.RIGHT],
            self._wanted.mode if self._wanted.left else self._chosen,
            done=self._compared,
            failed=self._not_compared,
            progress=self.working.emit,
            begun=self._begun,
        )
        if self.comparison is None:
            self._reviewed()

    def set_mode(self, mode: Mode) -> None:
        """Compare what is held, or the wording."""
        if mode is not self.mode or self.comparison is None:
            self.mode = self._chosen = mode
            self.compare()

    def set_sieve(self, sieve: Sieve) -> None:
        """Show findings of some kinds only."""
        self.sieve = sieve
        self.sift()

    def sift(self) -> None:
        """Make the rows anew; a selected one that is left out is selected no more."""
        self._reviewed()
        if self.selection and self.row() is None:
            self.select("")

    def set_topics(self, topics: tuple[str, ...]) -> None:
        """Show findings on these topics only; none means all."""
        self.topics = topics
        self._reviewed()
        if self.row() is None:
            self.select(self.rows[0].finding.id if self.rows else "")

    def stop(self) -> None:
        """Call the analysis under way off, and the reading of page images."""
        self.workplace.comparing.cancel()
        self.openings.stop()

    def _begun(self, comparison: Comparison) -> None:
        """Show first findings; what the reader chooses among them stays chosen if it is found."""
        self.comparison, self.is_begun = comparison, True
        self._reviewed()

    def _compared(self, comparison: Comparison) -> None:
        self.comparison, self.mode, self.is_begun = comparison, comparison.mode, False
        self.working.emit(1.0, "")
        self._reviewed()
        if self.selection and self.row() is not None:
            self._wanted, self._wanted_topic = Reading("", ""), ""
            return
        self.select("")
        wanted, self._wanted = self._wanted, Reading("", "")
        topic, self._wanted_topic = self._wanted_topic, ""
        # A sure one goes before those that are not, wherever it stands.
        on_topic = (row for row in self.rows if topic in row.finding.topics)
        first = min(on_topic, key=lambda row: row.is_unsure, default=None)
        if wanted.finding in {row.finding.id for row in self.rows}:
            self.is_returning = bool(wanted.places)
            self.select(wanted.finding)
            self.is_returning = False
        elif topic and first is not None:
            self.select(first.finding.id)

    def _not_compared(self, error: Exception) -> None:
        self.working.emit(1.0, "")
        if isinstance(error, UserError):
            self._failure = error
            self.troubled.emit(error)
        elif not isinstance(error, Cancelled):
            raise error

    def _reviewed(self) -> None:
        """Make the rows anew: the findings as the reader's verdicts and notes leave them."""
        documents = {side: opened.document for side, opened in self.documents.items()}
        library, known = self.workplace.library, self.places.known
        self.notes = notes_beside(library, documents, self.comparison, known)
        self.all_rows = self._judged(self.comparison) if self.comparison else ()
        self.first = read_first(self.workplace, self.documents, self.first)
        self.open_rows = uncovered(self.all_rows, self.first)
        self.rows = sifted(self.open_rows, self.topics, self.sieve)
        self.rows_changed.emit()
        self.writing.look_again()
        self.places.seek()

    review = _reviewed

    def _judged(self, comparison: Comparison) -> tuple[Row, ...]:
        hashes = (self.documents[side].document.sha256 for side in Side)
        verdicts = self.workplace.annotating.verdicts(*hashes)
        before, learning = self.all_rows, self.learning
        known = self.places.known
        return rows_on(comparison, self.documents, verdicts, self.notes, learning, known, before)

    def labels(self) -> Labels:
        """Return short names of the two documents; without two there is nothing to name."""
        return labels_on(self.documents)

    def report(self) -> Report | None:
        """Return what is on the desk as it stands, to be exported; None without all findings."""
        from diptych.ui.reported import report_of

        return report_of(self)

    # Going about

    def select(self, finding: str) -> None:
        """Select a finding and bring its note, if it has one, to the editor."""
        if finding != self.selection:
            self._select(finding)
        elif finding:
            self.selected.emit(finding)

    def _select(self, finding: str) -> None:
        self.workplace.annotating.end_editing()
        self.selection = finding
        self.writing.turn_to(finding)
        self.selected.emit(finding)
        self.writing.changed.emit()

    def show_finding(self, finding: str) -> None:
        """Select a finding if it is here; one on a topic that is hidden shows all topics."""
        if finding in {row.finding.id for row in self.open_rows}:
            if finding not in {row.finding.id for row in self.rows}:
                self.topics, self.sieve = (), ALL
                self._reviewed()
            self.select(finding)

    def row(self) -> Row | None:
        """Return the selected row."""
        return next((row for row in self.rows if row.finding.id == self.selection), None)

    # Keeping

    def save_reading(self, places: dict[Side, Place]) -> None:
        """Keep where the reader is, for the next start."""
        if len(self.documents) < len(Side):
            return
        left, right = (self.documents[side].document.sha256 for side in Side)
        finding = self.selection or self._wanted.finding  # which the analysis has still to find
        now = self.workplace.clock()
        reading = Reading(left, right, self.mode, self.topics, finding, places, now)
        if reading._replace(updated=self._saved.updated) != self._saved:
            self.keep(lambda: self.workplace.library.save_reading(reading))
            self._saved = reading

    def keep(self, save: Callable[[], object]) -> UserError | None:
        """Write something to the library; say that it was saved, or return why it was not."""
        try:
            save()
        except UserError as error:
            self.troubled.emit(error)
            return error
        self.saved.emit()
        return None
