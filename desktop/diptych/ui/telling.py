"""What assistive technology is told of that happens in the window away from the keyboard.

A reader who sees looks up: another finding is told at the side, a verdict's button is lit, a panel
has gone. Here it is said, in the words that the window shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.ui import account
from diptych.ui.assistance import announce
from diptych.ui.language import _, plural
from diptych.ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from diptych.model.comparison import Comparison


def tell(window: QObject) -> None:
    """Tell from now on what happens in a window."""
    if not isinstance(window, Window) or not hasattr(window, "commands"):
        return  # one that is still being built is asked for again
    if not any(isinstance(each, _Telling) for each in window.children()):
        _Telling(window)


class _Telling(QObject):
    """Listens to one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        desk = window.desk
        self._compared: Comparison | None = None if desk.is_begun else desk.comparison
        self._standing = self._said_of_selected()
        desk.selected.connect(self._tell_finding)
        desk.rows_changed.connect(self._tell_rows)
        window.panel.finding_card.why_toggled.connect(self._tell_reasons)
        for command, action in window.commands.in_order():
            if command.checkable:
                action.triggered.connect(lambda _on=False, action=action: self._tell_state(action))
        for name in ("find_next", "find_previous"):
            window.commands.action(name).triggered.connect(self._tell_hit)

    def _say(self, words: str) -> None:
        announce(self._window, words)

    def _tell_finding(self, _finding: str) -> None:
        """Say the finding that was gone to; in the list its row is spoken anyway."""
        row = self._window.desk.row()
        self._standing = self._said_of_selected()
        if row is not None and not self._window.table.hasFocus():
            self._say(account.sentence(row, self._window.desk.labels()))

    def _tell_rows(self) -> None:
        """Say that the findings are there, or how the selected one is judged now."""
        desk = self._window.desk
        before, self._standing = self._standing, self._said_of_selected()
        if desk.comparison is not self._compared and not desk.is_begun:
            self._compared = desk.comparison
            if desk.comparison is not None:
                self._say(plural("{count} finding", "{count} findings", len(desk.rows)))
        elif self._standing[0] == before[0] and self._standing != before:
            self._say(self._standing[1])

    def _said_of_selected(self) -> tuple[str, str]:
        """Return the selected finding, and how it is judged, in words."""
        desk = self._window.desk
        row = desk.row()
        if row is None:
            return "", ""
        labels = desk.labels()
        words = account.heading(row, labels).text.partition(" ")[2]
        return row.finding.id, f"{words}. {account.standing(row, labels).text}"

    def _tell_reasons(self, shown: bool) -> None:
        row = self._window.desk.row()
        if shown and row is not None:
            labels = self._window.desk.labels()
            lines = *account.evidence(row, labels), *account.reasons(row, labels)
            self._say(" ".join(line.text for line in lines))

    def _tell_state(self, action: QAction) -> None:
        """Say what was switched on or off."""
        words = _("{name}: on") if action.isChecked() else _("{name}: off")
        self._say(words.format(name=action.text()))

    def _tell_hit(self) -> None:
        """Say which hit was gone to, and its line; where the keyboard is in the text it is read."""
        view = self._window.spread.panes[self._window.spread.active()].view
        if view.current_hit and not view.hasFocus() and view.document is not None:
            caret = view.caret()
            start, end = view.line_around(caret)
            line = view.document.blocks[caret.block].text[start:end]
            words = _("{number} of {count}").format(number=view.current_hit, count=view.hit_count)
            self._say(f"{words}: {line}")
