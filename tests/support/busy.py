"""A worker that is still at something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.work.inline import InlineJobs
from support.letters import make_tasks

if TYPE_CHECKING:
    from diptych.work.port import Plain


class BusyJobs(InlineJobs):
    """Never ends one kind of task: reading for the matrix, which takes models, or another."""

    def __init__(self, endless: str = "standings") -> None:
        super().__init__(make_tasks())
        self._endless = endless

    def submit(self, task: str, request: Plain, **rest) -> int:
        return 0 if task == self._endless else super().submit(task, request, **rest)
