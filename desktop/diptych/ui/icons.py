"""The signs on buttons, as strokes on a grid of 16 by 16.

Strokes and not letters: the bundled fonts lack most of these signs, and looking for a font of the
system that has them would take longer than everything else on the way to the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

Icon = Literal["library", "findings", "note", "theme", "swap", "sync"]
_GRID = 16.0

_STROKES: dict[Icon, tuple[tuple[tuple[float, float], ...], ...]] = {
    "library": (((2, 3.5), (14, 3.5)), ((2, 8), (14, 8)), ((2, 12.5), (14, 12.5))),
    "findings": (
        ((2, 2.5), (14, 2.5), (14, 13.5), (2, 13.5), (2, 2.5)),
        ((2, 9.5), (14, 9.5)),
        ((8, 2.5), (8, 9.5)),
    ),
    "note": (
        ((2.5, 13.5), (3.2, 10.3), (11, 2.5), (13.5, 5), (5.7, 12.8), (2.5, 13.5)),
        ((9.5, 4), (12, 6.5)),
    ),
    "theme": (((8, 2), (8, 14)),),
    "swap": (
        ((2, 5.5), (13.5, 5.5)),
        ((11, 3), (13.5, 5.5), (11, 8)),
        ((14, 10.5), (2.5, 10.5)),
        ((5, 8), (2.5, 10.5), (5, 13)),
    ),
    "sync": (
        ((4.5, 2.5), (4.5, 13.5)),
        ((2, 5), (4.5, 2.5), (7, 5)),
        ((2, 11), (4.5, 13.5), (7, 11)),
        ((11.5, 2.5), (11.5, 13.5)),
        ((9, 5), (11.5, 2.5), (14, 5)),
        ((9, 11), (11.5, 13.5), (14, 11)),
    ),
}


def draw_icon(painter: QPainter, icon: Icon, centre: QPointF, colour: QColor) -> None:
    """Draw an icon of 16 by 16 pixels around a point; the painter's pen and brush change."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = centre - QPointF(_GRID / 2, _GRID / 2)
    for stroke in _STROKES[icon]:
        painter.drawPolyline(QPolygonF([corner + QPointF(*point) for point in stroke]))
    if icon == "theme":
        disc = QRectF(corner.x() + 2, corner.y() + 2, 12, 12)
        painter.drawEllipse(disc)
        painter.setBrush(colour)
        painter.drawPie(disc, 90 * 16, 180 * 16)
