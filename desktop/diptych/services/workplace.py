"""Everything that one run of the program works with, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.services.annotating import Annotating
from diptych.services.comparing import Comparing
from diptych.services.library import bring_shipped
from diptych.services.opening import Opening
from diptych.services.topics import Followed
from diptych.services.undo import Undo
from diptych.store.cache import Cache
from diptych.store.clock import Clock, utc_now
from diptych.store.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.work.port import Jobs


class Workplace(NamedTuple):
    """The library, the cache, the worker and the services over them."""

    library: Library
    cache: Cache
    jobs: Jobs
    followed: Followed
    opening: Opening
    comparing: Comparing
    annotating: Annotating
    undo: Undo
    clock: Clock

    @classmethod
    def open(cls, folder: Path, jobs: Jobs, clock: Clock = utc_now) -> Workplace:
        """Open the library in a folder.

        Raises:
            UserError: the library cannot be used; nothing was changed.
        """
        library = Library.open(folder, clock)
        try:
            bring_shipped(library)
        except UserError:
            library.close()
            raise
        cache = Cache.open(folder)
        followed, undo = Followed(), Undo()
        return cls(
            library=library,
            cache=cache,
            jobs=jobs,
            followed=followed,
            opening=Opening(library, cache, jobs, clock),
            comparing=Comparing(cache, jobs, followed),
            annotating=Annotating(library, clock, undo),
            undo=undo,
            clock=clock,
        )

    def close(self) -> None:
        """End the worker, then close the files."""
        self.jobs.close()
        self.cache.close()
        self.library.close()
