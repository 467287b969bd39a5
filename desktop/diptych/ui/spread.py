"""The panes with the gutters between them: marks, selection, and scrolling together.

What is shown comes from the desk; what the reader does here goes out as signals.
"""

from __future__ import annotations

from functools import partial
from itertools import count, zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diptych.model.comparison import Relation, Side
from diptych.model.note import NoteKind
from diptych.ui.following import EYE, Following
from diptych.ui.gutter import Gutter
from diptych.ui.marks import Fill, Mark, PlaceMark
from diptych.ui.pane import Pane
from diptych.ui.rows import Clearest, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from diptych.model.document import Document, Span
    from diptych.model.note import Note, Place
    from diptych.services.opening import Opened
    from diptych.services.pages import Pages
    from diptych.services.verdicts import PlaceOf
    from diptych.ui.look import Look
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.theme import Theme


class Spread(QWidget):
    """Two documents side by side, or more of which two are looked at.

    Attributes:
        row: all panes, from left to right.
        panes: those of the chosen gutter.
        gutter: the chosen one.
        following: how the panes of the chosen gutter follow each other.
        gutters, followings: all of them.

    Signals:
        entered: the reader turns to a pane that the chosen gutter says nothing of; who hears it
            chooses another gutter.
        finding_chosen: the id of a finding that was clicked in a text, the gutter or a ruler.
        stepped: +1 or -1, from the wheel over the gutter.
        note_chosen: the id of a note whose words were clicked.
        file_dropped: a file was dropped on a side (the side, the path).
        encoding_asked: the encoding of a side was clicked (the side, a global point).
        context_asked: the context menu of a side's text is wanted (the side, a global point).
        moved: a pane was scrolled.
        read_on: the reader scrolled a pane, or put the caret elsewhere (the pane, whether that).
        zoomed: the wheel asked for larger (+1) or smaller (-1) text.
        flipped: a pane shows pages instead of text, its source, or the other way round.
        remarks_asked: the remarks on the reading of a side are wanted.
        dropped_beside: a file was dropped at the edge beyond which another pane could be; its path.
        others_dropped: further files, or folders, were dropped; their paths, a list.
        selection_changed: other words are selected, or none.
    """

    entered = Signal(object)
    finding_chosen = Signal(str)
    stepped = Signal(int)
    note_chosen = Signal(str)
    file_dropped = Signal(object, str)
    encoding_asked = Signal(object, QPoint)
    context_asked = Signal(object, QPoint)
    moved = Signal()
    read_on = Signal(object, bool)
    zoomed = Signal(int)
    flipped = Signal()
    remarks_asked = Signal(object)
    dropped_beside = Signal(str)
    others_dropped = Signal(object)
    selection_changed = Signal()

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._seats = count()
        self._theme: Theme | None = None
        self._look: Look | None = None
        self.row: list[Pane] = []
        left, right = (self.make_pane(side) for side in Side)
        self.panes = dict(zip(Side, (left, right), strict=True))
        self.row = [left, right]
        right.takes_beside = True
        self.gutter = Gutter(left.view, right.view, self)
        self.following = Following(self.panes, self)
        self.gutter.set_following(self.following)
        self.gutters, self.followings = [self.gutter], [self.following]
        self.focus_mode = False
        self._given: Sequence[Row] = ()
        self._notes: Sequence[Note] = ()
        self._place_of: PlaceOf = lambda _anchor, _document: None
        self._rows: Sequence[Row] = ()
        # The findings whose marks are drawn; None where they have to be drawn anew.
        self._drawn: dict[str, set[Side]] | None = None
        self._clearest = Clearest(())
        self._selected = ""
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left, 1)
        line.addWidget(self.gutter)
        line.addWidget(right, 1)
        self.connect_gutter(self.gutter)
        for pane in self.row:
            self.gutter.listen_to(pane.text)

    def make_pane(self, side: Side) -> Pane:
        """Make a pane that is in no row yet."""
        pane = Pane(next(self._seats), side, self._pages, self)
        self._listen_to(pane, pane.text)
        pane.pages_made.connect(lambda view: self._pages_made(pane, view))
        pane.twinned.connect(lambda: self._twinned(pane))
        pane.flipped.connect(lambda: self._flipped(pane))
        pane.ruler.chosen.connect(self.finding_chosen)
        pane.file_dropped.connect(lambda path: self.file_dropped.emit(self.side_of(pane), path))
        pane.dropped_beside.connect(self.dropped_beside)
        pane.others_dropped.connect(self.others_dropped)
        pane.head.remarks_pressed.connect(lambda: self.remarks_asked.emit(self.side_of(pane)))
        pane.head.encoding_pressed.connect(
            lambda point: self.encoding_asked.emit(self.side_of(pane), point)
        )
        if self._theme is not None and self._look is not None:
            pane.set_theme(self._theme, self._look)
        return pane

    def connect_gutter(self, gutter: Gutter) -> None:
        """Hand on what the reader does in a gutter."""
        gutter.chosen.connect(self.finding_chosen)
        gutter.stepped.connect(self.stepped)
        # One that is not chosen says nothing of what the texts show: its ribbon alone lights up.
        gutter.hovered.connect(lambda found: self._light(found) if gutter is self.gutter else None)
        if self._theme is not None:
            gutter.set_theme(self._theme)

    def _listen_to(self, pane: Pane, view: ReadingView) -> None:
        view.scrolled.connect(lambda: self._scrolled(pane, view))
        view.caret_moved.connect(lambda: self.read_on.emit(pane, True))
        view.mark_clicked.connect(self.finding_chosen)
        view.fill_clicked.connect(self.note_chosen)
        view.hovered.connect(self._light)
        view.zoom_requested.connect(self.zoomed)
        view.context_requested.connect(
            lambda point: self.context_asked.emit(self.side_of(pane), point)
        )
        view.selection_changed.connect(self.selection_changed)

    def _light(self, finding: str) -> None:
        """Light up a finding at both ends: the pointer is on one of them, or on its ribbon."""
        self.gutter.set_hovered(finding)
        for pane in self.panes.values():
            for view in pane.views:
                view.set_lit_finding(finding)

    def _pages_made(self, pane: Pane, view: ReadingView) -> None:
        self._listen_to(pane, view)
        for gutter in self.gutters:
            gutter.listen_to(view)
        view.set_alone(self.focus_mode and pane in self.panes.values())

    def _flipped(self, pane: Pane) -> None:
        for following, gutter in zip(self.followings, self.gutters, strict=True):
            side = following.side_of(pane)
            if side is not None:
                following.take_stand(side)
                gutter.set_view(side, pane.view)
        self.flipped.emit()

    def _twinned(self, pane: Pane) -> None:
        self.show_rows(self._given)
        self.show_notes(self._notes, self._place_of)
        pane.text.set_selected_finding(self._selected)

    # Panes and gutters

    def side_of(self, pane: Pane) -> Side:
        """Return on which side of the chosen gutter's two a pane is; one of its own is chosen."""
        if pane not in self.panes.values():
            self.entered.emit(pane)
        return next(side for side, each in self.panes.items() if each is pane)

    def set_row(self, row: list[Pane], gutters: list[Gutter], followings: list[Following]) -> None:
        """Set these panes side by side, with a gutter between each two neighbours.

        Args:
            followings: how the panes of each gutter follow each other.
        """
        self.row, self.gutters, self.followings = row, gutters, followings
        while self._line.takeAt(0) is not None:
            pass
        before = None
        for pane, gutter in zip_longest(row, gutters):
            self._line.addWidget(pane, 1)
            pane.show()
            if before is not None:
                QWidget.setTabOrder(before, pane.text)
            before = pane.text
            if gutter is not None:
                self._line.addWidget(gutter)
                gutter.show()
                if gutter.head is not None:
                    QWidget.setTabOrder(before, gutter.head)
                    before = gutter.head

    def scroll_in(self, area: QWidget, line: QHBoxLayout) -> None:
        """Have the row from now on in what scrolls it sideways, in a line there."""
        while self._line.takeAt(0) is not None:
            pass
        self._line.addWidget(area)
        self._line = line
        self.set_row(self.row, self.gutters, self.followings)

    def turn(self, panes: dict[Side, Pane], gutter: Gutter, following: Following) -> None:
        """Look at two other panes of the row: their findings are still to be shown."""
        for pane in set(self.panes.values()) - set(panes.values()):
            pane.ruler.set_rows([])
            for view in pane.views:
                view.set_marks([])
                view.set_selected_finding("")
                view.set_lit_finding("")
                view.set_alone(False)
        self.gutter.set_selected("")
        self.panes, self.gutter, self.following = panes, gutter, following
        for side, pane in panes.items():
            pane.ruler.set_side(side)
            for view in pane.views:
                view.set_alone(self.focus_mode)
        self._given, self._rows, self._selected = (), (), ""
        self._drawn, self._clearest = None, Clearest(())

    # Showing

    def set_theme(self, theme: Theme, look: Look) -> None:
        """Take colours from a theme and the look of the text."""
        self._theme, self._look = theme, look

        def wear() -> None:
            for pane in self.row:
                pane.set_theme(theme, look)

        self.hold_while(wear)
        for gutter in self.gutters:
            gutter.set_theme(theme)

    def hold_while(self, move: Callable[[], None]) -> None:
        """Move panes without any other following."""
        for following in self.followings:
            move = partial(following.hold_while, move)
        move()

    def _stop(self) -> None:
        for following in self.followings:
            following.stop()

    def show_pages_of(self, pane: Pane, path: str, password: str = "") -> None:
        """Show the pages of a file whose text is still being read."""
        self._stop()
        self.hold_while(lambda: pane.show_pages_of(path, password))

    def show_document(self, pane: Pane, opened: Opened) -> None:
        """Show a document in a pane, from its beginning."""
        self._stop()
        self.hold_while(lambda: pane.show_document(opened))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Mark these findings in both texts, tie them, and put them on the rulers."""
        # What the reader judged "not a pair" is in the list, and nowhere else.
        self._given = given = [row for row in rows if row.relation is not None]
        self._rows = shown = rows_where_shown(given, self.panes)
        for pane in self.panes.values():
            pane.ruler.set_rows(shown)
        self._drawn, self._clearest = None, self._clearest.renewed(given)
        self._draw_clearest()
        self.following.set_rows(shown)

    def _draw_clearest(self) -> None:
        """Draw the marks and ribbons that can be told apart; the rest is drawn when selected."""
        drawn = self._clearest.drawn(self._selected)
        if self.focus_mode and self._selected:
            drawn = {self._selected: drawn.get(self._selected, set())}
        if drawn == self._drawn:
            return
        self._drawn = drawn
        for side, pane in self.panes.items():
            for view in pane.views:
                rows = self._rows if view is pane.text else self._given
                marked = [row for row in rows if side in drawn.get(row.finding.id, ())]
                view.set_marks(list(_marks(marked, side)))
        self.gutter.set_rows([row for row in self._rows if row.finding.id in drawn])

    def set_focus_mode(self, on: bool) -> None:
        """Dim all but the selected finding, or show everything alike."""
        self.focus_mode = on
        for pane in self.panes.values():
            for view in pane.views:
                view.set_alone(on)
        self._draw_clearest()

    def show_notes(self, notes: Iterable[Note], place_of: PlaceOf) -> None:
        """Fill the words that the reader highlighted or wrote notes on.

        Args:
            place_of: tells where these are.
        """
        kinds = (NoteKind.SELECTION, NoteKind.PAIR)
        self._notes = written = [note for note in notes if note.kind in kinds]
        self._place_of = place_of
        for pane in self.panes.values():
            fill_words(pane, written, place_of)

    def show_note(self, note: str) -> None:
        """Set off the sign of the note in the editor; "" for none."""
        for pane in self.row:
            for view in pane.views:
                view.set_shown_note(note)

    def select(self, finding: str, *, go: bool = True) -> None:
        """Set a finding off; another one than before is brought to the eye, unless not to `go`."""
        is_another, self._selected = finding != self._selected, finding
        if is_another:
            self._draw_clearest()
        self.gutter.set_selected(finding)
        for pane in self.panes.values():
            for view in pane.views:
                view.set_selected_finding(finding)
            pane.ruler.set_selected(finding)
        if is_another and go:
            self.bring_selected()
        if is_another:
            self.following.stop()
            self.gutter.set_silent(False)

    def bring_selected(self) -> None:
        """Bring the selected finding to the eye, in each text where it is out of sight."""
        row = next((row for row in self._rows if row.finding.id == self._selected), None)
        self.following.stop()
        for side, pane in self.panes.items():
            passages = row.finding.passages(side) if row else ()
            if passages:
                self._bring(pane, passages[0].block, passages[0].start, passages[0].end)

    def _bring(self, pane: Pane, block: int, start: int, end: int) -> None:
        top, bottom = pane.view.extent(block, start, end)
        height = pane.view.viewport().height()
        if top < 0 or min(bottom, top + height / 2) > height:
            self.following.hold_while(lambda: pane.view.show_place(block, start, EYE))

    def show_span(self, side: Side, span: Span) -> None:
        """Bring words of one text to the eye."""
        document = self.panes[side].view.document
        if document is not None and (pieces := document.pieces(span)):
            block, start, end = pieces[0]
            self._bring(self.panes[side], block, start, end)

    def places(self) -> dict[Side, Place]:
        """Return where both panes stand."""
        return {side: pane.place() for side, pane in self.panes.items()}

    def show_places(self, places: dict[Side, Place]) -> None:
        """Bring both panes back to where they stood."""

        def return_to() -> None:
            for side, place in places.items():
                self.panes[side].return_to(place)

        self.hold_while(return_to)

    # The pane that the reader is in

    def active(self) -> Side:
        """Return the side that has the keyboard or, while that is elsewhere, had it last."""
        last = self.focusWidget()
        is_right = last is not None and self.panes[Side.RIGHT].isAncestorOf(last)
        return Side.RIGHT if is_right else Side.LEFT

    def go_to_other(self) -> None:
        """Give the keyboard to the other pane."""
        self.panes[self.active().other].view.setFocus()

    def selected_span(self) -> tuple[Side, Span] | None:
        """Return the words that the reader has selected, in the active pane first."""
        for side in (self.active(), self.active().other):
            span = self.panes[side].view.selected_span()
            if span is not None:
                return side, span
        return None

    # Scrolling together

    def _scrolled(self, pane: Pane, view: ReadingView) -> None:
        if view is not pane.view:
            return
        # One that follows in one gutter leads in the next.
        for following in self.followings:
            side = following.side_of(pane)
            if side is not None:
                following.scrolled(side, view, alone=view.is_turned_alone)
        self.moved.emit()
        if not (view.is_correcting or any(following.is_holding for following in self.followings)):
            self.read_on.emit(pane, False)

    def bring_other_here(self) -> None:
        """Bring the other text to what stands at the eye in the active one."""
        self.following.bring_other_here(self.active(), self._selected)


def rows_where_shown(rows: list[Row], panes: Mapping[Side, Pane]) -> list[Row]:
    """Return rows with their passages where they stand in what each pane shows of its document."""
    for side, pane in panes.items():
        if pane.twin is not None:
            from diptych.ui.source_view import rows_in_source

            rows = rows_in_source(rows, side, pane.twin)
    return rows


def fill_words(pane: Pane, notes: Sequence[Note], place_of: PlaceOf) -> None:
    """Fill the words of a pane's document that notes and highlights are on."""
    opened, pages = pane.opened, pane.page_side
    spans = list(_spans(notes, opened.document, place_of)) if opened is not None else []
    # The text and the pages are one document, a twin has the same source.
    fills: dict[int, list[Fill]] = {}
    for view in pane.views:
        document = view.document
        if document is not None and id(document) not in fills:
            fills[id(document)] = list(_fills(spans, document))
        view.set_fills(fills.get(id(document), []))
    pane.ruler.set_fills(fills.get(id(pane.view.document), []))
    if pages is not None and opened is not None:
        pages.view.set_places(list(_places(notes, opened.document)))


def _marks(rows: Iterable[Row], side: Side) -> Iterable[Mark]:
    for row in rows:
        for passage in row.finding.passages(side):
            yield Mark(
                row.finding.id,
                passage.block,
                passage.start,
                passage.end,
                row.relation or Relation.PARTIAL,
                row.is_unsure,
            )


def _spans(
    notes: Iterable[Note], document: Document, place_of: PlaceOf
) -> Iterable[tuple[Note, Span]]:
    for note in notes:
        for anchor in note.anchors:
            if anchor.sha256 == document.sha256 and (span := place_of(anchor, document)):
                yield note, span


def _fills(spans: Iterable[tuple[Note, Span]], document: Document) -> Iterable[Fill]:
    for note, span in spans:
        for number, (block, start, end) in enumerate(document.pieces(span)):
            is_written = bool(note.body) and not number
            yield Fill(block, start, end, note.id, note.colour, is_written)


def _places(notes: Iterable[Note], document: Document) -> Iterable[PlaceMark]:
    for note in notes:
        for anchor in note.anchors:
            if anchor.sha256 == document.sha256 and not anchor.quote and anchor.boxes:
                _page, left, top, right, bottom = anchor.boxes[0]
                yield PlaceMark(anchor.page, left, top, right, bottom, note.id, note.colour)
