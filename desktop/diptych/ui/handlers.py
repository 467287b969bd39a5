"""What each command does, by its id: the table that `commands` makes actions of.

Menus and questions to the reader are here too; what changes a reading is in the desk.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

import diptych
from diptych.model.comparison import Mode, Relation, Side
from diptych.services.names import visible_name
from diptych.ui.appearance import ZOOMS, Appearance
from diptych.ui.commands import KEYS
from diptych.ui.head import has_encoding
from diptych.ui.language import _
from diptych.ui.note_handlers import NoteHandlers
from diptych.ui.page_handlers import PageHandlers
from diptych.ui.pane_handlers import PaneHandlers
from diptych.ui.panels import Panels
from diptych.ui.prose import tip
from diptych.ui.scroll_handlers import ScrollHandlers
from diptych.ui.search_handlers import SearchHandlers
from diptych.ui.side_panel import NOT_A_PAIR

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.services.opening import Opened
    from diptych.ui.collection import Collection
    from diptych.ui.desk import Desk
    from diptych.ui.exporting import Exporting
    from diptych.ui.keeping import Keeping
    from diptych.ui.notices import Notices
    from diptych.ui.own_keys import KeysList
    from diptych.ui.palette import CommandPalette
    from diptych.ui.pane import Pane
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.theme import Theme
    from diptych.ui.uncovering import Uncovering
    from diptych.ui.window import Window

# What a text without a mark of its encoding is most often in; any other can be asked for by the
# command line.
_ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "mac-roman", "cp1250", "cp1251", "utf-16", "cp437")


class Handlers(QObject):
    """The commands of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._palette: CommandPalette | None = None
        self._keys: KeysList | None = None
        self._menu: QMenu | None = None
        self.pages = PageHandlers(window)
        self.panes = PaneHandlers(window)
        self.appearance = Appearance(window)
        self.finding = SearchHandlers(window)
        self.notes = NoteHandlers(window)
        self.panels = Panels(window)
        self.scrolling = ScrollHandlers(window)

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        window = self._window
        desk, table = window.desk, window.table
        return {
            "open_left": lambda: self.ask_for_file(Side.LEFT),
            "open_right": lambda: self.ask_for_file(Side.RIGHT),
            **self.panes.table(),
            "export_html": lambda: self.exporting.export("html"),
            "export_markdown": lambda: self.exporting.export("markdown"),
            "export_docx": lambda: self.exporting.export("docx"),
            "export_csv": lambda: self.exporting.export("csv"),
            "export_json": lambda: self.exporting.export("json"),
            "quit": lambda: _ignore(window.close()),
            "undo": desk.judging.undo,
            "redo": desk.judging.redo,
            "copy": lambda: self._view().copy(),
            "select_all": lambda: self._view().select_all(),
            **self.finding.table(),
            "mode_positions": lambda: desk.set_mode(Mode.POSITIONS),
            "mode_words": lambda: desk.set_mode(Mode.WORDS),
            "hide_noise": self.toggle_noise,
            **self.scrolling.table(),
            "zoom_in": lambda: self.zoom_by(1),
            "zoom_out": lambda: self.zoom_by(-1),
            "zoom_reset": self.zoom_reset,
            **self.pages.table(),
            **self.panels.table(),
            **self._library_table(),
            "search_everything": self.finding.search_everything,
            "show_timeline": self.show_timeline,
            "follow_topic": self.follow_topic,
            "ask_documents": self.ask_documents,
            "flip_source": self.flip_source,
            "encoding": self.ask_for_encoding,
            "remarks": lambda: self.show_remarks(window.spread.active()),
            "show_findings": self.toggle_findings,
            "filter_findings": self.filter_findings,
            "sort_findings": self.sort_findings,
            "show_side_panel": self.toggle_panel,
            **self.appearance.table(),
            "next_finding": lambda: window.step(1),
            "previous_finding": lambda: window.step(-1),
            "first_finding": lambda: window.go_to_row(0),
            "last_finding": lambda: window.go_to_row(len(table.findings.shown)),
            "other_pane": self._go_to_other,
            "verdict_converge": lambda: window.give_verdict(Relation.CONVERGE.value),
            "verdict_diverge": lambda: window.give_verdict(Relation.DIVERGE.value),
            "verdict_partial": lambda: window.give_verdict(Relation.PARTIAL.value),
            "verdict_not_a_pair": lambda: window.give_verdict(NOT_A_PAIR),
            "verdict_clear": lambda: window.give_verdict(""),
            "why": self.toggle_why,
            "show_section": lambda: self.uncovering.show_here(),  # noqa: PLW0108
            **self.notes.table(),
            "stop_analysis": self._stop,
            "menu": self.open_menu,
            "palette": lambda: self._open_palette().open_commands(),
            "keys": self._open_keys,
            "about": self.show_about,
        }

    def _library_table(self) -> dict[str, Callable[[], None]]:
        """Return what the commands do that are about the library: they are loaded then."""
        return {
            "add_files": lambda: self.collection.choose_files(),  # noqa: PLW0108
            "add_folder": lambda: self.collection.choose_folder(),  # noqa: PLW0108
            "find_missing": lambda: self.collection.find_missing(),  # noqa: PLW0108
            "make_copy": lambda: self.keeping.make_copy(),  # noqa: PLW0108
            "restore_copy": lambda: self.panels.show("copies").take_keyboard(),
            "check_library": lambda: self.keeping.check(),  # noqa: PLW0108
            "save_archive": lambda: self.keeping.save_archive(),  # noqa: PLW0108
            "open_archive": lambda: self.keeping.open_archive(),  # noqa: PLW0108
            "export_notes": lambda: self.keeping.export_notes(),  # noqa: PLW0108
            "import_notes": lambda: self.keeping.import_notes(),  # noqa: PLW0108
        }

    def _view(self) -> ReadingView:
        return self._window.spread.panes[self._window.spread.active()].view

    # Documents

    def ask_for_file(self, side: Side) -> None:
        """Let the reader choose a file and open it on a side."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(self._window, _("Open a document"))
        if path:
            self._window.desk.open(side, path)

    def offer_documents(self, side: Side) -> None:
        """Offer the library's documents, and any file, for a side."""
        window = self._window
        menu = self._fresh_menu()
        for entry in window.workplace.library.entries():
            action = menu.addAction(visible_name(entry.title).replace("&", "&&"))
            action.setToolTip(tip(visible_name(entry.path)))
            action.triggered.connect(partial(_open, window.desk, side, entry.path, None))
        menu.addSeparator()
        name = "open_left" if side is Side.LEFT else "open_right"
        menu.addAction(window.commands.action(name))
        button = window.top_bar.documents[side]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def offer_encodings(self, side: Side, point: QPoint) -> None:
        """Offer other encodings for the text of a side."""
        opened = self._window.desk.documents.get(side)
        if opened is None or not opened.entry.path or not has_encoding(opened.document):
            self._window.say(_("This document has no encoding that could be changed."))
            return
        menu = self._fresh_menu()
        now = opened.document.encoding.upper()
        detect = _("Detect the encoding")
        if not opened.entry.encoding:
            detect = _("Detected: {name}").format(name=now)
        one = QActionGroup(menu)
        for name in ("", *_ENCODINGS):
            action = one.addAction(menu.addAction(name.upper() or detect))
            action.setCheckable(True)
            action.setChecked(name == opened.entry.encoding)
            desk, path = self._window.desk, opened.entry.path
            action.triggered.connect(partial(_open, desk, side, path, name))
        menu.popup(point)

    def _fresh_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # The library and the notices, loaded when they are first needed

    @cached_property
    def collection(self) -> Collection:
        """The library in the window."""
        from diptych.ui.collection import Collection

        return Collection(self._window)

    @cached_property
    def exporting(self) -> Exporting:
        """What is made of the comparison: files and pages."""
        from diptych.ui.exporting import Exporting

        return Exporting(self._window)

    @cached_property
    def keeping(self) -> Keeping:
        """The library as a whole: copies, archives, checking."""
        from diptych.ui.keeping import Keeping

        return Keeping(self._window)

    @cached_property
    def notices(self) -> Notices:
        """What the panes say besides their texts."""
        from diptych.ui.notices import Notices

        return Notices(self._window)

    @cached_property
    def uncovering(self) -> Uncovering:
        """What shows marks section by section while the reader reads first."""
        from diptych.ui.uncovering import Uncovering

        return Uncovering(self._window)

    def _made(self, name: str) -> bool:
        return name in self.__dict__

    def resume(self) -> None:
        """Say what became of what was under way when the program was closed; go on with files."""
        self.appearance.say_kept_news()
        if self._window.workplace.library.awaited():
            self.collection.resume()

    def back_up(self) -> None:
        """Copy the library, unless that was done in the last 24 hours, and clear up."""
        self.keeping.back_up()

    def greet(self, pane: Pane, opened: Opened | None) -> None:
        """Say in the pane what there is to say of a new document; mostly nothing."""
        if opened is not None and (not opened.document.blocks or opened.last_page):
            self.notices.greet(pane, opened)
        elif self._made("notices"):
            self.notices.hide(pane)

    def show_remarks(self, side: Side) -> None:
        """Say how the document of a side was read, or stop saying it."""
        self.notices.show_remarks(side)

    def flip_source(self) -> None:
        """Show the source of the active pane's document, or its reading text again."""
        pane = self._window.spread.panes[self._window.spread.active()]
        pane.show_source(pane.twin is None)

    def ask_for_encoding(self) -> None:
        """Offer other encodings for the text of the active pane."""
        side = self._window.spread.active()
        head = self._window.spread.panes[side].head
        self.offer_encodings(side, head.mapToGlobal(head.rect().bottomLeft()))

    def _go_to_other(self) -> None:
        """Give the keyboard to the other pane, which the reader sees."""
        self.panels.show_texts()
        self._window.spread.go_to_other()

    def _stop(self) -> None:
        """Call off what is under way."""
        if self._made("keeping"):
            self.keeping.stop_importing()
        if self._made("exporting"):
            self.exporting.stop()
        self._window.desk.stop()

    def end(self) -> None:
        """The window closes."""
        self.panels.end()
        self.pages.end()
        self.notes.end()
        self.panes.end()
        if self._made("collection"):
            self.collection.end()
        if self._made("notices"):
            self.notices.end()
        if self._made("keeping"):
            self.keeping.end()
        if self._made("exporting"):
            self.exporting.end()
        self.appearance.keep_news()

    # Topics and claims, loaded when they are first needed

    def show_timeline(self) -> None:
        """Show the positions on one topic in order of time."""
        from diptych.ui.matrix import show_timeline

        show_timeline(self._window)

    def follow_topic(self) -> None:
        """Let the reader make a topic of the selected words."""
        from diptych.ui.topics import follow_selection

        follow_selection(self._window)

    def ask_documents(self) -> None:
        """Put the selected words to the documents, as a claim."""
        from diptych.ui.probe import ask_about_selection

        ask_about_selection(self._window)

    def topics_changed(self) -> None:
        """Compare again with the topics that are followed now."""
        desk = self._window.desk
        names = {topic.name for topic in self._window.workplace.followed.topics}
        desk.topics = tuple(topic for topic in desk.topics if topic in names)
        self.panes.forget_findings()
        desk.compare()

    # Looks

    def zoom_by(self, steps: int) -> None:
        """Take the next larger or smaller size."""
        if self.pages.zoom_by(steps):
            return
        at = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._window.zoom))
        self._zoom_to(ZOOMS[min(max(at + steps, 0), len(ZOOMS) - 1)])

    def zoom_reset(self) -> None:
        """Show text, or the pages of the active pane, in the usual size."""
        if not self.pages.zoom_to(100):
            self._zoom_to(100)

    def _zoom_to(self, zoom: int) -> None:
        self._window.set_zoom(zoom)
        self._window.keep_setting("zoom", str(zoom))

    def toggle_findings(self) -> None:
        """Show or hide the list of findings."""
        dock = self._window.table_dock
        if dock.isHidden():
            dock.show()
            self._window.show_panels()
        else:
            self.panels.put_away(self._window.findings, dock.hide)

    def filter_findings(self) -> None:
        """Show the strip that filters the findings, or hide it, and show all of them again."""
        self._window.table_dock.show()
        self._window.show_panels()
        self._window.findings.toggle_strip()

    def sort_findings(self) -> None:
        """Offer by what the list of findings can be sorted."""
        self._window.table_dock.show()
        self._window.show_panels()
        self._window.table.offer_order()

    def toggle_panel(self) -> None:
        """Show or hide the side panel."""
        self.panels.toggle_finding()

    def toggle_why(self) -> None:
        """Show why the selected finding was made, or hide it again."""
        if not self.panels.finding_is_shown():
            self.panels.show_finding()
        self._window.panel.toggle_why()

    def show_hidden(self) -> None:
        """Say whether marks are hidden that can be shown, and show them as the reader reads on."""
        is_hidden = self._window.desk.first is not None
        self._window.commands.set_enabled("hidden", is_hidden)
        if is_hidden:
            self.uncovering.look_again()

    def toggle_noise(self) -> None:
        """Hide, or show again, what differs in capitals, punctuation or spaces only."""
        desk = self._window.desk
        hidden = not desk.sieve.without_noise
        desk.set_sieve(desk.sieve._replace(without_noise=hidden))
        self._window.keep_setting("hide_noise", "yes" if hidden else "no")

    def set_theme(self, theme: Theme) -> None:
        """Pass a theme on to what was opened from here."""
        for each in (self._palette, self._keys):
            if each is not None:
                each.set_theme(theme)
        self.panels.set_theme(theme)
        self.finding.set_theme(theme)
        self.panes.set_theme(theme)
        if self._made("notices"):
            self.notices.set_theme(theme)

    # Menus and questions

    def open_menu(self) -> None:
        """Open the menu of all commands below the program's name."""
        window = self._window
        if self._menu is None:
            from diptych.ui.menus import LettersMenu

            self._menu = LettersMenu(window)
            window.commands.fill(self._menu)
        button = window.top_bar.menu_button
        self._menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open_palette(self) -> CommandPalette:
        if self._palette is None:
            from diptych.ui.palette import CommandPalette

            self._palette = CommandPalette(self._window, self._window.commands)
            self._palette.set_theme(self._window.theme)
        return self._palette

    def wear_keys(self) -> None:
        """Give the commands the reader's own keys, where there are some."""
        kept = self._window.workplace.library.setting(KEYS)
        if kept:
            from diptych.ui.own_keys import wear_kept

            wear_kept(self._window, self._window.commands, kept)

    def _open_keys(self) -> None:
        if self._keys is None:
            from diptych.ui.own_keys import KeysList

            window = self._window
            kept = window.workplace.library.setting(KEYS) or ""

            def keep(keys: str) -> None:
                window.keep_setting(KEYS, keys)
                window.show_status()
                self.panels.refresh()

            self._keys = KeysList(window, window.commands, kept, keep)
            self._keys.set_theme(window.theme)
        self._keys.ask()

    def may_lose_text(self) -> bool:
        """Ask whether to close although the text in the note cannot be saved."""
        from PySide6.QtWidgets import QApplication, QMessageBox

        window = self._window
        box = QMessageBox(window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(_("The note you are writing could not be saved."))
        box.setInformativeText(_("Copy it to keep it elsewhere, or stay and try again."))
        stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
        copy = box.addButton(_("Copy and close"), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(stay)
        box.setDefaultButton(stay)
        box.exec()
        if box.clickedButton() is not copy:
            return False
        texts = window.panel.note_editor.unsaved_texts
        QApplication.clipboard().setText("\n\n".join(texts))
        return True

    def show_about(self) -> None:
        """Say what this is."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Diptych {diptych.__version__}")
        box.setInformativeText(
            _(
                "Close reading of two documents side by side, offline.\n\n"
                "Free software under the GNU Affero General Public License, version 3 or later, "
                "without any warranty."
            )
        )
        box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()


def _open(desk: Desk, side: Side, path: str, encoding: str | None, *_checked: bool) -> None:
    """Open a file from a menu, which says whether its entry was ticked."""
    desk.open(side, path, encoding)


def _ignore(_result: object) -> None:
    """Drop a result that nobody needs."""
