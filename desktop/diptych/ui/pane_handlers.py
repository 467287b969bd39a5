"""What the commands do that are about panes: which there are, and which two are compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.note import Reading
from diptych.services.library import row_key
from diptych.services.names import visible_name
from diptych.ui.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from diptych.ui.kept_row import ClosedPane, KeptRow
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.reopening import Reopening
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_KEPT = 10  # panes and rows that can be brought back


class PaneHandlers(QObject):
    """The commands about the panes of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        # What can be brought back: panes and whole rows, the last one at the end.
        self._closed: list[ClosedPane | KeptRow] = []
        self._beside = Reading("", "")

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "swap_sides": self.swap_sides,
            "open_another": self.ask_for_another,
            "close_pane": lambda: self.many.close(),  # noqa: PLW0108 - loaded then
            "reopen_pane": self.reopen,
            "swap_neighbour": lambda: self.many.swap_neighbour(),  # noqa: PLW0108 - loaded then
            "next_gutter": lambda: self.many.next_gutter(),  # noqa: PLW0108 - loaded then
            "choose_compared": lambda: self.many.offer_choice(),  # noqa: PLW0108 - loaded then
        }

    @cached_property
    def many(self) -> ManyPanes:
        """The row of panes; loaded when there are to be more than two, or fewer."""
        from diptych.ui.many_panes import ManyPanes

        return ManyPanes(self._window)

    @cached_property
    def reopening(self) -> Reopening:
        """What brings panes and rows back; loaded when one comes."""
        from diptych.ui.reopening import Reopening

        return Reopening(self._window, self.many)

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

    def look_for(self, sha256s: Collection[str], *, anew: bool = False) -> None:
        """Look at a gutter that compares some documents, before they are opened once more.

        Args:
            anew: one is to compare them where none does, and all are in the row.
        """
        if self.is_row_made:
            self.many.look_for(sha256s, anew=anew)

    def swap_sides(self) -> None:
        """Exchange the two documents that are looked at."""
        if self.is_row_made:
            self.many.swap_sides()
        else:
            self._window.desk.swap()

    # What was closed

    def remember(self, closed: ClosedPane | KeptRow, title: str) -> None:
        """Keep what is closed, to be brought back; say how."""
        self._closed.append(closed)
        del self._closed[:-_KEPT]
        commands = self._window.commands
        commands.set_enabled("closed", True)
        back = commands.key("reopen_pane", " " + _("{key} brings it back."))
        self._window.say(_("“{title}” was closed.").format(title=title) + back)

    def reopen(self) -> None:
        """Bring back what was closed last: a pane, or the row in whose place a reading came."""
        if self._closed and self.reopening.bring_back(self._closed[-1]):
            del self._closed[-1]
            self._window.commands.set_enabled("closed", bool(self._closed))

    def take_over(self, earlier: PaneHandlers) -> None:
        """Let what was closed in a window be brought back in the one that takes its place."""
        self._closed = earlier._closed
        self._window.commands.set_enabled("closed", bool(self._closed))

    def row_to_carry(self) -> KeptRow | None:
        """Return the row for a window in the place of this one.

        None where it is but the two documents of a reading, which is where the next one begins.
        """
        documents = self._window.desk.documents
        if len(self._window.spread.row) == len(Side) == len(documents):
            return None
        from diptych.ui.kept_row import row_now

        return row_now(self._window)

    # Readings

    def restore(self, reading: Reading, paths: dict[Side, str]) -> None:
        """Open a saved reading, with the other panes that were there; what was there is kept."""
        self._put_away(reading)
        key = row_key(reading.left, reading.right)
        words = self._window.workplace.library.setting(key) or ""
        if words or self.is_row_made:
            self.reopening.restore(reading, paths, words)
        else:
            self._window.desk.restore(reading, paths)

    def _put_away(self, reading: Reading) -> None:
        """Keep the row in whose place a reading comes, unless it is of the same documents."""
        opened = [pane.opened for pane in self._window.spread.row if pane.opened is not None]
        if not opened:
            return
        self._window.save_place()
        shown = [each.document.sha256 for each in self._window.desk.documents.values()]
        if shown != [reading.left, reading.right]:
            from diptych.ui.kept_row import row_now

            titles = [visible_name(each.entry.title) for each in opened]
            self.remember(row_now(self._window), " – ".join(titles))

    def keep(self) -> None:
        """Keep with the reading which panes there are, where they are more than two."""
        documents = self._window.desk.documents
        if len(documents) == len(Side):
            left, right = (documents[side].document.sha256 for side in Side)
            self._keep_row(left, right, self.many.words() if self.is_row_made else "")
        elif self.is_row_made:
            self._keep_beside()

    def _keep_row(self, left: str, right: str, words: str) -> None:
        key = row_key(left, right)
        if words != (self._window.workplace.library.setting(key) or ""):
            self._window.keep_setting(key, words)

    def _keep_beside(self) -> None:
        """Keep the row with what another gutter compares, where the chosen one lacks a document."""
        from diptych.ui.kept_row import reading_beside

        place = self._window.workplace
        found = reading_beside(self.many, place.clock())
        if found is None:
            return
        at, reading = found
        self._keep_row(reading.left, reading.right, self.many.words(at))
        if reading._replace(updated=self._beside.updated) != self._beside:
            self._window.desk.keep(lambda: place.library.save_reading(reading))
            self._beside = reading

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
