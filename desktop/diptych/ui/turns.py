"""What is done when all that is under way has come to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


def next_turn(owner: QObject, call: Callable[[], object]) -> None:
    """Call something when the window's loop comes round again, if its owner is still there.

    `QTimer.singleShot(0, owner, call)` is the same, but for an owner that goes before: PySide
    (6.11) then keeps the call for ever, and with it the whole window that was closed.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)
