"""What is done when all that is under way has come to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

STRETCH_S = 0.008
"""So many seconds something that takes long is at work at a stretch, before the window's turn."""
PAUSE_MS = 2
"""So many milliseconds the window has where a stretch takes long: what is due at once would leave
it none."""


def in_turns(owner: QObject, go_on: Callable[[], bool], pause_ms: int = 0) -> None:
    """Call something now and, as long as it returns True, again after each turn of the window."""
    if go_on():
        next_turn(owner, lambda: in_turns(owner, go_on, pause_ms), pause_ms)


def next_turn(owner: QObject, call: Callable[[], object], after_ms: int = 0) -> None:
    """Call something when the window's loop comes round again, if its owner is still there.

    `QTimer.singleShot(0, owner, call)` is the same, but for an owner that goes before: PySide
    (6.11) then keeps the call for ever, and with it the whole window that was closed.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    timer.timeout.connect(timer.deleteLater)
    timer.start(after_ms)
