"""Reading first, with Diptych's marks hidden; then what both found, only the reader, or only it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.services.reading_first import Reveal, reveal
from diptych.ui.controls import QuietButton, Segments
from diptych.ui.entries import Entry, EntryList
from diptych.ui.language import _, plural
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import RELATION_INK
from diptych.ui.uncovering import hide_marks, marked_on
from diptych.ui.wording import glyph, one_line, relation_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_LETTERS = 300
# Pixels: one line of the list, whatever stands above it.
_LEAST = 56


class ReadFirst(QWidget):
    """The panel: hides the marks, shows them, and says who found what in all that is shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._found = Reveal((), (), ())
        self.setAccessibleName(_("Read first"))
        self._words, self._where = Prose(self), Prose(self)
        self.turn = QuietButton("", self)
        self.turn.clicked.connect(self._turn)
        self.here = QuietButton(_("Only in this section"), self)
        self.here.setAccessibleName(_("Show Diptych's marks in this section"))
        self.here.clicked.connect(window.commands.action("show_section").trigger)
        self.groups = Segments(
            (
                ("both", "", _("What both found")),
                ("mine", "", _("What only you found")),
                ("its", "", _("What only Diptych found")),
            ),
            self,
        )
        self.groups.set_current("both")
        self.groups.chosen.connect(self._choose)
        self.list = EntryList(_("Found"), 2, self)
        self.list.entered.connect(self._go_to)
        self.list.left.connect(window.handlers.panels.give_back)
        self.list.setMinimumHeight(_LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._words)
        for button in (self.turn, self.here):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._where)
        column.addWidget(self.groups)
        column.addWidget(self.list, 1000)
        column.addStretch(1)  # all that is left where there is no list

    def widget(self) -> QWidget:
        """Return the panel."""
        return self

    def take_keyboard(self) -> None:
        """Give the keyboard to what hides and shows the marks."""
        self.turn.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self._words, self.turn, self.here, self._where, self.groups, self.list):
            part.set_theme(theme)

    def end(self) -> None:
        """Nothing is under way."""

    def refresh(self) -> None:
        """Say whether the marks are hidden, and who found what where they are not."""
        first, marked = self._desk.first, marked_on(self._desk)
        found = reveal((row.finding for row in self._desk.open_rows), marked)
        if first is not None:
            mine = (note for note in found.mine if first.is_shown_where(marked[note]))
            found = found._replace(mine=tuple(mine))
        self._found = found
        is_shown = first is None or first.count > 0
        self.turn.setText(_("Hide Diptych's marks") if first is None else _("Show Diptych's marks"))
        self.turn.updateGeometry()
        self.turn.setEnabled(len(self._desk.documents) == len(Side))
        self.here.setVisible(first is not None)
        self.groups.setVisible(is_shown)
        self.list.setVisible(is_shown)
        lines = [Line((Piece(_("Read first"), bold=True),), large=True)]
        if first is None:
            said = _("What you marked in these two texts, beside what Diptych found.")
            lines.append(Line((Piece(said),)))
        else:
            lines.append(Line((Piece(self._what_to_do()),)))
            words = plural(
                "{count} mark of yours so far", "{count} marks of yours so far", len(marked)
            )
            lines.append(Line((Piece(words, "dim"),), small=True))
        self._words.set_lines(lines)
        where = _where(first.count) if first is not None and is_shown else ""
        self._where.set_lines([Line((Piece(where),))] if where else [])
        self._where.setVisible(bool(where))
        self._show()

    def _what_to_do(self) -> str:
        key = self._window.commands.key
        return _(
            "Diptych's marks on these two texts are hidden. Read, highlight{highlight} and write "
            "notes{note} or link both sides{link}. When you have marked something in a section and "
            "gone on, what Diptych found there is shown."
        ).format(
            highlight=key("highlight", " ({key})"),
            note=key("note", " ({key})"),
            link=key("link_selections", " ({key})"),
        )

    def _show(self) -> None:
        counts = {
            "both": _("Both: {count}").format(count=len(self._found.both)),
            "mine": _("Only you: {count}").format(count=len(self._found.mine)),
            "its": _("Only Diptych: {count}").format(count=len(self._found.its)),
        }
        for key, words in counts.items():
            self.groups.button(key).setText(words)
            self.groups.button(key).updateGeometry()
        group = self.groups.current()
        self.list.empty_words = {
            "both": _("Nothing that you marked is where Diptych found something."),
            "mine": _("You marked nothing that Diptych did not find."),
            "its": _("Diptych found nothing that you did not mark."),
        }[group]
        if group == "mine":
            self.list.set_entries([self._of_note(note) for note in self._found.mine])
            return
        wanted = {each.id for each in (self._found.both if group == "both" else self._found.its)}
        rows = [row for row in self._desk.open_rows if row.finding.id in wanted]
        self.list.set_entries(self._of_rows(rows))

    def _of_rows(self, rows: Sequence[Row]) -> list[Entry]:
        labels = self._desk.labels()
        entries = []
        for row in rows:
            words = f"{glyph(row.relation)} {relation_word(row.relation, labels)}"
            ink = RELATION_INK[row.relation] if row.relation else "dim"
            body = one_line(row.left or row.right, _LETTERS)
            entries.append(Entry(row.finding.id, (Piece(words, ink, bold=True),), body, row.label))
        return entries

    def _of_note(self, note_id: str) -> Entry:
        note = next(note for note in self._desk.notes if note.id == note_id)
        quote = one_line(" … ".join(anchor.quote for anchor in note.anchors), _LETTERS)
        heading = one_line(note.body, 80) or _("Highlight")
        return Entry(note_id, (Piece(heading, bold=True),), quote, f"{heading}: {quote}")

    def _choose(self, group: str) -> None:
        self.groups.set_current(group)
        self._show()

    def _go_to(self, key: str) -> None:
        if self.groups.current() == "mine":
            self._window.handlers.notes.go_to(key)
        else:
            self._desk.show_finding(key)

    def _turn(self) -> None:
        hide_marks(self._desk, hidden=self._desk.first is None)
        self.refresh()
        self.turn.setFocus()


def _where(sections: int) -> str:
    """Return of how many sections the groups below tell."""
    return plural(
        "In the {count} section that is shown so far:",
        "In the {count} sections that are shown so far:",
        sections,
    )
