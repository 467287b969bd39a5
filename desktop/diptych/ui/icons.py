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

Icon = Literal[
    "library",
    "search",
    "readings",
    "findings",
    "note",
    "notes",
    "theme",
    "swap",
    "sync",
    "matrix",
    "topics",
    "probe",
]
_GRID = 16.0

_STROKES: dict[Icon, tuple[tuple[tuple[float, float], ...], ...]] = {
    "library": (((2, 3.5), (14, 3.5)), ((2, 8), (14, 8)), ((2, 12.5), (14, 12.5))),
    "readings": (
        ((2, 3), (7, 3), (7, 13), (2, 13), (2, 3)),
        ((9, 3), (14, 3), (14, 13), (9, 13), (9, 3)),
        ((4, 6), (5.5, 6)),
        ((11, 9.5), (12.5, 9.5)),
    ),
    "search": (
        ((10, 6.5), (9.5, 8.5), (8.2, 9.7), (6.5, 10.2), (4.8, 9.7), (3.5, 8.5), (3, 6.5)),
        ((3, 6.5), (3.5, 4.5), (4.8, 3.3), (6.5, 2.8), (8.2, 3.3), (9.5, 4.5), (10, 6.5)),
        ((9.2, 9.2), (13.5, 13.5)),
    ),
    "findings": (
        ((2, 2.5), (14, 2.5), (14, 13.5), (2, 13.5), (2, 2.5)),
        ((2, 9.5), (14, 9.5)),
        ((8, 2.5), (8, 9.5)),
    ),
    "notes": (
        ((2.5, 2), (13.5, 2), (13.5, 10.5), (10, 14), (2.5, 14), (2.5, 2)),
        ((13.5, 10.5), (10, 10.5), (10, 14)),
        ((5, 5.5), (11, 5.5)),
        ((5, 8.5), (9, 8.5)),
    ),
    "note": (
        ((2.5, 13.5), (3.2, 10.3), (11, 2.5), (13.5, 5), (5.7, 12.8), (2.5, 13.5)),
        ((9.5, 4), (12, 6.5)),
    ),
    "theme": (((8, 2), (8, 14)),),
    "matrix": (
        ((2, 2.5), (14, 2.5), (14, 13.5), (2, 13.5), (2, 2.5)),
        ((2, 6), (14, 6)),
        ((2, 9.8), (14, 9.8)),
        ((6, 2.5), (6, 13.5)),
        ((10, 2.5), (10, 13.5)),
    ),
    "topics": (
        ((2.5, 2.5), (8.2, 2.5), (14, 8.3), (8.3, 14), (2.5, 8.2), (2.5, 2.5)),
        ((5.2, 5.2), (6, 6)),
    ),
    "probe": (
        ((2, 2.5), (14, 2.5), (14, 11), (8, 11), (5, 14), (5, 11), (2, 11), (2, 2.5)),
        ((6.3, 5.4), (7, 4.6), (8.8, 4.6), (9.6, 5.4), (9.4, 6.3), (8, 7.1), (8, 7.6)),
        ((8, 8.9), (8, 9.3)),
    ),
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
