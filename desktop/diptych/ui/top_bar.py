"""What stands in the bar at the top and in the rail at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolBar, QWidget

from diptych.model.comparison import Mode, Side
from diptych.services.names import visible_name
from diptych.ui.bar import IconButton, PillButton, Strip
from diptych.ui.controls import QuietButton, Segments, topic_button, topic_options
from diptych.ui.hits import How
from diptych.ui.language import _, mark
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.sync import SyncMode
from diptych.ui.theme import interface_font
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from diptych.model.note import LibraryEntry
    from diptych.ui.icons import Icon
    from diptych.ui.theme import Theme

_FIELD = 210  # pixels: the search field, once it is used


class TopBar(Strip):
    """The documents, what is compared, the topics, where among the findings, and the search.

    Signals:
        document_asked: the reader wants another document on a side; offer them.
        mode_chosen: positions or words.
        topics_chosen: the names of the topics to show; none means all.
        searched: other words stand in the search field.
        how_changed: words are looked for in another way.
        search_stepped: +1 or -1: to the next or previous hit.
        search_left: Esc was pressed in the search field.
    """

    document_asked = Signal(object)
    mode_chosen = Signal(object)
    topics_chosen = Signal(object)
    searched = Signal(str)
    how_changed = Signal()
    search_stepped = Signal(int)
    search_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(upright=False, parent=parent)
        self.menu_button = PillButton(_("Diptych"), _("Menu (F10)"), plain=True, arrow=True)
        self.documents = {
            Side.LEFT: PillButton(_("Open…"), _("Left document"), arrow=True),
            Side.RIGHT: PillButton(_("Open…"), _("Right document"), arrow=True),
        }
        self.swap = IconButton("swap", _("Swap sides"), border=True)
        self.modes = Segments(
            (
                (Mode.POSITIONS.value, _("Positions"), _("Compare positions")),
                (Mode.WORDS.value, _("Words"), _("Compare words")),
            )
        )
        self.topics = topic_button()
        self.previous = PillButton("↑", _("Previous finding (Alt+Up)"))
        self.next = PillButton("↓", _("Next finding (Alt+Down)"))
        self.place = PillButton("0 / 0", _("List of findings"))
        self._search: _SearchField | None = None
        self._begin_search = PillButton(
            _("Search both…   Ctrl+F"), _("Search both texts"), short=_("Search…")
        )
        self._begin_search.clicked.connect(self._go_to_search)
        self.hits = PillButton("", _("Hits left | right: next (F3)"))
        self.hits.hide()
        for counts in (self.place, self.hits):  # half a number would be another one
            counts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sync = PillButton("", "")
        self.show_sync(SyncMode.MEANING)
        self._fill()
        self.modes.chosen.connect(lambda key: self.mode_chosen.emit(Mode(key)))
        self.topics.choice_changed.connect(self.topics_chosen)
        for side, button in self.documents.items():
            button.clicked.connect(lambda _checked=False, side=side: self.document_asked.emit(side))

    def _fill(self) -> None:
        left, right = self.documents.values()
        for button in (self.menu_button, left, self.swap, right, self.sync):
            self.row.addWidget(button)
        self.row.addStretch(1)
        for widget in (
            self.modes,
            self.topics,
            self.previous,
            self.next,
            self.place,
            self.hits,
            self._begin_search,
        ):
            self.row.addWidget(widget)

    @property
    def words(self) -> str:
        """What is searched for, or ""."""
        return self._search.text() if self._search is not None else ""

    def _go_to_search(self) -> None:
        self.search.setFocus()

    @property
    def search(self) -> QLineEdit:
        """The field to search with; made when the reader begins a search."""
        if self._search is None:
            field = self._search = _SearchField(self)
            field.textChanged.connect(self.searched)
            field.stepped.connect(self.search_stepped)
            field.left.connect(self.search_left)
            field.how_changed.connect(self.how_changed)
            if self._theme is not None:
                field.set_theme(self._theme)
            height = self._begin_search.height()
            field.setFixedSize(max(_FIELD, self._begin_search.width()), height)
            self.row.replaceWidget(self._begin_search, field)
            self._begin_search.hide()
            field.show()
        return self._search

    @property
    def how(self) -> How:
        """How words are looked for."""
        return self._search.how if self._search is not None else How()

    def set_how(self, how: How) -> None:
        """Look for words in another way."""
        if self._search is not None:
            self._search.set_how(how)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        if self._search is not None:
            self._search.set_theme(theme)
        self.modes.set_theme(theme)
        for button in (
            self._begin_search,
            self.menu_button,
            *self.documents.values(),
            self.swap,
            self.topics,
            self.previous,
            self.next,
            self.place,
            self.hits,
            self.sync,
        ):
            button.set_theme(theme)

    def show_document(self, side: Side, entry: LibraryEntry | None) -> None:
        """Name the document of a side."""
        words = (
            " · ".join(filter(None, (visible_name(entry.title), day(entry.date))))
            if entry
            else _("Open…")
        )
        self.documents[side].show_text(words)

    def show_topics(self, topics: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer these topics, the chosen ones ticked."""
        self.topics.set_options(topic_options(topics), chosen)

    def show_hits(
        self, left: tuple[int, int], right: tuple[int, int], *, is_all: bool = True
    ) -> None:
        """Say how often the words of the search field stand in each text.

        Args:
            left, right: how often exactly, and how often nearly.
            is_all: whether both texts were searched to their end.
        """
        self.hits.setVisible(bool(self._search and self._search.text()))
        counts = [f"{exact} ≈{near}" if near else f"{exact}" for exact, near in (left, right)]
        self.hits.show_text(" | ".join(counts) + ("" if is_all else "…"))
        words = _("Hits left | right: next (F3)")
        if left[1] or right[1]:
            words += " · " + _("≈ spelt a little otherwise")
        self.hits.setToolTip(tip(words))
        spoken = _("Hits: {left} left, {right} right").format(left=counts[0], right=counts[1])
        self.hits.setAccessibleName(spoken)

    def show_sync(self, mode: SyncMode) -> None:
        """Show how the two texts scroll together."""
        signs = {
            SyncMode.OFF: _("× sync"),
            SyncMode.MEANING: _("= sync"),
            SyncMode.PROPORTION: _("% sync"),
        }
        words = {
            SyncMode.OFF: _("Scrolling separately (Ctrl+T)"),
            SyncMode.MEANING: _("Scrolling together by meaning (Ctrl+T)"),
            SyncMode.PROPORTION: _("Scrolling together by proportion (Ctrl+T)"),
        }
        self.sync.show_text(signs[mode])
        self.sync.setAccessibleName(words[mode])
        self.sync.setToolTip(tip(words[mode]))

    def show_place(self, number: int, count: int) -> None:
        """Say which of the findings is selected, counted from 1; 0 for none."""
        words = _("{number} of {count}") if number else _("{count} findings")
        self.place.show_text(words.format(number=number, count=count))
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)


class _SearchField(QLineEdit):
    """Finds words in both texts; two small buttons in it say in which way."""

    stepped = Signal(int)
    left = Signal()
    how_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search both…"))
        self.setAccessibleName(_("Search both texts"))
        self.setFont(interface_font(SIZE))
        self._case = self._option("Aa", _("Capitals as typed (Alt+C)"))
        self._whole = self._option("|a|", _("Whole words only (Alt+W)"))

    def _option(self, text: str, name: str) -> QuietButton:
        button = QuietButton(text, self)
        button.setFont(interface_font(SMALL))
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(tip(name))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda _checked=False: self.how_changed.emit())
        return button

    @property
    def how(self) -> How:
        """What the buttons say."""
        return How(whole=self._whole.isChecked(), case=self._case.isChecked())

    def set_how(self, how: How) -> None:
        """Show and take another way of looking for words."""
        self._whole.setChecked(how.whole)
        self._case.setChecked(how.case)
        self.how_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._case.set_theme(theme)
        self._whole.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the buttons at the end, and leave the rest to the words."""
        super().resizeEvent(event)
        right = self.width() - 3
        for button in (self._whole, self._case):
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, 3, size.width(), self.height() - 6)
        self.setTextMargins(2, 0, self.width() - right, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the hits with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RailHolder(QToolBar):
    """Keeps the rail at the left edge of the window, and draws nothing of its own."""

    def __init__(self, rail: Rail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Rail"))
        self.setObjectName("rail")
        self.setMovable(False)
        self.setContentsMargins(0, 0, 0, 0)
        if (layout := self.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.addWidget(rail)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Leave the ground to the rail."""


RAIL: tuple[tuple[str, Icon, str], ...] = (
    ("show_library", "library", mark("Library (F7)")),
    ("show_notes", "notes", mark("Notes (Ctrl+Shift+N)")),
    ("show_matrix", "matrix", mark("Topics and documents (F5)")),
    ("show_topics", "topics", mark("Topics you follow (Ctrl+Shift+T)")),
    ("show_probe", "probe", mark("Claim probe (Ctrl+Shift+J)")),
    ("show_readings", "readings", mark("Readings (Shift+F7)")),
    ("search_everything", "search", mark("Search everything (Ctrl+Shift+F)")),
    ("show_findings", "findings", mark("List of findings (F8)")),
    ("show_side_panel", "note", mark("Finding and note (F9)")),
)
"""The buttons of the rail: the command of each, its icon, and what it is called, in English."""


class Rail(Strip):
    """The buttons at the left: what is shown beside the texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(upright=True, parent=parent)
        self.buttons: dict[str, IconButton] = {}
        for command, icon, words in RAIL:
            button = self.buttons[command] = IconButton(icon, _(words))
            button.setCheckable(True)
            self.row.addWidget(button)
        self.row.addStretch(1)
        theme = self.buttons["next_theme"] = IconButton("theme", _("Next colours (Ctrl+Shift+D)"))
        self.row.addWidget(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        for button in self.buttons.values():
            button.set_theme(theme)
