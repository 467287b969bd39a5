"""Pieces of text set in lines: the style of each kind of block, a QTextLayout for each piece.

Offsets are code points outside this module and UTF-16 units only between it and Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextLine, QTextOption

from diptych.model.document import BlockKind
from diptych.ui.offsets import Utf16Index

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from diptych.ui.look import Look
    from diptych.ui.pieces import Piece

# Letters of ordinary prose in about their usual shares, to know the width of an average character.
_PROSE = "the quick and honest reader will often compare two letters, line by line"
_HEADING_SIZES = (1.0, 1.4, 1.22, 1.1, 1.05, 1.0, 1.0)
_MARKERS = frozenset("-–—*•·‣◦▪●○")
_BULLET, _AFTER_BULLET = "•", "\u2002"
# Of the usual blank below a block, how much there is above another one of its kind.
_TIGHT = {BlockKind.LIST_ITEM: 0.3, BlockKind.ADDRESS: 0.5}
_TIGHTEST = 0.15
_LEAST_WIDTH = 40
_LINE_SEPARATOR = "\u2028"
# Letters in one line: more than any window is wide. Qt takes quadratic time to tell their places.
_FULLEST_LINE = 600


class BlockStyle(NamedTuple):
    """How a kind of block is set; lengths are pixels.

    Args:
        font: of all its words.
        indent, inset: blank at the left and at the right.
        above, below: blank before the first and after the last line.
        pitch: distance of lines.
        baseline: of a line, below its top.
        underline: first line under the words, below the baseline.
        step: distance of lines that stand below one another under the same words.
        dim: whether it is drawn with less weight.
        hanging: whether lines after the first are indented by the width of the marker.
        average: width of an average character.
    """

    font: QFont
    indent: int
    inset: int
    above: int
    below: int
    pitch: int
    baseline: int
    underline: int
    step: int
    dim: bool
    hanging: bool
    average: float


def block_style(look: Look, kind: BlockKind, level: int, *, tight: bool) -> BlockStyle:
    """Return how a block is set.

    Args:
        look: fonts and sizes.
        kind: of the block.
        level: of a heading, else 0.
        tight: whether the next block is of the same kind and belongs to it, as in a list.
    """
    furniture, heading = kind is BlockKind.FURNITURE, kind is BlockKind.HEADING
    font = QFont()
    font.setFamilies(list(look.furniture_families if furniture else look.families))
    # The bundled fonts have no hints, and asking FreeType to invent them doubles the first paint.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    scale = 0.72 if furniture else 1.0
    if heading:
        scale = _HEADING_SIZES[min(level, len(_HEADING_SIZES) - 1)]
        font.setWeight(QFont.Weight.DemiBold)
    elif kind is BlockKind.TABLE:
        scale = 0.9
    font.setPointSizeF(look.size * scale)
    metrics = QFontMetricsF(font)
    ascent, descent = metrics.ascent(), metrics.descent()
    height = ascent + descent
    factor = 1.0 + (look.line_height - 1.0) * (0.5 if heading or furniture else 1.0)
    pitch = max(1, round(height * factor))
    baseline = round((pitch - height) / 2 + ascent)
    # Below the tails of most letters; three lines have room above the next line of words.
    underline = max(2, round(0.8 * descent))
    room = pitch - round(0.66 * ascent) - underline
    em = metrics.height()
    indent = {BlockKind.QUOTATION: 1.1, BlockKind.LIST_ITEM: 0.6}.get(kind, 0.0)
    gap = look.paragraph_spacing * pitch
    return BlockStyle(
        font=font,
        indent=round(indent * em),
        inset=round(1.1 * em) if kind is BlockKind.QUOTATION else 0,
        above=round(0.5 * gap) if heading else 0,
        below=round(gap * (_TIGHT.get(kind, _TIGHTEST) if tight else 0.6 if heading else 1.0)),
        pitch=pitch,
        baseline=baseline,
        underline=underline,
        step=min(5, max(3, room // 2)),
        dim=furniture,
        hanging=kind is BlockKind.LIST_ITEM,
        average=metrics.horizontalAdvance(_PROSE) / len(_PROSE),
    )


def displayable(text: str) -> str:
    """Return a text of the same length that Qt can draw: no control characters, no lone halves."""
    if text.isprintable():
        return text
    return "".join([_shown(character) for character in text])


def _shown(character: str) -> str:
    if character.isprintable() or character == "\t":
        return character
    if character in "\n\r\v\f\x85\u2029":
        return _LINE_SEPARATOR
    if character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return character


def visible(text: str) -> str:
    """Return a text of the same length in which each letter takes room: for endless rows of marks.

    What stands on other letters or only steers them is shown as U+FFFD.
    """
    import unicodedata

    return "".join(
        ["\ufffd" if unicodedata.category(each) in ("Mn", "Me", "Cf") else each for each in text]
    )


class Segment(NamedTuple):
    """A part of one line: the line's number and two x, pixels from the column's left edge."""

    line: int
    left: float
    right: float


class LaidOut:
    """A piece of text set in lines of one width.

    Args:
        piece: which words of which block.
        text: the whole text of that block.
        style: how it is set.
        width: of the column, pixels.
        last: whether it is the last piece of its block, so that the blank below follows.
    """

    __slots__ = (
        "_bullet",
        "_index",
        "_layout",
        "above",
        "ends_block",
        "height",
        "lines",
        "piece",
        "style",
    )

    def __init__(
        self, piece: Piece, text: str, style: BlockStyle, width: int, *, last: bool
    ) -> None:
        shown = displayable(text[piece.start : piece.end])
        self.piece = piece
        self.style = style
        self.ends_block = last
        self.above = style.above if piece.start == 0 else 0
        self.lines = self._set(shown, width)
        if len(shown) > _FULLEST_LINE * self.lines:
            # Many pieces of letters that take no room would have to be set to fill a window.
            self.lines = self._set(visible(shown), width)
        self.height = self.above + self.lines * style.pitch + (style.below if last else 0)

    def _set(self, shown: str, width: int) -> int:
        """Break a text into lines of equal distance; return how many there are."""
        style, hanging = self.style, _hanging(shown, self.style)
        sign = 0
        if style.hanging and not hanging:  # an item whose sign is no word of the text
            metrics = QFontMetricsF(style.font)
            hanging = sign = round(metrics.horizontalAdvance(_BULLET + _AFTER_BULLET))
        self._index = Utf16Index(shown)
        layout = self._layout = QTextLayout(shown, style.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        at_right = self._index.may_run_left and _begins_at_right(layout.text())
        if at_right:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bullet = -1
        if sign and self.piece.start == 0:
            self._bullet = width - style.indent - sign if at_right else style.indent
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        lines, left = 0, style.indent + sign
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(_LEAST_WIDTH, width - style.inset - left))
            top = self.above + lines * style.pitch
            # A line with a letter from another font is taller; its words keep the baseline.
            beside = style.inset if at_right else left
            line.setPosition(QPointF(beside, top + style.baseline - line.ascent()))
            lines += 1
            left = style.indent + hanging
            line = layout.createLine()
        layout.endLayout()
        return max(1, lines)

    @property
    def layout(self) -> QTextLayout:
        """What Qt draws; its coordinates begin at the piece's top left."""
        return self._layout

    def draw_bullet(self, painter: QPainter, at: QPointF) -> None:
        """Draw the sign of a list item that has none in its text, in the painter's pen.

        Args:
            painter: its font changes.
            at: the piece's top left.
        """
        if self._bullet >= 0:
            painter.setFont(self.style.font)
            painter.drawText(at + QPointF(self._bullet, self.above + self.style.baseline), _BULLET)

    def line_of(self, offset: int) -> int:
        """Return the line that holds an offset of the block."""
        line = self._layout.lineForTextPosition(self._unit(offset))
        return line.lineNumber() if line.isValid() else 0

    def line_top(self, line: int) -> int:
        """Return a line's top, below the piece's top."""
        return self.above + line * self.style.pitch

    def line_at(self, y: float) -> int:
        """Return the line at a height below the piece's top; the first or last outside."""
        return max(0, min(int((y - self.above) // self.style.pitch), self.lines - 1))

    def line_start(self, line: int) -> int:
        """Return the offset in the block at which a line begins."""
        found = self._line(line)
        return self._offset(found.textStart()) if found else self.piece.start

    def line_end(self, line: int) -> int:
        """Return the offset after a line's last word, before the blank that ends the line."""
        found = self._line(line)
        if not found:
            return self.piece.end
        end = found.textStart() + found.textLength()
        if line + 1 < self.lines:
            text = self._layout.text()
            last = self._index.to_code_points(end) - 1
            if text[last : last + 1].isspace():
                return self.piece.start + last
            return self._offset(self._layout.previousCursorPosition(end))
        return self._offset(end)

    def x_of(self, offset: int) -> float:
        """Return the x of the caret before the character at `offset`."""
        unit = self._unit(offset)
        line = self._layout.lineForTextPosition(unit)
        return _x(line, unit) if line.isValid() else float(self.style.indent)

    def offset_at(self, line: int, x: float) -> int:
        """Return the offset in the block nearest to `x` in a line."""
        found = self._line(line)
        if not found:
            return self.piece.start
        return min(self._offset(found.xToCursor(x)), self.line_end(line))

    def character_at(self, line: int, x: float) -> int:
        """Return the offset of the character under `x`, or -1 beside the words of the line."""
        found = self._line(line)
        if not found or not found.naturalTextRect().left() <= x < found.naturalTextRect().right():
            return -1
        return self._offset(found.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter))

    def beside(self, offset: int, *, right: bool) -> int | None:
        """Return the caret's next place to the left or right as seen; None beyond the piece."""
        unit = self._unit(offset)
        step = self._layout.rightCursorPosition if right else self._layout.leftCursorPosition
        moved = step(unit)
        return None if moved == unit else self._offset(moved)

    def segments(self, start: int, end: int, lines: range) -> list[Segment]:
        """Return where the words between two offsets of the block stand, for some of the lines."""
        first, last = self._unit(start), self._unit(end)
        if first >= last:
            return []
        found: list[Segment] = []
        for number in range(max(lines.start, self.line_of(start)), lines.stop):
            line = self._line(number)
            if line is None or line.textStart() >= last:
                break
            low = max(first, line.textStart())
            high = min(last, line.textStart() + line.textLength())
            if low >= high:
                continue
            if self._index.may_run_left and high - low <= _FULLEST_LINE:
                found += _mixed_segments(line, number, low, high)
            else:
                right = line.naturalTextRect().right()
                found.append(Segment(number, min(_x(line, low), right), min(_x(line, high), right)))
        return found

    def units(self, start: int, end: int) -> tuple[int, int]:
        """Return where words begin in Qt's layout, and their length, between two offsets."""
        first = self._unit(start)
        return first, max(0, self._unit(end) - first)

    def _line(self, line: int) -> QTextLine | None:
        return self._layout.lineAt(line) if line < self._layout.lineCount() else None

    def _unit(self, offset: int) -> int:
        inside = min(max(offset, self.piece.start), self.piece.end) - self.piece.start
        return self._index.to_utf16(inside)

    def _offset(self, unit: int) -> int:
        return self.piece.start + self._index.to_code_points(unit)


def _x(line: QTextLine, unit: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    x, _unit = cast("tuple[float, int]", line.cursorToX(unit, edge))
    return x


def _begins_at_right(text: str) -> bool:
    """Whether the first letter belongs to a script that runs from right to left."""
    import unicodedata

    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def _mixed_segments(line: QTextLine, number: int, low: int, high: int) -> list[Segment]:
    """Return where words stand in a line in which neighbours in the text may stand far apart."""
    natural = line.naturalTextRect()
    parts = []
    for unit in range(low, high):
        one, two = _x(line, unit), _x(line, unit, QTextLine.Edge.Trailing)
        parts.append((max(min(one, two), natural.left()), min(max(one, two), natural.right())))
    merged: list[Segment] = []
    for left, right in sorted(part for part in parts if part[0] < part[1]):
        if merged and left <= merged[-1].right + 1:
            merged[-1] = Segment(number, merged[-1].left, max(right, merged[-1].right))
        else:
            merged.append(Segment(number, left, right))
    return merged


def _hanging(text: str, style: BlockStyle) -> int:
    """Return how far the lines of a list item after the first are indented: its marker's width."""
    if not style.hanging:
        return 0
    marker, blank, _rest = text.partition(" ")
    is_marker = marker in _MARKERS or (len(marker) <= 5 and marker[-1:] in ".):")
    if not blank or not is_marker:
        return 0
    return round(QFontMetricsF(style.font).horizontalAdvance(marker + " "))
