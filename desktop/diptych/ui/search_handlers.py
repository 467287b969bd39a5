"""What the commands do that are about finding words in the two texts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.ui.quick_open import QuickOpen
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window


class SearchHandlers(QObject):
    """The commands that search the two texts of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "quick_open": lambda: self.quick_open.ask(),  # noqa: PLW0108 - loaded then
            "find": self.go_to_search,
            "find_next": lambda: self.step_hit(1),
            "find_previous": lambda: self.step_hit(-1),
            "find_whole": lambda: self._toggle("whole"),
            "find_case": lambda: self._toggle("case"),
        }

    @cached_property
    def quick_open(self) -> QuickOpen:
        """The list of what can be opened."""
        from diptych.ui.quick_open import QuickOpen

        made = QuickOpen(self._window)
        made.set_theme(self._window.theme)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Pass a theme on to what was opened from here."""
        if "quick_open" in self.__dict__:
            self.quick_open.set_theme(theme)

    def search_everything(self) -> None:
        """Give the keyboard to the search over everything, or hide it where it has that."""
        panels = self._window.handlers.panels
        focused = self._window.focusWidget()
        panel = panels.show("search")
        if focused is not None and panel.widget().isAncestorOf(focused):
            panels.hide("search")
        else:
            panel.take_keyboard()

    def go_to_search(self) -> None:
        """Put the keyboard into the search field, with the selected words in it."""
        spread, field = self._window.spread, self._window.top_bar.search
        words = spread.panes[spread.active()].view.selected_text()
        if words and "\n" not in words:
            field.setText(words)
        field.setFocus()
        field.selectAll()

    def search(self, words: str) -> None:
        """Find words in all texts as they are typed; long ones go on while the reader types."""
        window = self._window
        for pane in window.spread.row:
            pane.view.find(words, window.top_bar.how, self.show_counts)
        self.show_counts()

    def show_counts(self) -> None:
        """Say how often the words stand in the two texts that are looked at."""
        window = self._window
        views = [window.spread.panes[side].view for side in Side]
        counts = [(view.hit_count - view.near_hit_count, view.near_hit_count) for view in views]
        window.top_bar.show_hits(*counts, is_all=not any(view.is_searching for view in views))
        row = window.spread.row
        window.commands.set_enabled("hits", any(pane.view.hit_count for pane in row))
        for pane in row:
            pane.ruler.refresh()

    def search_again(self) -> None:
        """Find what is searched for in a text that is new on its side."""
        words = self._window.top_bar.words
        if words:
            self.search(words)

    def _toggle(self, option: str) -> None:
        """Have only whole words found, or capitals count, or neither any more."""
        bar = self._window.top_bar
        if not bar.words:
            self.go_to_search()
        bar.set_how(bar.how._replace(**{option: not getattr(bar.how, option)}))

    def show_how(self) -> None:
        """Show in the menu how words are looked for, and look again."""
        how = self._window.top_bar.how
        self._window.commands.set_checked("find_whole", how.whole)
        self._window.commands.set_checked("find_case", how.case)
        self.search_again()

    def step_hit(self, by: int) -> None:
        """Go to the next hit in the active text; where it has none in the other, or in any."""
        spread = self._window.spread
        two = [spread.panes[side] for side in (spread.active(), spread.active().other)]
        for pane in (*two, *spread.row):
            view = pane.view
            if view.hit_count:
                if by > 0:
                    view.find_next()
                else:
                    view.find_previous()
                return

    def leave_search(self) -> None:
        """Forget the search and go back to the text."""
        self._window.top_bar.search.clear()
        self._window.handlers.panels.go_to_text()
