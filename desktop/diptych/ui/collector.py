"""Garbage is collected on the window's thread alone.

Python collects on whatever thread makes the next object, and so may a thread that unpacks a
document be the one that destroys what is left of a window; Qt's objects must not be destroyed
there.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Collector(QObject):
    """Collects now and then what Python itself would have collected by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(_collect)
        timer.start(_EVERY_MS)


def _collect() -> None:
    counts, bounds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > bounds[generation]:
            gc.collect(generation)
            return
