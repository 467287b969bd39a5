"""Random input to the real window on two long documents: `python tests/perf/monkey.py [SECONDS]`.

Options: `--seed N` (else one is taken and printed), `--paragraphs N`. Keys, text, clicks, drags,
wheel, commands, files, drops, sizes, languages: whatever comes, with the real worker processes. The
seed fixes the order of choices; what they meet also depends on when the workers answer. Printed at
the end: tracebacks and warnings of Qt, each once with what was done before it, the longest silences
of the window with what it was doing then, and memory, open files and threads after the first minute
(or the first third of a shorter run) and at the end. Each command is run and each panel and file is
opened once at first, among all the rest: what is loaded for them is there then, be it a little
later on a busy machine. Exit status 1: something of it must not be.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests"), str(Path(__file__).parent)]
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHONPATH"] = sys.path[0]  # of the workers

from diptych.ui.overrides import make_safe  # noqa: E402

make_safe()  # before a class is defined, as the program does

from PySide6.QtCore import (  # noqa: E402
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import (  # noqa: E402
    QDragEnterEvent,
    QDropEvent,
    QFontDatabase,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
)
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget  # noqa: E402
from vigil import Cost, Heart, Trouble, cost  # noqa: E402

from diptych.model.comparison import Side  # noqa: E402
from diptych.services.places import resources  # noqa: E402
from diptych.services.workers import PAGE_TASKS, TASKS, worker  # noqa: E402
from diptych.services.workplace import Workplace  # noqa: E402
from diptych.ui.appearance import built_anew, prepare  # noqa: E402
from diptych.ui.bridge import Bridge  # noqa: E402
from diptych.ui.collector import Collector  # noqa: E402
from diptych.ui.commands import COMMANDS  # noqa: E402
from diptych.ui.panels import PANELS  # noqa: E402
from diptych.ui.theme import FUSION  # noqa: E402
from diptych.ui.window import Window  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

GROWTH = 1.10  # of memory after the first minute, at most
_MINUTES = 5  # of a shorter run the growth is no verdict
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


class Monkey:
    """Does anything, at random.

    Args:
        window: the first window; the present one is `window`.
        chance: says what is done.
        folder: with files that may be opened, and where files may be written.
    """

    def __init__(self, window: Window, chance: random.Random, folder: Path) -> None:
        self.window, self._chance, self._folder = window, chance, folder
        self.files = sorted(str(path) for path in folder.iterdir())
        self.trouble = Trouble(folder.parent)
        self.heart = Heart(self.trouble)
        self.steps = 0
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
        """Do one thing; called by a timer, in the loops of dialogs too."""
        self.heart.tick()
        if not self.window.isVisible():
            self._come_back()
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
            return chance.choice(["", *self.files]), ""

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
        seen = [each for each in top.findChildren(kind) if each.isVisible()]
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
        side, path = self._chance.choice(tuple(Side)), path or self._chance.choice(self.files)
        self.window.desk.open(side, path)
        return f"open {Path(path).name} {side.value}"

    def _drop(self, paths: list[str] | None = None) -> str:
        mime = QMimeData()
        paths = paths or self._chance.sample(self.files, self._chance.randint(1, 3))
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


def make_files(folder: Path, paragraphs: int, chance: random.Random) -> tuple[str, str]:
    """Put what may be opened into a folder; return the two long documents."""
    shutil.copytree(ROOT / "tests" / "data" / "formats", folder)
    (folder / "empty.txt").touch()
    (folder / "bytes.pdf").write_bytes(chance.randbytes(5_000))
    (folder / '<img src="x">.txt').write_text("We support <b>asylum</b> & oppose walls.\n")
    stock = []
    for path in sorted(ROOT.glob("seeds/*.txt")):
        shutil.copy(path, folder)
        stock += [part for part in path.read_text("utf-8", "replace").split("\n\n") if part.strip()]
    long = []
    for name in ("long one.txt", "long two.txt"):
        text = "\n\n".join(chance.choice(stock) for _each in range(paragraphs))
        (folder / name).write_text(text, "utf-8")
        long.append(str(folder / name))
    return long[0], long[1]


def run(seconds: float, seed: int, paragraphs: int, folder: Path) -> int:
    """Let a monkey at the window for a while and print what came of it; return the exit status."""
    chance = random.Random(seed)
    documents = make_files(folder / "files", paragraphs, chance)
    os.chdir(folder)
    os.environ["DIPTYCH_DATA"] = str(folder / "data")
    app = QApplication(["diptych", *FUSION])
    app.setQuitOnLastWindowClosed(False)
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    Collector(app)
    bridge = Bridge()
    lanes = worker(TASKS, bridge.post), worker(PAGE_TASKS, bridge.post)
    workplace = Workplace.open(folder / "data", lanes[0], page_jobs=lanes[1])
    prepare(workplace)
    window = Window(workplace)
    window.begin(list(documents))
    window.show()
    window.activateWindow()
    monkey = Monkey(window, chance, folder / "files")
    del window  # the monkey lets go of it when another takes its place
    sys.excepthook = monkey.trouble.raised
    threading.excepthook = lambda failed: monkey.trouble.raised(
        failed.exc_type, failed.exc_value, failed.exc_traceback
    )
    qInstallMessageHandler(monkey.trouble.said)
    monkey.heart.start()
    costs: list[Cost] = []

    def weigh() -> None:
        if monkey.has_tried_all:
            # A file of notes in an unknown encoding has it loaded, and may come at any time.
            from charset_normalizer import from_bytes

            from_bytes(b"caf\xe9")
            costs.append(cost())

    timers = []
    end = time.monotonic() + seconds
    for every, call in (
        (0, monkey.act),
        (10, monkey.heart.tick),
        (100, lambda: time.monotonic() >= end and app.exit()),
        (int(min(60, seconds / 3) * 1000), weigh),
    ):
        timer = QTimer()
        timer.timeout.connect(call)
        timer.start(every)
        timers.append(timer)
    app.exec()
    for timer in timers:
        timer.stop()
    costs.append(cost())
    workplace.close()
    qInstallMessageHandler(None)
    return report(monkey, costs, seed)


def report(monkey: Monkey, costs: list[Cost], seed: int) -> int:
    """Print what was found; return the exit status."""
    for count, text in monkey.trouble.found.values():
        print(f"--- {count} times:\n{text}")
    print(f"seed {seed}: {monkey.steps:,} steps, {len(monkey.trouble.found)} kinds of trouble")
    for each in monkey.heart.silences[:6]:
        print(
            f"silent {each.seconds:.2f} s: {each.doing} ({each.cpu:.2f} s CPU)\n{each.seen}", end=""
        )
    for each in costs:
        print(f"{each.memory:7.0f} MB {each.files:4} files {each.threads:4} threads", end="")
        print(f" {each.widgets:5} widgets")
    growth = costs[-1].memory / costs[0].memory
    print(f"memory at the end: {growth:.2f} of what it was first (bar {GROWTH})")
    is_larger = costs[0].memory * GROWTH < costs[-1].memory and len(costs) > _MINUTES
    return int(bool(monkey.trouble.found) or monkey.heart.was_silent or is_larger)


def main() -> None:
    """Take the arguments, and clean up."""
    parser = argparse.ArgumentParser(description="Random input to the window.")
    parser.add_argument("seconds", nargs="?", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--paragraphs", type=int, default=1_500)
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        status = run(asked.seconds, asked.seed, asked.paragraphs, Path(folder))
    sys.stdout.flush()
    os._exit(status)  # what a monkey left half closed is no concern of the interpreter's end


if __name__ == "__main__":
    main()
