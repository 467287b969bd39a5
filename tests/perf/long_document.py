"""How a document of thousands of pages gets from the worker to the window.

Usage: python tests/perf/long_document.py [--pages N]

A made document (18 million characters, 250,000 runs for 5,000 pages) goes through a real worker
process into a process that beats like the window's thread does. Printed are the times of each
step, the longest silence of the beat, and the highest memory of both processes. The bars: no
silence over 200 ms, and both together at most 600 MB. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import queue
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests" / "perf")]

from diptych.formats.files import pieces  # noqa: E402
from diptych.model import wire  # noqa: E402
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Page, Run  # noqa: E402
from diptych.services.unpacking import unpacked  # noqa: E402
from diptych.store.cache import Cache  # noqa: E402
from diptych.work.port import Allowance  # noqa: E402
from diptych.work.process import ProcessJobs  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_WORDS = [f"{each:x}".translate(_LETTERS) for each in range(200, 4200)]
_WORDS_A_LINE = 19
_LINES_A_PAGE = 42
_LINES_A_BLOCK = 7


def make_document(pages: int) -> Document:
    """Return a document whose paragraphs are joined from printed lines, with page numbers."""
    parts: list[str] = []
    blocks: list[Block] = []
    leaves: list[Page] = []
    at = 0
    chance = random.Random(1)
    for number in range(1, pages + 1):
        first = at
        for _ in range(_LINES_A_PAGE // _LINES_A_BLOCK):
            runs, lines, length = [], [], 0
            for _ in range(_LINES_A_BLOCK):
                text = f"“{' '.join(chance.choices(_WORDS, k=_WORDS_A_LINE))}”"
                runs.append(Run(length, at, len(text)))
                lines.append(text)
                length += len(text) + 1
                at += len(text) + 1
            parts += lines
            blocks.append(Block(BlockKind.PARAGRAPH, " ".join(lines), OffsetMap(tuple(runs))))
        foot = str(number)
        runs = [Run(0, at, len(foot))]
        blocks.append(Block(BlockKind.FURNITURE, foot, OffsetMap(tuple(runs)), "page number"))
        parts.append(foot)
        at += len(foot) + 1
        leaves.append(Page(first, at, 595.28, 841.89, foot))
    source = "\n".join(parts) + "\n"
    digest = hashlib.sha256(source.encode()).hexdigest()
    return Document(digest, source, "utf-8", "A long one", "en", tuple(blocks), pages=tuple(leaves))


def make_tasks(_fetch: object) -> dict[str, object]:
    """Return the tasks of the worker: make the document, and say how much memory that took."""

    def make(request: dict[str, int], _progress: object) -> dict[str, object]:
        began = time.process_time()
        document = make_document(request["pages"])
        made = time.process_time()
        plain = wire.document_to_plain(document)
        packed = time.process_time()
        return {**plain, "made": made - began, "packed": packed - made, "memory": _highest()}

    return {"make": make}


def _highest() -> float:
    """Return the highest memory that this process has had, in MB (10^6 bytes)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


class _Beat:
    """The window's thread: runs what is posted, and sees how long it was kept from doing so."""

    def __init__(self) -> None:
        self.calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def until(self, happened: Callable[[], bool]) -> float:
        """Beat until something has happened; return the longest silence in seconds."""
        longest, before = 0.0, time.perf_counter()
        while not happened():
            with contextlib.suppress(queue.Empty):
                self.calls.get(timeout=0.005)()
            now = time.perf_counter()
            longest, before = max(longest, now - before), now
        return longest


class _Window:
    """What the window's process does with the document, and how long each step takes."""

    def __init__(self, cache: Cache) -> None:
        self.steps: dict[str, float] = {}
        self._cache = cache
        self._beat = _Beat()
        self._jobs = ProcessJobs("long_document", self._beat.calls.put, pieces)

    def receive(self, pages: int) -> Document:
        """Ask the worker for the document and wait for it."""
        got: list[Document] = []
        began = time.perf_counter()
        self._jobs.submit(
            "make",
            {"pages": pages},
            done=got.append,
            failed=_fail,
            take=self._take,
            allowance=Allowance(100, 600),
        )
        self.steps["silence"] = self._beat.until(lambda: bool(got)) * 1000
        self.steps["whole"] = time.perf_counter() - began
        self._jobs.close()
        return got[0]

    def load(self) -> None:
        """Take the document out of the cache."""
        got: list[Document] = []
        began = time.perf_counter()
        self._jobs.load(self._from_cache, done=got.append, failed=_fail)
        self.steps["silence again"] = self._beat.until(lambda: bool(got)) * 1000
        self.steps["again"] = time.perf_counter() - began
        self._jobs.close()

    def _take(self, plain: dict[str, Any]) -> Document:
        self.steps |= {name: plain[name] for name in ("made", "packed", "memory")}
        self.steps["bytes"] = len(plain["blob"]) / 1e6
        began = time.perf_counter()
        document = unpacked(plain)
        self.steps["built"] = time.perf_counter() - began
        began = time.perf_counter()
        self._cache.put("document", "key", plain["blob"])
        self.steps["kept"] = time.perf_counter() - began
        return document

    def _from_cache(self) -> Document:
        stored = self._cache.get("document", "key")
        assert stored is not None
        return unpacked({"blob": stored})


def _fail(error: Exception) -> None:
    raise error


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=5_000, metavar="N")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
    idle = _highest()
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache.open(Path(folder))
        window = _Window(cache)
        document = window.receive(options.pages)
        letters = len(document.source) / 1e6
        runs = sum(len(block.map.runs) for block in document.blocks)
        del document
        window.load()
        kept = cache.size("document", "key") / 1e6
        cache.close()
    said, highest = window.steps, _highest()
    print(f"{options.pages:,} pages: {letters:.1f} M characters, {runs:,} runs")
    print(f"{said['bytes']:.1f} MB between the processes, {kept:.1f} MB in the cache")
    print(f"worker: made in {said['made']:.2f} s CPU, packed in {said['packed']:.2f} s CPU")
    print(f"window: built in {said['built']:.2f} s, put into the cache in {said['kept']:.2f} s")
    print(f"request to document {said['whole']:.2f} s, longest silence {said['silence']:.0f} ms")
    print(f"from the cache {said['again']:.2f} s, longest silence {said['silence again']:.0f} ms")
    print(f"highest memory: worker {said['memory']:.0f} MB, this process {highest:.0f} MB", end=" ")
    print(f"({idle:.0f} MB at first), together {said['memory'] + highest:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
