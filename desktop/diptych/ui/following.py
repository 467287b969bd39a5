"""Scrolling together: which of the two texts leads, and where the other one goes.

Where that is comes from `sync`; what both show and how they move is here.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from diptych.model.comparison import Side
from diptych.ui import sync
from diptych.ui.sync import SyncMode, Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.ui.marks import Position
    from diptych.ui.pane import Pane
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.rows import Row

EYE = 0.3
"""The line that the eye is on, as a share of the pane's height: a finding is brought here, and
scrolling together keeps the two texts level here."""
# In one turn of the wheel the other pane moves at most so many times as far as this one, and goes
# on alone by this share of its height in each frame: it glides to its place, and does not jump.
_GLIDE = 3.0
_GLIDE_ALONE = 0.12
_FRAME_MS = 16
# What the reader tied together counts for more than all findings together.
_BY_HAND = 1e6
# Pixels around a sync point within which it is the one that is meant.
_NEAR = 60.0


class SyncPoint(NamedTuple):
    """Two places that the reader set level."""

    left: Position
    right: Position

    def of(self, side: Side) -> Position:
        """Return the place in the text of a side."""
        return self.left if side is Side.LEFT else self.right


class Following(QObject):
    """Moves the other text when one of two is scrolled.

    Attributes:
        mode: how it follows.
        is_apart: whether the reader moved one text alone: the other follows again when it is
            brought here, or a way of scrolling together is chosen.
        points: what the reader tied together by hand.

    Signals:
        silent_changed: whether the other text has no counterpart to what stands at the eye.
        apart_changed: whether the texts were moved apart.
        points_changed: the sync points are others.
        tied: the reader changed them.
    """

    silent_changed = Signal(bool)
    apart_changed = Signal(bool)
    points_changed = Signal()
    tied = Signal()

    def __init__(self, panes: Mapping[Side, Pane], parent: QWidget) -> None:
        super().__init__(parent)
        self._panes = panes
        self.mode = SyncMode.MEANING
        self.is_apart = False
        self.points: list[SyncPoint] = []
        self._rows: Sequence[Row] = ()
        self._documents: dict[Side, Document | None] = dict.fromkeys(Side)
        # What ties the two, worked out when it is first asked for: each verdict may change it, and
        # the reader gives many without scrolling.
        self._found: list[Tie] | None = []
        self._chain: list[Tie] | None = []
        # By side in which block each of the chain ends, or one above it: to find those in view.
        self._ends: dict[Side, list[int]] = {side: [] for side in Side}
        self._lengths = _Lengths()
        self._values = dict.fromkeys(Side, 0)
        self._holding = False
        # Where the other pane of a leader is on its way to.
        self._leader, self._aim = Side.LEFT, 0.0
        self._gliding = QTimer(self)
        self._gliding.setInterval(_FRAME_MS)
        self._gliding.timeout.connect(self._glide)

    # What ties the two

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Follow along these findings."""
        self._rows, self._found, self._chain = rows, None, None
        self._documents = self._shown()

    def set_points(self, points: Sequence[SyncPoint]) -> None:
        """Follow along these sync points, too."""
        self.points, self._chain = list(points), None
        self.points_changed.emit()

    def tie_here(self) -> None:
        """Set the two places level that stand at the eye in both texts."""
        views = [self._panes[side].view for side in Side]
        if any(view.document is None for view in views):
            return
        left, right = (view.line_at(self._eye(view)) for view in views)
        kept = [point for point in self.points if not self._is_near(point)]
        self._join()
        self.set_points([*kept, SyncPoint(left, right)])
        self.tied.emit()

    def untie_here(self) -> None:
        """Take away the sync points at the eye, or, where there is none, all."""
        far = [point for point in self.points if not self._is_near(point)]
        self.set_points(far if len(far) < len(self.points) else [])
        self.tied.emit()

    @staticmethod
    def _eye(view: ReadingView) -> float:
        # In whole points, as `show_place` puts the words that are selected.
        return round(EYE * view.viewport().height())

    def _is_near(self, point: SyncPoint) -> bool:
        return any(
            abs(self._height(side, point.of(side)) - self._eye(self._panes[side].view)) < _NEAR
            for side in Side
        )

    def _height(self, side: Side, place: Position) -> float:
        """Return how far below the upper edge of its pane a place is, in pixels."""
        view = self._panes[side].view
        return view.extent(place.block, place.offset, place.offset + 1)[0]

    def heights(self, point: SyncPoint) -> tuple[float, float]:
        """Return how far below the upper edges of both panes a sync point is, in pixels."""
        return self._height(Side.LEFT, point.left), self._height(Side.RIGHT, point.right)

    def turn(self, panes: Mapping[Side, Pane]) -> None:
        """Move two other panes from now on; nothing ties them yet."""
        self._panes = panes
        self.set_rows(())
        self.set_points(())
        for side in Side:
            self.take_stand(side)
        self._join()
        self.silent_changed.emit(False)

    # Moving

    def side_of(self, pane: Pane) -> Side | None:
        """Return the side of a pane; None where it is neither of the two."""
        return next((side for side, each in self._panes.items() if each is pane), None)

    def hold_while(self, move: Callable[[], None]) -> None:
        """Move panes without one following the other."""
        self._holding = True
        move()
        self._holding = False

    def stop(self) -> None:
        """Stop on the way."""
        self._gliding.stop()

    def take_stand(self, side: Side) -> None:
        """Take a pane as it stands now: it shows something else."""
        self.stop()
        self._values[side] = self._panes[side].view.verticalScrollBar().value()

    def scrolled(self, side: Side, view: ReadingView, *, alone: bool = False) -> None:
        """Follow a pane that was scrolled.

        Args:
            side, view: which.
            alone: the reader holds the other one fast.
        """
        value = view.verticalScrollBar().value()
        step, self._values[side] = value - self._values[side], value
        if self._holding or view.is_correcting or not step:
            return
        if side is not self._leader:
            self.stop()
        if self.mode is SyncMode.OFF:
            return
        if alone:
            self._part()
        if not self.is_apart:
            self._follow(side, step)

    def set_mode(self, mode: SyncMode) -> None:
        """Scroll together in a way from now on; both texts stay where they are."""
        self.mode = mode
        self._join()
        self.stop()
        self.silent_changed.emit(False)

    def bring_other_here(self, side: Side) -> None:
        """Bring the other text to what stands at the eye in this one."""
        self._join()
        self._follow(side, None)

    def _part(self) -> None:
        if not self.is_apart:
            self.is_apart = True
            self.stop()
            self.silent_changed.emit(False)
            self.apart_changed.emit(True)

    def _join(self) -> None:
        if self.is_apart:
            self.is_apart = False
            self.apart_changed.emit(False)

    def _follow(self, leader: Side, step: int | None) -> None:
        """Move the other pane to what answers the leader, which moved by `step` pixels.

        It glides there, unless `step` is a whole page or more, or None.
        """
        lead, other = self._panes[leader].view, self._panes[leader.other].view
        bar, other_bar = lead.verticalScrollBar(), other.verticalScrollBar()
        if self.mode is SyncMode.PROPORTION:
            target = sync.in_proportion(bar.value(), bar.maximum(), other_bar.maximum())
        else:
            line = bar.value() + self._eye(lead)
            near = self._near(leader)
            found = sync.follow(line, near, lead.viewport().height())
            if found is None and step is not None:
                found = sync.passed(line - step, line, near)
            self.silent_changed.emit(found is None and bool(self._rows))
            if found is None:
                return
            target = found - self._eye(other)
        self._leader, self._aim = leader, target
        if step is None or abs(step) >= lead.viewport().height() or not self._may_glide():
            self._approach(abs(target - other_bar.value()))
        else:
            self._approach(_GLIDE * abs(step))

    def _approach(self, most: float) -> None:
        """Move the other pane towards its aim by so many pixels; the rest of the way it glides."""
        bar = self._panes[self._leader.other].view.verticalScrollBar()
        before = bar.value()
        way = max(-most, min(most, self._aim - before))
        self.hold_while(lambda: bar.setValue(round(before + way)))
        self._values[self._leader.other] = bar.value()
        if abs(self._aim - bar.value()) < 1 or bar.value() == before:
            self.stop()
        elif not self._gliding.isActive():
            self._gliding.start()

    def _may_glide(self) -> bool:
        """Whether things may move by themselves: not where the system has switched that off."""
        from PySide6.QtWidgets import QStyle

        style = self._panes[Side.LEFT].style()
        return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    def _glide(self) -> None:
        self._approach(_GLIDE_ALONE * self._panes[self._leader.other].height())

    # Ties

    def _ties(self, rows: Sequence[Row]) -> list[Tie]:
        """Return the sure two-sided findings as ties, in code points from the top of each text."""
        before = self._lengths.of(self._documents)
        ties = []
        for index, row in enumerate(rows):
            if row.is_unsure or not (row.finding.left and row.finding.right):
                continue
            ends: list[float] = []
            for side in Side:
                passages = row.finding.passages(side)
                ends.append(before[side][passages[0].block] + passages[0].start)
                ends.append(before[side][passages[-1].block] + passages[-1].end)
            left_top, left_bottom, right_top, right_bottom = ends
            weight = row.finding.confidence
            ties.append(Tie(index, left_top, left_bottom, right_top, right_bottom, weight))
        return ties

    def _ties_by_hand(self) -> list[Tie]:
        """Return the sync points as ties of no height, numbered from -1 down."""
        before = self._lengths.of(self._shown())
        ties = []
        for number, point in enumerate(self.points):
            if any(point.of(side).block >= len(before[side]) for side in Side):
                continue  # of two texts of which one has not come yet
            left, right = (
                float(before[side][point.of(side).block] + point.of(side).offset) for side in Side
            )
            ties.append(Tie(-1 - number, left, left, right, right, _BY_HAND))
        return ties

    def _shown(self) -> dict[Side, Document | None]:
        return {side: pane.view.document for side, pane in self._panes.items()}

    def _ties_in_order(self) -> list[Tie]:
        """Return the heaviest set of ties that do not cross."""
        if self._found is None:
            self._found = self._ties(self._rows)
        if self._chain is None:
            chain = self._chain = sync.chain([*self._found, *self._ties_by_hand()])
            for side in Side:
                lasts = (self._spans(tie, side)[-1][0] for tie in chain)
                self._ends[side] = list(accumulate(lasts, max))
        return self._chain

    def _spans(self, tie: Tie, side: Side) -> list[tuple[int, int, int]]:
        """Return the words of one end of a tie: block, start, end."""
        if tie.row < 0:
            place = self.points[-1 - tie.row].of(side)
            return [(place.block, place.offset, place.offset)]
        passages = self._rows[tie.row].finding.passages(side)
        return [(each.block, each.start, each.end) for each in passages]

    def _near(self, leader: Side) -> list[Tie]:
        """Return the ties around what the leader shows, in pixels, seen from the leader."""
        view = self._panes[leader].view
        first, last = view.place().block, view.last_block()
        near: list[Tie] = []
        ties = self._ties_in_order()
        begin = max(0, bisect_left(self._ends[leader], first) - 1)
        for tie in islice(ties, begin, None):
            spans = self._spans(tie, leader)
            if spans[-1][0] < first:
                near = [self._in_pixels(tie, leader)]
                continue
            near.append(self._in_pixels(tie, leader))
            if spans[0][0] > last:
                break
        return near

    def _in_pixels(self, tie: Tie, leader: Side) -> Tie:
        ends: list[float] = []
        for side in (leader, leader.other):
            view = self._panes[side].view
            scroll = view.verticalScrollBar().value()
            extents = [view.extent(*span) for span in self._spans(tie, side)]
            ends.append(min(top for top, _bottom in extents) + scroll)
            ends.append(max(bottom for _top, bottom in extents) + scroll)
        left_top, left_bottom, right_top, right_bottom = ends
        return Tie(tie.row, left_top, left_bottom, right_top, right_bottom, tie.weight)


class _Lengths:
    """Where each block of the two texts begins, in code points from the top, worked out once."""

    def __init__(self) -> None:
        self._known: dict[Side, tuple[Document | None, list[int]]] = {}

    def of(self, documents: Mapping[Side, Document | None]) -> dict[Side, list[int]]:
        """Return by side where each block begins."""
        for side, document in documents.items():
            if side not in self._known or self._known[side][0] is not document:
                blocks = document.blocks if document else ()
                starts = accumulate((len(block.text) + 1 for block in blocks), initial=0)
                self._known[side] = document, list(starts)
        return {side: self._known[side][1] for side in documents}
