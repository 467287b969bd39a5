"""The reader's own keys: kept with the library, worn by the commands, told where buttons name them.

A key that the reader gave a command is that command's alone: no other keeps it.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton

from diptych.ui.assistance import announce
from diptych.ui.bar import PillButton
from diptych.ui.families import within
from diptych.ui.language import _
from diptych.ui.palette import CommandPalette
from diptych.ui.palette import Line as Row
from diptych.ui.plain_list import ENTER
from diptych.ui.prose import Line, Piece, Prose, tip
from diptych.ui.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject, QPoint
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QTreeWidgetItem, QWidget

    from diptych.ui.commands import Command, CommandSet
    from diptych.ui.theme import Theme

_KEY, _HELD = Qt.Key, Qt.KeyboardModifier
_ALONE = {_KEY.Key_Shift, _KEY.Key_Control, _KEY.Key_Alt, _KEY.Key_Meta, _KEY.Key_AltGr}
_ALONE |= {_KEY.Key_CapsLock, _KEY.Key_NumLock, _KEY.Key_unknown, _KEY(0)}
# With these a reader moves in texts and lists, chooses there, and changes what is chosen.
_NEEDED = {_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Home, _KEY.Key_End}
_NEEDED |= {_KEY.Key_PageUp, _KEY.Key_PageDown, _KEY.Key_Tab, _KEY.Key_Backtab, _KEY.Key_Space}
_NEEDED |= {_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Escape, _KEY.Key_Backspace}
_NEEDED |= {_KEY.Key_Delete, _KEY.Key_Insert, _KEY.Key_F2, _KEY.Key_Menu}


def wear_kept(window: QWidget, commands: CommandSet, kept: str) -> None:
    """Give the commands of a window the keys that the library kept."""
    wear(window, commands, json.loads(kept))


def wear(window: QWidget, commands: CommandSet, own: dict[str, str]) -> None:
    """Give commands the reader's keys, or those they come with, and have buttons name them."""
    taken = {key for command, _a in commands.in_order() for key in _parted(own.get(command.id, ""))}
    coming: dict[str, str] = {}
    is_new = False
    for command, action in commands.in_order():
        usual = [key for key in _usual(command) if key not in taken]
        keys = _parted(own[command.id]) if command.id in own else usual
        if command.keys:
            coming[_usual(command)[0]] = keys[0] if keys else ""
        if [key.toString() for key in action.shortcuts()] != keys:
            is_new = True
            action.setShortcuts([QKeySequence(key) for key in keys])
    for widget in within(window) if is_new else ():
        if isinstance(widget, TopBar):
            widget.keyed = partial(_renamed, coming)
        elif isinstance(widget, QAbstractButton):
            _name(widget, coming)


def _name(button: QAbstractButton, names: dict[str, str]) -> None:
    spoken = button.accessibleName()
    if (now := _anew(button, "spoken", spoken, names)) != spoken:
        if button.toolTip() == tip(spoken):
            button.setToolTip(tip(now))
        button.setAccessibleName(now)
    if isinstance(button, PillButton):
        shown = button.shown_text()
        if (now := _anew(button, "shown", shown, names)) != shown:
            button.show_text(now)


def _anew(button: QAbstractButton, which: str, words: str, names: dict[str, str]) -> str:
    """Return what a button is to say now; what it said when it was made is kept with it."""
    usual, last = button.property(which) or (words, words)
    usual = usual if words == last else words  # it says something else by now
    now = _renamed(names, usual)
    button.setProperty(which, (usual, now))
    return now


def _renamed(names: dict[str, str], words: str) -> str:
    """Return the words of a button with the key that they name as it is now.

    It stands in brackets, or at the end behind three blanks.
    """

    def rename(found: re.Match[str]) -> str:
        now = names.get(found[2] or found[4])
        if now is None:
            return found[0]
        return now and (f"{found[1]}({now})" if found[2] else f"{found[3]}{now}")

    # Blanks that do not break stand in tips.
    return re.sub(r"(\s)\((\S+)\)|(\s{3})(\S+)$", rename, words)


def _parted(keys: str) -> list[str]:
    return [key.toString() for key in QKeySequence.listFromString(keys) if not key.isEmpty()]


def _usual(command: Command) -> list[str]:
    return [QKeySequence(key).toString() for key in command.keys]


class KeysList(CommandPalette):
    """All commands with their keys, which can be given to others.

    Args:
        window: that it floats over.
        commands: of the window.
        kept: what the library keeps under `commands.KEYS`.
        keep: hands on what is to be kept there.
    """

    def __init__(
        self, window: QWidget, commands: CommandSet, kept: str, keep: Callable[[str], None]
    ) -> None:
        self._own: dict[str, str] = json.loads(kept) if kept else {}
        self._keep = keep
        # The command that waits for its keys, and the key of another that was pressed for it.
        self._changing: Command | None = None
        self._pressed = ""
        super().__init__(window, commands)
        self._words = Prose(self)
        self._words.hide()
        self._column.insertWidget(1, self._words)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._point)

    def ask(self) -> None:
        """Show the keys of all commands."""
        self._leave()
        self._open(_("Keys"), _("Keys: type to search them, F2 changes those of a command"))

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        self._words.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let F2 ask for other keys, and take them; all else is the list's."""
        if watched is not self._field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if self._changing is None and event.key() != _KEY.Key_F2:
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._take_key(event)
        return True

    def _lines(self, typed: str) -> list[Row]:
        """Return all as lines that can be chosen: what cannot be done now can be given keys."""
        return [line._replace(is_enabled=True) for line in super()._lines(typed)]

    def _choose(self, item: QTreeWidgetItem, held: Qt.KeyboardModifier = _HELD.NoModifier) -> None:
        if self._changing is None:
            super()._choose(item, held)
        else:
            self._begin()  # with the line that was clicked

    def _close(self, *, give_back: bool = True) -> None:
        self._leave()
        super()._close(give_back=give_back)

    def news(self) -> str:
        """Return what is said below the field, or ""."""
        return "" if self._words.isHidden() else self._words.text()

    # Changing

    def _take_key(self, event: QKeyEvent) -> None:
        command, key = self._changing, event.key()
        if command is None:
            self._begin()
        elif key in _ALONE:
            return
        elif key == _KEY.Key_Escape:
            self._leave()
        elif key == _KEY.Key_Backspace:
            self._give(command, "")
        elif key == _KEY.Key_Delete:
            self._give(command, None)
        else:
            self._offer(command, key_of(event))

    def _point(self, at: QPoint) -> None:
        item = self._list.itemAt(at)
        if item is not None:
            self._list.setCurrentItem(item)
            self._begin()

    def _current(self) -> QAction | None:
        item = self._list.currentItem()
        line = self._list.indexOfTopLevelItem(item) if item is not None else -1
        return self._shown[line] if 0 <= line < len(self._shown) else None

    def _begin(self) -> None:
        action = self._current()
        if action is not None:
            self._changing, self._pressed = self._commands.command(action.objectName()), ""
            words = _(
                "Press the new keys of “{command}”. Backspace leaves it without any, Del gives it "
                "those it came with, Esc leaves it as it is."
            )
            self._say(words.format(command=action.text()))

    def _offer(self, command: Command, pressed: QKeyCombination) -> None:
        """Give a command keys, unless they are needed, or another's and not pressed again."""
        keys = QKeySequence(pressed)
        name, shown = keys.toString(), keys.toString(QKeySequence.SequenceFormat.NativeText)
        if name not in _usual(command) and _is_needed(pressed):
            words = _("{keys} is needed in texts, lists and fields. Press other keys.")
            self._say(words.format(keys=shown), is_wrong=True)
            return
        other = next(
            (
                each.text()
                for row, each in self._commands.in_order()
                if row.id != command.id and keys in each.shortcuts()
            ),
            "",
        )
        if other and self._pressed != name:
            self._pressed = name
            words = _("{keys} belongs to “{command}”. Press it again to take it from there.")
            self._say(words.format(keys=shown, command=other), is_wrong=True)
            return
        self._give(command, name)

    def _give(self, command: Command, keys: str | None) -> None:
        """Give a command keys, "" for none, None for those it came with."""
        own = {
            name: "; ".join(key for key in _parted(words) if key != keys)
            for name, words in self._own.items()
            if name != command.id
        }
        if keys is not None and [keys] != _usual(command):
            own[command.id] = keys
        self._own = own
        wear(self._window, self._commands, own)
        self._keep(json.dumps(own))
        self._leave()
        self._fill(self._field.text())
        if command.id not in self._names():  # it was found by the key that it had
            self._field.clear()
        self._list.setCurrentIndex(self._list.model().index(self._names().index(command.id), 0))

    def _names(self) -> list[str]:
        return [action.objectName() for action in self._shown]

    def _leave(self) -> None:
        self._changing, self._pressed = None, ""
        self._words.hide()

    def _say(self, sentence: str, *, is_wrong: bool = False) -> None:
        self._words.set_lines([Line((Piece(sentence, "danger" if is_wrong else "ink"),))])
        self._words.show()
        announce(self._field, sentence)


def key_of(event: QKeyEvent) -> QKeyCombination:
    """Return the keys of an event as a shortcut is matched: "?" is not Shift with "?"."""
    held, text = event.modifiers() & ~_HELD.KeypadModifier, event.text()
    if text.isprintable() and text and not text.isalpha() and text != " ":
        held &= ~_HELD.ShiftModifier
    return QKeyCombination(held, _KEY(event.key()))


def _is_needed(pressed: QKeyCombination) -> bool:
    """Whether keys are needed: with Alt only those that open what is chosen in a list."""
    is_free = pressed.keyboardModifiers() & _HELD.AltModifier and pressed.key() not in ENTER
    return pressed.key() in _NEEDED and not is_free
