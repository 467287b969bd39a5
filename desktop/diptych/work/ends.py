"""How a worker came to its end, in the reader's words."""

from __future__ import annotations

import re
import signal
from pathlib import PurePath
from typing import TYPE_CHECKING

from diptych.model.errors import PasswordNeeded, Stopped, UserError
from diptych.work.port import paths_in

if TYPE_CHECKING:
    from diptych.work.port import Plain

# What a worker ends itself with when an allocation has failed.
OUT_OF_MEMORY = 77

_ERRORS: dict[str, type[UserError]] = {
    kind.__name__: kind for kind in (UserError, PasswordNeeded, Stopped)
}
_PAGES = re.compile(r"\bpage \d+ of (\d+)")
_CRASHES = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "SIGTRAP")
_TOO_MUCH = "It may be very long, damaged, or made to do harm: open a part of it, or save it anew."


def to_plain(error: UserError) -> list[str]:
    """Return what crosses from one process to the other when something cannot be used."""
    return [type(error).__name__, error.sentence, error.next_step, error.path]


def from_plain(plain: list[str]) -> UserError:
    """Return the error that `to_plain` was given."""
    kind, *words = plain
    return _ERRORS.get(kind, UserError)(*words)


def pages_read(share: float, words: str) -> int:
    """Return how many pages a task had done when it last said so (0.02, "page 3 of 100"), or 0."""
    found = _PAGES.search(words)
    return round(share * int(found[1])) if found else 0


def stopped(status: int, request: Plain, share: float, words: str) -> Stopped:
    """Return what the reader is told about a worker that ended in the middle of a task.

    Args:
        status: of its end, as `subprocess` gives it: a signal's number is negative.
        request: what it was asked.
        share, words: what it last said of its progress.
    """
    paths = sorted(paths_in(request))
    names = " and ".join(f"“{PurePath(path).name}”" for path in paths) or "This"
    signals = {-each.value: each.name for each in signal.Signals}
    cause = signals.get(status, "")
    if cause == "SIGXCPU":
        sentence = f"{names} took more computing time than a document may."
        next_step = _TOO_MUCH
    elif cause == "SIGALRM":
        sentence = f"For a long time nothing more came of {names}, and the work was stopped."
        next_step = "Try again when the computer is less busy and the folder it lies in is there."
    elif status == OUT_OF_MEMORY:
        sentence = f"{names} needed more memory than a document may."
        next_step = _TOO_MUCH
    elif cause in _CRASHES:
        sentence = f"The reading process crashed on {names}."
        next_step = _TOO_MUCH
    else:
        sentence = "The reading process stopped before it had finished."
        next_step = "Try again; if it stops again, the file may be damaged."
    path = paths[0] if len(paths) == 1 else ""
    return Stopped(sentence, next_step, path, pages_read(share, words))
