"""The copies of the library: which there are, how each differs from what is here, and the way back.

What would happen is said in numbers and by the names of notes before anything happens.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from diptych.model.note import Note, NoteKind
from diptych.services import restoring, taking_along
from diptych.services.names import visible_name
from diptych.services.note_links import beginning
from diptych.ui.controls import QuietButton, ThinScrollBar
from diptych.ui.entries import Entry, EntryList
from diptych.ui.focused import Area
from diptych.ui.language import _, mark, plural, said
from diptych.ui.plain_list import ListPanel, add_action
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.question import Question
from diptych.ui.wording import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from diptych.services.archive import Archive
    from diptych.services.backups import Difference
    from diptych.services.restoring import Compared, Copy
    from diptych.services.taking_along import Begun
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

WIDTH = 340
# So many notes are called by their names.
_NAMED = 8
_MEGABYTE = 1_000_000
_REASONS = {
    "day": mark("the last of its day"),
    "week": mark("the last of its week"),
    "month": mark("the last of its month"),
    "schema": mark("made before a newer version changed the library"),
    "aside": mark("the library until a copy was put in its place"),
}
_KINDS = {
    "notes": mark("Notes"),
    "highlights": mark("Highlights"),
    "verdicts": mark("Verdicts"),
    "topics": mark("Topics"),
    "documents": mark("Documents"),
}


class _Chosen(NamedTuple):
    """A copy that was looked into.

    Args:
        path: of the library's file.
        name: what it is called.
        archive: that it comes out of.
    """

    path: Path
    name: str
    archive: Archive | None = None


class CopiesPanel(ListPanel):
    """Lists the copies, says how one differs, and puts it in place when the reader says so."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, QSize(WIDTH, 500))
        self._window = window
        self._library = window.workplace.library
        self._keeping = window.handlers.keeping
        self._copies: dict[str, Copy] = {}
        self._archive: tuple[Path, Archive] | None = None
        self._chosen: _Chosen | None = None
        # How often something was looked into: only the last answer is shown.
        self._asked = 0
        # There is one place to prepare a copy in, and an archive is open as long as it is read.
        self._is_preparing = False
        self.setAccessibleName(_("Copies of the library"))
        self._heading, self.words = Prose(self), Prose(self)
        self.list = EntryList(_("Copies of the library"), 1, self, by_click=False)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.empty_words = _(
            "There are no copies yet. Diptych makes one a day, and you can make one now."
        )
        self.list.moved.connect(lambda _key: self._look())
        self.list.entered.connect(lambda _key: self._ask())
        self.list.left.connect(self._leave)
        self.put = self._button(_("Put in the library's place…"), self._ask, self.list)
        self.make = self._button(_("Make a copy now"), self._keeping.make_copy)
        self.open = self._button(_("Open an archive…"), self._keeping.open_archive)
        # The keyboard goes through what is made here, in this order.
        self._area, self._below = Area(self), QWidget(self)
        self.question = Question(self)
        self.question.closed.connect(self._answered)
        self.question.refused.connect(window.workplace.undo.watch_no_more)
        self._lay_out()
        self._show_nothing()

    def _button(self, text: str, act: Callable[[], None], at: QWidget | None = None) -> QuietButton:
        if at is not None:
            add_action(at, text, act)
        button = QuietButton(text, self)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(2)
        for button in (self.make, self.open):
            above.addWidget(button)
        above.addStretch(1)
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.put)
        row.addStretch(1)
        # What there is to say of a copy may be longer than the panel is high.
        area = self._area
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBar(ThinScrollBar(area))
        area.setWidget(self.words)
        area.setAccessibleName(_("How the copy differs"))
        column = self.column()
        column.addWidget(self._heading)
        column.addWidget(self.list, 3)
        column.addLayout(above)
        column.addWidget(area, 3)
        column.addWidget(self._below)
        column.addWidget(self.question)

    # The panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (
            *(self._heading, self.list, self.words, self.question),
            *(self.put, self.make, self.open),
        ):
            part.set_theme(theme)

    def end(self) -> None:
        """The window closes: let go of an archive."""
        self._asked += 1
        if self._archive is not None and not self._is_preparing:
            self._archive[1].close()
            self._archive = None

    def refresh(self) -> None:
        """List the copies that there are now."""
        folder = self._library.path.parent
        self._keeping.beside(lambda: restoring.copies(folder), self._list)

    def _list(self, copies: list[Copy]) -> None:
        self._copies = {str(copy.path): copy for copy in copies}
        entries = [_entry(copy) for copy in copies]
        if self._archive is not None:
            path = self._archive[0]
            title = visible_name(path.name)
            body = _("An archive, with documents")
            entries.insert(0, Entry(str(path), (Piece(title),), body, f"{title}. {body}"))
        before = self.list.current()
        self.list.set_entries(entries)
        pieces = (
            Piece(_("Copies of the library"), bold=True),
            Piece(f"  {len(entries)}", "dim", small=True),
        )
        self._heading.set_lines([Line(pieces, large=True)])
        if self.list.current() != before:
            self._show_nothing()

    def show_archive(self, path: Path, archive: Archive) -> None:
        """List an archive too, and say how the library in it differs."""
        if self._is_preparing:
            archive.close()
            return
        if self._archive is not None:
            self._archive[1].close()
        self._archive = path, archive
        self._list(list(self._copies.values()))
        self.list.go_to(str(path))
        self.list.setFocus()
        self._look()

    # Looking into one

    def tell(self, *sentences: str) -> None:
        """Say something in the place where copies are compared."""
        self._asked += 1
        self._chosen = None
        self.put.setEnabled(False)
        self._below.show()
        self.words.set_lines([Line((Piece(each),)) for each in sentences if each])

    def _show_nothing(self) -> None:
        self.tell(_("Choose a copy to see how it differs from the library."))

    def _look(self) -> None:
        """Compare the current copy with what is here."""
        if self._is_preparing:
            return
        key = self.list.current()
        self.question.close_it()
        if self._archive is not None and key == str(self._archive[0]):
            path, archive = self._archive
            chosen = _Chosen(archive.library, visible_name(path.name), archive)
        elif key in self._copies:
            copy = self._copies[key]
            chosen = _Chosen(copy.path, _name(copy))
        else:
            return
        self.tell(_("Looking into the copy…"))

        def looked() -> None:
            self._chosen = chosen
            self.put.setEnabled(True)

        self._compare(chosen, looked)

    def _compare(self, chosen: _Chosen, then: Callable[[], None]) -> None:
        """Say how a copy differs from what is here now."""
        self._asked += 1
        asked = self._asked

        def compared(found: Compared) -> None:
            if asked == self._asked:
                self.words.set_lines(difference_lines(found))
                then()

        self._keeping.beside(restoring.comparing(self._library, chosen.path), compared)

    # Putting one in place

    def _ask(self) -> None:
        chosen = self._chosen
        if chosen is None:
            self._look()  # what failed may work by now
            return
        if self._library.is_read_only:
            self.tell(_("The library is only read: nothing can be put in its place here."))
            return
        words = _("Put the library of {name} in place? The one that is here is kept as a copy.")

        # Told to go is what is there now; what comes later goes along.
        self._window.panel.flush()
        begun = taking_along.begin(self._window.workplace)

        def ask() -> None:
            self._below.hide()
            put = partial(self._put, chosen, begun)
            self.question.ask(words.format(name=chosen.name), _("Put it in place"), put)

        # What was written since it was looked into is told, too.
        self._compare(chosen, ask)

    def _answered(self) -> None:
        self._below.show()
        self.list.setFocus()

    def _put(self, chosen: _Chosen, begun: Begun) -> None:
        self.tell(_("Preparing the copy…"))
        self._is_preparing = True
        folder, clock = self._library.path.parent, self._window.workplace.clock

        def prepare() -> Path:
            try:
                return restoring.prepare(chosen.path, folder, clock, chosen.archive)
            finally:
                self._is_preparing = False

        self._keeping.beside(
            prepare, lambda ready: self._keeping.put_in_place(ready, chosen.name, begun)
        )

    def _leave(self) -> None:
        self._window.handlers.panels.give_back()


def _name(copy: Copy) -> str:
    return moment(copy.made) if copy.made else visible_name(copy.path.name)


def _entry(copy: Copy) -> Entry:
    size = _("{size} MB").format(size=f"{max(0.1, copy.size / _MEGABYTE):.1f}")
    # The last reason is the one for which it is kept longest.
    reason = next((_(_REASONS[each]) for each in reversed(copy.reasons) if each in _REASONS), "")
    body = " · ".join(filter(None, (size, reason)))
    return Entry(str(copy.path), (Piece(_name(copy)),), body, f"{_name(copy)}. {body}")


def difference_lines(found: Compared) -> list[Line]:
    """Return how a copy differs from the library: in numbers, and the notes that are concerned."""
    differences = found.differences
    lines = [Line((Piece(_("If this copy takes the library's place:"), bold=True),))]
    if found.trouble is not None:
        lines.append(Line((Piece(said(found.trouble.sentence), "danger"),)))
    lines += [_in_words(each) for each in differences if each.in_copy or each.in_library]
    notes = next(each for each in differences if each.what == "notes")
    for keys, texts, heading in (
        (notes.only_library, found.now.notes, _("Notes that are not in the copy:")),
        (notes.other, found.now.notes, _("Notes that read otherwise in the copy:")),
        (notes.only_copy, found.copy.notes, _("Notes that come back:")),
    ):
        lines += _named(keys, texts, heading)
    return lines


def _in_words(each: Difference) -> Line:
    parts = [
        plural("{count} goes", "{count} go", len(each.only_library)) if each.only_library else "",
        plural("{count} comes back", "{count} come back", len(each.only_copy))
        if each.only_copy
        else "",
        plural("{count} is other", "{count} are other", len(each.other)) if each.other else "",
    ]
    changes = ", ".join(filter(None, parts)) or _("no difference")
    counts = _("{copy} in the copy, {now} now").format(copy=each.in_copy, now=each.in_library)
    return Line(
        (
            Piece(f"{_(_KINDS[each.what])}: "),
            Piece(changes, "danger" if each.only_library else "ink"),
            Piece(f"  ({counts})", "dim", small=True),
        )
    )


def _named(keys: tuple[object, ...], texts: Mapping[str, str], heading: str) -> list[Line]:
    if not keys:
        return []
    lines = [Line((Piece(heading, "dim"),))]
    for key in keys[:_NAMED]:
        note = Note(str(key), NoteKind.FREE, texts[str(key)])
        lines.append(Line((Piece(f"– {visible_name(beginning(note))}"),), small=True, indent=8))
    if len(keys) > _NAMED:
        words = plural("and {count} more", "and {count} more", len(keys) - _NAMED)
        lines.append(Line((Piece(words, "dim"),), small=True, indent=8))
    return lines
