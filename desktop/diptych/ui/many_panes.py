"""More than two panes: their row, and which two documents each gutter between them compares.

The desk, and with it list, panel and keys, is about the two of the chosen gutter; what the others
compare is kept here and drawn fainter. Loaded when a third pane is first wanted.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from diptych.model.comparison import Mode, Side
from diptych.services.names import visible_name
from diptych.ui import kept_row
from diptych.ui.between import Between, choices, pairs_of, wish_for, wishes_for, without
from diptych.ui.gutter_head import Compared
from diptych.ui.kept_row import MOST, ClosedPane
from diptych.ui.language import _, mark
from diptych.ui.others import Others
from diptych.ui.review import Stand, labels_among, labels_on, titles_on
from diptych.ui.row_view import RowView
from diptych.ui.wording import mode_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from diptych.ui.between import Two
    from diptych.ui.pane import Pane
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_TEXTS = (mark("Text 1"), mark("Text 2"), mark("Text 3"), mark("Text 4"))
_PAGES = (mark("Pages 1"), mark("Pages 2"), mark("Pages 3"), mark("Pages 4"))
_SIDES = ((mark("Left text"), mark("Left pages")), (mark("Right text"), mark("Right pages")))


class ManyPanes(QObject):
    """The row of panes of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._spread, self._desk = window, window.spread, window.desk
        spread = self._spread
        self.view = RowView(window)
        self.betweens = [Between(spread, dict(spread.panes), spread.row, spread.gutter)]
        self.chosen = 0
        self._is_turning = False
        self._last: Pane | None = None  # that the keyboard was in
        self.others = Others(window, self)
        self._connect(self.betweens[0])
        for pane in spread.row:
            pane.twinned.connect(self.others.show)
        spread.entered.connect(self.turn_to)
        self._desk.rows_changed.connect(self.show_heads)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.show_heads()

    def end(self) -> None:
        """The window closes."""
        if self._desk.elsewhere is None:  # it is closed already
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._focus_moved)
        self.others.end()
        self.view.end()

    def _connect(self, between: Between) -> None:
        between.gutter.touched.connect(lambda: self._touch(between))
        between.head.clicked.connect(lambda: self._offer(between))
        between.head.set_theme(self._window.theme)
        if between.following is not self._spread.following:
            self._window.handlers.scrolling.listen_to(between.following)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for between in self.betweens:
            between.head.set_theme(theme)

    # Which gutter is looked at

    @property
    def looked_at(self) -> Between:
        """The chosen gutter."""
        return self.betweens[self.chosen]

    def choose(self, at: int) -> None:
        """Look at another gutter, counted from 0."""
        if at != self.chosen:
            self.others.keep(self.looked_at)
            self._desk.leave()
            self._look_at(at)
            self._bring_keyboard()

    def _bring_keyboard(self) -> None:
        """Take the keyboard from a pane that is not looked at to the nearer of the two."""
        row, here = self._spread.row, self._spread.panes.values()
        pane = self._pane_of(self._window.focusWidget())
        if pane is not None and pane not in here:
            stood = row.index(pane)
            min(here, key=lambda each: abs(row.index(each) - stood)).view.setFocus()

    def next_gutter(self) -> None:
        """Look at the next gutter, and be in one of its panes."""
        self._window.handlers.panels.show_texts()
        self.choose((self.chosen + 1) % len(self.betweens))
        if self._pane_of(self._window.focusWidget()) is None:
            self._spread.panes[Side.LEFT].view.setFocus()

    def look_for(self, sha256s: Collection[str], *, anew: bool = False) -> None:
        """Look at a gutter that compares these documents, which then need not be opened once more.

        Args:
            sha256s: of one document, or of a left and a right one.
            anew: where both are in the row, and no gutter compares them, one does from now on;
                where one is, a gutter is chosen that has it on its side.
        """
        row, near = self._spread.row, [self.chosen, *range(len(self.betweens))]
        hashes = [tuple(map(self.others.hash_of, between.two)) for between in self.betweens]
        for at in near:
            if {*sha256s} <= {*hashes[at]}:
                self.choose(at)
                return
        if not anew:
            return
        pairs, wanted = [between.two for between in self.betweens], sorted(sha256s)
        for two in combinations([pane for pane in row if pane.opened is not None], 2):
            if sorted(map(self.others.hash_of, two)) == wanted:
                self.compare(next(at for at in near if two in choices(row, pairs, at)), two)
                return
        for at in near:
            if any(here == sha256 for here, sha256 in zip(hashes[at], sha256s, strict=False)):
                self.choose(at)
                return

    def turn_to(self, pane: Pane) -> None:
        """Look at a gutter that compares a pane; it stays the one that does so already."""
        here = self._spread.panes.values()
        if pane in here or pane not in self._spread.row:
            return
        its = [at for at, between in enumerate(self.betweens) if pane in between.two]
        self.choose(max(its, key=lambda at: any(each in here for each in self.betweens[at].two)))

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        pane = self._pane_of(now)
        if pane is not None and not self._is_turning:
            self._last = pane
            self.turn_to(pane)
            self._show_active()
            self.view.bring()

    def _pane_of(self, widget: QWidget | None) -> Pane | None:
        if widget is None:
            return None
        return next((pane for pane in self._spread.row if pane.isAncestorOf(widget)), None)

    def _pane_of_reader(self) -> Pane:
        """Return the pane that the reader is in, be it in a notice there, or was in last."""
        pane, here = self._pane_of(self._window.focusWidget()), self._spread.panes
        if pane is None and self._last in here.values():
            pane = self._last
        return here[self._spread.active()] if pane is None else pane

    def _touch(self, between: Between) -> None:
        self.choose(self.betweens.index(between))

    def _look_at(self, at: int) -> None:
        """Put the documents of a gutter on the desk, which was left."""
        self._is_turning = True
        spread, between = self._spread, self.betweens[at]
        self.chosen = at
        spread.turn(between.panes, between.gutter, between.following)
        known = self.others.known(between)
        seats = {side: pane.seat for side, pane in between.panes.items()}
        stand = known.stand if known is not None else Stand()
        self.others.show()
        self._desk.turn(seats, between.documents, stand, spread.places())
        self.others.let_go(between)
        self._show_two()
        self._is_turning = False
        self.view.bring()

    def _show_two(self) -> None:
        """Show around the texts which two are looked at."""
        window, documents = self._window, self._desk.documents
        for side in Side:
            opened = documents.get(side)
            window.top_bar.show_document(side, opened.entry if opened else None)
        window.handlers.scrolling.restore_points()
        window.handlers.pages.show_state()
        if window.top_bar.words:
            window.handlers.finding.show_counts()
        self._spread.selection_changed.emit()
        self.show_heads()

    def show_heads(self) -> None:
        """Say at the head of each gutter what it compares."""
        all_of_them = [pane.opened for pane in self._spread.row if pane.opened is not None]
        for at, between in enumerate(self.betweens):
            documents, known = between.documents, self.others.known(between)
            is_chosen = at == self.chosen
            mode = known.stand.mode if known is not None else Mode.POSITIONS
            mode = self._desk.mode if is_chosen else mode
            labels, titles = labels_among(documents, all_of_them), titles_on(documents)
            which = at + 1, len(self.betweens)
            between.head.setVisible(len(self.betweens) > 1)
            between.head.show_compared(Compared(*which, labels, titles, mode, is_chosen))
            between.gutter.show_compared(titles, mode_word(mode))
        self._show_active()

    def _show_active(self) -> None:
        """Set the pane off, of more than two, that the reader is in."""
        active = self._pane_of_reader() if len(self._spread.row) > len(Side) else None
        for pane in self._spread.row:
            pane.head.set_active(pane is active)

    # The row

    def arrange(self, row: list[Pane], wishes: Sequence[Two | None], chosen: int) -> None:
        """Set panes side by side, and look at one of the gutters.

        Args:
            wishes: what the reader wants each gutter to compare.
        """
        spread, gone = self._spread, [pane for pane in self._spread.row if pane not in row]
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()  # it may offer what is no more
        self._is_turning = True
        self.others.keep(self.looked_at)
        self._desk.leave()
        pairs = pairs_of(row, wishes)
        while len(self.betweens) > len(pairs):
            self.betweens.pop().end()
        for between, two in zip(self.betweens, pairs, strict=False):
            if two != between.two:
                between.turn(two)
        for two in pairs[len(self.betweens) :]:
            self.betweens.append(Between(spread, dict(zip(Side, two, strict=True)), row))
            self._connect(self.betweens[-1])
        for between, wish, two in zip(self.betweens, wishes, pairs, strict=True):
            between.wish = wish if wish is not None and set(wish) == set(two) else None
            self.others.take_over(two)
        gutters = [between.gutter for between in self.betweens]
        spread.set_row(row, gutters, [between.following for between in self.betweens])
        for at, pane in enumerate(row):
            names = (_TEXTS[at], _PAGES[at]) if len(row) > len(Side) else _SIDES[at]
            pane.set_names(*names)
            pane.set_ruler_edge(Side.RIGHT if at else Side.LEFT)
            pane.takes_beside = at == len(row) - 1 < MOST - 1
        for pane in gone:
            self._last = None if self._last is pane else self._last
            self._dispose(pane)
        self.view.rearranged()
        scrolling = self._window.handlers.scrolling
        for between in self.betweens:
            scrolling.restore_points_of(between.following, between.documents)
        self._look_at(chosen)
        self._window.commands.set_enabled("gutters", len(self.betweens) > 1)

    def _dispose(self, pane: Pane) -> None:
        handlers = self._window.handlers
        self._desk.openings.drop(pane.seat)
        self.others.forget(pane)
        handlers.notices.forget(pane)
        handlers.notes.forget(pane)
        handlers.panels.forget(pane)
        pane.opened = None  # for those that are still to say something of it
        if pane.page_side is not None:
            pane.page_side.close_file()
        pane.hide()
        pane.deleteLater()

    @property
    def wishes(self) -> list[Two | None]:
        """What the reader wants each gutter to compare; None: its neighbours."""
        return [between.wish for between in self.betweens]

    def make_pane(self) -> Pane:
        """Make a pane that is in no row yet, and is empty."""
        pane = self._spread.make_pane(Side.RIGHT)
        pane.twinned.connect(self.others.show)
        for between in self.betweens:
            between.listen_to(pane)
        pane.show_message("", _("Open a document here, or drop a file."))
        return pane

    def _add(self, at: int) -> Pane:
        """Put a new pane into the row, and look at a gutter beside it."""
        pane = self.make_pane()
        row, wishes = list(self._spread.row), self.wishes
        row.insert(at, pane)
        wishes.insert(max(0, at - 1), None)
        self.arrange(row, wishes, max(0, at - 1))
        return pane

    def room_at(self, at: int) -> Pane | None:
        """Return a pane for a document: an empty one if there is one, else a new one.

        An empty one where the document is to lie goes before others. None, which is said, where
        there is no room.
        """
        row = self._spread.row
        empty = [pane for pane in row if self._is_empty(pane)]
        pane = min(empty, key=lambda pane: abs(row.index(pane) - at), default=None)
        if pane is None:
            if len(row) < MOST:
                return self._add(min(at, len(row)))
            self._window.say(_("There is room for four texts; close one of them first."))
        return pane

    def open(self, path: str, sha256: str) -> None:
        """Open a document in a pane of its own, at the end of the row; see `Desk.open`."""
        pane = self.room_at(MOST)
        if pane is not None:
            self._window.handlers.panels.show_texts()
            side = self._spread.side_of(pane)
            pane.view.setFocus()
            self._desk.open(side, path, sha256=sha256)

    def _is_empty(self, pane: Pane) -> bool:
        """Whether nothing was opened in a pane, nor could not be opened."""
        waits = pane.seat in self._desk.openings.awaited
        return (
            pane.opened is None and bool(pane.text.message) and not pane.shows_pages and not waits
        )

    def close(self) -> None:
        """Close the pane that the reader is in, or was in last; of two only the document goes."""
        spread, pane = self._spread, self._pane_of_reader()
        self._window.handlers.panels.show_texts()
        side = spread.side_of(pane)
        closed = ClosedPane(kept_row.row_now(self._window), spread.row.index(pane))
        if closed.pane.is_named:
            self._window.handlers.panes.remember(closed, visible_name(closed.pane.title))
        if len(spread.row) == len(Side):
            self._desk.close(side)
            return
        other = spread.panes[side.other]
        row = [each for each in spread.row if each is not pane]
        wishes = without(pane, spread.row, self.wishes)
        self._is_turning = True
        other.view.setFocus()
        chosen = next(at for at, two in enumerate(pairs_of(row, wishes)) if other in two)
        self.arrange(row, wishes, chosen)

    def swap_sides(self) -> None:
        """Exchange the two that are looked at."""
        if len(self._spread.row) == len(Side):
            self._desk.swap()
        else:
            self._exchange(*self.looked_at.two, self.chosen)

    def swap_neighbour(self) -> None:
        """Exchange the reader's pane with its right neighbour, the last with its left one."""
        row = self._spread.row
        at = row.index(self._pane_of_reader())
        left = min(at, len(row) - 2)
        if len(row) == len(Side):
            self._desk.swap()
        else:
            self._exchange(row[left], row[left + 1], left)

    def _exchange(self, one: Pane, other: Pane, chosen: int) -> None:
        keyboard = self._window.focusWidget()
        turned = {one: other, other: one}
        row, wishes = [turned.get(pane, pane) for pane in self._spread.row], self.wishes
        here, pairs = set(self.looked_at.two), pairs_of(row, wishes)
        if any(wish and set(wish) != set(two) for wish, two in zip(wishes, pairs, strict=True)):
            wishes = wishes_for(row, [between.two for between in self.betweens])
            pairs = pairs_of(row, wishes)
        chosen = next((at for at, two in enumerate(pairs) if set(two) == here), chosen)
        self.arrange(row, wishes, chosen)
        if keyboard is not None:
            keyboard.setFocus()
        pane = self._pane_of(keyboard)
        if pane is not None:
            self.turn_to(pane)

    # What is written down

    def words(self, chosen: int | None = None) -> str:
        """Return what is written down of the row, with a chosen gutter; see `kept_row`."""
        return kept_row.words_of(self, self._spread, self.chosen if chosen is None else chosen)

    # What a gutter compares

    def compare(self, at: int, two: Two) -> None:
        """Have a gutter compare two panes, and look at it."""
        row, wishes = self._spread.row, self.wishes
        wishes[at] = wish_for(two, row, at)
        self.arrange(list(row), wishes, at)
        self._bring_keyboard()

    def offer_choice(self) -> None:
        """Offer what the chosen gutter could compare."""
        self._offer(self.looked_at)

    def _offer(self, between: Between) -> None:
        at, row = self.betweens.index(between), self._spread.row
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for two in choices(row, [each.two for each in self.betweens], at):
            action = menu.addAction(self._name(two).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(two == between.two)
            action.triggered.connect(lambda _on=False, two=two: self.compare(at, two))
        menu.addSeparator()
        mode = between.head.compared.mode if between.head.compared is not None else None
        for each, words in ((Mode.POSITIONS, _("Positions")), (Mode.WORDS, _("Words"))):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(each is mode)
            action.triggered.connect(lambda _on=False, each=each: self._set_mode(at, each))
        menu.popup(between.head.mapToGlobal(between.head.rect().bottomLeft()))

    def _set_mode(self, at: int, mode: Mode) -> None:
        self.choose(at)
        self._desk.set_mode(mode)

    def _name(self, two: Two) -> str:
        numbers = [str(self._spread.row.index(pane) + 1) for pane in two]
        opened = [pane.opened for pane in two]
        if opened[0] is None or opened[1] is None:
            return " | ".join(numbers)
        labels = labels_on({Side.LEFT: opened[0], Side.RIGHT: opened[1]})
        named = zip(numbers, labels, strict=True)
        return " | ".join(f"{number}  {label}" for number, label in named)
