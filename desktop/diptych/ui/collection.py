"""The library in the window: its panel; what is added, found, described, removed, opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.errors import UserError
from diptych.services.collecting import Collecting
from diptych.services.names import visible_name
from diptych.services.survey import Survey, look_at, neighbours, survey
from diptych.ui.background import Background
from diptych.ui.language import _, plural, said
from diptych.ui.library_panel import LibraryPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.model.comparison import Side
    from diptych.model.note import LibraryEntry
    from diptych.services.collecting import Tally
    from diptych.services.survey import Found
    from diptych.ui.library_model import Row
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_SORT = "library_sort"


class Collection(QObject):
    """The library of one window. Looking at the disk is done in the background."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        place = window.workplace
        self._library = place.library
        self._cataloguing = window.desk.cataloguing
        self._collecting = Collecting(place.library, place.opening, place.jobs)
        self._collecting.changed = self._counted
        self._background = Background(self)
        self._panel: LibraryPanel | None = None
        self._is_looking = self._is_quiet = False
        self._stopped = False
        self._searched: frozenset[str] = frozenset()
        self._cataloguing.changed = self._described

    # The panel

    def widget(self) -> LibraryPanel:
        """Return the panel, which is built when it is first shown."""
        if self._panel is None:
            self._panel = self._make_panel()
        return self._panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.widget().take_keyboard()

    def _make_panel(self) -> LibraryPanel:
        panel = LibraryPanel(self._window)
        panel.set_sort(self._library.setting(_SORT) or "title")
        panel.open_requested.connect(self.open_row)
        panel.another_requested.connect(self.open_another)
        panel.files_dropped.connect(self.add)
        panel.add_asked.connect(self._choose)
        panel.find_asked.connect(self._choose_file_of)
        panel.remove_asked.connect(self.remove)
        panel.edited.connect(self._describe)
        panel.sorted_by.connect(lambda key: self._window.keep_setting(_SORT, key))
        panel.stop_asked.connect(self.stop)
        return panel

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        if self._panel is not None:
            self._panel.set_theme(theme)

    def refresh(self) -> None:
        """Bring the list up to date, and look which files are there."""
        self._show_items()
        self._look()

    def _show_items(self) -> None:
        if self._panel is not None:
            self._panel.set_items(self._cataloguing.items(self._collecting.missing))

    # Missing files

    def _look(self) -> None:
        if self._is_looking:
            return
        self._is_looking = True
        paths = self._known_paths()
        self._background.run(lambda: _missing(paths), self._looked)

    def _known_paths(self) -> list[str]:
        return [path for item in self._cataloguing.items(()) for path in item.paths]

    def _looked(self, missing: frozenset[str]) -> None:
        self._is_looking = False
        if missing == self._collecting.missing:
            return
        self._collecting.missing = missing
        self._show_items()
        gone = {
            item.entry.path
            for item in self._cataloguing.items(missing)
            if item.is_missing and item.entry.path
        }
        if gone - self._searched:
            self._searched |= gone
            self._search(gone, self._library.folders())

    def _search(self, gone: Iterable[str], folders: Iterable[str]) -> None:
        """Look for missing files where they were, and in folders, without a word."""

        def search() -> tuple[Found, ...]:
            return (*neighbours(gone), *survey(folders, self._is_closed, lambda _count: None).files)

        def found(files: tuple[Found, ...]) -> None:
            self._is_quiet = True
            self._keep(lambda: self._collecting.find(dict.fromkeys(files)))

        self._background.run(search, found)

    def find_missing(self) -> None:
        """Let the reader choose a folder, and look in it for all documents that are missing."""
        from PySide6.QtWidgets import QFileDialog

        folder = QFileDialog.getExistingDirectory(self._window, _("Find missing files in a folder"))
        if folder:
            self.find_in(folder)

    def find_in(self, folder: str) -> None:
        """Look in a folder for all documents that are missing."""
        paths = self._known_paths()
        self._window.say(_("Looking for missing files…"))

        def search() -> tuple[frozenset[str], tuple[Found, ...]]:
            return _missing(paths), survey([folder], self._is_closed, lambda _count: None).files

        def found(answer: tuple[frozenset[str], tuple[Found, ...]]) -> None:
            self._collecting.missing, files = answer
            self._is_quiet = False
            self._keep(lambda: self._collecting.find(files))

        self._background.run(search, found)

    def _choose_file_of(self, row: Row) -> None:
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(
            self._window, _("Find “{title}”").format(title=row.entry.title)
        )
        if path:
            self.add([Path(path)])

    # Adding

    def _choose(self, what: str) -> None:
        if what == "files":
            self.choose_files()
        else:
            self.choose_folder()

    def choose_files(self) -> None:
        """Let the reader choose files and add them."""
        from PySide6.QtWidgets import QFileDialog

        paths, _filter = QFileDialog.getOpenFileNames(self._window, _("Add files"))
        self.add([Path(path) for path in paths])

    def choose_folder(self) -> None:
        """Let the reader choose a folder and add what is in it."""
        from PySide6.QtWidgets import QFileDialog

        folder = QFileDialog.getExistingDirectory(self._window, _("Add a folder"))
        if folder:
            self.add([Path(folder)])

    def add(self, paths: Iterable[Path]) -> None:
        """Add files, and all that is in folders, to the library."""
        names = [str(path.absolute()) for path in paths]
        if not names:
            return
        self._stopped = False
        self._news(_("Looking for files…"), can_stop=True)

        def counted(count: int) -> None:
            words = plural("{count} file found…", "{count} files found…", count)
            self._background.tell(lambda: self._news(words, can_stop=True))

        self._background.run(lambda: survey(names, self._is_over, counted), self._surveyed)

    def resume(self) -> None:
        """Go on with what was still to be added when the program was closed."""
        paths = self._library.awaited()
        if paths:

            def look() -> Survey:
                found = {path: look_at(path) for path in paths}
                gone = tuple(path for path, file in found.items() if file is None)
                return Survey(tuple(filter(None, found.values())), gone)

            self._background.run(look, self._surveyed)

    def _is_over(self) -> bool:
        return self._stopped or self._is_closed()

    def _is_closed(self) -> bool:
        return self._background.is_ended

    def _surveyed(self, found: Survey) -> None:
        if self._stopped:
            self._news("")
            return
        self._is_quiet = False
        self._keep(lambda: self._collecting.add(found))
        if found.is_cut:
            self._window.say(
                plural(
                    "Only the first {count} file is added: add smaller folders.",
                    "Only the first {count} files are added: add smaller folders.",
                    len(found.files),
                )
            )

    def stop(self) -> None:
        """Add no more."""
        self._stopped = True
        self._keep(self._collecting.stop)

    def _counted(self, tally: Tally) -> None:
        if not tally.is_over:
            if not self._is_quiet:
                words = _("Adding files: {done} of {total}").format(
                    done=tally.done, total=tally.total
                )
                self._news(words, can_stop=True)
            return
        if not self._is_quiet or tally.found_again:
            refused = [_named(path, said(reason)) for path, reason in tally.refused]
            words = _outcome(tally)
            self._news(words, refused)
            self._window.say(words)
        self._show_items()
        self._window.show_status()

    def _news(self, words: str, names: Iterable[str] = (), *, can_stop: bool = False) -> None:
        if self._panel is not None:
            self._panel.show_news(words, tuple(names), can_stop=can_stop)
        elif can_stop:
            self._window.say(words)

    # One document

    def open_row(self, row: Row, side: Side) -> None:
        """Open a document or an earlier version on a side."""
        path = "" if row.is_earlier else row.entry.path
        self._window.desk.open(side, path, sha256=row.entry.sha256)

    def open_another(self, row: Row) -> None:
        """Open a document or an earlier version in a pane of its own."""
        path = "" if row.is_earlier else row.entry.path
        self._window.handlers.panes.open_another(path, row.entry.sha256)

    def remove(self, row: Row) -> None:
        """Take a document with its earlier versions, or one of these, out of the library."""
        entries: list[LibraryEntry] = [row.entry]
        if not row.is_earlier:
            entries += row.item.earlier
        if self._keep(lambda: self._cataloguing.remove(entries)):
            words = _("“{title}” is in the trash; its notes and verdicts are kept.")
            self._window.say(words.format(title=visible_name(row.entry.title)))

    def _describe(self, entry: LibraryEntry, field: str, value: str) -> None:
        self._keep(lambda: self._cataloguing.describe(entry, field, value))

    def _described(self) -> None:
        self._show_items()
        self._window.desk.renew_entries()

    def _keep(self, save: Callable[[], object]) -> bool:
        try:
            save()
        except UserError as error:
            self._window.desk.troubled.emit(error)
            return False
        return True

    def end(self) -> None:
        """Hand nothing on any more: the window closes; files that wait are added later."""
        self._background.end()
        self._keep(self._collecting.pause)
        self._cataloguing.changed = lambda: None


def _missing(paths: Iterable[str]) -> frozenset[str]:
    """Return where there is no file; this waits for the disk."""
    return frozenset(path for path in paths if look_at(path) is None)


def _named(path: str, reason: str) -> str:
    name = Path(path).name
    return visible_name(reason if name in reason else f"{name}: {reason}")


def _outcome(tally: Tally) -> str:
    """Return what came of adding files, in one sentence."""
    parts = []
    if tally.added or not (tally.found_again or tally.known or tally.refused):
        parts.append(plural("{count} document added", "{count} documents added", tally.added))
    if tally.found_again:
        parts.append(
            plural(
                "{count} missing file found again",
                "{count} missing files found again",
                tally.found_again,
            )
        )
    if tally.known:
        parts.append(
            plural(
                "{count} was in the library already",
                "{count} were in the library already",
                tally.known,
            )
        )
    if tally.refused:
        parts.append(
            plural("{count} could not be added", "{count} could not be added", len(tally.refused))
        )
    return ", ".join(parts) + "."
