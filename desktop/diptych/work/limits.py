"""How much computing time, waiting and memory a worker may use: set by itself, kept by the system.

Where a limit is reached the system ends the process, whatever code is running: a parser that
hangs hears no exception. Systems without such limits (Windows) have none; there a task is ended by
the reader alone.
"""

from __future__ import annotations

import math
import signal
import sys
import time
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from diptych.work.port import Allowance

# Of data: with the code of the libraries on top a worker stays below one gigabyte.
MEMORY = 896 * 2**20


def limit_memory() -> None:
    """Let every allocation beyond `MEMORY` bytes fail, and a crash leave no picture of memory."""
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_DATA, MEMORY)
    _lower(resource.RLIMIT_CORE, 0)


def renew(allowance: Allowance) -> None:
    """Let the process go on for an allowance from now."""
    if sys.platform == "win32":
        return
    # The limit counts in whole seconds from the start of the process.
    end = math.ceil(time.process_time()) + allowance.cpu
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = end if hard == resource.RLIM_INFINITY else min(end, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    signal.setitimer(signal.ITIMER_REAL, allowance.wall)


def rest() -> None:
    """Let the process wait for as long as there is nothing to do."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


if sys.platform != "win32":

    def _lower(which: int, most: int) -> None:
        hard = resource.getrlimit(which)[1]
        if hard == resource.RLIM_INFINITY or hard > most:
            resource.setrlimit(which, (most, most))
