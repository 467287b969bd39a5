"""Searching everything: one field, and what was found in tags, notes, findings and texts."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.model.note import Reading
from diptych.services.searching import LIMIT, MORE, Hit, Kind, Results, Searching
from diptych.ui.background import Background, Latest
from diptych.ui.field import Field
from diptych.ui.going import Going
from diptych.ui.language import _, plural
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.search_list import SearchList
from diptych.ui.turns import STRETCH_S, in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QHideEvent, QKeyEvent

    from diptych.services.searching import Findings
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_WIDTH = 320
# Milliseconds without a key after which what was found is put in order, and slips are allowed.
_PAUSE = 250
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchPanel(QWidget):
    """Finds words wherever they stand in the library, and goes there."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._search = Searching(window.workplace)
        self._going = Going(window)
        self._background = Background(self)
        self._is_taking_in = False
        self._gathering, self._looking = Latest(self._background), Latest(self._background)
        # Findings on the desk, of which two documents they are, and those of other readings.
        self._here: list[Findings] = []
        self._known = ("", "")
        self._gathered: list[Findings] = []
        # The search that goes on while the window does other things.
        self._sought: Iterator[Results | None] | None = None
        self._left_out = 0
        # Of which kinds the reader wants to see more than at first.
        self._limits: dict[Kind, int] = {}
        self.setAccessibleName(_("Search everything"))
        self.field = _Field(self)
        self._news = Prose(self)
        self.list = SearchList(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(lambda: self._find(ranked=True))
        self._heading = Prose(self)
        self._heading.set_lines([Line((Piece(_("Search everything"), bold=True),), large=True)])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        for part in (self._heading, self.field, self._news):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        self._connect()
        self._say(None)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.went_down.connect(self.list.setFocus)
        self.field.entered.connect(lambda right: self.list.choose(right=right))
        self.field.left.connect(self._leave)
        self.list.left_above.connect(self.field.setFocus)
        self.list.left.connect(self._leave)
        self.list.chosen.connect(self._go)
        self.list.more.connect(self._show_more)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold nothing more than needed while nobody searches."""
        super().hideEvent(event)
        if not event.spontaneous():  # as when the window is made an icon, and comes back as it was
            self._break_off()
        self._search.forget_words()

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(_WIDTH, 400)

    # What the window asks of a panel

    def widget(self) -> QWidget:
        """Return the panel."""
        return self

    def refresh(self) -> None:
        """Take in what is new, and search again."""
        self._search.look_anew()
        self._take_in()
        self._gather()
        if self.field.text():
            self._find(ranked=True)

    def take_keyboard(self) -> None:
        """Put the keyboard into the field, with the selected words in it."""
        chosen = self._window.spread.panes[self._window.spread.active()].view.selected_text()
        if chosen and "\n" not in chosen:
            self.field.setText(f'"{chosen}"' if " " in chosen else chosen)
        self.field.setFocus()
        self.field.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self._heading, self._news, self.list):
            part.set_theme(theme)

    def end(self) -> None:
        """Take nothing in any more, and look for nothing: the window closes."""
        self._break_off()
        self._background.end()

    # What is searched

    def _take_in(self) -> None:
        if self._is_taking_in:
            return
        entries = self._search.outstanding()
        if not entries:
            return
        self._is_taking_in = True

        def one_more() -> None:
            self._background.tell(self._taken)

        def done(left_out: int) -> None:
            self._is_taking_in = False
            self._left_out = left_out
            self._taken()

        self._background.run(
            lambda: self._search.take_in(entries, lambda: self._background.is_ended, one_more), done
        )

    def _taken(self) -> None:
        self._search.look_anew()
        self._find_soon()

    def _gather(self) -> None:
        """Search the findings of all readings at hand, and those on the desk before they are."""
        desk, known = self._window.desk, ("", "")
        if desk.comparison is not None and len(desk.documents) == len(Side):
            left, right = (desk.documents[side] for side in Side)
            known = left.document.sha256, right.document.sha256
            title = " – ".join(each.entry.title for each in (left, right))
            comparison, first = desk.comparison, desk.first
            if first is not None:
                findings = tuple(each for each in comparison.findings if first.passes(each))
                comparison = comparison._replace(findings=findings)
            about = comparison, left.document, right.document, title
            self._looking.run(lambda: [self._search.on_desk(*about)], self._take_desk)
        else:
            self._looking.run(list, self._take_desk)
        self._known = known
        pairs = self._search.pairs()
        pairs = [each for each in pairs if (each.reading.left, each.reading.right) != known]
        self._gathering.run(lambda: self._search.gather(pairs), self._take)

    def _take_desk(self, found: list[Findings]) -> None:
        self._here = found
        self._take(self._gathered)

    def _take(self, found: list[Findings]) -> None:
        self._gathered = found
        others = [each for each in found if each.texts and each.pair != self._known]
        if self._search.set_findings([*self._here, *others]):
            self._find_soon()

    # Searching

    def _typed(self) -> None:
        self._limits.clear()
        self._find(ranked=False)
        self._pause.start()

    def _find_soon(self) -> None:
        """Search again, unless nobody looks: then that is done when the panel is shown."""
        if self.field.text() and self.isVisible():
            self._pause.start()

    def _find(self, *, ranked: bool) -> None:
        """Show what answers the words, at once, or when it is there."""
        words = self.field.text()
        self._break_off()
        if not words.strip():
            self._show(None)
        elif ranked:
            self._begin(self._show)
        else:
            self._show(self._search.find(words, ranked=False))

    def _begin(self, show: Callable[[Results], None]) -> None:
        """Begin a search as for a pause; of one that was begun before nothing comes any more."""
        self._break_off()
        sought = self._search.steps(self.field.text(), ranked=True, limits=self._limits)
        self._sought = sought
        in_turns(self, lambda: self._go_on(sought, show))

    def _go_on(self, sought: Iterator[Results | None], show: Callable[[Results], None]) -> bool:
        """Search for a moment; return whether there is more to search."""
        if sought is not self._sought:
            return False
        until = perf_counter() + STRETCH_S
        while (results := next(sought)) is None and perf_counter() < until:
            pass
        if results is not None:
            self._sought = None
            show(results)
        return results is None

    def _break_off(self) -> None:
        """Begin no search, and go on with none."""
        self._pause.stop()
        self._sought = None

    def _show(self, results: Results | None) -> None:
        self.list.show_results(results)
        self._say(results)

    def _show_more(self, kind: Kind) -> None:
        self._limits[kind] = self._limits.get(kind, LIMIT) + MORE
        self._begin(self.list.show_more)

    def _say(self, results: Results | None) -> None:
        lines = []
        if results is None:
            hint = _("Notes, tags, findings and the texts of all documents.")
            lines = [Line((Piece(hint, "dim"),), small=True)]
            ways = _("“in this order” · one OR the other · NOT this")
            lines.append(Line((Piece(ways, "dim"),), small=True))
        elif results.near:
            near = ", ".join(results.near[:5])
            words = _("Spelt so it stands nowhere. Near to it: {words}").format(words=near)
            lines = [Line((Piece(words, "ink"),), small=True)]
        if self._left_out:
            left_out = plural(
                "{count} document is searched after it was opened once.",
                "{count} documents are searched after they were opened once.",
                self._left_out,
            )
            lines.append(Line((Piece(left_out, "dim"),), small=True))
        self._news.set_lines(lines)
        self._news.setVisible(bool(lines))
        nothing = results is not None and not results.hits
        self.list.empty_words = _("Nothing was found.") if nothing else ""
        self.list.viewport().update()

    # Going there

    def _go(self, hit: Hit, right: bool) -> None:
        if hit.kind is Kind.TAG:
            self.field.setText(f'"{hit.id}"' if " " in hit.id else hit.id)
            self.field.setFocus()
        elif hit.kind is Kind.NOTE:
            self._going.to_note(hit.id)
        elif hit.kind is Kind.FINDING:
            self._going.to_finding(Reading(hit.left, hit.right, finding=hit.id))
        elif self.list.found.results is not None:
            side = Side.RIGHT if right else self._window.spread.active()
            self._going.to_passage(hit, self.list.found.results.query, side)

    def _leave(self) -> None:
        self._window.handlers.panels.show_texts()
        self._window.handlers.panels.give_back()


class _Field(Field):
    """Where the words are typed."""

    went_down = Signal()
    entered = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search everything…"))
        self.setAccessibleName(_("Search notes, findings and documents"))
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, to the first hit, or back to the texts."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        elif event.key() in _ENTER:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
