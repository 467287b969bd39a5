"""Everything that one run of the program works with, put together."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.services.annotating import Annotating
from diptych.services.comparing import Comparing
from diptych.services.library import bring_shipped
from diptych.services.opening import Opening
from diptych.services.pages import Pages
from diptych.services.topics import Followed
from diptych.services.undo import Undo
from diptych.store.cache import Cache
from diptych.store.clock import Clock, utc_now
from diptych.store.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.work.port import Jobs


class Workplace(NamedTuple):
    """The library, the cache, the workers and the services over them.

    Args:
        jobs: reads and compares.
        page_jobs: draws pages, so that a page that is looked at waits for no comparison.
    """

    library: Library
    cache: Cache
    jobs: Jobs
    page_jobs: Jobs
    followed: Followed
    opening: Opening
    pages: Pages
    comparing: Comparing
    annotating: Annotating
    undo: Undo
    clock: Clock

    @classmethod
    def open(
        cls,
        folder: Path,
        jobs: Jobs,
        clock: Clock = utc_now,
        page_jobs: Jobs | None = None,
        *,
        to_read: bool = False,
    ) -> Workplace:
        """Open the library in a folder; without `page_jobs`, `jobs` draws pages too.

        Args:
            to_read: opens the library of a newer version, without writing to it.

        Raises:
            UserError: the library cannot be used; nothing was changed.
        """
        library = (Library.open_to_read if to_read else Library.open)(folder, clock)
        try:
            if not to_read:
                bring_shipped(library)
        except UserError:
            library.close()
            raise
        cache = Cache.open(folder)
        followed, undo = Followed(library), Undo(library)
        undo.add_listener(followed.hear)
        opening = Opening(library, cache, jobs, clock)
        return cls(
            library=library,
            cache=cache,
            jobs=jobs,
            page_jobs=page_jobs or jobs,
            followed=followed,
            opening=opening,
            pages=Pages(page_jobs or jobs),
            comparing=Comparing(cache, jobs, followed),
            annotating=Annotating(library, clock, undo, opening.reading_of),
            undo=undo,
            clock=clock,
        )

    def close(self) -> None:
        """End the workers, then close the files."""
        self.jobs.close()
        self.page_jobs.close()
        self.cache.close()
        # Where that cannot be written, its steps are merely offered for longer.
        with suppress(UserError):
            self.library.close_session()
        self.library.close()
