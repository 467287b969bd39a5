"""Text that wraps within a box and is cut with "…" where the box ends; it is never parsed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont, QPainter

# More letters than any box here has room for.
_MOST = 1200


def draw_wrapped(painter: QPainter, box: QRect, text: str, font: QFont) -> None:
    """Draw a text in the painter's pen, as many whole lines as the box has room for.

    Args:
        painter: its font changes.
        box: where.
        text: line breaks count as blanks.
        font: what it is drawn in.
    """
    words = " ".join(text[:_MOST].split())
    if box.width() <= 0 or not words:
        return
    metrics = QFontMetricsF(font)
    most = max(1, int((box.height() + metrics.leading()) / metrics.lineSpacing()))
    layout = QTextLayout(words, font)
    option = QTextOption()
    direction = direction_of(words)
    if direction is Qt.LayoutDirection.RightToLeft:  # which Qt would set at the left, too
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        starts.append(line.textStart())
    layout.endLayout()
    top = float(box.top())
    painter.setFont(font)
    for number in range(min(most, len(starts))):
        if number == most - 1 and len(starts) > most:
            # Qt counts UTF-16 units, Python code points.
            rest = words.encode("utf-16-le")[2 * starts[number] :].decode("utf-16-le", "replace")
            elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, box.width())
            area = QRectF(box.left(), top, box.width(), metrics.lineSpacing())
            painter.setLayoutDirection(direction)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, elided)
        else:
            line = layout.lineAt(number)
            line.setPosition(QPointF(0, 0))
            line.draw(painter, QPointF(box.left(), top))
        top += metrics.lineSpacing()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def direction_of(words: str) -> Qt.LayoutDirection:
    """Return which way a text runs: as its first letter that says so, as Qt's layouts have it."""
    strong = (unicodedata.bidirectional(letter) for letter in words)
    first = next((each for each in strong if each in ("L", "R", "AL")), "L")
    return Qt.LayoutDirection.LeftToRight if first == "L" else Qt.LayoutDirection.RightToLeft
