"""Panes and rows that come back: what was closed, a reading with the row that it was part of.

What the reader chose for a gutter comes back with the pane whose going took it away.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from diptych.model.comparison import Side
from diptych.ui import kept_row
from diptych.ui.between import pairs_of, wish_for, wished, without
from diptych.ui.kept_row import ClosedPane, KeptPane, pane_now
from diptych.ui.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import Reading
    from diptych.ui.between import Two
    from diptych.ui.kept_row import KeptRow
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.pane import Pane
    from diptych.ui.review import Stand
    from diptych.ui.window import Window


class Reopening:
    """Brings panes and rows of one window back."""

    def __init__(self, window: Window, many: ManyPanes) -> None:
        self._window, self._many = window, many
        self._spread, self._desk = window.spread, window.desk

    def bring_back(self, closed: ClosedPane | KeptRow) -> bool:
        """Open again what was closed; False where there is no room for it."""
        if isinstance(closed, ClosedPane):
            return self._bring_pane_back(closed)
        self._window.save_place()
        self._window.handlers.panels.show_texts()
        self.lay_out(closed)
        return True

    # One pane

    def _bring_pane_back(self, closed: ClosedPane) -> bool:
        many, kept = self._many, closed.pane
        pane = many.room_at(closed.at)
        if pane is None:
            return False
        self._window.handlers.panels.show_texts()
        row, then = list(self._spread.row), self._found_again(closed, pane)
        many.others.expect(pane, kept.sha256, kept.place or pane.place())
        gutters: list[tuple[int, Two, Stand]] = []
        for at, (left, right, stand) in enumerate(closed.row.gutters):
            one, other = then[left], then[right]
            if one is not None and other is not None:
                gutters.append((at, (one, other), stand))
                if pane in (one, other):
                    many.others.suppose((one, other), stand)
        self._desk.openings.awaited.add(pane.seat)
        wishes = self._wishes(row, pane, then, gutters)
        pairs = pairs_of(row, wishes)
        mine = [at for at, two in enumerate(pairs) if pane in two]
        here = next((set(two) for at, two, _stand in gutters if at == closed.row.chosen), set())
        many.arrange(row, wishes, max(mine, key=lambda at: set(pairs[at]) == here))
        pane.view.setFocus()
        self._open(pane, kept)
        return True

    def _found_again(self, closed: ClosedPane, pane: Pane) -> list[Pane | None]:
        """Return, by pane of the row that one was closed in, where the same lies now.

        A pane into which another document came meanwhile is the same one still.
        """
        then, row = closed.row.panes, self._spread.row
        found: list[Pane | None] = [None] * len(then)
        found[closed.at] = pane
        left = {each: pane_now(self._window, each).name for each in row if each is not pane}
        for at, kept in enumerate(then):
            same = [each for each, name in left.items() if name == kept.name and at != closed.at]
            if same:
                nearest = found[at] = min(same, key=lambda each: abs(row.index(each) - at))
                del left[nearest]
        missing = [at for at, each in enumerate(found) if each is None]
        if len(missing) == len(left):
            for at, each in zip(missing, left, strict=True):
                found[at] = each
        return found

    def _wishes(
        self,
        row: list[Pane],
        pane: Pane,
        then: Sequence[Pane | None],
        gutters: Sequence[tuple[int, Two, Stand]],
    ) -> Sequence[Two | None]:
        """Return what each gutter is to compare when a pane has come back.

        All as it was where nothing else has changed since; else what it is now, and the pane is
        compared with what it was compared with.
        """
        now = self._many.wishes
        if row == then:
            before = [wish_for(two, row, at) for at, two, _stand in gutters]
            left = [each for each in row if each is not pane]
            gone, still = (without(pane, row, wishes) for wishes in (before, now))
            if pairs_of(left, gone) == pairs_of(left, still):
                return before
        wishes: Sequence[Two | None] = now
        for at, two, _stand in gutters:
            if pane in two:
                wishes = wished(row, wishes, at, two)
        return wishes

    # Whole rows

    def lay_out(self, kept: KeptRow) -> None:
        """Bring back a row that was away."""
        row = self._emptied(len(kept.panes))
        for pane, each in zip(row, kept.panes, strict=True):
            self._many.others.expect(pane, each.sha256, each.place or pane.place())
        stands = [((row[left], row[right]), stand) for left, right, stand in kept.gutters]
        for two, stand in stands:
            self._many.others.suppose(two, stand)
        wishes = [wish_for(two, row, at) for at, (two, _stand) in enumerate(stands)]
        self._many.arrange(row, wishes, kept.chosen)
        row[kept.active].view.setFocus()
        there = [(pane, each) for pane, each in zip(row, kept.panes, strict=True) if each.is_named]
        # Nothing is shown of the chosen two while only one is here.
        self._desk.openings.awaited.update(pane.seat for pane, _each in there)
        for pane, each in there:
            self._open(pane, each)

    def restore(self, reading: Reading, paths: dict[Side, str], words: str) -> None:
        """Open a saved reading with the row that it was part of.

        Args:
            paths: of the reading's two documents.
            words: what was written down of the row, "" where there were two panes.
        """
        plain = json.loads(words) if words else {}
        if plain and not kept_row.is_of(plain, reading):
            plain = {}
        panes = kept_row.panes_in(plain) if plain else []
        row = self._emptied(max(len(panes), len(Side)))
        if not plain:
            self._many.arrange(row, [None], 0)
            self._desk.restore(reading, paths)
            return
        chosen = plain["chosen"]
        stands = kept_row.stands_in(plain, row)
        here = stands[chosen][0]
        for pane, (sha256, place) in zip(row, panes, strict=True):
            self._many.others.expect(pane, sha256, place)
        wishes = [wish_for(two, row, at) for at, (two, _stand) in enumerate(stands)]
        self._many.arrange(row, wishes, chosen)
        for two, stand in stands:
            self._many.others.suppose(two, stand)
        self._spread.panes[Side.LEFT].view.setFocus()
        self._desk.restore(reading, paths)
        for pane, (sha256, _place) in zip(row, panes, strict=True):
            if pane in here:
                continue
            entry = self._window.workplace.library.entry(sha256)
            if sha256:
                path = entry.path if entry is not None else ""
                self._desk.openings.open(pane.seat, path, sha256=sha256)

    def _emptied(self, count: int) -> list[Pane]:
        """Return panes in which nothing lies, those that are there first."""
        row = self._spread.row[:count]
        self._desk.leave()
        for pane in row:
            self._desk.openings.drop(pane.seat)
            self._window.handlers.greet(pane, None)
            self._many.others.forget(pane)
            pane.show_message("", _("Open a document here, or drop a file."))
        self._desk.documents = {}
        while len(row) < count:
            row.append(self._many.make_pane())
        return row

    def _open(self, pane: Pane, kept: KeptPane) -> None:
        """Open what lay in a pane."""
        encoding, password, last_page = kept.encoding or None, kept.password, kept.last_page
        side = next((side for side, each in self._spread.panes.items() if each is pane), None)
        if side is None:
            self._desk.openings.open(
                pane.seat,
                kept.path,
                encoding,
                password=password,
                last_page=last_page,
                sha256=kept.sha256,
            )
        else:
            self._desk.open(
                side,
                kept.path,
                encoding,
                password=password,
                last_page=last_page,
                sha256=kept.sha256,
                place=kept.place,
            )
