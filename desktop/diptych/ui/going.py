"""Going to a place anywhere in the library: what is not on the desk is opened first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Mode, Side
from diptych.model.document import Span
from diptych.services.query import Query, places
from diptych.ui.turns import next_turn
from diptych.ui.wording import hidden_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.note import Reading
    from diptych.services.searching import Hit
    from diptych.ui.window import Window


class Going(QObject):
    """Goes to passages, findings and notes in one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._wanted: tuple[dict[Side, str], Callable[[], None]] | None = None
        window.desk.rows_changed.connect(self._arrived)

    def _when_there(self, hashes: dict[Side, str], act: Callable[[], None]) -> None:
        """Do something as soon as these documents lie on their sides; open what does not."""
        desk, library = self._window.desk, self._window.workplace.library
        self._window.handlers.panels.show_texts()
        missing = {side: sha for side, sha in hashes.items() if self._hash(side) != sha}
        if not missing:
            act()
            return
        self._wanted = hashes, act
        for side, sha256 in missing.items():
            entry = library.entry(sha256)
            desk.open(side, entry.path if entry else "", sha256=sha256)

    def _hash(self, side: Side) -> str:
        opened = self._window.desk.documents.get(side)
        return opened.document.sha256 if opened else ""

    def _arrived(self) -> None:
        if self._wanted is None:
            return
        hashes, act = self._wanted
        if all(self._hash(side) == sha256 for side, sha256 in hashes.items()):
            self._wanted = None
            # After all that hears of the same news: views are set up by it.
            next_turn(self, act)

    def to_passage(self, hit: Hit, query: Query, side: Side) -> None:
        """Show the words of a document that answer a query, on the side where it lies, or on one.

        They are selected there.
        """
        self._window.handlers.panes.look_for([hit.left])
        side = next((each for each in Side if self._hash(each) == hit.left), side)

        def show() -> None:
            opened = self._window.desk.documents.get(side)
            if opened is None or hit.block >= len(opened.document.blocks):
                return
            block = opened.document.blocks[hit.block]
            start, end = next(places(block.text, query.terms), (0, len(block.text)))
            spans = block.map.spans(start, end)
            if spans:
                self._window.spread.show_span(side, Span(spans[0].start, spans[-1].end))
                self._select(side, Span(spans[0].start, spans[-1].end))

        self._when_there({side: hit.left}, show)

    def _select(self, side: Side, span: Span) -> None:
        """Select the words of a source span in what is shown of the document."""
        from diptych.ui.source_view import at_source

        view = self._window.spread.panes[side].view
        if view.document is not None:
            start = at_source(view.document, span.start)
            end = at_source(view.document, max(span.start, span.end - 1))
            view.select(start, end._replace(offset=end.offset + 1))
        view.setFocus()

    def to_finding(self, reading: Reading) -> None:
        """Show a finding of two documents."""
        desk, library = self._window.desk, self._window.workplace.library
        self._window.handlers.panels.show_texts()
        hashes = {Side.LEFT: reading.left, Side.RIGHT: reading.right}
        self._window.handlers.panes.look_for(hashes.values())
        is_here = all(self._hash(side) == sha256 for side, sha256 in hashes.items())
        if is_here and desk.mode is Mode.POSITIONS:
            self._choose(reading.finding)
            return
        self.to_reading(library.reading(reading.left, reading.right) or reading, reading.finding)

    def _choose(self, finding: str) -> None:
        """Choose a finding of the texts that are here; say so where it is hidden."""
        desk = self._window.desk
        desk.show_finding(finding)
        hidden = {row.finding.id for row in desk.all_rows} - {r.finding.id for r in desk.open_rows}
        if desk.first is not None and finding in hidden:
            self._window.say(hidden_words(desk.first.count))

    def to_reading(self, reading: Reading, finding: str = "") -> None:
        """Open a reading where it stood, or at one of its findings."""
        library = self._window.workplace.library
        self._window.handlers.panels.show_texts()
        entries = [library.entry(sha256) for sha256 in (reading.left, reading.right)]
        paths = {s: e.path if e else "" for s, e in zip(Side, entries, strict=True)}
        if finding:
            reading = reading._replace(finding=finding, places={}, topics=(), mode=Mode.POSITIONS)
        self._window.handlers.panes.restore(reading, paths)

    def to_note(self, note_id: str) -> None:
        """Show a note on its words; what it is on is opened."""
        window = self._window
        note = window.workplace.library.note(note_id)
        if note is None:
            return
        sides = {Side.LEFT: note.left, Side.RIGHT: note.right}
        hashes = {side: anchors[0].sha256 for side, anchors in sides.items() if anchors}
        window.handlers.panes.look_for(hashes.values())
        if len(hashes) == 1:
            # A note on one text is seen on either side.
            ((side, sha256),) = hashes.items()
            there = next((each for each in Side if self._hash(each) == sha256), side)
            hashes = {there: sha256}
        if note.target and not hashes:
            hashes = dict(zip(Side, note.target.split(), strict=False))
            hashes = {s: sha for s, sha in hashes.items() if window.workplace.library.entry(sha)}

        def show() -> None:
            if note.finding:
                self._choose(note.finding)
            window.handlers.notes.go_to(note_id)

        self._when_there(hashes, show)
