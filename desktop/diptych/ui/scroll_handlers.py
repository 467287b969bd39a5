"""How the two texts scroll together: the commands for it, and what of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.ui.marks import Position
from diptych.ui.sync import SyncMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diptych.services.opening import Opened
    from diptych.ui.following import Following
    from diptych.ui.window import Window

_SYNC = {
    "sync_off": SyncMode.OFF,
    "sync_meaning": SyncMode.MEANING,
    "sync_proportion": SyncMode.PROPORTION,
}


class ScrollHandlers(QObject):
    """The ways of scrolling together of one window, and what the reader tied by hand."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.listen_to(window.spread.following)

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "sync_cycle": self.cycle,
            **{name: self._chooser(mode) for name, mode in _SYNC.items()},
            "bring_other_here": self._window.spread.bring_other_here,
            "tie_here": lambda: self._following.tie_here(),  # noqa: PLW0108 - it may be another
            "untie_here": lambda: self._following.untie_here(),  # noqa: PLW0108
        }

    @property
    def _following(self) -> Following:
        return self._window.spread.following

    def listen_to(self, following: Following) -> None:
        """Keep what the reader ties by hand in a gutter."""
        following.tied.connect(self._keep_points)

    def begin(self) -> None:
        """Scroll together as the reader left it."""
        self._set(SyncMode(self._window.workplace.library.setting("sync") or SyncMode.MEANING))

    def cycle(self) -> None:
        """Take the next way of scrolling together."""
        modes = list(SyncMode)
        self._choose(modes[(modes.index(self._following.mode) + 1) % len(modes)])

    def _chooser(self, mode: SyncMode) -> Callable[[], None]:
        return lambda: self._choose(mode)

    def _choose(self, mode: SyncMode) -> None:
        self._set(mode)
        self._window.keep_setting("sync", mode.value)

    def _set(self, mode: SyncMode) -> None:
        for following in self._window.spread.followings:
            following.set_mode(mode)
        name = next(name for name, each in _SYNC.items() if each is mode)
        self._window.commands.set_checked(name)
        self._window.top_bar.show_sync(mode)

    # Sync points, kept for each two texts, that with the lesser hash first

    def _pair(self, documents: Mapping[Side, Opened]) -> tuple[str, str] | None:
        if len(documents) < len(Side):
            return None
        left, right = (documents[side].document.sha256 for side in Side)
        return left, right

    def _keep_points(self) -> None:
        pair = self._pair(self._window.desk.documents)
        if pair is None:
            return
        import json

        points = [
            (*point.left, *point.right) if pair[0] <= pair[1] else (*point.right, *point.left)
            for point in self._following.points
        ]
        self._window.keep_setting(_key(pair), json.dumps(points))

    def restore_points(self) -> None:
        """Tie the two texts that are here now where the reader tied them before."""
        self.restore_points_of(self._following, self._window.desk.documents)

    def restore_points_of(self, following: Following, documents: Mapping[Side, Opened]) -> None:
        """Tie the two texts of a gutter where the reader tied them before."""
        pair = self._pair(documents)
        stored = self._window.workplace.library.setting(_key(pair)) if pair else None
        if pair is None or not stored:
            if following.points:
                following.set_points([])
            return
        import json

        from diptych.ui.ties import SyncPoint

        counts = [len(documents[side].document.blocks) for side in Side]
        points = []
        for each in json.loads(stored):
            one, two = Position(*each[:2]), Position(*each[2:])
            left, right = (one, two) if pair[0] <= pair[1] else (two, one)
            if left.block < counts[0] and right.block < counts[1]:
                points.append(SyncPoint(left, right))
        following.set_points(points)


def _key(pair: tuple[str, str]) -> str:
    return f"sync points {' '.join(sorted(pair))}"
