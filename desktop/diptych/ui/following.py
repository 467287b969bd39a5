"""Scrolling together: which of the two texts leads, and where the other one goes.

Where that is comes from `ties` and `sync`; how they move is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from diptych.model.comparison import Side
from diptych.ui import sync
from diptych.ui.sync import SyncMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.ui.marks import Position
    from diptych.ui.pane import Pane
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.rows import Row
    from diptych.ui.ties import SyncPoint, Texts, Ties

EYE = 0.3
"""The line that the eye is on, as a share of the pane's height: a finding is brought here, and
scrolling together keeps the two texts level here."""
# In one turn of the wheel the other pane moves at most so many times as far as this one, and goes
# on alone by this share of its height in each frame: it glides to its place, and does not jump.
_GLIDE = 3.0
_GLIDE_ALONE = 0.12
_FRAME_MS = 16
# Pixels around a sync point within which it is the one that is meant.
_NEAR = 60.0


class Following(QObject):
    """Moves the other text when one of two is scrolled.

    Attributes:
        mode: how it follows.
        is_apart: whether the reader moved one text alone: the other follows again when it is
            brought here, or a way of scrolling together is chosen.
        points: what the reader tied together by hand.
        is_elsewhere: whether what stands at the eye has a counterpart out of the order of the
            texts, to which the other one does not jump by itself.

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
        self.is_elsewhere = False
        self._rows: Sequence[Row] = ()
        self._documents: dict[Side, Document | None] = dict.fromkeys(Side)
        # Worked out when it is first asked for: each verdict may change it, and the reader gives
        # many without scrolling.
        self._ties: Ties | None = None
        self._texts: Texts | None = None
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
        self._rows, self._ties = rows, None
        documents = {side: pane.view.document for side, pane in self._panes.items()}
        if any(self._documents[side] is not each for side, each in documents.items()):
            self._documents, self._texts = documents, None

    def set_points(self, points: Sequence[SyncPoint]) -> None:
        """Follow along these sync points, too."""
        self.points, self._ties = list(points), None
        self.points_changed.emit()

    def tie_here(self) -> None:
        """Set the two places level that stand at the eye in both texts."""
        views = [self._panes[side].view for side in Side]
        if any(view.document is None for view in views):
            return
        from diptych.ui.ties import SyncPoint

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

    @property
    def is_holding(self) -> bool:
        """Whether panes are being moved, and not scrolled by the reader."""
        return self._holding

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

    def bring_other_here(self, side: Side, finding: str = "") -> None:
        """Bring the other text to what stands at the eye in this one.

        Args:
            side: this one.
            finding: the one that is meant where its words are among those at the eye.
        """
        self._join()
        self._follow(side, None, finding)

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

    def _follow(self, leader: Side, step: int | None, finding: str = "") -> None:
        """Move the other pane to what answers the leader, which moved by `step` pixels.

        It glides there, unless `step` is a whole page or more, or None: then the reader asks for
        it, and it goes wherever the answer is, first to that of a finding.
        """
        lead, other = self._panes[leader].view, self._panes[leader.other].view
        bar, other_bar = lead.verticalScrollBar(), other.verticalScrollBar()
        if self.mode is SyncMode.PROPORTION:
            target = sync.in_proportion(bar.value(), bar.maximum(), other_bar.maximum())
        else:
            line = bar.value() + self._eye(lead)
            ties = self._tied()
            near = ties.near(leader)
            found = sync.follow(line, near, lead.viewport().height())
            if found is None and step is not None:
                found = sync.passed(line - step, line, near)
            found = self._beside(leader, found, finding if step is None else None)
            self.silent_changed.emit(found is None and bool(self._rows))
            if found is None:
                return
            target = found - self._eye(other)
        self._leader, self._aim = leader, target
        if step is None or abs(step) >= lead.viewport().height() or not self._may_glide():
            self._approach(abs(target - other_bar.value()))
        else:
            self._approach(_GLIDE * abs(step))

    def _beside(self, leader: Side, found: float | None, finding: str | None) -> float | None:
        """Return where what stands at the eye has its counterpart, if it is to be gone to.

        Args:
            leader: the side of the eye.
            found: where that is in the order of the texts, None for nowhere.
            finding: that is asked for, "" for any; None where nothing is.
        """
        self.is_elsewhere = False
        if found is not None and not finding:
            return found
        view, ties = self._panes[leader].view, self._tied()
        eye = self._eye(view)
        answers = ties.at(leader, eye, finding or "")
        if finding is None:
            self.is_elsewhere = any(is_sure for is_sure, _tie in answers)
        elif answers and (found is None or ties.is_of(answers[0][1], finding)):
            return sync.follow(view.verticalScrollBar().value() + eye, [answers[0][1]], 0)
        return found

    def _tied(self) -> Ties:
        """Return what ties the two texts now."""
        if self._ties is None:
            from diptych.ui.ties import Texts, Ties

            documents, rows = self._documents, self._rows
            self._texts = self._texts or Texts(documents)
            self._ties = Ties(self._panes, documents, rows, self.points, self._texts)
        return self._ties

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
