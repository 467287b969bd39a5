"""The matrix of topics and documents in the place of the texts, and the timeline of a topic.

The timeline is the other face of the matrix: the same positions, one topic of them read downwards
in order of time, each beside the one before it. Both open the reading at the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.services.matrix import Matrix
from diptych.services.names import visible_name
from diptych.ui.bar import PillButton
from diptych.ui.controls import QuietButton, Segments
from diptych.ui.language import _, mark, plural
from diptych.ui.matrix_model import MatrixModel, TimelineModel
from diptych.ui.matrix_view import CellTable
from diptych.ui.opened_at import OpenedAt
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.wording import capital, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QHideEvent

    from diptych.model.comparison import Topic
    from diptych.model.note import LibraryEntry
    from diptych.services.matrix import State
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_ORDERS = {
    "date": mark("By date"),
    "title": mark("By title"),
    "added": mark("As they were added"),
}
_BASE = "matrix_base"
_COLUMN, _LINES, _TOPICS = 210, 4, 168
_TIME_LINES, _DOCUMENTS = 3, 230


class MatrixPanel(QWidget):
    """Bar, table and timeline.

    Signals:
        hidden: something else stands there again.
    """

    hidden = Signal()

    def __init__(self, matrix: Matrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Topics and documents"))
        self.model, self.times = MatrixModel(matrix, self), TimelineModel(matrix, self)
        self.table, self.timeline = CellTable(self.model, self), CellTable(self.times, self)
        self.table.setAccessibleName(_("Topics and documents"))
        self.table.set_sizes(_COLUMN, _LINES, _TOPICS)
        self.timeline.setAccessibleName(_("A topic in time"))
        self.timeline.set_sizes(0, _TIME_LINES, _DOCUMENTS)
        self.faces = Segments(
            (
                ("matrix", _("Matrix"), _("Topics and documents")),
                ("timeline", _("Timeline"), _("One topic in order of time")),
            ),
            self,
        )
        self.base = PillButton("", _("Base: what the others are compared with"), arrow=True)
        self.order = PillButton("", _("Order of the documents"), arrow=True)
        self.topic = PillButton("", _("Topic of the timeline"), arrow=True)
        self.compare = PillButton("", _("Compare what was not compared yet"))
        self.stop = QuietButton(_("Stop"), self)
        self.news = Prose(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.timeline)
        self.faces.set_current("matrix")
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for widget in (self.faces, self.base, self.order, self.topic, self.compare):
            row.addWidget(widget)
        row.addStretch(1)
        told = QHBoxLayout()
        told.setContentsMargins(12, 0, 12, 6)
        told.addWidget(self.news, 1, Qt.AlignmentFlag.AlignVCenter)
        told.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(told)
        column.addWidget(self.stack, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self.table, self.timeline, self.faces, self.news):
            part.set_theme(theme)
        for button in (self.base, self.order, self.topic, self.compare, self.stop):
            button.set_theme(theme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say so."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.hidden.emit()

    @property
    def is_timeline(self) -> bool:
        """Whether the timeline is shown."""
        return self.faces.current() == "timeline"


class MatrixOfWindow(QObject):
    """The matrix of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.workplace.library
        self.matrix = Matrix(window.workplace, window.desk.cataloguing)
        self.matrix.changed = self._show
        self._opened_at = OpenedAt(window)
        self._base = self._library.setting(_BASE) or ""
        self._order = "date"
        self._topic = ""
        panel = self.panel = MatrixPanel(self.matrix, window)
        panel.faces.chosen.connect(self.show_face)
        panel.base.clicked.connect(self._offer_bases)
        panel.order.clicked.connect(self._offer_orders)
        panel.topic.clicked.connect(self._offer_topics)
        panel.compare.clicked.connect(lambda: self.matrix.compare(self._pairs()))
        panel.stop.clicked.connect(self._stop)
        panel.hidden.connect(self.matrix.stop)
        panel.table.opened.connect(self._open)
        panel.table.base_asked.connect(self._choose_column)
        panel.timeline.opened.connect(self._open_in_time)
        for table in (panel.table, panel.timeline):
            table.left.connect(self._leave)

    def widget(self) -> MatrixPanel:
        """Return the panel."""
        return self.panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the table."""
        (self.panel.timeline if self.panel.is_timeline else self.panel.table).setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.panel.set_theme(theme)

    def end(self) -> None:
        """The window closes: nothing is shown any more."""
        self.matrix.changed = lambda: None
        self.matrix.stop()

    def refresh(self) -> None:
        """Show the library as it is now, and find out what is not known of it."""
        documents = self._window.desk.documents.values()
        self.matrix.refresh(opened.document.sha256 for opened in documents)
        self._show()
        self.matrix.look_up(self._pairs())

    # Showing

    @property
    def _topics(self) -> tuple[Topic, ...]:
        return self._window.workplace.followed.topics

    def show_face(self, face: str) -> None:
        """Show the matrix or the timeline; the timeline begins with the current row's topic."""
        panel = self.panel
        row = panel.table.currentIndex().row()
        if face == "timeline" and 0 <= row < len(self._topics):
            self._topic = self._topics[row].name
        panel.faces.set_current(face)
        panel.stack.setCurrentWidget(panel.timeline if face == "timeline" else panel.table)
        self._show()
        self.matrix.look_up(self._pairs())

    def _base_of(self) -> str:
        """Return the base: as chosen, else what lies on the left, else the first in time."""
        here = [item.entry.sha256 for item in self.matrix.items]
        on_left = self._window.desk.documents.get(Side.LEFT)
        wanted = (self._base, on_left.document.sha256 if on_left else "", *here)
        return next((each for each in wanted if each in here), "")

    def _pairs(self) -> list[tuple[str, str]]:
        if self.panel.is_timeline:
            return self.panel.times.pairs()
        base = self._base_of()
        hashes = (item.entry.sha256 for item in self.panel.model.items)
        return [(base, each) for each in hashes if each != base]

    def _show(self) -> None:
        panel, names = self.panel, [topic.name for topic in self._topics]
        if self._topic not in names:
            self._topic = names[0] if names else ""
        topic = next((each for each in self._topics if each.name == self._topic), None)
        base = self._base_of()
        with panel.table.staying():
            panel.model.renew(self._topics, self._order, base)
        with panel.timeline.staying():
            panel.times.renew(topic)
        title = one_line(visible_name(self.matrix.entry(base).title), 40) if base else ""
        panel.base.show_text(_("Base: {title}").format(title=title))
        panel.order.show_text(_(_ORDERS[self._order]))
        panel.topic.show_text(capital(self._topic))
        for widget, is_shown in (
            (panel.base, not panel.is_timeline and bool(base)),
            (panel.order, not panel.is_timeline),
            (panel.topic, panel.is_timeline),
        ):
            widget.setVisible(is_shown)
        self._show_work()

    def _show_work(self) -> None:
        panel, state = self.panel, self.matrix.state
        missing = self.matrix.uncompared(self._pairs()) if state.is_over else []
        had_keyboard = [each for each in (panel.compare, panel.stop) if each.hasFocus()]
        panel.compare.setVisible(bool(missing))
        panel.compare.show_text(plural("Compare {count}", "Compare {count}", len(missing)))
        panel.stop.setVisible(not state.is_over)
        if any(each.isHidden() for each in had_keyboard):
            self.take_keyboard()
        panel.news.set_lines([Line((Piece(self._news(state), "dim"),), small=True)])
        panel.table.empty_words = _("The library is empty. Add files to it to see them here.")
        panel.timeline.empty_words = (
            _("No document of the library holds a position on this.")
            if state.is_over
            else _("The documents are being read…")
        )

    def _news(self, state: State) -> str:
        if not state.is_over:
            titles = " | ".join(one_line(visible_name(title), 30) for title in state.titles)
            words = (
                _("Comparing {done} of {total}")
                if state.is_comparing
                else _("Reading {done} of {total}")
            )
            words = words.format(done=state.done + 1, total=state.total)
            return f"{words}: {titles}"
        if not self.panel.is_timeline:
            return _("Enter opens, B makes a document the base")
        undated = sum(not item.entry.date for item in self.panel.times.items)
        parts = [_("Enter opens a document beside the one before it")]
        if undated:
            parts.append(
                plural(
                    "{count} without a date stands last",
                    "{count} without a date stand last",
                    undated,
                )
            )
        if self.panel.times.silent:
            count = self.panel.times.silent
            parts.append(
                plural("{count} document is silent", "{count} documents are silent", count)
            )
        return " · ".join(parts)

    # What the reader does

    def _stop(self) -> None:
        self.matrix.stop()
        self._show()
        self.take_keyboard()

    def _leave(self) -> None:
        """Stop what is under way; else show the texts again."""
        if not self.matrix.state.is_over:
            self._stop()
        else:
            self._window.handlers.panels.show_texts()

    def _choose_column(self, column: int) -> None:
        self._choose_base(self.panel.model.items[column].entry.sha256)

    def _choose_base(self, sha256: str) -> None:
        self._base = sha256
        self._window.keep_setting(_BASE, sha256)
        self._show()
        self.matrix.look_up(self._pairs())

    def _offer(self, button: PillButton, choices: Iterable[tuple[str, str]], chosen: str) -> QMenu:
        menu = QMenu(self.panel)
        for key, text in choices:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.setData(key)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        return menu

    def _offer_bases(self) -> None:
        choices = [
            (item.entry.sha256, one_line(visible_name(item.entry.title), 70))
            for item in self.panel.model.items
        ]
        menu = self._offer(self.panel.base, choices, self._base_of())
        menu.triggered.connect(lambda action: self._choose_base(action.data()))

    def _offer_orders(self) -> None:
        choices = [(key, _(text)) for key, text in _ORDERS.items()]
        menu = self._offer(self.panel.order, choices, self._order)
        menu.triggered.connect(lambda action: self._choose_order(action.data()))

    def _offer_topics(self) -> None:
        choices = [(topic.name, capital(topic.name)) for topic in self._topics]
        menu = self._offer(self.panel.topic, choices, self._topic)
        menu.triggered.connect(lambda action: self._choose_topic(action.data()))

    def _choose_order(self, order: str) -> None:
        self._order = order
        self._show()

    def _choose_topic(self, topic: str) -> None:
        self._topic = topic
        self._show()
        self.matrix.look_up(self._pairs())

    def _open(self, row: int, column: int) -> None:
        model, base = self.panel.model, self._base_of()
        entry = model.items[column].entry
        cell, topic = model.cell(row, column), model.topics[row].name
        if entry.sha256 == base:
            self._go({Side.LEFT: entry}, cell.spans, Side.LEFT, topic)
        else:
            both = {Side.LEFT: self.matrix.entry(base), Side.RIGHT: entry}
            self._go(both, cell.spans, Side.RIGHT, topic)

    def _open_in_time(self, row: int, _column: int) -> None:
        items, cell = self.panel.times.items, self.panel.times.cell(row, 0)
        if row:
            both = {Side.LEFT: items[row - 1].entry, Side.RIGHT: items[row].entry}
            self._go(both, cell.spans, Side.RIGHT, self._topic)
        else:
            self._go({Side.LEFT: items[row].entry}, cell.spans, Side.LEFT, self._topic)

    def _go(
        self, entries: dict[Side, LibraryEntry], spans: tuple[object, ...], side: Side, topic: str
    ) -> None:
        self._opened_at.open(entries, spans, side=side, topic=topic)  # type: ignore[arg-type]
        self._window.spread.panes[side].view.setFocus()


def show_timeline(window: Window) -> None:
    """Show the timeline, in the place of the texts."""
    panel = window.handlers.panels.show("matrix")
    assert isinstance(panel, MatrixOfWindow)
    panel.show_face("timeline")
    panel.take_keyboard()
