"""The worker process: reads requests on standard input, runs tasks, answers on standard output.

Started by `process` as `python -P -m diptych.work.child MODULE`, where MODULE has `make_tasks`.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before any import that may bring onnxruntime

import importlib
import sys
import traceback
from typing import TYPE_CHECKING, BinaryIO

from diptych.model.errors import UserError
from diptych.work.frames import read_frame, write_frame

if TYPE_CHECKING:
    from diptych.work.port import Plain, Task


def _answer(tasks: dict[str, "Task"], message: "Plain", answers: BinaryIO) -> "Plain":
    def progress(share: float, words: str) -> None:
        write_frame(answers, {"ticket": message["ticket"], "progress": [share, words]})

    try:
        return {"done": tasks[message["task"]](message["request"], progress)}
    except UserError as error:
        return {"failed": [error.sentence, error.next_step, error.path]}
    except Exception:  # noqa: BLE001 - the edge of the process: the parent raises it again
        return {"defect": traceback.format_exc()}


def main() -> None:
    """Serve until standard input closes."""
    # Whatever a library prints must not land among the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks = importlib.import_module(sys.argv[1]).make_tasks()
    while (message := read_frame(sys.stdin.buffer)) is not None:
        reply = _answer(tasks, message, answers)
        write_frame(answers, {"ticket": message["ticket"], **reply})


if __name__ == "__main__":
    main()
