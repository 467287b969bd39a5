"""The notes browser: all notes of the library, filtered as the reader types; each opens its words.

Notes whose words were not surely found are decided on here: both texts are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout

from diptych.services.browsing import About, Filters, browse
from diptych.ui.controls import QuietButton
from diptych.ui.deciding import FORMER, Deciding, former_lines
from diptych.ui.filter_field import FilterField
from diptych.ui.language import _, plural
from diptych.ui.notes_filters import FiltersMenu, filter_words
from diptych.ui.notes_list import NotesList, NotesModel
from diptych.ui.plain_list import ListPanel, add_action
from diptych.ui.prose import Line, Piece, Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.services.browsing import NoteItem
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

WIDTH = 300


class NotesBrowser(ListPanel):
    """The panel of all notes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, QSize(WIDTH, 400))
        self._window = window
        self._library = window.workplace.library
        self.filters = Filters()
        self.setAccessibleName(_("Notes"))
        self.model = NotesModel(self)
        self.list = NotesList(self.model, self)
        self._heading, self._active, self.former = Prose(self), Prose(self), Prose(self)
        self.field = FilterField(_("Words of a note, or #tag…"), _("Search the notes"), self)
        self.menu_button = QuietButton(_("Filter ▾"), self)
        self.menu_button.setAccessibleName(_("Filter the notes"))
        self.menu_button.clicked.connect(self._offer_filters)
        self.all_button = QuietButton(_("Show all"), self)
        self.all_button.clicked.connect(lambda: self.set_filters(Filters()))
        self.deciding = Deciding(window, self)
        self.deciding.left.connect(self._next)
        # Keys that are already waiting are typed before the list is made anew.
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self.refresh)
        self._make_actions()
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.left_below.connect(self.list.setFocus)
        self.list.left_above.connect(self.field.setFocus)
        self.list.opened.connect(self._open)
        self.list.row_changed.connect(self._show_current)

    def _make_actions(self) -> None:
        table: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("open", _("Go to its words"), "", self._open_current),
            ("delete", _("Delete the note"), "Del", self._delete),
            ("restore", _("Take out of the trash"), "", self._restore),
        )
        self._actions = {
            name: add_action(self.list, text, act, key) for name, text, key, act in table
        }
        self.restore = QuietButton(_("Take out of the trash"), self)
        self.restore.clicked.connect(self._restore)

    def _lay_out(self) -> None:
        head, active = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.menu_button)
        active.addWidget(self._active, 1)
        active.addWidget(self.all_button)
        column = self.column()
        column.addLayout(head)
        column.addWidget(self.field)
        column.addLayout(active)
        column.addWidget(self.list, 1)
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.former)
        column.addWidget(self.deciding)

    # The panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the field."""
        self.field.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (
            *(self._heading, self._active, self.menu_button, self.all_button),
            *(self.list, self.restore, self.former, self.deciding),
        ):
            part.set_theme(theme)

    def end(self) -> None:
        """The window closes: look for nothing any more."""
        self.deciding.end()

    def refresh(self) -> None:
        """List the notes as they are now; the current one stays current."""
        current = self.list.current()
        row = max(0, self.list.currentIndex().row())
        desk = self._window.desk
        findings = {
            row.finding.id: About(row.relation.value if row.relation else "", row.finding.topics)
            for row in desk.open_rows
        }
        topics = {topic.id: topic.name for topic in self._window.workplace.followed.topics}
        self.model.set_items(browse(self._library, self.filters, findings, topics))
        self.list.viewport().update()
        if current is not None:
            at = self.model.row_of(current.note.id)
            self.list.go_to_row(at if at >= 0 else row)
        self._show_filters()
        self._show_current()

    # Filters

    def show_unplaced(self) -> None:
        """Show only the notes whose words were not surely found, the first of them chosen."""
        self.set_filters(Filters(which="unplaced"))
        self.list.go_to_row(0)
        self.list.setFocus()

    def set_filters(self, filters: Filters) -> None:
        """Show the notes that pass these filters."""
        self.filters = filters
        if self.field.text() != filters.words:
            self.field.blockSignals(True)
            self.field.setText(filters.words)
            self.field.blockSignals(False)
        self.refresh()

    def _typed(self, words: str) -> None:
        self.filters = self.filters._replace(words=words)
        self._typing.start()

    def _offer_filters(self) -> None:
        menu = FiltersMenu(self._window, self.filters, self.set_filters, self)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _show_filters(self) -> None:
        count = len(self.model.items)
        pieces = (Piece(_("Notes"), bold=True), Piece(f"  {count}", "dim", small=True))
        self._heading.set_lines([Line(pieces, large=True)])
        active = filter_words(self._window, self.filters)
        self._active.set_lines([Line((Piece(" · ".join(active), "dim"),), small=True)])
        for widget in (self._active, self.all_button):
            widget.setVisible(bool(active))
        none = _(
            "There are no notes yet.\n\nSelect words to write one{note}, "
            "or to highlight them{highlight}."
        )
        key = self._window.commands.key
        self.list.empty_words = (
            _("No note matches.")
            if active or self.filters.words
            else none.format(note=key("note", " ({key})"), highlight=key("highlight", " ({key})"))
        )

    # What the reader does

    def _show_current(self) -> None:
        item = self.list.current()
        is_trashed = item is not None and item.is_trashed
        self.deciding.show_note(None if item is None or is_trashed else item.note)
        self._show_former(item)
        self.restore.setVisible(is_trashed)
        self._actions["restore"].setVisible(is_trashed)
        for name in ("open", "delete"):
            self._actions[name].setEnabled(item is not None and not is_trashed)

    def _show_former(self, item: NoteItem | None) -> None:
        former = self._library.former_anchors(item.note.id, FORMER) if item is not None else []
        lines = []
        if item is not None and former:
            titles = {each.sha256: each.title for each in self._library.entries()}
            lines = former_lines(former, titles)
        self.former.set_lines(lines)
        self.former.setVisible(bool(lines))

    def _open(self, note_id: str) -> None:
        item = self.list.current()
        if item is not None and not item.is_trashed:
            self._window.handlers.notes.open(note_id)

    def _open_current(self) -> None:
        item = self.list.current()
        if item is not None:
            self._open(item.note.id)

    def _delete(self) -> None:
        item = self.list.current()
        if item is not None and not item.is_trashed:
            annotating = self._window.workplace.annotating
            self._window.desk.keep(lambda: annotating.delete_note(item.note))

    def _restore(self) -> None:
        item = self.list.current()
        if item is not None and item.is_trashed:
            annotating = self._window.workplace.annotating
            self._window.desk.keep(lambda: annotating.restore_note(item.note.id))

    def _next(self) -> None:
        self.list.go_to_row(self.list.currentIndex().row() + 1)
        self.list.setFocus()

    def spoken(self) -> str:
        """Return how many notes are listed, as a sentence."""
        return plural("{count} note", "{count} notes", len(self.model.items))
