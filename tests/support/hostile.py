"""Opens hostile files in the real window with the real worker, and watches both.

A heartbeat of the window's thread tells how long it stood still; /proc tells what the worker cost.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEventLoop, QTimer

from diptych.model.comparison import Side
from diptych.services.workers import PAGE_TASKS, TASKS, worker
from diptych.services.workplace import Workplace
from diptych.ui.marks import Position
from diptych.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.ui.bridge import Bridge
    from diptych.work.port import Jobs
    from hostile.case import Case

BEAT_MS = 10
PATIENCE_SECONDS = 90.0
MOST_MIB, LONGEST_GAP = 1024.0, 0.2

# What a sentence for a reader never holds: names of classes, libraries and their inner words.
_INTERNAL = re.compile(
    r"[A-Z]\w+(?:Error|Exception)\b|Traceback|\bNone\b|(?i:mupdf|fitz|lxml|zipfile|xref|libxml|"
    r"errno|codec\b|null\b|object at 0x|central directory|\bxml\w*:|line \d+, column)|"
    r"\bcode=|0x[0-9a-f]{6}"
)


class Outcome(NamedTuple):
    """What came of opening a file.

    Args:
        text: the reading text, None where it was refused.
        sentence: what was said in place of a text, with the next step, or "".
        defect: the traceback of a defect, or "".
        cpu: seconds that the worker computed.
        peak: mebibytes of memory of the worker at its largest.
        gap: seconds that the window stood still at the longest.
        own: seconds that the window's process computed in that time; the rest was the machine's.
        seconds: on the clock, until the file was open.
    """

    text: str | None
    sentence: str
    defect: str
    cpu: float
    peak: float
    gap: float
    own: float
    seconds: float

    @property
    def stood_still(self) -> bool:
        """Whether the window was held up, by itself and not by a busy machine."""
        return self.gap > LONGEST_GAP and self.own > self.gap / 2


def complaints(case: Case, outcome: Outcome) -> list[str]:
    """Return what is wrong with an outcome, one line for each wrong."""
    found = _about_the_text(case, outcome) + _about_the_sentence(case, outcome)
    if outcome.defect:
        found = ["a defect: " + outcome.defect.strip().splitlines()[-1]]
    if outcome.cpu > case.cpu:
        found.append(f"the worker computed for {outcome.cpu:.0f} s")
    if outcome.peak > MOST_MIB:
        found.append(f"the worker took {outcome.peak:.0f} MiB")
    if outcome.stood_still:
        found.append(f"the window stood still for {outcome.gap * 1000:.0f} ms")
    return found


def _about_the_text(case: Case, outcome: Outcome) -> list[str]:
    if outcome.text is None:
        return [] if outcome.sentence else ["neither a text nor a sentence"]
    if case.holds is None:
        return ["it opened, and should have been refused"]
    is_whole = case.holds in " ".join(outcome.text.split())
    return [] if is_whole else ["words are missing from its text"]


def _about_the_sentence(case: Case, outcome: Outcome) -> list[str]:
    if not outcome.sentence:
        return []
    if case.says is None:
        return ["it was refused, and should have opened"]
    # A name is the file's own affair.
    said = outcome.sentence.replace(f"“{case.name}”", "")
    found = [] if re.search(case.says, said) else [f"the sentence does not say {case.says}"]
    if internal := _INTERNAL.search(said):
        found.append(f"the sentence holds {internal[0]!r}")
    return found


class Heart:
    """Beats on the window's thread, and keeps what the worker has cost.

    Attributes:
        gaps: seconds between beats, and what the process computed in that time.
        cpu, peak: of the workers since `listen`: seconds, mebibytes.
    """

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float]] = []
        self._costs: dict[int, tuple[float, float]] = {}
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self.listen()
        self._timer.start()

    def listen(self) -> None:
        """Begin anew."""
        self.gaps = []
        self.look()
        self._before = {pid: cpu for pid, (cpu, _peak) in self._costs.items()}
        self._costs.clear()
        self._last = time.monotonic(), time.process_time()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    @property
    def cpu(self) -> float:
        """Seconds that the workers have computed."""
        return sum(cpu - self._before.get(pid, 0.0) for pid, (cpu, _) in self._costs.items())

    @property
    def peak(self) -> float:
        """Mebibytes of the largest worker."""
        return max((peak for _cpu, peak in self._costs.values()), default=0.0)

    def look(self) -> None:
        """Note what the workers have cost so far."""
        if not sys.platform.startswith("linux"):
            return
        for pid in _workers():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:  # it ended while we looked
                continue
            peak = re.search(r"VmHWM:\s+(\d+)", status)
            if peak:
                cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                self._costs[pid] = cpu, int(peak[1]) / 1024

    def _beat(self) -> None:
        now = time.monotonic(), time.process_time()
        self.gaps.append((now[0] - self._last[0], now[1] - self._last[1]))
        self._last = now
        if len(self.gaps) % 5 == 0:
            self.look()
            self._last = time.monotonic(), time.process_time()


def _workers() -> list[int]:
    """Return the child processes of this one, whichever of its threads started them."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += [int(pid) for pid in (task / "children").read_text().split()]
        except OSError:  # the thread ended while we looked
            continue
    return found


class FreshWorkers:
    """The port over a worker that can be exchanged for a new one; see `Jobs`."""

    def __init__(self, make: Callable[[], Jobs]) -> None:
        self._make = make
        self._jobs = make()

    def renew(self) -> None:
        """End the worker; the next request gets another one."""
        self._jobs.close()
        self._jobs = self._make()

    def __getattr__(self, name: str) -> object:
        return getattr(self._jobs, name)


class Trial:
    """A window in which one file after another is opened.

    Args:
        folder: the reader's data folder.
        bridge: to the window's thread.
        tasks: the module that says what the worker can do.
        fresh: whether each file gets a worker of its own, so that its costs are its own.
    """

    def __init__(
        self, folder: Path, bridge: Bridge, tasks: str = TASKS, *, fresh: bool = True
    ) -> None:
        self._fresh = fresh
        self._jobs = FreshWorkers(lambda: worker(tasks, bridge.post))
        self._pages = FreshWorkers(lambda: worker(PAGE_TASKS, bridge.post))
        self._workplace = Workplace.open(
            folder,
            self._jobs,  # type: ignore[arg-type]
            page_jobs=self._pages,  # type: ignore[arg-type]
        )
        self._window = Window(self._workplace)
        self._window.resize(1100, 760)
        self._window.show()
        self._heart = Heart()
        self._loop = QEventLoop()
        self._ended = False
        self._defects: list[str] = []
        desk = self._window.desk
        desk.opened.connect(self._end)
        desk.refused.connect(self._end)

    def open(self, path: Path) -> Outcome:
        """Open a file on the left side, look around in it, and say what came of it."""
        pane = self._window.spread.panes[Side.LEFT]
        if self._fresh:
            self._jobs.renew()
            self._pages.renew()
        self._window.desk.documents.pop(Side.RIGHT, None)
        self._defects = []
        # Nothing of the program is caught: what it raises between two events ends here.
        before, sys.excepthook = sys.excepthook, self._broken
        begun = time.monotonic()
        self._heart.listen()
        self._ended = False
        self._window.desk.open(Side.LEFT, str(path))
        self._run(lambda: self._ended, PATIENCE_SECONDS)
        seconds = time.monotonic() - begun
        self._heart.look()
        for step in (*self._walk(), lambda: None):
            step()
            self._run(lambda: False, 0.03)
        sys.excepthook = before
        document = pane.view.document if self._ended and not self._defects else None
        said = self._window.handlers.notices.text(Side.LEFT).replace(str(path), "")
        gap, own = max(self._heart.gaps, default=(0.0, 0.0))
        return Outcome(
            text=None if document is None else "\n".join(block.text for block in document.blocks),
            sentence=said if document is None and self._ended and not self._defects else "",
            defect="".join(self._defects),
            cpu=self._heart.cpu,
            peak=self._heart.peak,
            gap=gap,
            own=own,
            seconds=seconds,
        )

    def close(self) -> None:
        """End the window and the worker."""
        self._heart.stop()
        self._window.close()
        self._workplace.close()
        self._window.deleteLater()

    @property
    def gaps(self) -> list[float]:
        """Seconds between the beats since the last file was opened."""
        return [gap for gap, _own in self._heart.gaps]

    def _walk(self) -> list[Callable[[], object]]:
        """Return the steps of a reader who looks at the end, the middle, searches and zooms."""
        view = self._window.spread.panes[Side.LEFT].view
        if view.document is None or not self._ended:
            return []
        bar = view.verticalScrollBar()
        return [
            lambda: bar.setValue(bar.maximum()),
            lambda: bar.setValue(bar.maximum() // 2),
            lambda: bar.setValue(bar.value() + 400),
            lambda: self._window.resize(980, 760),
            lambda: self._window.resize(1100, 760),
            view.select_all,
            lambda: view.select(Position(0, 0), Position(0, 0)),
            lambda: bar.setValue(0),
        ]

    def _end(self, *_said: object) -> None:
        self._ended = True
        self._loop.quit()

    def _broken(self, kind: type[BaseException], error: BaseException, _trace: object) -> None:
        self._defects.append(f"{kind.__name__}: {error}")
        self._end()

    def _run(self, over: Callable[[], bool], seconds: float) -> None:
        """Let the window live until something is over, or some time has gone by."""
        if over():
            return
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(self._loop.quit)
        limit.start(round(seconds * 1000))
        self._loop.exec()
        limit.stop()
