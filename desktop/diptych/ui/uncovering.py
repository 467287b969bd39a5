"""Which of Diptych's marks are shown while the reader reads first, and when others come.

A section is shown when the reader has marked words in it and has gone on, or asks for it; see
`decisions/0015-read-first.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.note import NoteKind
from diptych.ui.following import EYE
from diptych.ui.language import _, plural
from diptych.ui.marks import Position
from diptych.ui.turns import next_turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.document import Document
    from diptych.model.note import Note
    from diptych.services.reading_first import Piece, ReadingFirst
    from diptych.ui.desk import Desk
    from diptych.ui.pane import Pane
    from diptych.ui.window import Window

_MARKS = (NoteKind.SELECTION, NoteKind.PAIR)


def hide_marks(desk: Desk, *, hidden: bool) -> None:
    """Hide what was found in the two texts on the desk, or show all of it again.

    Where fewer lie there, nothing is done.
    """
    if len(desk.documents) < len(Side):
        return
    from diptych.services import reading_first

    library, now = desk.workplace.library, desk.workplace.clock()
    one, other = (desk.documents[side].document.sha256 for side in Side)
    if hidden:
        desk.keep(lambda: reading_first.hide(library, one, other, now))
    else:
        desk.keep(lambda: reading_first.show(library, one, other))
    desk.sift()


def marked_on(desk: Desk) -> dict[str, dict[Side, list[Piece]]]:
    """Return where the words are that the reader marked, by the ids of the notes.

    What was written on a finding is no mark of the reader's own.
    """
    written = (note for note in desk.notes if note.kind in _MARKS)
    found = {note.id: {side: _pieces(desk, note, side) for side in Side} for note in written}
    return {note: sides for note, sides in found.items() if any(sides.values())}


def _pieces(desk: Desk, note: Note, side: Side) -> list[Piece]:
    opened = desk.documents.get(side)
    if opened is None:
        return []
    spans = desk.writing.spans(note, side)
    return [piece for span in spans if span for piece in opened.document.pieces(span)]


class Uncovering(QObject):
    """Shows marks section by section in one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._desk, self._spread = window, window.desk, window.spread
        # The sections that the reader marked and that are not shown; None: to be sought.
        self._marked: dict[Side, set[int]] | None = None
        window.spread.read_on.connect(self._read_on)

    def look_again(self) -> None:
        """The reader's marks may be others, or other sections are shown."""
        self._marked = None

    def show_here(self) -> None:
        """Show the section that the reader is in: where the caret is, if that is in view."""
        first, side = self._desk.first, self._spread.active()
        pane = self._spread.panes[side]
        view = pane.view
        if first is None or pane.opened is None or not pane.opened.document.blocks:
            return
        place = view.caret()
        top, bottom = view.extent(place.block, place.offset, place.offset + 1)
        height = view.viewport().height()
        if bottom <= 0 or top >= height:
            place = view.line_at(EYE * height)
        here = {first.section(side, _block(pane, place))}
        self._show(side, pane.opened.document, here, asked=True)

    def _read_on(self, pane: Pane, by_caret: bool) -> None:
        """Show what the reader has marked and left: another place of a text is read."""
        first = self._desk.first
        side = next((side for side, each in self._spread.panes.items() if each is pane), None)
        opened = pane.opened
        if first is None or side is None or opened is None or not pane.isVisible():
            return
        marked = self._marked_in(first)[side]
        if not marked:
            return
        left = marked - {first.section(side, at) for at in _read_in(pane, by_caret=by_caret)}
        if left:
            # When the key or the button that led there has done all that it does.
            next_turn(self, lambda: self._show(side, opened.document, left, asked=False))

    def _marked_in(self, first: ReadingFirst) -> dict[Side, set[int]]:
        """Return the sections that the reader marked and that are hidden."""
        if self._marked is None:
            since = {note.id for note in self._desk.notes if note.modified >= first.since}
            places = [sides for note, sides in marked_on(self._desk).items() if note in since]
            self._marked = {}
            for side in Side:
                blocks = (at for sides in places for at, *_words in sides[side])
                marked = (first.section(side, at) for at in blocks)
                self._marked[side] = first.hidden(side, marked)
        return self._marked

    def _show(self, side: Side, document: Document, wanted: set[int], *, asked: bool) -> None:
        """Show sections of a text, if it is still here; say how much that is."""
        desk, first, opened = self._desk, self._desk.first, self._desk.documents.get(side)
        if first is None or opened is None or opened.document is not document:
            return
        hidden, before = first.hidden(side, wanted), len(desk.open_rows)
        if not hidden and not asked:
            return
        if desk.keep(lambda: first.show(desk.workplace.library, side, hidden)) is not None:
            return
        desk.review()
        found = len(desk.open_rows) - before
        if desk.first is not None and desk.first.is_whole:
            hide_marks(desk, hidden=False)
        words = plural("{count} more finding is shown", "{count} more findings are shown", found)
        self._window.say(words if found else _("Diptych found nothing more there"))


def _read_in(pane: Pane, *, by_caret: bool) -> Iterable[int]:
    """Return the blocks that the reader has not left: with the caret or selected, else in view."""
    view, opened = pane.view, pane.opened
    if not by_caret:
        top = _block(pane, Position(*view.place()[:2]))
        return range(top, _block(pane, Position(view.last_block(), 0)) + 1)
    span = view.selected_span()
    selected = opened.document.pieces(span) if span is not None and opened is not None else []
    return [_block(pane, view.caret()), *(at for at, *_words in selected)]


def _block(pane: Pane, place: Position) -> int:
    """Return the block of a pane's document for a place of what is shown of it."""
    if pane.twin is None or pane.opened is None:
        return place.block
    from diptych.ui.source_view import across

    return across(pane.twin, place, pane.opened.document).block
