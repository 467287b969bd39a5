"""A thread of the test's own that posted calls are brought to, as the window's event loop would."""

import os
import queue
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]


class Turn:
    """Runs posted calls on the test's own thread."""

    def __init__(self):
        self.calls = queue.Queue()

    def until(self, happened, seconds=20):
        """Run what is posted until something has happened."""
        end = time.monotonic() + seconds
        while not happened():
            self.calls.get(timeout=end - time.monotonic())()

    def during(self, seconds):
        """Run what is posted for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.calls.get(timeout=left)()
            except queue.Empty:
                return


def let_children_import(monkeypatch):
    """Let child processes import the package and what is in the folder of the tests."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(TESTS), *filter(None, sys.path)]))


class Answers(list):
    """What was answered, or why it was not."""

    def submit(self, jobs, task, replaces="", **request):
        """Ask with a request of the given fields."""
        return jobs.submit(task, request, done=self.append, failed=self.append, replaces=replaces)
