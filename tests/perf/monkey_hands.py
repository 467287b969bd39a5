"""What a monkey does to the window, at random; `monkey.py` lets it play and tells the rest."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from vigil import Heart, Trouble

from diptych.model.comparison import Side
from diptych.ui.appearance import built_anew
from diptych.ui.commands import COMMANDS
from diptych.ui.families import within
from diptych.ui.panels import PANELS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from diptych.ui.window import Window

# Of these each opens a new window, or closes it for good; they come seldom, or never.
SELDOM = {"language_system", "language_en", "language_es", "print", "full_screen"}
NEVER = {"quit"}
TEXTS = (
    "asylum",
    "root causes of migration",
    "the",
    "\u05d4\u05d2\u05d9\u05e8\u05d4 \u0627\u0644\u0647\u062c\u0631\u0629",
    "\U0001f6f6\u200d\U0001f9d1 e\u0301\ufb01",
    '<img src="file:///etc/hostname">&amp;',
    "[[a]] **b** (c|d)* \\ \" ' %s {x}",
    "-",
    "1848",
    "x" * 300,
    "\u2028\u0000\t\ud83d",
)
_NAMES = (
    "Tab Backtab Return Escape Space Backspace Delete Home End PageUp PageDown Up Down Left "
    "Right Menu F2 F6 N H T W A Z 1 2 3 4 0 Plus Minus Question"
)
KEYS = tuple(getattr(Qt.Key, f"Key_{name}") for name in _NAMES.split())
HELD = (Qt.KeyboardModifier.NoModifier,) * 6 + (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
_LEFT = Qt.MouseButton.LeftButton
# Of all steps, as long as something was not done once.
_ONCE = 0.4
_LONG = 0.5  # of all files that are opened
_REST_MS = 4_000
_SIZE = 1280, 800
# Seconds after which a step that is not over has opened a dialog that waits for an answer.
_HELD_UP = 0.3


class Monkey:
    """Does anything, at random.

    Args:
        window: the first window; the present one is `window`.
        chance: says what is done.
        folder: with files that may be opened; files may be written beside it.
        long: the two documents of it that are opened most.
    """

    def __init__(
        self, window: Window, chance: random.Random, folder: Path, long: tuple[str, str]
    ) -> None:
        self.window, self._chance, self._folder, self._long = window, chance, folder, long
        self.files = sorted(str(path) for path in folder.iterdir())
        self.trouble = Trouble(folder.parent)
        self.heart = Heart(self.trouble)
        self.steps = 0
        self.is_resting = False
        self._commands = [command.id for command in COMMANDS if command.id not in NEVER]
        self._keys = [
            key for command in COMMANDS if command.id not in NEVER for key in command.keys
        ]
        self._ways: tuple[tuple[Callable[[], str], int], ...] = (
            (self._run_command, 14),
            (self._press_shortcut, 14),
            (self._press_key, 22),
            (self._type, 10),
            (self._click, 24),
            (self._drag, 6),
            (self._wheel, 10),
            (self._resize, 2),
            (self._open_file, 1),
            (self._drop, 1),
            (self._toggle_panel, 5),
            (self._fill_a_field, 4),
            (self._clear_the_way, 4),
        )
        # Once each, among the rest, so that what is loaded when it is first used is there soon.
        self._once: list[Callable[[], str]] = [
            *(partial(self._run_command, command) for command in self._commands),
            *(partial(self._toggle_panel, panel.name) for panel in PANELS),
            *(partial(self._open_file, path) for path in self.files),
            *(partial(self._drop, [path]) for path in self.files),
        ]
        self._chance.shuffle(self._once)
        self._began = 0.0
        self._next = QTimer(singleShot=True)
        self._next.timeout.connect(self.act)
        self._answer_dialogs()
        self.take(window)

    @property
    def has_tried_all(self) -> bool:
        """Whether everything was done once."""
        return not self._once

    def take(self, window: Window) -> None:
        """Go on with another window."""
        self.window = window
        for name in NEVER:
            window.commands.action(name).setEnabled(False)

    def act(self) -> None:
        """Do one thing, and then another, in the loops of dialogs that wait for an answer too."""
        self.heart.tick()
        self._next.start(0)
        before, now = self._began, time.monotonic()
        if self.is_resting or (before and now < before + _HELD_UP):
            return  # Qt's test library handles events in the middle of a step
        self._began = now
        try:
            self._do_something()
        finally:
            self._began = before

    def rest(self, then: Callable[[], None]) -> None:
        """Do nothing for a while, in a window of one size with the two long documents alone."""
        self.is_resting = True
        self._clear_the_way()
        if not self.window.isVisible():
            self._come_back()
        window = self.window
        if window.isFullScreen():
            window.commands.action("full_screen").trigger()
        window.resize(*_SIZE)  # what is painted to is as large as the window
        panels = window.handlers.panels
        for panel in PANELS:  # all are built, and none is shown
            if not panels.is_shown(panel.name):
                panels.toggle(panel.name)
            panels.hide(panel.name)
        panels.show_texts()
        while len(window.spread.row) > len(Side):
            window.commands.action("close_pane").trigger()
        window.desk.begin(dict(zip(Side, self._long, strict=True)))

        def over() -> None:
            then()
            self.is_resting = False

        QTimer.singleShot(_REST_MS, over)

    def _do_something(self) -> None:
        if not self.window.isVisible():
            self._come_back()
            return
        for top in QApplication.topLevelWidgets():
            # Of Qt's own making, for printers: it shows all that is on this machine.
            if isinstance(top, QFileDialog) and top.isVisible():
                top.reject()
                return
        ways, weights = zip(*self._ways, strict=True)
        way = self._chance.choices(ways, weights)[0]
        if self._once and self._chance.random() < _ONCE:
            way = self._once.pop()
        self.steps += 1
        self.trouble.begin(repr(way))
        self._say(way())

    def _say(self, action: str) -> None:
        self.heart.doing = action
        self.trouble.finish(action)

    def _come_back(self) -> None:
        if self.window.handlers.appearance.asks_for_new_window:
            self.take(built_anew(self.window))
        self.window.show()
        self.window.activateWindow()

    def _answer_dialogs(self) -> None:
        """Answer the system's questions for files, which would show all that is on this machine."""
        chance = self._chance

        def existing(*_a: object, **_n: object) -> tuple[str, str]:
            return chance.choice(["", self._some_file(), *self._made()]), ""

        def some(*_a: object, **_n: object) -> tuple[list[str], str]:
            return chance.sample(self.files, chance.randint(0, 3)), ""

        def new(*_a: object, **_n: object) -> tuple[str, str]:
            return chance.choice(["", str(self._folder.parent / f"made-{self.steps % 5}")]), ""

        def folder(*_a: object, **_n: object) -> str:
            return chance.choice(["", str(self._folder)])

        for name, answer in (
            ("getOpenFileName", existing),
            ("getOpenFileNames", some),
            ("getSaveFileName", new),
            ("getExistingDirectory", folder),
        ):
            setattr(QFileDialog, name, staticmethod(answer))

    def _made(self) -> list[str]:
        """Return the files that were written."""
        return sorted(map(str, self._folder.parent.glob("made-*")))

    def _some_file(self) -> str:
        return self._chance.choice(self._long if self._chance.random() < _LONG else self.files)

    # Where

    def _keyboard(self) -> QWidget:
        return (
            QApplication.activePopupWidget()
            or QApplication.focusWidget()
            or QApplication.activeModalWidget()
            or self.window
        )

    def _somewhere(self, kind: type[QWidget] = QWidget) -> QWidget:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None:
            tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
            top = self.window if self._chance.random() < 0.8 else self._chance.choice(tops)
        seen = [each for each in within(top) if isinstance(each, kind) and each.isVisible()]
        return self._chance.choice(seen) if seen else top

    def _point(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._chance.randrange(max(widget.width(), 1)),
            self._chance.randrange(max(widget.height(), 1)),
        )

    # What

    def _run_command(self, name: str = "") -> str:
        name = name or self._chance.choice(self._commands)
        if name in SELDOM and self._chance.random() < 0.7:
            return "nothing"
        self.window.commands.action(name).trigger()
        return f"run {name}"

    def _press_shortcut(self) -> str:
        keys = self._chance.choice(self._keys)
        chord = QKeySequence(keys)[0]
        QTest.keyClick(self._keyboard(), chord.key(), chord.keyboardModifiers())
        return f"press {keys}"

    def _press_key(self) -> str:
        key, held = self._chance.choice(KEYS), self._chance.choice(HELD)
        where = self._keyboard()
        said = f"press {held.name} {key.name} in {type(where).__name__}"
        self._say(said)
        for _each in range(self._chance.choice((1, 1, 1, 5))):
            QTest.keyClick(self._keyboard(), key, held)
        return said

    def _type(self) -> str:
        where, words = self._keyboard(), self._chance.choice(TEXTS)
        self._send(where, words)
        return f"type {words[:20]!r} into {type(where).__name__}"

    def _send(self, where: QWidget, words: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(where, QKeyEvent(kind, 0, none, words))

    def _fill_a_field(self) -> str:
        from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QTextEdit

        kinds = (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QTextEdit)
        where = self._somewhere(self._chance.choice(kinds))
        where.setFocus()
        for words in self._chance.sample(TEXTS, 2):
            self._send(self._keyboard(), words)
        return f"fill {type(where).__name__} {where.accessibleName()!r}"

    def _click(self) -> str:
        where = self._somewhere()
        at, held = self._point(where), self._chance.choice(HELD)
        button = self._chance.choice((_LEFT,) * 6 + tuple(Qt.MouseButton)[2:4])
        said = f"{button.name} {type(where).__name__} {where.accessibleName()[:30]!r}"
        self._say(said)
        if self._chance.random() < 0.1:
            QTest.mouseDClick(where, button, held, at)
        else:
            QTest.mouseClick(where, button, held, at)
        return said

    def _drag(self) -> str:
        where = self._somewhere()
        QTest.mousePress(where, _LEFT, HELD[0], self._point(where))
        for _each in range(4):
            QTest.mouseMove(where, self._point(where) + QPoint(0, self._chance.randint(-90, 90)))
        QTest.mouseRelease(where, _LEFT, HELD[0], self._point(where))
        return f"drag in {type(where).__name__}"

    def _wheel(self) -> str:
        where = self._somewhere()
        at, held = QPointF(self._point(where)), self._chance.choice(HELD)
        turn = QPoint(0, self._chance.choice((-480, -120, -15, 15, 120, 480)))
        over = QPointF(where.mapToGlobal(at.toPoint()))
        none = Qt.MouseButton.NoButton
        for _each in range(self._chance.choice((1, 1, 6))):
            phase = Qt.ScrollPhase.NoScrollPhase
            event = QWheelEvent(at, over, QPoint(), turn, none, held, phase, False)
            QApplication.sendEvent(where, event)
        return f"wheel over {type(where).__name__}"

    def _resize(self) -> str:
        width, height = self._chance.randint(300, 1900), self._chance.randint(200, 1100)
        self.window.resize(width, height)
        return f"resize {width} x {height}"

    def _open_file(self, path: str = "") -> str:
        side, path = self._chance.choice(tuple(Side)), path or self._some_file()
        self.window.desk.open(side, path)
        return f"open {Path(path).name} {side.value}"

    def _drop(self, paths: list[str] | None = None) -> str:
        mime = QMimeData()
        paths = paths or [self._some_file() for _each in range(self._chance.randint(1, 3))]
        mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
        pane = self._chance.choice(list(self.window.spread.panes.values()))
        at = self._point(pane)
        action, none = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton
        QApplication.sendEvent(pane, QDragEnterEvent(at, action, mime, none, HELD[0]))
        QApplication.sendEvent(pane, QDropEvent(QPointF(at), action, mime, none, HELD[0]))
        return f"drop {[Path(path).name for path in paths]}"

    def _toggle_panel(self, name: str = "") -> str:
        name = name or self._chance.choice(PANELS).name
        self.window.handlers.panels.toggle(name)
        return f"panel {name}"

    def _clear_the_way(self) -> str:
        """Close what stands before the window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for top in QApplication.topLevelWidgets():
            if top.isVisible() and isinstance(top, QDialog):
                top.close()
        self.window.activateWindow()
        return "clear the way"
