"""The port without a process: a task runs at once and calls back before `submit` returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diptych.model.errors import Cancelled, UserError
from diptych.work.port import READING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diptych.work.port import Allowance, Done, Failed, Heard, Plain, Take, Task


class InlineJobs:
    """Runs tasks in the caller's own thread, for tests.

    Args:
        tasks: as `make_tasks` returns them for a `fetch` that reads files here.
    """

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
        progress: Heard | None = None,
        part: Take | None = None,
        replaces: str = "",
        take: Take | None = None,
        allowance: Allowance = READING,
    ) -> int:
        """See `Jobs.submit`. A defect is raised, not reported."""
        self._tickets += 1
        heard = part

        def said(share: float, words: str, part: Plain | None = None) -> None:
            if progress is not None:
                progress(share, words)
            if part is not None and heard is not None:
                heard(part)

        try:
            answer = self._tasks[task](request, said)
        except (UserError, Cancelled) as error:
            failed(error)
        else:
            done(take(answer) if take is not None else answer)
        return self._tickets

    def load(self, call: Callable[[], Any], *, done: Done, failed: Failed) -> int:
        """See `Jobs.load`."""
        self._tickets += 1
        done(call())
        return self._tickets

    def cancel(self, ticket: int) -> None:
        """Do nothing: every ticket is answered before it is returned."""

    def close(self) -> None:
        """Do nothing: nothing is under way."""
