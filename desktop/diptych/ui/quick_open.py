"""Quick open: documents, readings and findings by a few letters of their names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from diptych.model.comparison import Side
from diptych.services.names import visible_name
from diptych.ui.going import Going
from diptych.ui.language import _
from diptych.ui.palette import FloatingList, Line, match_rank
from diptych.ui.wording import capital, day, one_line, relation_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diptych.model.note import LibraryEntry, Reading
    from diptych.ui.window import Window

_MOST = 200
_LETTERS, _SCATTERED, _SEARCHED = 60, 60, 300


class _Entry(NamedTuple):
    """Something that can be opened.

    Args:
        text: what is searched and shown.
        kind: what it is.
        about: more of it.
        act: opens it, given the keys that were held.
        searched: what is searched besides.
    """

    text: str
    kind: str
    about: str
    act: Callable[[Qt.KeyboardModifier], None]
    searched: str = ""


class QuickOpen(FloatingList):
    """What can be opened. Enter opens a document left, with Shift right, with Alt in another pane.

    Ctrl+Enter on a document opens the last reading it was part of.
    """

    def __init__(self, window: Window) -> None:
        self._main = window
        self._going = Going(window)
        self._entries: list[_Entry] = []
        self._shown: list[_Entry] = []
        super().__init__(window, _("What can be opened"), 3)

    def ask(self) -> None:
        """Ask what to open."""
        self._entries = [*self._readings(), *self._documents(), *self._findings()]
        hint = _("Open a document (Shift+Enter: right, Alt+Enter: beside), a reading, a finding")
        self._open(_("Quick open"), hint)

    def _lines(self, typed: str) -> list[Line]:
        ranked = (
            (rank, len(entry.text) if typed else 0, at, entry)
            for at, entry in enumerate(self._entries)
            if (rank := _rank(typed, entry)) is not None
        )
        self._shown = [entry for *_order, entry in sorted(ranked, key=lambda each: each[:3])][
            :_MOST
        ]
        return [Line((each.text, each.about, each.kind)) for each in self._shown]

    def _take(self, line: int, held: Qt.KeyboardModifier) -> None:
        self._shown[line].act(held)

    def _documents(self) -> Iterator[_Entry]:
        library = self._main.workplace.library
        last = library.last_read()
        entries = library.entries()
        entries.sort(key=lambda entry: max(entry.opened, last.get(entry.sha256, "")), reverse=True)
        for entry in entries:
            about = " · ".join(filter(None, (visible_name(entry.author), day(entry.date))))
            name = visible_name(entry.title)
            yield _Entry(name, _("Document"), about, partial(self._open_document, entry))

    def _open_document(self, entry: LibraryEntry, held: Qt.KeyboardModifier) -> None:
        self._main.handlers.panels.show_texts()
        if held & Qt.KeyboardModifier.ControlModifier:
            of_it = (each for each in self._known() if entry.sha256 in (each.left, each.right))
            reading = next(of_it, None)
            if reading is not None:
                self._going.to_reading(reading)
                return
        if held & Qt.KeyboardModifier.AltModifier:
            self._main.handlers.panes.open_another(entry.path, entry.sha256)
            return
        side = Side.RIGHT if held & Qt.KeyboardModifier.ShiftModifier else Side.LEFT
        self._main.desk.open(side, entry.path, sha256=entry.sha256)

    def _known(self) -> list[Reading]:
        return self._main.workplace.library.readings()

    def _readings(self) -> Iterator[_Entry]:
        library = self._main.workplace.library
        for reading in self._known():
            left, right = (library.entry(sha) for sha in (reading.left, reading.right))
            if left is not None and right is not None:
                name = f"{visible_name(left.title)} – {visible_name(right.title)}"
                about = day(reading.updated[:10])
                yield _Entry(name, _("Reading"), about, partial(self._open_reading, reading))

    def _open_reading(self, reading: Reading, _held: Qt.KeyboardModifier) -> None:
        self._going.to_reading(reading)

    def _findings(self) -> Iterator[_Entry]:
        labels = self._main.desk.labels()
        for row in self._main.desk.rows:
            quotes = tuple(filter(None, (row.left, row.right)))
            text = " ↔ ".join(one_line(quote, _LETTERS // len(quotes)) for quote in quotes)
            about = capital(", ".join(row.finding.topics))
            kind = capital(relation_word(row.relation, labels))
            show = partial(self._show_finding, row.finding.id)
            yield _Entry(text, kind, about, show, one_line(" ".join(quotes), _SEARCHED))

    def _show_finding(self, finding: str, _held: Qt.KeyboardModifier) -> None:
        self._main.handlers.panels.show_texts()
        self._main.desk.show_finding(finding)


def _rank(typed: str, entry: _Entry) -> int | None:
    rank = match_rank(typed, entry.text)
    # Scattered letters stand in every long text.
    if rank is not None and (rank <= 1 or len(entry.text) <= _SCATTERED):
        return rank
    return 1 if match_rank(typed, entry.searched) in (0, 1) else None
