"""Looking at the disk away from the window's thread, which must not wait for a slow one."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from diptych.ui.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class Background(QObject):
    """Runs calls one beside the other and hands their answers to the window's thread.

    A call that waits for a dead disk for ever keeps nobody else waiting, nor the program alive.

    Attributes:
        is_ended: whether nothing is handed on any more; long calls ask it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = Bridge()
        self.is_ended = False

    def run(self, call: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Run `call` on a thread of its own, then `done` with its answer here."""

        def work() -> None:
            answer = call()
            if not self.is_ended:
                self._bridge.post(lambda: self._hand_on(answer, done))

        Thread(target=work, name="diptych-background", daemon=True).start()

    def tell(self, call: Callable[[], None]) -> None:
        """Have something run here; for long calls that say how far they are."""
        if not self.is_ended:
            self._bridge.post(call)

    def end(self) -> None:
        """Hand nothing on any more."""
        self.is_ended = True

    def _hand_on(self, answer: Answer, done: Callable[[Answer], None]) -> None:
        if not self.is_ended:
            done(answer)
