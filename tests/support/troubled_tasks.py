"""The real tasks, but one hangs, dies or breaks where a file beside the texts says so."""

import os
import time
from pathlib import Path

from diptych.services import tasks


def make_tasks(fetch):
    real = tasks.make_tasks(fetch)

    def compare(request, progress):
        folder = Path(request["left"]["path"]).parent
        if (folder / "hang").exists():
            progress(0.3, "Looking")
            time.sleep(600)
        if (folder / "die").exists():
            os._exit(3)
        if (folder / "break").exists():
            raise ZeroDivisionError("a defect")
        return real["compare"](request, progress)

    def read(request, progress):
        folder = Path(request["path"]).parent
        if (folder / "hang_reading").exists():
            time.sleep(600)
        if (folder / "crash_reading").exists():
            os.abort()
        return real["read"](request, progress)

    return {**real, "read": read, "compare": compare}
