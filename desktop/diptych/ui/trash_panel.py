"""The trash: what the reader deleted, until when it is kept, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diptych.model.comparison import Relation
from diptych.model.note import Note, NoteKind
from diptych.services.backups import TRASH_DAYS
from diptych.services.names import visible_name
from diptych.services.note_links import beginning
from diptych.services.trashing import Trashed, listed, restore
from diptych.ui.controls import QuietButton
from diptych.ui.entries import Entry, EntryList
from diptych.ui.language import _, plural
from diptych.ui.plain_list import ListPanel, add_action
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.question import Question
from diptych.ui.wording import Labels, capital, day, moment, one_line, relation_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

    Times = Callable[[str], tuple[str, str]]

WIDTH = 300
# So many of a note are enough to call it something.
_LETTERS = 400


class TrashPanel(ListPanel):
    """Lists what was deleted; puts it back, or lets go of it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, QSize(WIDTH, 400))
        self._window = window
        self._library = window.workplace.library
        self._items: dict[str, Trashed] = {}
        self.setAccessibleName(_("Trash"))
        self._heading = Prose(self)
        self.list = EntryList(_("Trash"), 2, self, by_click=False)
        self.list.empty_words = plural(
            "Nothing is in the trash. What you delete is kept here for {count} day.",
            "Nothing is in the trash. What you delete is kept here for {count} days.",
            TRASH_DAYS,
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.back = self._button(_("Put back"), "", self._put_back)
        self.gone = self._button(_("Delete for good…"), "Del", self._ask_one)
        self.empty = self._button(_("Empty the trash…"), "", self._ask_all)
        # The keyboard goes through what is made here, in this order.
        self._buttons = QWidget(self)
        self.question = Question(self)
        self.question.closed.connect(self._answered)
        self.list.entered.connect(lambda _key: self._put_back())
        self.list.left.connect(self._leave)
        self.list.moved.connect(lambda _key: self._enable())
        self._lay_out()

    def _button(self, text: str, key: str, act: Callable[[], None]) -> QuietButton:
        add_action(self.list, text, act, key)
        button = QuietButton(text, self)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.back, self.gone):
            row.addWidget(button)
        row.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.empty)
        column = self.column()
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self._buttons)
        column.addWidget(self.question)

    # The panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self._heading, self.list, self.back, self.gone, self.empty, self.question):
            part.set_theme(theme)

    def end(self) -> None:
        """Nothing is under way."""

    def refresh(self) -> None:
        """List what is in the trash now."""
        row = self.list.currentIndex().row()
        titles = {entry.sha256: visible_name(entry.title) for entry in self._library.entries()}
        going = self._window.handlers.keeping.going
        items = [
            item
            for item in listed(self._library, self._window.workplace.followed)
            if (item.kind, item.id) not in going
        ]
        titles |= {item.id: visible_name(item.words) for item in items if item.kind == "document"}
        self._items = {f"{item.kind} {item.id}": item for item in items}
        times = cache(_times)  # many things are deleted in one go
        self.list.set_entries(
            [_entry(key, item, titles, times) for key, item in self._items.items()]
        )
        if not self.list.current() and row >= 0:
            self.list.go_to_row(row)
        pieces = (Piece(_("Trash"), bold=True), Piece(f"  {len(items)}", "dim", small=True))
        self._heading.set_lines([Line(pieces, large=True)])
        self._enable()

    def _enable(self) -> None:
        there = bool(self.list.current())
        for button in (self.back, self.gone):
            button.setEnabled(there)
        self.empty.setEnabled(bool(self._items))

    def _title(self) -> str:
        return str(self.list.currentIndex().data())

    def _leave(self) -> None:
        self._window.handlers.panels.give_back()

    # What the reader does

    def _put_back(self) -> None:
        item = self._items.get(self.list.current())
        if item is None:
            return
        undo = self._window.workplace.undo
        title = self._title()
        if self._window.desk.keep(lambda: restore(self._library, undo, item)) is None:
            self._window.say(_("“{title}” is back.").format(title=title))
        self.refresh()

    def _ask_one(self) -> None:
        item = self._items.get(self.list.current())
        if item is not None:
            title = self._title()
            words = (
                _("Let go of “{title}” for good? Its file stays as it is, and so do your notes.")
                if item.kind == "document"
                else _("Delete “{title}” for good? Only a copy of the library still has it then.")
            )
            self._ask(words.format(title=one_line(title, 60)), _("Delete for good"), [item])

    def _ask_all(self) -> None:
        if self._items:
            items = list(self._items.values())
            words = plural(
                "Delete {count} thing for good? Only copies of the library still have it then.",
                "Delete {count} things for good? Only copies of the library still have them then.",
                len(items),
            )
            self._ask(words, _("Empty the trash"), items)

    def _ask(self, words: str, yes: str, items: Sequence[Trashed]) -> None:
        def go_on() -> None:
            self._window.handlers.keeping.let_go(items)
            self.refresh()

        self._buttons.hide()
        self.question.ask(words, yes, go_on)

    def _answered(self) -> None:
        self._buttons.show()
        self.list.setFocus()


def _entry(key: str, item: Trashed, titles: dict[str, str], times: Times) -> Entry:
    kind, title = _named(item, titles)
    when, until = times(item.deleted)
    if item.is_needed:
        until = _("kept for the notes on it")
    body = f"{kind} · {when} · {until}"
    return Entry(key, (Piece(title),), body, f"{title}. {body}")


def _times(deleted: str) -> tuple[str, str]:
    """Say when a thing was deleted, and until when it is kept."""
    end = date.fromisoformat(deleted[:10]) + timedelta(days=TRASH_DAYS)
    return (
        _("deleted {when}").format(when=moment(deleted)),
        _("kept until {day}").format(day=day(end.isoformat())),
    )


def _named(item: Trashed, titles: dict[str, str]) -> tuple[str, str]:
    """Return what kind of thing it is, and what it is called."""
    if item.kind == "note":
        note = Note(item.id, NoteKind.FREE, item.words[:_LETTERS])
        return _("Note"), visible_name(beginning(note))
    if item.kind == "topic":
        return _("Topic"), capital(visible_name(item.words))
    if item.kind == "document":
        return _("Document"), titles[item.id]
    left, right, *_finding = item.id.split(" ")
    both = " – ".join(titles.get(each, _("a document that was removed")) for each in (left, right))
    if item.kind == "reading":
        return _("Reading"), both
    relation = None if item.words == "not_a_pair" else Relation(item.words)
    word = capital(relation_word(relation, Labels(_("left"), _("right"))))
    return _("Verdict"), f"{word}: {both}"
