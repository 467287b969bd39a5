"""Menus in which a letter leads to the next entry that begins with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QKeyEvent

_HELD = Qt.KeyboardModifier


class LettersMenu(QMenu):
    """A menu whose entries are too many for each to have a letter of its own.

    Where an entry has one ("&File"), that letter is Qt's.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next entry that begins with a letter."""
        letter = _plain(event.text())
        is_letter = letter.isalnum() and not event.modifiers() & ~_HELD.ShiftModifier
        if is_letter and not any(f"&{letter}" in _plain(each.text()) for each in self.actions()):
            self._go_to(letter)
        else:
            super().keyPressEvent(event)

    def _go_to(self, letter: str) -> None:
        actions = [each for each in self.actions() if each.isEnabled() and each.isVisible()]
        now = self.activeAction()
        after = actions.index(now) + 1 if now in actions else 0
        for action in actions[after:] + actions[:after]:
            if _begins_with(action, letter):
                self.setActiveAction(action)
                return


def _begins_with(action: QAction, letter: str) -> bool:
    text = _plain(action.text())
    return next((each for each in text if each.isalnum()), "") == letter


def _plain(text: str) -> str:
    """Return a text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join([each for each in apart if not unicodedata.combining(each)])
