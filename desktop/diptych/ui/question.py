"""A question in a panel, in the place of the buttons that led to it: it holds nothing else up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diptych.ui.bar import PillButton
from diptych.ui.language import _
from diptych.ui.prose import Line, Piece, Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from diptych.ui.theme import Theme


class Question(QWidget):
    """Asks whether to go on; Esc is no, and so is the button that has the keyboard at first.

    Signals:
        closed: it was answered, or taken back.
        refused: nothing is to happen.
    """

    closed = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Prose(self)
        self._then: Callable[[], None] = lambda: None
        self.yes = PillButton("", "", parent=self)
        self.no = PillButton(_("Cancel"), _("Cancel"), parent=self)
        self.yes.clicked.connect(self._go_on)
        self.no.clicked.connect(self.close_it)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self.words, self.yes, self.no):
            part.set_theme(theme)

    def ask(self, sentence: str, yes: str, then: Callable[[], None]) -> None:
        """Ask; the keyboard is on the answer that changes nothing.

        Args:
            sentence: what would happen.
            yes: what the button says that lets it happen.
            then: lets it happen.
        """
        self._then = then
        self.words.set_lines([Line((Piece(sentence),))])
        self.yes.show_text(yes)
        self.yes.setAccessibleName(yes)
        self.setAccessibleName(sentence)
        self.show()
        self.no.setFocus()

    def close_it(self) -> None:
        """Ask no more; nothing happens."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()
            self.refused.emit()

    def _go_on(self) -> None:
        self.hide()
        self.closed.emit()
        self._then()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc for no; the arrows go from answer to answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self.yes if self.no.hasFocus() else self.no).setFocus()
        else:
            super().keyPressEvent(event)
