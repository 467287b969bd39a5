"""A card in a pane that says what is the matter with a document, and offers what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from diptych.ui.assistance import announce
from diptych.ui.bar import PillButton
from diptych.ui.card import Card
from diptych.ui.controls import QuietButton
from diptych.ui.field import Field
from diptych.ui.focused import Choice
from diptych.ui.language import _
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from diptych.ui.theme import Theme

_WIDEST = 620
# Buttons that stand side by side in a narrow pane, and rows of them.
_A_ROW, _ROWS = 2, 3


class Act(NamedTuple):
    """Something that can be done: what it is known by, and the words of its button."""

    key: str
    text: str


class Words(NamedTuple):
    """What a notice says.

    Args:
        heading: what is the matter, one sentence.
        lines: what to try, where the file is.
        acts: what can be done; the first is done by Enter in the field.
        password: whether a password is asked for.
        choices: (key, text) of things of which one is chosen; the first is, until the reader does.
        choice_name: what is chosen, for assistive technology.
        can_close: whether the reader can do without it.
    """

    heading: str
    lines: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    password: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    choice_name: str = ""
    can_close: bool = False

    @property
    def text(self) -> str:
        """All of it as plain text, a paragraph a line."""
        return "\n\n".join((self.heading, *self.lines))


class Notice(QWidget):
    """The card, at the top of a pane's text.

    Signals:
        acted: the key of an act, and what was typed or chosen (a password, a choice's key, or "").
        closed: the reader has seen it.
    """

    acted = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._words = Words("")
        self._card = Card("", self)
        self._card.setMaximumWidth(_WIDEST)
        self._body = Prose(self._card)
        self._field: QLineEdit | None = None
        self._choice: QComboBox | None = None
        self._acts: list[PillButton] = []
        self._close = QuietButton(_("Close"), self._card)
        self._close.clicked.connect(self._leave)
        self._card.column.addWidget(self._body)
        self._rows = [QHBoxLayout() for _ in range(_ROWS)]
        for row in self._rows:
            row.setSpacing(8)
            row.addStretch(1)
            self._card.column.addLayout(row)
        around = QVBoxLayout(self)
        around.setContentsMargins(30, 16, 30, 12)
        around.addWidget(self._card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def text(self) -> str:
        """What is said, as plain text."""
        return self._words.text

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self._card.set_theme(theme)
        self.update()

    def show_words(self, words: Words) -> None:
        """Say something, with what can be done about it."""
        self._words = words
        self._card.set_heading(words.heading)
        self._card.setAccessibleName(words.text)
        self._body.setVisible(bool(words.lines))
        self._body.set_lines([Line((Piece(line, "dim"),)) for line in words.lines])
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self._clear_rows()
        widgets = [*self._make_questions(), *self._make_buttons()]
        for at, widget in enumerate(widgets):
            row, place = divmod(at, _A_ROW)
            self._rows[row].insertWidget(place, widget)
            widget.show()
        # At the right end of the first row with room, so that a narrow pane stays narrow.
        self._rows[min(len(widgets) // _A_ROW, _ROWS - 1)].addWidget(self._close)
        self._close.setVisible(words.can_close)
        if self._theme is not None:
            self._card.set_theme(self._theme)
        self.show()
        announce(self, words.text)
        if had_keyboard:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard where the reader answers."""
        for widget in (self._field, self._choice, *self._acts, self._close):
            if widget is not None and not widget.isHidden():
                widget.setFocus()
                return

    def button(self, key: str) -> PillButton:
        """Return the button of an act."""
        keys = [act.key for act in self._words.acts]
        return self._acts[keys.index(key)]

    @property
    def field(self) -> QLineEdit | None:
        """Where a password is typed."""
        return self._field

    def sizeHint(self) -> QSize:
        """Return the size that the layout asks for."""
        return QSize(300, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the words take at the new width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._words.can_close:
            self._leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper under the card."""
        if self._theme is None:
            return
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("paper"))
        painter.end()

    def _clear_rows(self) -> None:
        for row in self._rows:
            row.removeWidget(self._close)
        old: list[QWidget | None] = [self._field, self._choice, *self._acts]
        for widget in old:
            if widget is not None:
                for row in self._rows:
                    row.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._field = self._choice = None
        self._acts = []

    def _make_questions(self) -> list[QWidget]:
        found: list[QWidget] = []
        if self._words.password:
            field = self._field = Field(self._card)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(_("Password"))
            field.setAccessibleName(_("Password of the file"))
            field.returnPressed.connect(lambda: self._act(self._words.acts[0].key))
            found.append(field)
        if self._words.choices:
            choice = self._choice = Choice(self._card)
            choice.setAccessibleName(self._words.choice_name)
            for key, text in self._words.choices:
                choice.addItem(text, key)
            found.append(choice)
        return found

    def _make_buttons(self) -> list[PillButton]:
        for act in self._words.acts:
            button = PillButton(act.text, act.text, parent=self._card)
            button.setMinimumWidth(button.sizeHint().width())
            button.clicked.connect(lambda _checked=False, key=act.key: self._act(key))
            self._acts.append(button)
        return self._acts

    def _act(self, key: str) -> None:
        answer = ""
        if self._field is not None:
            answer = self._field.text()
            self._field.clear()
        elif self._choice is not None:
            answer = str(self._choice.currentData())
        self.acted.emit(key, answer)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
