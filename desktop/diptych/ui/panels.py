"""The panels beside the texts, or in their place, that are built when they are first shown.

A new panel is one row of `PANELS`, one row of `commands.COMMANDS`, and, if it has a button in the
rail, one of `top_bar.RAIL`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QStackedWidget

from diptych.ui.language import _, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from diptych.ui.room import Room
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window


class Panel(Protocol):
    """What shows something beside the texts; it is made when it is first shown."""

    def widget(self) -> QWidget:
        """Return what is put into the window; always the same."""

    def refresh(self) -> None:
        """Show what there is now: called when it is shown, and while it is when rows change."""

    def take_keyboard(self) -> None:
        """Give the keyboard to the part where the reader would begin."""

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""

    def end(self) -> None:
        """The window closes: stop what is under way."""


class PanelRow(NamedTuple):
    """One panel.

    Args:
        name: of the dock, in what is remembered of the window.
        command: shows and hides it.
        title: of the dock, in English.
        area: "left", "right", "bottom", or "centre" for what stands in place of the texts.
        make: makes it; imports its module.
    """

    name: str
    command: str
    title: str
    area: str
    make: Callable[[Window], Panel]


def _library(window: Window) -> Panel:
    return window.handlers.collection


def _comfort(window: Window) -> Panel:
    from diptych.ui.comfort import Comfort

    return Comfort(window)


def _matrix(window: Window) -> Panel:
    from diptych.ui.matrix import MatrixOfWindow

    return MatrixOfWindow(window)


def _topics(window: Window) -> Panel:
    from diptych.ui.topics import Topics

    return Topics(window)


def _probe(window: Window) -> Panel:
    from diptych.ui.probe import Probe

    return Probe(window)


def _notes(window: Window) -> Panel:
    from diptych.ui.notes_browser import NotesBrowser

    return NotesBrowser(window)


def _learning(window: Window) -> Panel:
    from diptych.ui.learning_panel import LearningPanel

    return LearningPanel(window)


def _readings(window: Window) -> Panel:
    from diptych.ui.start_page import StartPage

    return StartPage(window)


def _search(window: Window) -> Panel:
    from diptych.ui.search_panel import SearchPanel

    return SearchPanel(window)


def _read_first(window: Window) -> Panel:
    from diptych.ui.read_first import ReadFirst

    return ReadFirst(window)


PANELS: tuple[PanelRow, ...] = (
    PanelRow("library", "show_library", mark("Library"), "left", _library),
    PanelRow("readings", "show_readings", mark("Readings"), "centre", _readings),
    PanelRow("search", "search_everything", mark("Search everything"), "left", _search),
    PanelRow("notes", "show_notes", mark("Notes"), "left", _notes),
    PanelRow("matrix", "show_matrix", mark("Topics and documents"), "centre", _matrix),
    PanelRow("topics", "show_topics", mark("Topics"), "left", _topics),
    PanelRow("probe", "show_probe", mark("Claim probe"), "right", _probe),
    PanelRow("read_first", "show_read_first", mark("Read first"), "right", _read_first),
    PanelRow("learning", "show_learning", mark("Learning from verdicts"), "right", _learning),
    PanelRow("comfort", "show_comfort", mark("Reading settings"), "right", _comfort),
)


class Panels(QObject):
    """The panels of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._rows = {row.name: row for row in PANELS}
        self._made: dict[str, Panel] = {}
        self._docks: dict[str, QDockWidget] = {}
        self._centre: QStackedWidget | None = None
        self._room: Room | None = None

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what the command of each panel does."""
        return {row.command: self._toggler(row.name) for row in PANELS}

    def _toggler(self, name: str) -> Callable[[], None]:
        return lambda: self.toggle(name)

    def is_shown(self, name: str) -> bool:
        """Whether the reader sees a panel."""
        panel = self._made.get(name)
        if panel is None:
            return False
        if name in self._docks:
            return not self._docks[name].isHidden()
        return self._centre is not None and self._centre.currentWidget() is panel.widget()

    def shown(self) -> dict[str, bool]:
        """Return by command which panels the reader sees."""
        return {row.command: self.is_shown(row.name) for row in PANELS}

    def toggle(self, name: str) -> None:
        """Show a panel and give it the keyboard, or hide it."""
        if self.is_shown(name):
            self.hide(name)
        else:
            self.show(name).take_keyboard()

    def show(self, name: str) -> Panel:
        """Show a panel, up to date, and return it; it is made when it is first shown."""
        if self._rows[name].area == "centre":
            self._make_room()
        if name not in self._made:
            self._make(self._rows[name])
        panel = self._made[name]
        if name in self._docks:
            self._docks[name].show()
            self._docks[name].raise_()
        elif self._centre is not None:
            self._centre.setCurrentWidget(panel.widget())
        panel.refresh()
        self._window.show_panels()
        return panel

    def hide(self, name: str) -> None:
        """Hide a panel; where it stood in place of the texts, they are there again."""
        if name in self._docks:
            self._docks[name].hide()
            self._window.show_panels()
        else:
            self.show_texts()

    def show_texts(self) -> None:
        """Show the texts, where a panel stood in their place."""
        if self._centre is not None and self._centre.currentWidget() is not self._window.spread:
            self._centre.setCurrentWidget(self._window.spread)
            self._give_room_back()
            self._window.show_panels()

    def _make_room(self) -> None:
        """Put away what is about the two texts alone, for what stands in their place."""
        if self._room is None:
            from diptych.ui.room import Room

            window = self._window
            self._room = Room(window, (window.table_dock, window.panel_dock))
        self._room.make()

    def _give_room_back(self) -> None:
        if self._room is not None:
            self._room.give_back()

    def _make(self, row: PanelRow) -> None:
        window = self._window
        panel = self._made[row.name] = row.make(window)
        widget = panel.widget()
        panel.set_theme(window.theme)
        if row.area == "centre":
            self._stack().addWidget(widget)
            return
        area = {
            "left": Qt.DockWidgetArea.LeftDockWidgetArea,
            "right": Qt.DockWidgetArea.RightDockWidgetArea,
            "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
        }[row.area]
        beside = window.panel_dock
        height = 0 if beside.isHidden() else beside.height()
        dock = self._docks[row.name] = window.dock(row.name, _(row.title), widget, area)
        if row.area == "right" and height:
            # The cards about the finding want all the height that there is.
            own = min(widget.sizeHint().height(), height * 3 // 5)
            window.resizeDocks([beside, dock], [height - own, own], Qt.Orientation.Vertical)

    def _stack(self) -> QStackedWidget:
        if self._centre is None:
            self._window.takeCentralWidget()
            self._centre = QStackedWidget(self._window)
            self._centre.addWidget(self._window.spread)
            self._window.setCentralWidget(self._centre)
        return self._centre

    def refresh(self) -> None:
        """Bring the panels that are shown up to date."""
        for name, panel in self._made.items():
            if self.is_shown(name):
                panel.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for panel in self._made.values():
            panel.set_theme(theme)

    def end(self) -> None:
        """The window closes; it is remembered with all docks as they were."""
        self._give_room_back()
        for panel in self._made.values():
            panel.end()
