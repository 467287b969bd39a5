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

    def run(
        self,
        call: Callable[[], Answer],
        done: Callable[[Answer], None],
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        """Run `call` on a thread of its own, then `done` with its answer here.

        Args:
            call: what it raises is a defect, which is raised here.
            done: see above.
            lost: called before that: there is no answer, and none will come.
        """

        def work() -> None:
            try:
                answer = call()
            except Exception as error:  # noqa: BLE001 - the edge of the thread: raised by the owner
                defect = error
                self._bridge.post(lambda: self._raise(defect, lost))
                return
            if not self.is_ended:
                self._bridge.post(lambda: self._hand_on(answer, done))

        Thread(target=work, name="diptych-background", daemon=True).start()

    def tell(self, call: Callable[[], None]) -> None:
        """Have something run here; for long calls that say how far they are."""
        if not self.is_ended:
            self._bridge.post(lambda: None if self.is_ended else call())

    def end(self) -> None:
        """Hand nothing on any more."""
        self.is_ended = True

    def _hand_on(self, answer: Answer, done: Callable[[Answer], None]) -> None:
        if not self.is_ended:
            done(answer)

    def _raise(self, defect: Exception, lost: Callable[[], None]) -> None:
        if not self.is_ended:
            lost()
        raise defect


class Latest:
    """Runs one call at a time; of those that come meanwhile only the last one is run after it.

    For what is looked up anew whenever something has changed: else as many calls would run beside
    one another as there were changes, each with all that it holds.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._is_busy = False
        self._next: Callable[[], None] | None = None

    def run(self, call: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Run `call` as `Background.run` does, now or when the one before it is over."""
        if self._is_busy:
            self._next = lambda: self.run(call, done)
            return
        self._is_busy = True

        def over(answer: Answer) -> None:
            try:
                done(answer)
            finally:
                self._go_on()

        self._background.run(call, over, self._go_on)

    def _go_on(self) -> None:
        self._is_busy = False
        then, self._next = self._next, None
        if then is not None:
            then()
