"""The port over one child process that may be killed, and is started again when next needed.

All state is touched on one thread (the one `post` brings calls to); a reader thread per child
does nothing but read frames and post them.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from diptych.model.errors import Cancelled, UserError
from diptych.work.frames import read_frame, write_frame
from diptych.work.port import WorkerDefect

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from diptych.work.port import Done, Failed, Plain, Progress


class _Job(NamedTuple):
    ticket: int
    task: str
    request: Plain
    done: Done
    failed: Failed
    progress: Progress | None
    replaces: str


class ProcessJobs:
    """Runs tasks in a child process, one after another.

    Args:
        tasks_module: the module whose `make_tasks` names what the child can do.
        post: brings a call to the thread that owns this object (the window's thread).
    """

    def __init__(self, tasks_module: str, post: Callable[[Callable[[], None]], None]) -> None:
        self._module = tasks_module
        self._post = post
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
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
        """See `Jobs.submit`."""
        if replaces:
            for job in [*self._waiting, *([self._running] if self._running else [])]:
                if job.replaces == replaces:
                    self.cancel(job.ticket)
        self._tickets += 1
        job = _Job(self._tickets, task, request, done, failed, progress, replaces)
        self._waiting.append(job)
        self._start_next()
        return job.ticket

    def cancel(self, ticket: int) -> None:
        """See `Jobs.cancel`. A running task is stopped by ending the child."""
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
        self._running = None
        self._end_child()

    def _start_next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        job = self._running = self._waiting.popleft()
        child = self._ensure_child()
        message = {"ticket": job.ticket, "task": job.task, "request": job.request}
        try:
            if child.stdin is None:  # pragma: no cover - always a pipe
                raise BrokenPipeError
            write_frame(child.stdin, message)  # type: ignore[arg-type] # IO[bytes] is a BinaryIO
        except OSError:
            # The child died while idle: the reader thread has seen it or will in a moment.
            self._lost(child)

    def _ensure_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end_child()
        import subprocess

        child = subprocess.Popen(
            # -P: the folder that the reader happens to stand in may hold a struct.py.
            [sys.executable, "-P", "-m", "diptych.work.child", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._child = child
        self._reader = threading.Thread(
            target=self._read, args=(child, child.stdout), name="diptych-worker-reader", daemon=True
        )
        self._reader.start()
        return child

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        if self._reader is not None:
            self._reader.join()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue  # bytes that the dead child never took

    def _read(self, child: subprocess.Popen[bytes], stream: BinaryIO) -> None:
        while (message := read_frame(stream)) is not None:
            self._post(lambda message=message: self._received(child, message))  # type: ignore[misc]
        self._post(lambda: self._lost(child))

    def _received(self, child: subprocess.Popen[bytes], message: Plain) -> None:
        job = self._running
        if child is not self._child or job is None or job.ticket != message["ticket"]:
            return  # the answer to something that was called off
        if "progress" in message:
            if job.progress is not None:
                job.progress(*message["progress"])
            return
        self._running = None
        try:
            if "done" in message:
                job.done(message["done"])
            elif "failed" in message:
                job.failed(UserError(*message["failed"]))
            else:
                job.failed(WorkerDefect(message["defect"]))
        finally:
            self._start_next()

    def _lost(self, child: subprocess.Popen[bytes]) -> None:
        if child is not self._child:
            return
        job, self._running = self._running, None
        self._end_child()
        if job is not None:
            job.failed(
                UserError(
                    "The reading process stopped before it had finished.",
                    "Try again; if it stops again, the file may be damaged.",
                    str(job.request.get("path", "")),
                )
            )
        self._start_next()
