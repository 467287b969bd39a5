"""The port through which slow work is asked for; `process` and `inline` are its two makes.

Tasks are named functions from plain data to plain data; the caller hands in the module that lists
them. Callbacks come one at a time, on the thread that the caller chose.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

Plain = dict[str, Any]
Progress = Callable[[float, str], None]
Task = Callable[[Plain, Progress], Plain]
Done = Callable[[Plain], None]
Failed = Callable[[Exception], None]


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
        progress: Progress | None = None,
        replaces: str = "",
    ) -> int:
        """Ask for a task and return its ticket at once.

        Args:
            task: the name of the task.
            request: plain data.
            done: called with the answer.
            failed: called with a `UserError`, a `WorkerDefect`, or `Cancelled`.
            progress: called with a share (0 to 1) and a few words, now and then.
            replaces: a request with the same key that is not answered yet is called off.
        """
        ...

    def cancel(self, ticket: int) -> None:
        """Call a task off; its `failed` gets `Cancelled`. A finished ticket is ignored."""
        ...

    def close(self) -> None:
        """End all work; no callback comes after this returns."""
        ...
