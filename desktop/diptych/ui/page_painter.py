"""Draws pages: the picture or blank paper, the reader's grounds, selection, lines under words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from diptych.ui.page_geometry import Box
from diptych.ui.page_loader import TILE
from diptych.ui.text_painter import SIGN, draw_sign
from diptych.ui.theme import fill, frame
from diptych.ui.underlines import HEIGHT, Underlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QImage

    from diptych.ui.look import Look
    from diptych.ui.page_cache import Key, Pictures
    from diptych.ui.page_spots import GroundKind, Spots, Underline

_BAR = 3
_BAR_DISTANCE = 9
_SIGN_DISTANCE = 23
_STEP = 4  # from one line under words to the next
_INTO = 1.5  # the printed box of a word reaches below its letters
# Heights of printed words in pixels: from the one on, lines under them are drawn as under the text;
# below the other there is room for one line only. They never get thinner than a share of that.
_USUAL, _ONE_LINE, _THINNEST = 22.0, 15.0, 0.5
_WHITE = QColor("#ffffff")
# How much of a page the veil over it hides, and how far from words it ends.
_VEIL, _SPARED = 0.45, 2.0


class PagePainter:
    """Draws pages for one look and one kind of screen.

    Args:
        look: colours.
        dark: whether pages are shown dark.
        tinted: whether they are shown on the paper of the texts.
        ground: behind the pages.
        ratio: device pixels in one pixel.
    """

    def __init__(
        self, look: Look, *, dark: bool, tinted: bool, ground: QColor, ratio: float
    ) -> None:
        self._look = look
        self._is_tinted = tinted
        self.ratio = ratio
        self._paper = look.paper if dark else _WHITE
        self._ground = ground
        # On a dark page ink is light and must stay so: what is laid over may only lighten.
        modes = QPainter.CompositionMode
        self._over = modes.CompositionMode_Screen if dark else modes.CompositionMode_Multiply
        self._edge = QColor(look.dim)
        self._edge.setAlphaF(0.35)
        self._underlines = Underlines(look.relations, ratio, look.unsure)

    def paint_ground(self, painter: QPainter, exposed: QRect) -> None:
        """Draw what is behind the pages."""
        fill(painter, exposed, self._ground)

    def paint_message(self, painter: QPainter, message: str, box: QRect) -> None:
        """Draw a plain sentence in the middle."""
        painter.setPen(self._look.dim)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(24, 24, -24, -24), flags, message)

    def paint_page(
        self, painter: QPainter, area: QRectF, keys: Sequence[Key], pictures: Pictures
    ) -> None:
        """Draw a page's picture, an older one scaled where it has not come yet, or blank paper.

        Args:
            painter: of the window.
            area: of the page.
            keys: the whole page, else a small picture of it and the tiles in view.
            pictures: that are here.
        """
        painter.save()
        painter.setClipRect(area)
        whole = pictures.get(keys[0])
        is_sharp = whole is not None and len(keys) == 1
        if whole is not None and is_sharp:
            self._put(painter, area.topLeft(), whole)
        else:
            fill(painter, area, self._paper)
            older = (keys[0], whole) if whole is not None else pictures.stand_in(keys[0])
            if older is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(area, older[1])
            for key in keys[1:]:
                tile = pictures.get(key)
                if tile is not None:
                    side = TILE / self.ratio
                    self._put(painter, area.topLeft() + QPointF(key.column, key.row) * side, tile)
        if self._is_tinted:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            fill(painter, area, self._look.paper)
        painter.restore()
        painter.setPen(QPen(self._edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(-1, -1, 0, 0))

    def _put(self, painter: QPainter, at: QPointF, picture: QImage) -> None:
        # Pixel by pixel: stretched by one of them it would cost more and look blurred.
        picture.setDevicePixelRatio(self.ratio)
        painter.drawImage(at, picture)

    def paint_spots(
        self,
        painter: QPainter,
        spots: Spots,
        selected: Iterable[Box],
        finding: str,
        *,
        scale: float,
        alone: bool = False,
        note: str = "",
        lit: str = "",
    ) -> None:
        """Draw what stands on the words; the painter stands at the upright page's own corner.

        Args:
            painter: in pixels, turned as the page is.
            spots: in points.
            selected: boxes of the words that the reader selected, in points.
            finding: id of the selected one, or "".
            scale: pixels for one point.
            alone: whether all but the words of the selected finding are dimmed.
            note: id of the one in the editor, or "".
            lit: id of the finding that the pointer is on, or "".
        """
        look = self._look
        self._grounds(painter, spots, selected, scale, note)
        strong = [line for line in spots.underlines if finding and line.finding == finding]
        if alone and finding:
            self._veil(painter, [_scaled(line.box, scale) for line in strong])
        for line in spots.underlines:
            if line.finding != finding:
                self._underline(painter, line, scale, strong=bool(lit) and line.finding == lit)
        for line in strong:
            self._underline(painter, line, scale, strong=True)
        for column in _columns([line.box for line in strong]):
            box = _scaled(column, scale)
            bar = QRectF(box.left() - _BAR_DISTANCE, box.top(), _BAR, box.height() + 2)
            fill(painter, bar, look.relations[strong[0].relation])

    def _grounds(
        self, painter: QPainter, spots: Spots, selected: Iterable[Box], scale: float, note: str
    ) -> None:
        """Draw what lies behind words, and the signs of notes beside them."""
        look = self._look
        colours: dict[GroundKind, QColor] = {
            "hit": look.hit,
            "other_hit": look.other_hit,
            "near_hit": look.hit,
        }
        painter.setCompositionMode(self._over)
        for ground in spots.grounds:
            draw = frame if ground.kind == "near_hit" else fill
            is_fill = ground.kind == "fill"
            colour = look.fills[ground.colour] if is_fill else colours[ground.kind]
            draw(painter, _scaled(ground.box, scale), colour)
        for words in selected:
            fill(painter, _scaled(words, scale), look.selection)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for ground in spots.grounds:
            if ground.is_first:
                box = _scaled(ground.box, scale)
                at = QRectF(box.left() - _SIGN_DISTANCE, box.top(), SIGN, SIGN)
                draw_sign(painter, at, look, ground.colour, is_shown=ground.note == note)

    def _veil(self, painter: QPainter, spared: Iterable[QRectF]) -> None:
        """Lay thin paper over a page, with holes in it."""
        veil, holes = QPainterPath(), QPainterPath()
        veil.addRect(painter.clipBoundingRect())
        holes.setFillRule(Qt.FillRule.WindingFill)
        for box in spared:
            holes.addRect(box.adjusted(-_SPARED, -_SPARED, _SPARED, _SPARED))
        colour = QColor(self._paper)
        colour.setAlphaF(_VEIL)
        painter.fillPath(veil.subtracted(holes), colour)

    def _underline(self, painter: QPainter, line: Underline, scale: float, *, strong: bool) -> None:
        """Draw a line under words; small print has thinner ones, and room for fewer."""
        box = _scaled(line.box, scale)
        share = max(_THINNEST, min(1.0, box.height() / _USUAL))
        most = 0 if box.height() < _ONE_LINE else 1 if box.height() < _USUAL else line.level
        if line.level > most and not strong:
            return
        painter.save()
        painter.translate(0, box.bottom() - _INTO + (min(line.level, most) * _STEP - 2) * share)
        painter.scale(1, share)
        self._underlines.draw(
            painter,
            QRectF(box.left(), 0, box.width(), HEIGHT),
            line.relation,
            unsure=line.unsure,
            strong=strong,
        )
        painter.restore()


def _columns(boxes: Iterable[Box]) -> list[Box]:
    """Return the room of lines that follow each other downwards; one that lies higher begins anew.

    Words of two columns of a page get a bar each.
    """
    found: list[Box] = []
    last_top = 0.0
    for box in boxes:
        if found and box.bottom > last_top:
            last = found[-1]
            found[-1] = Box(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            found.append(box)
        last_top = box.top
    return found


def _scaled(box: Box, scale: float) -> QRectF:
    return QRectF(box.left * scale, box.top * scale, box.width * scale, box.height * scale)
