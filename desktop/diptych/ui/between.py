"""One gutter of several: the two panes that it compares, and what is known of their documents."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side
from diptych.ui.following import Following
from diptych.ui.gutter import Gutter
from diptych.ui.gutter_head import GutterHead
from diptych.ui.review import Stand
from diptych.ui.rows import Clearest, Row
from diptych.ui.spread import rows_where_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.services.opening import Opened
    from diptych.ui.pane import Pane
    from diptych.ui.spread import Spread

Two = tuple["Pane", "Pane"]


class Known(NamedTuple):
    """What is known of two documents that are not on the desk.

    Args:
        hashes: which they are.
        stand: how far the reader had come with them.
        rows: what is drawn of them.
        made_from: what the rows were made from besides the findings: they are made anew when that
            changes.
    """

    hashes: tuple[str, str]
    stand: Stand = Stand()
    rows: Sequence[Row] = ()
    made_from: object = None


class Between:
    """A gutter and the two panes that it compares.

    Args:
        row: all panes that it may come to compare.

    Attributes:
        wish: those that the reader chose; None: its neighbours, whichever they are.
    """

    def __init__(
        self,
        spread: Spread,
        panes: dict[Side, Pane],
        row: Sequence[Pane],
        gutter: Gutter | None = None,
    ) -> None:
        self._spread = spread
        self.panes = panes
        self.wish: Two | None = None
        self._shown: tuple[object, ...] = ()
        if gutter is None:
            left, right = panes[Side.LEFT].view, panes[Side.RIGHT].view
            self.gutter = Gutter(left, right, spread)
            self.following = Following(panes, spread)
            self.following.set_mode(spread.following.mode)
            self.gutter.set_following(self.following)
            spread.connect_gutter(self.gutter)
            for pane in row:
                self.listen_to(pane)
        else:
            self.gutter, self.following = gutter, spread.following
        self.head = GutterHead(self.gutter)
        self.gutter.set_head(self.head)

    def listen_to(self, pane: Pane) -> None:
        """Draw anew when a pane is scrolled: it may be one of the two."""
        for view in pane.views:
            self.gutter.listen_to(view)

    @property
    def two(self) -> Two:
        """The two panes, the left one first."""
        return self.panes[Side.LEFT], self.panes[Side.RIGHT]

    @property
    def documents(self) -> dict[Side, Opened]:
        """The documents of the two panes, as far as they are there."""
        return {side: pane.opened for side, pane in self.panes.items() if pane.opened is not None}

    def turn(self, two: Two) -> None:
        """Compare two panes from now on; nothing is known of them yet."""
        self.panes = dict(zip(Side, two, strict=True))
        self._shown = ()
        self.gutter.set_rows([])
        for side, pane in self.panes.items():
            self.gutter.set_view(side, pane.view)
        self.following.turn(self.panes)

    def be_looked_at(self) -> None:
        """Leave it to the spread to draw the findings of the two."""
        self._shown = ()
        self.gutter.set_faint(False)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw, fainter, ribbons for these findings, and follow along them."""
        # Asked for with each verdict and note on any two documents; mostly nothing has changed.
        now = (rows, *(pane.twin or pane.opened for pane in self.two))
        if [*map(id, now)] == [*map(id, self._shown)]:
            return
        self._shown = now
        self.gutter.set_faint(True)
        shown = rows_where_shown(list(rows), self.panes)
        drawn = Clearest(rows).drawn()
        self.gutter.set_rows([row for row in shown if row.finding.id in drawn])
        self.following.set_rows(shown)

    def end(self) -> None:
        """The gutter goes."""
        self.following.stop()
        self.following.deleteLater()
        self.gutter.hide()
        self.gutter.deleteLater()


def pairs_of(row: Sequence[Pane], wishes: Sequence[Two | None]) -> list[Two]:
    """Return what each gutter of a row compares: what is wished where that ties all panes.

    Each pane is to be compared in some gutter, and each text has one way to move another: the pairs
    are the edges of a tree. Where the wishes do not make one, each gutter compares its neighbours.
    """
    pairs = _as_wished(row, wishes)
    return pairs if _ties_all(pairs, row) else list(pairwise(row))


def without(pane: Pane, row: Sequence[Pane], wishes: Sequence[Two | None]) -> list[Two | None]:
    """Return what is wished of the gutters that are left when a pane goes.

    What is compared without it still is; what it tied is tied by neighbours.
    """
    left = [each for each in row if each is not pane]
    pairs = [two for two in pairs_of(row, wishes) if pane not in two]
    for one, other in pairwise(left):
        if other not in _tied_to(one, pairs):
            pairs.append((one, other))
    return wishes_for(left, pairs)


def wishes_for(row: Sequence[Pane], pairs: Sequence[Two]) -> list[Two | None]:
    """Return what to wish so that the gutters of a row compare these pairs, which tie its panes.

    Each pair is compared by the gutter between the two, where there is one.
    """
    wishes: list[Two | None] = [_in_order(two, row) for two in pairs]
    for at, two in enumerate(pairwise(row)):
        if two in wishes:
            wishes[wishes.index(two)], wishes[at] = wishes[at], None
    return wishes


def wished(
    row: Sequence[Pane], wishes: Sequence[Two | None], at: int, two: Two
) -> Sequence[Two | None]:
    """Return the wishes with one more, for the gutter at a place or for one near that has none.

    They are what they were where that would not tie all panes.
    """
    free = [each for each, wish in enumerate(wishes) if wish is None]
    for each in sorted(free, key=lambda each: abs(each - at)):
        tried = [*wishes[:each], wish_for(_in_order(two, row), row, each), *wishes[each + 1 :]]
        if _ties_all(_as_wished(row, tried), row):
            return tried
    return wishes


def wish_for(two: Two, row: Sequence[Pane], at: int) -> Two | None:
    """Return what is to be wished so that the gutter at a place compares two panes."""
    return None if two == (row[at], row[at + 1]) else two


def choices(row: Sequence[Pane], pairs: Sequence[Two], at: int) -> list[Two]:
    """Return what the gutter at a place could compare, so that all panes are still tied."""
    return [
        two for two in combinations(row, 2) if _ties_all([*pairs[:at], two, *pairs[at + 1 :]], row)
    ]


def _as_wished(row: Sequence[Pane], wishes: Sequence[Two | None]) -> list[Two]:
    return [
        two if wish is None or not set(wish) <= set(row) else _in_order(wish, row)
        for two, wish in zip(pairwise(row), wishes, strict=True)
    ]


def _in_order(two: Two, row: Sequence[Pane]) -> Two:
    one, other = sorted(two, key=row.index)
    return one, other


def _ties_all(pairs: Sequence[Two], row: Sequence[Pane]) -> bool:
    """Whether one comes from each pane to every other; so many pairs can do so in one way only."""
    return len(_tied_to(row[0], pairs)) == len(row)


def _tied_to(pane: Pane, pairs: Sequence[Two]) -> set[Pane]:
    """Return the panes to which one comes from one, it among them."""
    reached = {pane}
    for _each in pairs:
        reached |= {pane for two in pairs if reached & set(two) for pane in two}
    return reached
