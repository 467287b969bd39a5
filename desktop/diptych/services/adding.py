"""Files come into the library without a window: the command line waits until all are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.services.collecting import Collecting, Tally
from diptych.services.opening import Opening
from diptych.services.survey import survey
from diptych.services.workers import Waiting
from diptych.store.cache import Cache
from diptych.store.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.store.library import Library


def add_files(library: Library, paths: Iterable[str]) -> Tally:
    """Take files, and all files below folders, into the library; return what came of it.

    Args:
        library: open.
        paths: absolute.

    Raises:
        UserError: the library cannot be written.
    """
    tallies = [Tally()]
    cache = Cache.open(library.path.parent)
    try:
        with Waiting() as worker:
            opening = Opening(library, cache, worker.jobs, utc_now)
            collecting = Collecting(library, opening, worker.jobs)
            collecting.changed = tallies.append
            collecting.add(survey(paths, lambda: False, lambda _count: None))
            worker.wait_until(lambda: not collecting.is_busy)
    finally:
        cache.close()
    return tallies[-1]
