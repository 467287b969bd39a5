"""Print how exports hold the window up: `python tests/perf/exporting.py [PARAGRAPHS [KIND ...]]`.

The real window holds two texts of 20,000 paragraphs with 5,000 findings and 3,000 notes, all made
up. For each kind of file: how long it takes on the clock, the CPU time of the window's process, the
longest turn of the window's thread (CPU), and the longest time in which the window had none
(clock). The bar is 200 ms for the last two.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "perf"), str(ROOT / "tests")]

import selecting  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtGui import QFontDatabase  # noqa: E402
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton  # noqa: E402

from diptych.anchoring.describe import describe  # noqa: E402
from diptych.model.comparison import Comparison, Engine, Mode, Side  # noqa: E402
from diptych.model.document import Span  # noqa: E402
from diptych.model.note import Note, NoteKind  # noqa: E402
from diptych.model.wire import comparison_to_plain, document_to_plain  # noqa: E402
from diptych.services import tasks  # noqa: E402
from diptych.services.places import resources  # noqa: E402
from diptych.services.workplace import Workplace  # noqa: E402
from diptych.ui.collector import Collector  # noqa: E402
from diptych.ui.theme import FUSION  # noqa: E402
from diptych.ui.window import Window  # noqa: E402
from diptych.work.inline import InlineJobs  # noqa: E402
from support.documents import document_from  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.document import Document

EXPORTS = ("json", "csv", "markdown", "html", "docx")
BODY = "A note *as notes are*, of a line or two, which says what it says. " * 2 + "\n\n- and this"
PATIENCE_S = 900


class Turns:
    """Sees how long the window's thread works at a stretch, and how long it is kept from it."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def begin(self) -> None:
        """Look from now on."""
        self.work = self.silence = 0.0
        self._worked, self._seen = time.thread_time(), time.perf_counter()

    def _beat(self) -> None:
        worked, seen = time.thread_time(), time.perf_counter()
        self.work = max(self.work, worked - self._worked)
        self.silence = max(self.silence, seen - self._seen)
        self._worked, self._seen = worked, seen

    def until(self, happened: Callable[[], bool]) -> None:
        """Let the window have its turns until something has happened."""
        end = time.perf_counter() + PATIENCE_S
        while not happened() and time.perf_counter() < end:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._beat()


def notes(left: Document, names: list[str], count: int) -> list[Note]:
    """Return notes, every second one on a finding, the others on words of the left text."""
    chance, made = random.Random(9), []
    for number in range(count):
        start = left.blocks[chance.randrange(len(left.blocks))].span.start
        anchors = (describe(left, Span(start, start + 60)),)
        kind, finding = NoteKind.SELECTION, ""
        if number % 2:
            kind, finding = NoteKind.FINDING, names[number * 7 % len(names)]
        now = "2026-01-01T00:00:00Z"
        made.append(Note(f"{number:032x}", kind, BODY, anchors, (), finding, now, now))
    return made


def made_tasks(documents: dict[Side, Document], count: int) -> dict[str, Any]:
    """Return the real tasks, but for reading and comparing."""
    left, right = documents.values()
    found = tuple(selecting.findings(left, right, count))
    engine = Engine("made up", "1")
    whole = Comparison(left.sha256, right.sha256, Mode.POSITIONS, engine, found)

    def read(request: dict[str, Any], _progress: object) -> dict[str, Any]:
        return document_to_plain(documents[Side(Path(request["path"]).stem)])

    def compare(request: dict[str, Any], _progress: object) -> dict[str, Any]:
        kept = [0 for _ in request["kept"]]
        return {**comparison_to_plain(whole), "kept": kept, "blob": b""}

    return {**tasks.make_tasks(lambda _path: b""), "read": read, "compare": compare}


def open_window(folder: Path, count: int) -> Window:
    """Return the window with two texts of so many paragraphs."""
    selecting.PARAGRAPHS = count
    documents = {
        side: document_from(selecting.paragraphs(random.Random(seed)))
        for seed, side in enumerate(Side)
    }
    for side in Side:
        (folder / f"{side.value}.txt").write_text(side.value, "utf-8")
    some = max(1, count // 4 if count <= 20_000 else count // 5)
    workplace = Workplace.open(folder / "data", InlineJobs(made_tasks(documents, some)))
    library = workplace.library
    library._database.read("PRAGMA synchronous=OFF")
    names = [f"{number:032x}" for number in range(some)]
    with library.together():
        for note in notes(documents[Side.LEFT], names, some * 3 // 5):
            library.save_note(note)
    selecting.prepare(workplace)
    window = Window(workplace)
    window.begin([str(folder / f"{side.value}.txt") for side in Side])
    window.show()
    QApplication.processEvents()
    return window


def measure(folder: Path, count: int, kinds: list[str]) -> None:
    """Make each kind of file once, and print what that cost."""
    window = open_window(folder, count)
    keeper = selecting.QObject()
    Collector(keeper)
    desk, turns = window.desk, Turns()
    print(f"{count:,} paragraphs a side, {len(desk.rows):,} findings, {len(desk.notes):,} notes")
    print(f"{'':10}{'s':>8}{'CPU s':>8}{'turn ms':>9}{'silence ms':>12}{'MB':>8}")
    turns.begin()
    turns.until(lambda: True)
    for kind in kinds:
        target = folder / f"made.{kind}"
        QFileDialog.getSaveFileName = lambda *_a, _at=str(target), **_n: (_at, "")  # type: ignore[method-assign]
        if kind == "pdf":
            window.commands.action("print").trigger()
            start = window.findChild(QPushButton, "pdf").click
        else:
            start = window.commands.action(f"export_{kind}").trigger
        began, worked = time.perf_counter(), time.process_time()
        turns.begin()
        start()
        turns.until(target.exists)
        taken, worked = time.perf_counter() - began, time.process_time() - worked
        size = target.stat().st_size / 1e6
        turn, silence = turns.work * 1000, turns.silence * 1000
        figures = f"{taken:8.1f}{worked:8.1f}{turn:9.0f}{silence:12.0f}{size:8.1f}"
        print(f"{kind:10}{figures}", flush=True)
        turns.until(lambda: not window.commands.action("stop_analysis").isEnabled())
    window.close()
    window.workplace.close()


def main() -> None:
    """Measure in a folder of its own."""
    app = QApplication(["diptych", *FUSION])
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    count = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), count, sys.argv[2:] or [*EXPORTS, "pdf"])
    del app


if __name__ == "__main__":
    main()
