"""The trash is emptied without a pause, for tests that look at what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.services.trashing import Emptying

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.services.trashing import Trashed
    from diptych.services.undo import Undo
    from diptych.store.library import Library


def let_go(library: Library, undo: Undo, items: Iterable[Trashed]) -> None:
    """Let go of things in the trash for good."""
    emptying = Emptying(library, undo, items)
    while emptying.step():
        pass
