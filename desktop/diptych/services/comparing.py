"""Comparing two documents: from the cache when nothing has changed, else by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych import compare, formats
from diptych.model import wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diptych.model.comparison import Comparison, Mode
    from diptych.model.document import Document
    from diptych.services.opening import Opened
    from diptych.services.topics import Followed
    from diptych.store.cache import Cache
    from diptych.work.port import Jobs, Plain


class Comparing:
    """Finds where two opened documents converge, diverge and are silent."""

    def __init__(self, cache: Cache, jobs: Jobs, followed: Followed) -> None:
        self._cache = cache
        self._jobs = jobs
        self._followed = followed
        self._ticket = 0

    def compare(
        self,
        left: Opened,
        right: Opened,
        mode: Mode,
        *,
        done: Callable[[Comparison], None],
        failed: Callable[[Exception], None],
        progress: Callable[[float, str], None],
    ) -> None:
        """Compare two documents; a comparison that is still under way is called off.

        Args:
            done: called with the findings, at once where they are in the cache.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
            progress: called with a share (0 to 1) and a few words; at once, with 0, where the
                worker has to be asked, so that the reader has to wait.
        """
        import json

        self.cancel()
        key = self._key(left, right, mode)
        stored = self._cache.get("comparison", key)
        if stored is not None:
            done(wire.comparison_from_plain(json.loads(stored)))
            return

        def take_in(plain: Plain) -> None:
            data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
            self._cache.put("comparison", key, data)
            done(wire.comparison_from_plain(plain))

        progress(0.0, "")
        self._ticket = self._jobs.submit(
            "compare",
            {
                "left": left.request,
                "right": right.request,
                "topics": [wire.topic_to_plain(topic) for topic in self._followed.topics],
                "mode": mode.value,
            },
            done=take_in,
            failed=failed,
            progress=progress,
        )

    def cancel(self) -> None:
        """Call the comparison under way off, if there is one."""
        ticket, self._ticket = self._ticket, 0
        if ticket:
            self._jobs.cancel(ticket)

    def _key(self, left: Opened, right: Opened, mode: Mode) -> str:
        engine = compare.ENGINE
        models = " ".join(model.sha256 for model in engine.models)
        return (
            f"{left.document.sha256} {left.entry.encoding} {right.document.sha256} "
            f"{right.entry.encoding} {mode} {engine.name} {engine.version} {models} "
            f"{formats.VERSION} {wire.FORMAT} {self._followed.digest}"
        )


def compare_files(
    left: Path, right: Path, mode: Mode, followed: Followed
) -> tuple[Document, Document, Comparison]:
    """Read and compare two files here and now, without library and cache.

    Raises:
        UserError: a file cannot be used.
    """
    from diptych.compare.engine import compare as compare_documents
    from diptych.formats.reader import read_path

    documents = read_path(left), read_path(right)
    return *documents, compare_documents(*documents, followed.topics, mode)
