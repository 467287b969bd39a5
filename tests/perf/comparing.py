"""What comparing costs: time to the first findings and to all, CPU, and memory of the worker.

Usage: python tests/perf/comparing.py

Each line is a worker process of its own, its start and the loading of the models included, the
reading of the files not. "One in common" is told what the models said of the left document in the
line before, as the cache keeps it; "nothing new" of both.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))
os.environ["PYTHONPATH"] = sys.path[0]  # of the workers

from diptych.model.wire import cut  # noqa: E402
from diptych.services.opening import read_request  # noqa: E402
from diptych.services.workers import Waiting  # noqa: E402
from diptych.work.port import COMPARING  # noqa: E402

Known = tuple[bytes, ...]
LETTERS = ("letter-2018.txt", "letter-2021.txt")
LONG = ("letter-2018.txt", "wilson-2021.txt")


def measure(what: str, names: tuple[str, str], known: Known = ()) -> Known:
    """Compare two seeds in a new worker, print what it cost, and return what the models said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    first: list[float] = []
    with Waiting() as worker:
        sides = []
        for name in names:
            request = read_request(str(ROOT / "seeds" / name))
            sides.append({**request, "sha256": worker.ask("load", request)["sha256"]})
        request = {
            "left": sides[0],
            "right": sides[1],
            "topics": [],
            "mode": None,
            "kept": [len(part) for part in known],
            "blob": b"".join(known),
        }
        began = time.monotonic()
        answer: dict[str, Any] = worker.ask(
            "compare", request, COMPARING, part=lambda _: first.append(time.monotonic() - began)
        )
        spent = time.monotonic() - began
    after = before
    while after == before:  # its end is waited for elsewhere
        time.sleep(0.05)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    early = f"{first[0]:.1f} s" if first else "none"
    print(
        f"{' and '.join(names)}, {what}: first findings {early}, all {len(answer['findings'])} "
        f"after {spent:.1f} s; {cpu:.1f} s CPU with reading; most memory of a worker so far "
        f"{after.ru_maxrss // 1024} MB"
    )
    return tuple(cut(answer["blob"], answer["kept"]))


def main() -> None:
    """Measure and print."""
    letters = measure("new", LETTERS)
    measure("nothing new", LETTERS, letters)
    report = measure("new", LONG)
    measure("one in common", LONG, letters[:1])
    measure("nothing new", LONG, report)


if __name__ == "__main__":
    main()
