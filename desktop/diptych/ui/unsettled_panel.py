"""Verdicts whose words have changed: the old ones beside the new, and the reader decides."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout

from diptych.services import unsettled
from diptych.services.carrying import Carrying
from diptych.services.names import visible_name
from diptych.ui.background import Background
from diptych.ui.card import Card
from diptych.ui.controls import QuietButton
from diptych.ui.entries import Entry, EntryList
from diptych.ui.language import _
from diptych.ui.plain_list import ListPanel
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import RELATION_INK
from diptych.ui.wording import Labels, capital, glyph, one_line, relation_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Side
    from diptych.model.document import Document
    from diptych.services.unsettled import Unsettled
    from diptych.ui.theme import Theme, Token
    from diptych.ui.window import Window

WIDTH = 320
_LONGEST = 600


class _Row(NamedTuple):
    """A verdict that is to be decided on, and the document that has changed."""

    side: Side
    document: Document
    each: Unsettled


class UnsettledPanel(ListPanel):
    """Lists the verdicts on earlier versions of the two texts that did not go over to them."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, QSize(WIDTH, 500))
        self._window = window
        self._library = window.workplace.library
        self._carrying = Carrying(self._library, window.workplace.jobs)
        self._background = Background(self)
        self._rows: dict[str, _Row] = {}
        # How often was looked: only the last answer is shown.
        self._asked = 0
        self.setAccessibleName(_("Verdicts whose words have changed"))
        self._heading = Prose(self)
        self.list = EntryList(_("Verdicts whose words have changed"), 2, self, by_click=False)
        self.list.moved.connect(lambda _key: self._show_current())
        self.list.entered.connect(lambda _key: self._go_to_words())
        self.list.left.connect(self._leave)
        self.card = Card(_("Does your verdict still hold?"), self)
        self.words = Prose(self.card)
        self.card.column.addWidget(self.words)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2)
        self.holds = self._button(
            _("It holds"), _("The verdict holds for the new words"), self._keep
        )
        self.lapses = self._button(
            _("It does not"), _("The verdict does not hold for the new words"), self._let_go
        )
        self.show_words = self._button(
            _("Show the words"), _("Show the new words in the text"), self._go_to_words
        )
        self._buttons.addStretch(1)
        self.card.column.addLayout(self._buttons)
        column = self.column()
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        column.addWidget(self.card)

    def _button(self, text: str, name: str, act: Callable[[], None]) -> QuietButton:
        button = QuietButton(text, self.card)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        self._buttons.addWidget(button)
        return button

    # The panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (
            *(self._heading, self.list, self.card, self.words),
            *(self.holds, self.lapses, self.show_words),
        ):
            part.set_theme(theme)

    def end(self) -> None:
        """The window closes: hand nothing on any more."""
        self._background.end()

    def refresh(self) -> None:
        """Look which verdicts there are to decide on; the searching is done beside the window."""
        self._asked += 1
        asked, looks = self._asked, []
        for side, opened in self._window.desk.documents.items():
            document = opened.document
            look = unsettled.looking(self._library, document, self._carrying.earlier(opened))
            if look is not None:
                looks.append((side, document, look))
        self.list.empty_words = _("Looking for the words of your verdicts…")
        if not looks:
            self._list([])
            return

        def look_all() -> list[_Row]:
            return [_Row(side, document, each) for side, document, look in looks for each in look()]

        def found(rows: list[_Row]) -> None:
            if asked == self._asked:
                self._list(rows)

        self._background.run(look_all, found)

    def _list(self, rows: list[_Row]) -> None:
        at = self.list.currentIndex().row()
        self.list.empty_words = _(
            "No verdict is waiting for you: all count for the words that are in the texts now."
        )
        self._rows = {f"{row.side} {row.each.verdict.finding}": row for row in rows}
        self.list.set_entries([self._entry(key, row) for key, row in self._rows.items()])
        if not self.list.current() and at >= 0:
            self.list.go_to_row(at)
        pieces = (
            Piece(_("Verdicts whose words have changed"), bold=True),
            Piece(f"  {len(rows)}", "dim", small=True),
        )
        self._heading.set_lines([Line(pieces, large=True)])
        self._show_current()

    def _entry(self, key: str, row: _Row) -> Entry:
        relation = row.each.verdict.relation
        word = capital(relation_word(relation, Labels(_("left"), _("right"))))
        ink: Token = RELATION_INK[relation] if relation is not None else "ink"
        title = visible_name(self._window.desk.documents[row.side].entry.title)
        words = one_line(visible_name(" … ".join(old for old, _new in row.each.words)), 200)
        pieces = (Piece(f"{glyph(relation)} {word}", ink, bold=True), Piece(f"  {title}", "dim"))
        return Entry(key, pieces, words, f"{word}, {title}: {words}")

    def _current(self) -> _Row | None:
        return self._rows.get(self.list.current())

    def _show_current(self) -> None:
        row = self._current()
        self.card.setVisible(row is not None)
        if row is None:
            return
        lines: list[Line] = []
        for old, new in row.each.words:
            before, after = changed_words(_cut(visible_name(old)), _cut(visible_name(new)))
            lines += [_label(_("You judged these words:")), Line(before)]
            if new:
                lines += [_label(_("Now there are these:")), Line(after)]
            else:
                lines.append(_label(_("Nothing in the new text resembles them.")))
        self.words.set_lines(lines)
        self.holds.setEnabled(row.each.is_somewhere)
        self.show_words.setEnabled(any(row.each.places))

    # What the reader decides

    def _keep(self) -> None:
        row, undo = self._current(), self._window.workplace.undo
        if row is not None and row.each.is_somewhere:
            self._window.desk.keep(lambda: unsettled.take_over(undo, row.each, row.document))
            self.list.setFocus()

    def _let_go(self) -> None:
        row, undo = self._current(), self._window.workplace.undo
        if row is not None:
            self._window.desk.keep(lambda: unsettled.let_go(undo, row.each))
            self.list.setFocus()

    def _go_to_words(self) -> None:
        row = self._current()
        place = next(filter(None, row.each.places), None) if row is not None else None
        opened = self._window.desk.documents.get(row.side) if row is not None else None
        if row is not None and place is not None and opened is not None:
            self._window.spread.show_span(row.side, place)

    def _leave(self) -> None:
        self._window.handlers.panels.give_back()


def _label(words: str) -> Line:
    return Line((Piece(words, "dim", small=True),))


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def changed_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two wordings, what is only in the old one struck out, what is only in the new bold."""
    one, two = old.split(), new.split()
    before: list[Piece] = []
    after: list[Piece] = []
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        for pieces, words in ((before, one[a:b]), (after, two[c:d])):
            if words:
                text = " ".join(words) + " "
                strikes = not same and pieces is before
                pieces.append(Piece(text, struck=strikes, bold=not same and pieces is after))
    return tuple(before), tuple(after)
