"""What is known of a document, to be changed by the reader: a form below the library's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from diptych.services.names import visible_name
from diptych.ui.card import Card
from diptych.ui.controls import QuietButton
from diptych.ui.field import Field
from diptych.ui.language import _, mark, said
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from diptych.model.note import LibraryEntry
    from diptych.services.cataloguing import Item

_FIELDS = {
    "title": mark("Title"),
    "author": mark("Author"),
    "date": mark("Date"),
    "language": mark("Language"),
}
_HINTS = {"date": mark("2018-11-30, or 2018"), "language": mark("en, es")}


class Details(Card):
    """Title, author, date and language of a document; format and places beside them.

    A field is saved by Enter, by Tab, and when the reader goes elsewhere.

    Signals:
        edited: the entry, the field, its new text.
        left: the reader is done.
    """

    edited = Signal(object, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Details"), parent)
        self._entry: LibraryEntry | None = None
        self.fields: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (name, text) in enumerate(_FIELDS.items()):
            label = Prose(self)
            label.set_lines([Line((Piece(_(text), "dim"),), small=True)])
            label.setFixedWidth(scaled(62))
            field = self.fields[name] = Field(self)
            field.setAccessibleName(_(text))
            if name in _HINTS:
                field.setPlaceholderText(_(_HINTS[name]))
            field.editingFinished.connect(lambda name=name: self._commit(name))
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        self._places = Prose(self)
        self._done = QuietButton(_("Done"), self)
        self._done.clicked.connect(self.left)
        row_below = QHBoxLayout()
        row_below.addStretch(1)
        row_below.addWidget(self._done)
        self.column.addLayout(grid)
        self.column.addWidget(self._places)
        self.column.addLayout(row_below)

    def show_item(self, item: Item, entry: LibraryEntry) -> None:
        """Show what is known of a document or of an earlier version of it."""
        self._entry = entry
        for name, field in self.fields.items():
            if field.text() != getattr(entry, name):
                field.setText(getattr(entry, name))
                field.setCursorPosition(0)
        paths = item.paths if entry is item.entry else ()
        lines = [said(entry.format)] if entry.format else []
        lines += paths or (_("There is no file with this text now."),)
        self._places.set_lines(
            [Line((Piece(visible_name(line), "dim"),), small=True) for line in lines]
        )
        if self.theme is not None:
            self._places.set_theme(self.theme)

    def take_keyboard(self) -> None:
        """Put the keyboard into the title."""
        self.fields["title"].setFocus()
        self.fields["title"].selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; what was typed and not saved by Enter is saved."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _commit(self, name: str) -> None:
        if self._entry is None:
            return
        text = self.fields[name].text().strip()
        if name == "title" and not text:
            self.fields[name].setText(self._entry.title)
        elif text != getattr(self._entry, name):
            self.edited.emit(self._entry, name, text)
