"""The port over one child process that may be killed, and is started again when next needed.

All state is touched on one thread (the one `post` brings calls to). Nothing is started before the
first request.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.model.errors import Cancelled
from diptych.work import ends
from diptych.work.port import READING, WorkerDefect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.work.link import Link
    from diptych.work.port import Allowance, Done, Failed, Heard, Opener, Plain, Take

# A thread that does not end in this time waits for a disk, and is left to it.
_PATIENCE = 0.1


class _Job(NamedTuple):
    ticket: int
    task: str
    request: Plain
    done: Done
    failed: Failed
    progress: Heard | None
    part: Take | None
    replaces: str
    take: Take | None
    allowance: Allowance


class ProcessJobs:
    """Runs tasks in a child process, one after another.

    Args:
        tasks_module: the module whose `make_tasks(fetch)` names what the child can do.
        post: brings a call to the thread that owns this object (the window's thread).
        opener: opens the files that requests name, on a thread of this object's own.
        readable: files and folders that the child may read besides Python's own.
    """

    def __init__(
        self,
        tasks_module: str,
        post: Callable[[Callable[[], None]], None],
        opener: Opener,
        readable: Iterable[str] = (),
    ) -> None:
        self._command = ("diptych.work.child", tasks_module, *readable)
        self._post = post
        self._opener = opener
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._said = (0.0, "")
        self._link: Link | None = None
        self._loading: dict[int, Failed] = {}
        self._loaders: set[threading.Thread] = set()
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
        """See `Jobs.submit`."""
        if replaces:
            for job in [*self._waiting, *([self._running] if self._running else [])]:
                if job.replaces == replaces:
                    self.cancel(job.ticket)
        self._tickets += 1
        job = _Job(
            self._tickets, task, request, done, failed, progress, part, replaces, take, allowance
        )
        self._waiting.append(job)
        self._start_next()
        return job.ticket

    def load(self, call: Callable[[], Any], *, done: Done, failed: Failed) -> int:
        """See `Jobs.load`."""
        self._tickets += 1
        ticket = self._tickets
        self._loading[ticket] = failed

        def run() -> None:
            try:
                loaded = call()
            except Exception as error:  # noqa: BLE001 - the edge of the thread: raised by the owner
                defect = error
                self._post(lambda: self._loaded(ticket, thread, _raiser(defect), None))
            else:
                self._post(lambda: self._loaded(ticket, thread, done, loaded))

        thread = threading.Thread(target=run, name="diptych-loader", daemon=True)
        self._loaders.add(thread)
        thread.start()
        return ticket

    def cancel(self, ticket: int) -> None:
        """See `Jobs.cancel`. A running task is stopped by ending the child."""
        if ticket in self._loading:
            self._loading.pop(ticket)(Cancelled())
            return
        if self._running is not None and self._running.ticket == ticket:
            job, self._running = self._running, None
            self._end_child()
        else:
            found = next((job for job in self._waiting if job.ticket == ticket), None)
            if found is None:
                return
            job = found
            self._waiting.remove(job)
        job.failed(Cancelled())
        self._start_next()

    def close(self) -> None:
        """See `Jobs.close`."""
        self._waiting.clear()
        self._loading.clear()
        self._running = None
        self._end_child()
        for thread in self._loaders:
            thread.join(_PATIENCE)

    def _start_next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        job = self._running = self._waiting.popleft()
        self._said = (0.0, "")
        request = dict(job.request)
        blob = {"blob": request.pop("blob")} if "blob" in request else {}
        message = {
            "ticket": job.ticket,
            "task": job.task,
            "request": request,
            "allowance": job.allowance,
            **blob,
        }
        self._ensure_child().ask(message, job.take)

    def _ensure_child(self) -> Link:
        from diptych.work.link import Link

        if self._link is None or self._link.is_over:
            self._end_child()
            self._link = Link(self._command, self._opener, self._post, self._heard, self._lost)
        return self._link

    def _end_child(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.end()

    def _heard(self, link: Link, message: Plain) -> None:
        job = self._running
        if link is not self._link or job is None or job.ticket != message.get("ticket"):
            return  # the answer to something that was called off
        if "progress" in message:
            share, words = message["progress"]
            self._said = share, words
            if job.progress is not None:
                job.progress(share, words)
            if job.part is not None and "part" in message:
                job.part(message["part"])
            return
        self._running = None
        try:
            if "done" in message:
                job.done(message["done"])
            elif "failed" in message:
                job.failed(ends.from_plain(message["failed"]))
            else:
                job.failed(WorkerDefect(message["defect"]))
        finally:
            self._start_next()

    def _lost(self, link: Link, status: int) -> None:
        if link is not self._link:
            return
        job, self._running = self._running, None
        self._end_child()
        try:
            if job is not None:
                job.failed(ends.stopped(status, job.request, *self._said))
        finally:
            self._start_next()

    def _loaded(self, ticket: int, thread: threading.Thread, done: Done, loaded: Any) -> None:
        self._loaders.discard(thread)
        if self._loading.pop(ticket, None) is not None:
            done(loaded)


def _raiser(error: Exception) -> Done:
    def fail(_nothing: None) -> None:
        raise error

    return fail
