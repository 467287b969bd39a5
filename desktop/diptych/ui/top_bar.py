"""What stands in the bar at the top and in the rail at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QWidget

from diptych.model.comparison import Mode, Side
from diptych.services.names import visible_name
from diptych.ui.assistance import announce
from diptych.ui.bar import IconButton, PillButton, Strip
from diptych.ui.controls import Segments, topic_button, topic_options
from diptych.ui.hits import How
from diptych.ui.language import _, mark
from diptych.ui.prose import tip
from diptych.ui.sync import SyncMode
from diptych.ui.theme import scaled
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLineEdit

    from diptych.model.note import LibraryEntry
    from diptych.ui.icons import Icon
    from diptych.ui.search_field import SearchField
    from diptych.ui.theme import Theme

FIELD_WIDTH = 210
"""How wide the search field is where there is room, pixels with letters of the usual size."""
_WIDEST = 460  # the most that the name of a document takes, in the same


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
        self.place = PillButton("", _("List of findings"))
        self._search: SearchField | None = None
        self._begin_search = PillButton(
            _("Search both…   Ctrl+F"),
            _("Search both texts"),
            short=_("Search…"),
            usual=FIELD_WIDTH,
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
        self.show_place(0, 0)
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
            more = min(usual - least, max(0, spare - kept))
            enough = usual if flexible is self.topics else self._begin_search.whole_width
            if flexible in gone or least + more < enough:
                more = 0
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
            from diptych.ui.search_field import SearchField

            field = self._search = SearchField(self, self.keyed)
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
        if is_all and not self.hits.isHidden() and spoken != self.hits.accessibleName():
            announce(self.hits, spoken)
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
        none, one = _("{count} findings"), _("{number} of {count}")
        self.place.keep_room(none.format(count=count), one.format(number=count, count=count))
        self.place.show_text((one if number else none).format(number=number, count=count))
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)


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
