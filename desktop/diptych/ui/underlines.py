"""Lines under words, one kind for each relation: small pictures that are laid side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from diptych.model.comparison import Relation
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

HEIGHT = 6
"""Room for the tallest kind, pixels."""
_PERIODS = {Relation.CONVERGE: 8, Relation.DIVERGE: 8, Relation.PARTIAL: 8}
_DOTTED = 4


class Underlines:
    """Draws lines under words.

    Args:
        colours: of each relation.
        ratio: device pixels in one pixel.
        unsure: how strongly the line of an unsure finding is drawn, 0 to 1.
    """

    def __init__(
        self, colours: Mapping[Relation, QColor], ratio: float, unsure: float = 0.4
    ) -> None:
        self._unsure = unsure
        self._colours = colours
        self.ratio = ratio
        self._tiles: dict[tuple[Relation, bool, bool], QPixmap] = {}

    def draw(
        self, painter: QPainter, line: QRectF, relation: Relation, *, unsure: bool, strong: bool
    ) -> None:
        """Draw the line of a relation.

        Args:
            painter: of the paper.
            line: from the first to the last word; its top is where the line's room begins.
            relation: decides colour and kind.
            unsure: drawn faintly.
            strong: drawn thicker.
        """
        key = (relation, unsure, strong)
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = self._tile(relation, unsure=unsure, strong=strong)
        # All lines of one kind are in step, so that words marked one after the other join.
        phase = line.left() % (tile.width() / self.ratio)
        painter.drawTiledPixmap(line, tile, QPointF(phase, 0))

    def _tile(self, relation: Relation, *, unsure: bool, strong: bool) -> QPixmap:
        # A whole number of device pixels, else the tiles would not join.
        period = round(_PERIODS.get(relation, _DOTTED) * self.ratio)
        tile = QPixmap(period, round(HEIGHT * self.ratio))
        tile.setDevicePixelRatio(self.ratio)
        tile.fill(Qt.GlobalColor.transparent)
        colour = QColor(self._colours[relation])
        if unsure:
            colour.setAlphaF(self._unsure)
        painter = QPainter(tile)
        _draw_period(painter, relation, colour, period / self.ratio, strong=strong)
        painter.end()
        return tile


def _draw_period(
    painter: QPainter, relation: Relation, colour: QColor, width: float, *, strong: bool
) -> None:
    if relation is Relation.DIVERGE:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wave = QPainterPath(QPointF(-width / 2, 1.2))
        # Twice the width, so that the ends of the pen fall outside.
        for start in (-width / 2, width / 2):
            middle, end = start + width / 2, start + width
            wave.cubicTo(start + width / 5, 1.2, middle - width / 5, 4.8, middle, 4.8)
            wave.cubicTo(middle + width / 5, 4.8, end - width / 5, 1.2, end, 1.2)
        painter.strokePath(wave, QPen(colour, 2.4 if strong else 1.4))
        return
    thick = 3.0 if strong else 2.0
    if relation is Relation.CONVERGE:
        fill(painter, QRectF(0, 2, width, thick), colour)
    elif relation is Relation.PARTIAL:
        fill(painter, QRectF(0, 2, width * 5 / 8, thick), colour)
    else:
        fill(painter, QRectF(0, 2, width / 2, thick), colour)
