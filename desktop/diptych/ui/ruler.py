"""The overview ruler at the outer edge of a pane: all marks at a glance, and the part in view.

It stands in for a scroll bar: a click jumps, a drag scrolls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from diptych.model.comparison import Relation, Side
from diptych.ui.language import _
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from diptych.ui.marks import Fill
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme

WIDTH = 14
# Three lanes side by side: search hits, the machine's marks, the reader's marks.
_HITS, _MARKS, _NOTES = (0.0, 3.0), (4.0, 6.0), (11.0, 3.0)
_LEAST_MOVE = 0.5
_LEAST = 4.0  # a mark is never thinner, nor the part in view smaller, than can be seen


class Ruler(QWidget):
    """Shows where the findings, the reader's marks and the search hits of one document lie.

    Signals:
        chosen: the id of a finding whose mark was clicked.
    """

    chosen = Signal(str)

    def __init__(self, view: ReadingView, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._theme: Theme | None = None
        self._rows: list[Row] = []
        self._fills: list[Fill] = []
        self._selected = ""
        self._picture = QPixmap()
        self._stale = True
        self._drawn_height = 0.0  # of the content, when the picture was drawn
        self._grip: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Overview of the text"))
        self._view = view
        self.listen_to(view)

    def listen_to(self, view: ReadingView) -> None:
        """Follow a view that may be set."""
        view.scrolled.connect(self.update)
        view.laid_out.connect(self._laid_out)

    def set_view(self, view: ReadingView) -> None:
        """Show where things lie in this view from now on."""
        self._view = view
        self.refresh()

    def sizeHint(self) -> QSize:
        """Return the ruler's width."""
        return QSize(WIDTH, 100)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.refresh()

    def set_rows(self, rows: list[Row]) -> None:
        """Show these findings."""
        self._rows = [row for row in rows if row.finding.passages(self._side)]
        self.refresh()

    def set_fills(self, fills: list[Fill]) -> None:
        """Show where the reader's highlights and notes are."""
        self._fills = fills
        self.refresh()

    def set_selected(self, finding: str) -> None:
        """Set one finding off from the others."""
        self._selected = finding
        self.update()

    def refresh(self) -> None:
        """Draw the marks anew: they, or the heights of the text, have changed."""
        self._stale = True
        self.update()

    def _laid_out(self) -> None:
        # Of a long text the true heights of a few paragraphs move no mark by as much as a pixel;
        # pages keep their heights where their words turn out to stand elsewhere.
        moved = abs(self._view.content_height() - self._drawn_height) * self._scale()
        if moved == 0 or moved >= _LEAST_MOVE:
            self._stale = True
        self.update()

    def _scale(self) -> float:
        return self.height() / max(1.0, self._view.content_height(), float(self.height()))

    def _band(self, row: Row, scale: float, scroll: int) -> tuple[float, float]:
        extents = [
            self._view.extent(passage.block, passage.start, passage.end)
            for passage in row.finding.passages(self._side)
        ]
        top = (min(each[0] for each in extents) + scroll) * scale
        bottom = (max(each[1] for each in extents) + scroll) * scale
        return top, max(bottom, top + _LEAST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the part in view, then the marks."""
        if self._theme is None:
            return
        # Asking where a mark lies may lay text out, which asks for the marks to be drawn anew: they
        # are, at the next paint.
        view = self._viewport()
        if self._stale:
            self._stale = False
            self._drawn_height = self._view.content_height()
            self._picture = self._draw_marks(self._theme)
        chosen = next((row for row in self._rows if row.finding.id == self._selected), None)
        scale, scroll = self._scale(), self._view.verticalScrollBar().value()
        band = self._band(chosen, scale, scroll) if chosen else (0.0, 0.0)
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("pane"))
        fill(painter, view, self._theme.colour("ruler_view"))
        painter.drawPixmap(0, 0, self._picture)
        if chosen is not None:
            self._draw_mark(painter, chosen, (1.0, self.width() - 2.0), band, self._theme)
        painter.end()

    def _viewport(self) -> QRectF:
        scale = self._scale()
        top = self._view.verticalScrollBar().value() * scale
        height = max(self._view.viewport().height() * scale, 2 * _LEAST)
        return QRectF(0, top, self.width(), min(height, self.height() - top))

    def _draw_marks(self, theme: Theme) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        scale, scroll = self._scale(), self._view.verticalScrollBar().value()
        for row in self._rows:
            self._draw_mark(painter, row, _MARKS, self._band(row, scale, scroll), theme)
        for block, start, end in self._view.hit_positions():
            self._draw_spot(painter, (block, start, end), _HITS, theme.colour("hit_current"))
        for spot in self._fills:
            place = spot.block, spot.start, spot.end
            self._draw_spot(painter, place, _NOTES, theme.colour("focus"))
        painter.end()
        return picture

    def _draw_mark(
        self,
        painter: QPainter,
        row: Row,
        lane: tuple[float, float],
        band: tuple[float, float],
        theme: Theme,
    ) -> None:
        colour = QColor(theme.relation(row.relation or Relation.PARTIAL))
        if row.is_unsure:
            colour.setAlphaF(0.4)
        fill(painter, QRectF(lane[0], band[0], lane[1], band[1] - band[0]), colour)

    def _draw_spot(
        self,
        painter: QPainter,
        place: tuple[int, int, int],
        lane: tuple[float, float],
        colour: QColor,
    ) -> None:
        top = self._view.extent(*place)[0] + self._view.verticalScrollBar().value()
        left, width = lane
        fill(painter, QRectF(left, top * self._scale(), width, 3), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark under the pointer, else take hold of the part in view."""
        y = event.position().y()
        view = self._viewport()
        scale, scroll = self._scale(), self._view.verticalScrollBar().value()
        for row in self._rows:
            top, bottom = self._band(row, scale, scroll)
            if top - 1 <= y <= bottom + 1:
                self.chosen.emit(row.finding.id)
                return
        self._grip = y - view.top() if view.top() <= y <= view.bottom() else view.height() / 2
        self._drag(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scroll with the pointer."""
        if self._grip is not None:
            self._drag(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the part in view."""
        self._grip = None

    def _drag(self, y: float) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(round((y - (self._grip or 0.0)) / self._scale()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the pane."""
        self._view.wheelEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Draw the marks anew."""
        self.refresh()
