"""What is drawn on the paper: grounds, lines under words, words, bar in the margin, caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QTextCharFormat, QTextLayout

from diptych.ui.marks import Fill, Mark, PlaceMark, Position, stacked
from diptych.ui.theme import fill, frame
from diptych.ui.underlines import HEIGHT, Underlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from diptych.ui.column import Column
    from diptych.ui.hits import Hits
    from diptych.ui.layouts import LaidOut
    from diptych.ui.look import Look

_BAR = 3
_BAR_DISTANCE = 12
_CARET = 2
# How strong the bar is beside a finding that the pointer is on, and that is not selected.
_LIT = 0.5
# The sign of a note, beyond the bar.
SIGN = 8
_SIGN_DISTANCE = 21
# How much of its own ink a dimmed word keeps: 4.5:1 in every theme, 7:1 where the others have it.
_FADED = 0.68


class Scene:
    """What is to be seen on the paper, besides the words.

    Attributes:
        marks, fills: by block.
        places: on pages.
        finding: id of the selected finding, or "".
        lit: id of the finding that the pointer is on, or "".
        note: id of the note in the editor, or "".
        is_alone: whether all words but those of the selected finding are dimmed.
        selection: what is selected, in order, or None.
        hits: of a search, or None.
        caret: where it is drawn, or None.
    """

    def __init__(self) -> None:
        self.marks: dict[int, list[Mark]] = {}
        self.fills: dict[int, list[Fill]] = {}
        self.places: Sequence[PlaceMark] = ()
        self.finding = ""
        self.lit = ""
        self.note = ""
        self.is_alone = False
        self.selection: tuple[Position, Position] | None = None
        self.hits: Hits | None = None
        self.caret: Position | None = None


class TextPainter:
    """Draws the part of a column that is in the window.

    Args:
        look: colours.
        ratio: device pixels in one pixel.
    """

    def __init__(self, look: Look, ratio: float) -> None:
        self._look = look
        self._underlines = Underlines(look.relations, ratio, look.unsure)

    @property
    def ratio(self) -> float:
        """Device pixels in one pixel that this painter draws for."""
        return self._underlines.ratio

    def paint(
        self, painter: QPainter, column: Column, scene: Scene, top: int, exposed: QRect
    ) -> None:
        """Draw what is exposed.

        Args:
            painter: of the window.
            column: laid out in this part.
            scene: what stands on the words.
            top: height in the column of the window's upper edge.
            exposed: the part of the window to draw.
        """
        fill(painter, exposed, self._look.paper)
        # The lowest of three lines under words may reach below its block.
        piece = column.piece_at(top + exposed.top() - 2 * HEIGHT)
        y = column.top(piece) - top
        clip = QRectF(exposed)
        while y <= exposed.bottom() and piece < len(column.pieces):
            laid = column.laid_out(piece)
            self._paint_piece(painter, laid, scene, QPointF(column.left, y), clip)
            y += laid.height
            piece += 1

    def paint_message(self, painter: QPainter, message: str, box: QRect) -> None:
        """Draw a plain sentence in the middle."""
        fill(painter, box, self._look.paper)
        painter.setPen(self._look.dim)
        inner = box.adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, flags, message)

    def _paint_piece(
        self, painter: QPainter, laid: LaidOut, scene: Scene, at: QPointF, clip: QRectF
    ) -> None:
        # A line under words may reach into the next line of words.
        lines = range(
            laid.line_at(clip.top() - at.y() - laid.style.pitch),
            laid.line_at(clip.bottom() - at.y()) + 1,
        )
        for start, end, colour, is_framed in self._grounds(laid, scene):
            for line, left, right in laid.segments(start, end, lines):
                y = at.y() + laid.line_top(line)
                box = QRectF(at.x() + left, y, right - left, laid.style.pitch)
                (frame if is_framed else fill)(painter, box, colour)
        self._paint_marks(painter, laid, scene, at, lines)
        ink = self._look.dim if laid.style.dim else self._look.ink
        if scene.is_alone and scene.finding:
            painter.setPen(faded(ink, self._look.paper))
            laid.layout.draw(painter, at, _alone(laid, scene, ink), clip)
        else:
            painter.setPen(ink)
            laid.layout.draw(painter, at, [], clip)
        laid.draw_bullet(painter, at)
        self._paint_signs(painter, laid, scene, at)
        caret = scene.caret
        if caret is not None and caret.block == laid.piece.block and _holds(laid, caret.offset):
            y = at.y() + laid.line_top(laid.line_of(caret.offset))
            x = round(at.x() + laid.x_of(caret.offset)) - 1
            fill(painter, QRectF(x, y, _CARET, laid.style.pitch), self._look.focus)

    def _grounds(self, laid: LaidOut, scene: Scene) -> Iterator[tuple[int, int, QColor, bool]]:
        """Yield the grounds of a piece, the lowest first: start, end, colour, framed or filled."""
        look, (block, first, last) = self._look, laid.piece
        for spot in scene.fills.get(block, ()):
            if spot.start < last and spot.end > first:
                yield spot.start, spot.end, look.fills[spot.colour], False
        if scene.hits is not None:
            for start, end, kind in scene.hits.in_block(block, first, last):
                yield start, end, look.other_hit if kind == "exact" else look.hit, kind == "near"
        if scene.selection is not None:
            low, high = scene.selection
            if low.block <= block <= high.block:
                start = low.offset if low.block == block else 0
                end = high.offset if high.block == block else last
                if start < last and end > first:
                    yield start, end, look.selection, False

    def _paint_signs(self, painter: QPainter, laid: LaidOut, scene: Scene, at: QPointF) -> None:
        """Draw a sign in the margin where words begin on which there is a note to read."""
        _block, first, last = laid.piece
        beside: dict[int, Fill] = {}
        for spot in scene.fills.get(laid.piece.block, ()):
            if spot.is_written and first <= spot.start < last:
                line = laid.line_of(spot.start)
                if line not in beside or spot.note == scene.note:
                    beside[line] = spot
        for line, spot in beside.items():
            y = at.y() + laid.line_top(line) + (laid.style.pitch - SIGN) / 2
            box = QRectF(max(at.x() - _SIGN_DISTANCE, 1), y, SIGN, SIGN)
            draw_sign(painter, box, self._look, spot.colour, is_shown=spot.note == scene.note)

    def _paint_marks(
        self, painter: QPainter, laid: LaidOut, scene: Scene, at: QPointF, lines: range
    ) -> None:
        style, (block, first, last) = laid.style, laid.piece
        below = at.y() + style.baseline + style.underline - 2
        for mark, level in stacked(scene.marks.get(block, ()), scene.finding):
            if mark.start >= last or mark.end <= first:
                continue
            is_selected, is_lit = mark.finding == scene.finding, mark.finding == scene.lit
            for line, left, right in laid.segments(mark.start, mark.end, lines):
                y = below + laid.line_top(line) + level * style.step
                self._underlines.draw(
                    painter,
                    QRectF(at.x() + left, y, right - left, HEIGHT),
                    mark.relation,
                    unsure=mark.unsure,
                    strong=is_selected or is_lit,
                )
            if is_selected or is_lit:
                top = laid.line_top(laid.line_of(max(mark.start, first)))
                bottom = laid.line_top(laid.line_of(min(mark.end, last) - 1) + 1)
                bar = QRectF(at.x() - _BAR_DISTANCE, at.y() + top + 2, _BAR, bottom - top - 2)
                colour = QColor(self._look.relations[mark.relation])
                if not is_selected:
                    colour.setAlphaF(_LIT)
                fill(painter, bar, colour)


def faded(ink: QColor, paper: QColor) -> QColor:
    """Return an ink that steps back, and can still be read."""
    parts = (
        (ink.red(), paper.red()),
        (ink.green(), paper.green()),
        (ink.blue(), paper.blue()),
    )
    return QColor(*(round(_FADED * own + (1 - _FADED) * other) for own, other in parts))


def _alone(laid: LaidOut, scene: Scene, ink: QColor) -> list[QTextLayout.FormatRange]:
    """Return the words of the selected finding in full ink."""
    found = []
    for mark in scene.marks.get(laid.piece.block, ()):
        if mark.finding == scene.finding:
            part = QTextLayout.FormatRange()
            part.start, part.length = laid.units(mark.start, mark.end)
            form = QTextCharFormat()
            form.setForeground(ink)
            part.format = form
            found.append(part)
    return found


def draw_sign(painter: QPainter, box: QRectF, look: Look, colour: str, *, is_shown: bool) -> None:
    """Draw the sign of a note: a small sheet in the colour of its words, framed."""
    painter.setPen(QPen(look.focus if is_shown else look.dim, 2 if is_shown else 1))
    painter.setBrush(look.fills[colour])
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _holds(laid: LaidOut, offset: int) -> bool:
    """Whether the caret at an offset of the block stands in this piece and not in its neighbour."""
    first, last = laid.piece.start, laid.piece.end
    return first <= offset < last or (offset == last and laid.ends_block)
