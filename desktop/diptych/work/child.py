"""The worker process: reads requests on standard input, runs tasks, answers on standard output.

Started by `link` as `python -P -m diptych.work.child MODULE FOLDER...`, where MODULE has
`make_tasks(fetch)` and the folders may be read. It never opens a document's file itself.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before any import that may bring onnxruntime

import importlib
import io
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, BinaryIO

from diptych.model.errors import UserError
from diptych.work import ends, limits
from diptych.work.confine import confine
from diptych.work.frames import read_frame, write_frame
from diptych.work.port import Allowance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.work.port import Plain, Task

# Seconds between two reports of progress, well below what a reader notices as a delay.
_REPORT_EVERY = 0.02


class _Gone(Exception):  # noqa: N818 - what happened, and nobody's fault
    """Whoever asked is there no more."""


class _Service:
    """Answers one request after another.

    Args:
        questions, answers: the pipes from and to whoever asks.
    """

    def __init__(self, questions: BinaryIO, answers: BinaryIO) -> None:
        self._questions = questions
        self._answers = answers
        self._ticket = 0
        self._allowance = Allowance(0, 0)
        self._next_report = 0.0

    def serve(self, tasks: "Mapping[str, Task]") -> None:
        """Serve until the questions end."""
        while (message := read_frame(self._questions)) is not None:
            self._ticket = message["ticket"]
            self._allowance = Allowance(*message["allowance"])
            self._next_report = 0.0
            limits.renew(self._allowance)
            request = message["request"]
            if "blob" in message:
                request["blob"] = message["blob"]
            self._say(**self._answer(tasks[message["task"]], request))
            limits.rest()

    def fetch(self, path: str) -> bytes:
        """Ask for the bytes of a file that the request names.

        Raises:
            UserError: the file cannot be read.
        """
        self._say(need=path)
        data = io.BytesIO()
        while (message := read_frame(self._questions)) is not None:
            limits.renew(self._allowance)
            if "failed" in message:
                raise ends.from_plain(message["failed"])
            if "blob" not in message:
                return data.getvalue()  # shares its memory: a large file is here once
            data.write(message["blob"])
        raise _Gone

    def _answer(self, task: "Task", request: "Plain") -> "Plain":
        try:
            answer = dict(task(request, self._progress))
        except UserError as error:
            return {"failed": ends.to_plain(error)}
        except (MemoryError, _Gone):
            raise
        except Exception:  # noqa: BLE001 - the edge of the process: the parent raises it again
            return {"defect": traceback.format_exc()}
        blob = answer.pop("blob", None)
        return {"done": answer} if blob is None else {"done": answer, "blob": blob}

    def _progress(self, share: float, words: str, part: "Plain | None" = None) -> None:
        limits.renew(self._allowance)
        if part is not None:
            self._say(progress=[share, words], part=part)
            return
        now = time.monotonic()
        if now >= self._next_report:
            self._next_report = now + _REPORT_EVERY
            self._say(progress=[share, words])

    def _say(self, **message: object) -> None:
        write_frame(self._answers, {"ticket": self._ticket, **message})


def main() -> None:
    """Serve until standard input closes."""
    # Who stands at a terminal and presses Ctrl+C means the program, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not land among the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, *readable = sys.argv[1:]
    service = _Service(sys.stdin.buffer, answers)
    tasks = importlib.import_module(module).make_tasks(service.fetch)
    confine(readable)
    limits.limit_memory()
    try:
        service.serve(tasks)
    except MemoryError:
        os._exit(ends.OUT_OF_MEMORY)
    except (_Gone, BrokenPipeError):
        os._exit(0)


if __name__ == "__main__":
    main()
