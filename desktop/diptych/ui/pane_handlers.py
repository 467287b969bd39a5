"""What the commands do that are about panes: which there are, and which two are compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.ui.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from diptych.model.note import Reading
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window


class PaneHandlers(QObject):
    """The commands about the panes of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "swap_sides": self.swap_sides,
            "open_another": self.ask_for_another,
            "close_pane": lambda: self.many.close(),  # noqa: PLW0108 - loaded then
            "reopen_pane": lambda: self.many.reopen(),  # noqa: PLW0108 - loaded then
            "swap_neighbour": lambda: self.many.swap_neighbour(),  # noqa: PLW0108 - loaded then
            "next_gutter": lambda: self.many.next_gutter(),  # noqa: PLW0108 - loaded then
            "choose_compared": lambda: self.many.offer_choice(),  # noqa: PLW0108 - loaded then
        }

    @cached_property
    def many(self) -> ManyPanes:
        """The row of panes; loaded when there are to be more than two, or fewer."""
        from diptych.ui.many_panes import ManyPanes

        return ManyPanes(self._window)

    @property
    def is_row_made(self) -> bool:
        """Whether there ever were more panes than two, or fewer."""
        return "many" in self.__dict__

    def ask_for_another(self) -> None:
        """Let the reader choose a file and open it in a pane of its own."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(self._window, _("Open a document"))
        if path:
            self.open_another(path)

    def open_another(self, path: str, sha256: str = "") -> None:
        """Open a document in a pane of its own; see `Desk.open`."""
        self.many.open(path, sha256)

    def look_for(self, sha256s: Collection[str]) -> None:
        """Look at a gutter that compares some documents, before they are opened once more."""
        if self.is_row_made:
            self.many.look_for(sha256s)

    def swap_sides(self) -> None:
        """Exchange the two documents that are looked at."""
        if self.is_row_made:
            self.many.swap_sides()
        else:
            self._window.desk.swap()

    def restore(self, reading: Reading, paths: dict[Side, str]) -> None:
        """Open a saved reading, with the other panes that were there."""
        words = self._window.workplace.library.setting(_key(reading.left, reading.right)) or ""
        if words or self.is_row_made:
            self.many.restore(reading, paths, words)
        else:
            self._window.desk.restore(reading, paths)

    def keep(self) -> None:
        """Keep with the reading which panes there are, where they are more than two."""
        window, documents = self._window, self._window.desk.documents
        if len(documents) < len(Side):
            return
        key = _key(*(documents[side].document.sha256 for side in Side))
        words = self.many.words() if self.is_row_made else ""
        if words != (window.workplace.library.setting(key) or ""):
            window.keep_setting(key, words)

    def set_theme(self, theme: Theme) -> None:
        """Pass a theme on."""
        if self.is_row_made:
            self.many.set_theme(theme)

    def forget_findings(self) -> None:
        """Other topics are followed: what the other gutters compare is compared anew."""
        if self.is_row_made:
            self.many.others.forget_findings()

    def end(self) -> None:
        """The window closes."""
        if self.is_row_made:
            self.many.end()


def _key(left: str, right: str) -> str:
    """Return what the library knows the row of panes by that a reading was part of."""
    return f"panes {left} {right}"
