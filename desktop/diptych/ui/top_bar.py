"""What stands in the bar at the top and in the rail at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolBar, QWidget

from diptych.model.comparison import Mode, Side
from diptych.services.names import visible_name
from diptych.ui.bar import IconButton, PillButton, Strip
from diptych.ui.controls import QuietButton, Segments, topic_button, topic_options
from diptych.ui.hits import How
from diptych.ui.language import _, mark
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.sync import SyncMode
from diptych.ui.theme import interface_font, scaled
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from diptych.model.note import LibraryEntry
    from diptych.ui.icons import Icon
    from diptych.ui.theme import Theme

# Pixels, with letters of the usual size: the search field, once it is used, and at least; the most
# that the name of a document takes.
_FRAME = 14  # pixels of a field that no letters stand on
_FIELD, _LEAST_FIELD, _WIDEST = 210, 130, 460


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
        # What names a key names the reader's own, where there is one.
        self.keyed: Callable[[str], str] = str
        self.menu_button = PillButton(_("Diptych"), _("Menu (F10)"), plain=True, arrow=True)
        self.documents = {
            Side.LEFT: PillButton(_("Open…"), _("Left document"), arrow=True, least=14),
            Side.RIGHT: PillButton(_("Open…"), _("Right document"), arrow=True, least=14),
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
        self._more = PillButton("…", _("What has no room in the bar"))
        self._more.clicked.connect(self._offer_more)
        self._more.hide()
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
            self._more,
        ):
            self.row.addWidget(widget)

    # What has room

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: what has no room is in a menu at the end."""
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Share the room anew, too, where something in the bar needs more or less of it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the documents' names what is left, and put away what has no room at all."""
        margins, gap = self.row.contentsMargins(), self.row.spacing()
        room = self.width() - margins.left() - margins.right()
        names = list(self.documents.values())
        # The search comes last with its whole words, the topics' names before it.
        always = [self.menu_button, self.place, self._search or self._begin_search]
        always += [] if self.hits.isHidden() else [self.hits]
        away = [self.swap, self.sync, self.modes, self.topics, self.previous, self.next]
        rest = room - sum(each.minimumSizeHint().width() + gap for each in always)
        needed = sum(each.minimumSizeHint().width() + gap for each in (*names, *away)) - gap
        gone = []
        if needed > rest:
            rest -= self._more.sizeHint().width() + gap
        while needed > rest and away:
            # One step alone would lead nowhere but on.
            count = 2 if away[0] is self.previous else 1
            gone += away[:count]
            needed -= sum(each.minimumSizeHint().width() + gap for each in away[:count])
            del away[:count]
        for widget in (*away, *gone):
            if widget.isHidden() is not (widget in gone):
                widget.setVisible(widget not in gone)
        if self._more.isHidden() is bool(gone):
            self._more.setVisible(bool(gone))
        self._share_rest(max(0, rest - needed), gone)
        self.row.activate()

    def _share_rest(self, spare: int, gone: list[QWidget]) -> None:
        """Share what is left when everything has its least room, pixels."""
        names = sorted(self.documents.values(), key=lambda each: each.whole_width)
        # Whole names come before the search's whole words.
        wanted = sum(
            min(scaled(_WIDEST), name.whole_width) - name.minimumSizeHint().width()
            for name in names
        )
        kept = wanted if wanted <= spare else spare // 2
        for flexible in (self.topics, self._search or self._begin_search):
            least, usual = flexible.minimumSizeHint().width(), flexible.sizeHint().width()
            more = usual - least if flexible not in gone and usual - least <= spare - kept else 0
            flexible.setMaximumWidth(least + more)
            spare -= more
        for number, name in enumerate(names):
            least = name.minimumSizeHint().width()
            most = min(scaled(_WIDEST), name.whole_width)
            widest = max(least, min(most, least + spare // (len(names) - number)))
            if widest < name.whole_width:  # it comes without its date
                widest = max(least, min(widest, name.head_width))
            spare -= widest - least
            if widest != name.widest:
                name.widest = widest
                name.updateGeometry()

    def _offer_more(self) -> QMenu:
        """Offer what has no room in the bar."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for widget in (self.swap, self.sync, self.modes, self.previous, self.next):
            buttons = widget.buttons() if isinstance(widget, Segments) else [widget]
            for button in buttons if widget.isHidden() else ():
                action = menu.addAction(button.accessibleName().replace("&", "&&"))
                action.setEnabled(button.isEnabled())
                action.setCheckable(button.isCheckable())
                action.setChecked(button.isChecked())
                action.triggered.connect(lambda _checked=False, button=button: button.click())
        if self.topics.isHidden():
            # Not as a menu within this one: with it PySide would take away its entries.
            action = menu.addAction(self.topics.accessibleName().replace("&", "&&"))
            action.triggered.connect(lambda: self.topics.open_at(self._more))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
        return menu

    # Searching

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
            field = self._search = _SearchField(self, self.keyed)
            field.textChanged.connect(self.searched)
            field.stepped.connect(self.search_stepped)
            field.left.connect(self.search_left)
            field.how_changed.connect(self.how_changed)
            if self._theme is not None:
                field.set_theme(self._theme)
            field.setFixedHeight(self._begin_search.height())
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
            self._more,
        ):
            button.set_theme(theme)

    def show_document(self, side: Side, entry: LibraryEntry | None) -> None:
        """Name the document of a side."""
        button = self.documents[side]
        name = _("Left document") if side is Side.LEFT else _("Right document")
        if entry is None:
            button.show_text(_("Open…"))
        else:
            date = day(entry.date)
            button.show_text(visible_name(entry.title), f" · {date}" if date else "")
            name = f"{name}: {button.shown_text()}"
        button.setAccessibleName(name)
        button.setToolTip(tip(name))

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
        words = self.keyed(_("Hits left | right: next (F3)"))
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
        spoken = self.keyed(words[mode])
        self.sync.show_text(signs[mode])
        self.sync.setAccessibleName(spoken)
        self.sync.setToolTip(tip(spoken))

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

    def __init__(self, parent: QWidget, keyed: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search both…"))
        self.setAccessibleName(_("Search both texts"))
        self.setFont(interface_font(SIZE))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._case = self._option("Aa", keyed(_("Capitals as typed (Alt+C)")))
        self._whole = self._option("|a|", keyed(_("Whole words only (Alt+W)")))

    def _option(self, text: str, name: str) -> QuietButton:
        button = QuietButton(text, self)
        button.setFont(interface_font(SMALL))
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(tip(name))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda _checked=False: self.how_changed.emit())
        return button

    def sizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(scaled(_FIELD), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a word and the buttons."""
        return QSize(scaled(_LEAST_FIELD), super().minimumSizeHint().height())

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
        words = _("Search both…")
        fits = self.fontMetrics().horizontalAdvance(words) <= right - _FRAME
        self.setPlaceholderText(words if fits else _("Search…"))

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
