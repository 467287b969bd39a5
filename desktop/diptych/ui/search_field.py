"""The field in the bar at the top that finds words in both texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from diptych.ui.controls import QuietButton
from diptych.ui.field import Field
from diptych.ui.hits import How
from diptych.ui.language import _
from diptych.ui.prose import SMALL, tip
from diptych.ui.theme import interface_font, scaled
from diptych.ui.top_bar import FIELD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from diptych.ui.theme import Theme

_LEAST = 130  # pixels, with letters of the usual size
_LEFT = 8  # pixels before the words
_FRAME = 14  # pixels of a field that no letters stand on


class SearchField(Field):
    """Finds words in both texts; two small buttons in it say in which way."""

    stepped = Signal(int)
    left = Signal()
    how_changed = Signal()

    def __init__(self, parent: QWidget, keyed: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search both…"))
        self.setAccessibleName(_("Search both texts"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._case = self._option("Aa", keyed(_("Capitals as typed (Alt+C)")))
        self._whole = self._option("|a|", keyed(_("Whole words only (Alt+W)")))

    def _option(self, text: str, name: str) -> QuietButton:
        button = QuietButton(text, self)
        button.setFont(interface_font(SMALL))
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(tip(name))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda _checked=False: self.how_changed.emit())
        return button

    def sizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(scaled(FIELD_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a word and the buttons."""
        return QSize(scaled(_LEAST), super().minimumSizeHint().height())

    @property
    def how(self) -> How:
        """What the buttons say."""
        return How(whole=self._whole.isChecked(), case=self._case.isChecked())

    def set_how(self, how: How) -> None:
        """Show and take another way of looking for words."""
        self._whole.setChecked(how.whole)
        self._case.setChecked(how.case)
        self.how_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._case.set_theme(theme)
        self._whole.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the buttons at the end, and leave the rest to the words."""
        super().resizeEvent(event)
        right = self.width() - 3
        for button in (self._whole, self._case):
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, 3, size.width(), self.height() - 6)
        self.setTextMargins(_LEFT, 0, self.width() - right, 0)
        words = _("Search both…")
        fits = self.fontMetrics().horizontalAdvance(words) <= right - _FRAME
        self.setPlaceholderText(words if fits else _("Search…"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the hits with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
