"""The list of all commands: typed letters narrow it, Enter runs; it also shows all keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
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

from diptych.ui.controls import ThinScrollBar
from diptych.ui.language import _
from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction, QPaintEvent

    from diptych.ui.commands import CommandSet
    from diptych.ui.theme import Theme

_WIDTH, _HEIGHT, _TOP = 560, 420, 64
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class CommandPalette(QWidget):
    """A list that floats over the window until a command is run, or Esc, or a click elsewhere."""

    def __init__(self, window: QWidget, commands: CommandSet) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._theme: Theme | None = None
        self._shown: list[QAction] = []
        self._came_from: QWidget | None = None
        self._field = QLineEdit(self)
        self._field.setClearButtonEnabled(False)
        self._field.setFrame(False)
        self._field.setAccessibleName(_("Search the commands"))
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list = QTreeWidget(self)
        self._list.setColumnCount(3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollBar(ThinScrollBar(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Commands"))
        self._list.itemClicked.connect(self._run)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for widget in (self._field, self._list):
            widget.setFont(interface_font(SIZE))
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(10, 10, 10, 10)
        column_box.addWidget(self._field)
        column_box.addWidget(self._list)
        self.hide()

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

    def open_commands(self) -> None:
        """Ask for a command."""
        self.setAccessibleName(_("All commands"))
        self._field.setPlaceholderText(_("What do you want to do?"))
        self._open()

    def open_keys(self) -> None:
        """Show the keys of all commands."""
        self.setAccessibleName(_("Keys"))
        self._field.setPlaceholderText(_("Keys: type to search them"))
        self._open()

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
        """Let the field's arrows move in the list, Enter run, and Esc or leaving close."""
        if watched is not self._field:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent):
            key = event.key()
            ours = key in _MOVES or key in (
                Qt.Key.Key_Escape,
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            )
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
            self._run(item)

    def _open(self) -> None:
        if self.isVisible():
            self._close()
            return
        window = self._window
        self._came_from = window.focusWidget()
        self._field.clear()
        self._fill("")
        width = min(_WIDTH, window.width() - 32)
        height = min(_HEIGHT, window.height() - _TOP - 16)
        self.setGeometry((window.width() - width) // 2, _TOP, width, height)
        self.show()
        self.raise_()
        self._field.setFocus()

    def _close(self, *, give_back: bool = True) -> None:
        if not self.isVisible():
            return
        came_from, self._came_from = self._came_from, None
        self.hide()
        if give_back and came_from is not None:
            came_from.setFocus()

    def _fill(self, typed: str) -> None:
        self._list.clear()
        self._shown = []
        found: list[tuple[int, int, int, str, str, QAction]] = []
        for command, action in self._commands.in_order():
            text = _(command.text)
            rank = match_rank(typed, text)
            if rank is not None:
                # Of texts that begin as typed, the shortest is meant: "Find" before "Find missing".
                rest = len(text) if typed and not rank else 0
                menu = _(command.menu).replace("&", "")
                found.append((rank, rest, len(found), text, menu, action))
        for *_order, text, menu, action in sorted(found, key=lambda each: each[:3]):
            keys = (k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
            item = QTreeWidgetItem(self._list, [text, menu, "   ".join(keys)])
            item.setDisabled(not action.isEnabled())
            self._shown.append(action)
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)

    def _run(self, item: QTreeWidgetItem) -> None:
        action = self._shown[self._list.indexOfTopLevelItem(item)]
        if action.isEnabled():
            self._close()
            action.trigger()


def match_rank(typed: str, text: str) -> int | None:
    """Return how well a text answers what was typed (0 is best), or None where it does not.

    Letters must come in their order; best at the beginning, then as one piece, then scattered.
    """
    wanted, given = "".join(typed.casefold().split()), text.casefold()
    if given.replace(" ", "").startswith(wanted):
        return 0
    if typed.casefold().strip() in given:
        return 1
    letters = iter(given)
    return 2 if all(letter in letters for letter in wanted) else None
