"""A reading that is opened at exact words: of a document on the right, on one topic or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.ui.showing import show_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.model.document import Span
    from diptych.model.note import LibraryEntry
    from diptych.ui.rows import Row
    from diptych.ui.window import Window


class OpenedAt(QObject):
    """Opens documents, and goes to the words as soon as they are there.

    The words are shown with the text, and the finding on them as soon as there are findings,
    unless the reader has chosen another one meanwhile.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._wanted: dict[Side, str] = {}
        self._side = Side.RIGHT
        self._spans: Sequence[Span] = ()
        self._is_shown = False
        window.desk.rows_changed.connect(self._arrived)

    def open(
        self,
        entries: Mapping[Side, LibraryEntry],
        spans: Sequence[Span],
        *,
        side: Side = Side.RIGHT,
        topic: str = "",
    ) -> None:
        """Open documents and go to words.

        Args:
            entries: what is to lie on each side; a side that is not named stays as it is.
            spans: the words, in the source of the document on `side`.
            side: where they are.
            topic: the one topic whose findings are shown; "" leaves the choice of topics alone.
        """
        desk = self._window.desk
        self._window.handlers.panels.show_texts()
        if len(entries) == len(Side):
            hashes = [entries[at].sha256 for at in Side]
            self._window.handlers.panes.look_for(hashes, anew=True)
        if topic:
            desk.topics = (topic,)
        here = {at: opened.document.sha256 for at, opened in desk.documents.items()}
        if len(self._window.spread.row) > len(Side):
            turned = {at.other: entry for at, entry in entries.items()}
            if here == {at: entry.sha256 for at, entry in turned.items()}:
                entries, side = turned, side.other  # the row stays as it is
        missing = {at: entry for at, entry in entries.items() if here.get(at) != entry.sha256}
        self._wanted = {at: entry.sha256 for at, entry in entries.items()}
        self._side, self._spans, self._is_shown = side, spans, False
        if missing:
            paths = {at: entry.path for at, entry in missing.items()}
            desk.begin(paths, topic, {at: entry.sha256 for at, entry in missing.items()})
        else:
            if topic:
                desk.set_topics((topic,))
            self._arrived()

    def _arrived(self) -> None:
        desk = self._window.desk
        here = {at: opened.document.sha256 for at, opened in desk.documents.items()}
        if not self._wanted or any(here.get(at) != key for at, key in self._wanted.items()):
            return
        if not self._is_shown and self._spans:
            self._is_shown = True
            show_words(self._window, self._side, self._spans)
        if desk.comparison is None and len(desk.documents) == len(Side) and not desk.obstacle:
            return
        near = [row for row in desk.rows if _overlaps(row, self._side, self._spans)]
        best = max(near, key=lambda row: row.finding.confidence, default=None)
        if best is None and desk.is_begun:
            return
        self._wanted = {}
        if best is not None:
            desk.select(best.finding.id)
        elif not self._spans and desk.rows:
            desk.select(desk.rows[0].finding.id)


def _overlaps(row: Row, side: Side, spans: Sequence[Span]) -> bool:
    return any(
        one.overlap(other)
        for passage in row.finding.passages(side)
        for one in passage.spans
        for other in spans
    )
