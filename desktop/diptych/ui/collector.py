"""Garbage is collected on the window's thread alone, and what it held goes back to the system.

Python collects on whatever thread makes the next object, and so may a thread that unpacks a
document be the one that destroys what is left of a window; Qt's objects must not be destroyed
there.

The C library keeps what was freed: after two long texts were opened that is 50 MB, after a day of
reading as much as was ever needed at once.
"""

from __future__ import annotations

import gc
import os

from PySide6.QtCore import QObject, QTimer

from diptych.services.unpacking import LeftOut

_EVERY_MS = 500
_SHARE = 0.25
_GIVE_BACK_MS = 15_000
_STARTED_MS = 3_000  # by then the first texts stand
# Options of glibc's mallopt, and their values: else each thread has a heap of its own, which keeps
# what it once needed, and after the first large piece was freed the next come from the heap, too.
_LARGE = 1 << 20
_OPTIONS = {"arenas": (-8, 1), "trim threshold": (-1, _LARGE), "mmap threshold": (-3, _LARGE)}


class Collector(QObject):
    """Collects now and then what Python itself would have collected by then.

    As Python does it goes through all there is only when that has become a quarter more: of two
    texts of 100,000 paragraphs, which make no garbage, it takes a tenth of a second.

    Attributes:
        left_out: objects that were left out when it was looked last; see `collect_all`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # Objects that were there after the last full collection, and those that came to stay since.
        self._kept, self._come = count_objects(2), 0
        self.left_out, self._looked = 0, LeftOut.times
        timer = QTimer(self)
        timer.timeout.connect(self._collect)
        timer.start(_EVERY_MS)
        if os.name == "posix":
            giving = QTimer(self)
            giving.timeout.connect(give_back)
            giving.start(_GIVE_BACK_MS)
            QTimer.singleShot(_STARTED_MS, self, _keep_little)

    def _collect(self) -> None:
        if self._looked != LeftOut.times:
            self._looked = LeftOut.times
            self._look_at_left_out()
        counts, bounds = gc.get_count(), gc.get_threshold()
        if counts[1] > bounds[1]:
            young = count_objects(0, 1)
            self._come += young - gc.collect(1)
            if counts[2] >= bounds[2] and self._come > _SHARE * self._kept:
                gc.collect()
                self._kept, self._come = count_objects(2), 0
        elif counts[0] > bounds[0]:
            gc.collect(0)

    def _look_at_left_out(self) -> None:
        """When long documents came again, collect what is left of what was there at the last.

        Else what was left out with each (see `services.unpacking`) would stay for ever. The first
        one finds nothing.
        """
        left_out = gc.get_freeze_count()
        if self.left_out and left_out > (1 + _SHARE) * self.left_out:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            left_out = gc.get_freeze_count()
        self.left_out = left_out


def count_objects(*generations: int) -> int:
    """Return how many objects some generations hold.

    No other thread may have its turn while there is a list of them: one that makes a tuple bit by
    bit would find that it is not alone with it, which Python forbids (SystemError). So all this is
    one step of Python's own.
    """
    return sum(map(len, map(gc.get_objects, generations)))


def collect_all() -> None:
    """Collect what was left out so far, too: something large that was there from the start goes.

    What is there when the window stands, or when a long document has come, is left out (frozen).
    """
    gc.unfreeze()
    gc.collect()


def _keep_little() -> None:
    """Have the C library keep less of what is freed, where it is glibc."""
    import ctypes

    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        for option, value in _OPTIONS.values():
            libc.mallopt(option, value)


def give_back() -> None:
    """Hand unused memory to the system, where the C library can: glibc alone, in some 0.5 ms."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
