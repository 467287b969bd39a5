"""The port without a process: a task runs at once and calls back before `submit` returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.work.port import Done, Failed, Plain, Progress, Task


class InlineJobs:
    """Runs tasks in the caller's own thread, for tests."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        self._tasks = tasks
        self._tickets = 0

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
        """See `Jobs.submit`. A defect is raised, not reported."""
        self._tickets += 1
        try:
            answer = self._tasks[task](request, progress or (lambda _share, _words: None))
        except (UserError, Cancelled) as error:
            failed(error)
        else:
            done(answer)
        return self._tickets

    def cancel(self, ticket: int) -> None:
        """Do nothing: every ticket is answered before it is returned."""

    def close(self) -> None:
        """Do nothing: nothing is under way."""
