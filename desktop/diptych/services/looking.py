"""Asking the system about files without waiting for a disk that does not answer.

A network folder that is gone can hold up even the question for a file's size for minutes.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

# Seconds that the window's thread waits: a local disk answers in a thousandth of that.
_SOON = 0.05


class Asked(Generic[Answer]):
    """A question to the disk, put on a thread of its own, which is left to a dead disk.

    Args:
        ask: puts it; raises nothing.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._answers: list[Answer] = []
        self._thread = Thread(target=self._run, name="diptych-background", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._answers.append(self._ask())

    def is_answered_soon(self) -> bool:
        """Whether the answer is there, within a time that nobody notices."""
        self._thread.join(_SOON)
        return bool(self._answers)

    def answer(self) -> Answer:
        """Return the answer, however long it takes."""
        self._thread.join()
        return self._answers[0]


def soon(ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    """Return what a disk answers at once, else what is taken for granted of one that is dead."""
    asked = Asked(ask)
    return asked.answer() if asked.is_answered_soon() else otherwise
