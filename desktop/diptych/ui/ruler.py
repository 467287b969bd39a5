"""The overview ruler at the outer edge of a pane: all marks at a glance, and the part in view.

It stands in for a scroll bar: a click jumps or chooses a mark, a drag scrolls, also over marks.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from diptych.model.comparison import Relation, Side
from diptych.ui.language import _
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from diptych.model.document import Document
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
        # Where the words of findings are in the whole text, in pixels: kept as long as that is laid
        # out as it is, for the marks of thousands are drawn anew with each verdict.
        self._places: dict[str, tuple[float, float]] = {}
        self._document: Document | None = None
        self._picture = QPixmap()
        self._stale = True
        self._drawn_height = 0.0  # of the content, when the picture was drawn
        # How far below the upper edge of the part in view it is held.
        self._grip: float | None = None
        # The mark on which the button went down, and where: it is chosen unless the pointer moves.
        self._pressed: tuple[str, float] | None = None
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
        self._places = {}
        self.refresh()

    def sizeHint(self) -> QSize:
        """Return the ruler's width."""
        return QSize(WIDTH, 100)

    def set_side(self, side: Side) -> None:
        """Show what findings have on this side from now on; none are shown yet."""
        self._side = side
        self._places = {}
        self.set_rows([])

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
            self._places = {}
        self.update()

    def _scale(self) -> float:
        return self.height() / max(1.0, self._view.content_height(), float(self.height()))

    def _measured(self) -> dict[str, tuple[float, float]]:
        """Return where the words of each finding are in the whole text, in pixels."""
        self._view.content_height()  # which may lay the text out, and so forget the places
        if self._view.document is not self._document:
            self._document, self._places = self._view.document, {}
        places = self._places
        new = [row.finding for row in self._rows if row.finding.id not in places]
        spots = [each[:3] for found in new for each in found.passages(self._side)]
        extents = iter(self._view.extents(spots))
        scroll = self._view.verticalScrollBar().value()
        for found in new:
            of = list(islice(extents, len(found.passages(self._side))))
            top, bottom = min(each[0] for each in of), max(each[1] for each in of)
            places[found.id] = top + scroll, bottom + scroll
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the part in view, then the marks."""
        if self._theme is None:
            return
        # Asking where a mark lies may lay text out, which asks for the marks to be drawn anew: they
        # are, at the next paint.
        view = self._viewport()
        places = self._measured() if self._stale else self._places
        if self._stale:
            self._stale = False
            self._drawn_height = self._view.content_height()
            self._picture = self._draw_marks(self._theme, places)
        chosen = next((row for row in self._rows if row.finding.id == self._selected), None)
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("pane"))
        if self._view.verticalScrollBar().maximum() > 0:  # else all is in view
            fill(painter, view, self._theme.colour("ruler_view"))
        painter.drawPixmap(0, 0, self._picture)
        if chosen is not None:
            top, bottom = _band(places[chosen.finding.id], self._scale())
            colour = _colour(self._theme, chosen.relation, is_unsure=chosen.is_unsure)
            fill(painter, QRectF(1.0, top, self.width() - 2.0, bottom - top), colour)
        painter.end()

    def _viewport(self) -> QRectF:
        scale = self._scale()
        top = self._view.verticalScrollBar().value() * scale
        height = max(self._view.viewport().height() * scale, 2 * _LEAST)
        return QRectF(0, top, self.width(), min(height, self.height() - top))

    def _draw_marks(self, theme: Theme, places: dict[str, tuple[float, float]]) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        scale = self._scale()
        left, width = _MARKS
        bands: dict[tuple[bool, Relation | None], list[tuple[float, float]]] = {}
        for row in self._rows:
            kind = not row.is_unsure, row.relation
            bands.setdefault(kind, []).append(_band(places[row.finding.id], scale))
        # What is sure lies over what is not.
        for is_sure, relation in sorted(bands, key=lambda kind: (kind[0], kind[1] or "")):
            painter.setBrush(_colour(theme, relation, is_unsure=not is_sure))
            runs = _joined(bands[is_sure, relation])
            painter.drawRects([QRectF(left, top, width, low - top) for top, low in runs])
        self._draw_spots(painter, self._view.hit_positions(), _HITS, theme.colour("hit_current"))
        notes = [(spot.block, spot.start, spot.end) for spot in self._fills]
        self._draw_spots(painter, notes, _NOTES, theme.colour("focus"))
        painter.end()
        return picture

    def _draw_spots(
        self,
        painter: QPainter,
        spots: list[tuple[int, int, int]],
        lane: tuple[float, float],
        colour: QColor,
    ) -> None:
        scale, scroll = self._scale(), self._view.verticalScrollBar().value()
        left, width = lane
        painter.setBrush(colour)
        tops = [(top + scroll) * scale for top, _bottom in self._view.extents(spots)]
        painter.drawRects([QRectF(left, top, width, 3) for top in tops])

    def _mark_at(self, y: float) -> str:
        """Return the finding whose mark is at a height: the selected one, else the nearest."""
        scale, places = self._scale(), self._measured()
        found, least = "", float("inf")
        for row in self._rows:
            top, bottom = _band(places[row.finding.id], scale)
            is_selected = row.finding.id == self._selected
            away = -1.0 if is_selected else abs((top + bottom) / 2 - y)
            if top - 1 <= y <= bottom + 1 and away < least:
                found, least = row.finding.id, away
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the part in view; on a mark it is seen later what is meant."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        y = event.position().y()
        if mark := self._mark_at(y):
            self._pressed = mark, y
        else:
            self._take_hold(y)
            self._drag(y)

    def _take_hold(self, y: float) -> None:
        view = self._viewport()
        self._grip = y - view.top() if view.top() <= y <= view.bottom() else view.height() / 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scroll with the pointer."""
        y = event.position().y()
        if self._pressed and abs(y - self._pressed[1]) >= QApplication.startDragDistance():
            self._take_hold(self._pressed[1])
            self._pressed = None
        if self._grip is not None:
            self._drag(y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the mark on which the button went down, or let go of the part in view."""
        pressed, self._pressed, self._grip = self._pressed, None, None
        if pressed and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(pressed[0])

    def _drag(self, y: float) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(round((y - (self._grip or 0.0)) / self._scale()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the pane."""
        self._view.wheelEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Draw the marks anew."""
        self.refresh()


def _band(place: tuple[float, float], scale: float) -> tuple[float, float]:
    """Return top and bottom of a mark on the ruler."""
    top = place[0] * scale
    return top, max(place[1] * scale, top + _LEAST)


def _joined(bands: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return bands in order, as one where they touch: thousands are some hundred then."""
    bands.sort()
    joined = []
    top, bottom = bands[0]
    for start, end in bands:
        if start > bottom:
            joined.append((top, bottom))
            top = start
        bottom = max(bottom, end)
    return [*joined, (top, bottom)]


def _colour(theme: Theme, relation: Relation | None, *, is_unsure: bool) -> QColor:
    colour = QColor(theme.relation(relation or Relation.PARTIAL))
    if is_unsure:
        colour.setAlphaF(0.4)
    return colour
