"""What is watched while `monkey.py` plays: exceptions, words of Qt, silences, memory, the end."""

from __future__ import annotations

import collections
import faulthandler
import gc
import os
import re
import resource
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QApplication

from diptych.ui.collector import give_back
from diptych.ui.page_cache import Pictures

if TYPE_CHECKING:
    from types import FrameType

PAGE, TICK = resource.getpagesize(), os.sysconf("SC_CLK_TCK")
# What the platform without a screen cannot do.
DUMB = re.compile(r"This plugin does not support|propagateSizeHints")
# Bars of a silence, in seconds; others on the machine may lengthen it.
COMPUTING, WAITING = 2.5, 20.0
# Seconds of silence after which the window counts as dead; the second is the last resort, for a
# call into Qt that lets no Python run any more.
DEAD, CUT = 60.0, 120.0
_LATE = 0.5
_LAST = 1_000  # bytes of the last actions that are on the disk when the process dies


class Cost(NamedTuple):
    """What the process holds: memory in megabytes, open files, threads, widgets.

    The pictures of pages are no part of the memory: of those there are as many as the documents
    have that happen to be open, up to 64 MB a pane.
    """

    memory: float
    files: int
    threads: int
    widgets: int


def cost() -> Cost:
    """Return what this process holds now, without what it is about to give back."""
    gc.collect()
    give_back()
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
    memory -= sum(each.size for each in gc.get_referrers(Pictures) if isinstance(each, Pictures))
    files, tasks = (len(list(Path(f"/proc/self/{each}").iterdir())) for each in ("fd", "task"))
    return Cost(memory / 1e6, files, tasks, len(QApplication.allWidgets()))


class Trouble:
    """Whatever goes wrong, each kind once, with what was done before it.

    Args:
        folder: the last actions are written there, for whoever looks after a crash.
    """

    def __init__(self, folder: Path) -> None:
        self.found: dict[str, tuple[int, str]] = {}
        self._done: collections.deque[str] = collections.deque(maxlen=12)
        self._file = os.open(folder / "last-actions.txt", os.O_RDWR | os.O_CREAT)

    def begin(self, action: str) -> None:
        """Note what is being done; what came of it is told to `finish`."""
        self._done.append(action)
        self._write()

    def finish(self, action: str) -> None:
        """Note what was done."""
        self._done[-1] = action
        self._write()

    def _write(self) -> None:
        words = "\n".join(self._done).encode("utf-8", "replace")[-_LAST:]
        os.pwrite(self._file, words.rjust(_LAST), 0)

    @property
    def done(self) -> str:
        """The last actions."""
        return " | ".join(self._done)

    def take(self, key: str, text: str) -> None:
        """Keep something that must not be."""
        count, first = self.found.get(key, (0, f"{text}\n  after: {self.done}"))
        self.found[key] = count + 1, first

    def raised(self, kind: Any, error: Any, trace: Any) -> None:
        """Take an exception that nobody caught."""
        text = "".join(traceback.format_exception(kind, error, trace))
        self.take(f"{kind.__name__} {text.splitlines()[-3:]}", text)

    def said(self, _level: Any, _context: Any, words: str) -> None:
        """Take a warning of Qt."""
        if not DUMB.search(words):
            self.take(re.sub(r"0x[0-9a-f]+|\d+", "#", words), f"Qt: {words}")


class Silence(NamedTuple):
    """When the window did not answer: how long, CPU seconds of it, what was done, where it was."""

    seconds: float
    cpu: float
    doing: str
    seen: str


def _where(frame: FrameType) -> str:
    """Return the innermost calls of ours; their lines are not read: they would be kept."""
    calls = [(each.f_code, line) for each, line in traceback.walk_stack(frame)]
    ours = [(code, line) for code, line in calls if "/diptych/" in code.co_filename]
    said = [f"  {code.co_filename}:{line} {code.co_qualname}\n" for code, line in ours[:3]]
    return "".join(reversed(said))


class Heart(threading.Thread):
    """Hears when the window's thread is silent, and looks what it does then.

    Time in which this thread did not come to its turn either, because the whole machine stood still
    or others had it, is no silence of the window.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(daemon=True)
        self._trouble = trouble
        self.doing = "start"
        self.silences: list[Silence] = []
        self._silent, self._seen = 0.0, ""
        self._main = threading.get_ident(), threading.get_native_id()
        self._cpu, self._armed = time.thread_time(), 0.0

    def tick(self) -> None:
        """Be called on the window's thread."""
        cpu, now = time.thread_time(), time.monotonic()
        if self._silent > 0.2:
            silence = Silence(self._silent, cpu - self._cpu, self.doing, self._seen)
            self.silences = sorted([*self.silences, silence], reverse=True)[:40]
        self._silent, self._cpu, self._seen = 0.0, cpu, ""
        if now > self._armed + DEAD / 6:
            self._armed = now
            faulthandler.dump_traceback_later(CUT, exit=True)

    @property
    def was_silent(self) -> bool:
        """Whether it computed for too long, or waited for longer than a busy machine explains."""
        return any(each.cpu > COMPUTING or each.seconds > WAITING for each in self.silences)

    def run(self) -> None:
        """Count how long the window's thread has been silent."""
        before, looked = time.monotonic(), 0.0
        while True:
            time.sleep(0.05)
            now = time.monotonic()
            self._silent += min(now - before, _LATE)
            before = now
            if self._silent > 0.15 and (not self._seen or now > looked + 1):
                looked = now
                self._seen = _where(sys._current_frames()[self._main[0]])
            if self._silent > DEAD:
                self._tell()
                os._exit(3)

    def _tell(self) -> None:
        fields = (
            Path(f"/proc/self/task/{self._main[1]}/stat").read_text().rpartition(")")[2].split()
        )
        cpu = (int(fields[11]) + int(fields[12])) / TICK - self._cpu
        print(f"HANG: silent for {DEAD:.0f} s, with {cpu:.1f} s CPU, doing {self.doing}")
        print(f"  after: {self._trouble.done}", flush=True)
        faulthandler.dump_traceback(all_threads=True)
