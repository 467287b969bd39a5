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
from diptych.services.pages import may_have_pages
from diptych.ui.background import Background
from diptych.ui.language import _
from diptych.ui.rows import Row, judged_rows
from diptych.ui.sieve import ALL, Sieve
from diptych.ui.wording import Labels, labels_of, obstacle_to_comparing
from diptych.ui.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diptych.model.comparison import Relation
    from diptych.model.note import Note, Place
    from diptych.model.report import Report
    from diptych.services.cataloguing import Cataloguing
    from diptych.services.learning import Learning
    from diptych.services.opening import Opened
    from diptych.services.workplace import Workplace

_YES = {True: "yes", False: "no"}
# What is said to be under way while page images are read.
IMAGES = "page images"


class Desk(QObject):
    """The state of one reading.

    Signals:
        opened: a document lies on a side (the side).
        described: other things are known of the document on a side (the side).
        refused: a document could not be opened (the side, the path, the hash or "", the error).
        paged: the pages of a file can be shown, its text is still being read (the side, the path,
            the password).
        rows_changed: findings, verdicts, notes or the topics shown have changed.
        selected: another finding is selected (its id, or "").
        working: something is under way (a share of 0 to 1; `IMAGES`, else the analysis); 1 ends it.
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
        self._background = Background(self)
        self.obstacle = ""  # why the two cannot be compared, in a sentence
        self.mode = Mode.POSITIONS
        self._chosen: Mode | None = None  # by the reader; else the texts decide
        self.is_begun = False  # the findings are the first ones, others are still looked for
        self.topics: tuple[str, ...] = ()
        self.all_rows: tuple[Row, ...] = ()
        self.rows: list[Row] = []
        self.sieve = Sieve(without_noise=workplace.library.setting("hide_noise") == "yes")
        # Whether the reader reads these two first, without the marks.
        self.is_hidden = False
        self.notes: list[Note] = []
        self.selection = ""
        self.writing = Writing(self)
        # How often a document was asked for on each side: only the last one is laid there.
        self._asked = dict.fromkeys(Side, 0)
        self._awaited: set[Side] = set()
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
    ) -> None:
        """Open a file on a side; the other side stays, and an analysis under way is called off.

        Args:
            path: absolute; "" for a document without a file, of which the library knows `sha256`.
            encoding, password, last_page, ocr: see `Opening.open_path`.
        """
        self._awaited.add(side)
        self._asked[side] += 1
        asked = self._asked[side]

        def done(opened: Opened) -> None:
            if asked == self._asked[side]:
                self._lay(side, opened)

        def failed(error: Exception) -> None:
            if asked == self._asked[side]:
                if ocr and isinstance(error, Cancelled):
                    self.working.emit(1.0, "")
                    self.open(side, path, password=password, ocr="")
                else:
                    self._refuse(side, path, sha256, error)

        self.workplace.comparing.cancel()
        if not path and sha256:
            self.cataloguing.open_kept(sha256, done=done, failed=failed)
            return
        self.workplace.opening.open_path(
            path,
            done=done,
            failed=failed,
            encoding=encoding,
            password=password,
            last_page=last_page,
            ocr=ocr,
            lane=side.value,
            progress=(lambda share, _words: self.working.emit(share, IMAGES)) if ocr else None,
        )
        if side in self._awaited:

            def looked(has_pages: bool) -> None:
                if has_pages and side in self._awaited and asked == self._asked[side]:
                    self._leave()
                    self.documents.pop(side, None)
                    self.paged.emit(side, path, password)
                    self._reviewed()

            self._background.run(lambda: may_have_pages(path), looked)

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
        self._awaited.update(paths)
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

    def _leave(self) -> None:
        """Let go of the findings while the documents they are about are still here.

        The editor hands on what was typed when its note goes.
        """
        self.comparison = None
        self._select("")
        self.writing.leave()

    def _lay(self, side: Side, opened: Opened) -> None:
        self._leave()
        if opened.ocr:
            self.working.emit(1.0, "")
        self.documents[side] = opened
        self.opened.emit(side)
        if opened.trouble is not None:
            self.troubled.emit(opened.trouble)
        self._arrived(side)

    def renew_entries(self) -> None:
        """Take what the library knows of the two documents now."""
        for side, opened in self.documents.items():
            known = self.workplace.library.entry(opened.document.sha256)
            if known is not None:
                entry = known._replace(path=opened.entry.path, encoding=opened.entry.encoding)
                self.documents[side] = opened._replace(entry=entry)
                self.described.emit(side)
        self._reviewed()

    def _refuse(self, side: Side, path: str, sha256: str, error: Exception) -> None:
        self.working.emit(1.0, "")
        self._awaited.discard(side)
        if isinstance(error, Cancelled):
            if side in self.documents:
                self._arrived(side)
                return
            error = UserError(_("Opening was stopped."), "", path)
        if not isinstance(error, UserError):
            raise error
        self._leave()
        self.documents.pop(side, None)
        self.refused.emit(side, path, sha256, error)
        self._arrived(side)

    def _arrived(self, side: Side) -> None:
        self._awaited.discard(side)
        if not self._awaited:
            # Here and not with the findings: those may take a while, and may never come.
            places, self._places = self._places, {}
            self.returned.emit({s: place for s, place in places.items() if s in self.documents})
            self.compare()
        elif self.all_rows:
            self._reviewed()

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

    def hide_marks(self, hidden: bool) -> None:
        """Hide what was found in these two texts until the reader asks, or show it again."""
        self.keep(lambda: self.workplace.library.set_setting(self._hidden_key(), _YES[hidden]))
        self._sift()

    def _hidden_key(self) -> str:
        pair = sorted(opened.document.sha256 for opened in self.documents.values())
        return f"read first {' '.join(pair)}"

    def set_sieve(self, sieve: Sieve) -> None:
        """Show findings of some kinds only; a selected one that is left out is selected no more."""
        self.sieve = sieve
        self._sift()

    def _sift(self) -> None:
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
        for side in tuple(self._awaited):
            self.workplace.opening.cancel(side.value)

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
        self.notes = notes_beside(self.workplace.library, documents, self.comparison)
        self.all_rows = self._make_rows(self.comparison) if self.comparison else ()
        shown = set(self.topics)
        self.is_hidden = self.workplace.library.setting(self._hidden_key()) == "yes"
        self.rows = [
            row
            for row in self.all_rows
            if not self.is_hidden
            and (not shown or shown & set(row.finding.topics))
            and self.sieve.passes(row)
        ]
        self.rows_changed.emit()
        self.writing.look_again()

    review = _reviewed

    def labels(self) -> Labels:
        """Return short names of the two documents; without two there is nothing to name."""
        if len(self.documents) < len(Side):
            return Labels("", "")
        return labels_of(*(self.documents[side].entry for side in Side))

    def report(self) -> Report | None:
        """Return what is on the desk as it stands, to be exported; None without all findings."""
        if self.comparison is None or self.is_begun:
            return None
        from diptych.services.reporting import report_on

        left, right = (self.documents[side] for side in Side)
        findings = [(row.finding, row.verdict) for row in self.rows]
        topics = self.workplace.followed.topics
        here = {left.document.sha256, right.document.sha256}
        notes = [
            note
            for note in self.notes
            if all(anchor.sha256 in here for anchor in note.anchors) and note.body.strip()
        ]
        comparison = self.learning.noted(self.comparison)
        return report_on(left, right, comparison, findings, topics, notes)

    def _make_rows(self, comparison: Comparison) -> tuple[Row, ...]:
        documents = {side: opened.document for side, opened in self.documents.items()}
        verdicts = self.workplace.annotating.verdicts(*(documents[s].sha256 for s in Side))
        noted = {note.finding for note in self.notes if note.finding}
        learnt = self.learning.adjusted
        return judged_rows(comparison, documents, self.labels(), verdicts, noted, learnt)

    # Going about

    def select(self, finding: str) -> None:
        """Select a finding and bring its note, if it has one, to the editor."""
        if finding != self.selection:
            self._select(finding)

    def _select(self, finding: str) -> None:
        self.workplace.annotating.end_editing()
        self.selection = finding
        self.writing.turn_to(finding)
        self.selected.emit(finding)
        self.writing.changed.emit()

    def show_finding(self, finding: str) -> None:
        """Select a finding if it is here; one on a topic that is hidden shows all topics."""
        if not self.is_hidden and finding in {row.finding.id for row in self.all_rows}:
            if finding not in {row.finding.id for row in self.rows}:
                self.topics, self.sieve = (), ALL
                self._reviewed()
            self.select(finding)

    def row(self) -> Row | None:
        """Return the selected row."""
        return next((row for row in self.rows if row.finding.id == self.selection), None)

    # What the reader adds

    def give_verdict(self, relation: Relation | None) -> None:
        """Judge the selected finding; None means that it is no pair.

        A silence has no second passage that could converge or diverge: only None is taken.
        """
        row = self.row()
        if row is None or (relation is not None and row.finding.relation.is_one_sided):
            return
        left, right = (self.documents[side].document for side in Side)
        annotating = self.workplace.annotating
        self.keep(lambda: annotating.give_verdict(left, right, row.as_found, relation, row.verdict))

    def clear_verdict(self) -> None:
        """Let the engine's relation count again for the selected finding."""
        row = self.row()
        if row is None or row.verdict is None:
            return
        verdict = row.verdict
        left, right = (self.documents[side].document.sha256 for side in Side)
        self.keep(lambda: self.workplace.annotating.clear_verdict(left, right, verdict))

    def undo(self) -> None:
        """Take the reader's last step back."""
        if self.workplace.undo.can_undo:
            self.keep(self.workplace.undo.undo)
            self.writing.show_what_came_back()

    def redo(self) -> None:
        """Do the last undone step again."""
        if self.workplace.undo.can_redo:
            self.keep(self.workplace.undo.redo)
            self.writing.show_what_came_back()

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
