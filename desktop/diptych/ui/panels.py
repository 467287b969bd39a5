"""The panels beside the texts, or in their place, that are built when they are first shown.

A new panel is one row of `PANELS`, one row of `commands.COMMANDS`, and, if it has a button in the
rail, one of `top_bar.RAIL`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QStackedWidget
from shiboken6 import isValid

from diptych.ui.families import in_reading_order
from diptych.ui.language import _, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from diptych.ui.room import Room
    from diptych.ui.shelf import Shelf
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
        name: in what is remembered of the window.
        command: shows and hides it.
        title: on its tab, in English.
        area: "left", "right", or "centre" for what stands in place of the texts.
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


def _trash(window: Window) -> Panel:
    from diptych.ui.trash_panel import TrashPanel

    return TrashPanel(window)


def _copies(window: Window) -> Panel:
    from diptych.ui.copies_panel import CopiesPanel

    return CopiesPanel(window)


def _unsettled(window: Window) -> Panel:
    from diptych.ui.unsettled_panel import UnsettledPanel

    return UnsettledPanel(window)


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
    PanelRow("search", "search_everything", mark("Search"), "left", _search),
    PanelRow("notes", "show_notes", mark("Notes"), "left", _notes),
    PanelRow("trash", "show_trash", mark("Trash"), "left", _trash),
    PanelRow("copies", "restore_copy", mark("Copies"), "left", _copies),
    PanelRow("unsettled", "show_unsettled", mark("Unsettled verdicts"), "left", _unsettled),
    PanelRow("matrix", "show_matrix", mark("Topics and documents"), "centre", _matrix),
    PanelRow("topics", "show_topics", mark("Topics"), "left", _topics),
    PanelRow("probe", "show_probe", mark("Claim probe"), "right", _probe),
    PanelRow("read_first", "show_read_first", mark("Read first"), "right", _read_first),
    PanelRow("learning", "show_learning", mark("Learning"), "right", _learning),
    PanelRow("comfort", "show_comfort", mark("Reading settings"), "right", _comfort),
)


_FINDING = "panel"
"""The selected finding and its note, which is built with the window and is a panel like these."""
_KEPT = "panels"


class Panels(QObject):
    """The panels of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._rows = {row.name: row for row in PANELS}
        self._made: dict[str, Panel] = {}
        self._shelves: dict[str, tuple[QDockWidget, Shelf]] = {}
        self._centre: QStackedWidget | None = None
        self._room: Room | None = None
        self._came_from: QWidget | None = None

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what the command of each panel does."""
        return {row.command: self._toggler(row.name) for row in PANELS}

    def _toggler(self, name: str) -> Callable[[], None]:
        return lambda: self.toggle(name)

    def is_shown(self, name: str) -> bool:
        """Whether the reader sees a panel."""
        area = self._area(name)
        if area != "centre":
            if area not in self._shelves:
                return False
            dock, shelf = self._shelves[area]
            return not dock.isHidden() and shelf.front == name
        panel = self._made.get(name)
        if panel is None or self._centre is None:
            return False
        return self._centre.currentWidget() is panel.widget()

    def _area(self, name: str) -> str:
        return "right" if name == _FINDING else self._rows[name].area

    def shown(self) -> dict[str, bool]:
        """Return by command which panels the reader sees."""
        return {row.command: self.is_shown(row.name) for row in PANELS}

    def toggle(self, name: str) -> None:
        """Show a panel and give it the keyboard, or hide it."""
        if self.is_shown(name):
            self.hide(name)
        else:
            self.show(name).take_keyboard()

    # The keyboard

    def _has_keyboard(self) -> bool:
        focused = self._window.focusWidget()
        made = [self._window.panel, *(panel.widget() for panel in self._made.values())]
        return focused is not None and any(each.isAncestorOf(focused) for each in made)

    def remember(self) -> None:
        """Keep in mind where the keyboard is, unless it is in a panel; see `give_back`."""
        if not self._has_keyboard():
            self._came_from = self._window.focusWidget()

    def forget(self, gone: QWidget) -> None:
        """Something goes: the keyboard is not to come back to it, nor is it kept for that."""
        came_from = self._came_from
        if came_from is not None and (not isValid(came_from) or gone.isAncestorOf(came_from)):
            self._came_from = None

    def leave(self) -> None:
        """Lead the keyboard out of a panel, a list or a bar; from a text there is no way out."""
        window = self._window
        if self._has_keyboard():
            self.give_back()
        elif not any(view.hasFocus() for pane in window.spread.row for view in pane.views):
            self.go_to_text()

    def give_back(self) -> None:
        """Give the keyboard back to where it was before it went into a panel, else to the text."""
        came_from, self._came_from = self._came_from, None
        if came_from is None or not isValid(came_from) or not came_from.isVisible():
            self.go_to_text()
        else:
            came_from.setFocus()

    def go_to_text(self) -> None:
        """Give the keyboard to the text, or to the panel that stands in its place."""
        spread = self._window.spread
        for name, panel in self._made.items():
            if self._area(name) == "centre" and self.is_shown(name):
                panel.take_keyboard()
                return
        spread.panes[spread.active()].view.setFocus()

    def put_away(self, widget: QWidget, hide: Callable[[], None]) -> None:
        """Hide what holds a widget; the keyboard does not stay in it."""
        focused = self._window.focusWidget()
        had_keyboard = focused is not None and (focused is widget or widget.isAncestorOf(focused))
        came_from = self._came_from
        hide()
        self._came_from = came_from  # Qt gives the keyboard to anything meanwhile
        if had_keyboard:
            self.give_back()
        self._window.show_panels()

    # Showing and hiding

    def show(self, name: str) -> Panel:
        """Show a panel, up to date, and return it; it is made when it is first shown."""
        self.remember()
        area = self._area(name)
        if area == "centre":
            self._make_room()
        panel = self._panel(name)
        if area == "centre":
            stack = self._stack()
            if stack.indexOf(panel.widget()) < 0:
                stack.addWidget(panel.widget())
            stack.setCurrentWidget(panel.widget())
        else:
            dock, shelf = self._shelf(area)
            shelf.open(name, _(self._rows[name].title))
            shelf.bring(name, panel.widget())
            dock.show()
        in_reading_order(panel.widget())
        panel.refresh()
        self._window.show_panels()
        return panel

    def hide(self, name: str) -> None:
        """Hide a panel; where it stood in place of the texts, they are there again."""
        area = self._area(name)
        if area == "centre":
            self.show_texts()
        else:
            self._close(name, self._made[name].widget())

    def _close(self, name: str, widget: QWidget) -> None:
        dock, shelf = self._shelf(self._area(name))

        def hide() -> None:
            shelf.close_panel(name, widget)
            if not shelf.names:
                dock.hide()

        self.put_away(widget, hide)

    # The selected finding and its note

    def finding_is_shown(self) -> bool:
        """Whether the reader sees the selected finding and its note."""
        if "right" in self._shelves:
            return self.is_shown(_FINDING)
        return not self._window.panel_dock.isHidden()

    def show_finding(self) -> None:
        """Show the selected finding and its note."""
        if "right" in self._shelves:
            shelf = self._shelves["right"][1]
            shelf.open(_FINDING, _("Finding"))
            shelf.bring(_FINDING, self._window.panel)
        self._window.panel_dock.show()
        self._window.show_panels()

    def toggle_finding(self) -> None:
        """Show the selected finding and its note, or hide them."""
        if not self.finding_is_shown():
            self.show_finding()
        elif "right" in self._shelves:
            self._close(_FINDING, self._window.panel)
        else:
            self.put_away(self._window.panel, self._window.panel_dock.hide)

    # In the place of the texts

    def show_texts(self) -> None:
        """Show the texts, where a panel stood in their place."""
        if self._centre is not None and self._centre.currentWidget() is not self._window.spread:
            was_in = self._has_keyboard()
            self._centre.setCurrentWidget(self._window.spread)
            self._give_room_back()
            if was_in:
                self.give_back()
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

    # Making

    def _panel(self, name: str) -> Panel:
        if name not in self._made:
            panel = self._made[name] = self._rows[name].make(self._window)
            panel.widget()  # some make it now, and take colours only then
            panel.set_theme(self._window.theme)
        return self._made[name]

    def _stack(self) -> QStackedWidget:
        if self._centre is None:
            window = self._window
            window.centre.removeWidget(window.spread)
            self._centre = QStackedWidget(window)
            self._centre.addWidget(window.spread)
            window.centre.addWidget(self._centre)
        return self._centre

    def _shelf(self, area: str) -> tuple[QDockWidget, Shelf]:
        """Return the dock at a side and what is in it; at the right the finding is there first."""
        if area in self._shelves:
            return self._shelves[area]
        from diptych.ui.shelf import Shelf

        window = self._window
        if area == "left":
            shelf = Shelf(_("Panels at the left"), window)
            dock = window.dock(area, _("Panels"), shelf, Qt.DockWidgetArea.LeftDockWidgetArea)
        else:
            shelf, dock = Shelf(_("Panels at the right"), window), window.panel_dock
            width = dock.width()
            if not dock.isHidden():
                shelf.open(_FINDING, _("Finding"))
                shelf.bring(_FINDING, window.panel)
            dock.setWidget(shelf)
            window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        shelf.set_theme(window.theme)
        shelf.turned.connect(self._turn)
        self._shelves[area] = dock, shelf
        return dock, shelf

    def _turn(self, name: str) -> None:
        if name == _FINDING:
            self.show_finding()
        else:
            self.show(name)

    # All of them

    def refresh(self) -> None:
        """Bring the panels that are shown up to date."""
        for name, panel in self._made.items():
            if self.is_shown(name):
                panel.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for panel in self._made.values():
            panel.set_theme(theme)
        for _dock, shelf in self._shelves.values():
            shelf.set_theme(theme)

    def restore(self) -> None:
        """Open what was open when the window was closed; only what is in front is made."""
        stored = self._window.workplace.library.setting(_KEPT)
        kept: dict[str, list[str]] = json.loads(stored) if stored else {}
        for area, (front, *names) in kept.items():
            shelf = self._shelf(area)[1]
            for name in names:
                if name == _FINDING:
                    shelf.open(name, _("Finding"))
                elif name in self._rows:
                    shelf.open(name, _(self._rows[name].title))
            if _FINDING not in names and area == "right":
                shelf.close_panel(_FINDING, self._window.panel)
            if front in shelf.names:
                self._turn(front)

    def end(self) -> None:
        """The window closes; it is remembered with all docks as they were."""
        self._give_room_back()
        kept = {
            area: [shelf.front, *shelf.names]
            for area, (_dock, shelf) in self._shelves.items()
            if shelf.names not in ([], [_FINDING])
        }
        self._window.keep_setting(_KEPT, json.dumps(kept))
        for panel in self._made.values():
            panel.end()
