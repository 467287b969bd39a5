"""Comparing two documents: from the cache when nothing has changed, else by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych import compare, formats
from diptych.model import wire
from diptych.work.port import COMPARING

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Comparison, Mode
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

        is_secret = left.document.is_encrypted or right.document.is_encrypted

        def take(plain: Plain) -> Comparison:
            """Keep the findings and make them; the window does not wait for it."""
            if not is_secret:  # they hold words of both texts
                data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
                self._cache.put("comparison", key, data)
            return wire.comparison_from_plain(plain)

        progress(0.0, "")
        self._ticket = self._jobs.submit(
            "compare",
            {
                "left": left.request,
                "right": right.request,
                "topics": [wire.topic_to_plain(topic) for topic in self._followed.topics],
                "mode": mode.value,
            },
            done=done,
            failed=failed,
            progress=progress,
            take=take,
            allowance=COMPARING,
        )

    def cancel(self) -> None:
        """Call the comparison under way off, if there is one."""
        ticket, self._ticket = self._ticket, 0
        if ticket:
            self._jobs.cancel(ticket)

    def _key(self, left: Opened, right: Opened, mode: Mode) -> str:
        engine = compare.current()
        models = " ".join(model.sha256 for model in engine.models)
        return (
            f"{left.read_as} {right.read_as} {mode} {engine.name} {engine.version} {models} "
            f"{formats.VERSION} {wire.FORMAT} {self._followed.digest}"
        )
