"""Worker processes as this program uses them, and how the command line waits for one."""

from __future__ import annotations

import os
import queue
from typing import TYPE_CHECKING

from diptych.formats.files import pieces
from diptych.services.places import resources
from diptych.work.port import READING
from diptych.work.process import ProcessJobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from diptych.work.port import Allowance, Jobs, Plain

TASKS = "diptych.services.tasks"
PAGE_TASKS = "diptych.services.page_tasks"


def worker(tasks_module: str, post: Callable[[Callable[[], None]], None]) -> ProcessJobs:
    """Return a worker that starts with its first request; see `ProcessJobs`."""
    language_data = os.environ.get("TESSDATA_PREFIX")
    readable = [str(resources()), *filter(None, [language_data])]
    return ProcessJobs(tasks_module, post, pieces, readable)


class Waiting:
    """A worker whose answers are waited for, where there is no window to keep alive.

    Used in a `with` statement, at whose end, Ctrl+C included, the worker ends.
    """

    def __init__(self, tasks_module: str = TASKS) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._jobs = worker(tasks_module, self._calls.put)

    @property
    def jobs(self) -> Jobs:
        """What is asked, by whoever is not waited for one answer at a time."""
        return self._jobs

    def wait_until(self, is_over: Callable[[], bool]) -> None:
        """Take answers until something is so."""
        while not is_over():
            self._calls.get()()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._jobs.close()

    def ask(
        self,
        task: str,
        request: Plain,
        allowance: Allowance = READING,
        part: Callable[[Plain], None] | None = None,
    ) -> Plain:
        """Ask for a task and return its answer; `part` hears of what is known before.

        Raises:
            UserError: a file cannot be used, or the worker was stopped.
            WorkerDefect: the task has failed by a fault of its own.
        """
        answers: list[Plain] = []
        failures: list[Exception] = []
        self._jobs.submit(
            task,
            request,
            done=answers.append,
            failed=failures.append,
            part=part,
            allowance=allowance,
        )
        while not answers and not failures:
            self._calls.get()()
        if failures:
            raise failures[0]
        return answers[0]
