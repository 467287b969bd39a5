"""A running worker process, and the two threads that talk with it.

One writes requests and the files they name, piece by piece, so that neither a slow disk nor a
network folder that does not answer holds anything else up. One reads what comes and posts it. The
owner of a link never waits for either of them.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import traceback
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from diptych.model.errors import UserError
from diptych.work import ends
from diptych.work.frames import BrokenFrame, read_frame, write_frame
from diptych.work.port import paths_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.work.port import Opener, Plain, Take

    Post = Callable[[Callable[[], None]], None]

# A thread that does not end in this time waits for a disk, and is left to it.
_PATIENCE = 0.1


class Link:
    """A child process that answers one request at a time.

    Args:
        command: what the child runs after the interpreter's own options.
        opener: opens the files that requests name.
        post: brings a call to the owner's thread.
        heard: called there with this link and each message.
        lost: called there with this link and the child's exit status once it has ended.
    """

    def __init__(
        self,
        command: Sequence[str],
        opener: Opener,
        post: Post,
        heard: Callable[[Link, Plain], None],
        lost: Callable[[Link, int], None],
    ) -> None:
        self._opener = opener
        self._post = post
        self._heard = heard
        self._lost = lost
        self._sending: queue.SimpleQueue[Plain | str | None] = queue.SimpleQueue()
        self._paths: set[str] = set()
        self._take: Take | None = None
        self.is_over = False
        self._child = subprocess.Popen(
            # -P: the folder that the reader happens to stand in may hold a struct.py.
            [sys.executable, "-P", "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._threads = [
            threading.Thread(target=self._write, name="diptych-to-worker", daemon=True),
            threading.Thread(target=self._read, name="diptych-from-worker", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, message: Plain, take: Take | None) -> None:
        """Send a request; `take` makes something of its answer on the reading thread."""
        self._paths = paths_in(message["request"])
        self._take = take
        self._sending.put(message)

    def end(self) -> None:
        """End the child; nothing is posted from now on but what is on its way."""
        self.is_over = True
        self._child.kill()
        self._sending.put(None)
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _write(self) -> None:
        pipe = cast("BinaryIO", self._child.stdin)
        # Where the child has died the reading thread says so.
        with contextlib.suppress(OSError):
            while (item := self._sending.get()) is not None:
                if isinstance(item, str):
                    self._give(pipe, item)
                else:
                    write_frame(pipe, item)
        with contextlib.suppress(OSError):
            pipe.close()

    def _give(self, pipe: BinaryIO, path: str) -> None:
        try:
            for piece in self._opener(path):
                write_frame(pipe, {"blob": piece})
        except UserError as error:
            write_frame(pipe, {"failed": ends.to_plain(error)})
        else:
            write_frame(pipe, {"whole": path})

    def _read(self) -> None:
        pipe = cast("BinaryIO", self._child.stdout)
        with contextlib.suppress(BrokenFrame), pipe:
            while (message := read_frame(pipe)) is not None:
                if "need" not in message:
                    self._tell(message)
                elif message["need"] in self._paths:
                    self._sending.put(message["need"])
                else:
                    break  # it asks for what is none of its business
        self._child.kill()
        self._sending.put(None)
        status = self._child.wait()
        if not self.is_over:
            self.is_over = True
            self._post(partial(self._lost, self, status))

    def _tell(self, message: Plain) -> None:
        if "done" in message:
            answer = message["done"]
            if "blob" in message:
                answer["blob"] = message.pop("blob")
            try:
                message["done"] = self._take(answer) if self._take is not None else answer
            except Exception:  # noqa: BLE001 - the edge of the thread: the owner raises it again
                message = {"ticket": message["ticket"], "defect": traceback.format_exc()}
        if not self.is_over:
            self._post(partial(self._heard, self, message))
