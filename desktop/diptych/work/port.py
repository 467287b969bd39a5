"""The port through which slow work is asked for; `process` and `inline` are its two makes.

Tasks are named functions from plain data to plain data; the caller hands in the module that lists
them. An answer may have bytes under the key "blob". Callbacks come one at a time, on the thread
that the caller chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

Plain = dict[str, Any]


class Progress(Protocol):
    """How a task says how far it is; may raise `Cancelled`."""

    def __call__(self, share: float, words: str, part: Plain | None = None) -> None:
        """Say what share (0 to 1) is done, in a few words, with what is known so far."""
        ...


# How a caller hears of it.
Heard = Callable[[float, str], None]
Task = Callable[[Plain, Progress], Plain]
# How a task gets the bytes of a file that its request names; raises UserError.
Fetch = Callable[[str], bytes]
# What the caller opens such a file with, piece by piece; raises UserError.
Opener = Callable[[str], Iterator[bytes]]
# What is made of an answer, on whatever thread it was read.
Take = Callable[[Plain], Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Allowance(NamedTuple):
    """How long a task may go on without a sign of life; each call of its progress is one.

    Args:
        cpu: seconds of computing, whole ones.
        wall: seconds on the clock.
    """

    cpu: int
    wall: float


# A file has 20 seconds of computing; some of them go by before a limit is noticed.
READING = Allowance(cpu=18, wall=120.0)
COMPARING = Allowance(cpu=120, wall=600.0)


class WorkerDefect(RuntimeError):  # noqa: N818 - it is a defect, and is called so
    """A task raised something that no reader can mend; the message is its traceback."""


class Jobs(Protocol):
    """Runs tasks elsewhere, one after another."""

    def submit(
        self,
        task: str,
        request: Plain,
        *,
        done: Done,
        failed: Failed,
        progress: Heard | None = None,
        part: Take | None = None,
        replaces: str = "",
        take: Take | None = None,
        allowance: Allowance = READING,
    ) -> int:
        """Ask for a task and return its ticket at once.

        Args:
            task: the name of the task.
            request: plain data, with bytes under "blob" if there are any. It may get the bytes of
                the files at its own `path` and at that of the objects in it, and of no others.
            done: called with the answer, or with what `take` made of it.
            failed: called with a `UserError`, a `WorkerDefect`, or `Cancelled`.
            progress: called with a share (0 to 1) and a few words, now and then.
            part: called with what the task knows so far, where it says so.
            replaces: a request with the same key that is not answered yet is called off.
            take: makes something of the answer, away from the window's thread.
            allowance: how long the task may give no sign of life.
        """
        ...

    def load(self, call: Callable[[], Any], *, done: Done, failed: Failed) -> int:
        """Run a call that only takes time away from the window's thread; return its ticket.

        Args:
            call: runs at once, whatever the worker does.
            done: called with what it returned.
            failed: called with `Cancelled`.
        """
        ...

    def cancel(self, ticket: int) -> None:
        """Call a task off; its `failed` gets `Cancelled`. A finished ticket is ignored."""
        ...

    def close(self) -> None:
        """End all work; no callback comes after this returns."""
        ...


def paths_in(request: Plain) -> set[str]:
    """Return the paths of the files that a request names."""
    named = [request, *(value for value in request.values() if isinstance(value, dict))]
    return {each["path"] for each in named if "path" in each}
