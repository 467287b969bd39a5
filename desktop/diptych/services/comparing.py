"""Comparing two documents: from the cache when nothing has changed, else by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from diptych import compare, formats
from diptych.model import wire
from diptych.model.comparison import Mode
from diptych.work.port import COMPARING

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Comparison
    from diptych.services.topics import Followed
    from diptych.store.cache import Cache
    from diptych.work.port import Jobs, Plain

# What the models have said of words, by kind and key in the cache: about 3 kB a sentence.
_LEARNT = "learnt"
_MOST_LEARNT = 8 * 2**20


class Readable(Protocol):
    """A document as a worker and the cache know it: `Opened` or `Stored`."""

    @property
    def request(self) -> Plain:
        """How a worker is told which document is meant."""

    @property
    def read_as(self) -> str:
        """What tells it from every other, and from other readings of the same file."""

    @property
    def is_secret(self) -> bool:
        """Whether nothing of it may be kept on a disk."""


class Comparing:
    """Finds where two opened documents converge, diverge and are silent.

    Attributes:
        is_under_way: whether what `compare` was asked for is still to come.
    """

    def __init__(self, cache: Cache, jobs: Jobs, followed: Followed) -> None:
        self._cache = cache
        self._jobs = jobs
        self._followed = followed
        self._ticket = 0
        self.is_under_way = False

    def compare(
        self,
        left: Readable,
        right: Readable,
        mode: Mode | None,
        *,
        done: Callable[[Comparison], None],
        failed: Callable[[Exception], None],
        progress: Callable[[float, str], None],
        begun: Callable[[Comparison], None] | None = None,
    ) -> None:
        """Compare two documents; a comparison that is still under way is called off.

        Args:
            mode: what is compared; None: the wording where the two are versions of one text.
            done: called with the findings, at once where they are in the cache.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
            begun: called with the first findings while the others are still looked for.
            progress: called with a share (0 to 1) and a few words; at once, with 0, where the
                worker has to be asked, so that the reader has to wait.
        """
        self.cancel()
        known = self.kept(left, right, mode)
        if known is not None:
            done(known)
            return
        progress(0.0, "")
        self.is_under_way = True

        def found(comparison: Comparison) -> None:
            self.is_under_way = False
            done(comparison)

        def not_found(error: Exception) -> None:
            self.is_under_way = False
            failed(error)

        self._ticket = self.ask(
            left, right, mode, done=found, failed=not_found, progress=progress, begun=begun
        )

    def kept(self, left: Readable, right: Readable, mode: Mode | None) -> Comparison | None:
        """Return the findings where they are in the cache; a `mode` of None is as in `compare`."""
        if mode is None:
            known_mode = self._cache.get("mode", self._key(left, right, None))
            mode = Mode(known_mode.decode()) if known_mode else None
        return self.known(left, right, mode)

    def known(self, left: Readable, right: Readable, mode: Mode | None) -> Comparison | None:
        """Return the findings where they are in the cache; any thread may ask."""
        import json

        stored = self._cache.get("comparison", self._key(left, right, mode))
        return wire.comparison_from_plain(json.loads(stored)) if stored is not None else None

    def is_known(self, left: Readable, right: Readable, mode: Mode) -> bool:
        """Whether the findings are in the cache."""
        return self._cache.size("comparison", self._key(left, right, mode)) > 0

    def ask(
        self,
        left: Readable,
        right: Readable,
        mode: Mode | None,
        *,
        done: Callable[[Comparison], None],
        failed: Callable[[Exception], None],
        progress: Callable[[float, str], None],
        begun: Callable[[Comparison], None] | None = None,
    ) -> int:
        """Have two documents compared, whatever else is under way; return the ticket.

        Args:
            mode, done, failed, progress, begun: see `compare`.
        """

        def show(plain: Plain) -> None:
            if begun is not None:
                begun(wire.comparison_from_plain(plain))

        is_secret = left.is_secret or right.is_secret
        keys = [] if is_secret else self._learnt_keys(left, right)
        known = [self._learnt(key) for key in keys]

        def take(plain: Plain) -> Comparison:
            """Keep the findings and make them; the window does not wait for it."""
            import json

            learnt = wire.cut(plain.pop("blob", b""), plain.pop("kept", ()))
            for key, part in zip(keys, learnt, strict=False):
                if part:
                    self._cache.put(_LEARNT, key, part)
            if not is_secret:  # they hold words of both texts
                data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
                found = Mode(plain["mode"])
                self._cache.put("comparison", self._key(left, right, found), data)
                if mode is None:
                    self._cache.put("mode", self._key(left, right, None), found.value.encode())
            return wire.comparison_from_plain(plain)

        return self._jobs.submit(
            "compare",
            {
                "left": left.request,
                "right": right.request,
                "topics": [wire.topic_to_plain(topic) for topic in self._followed.topics],
                "mode": mode and mode.value,
                "kept": [len(part) for part in known],
                "blob": b"".join(known),
            },
            done=done,
            failed=failed,
            progress=progress,
            part=show,
            take=take,
            allowance=COMPARING,
        )

    def cancel(self) -> None:
        """Call the comparison under way off, if there is one."""
        ticket, self._ticket = self._ticket, 0
        if ticket:
            self._jobs.cancel(ticket)

    def _learnt_keys(self, left: Readable, right: Readable) -> list[str]:
        """Return by what is known what the models said of each text and of pairs of both.

        By the file and not by its content, so that of an edited text only what is new is read.
        """
        models = " ".join(model.sha256 for model in compare.current().models)
        names = [each.request.get("path") or each.read_as for each in (left, right)]
        return [f"{name} {models}" for name in (*names, " | ".join(sorted(names)))]

    def _learnt(self, key: str) -> bytes:
        # To unpack more would hold up the window; a worker keeps what it said in its own memory.
        size = self._cache.size(_LEARNT, key)
        return (self._cache.get(_LEARNT, key) or b"") if 0 < size <= _MOST_LEARNT else b""

    def _key(self, left: Readable, right: Readable, mode: Mode | None) -> str:
        return f"{left.read_as} {right.read_as} {mode} {self.made_by}"

    @property
    def made_by(self) -> str:
        """Changes whenever the same texts would give other findings; part of keys of the cache."""
        engine = compare.current()
        models = " ".join(model.sha256 for model in engine.models)
        return (
            f"{engine.name} {engine.version} {models} {compare.is_multilingual()} "
            f"{formats.VERSION} {wire.FORMAT} {self._followed.digest}"
        )
