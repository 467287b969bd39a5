"""Lists that float over the window: typed letters narrow them. Here that of all commands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from diptych.ui.assistance import announce
from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font, scaled

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction, QPaintEvent

    from diptych.ui.commands import CommandSet
    from diptych.ui.theme import Theme

_WIDTH, _HEIGHT, _TOP = 640, 420, 64
_ACCENTS = re.compile("[\u0300-\u036f]")
_ROOM = 8  # pixels between two lines
# Of the width, for each column behind the first.
_SHARE = 0.32
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class Line(NamedTuple):
    """One line of the list: what stands in its columns, and whether it can be chosen."""

    columns: tuple[str, ...]
    is_enabled: bool = True


class FloatingList(QWidget):
    """A field over a list, in front of the window until something is chosen, Esc, or a click away.

    Args:
        window: that it floats over.
        name: of the list, to assistive technology.
        columns: how many the list has.
    """

    def __init__(self, window: QWidget, name: str, columns: int) -> None:
        super().__init__(window)
        self._window = window
        self._theme: Theme | None = None
        self._came_from: QWidget | None = None
        self._field = QLineEdit(self)
        self._field.setClearButtonEnabled(False)
        self._field.setFrame(False)
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list = QTreeWidget(self)
        self._list.setColumnCount(columns)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollBar(ThinScrollBar(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(name)
        self._list.currentItemChanged.connect(self._tell)
        self._list.itemClicked.connect(lambda item: self._choose(item))  # noqa: PLW0108
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, columns):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        for widget in (self._field, self._list):
            widget.setFont(interface_font(SIZE))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 10, 10, 10)
        self._column.addWidget(self._field)
        self._column.addWidget(self._list)
        self.hide()

    # What the lists say

    def _lines(self, typed: str) -> list[Line]:
        """Return the lines that answer what was typed, the best first."""
        raise NotImplementedError

    def _take(self, line: int, held: Qt.KeyboardModifier) -> None:
        """Do what a line stands for; the list is closed by then."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("card"))
        colours.setColor(QPalette.ColorRole.Highlight, theme.colour("row"))
        colours.setColor(QPalette.ColorRole.HighlightedText, theme.colour("ink"))
        for widget in (self._field, self._list):
            widget.setPalette(colours)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and its border."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("border"), 1))
        painter.setBrush(self._theme.colour("card"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's arrows move in the list, Enter choose, and Esc or leaving close."""
        if watched is not self._field:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent):
            key = event.key()
            ours = key in _MOVES or key in _ENTER or key == Qt.Key.Key_Escape
            if not ours:
                return super().eventFilter(watched, event)
            if event.type() == QEvent.Type.ShortcutOverride:
                # The window has commands on these keys; here they are ours.
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self._press(event)
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._close(give_back=False)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            self._list.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        elif item := self._list.currentItem():
            self._choose(item, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)

    def _open(self, name: str, hint: str) -> None:
        if self.isVisible():
            self._close()
            return
        self.setAccessibleName(name)
        self._field.setAccessibleName(name)
        self._field.setPlaceholderText(hint)
        window = self._window
        self._came_from = window.focusWidget()
        width = min(scaled(_WIDTH), window.width() - 32)
        height = min(scaled(_HEIGHT), window.height() - _TOP - 16)
        self.setGeometry((window.width() - width) // 2, _TOP, width, height)
        self._field.clear()
        self.show()
        self._fill("")
        self.raise_()
        self._field.setFocus()

    def _close(self, *, give_back: bool = True) -> None:
        if not self.isVisible():
            return
        came_from, self._came_from = self._came_from, None
        self.hide()
        # A field for another name goes when the keyboard leaves it.
        if give_back and came_from is not None and isValid(came_from):
            came_from.setFocus()

    def _fill(self, typed: str) -> None:
        self._list.clear()
        for line in self._lines(typed) or [Line((_("Nothing was found."),), is_enabled=False)]:
            item = QTreeWidgetItem(self._list, list(line.columns))
            item.setDisabled(not line.is_enabled)
        first = self._list.topLevelItem(0)
        if first is not None:
            first.setSizeHint(0, QSize(0, self._list.fontMetrics().height() + _ROOM))
            self._list.setCurrentItem(first)
            if first.isDisabled():  # which Qt does not make the current one
                self._tell(first)
        self._share_width()

    def _tell(self, item: QTreeWidgetItem | None, *_before: object) -> None:
        """Have the current line spoken: the keyboard stays in the field."""
        if item is not None:
            words = [item.text(column) for column in range(self._list.columnCount())]
            if item.isDisabled() and len(words) > 1 and words[1]:
                words.append(_("not possible now"))
            announce(self._field, ", ".join(filter(None, words)))

    def _share_width(self) -> None:
        """Give each column what its words need, the first one what is left, most of it at least."""
        most = round(self._list.width() * _SHARE)
        for column in range(1, self._list.columnCount()):
            needed = self._list.sizeHintForColumn(column)
            self._list.header().resizeSection(column, min(needed, most))

    def _choose(
        self,
        item: QTreeWidgetItem,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        if not item.isDisabled():
            line = self._list.indexOfTopLevelItem(item)
            self._close()
            self._take(line, held)


class CommandPalette(FloatingList):
    """All commands, with their menus and keys."""

    def __init__(self, window: QWidget, commands: CommandSet) -> None:
        self._commands = commands
        self._shown: list[QAction] = []
        super().__init__(window, _("Commands"), 3)

    def open_commands(self) -> None:
        """Ask for a command."""
        self._open(_("All commands"), _("What do you want to do?"))

    def _lines(self, typed: str) -> list[Line]:
        found: list[tuple[int, int, int, str, str, QAction]] = []
        for command, action in self._commands.in_order():
            text = _(command.text)
            menu = _(command.menu).replace("&", "")
            rank = match_rank(typed, text)
            if rank is None and typed.casefold() in _keys(action).casefold():
                rank = 3
            if rank in (None, 2) and match_rank(typed, menu) == 0:
                rank = 2
            if rank is not None:
                # Of texts that begin as typed, the shortest is meant: "Find" before "Find missing".
                rest = len(text) if typed and not rank else 0
                found.append((rank, rest, len(found), text, menu, action))
        found.sort(key=lambda each: each[:3])
        self._shown = [action for *_rest, action in found]
        return [
            Line((text, menu, _keys(action)), action.isEnabled())
            for *_order, text, menu, action in found
        ]

    def _take(self, line: int, _held: Qt.KeyboardModifier) -> None:
        self._shown[line].trigger()


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(key.toString(native) for key in action.shortcuts())


def match_rank(typed: str, text: str) -> int | None:
    """Return how well a text answers what was typed (0 is best), or None where it does not.

    Letters must come in their order; best at the beginning, then as one piece, then scattered.
    Capitals and accents need not be typed.
    """
    typed, given = _plain(typed), _plain(text)
    wanted = "".join(typed.split())
    if given.replace(" ", "").startswith(wanted):
        return 0
    if typed.strip() in given:
        return 1
    letters = iter(given)
    return 2 if all(letter in letters for letter in wanted) else None


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
