"""A few lines of text in several inks, drawn by one small widget.

Text goes in as plain text and is never parsed: what a document or a note calls itself cannot
become markup, and nothing can be loaded by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, Qt, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from diptych.ui.offsets import Utf16Index
from diptych.ui.theme import interface_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont, QPaintEvent

    from diptych.ui.theme import Theme, Token

SIZE, SMALL, LARGE = 9.5, 8.25, 10.25
# Of a card in the side panel: where the first guess is right, the text is laid out once.
_USUAL_WIDTH = 308
_APART = 6
_ONE_WIDTH = "monospace"
# What Qt would take for the end of a line, or for a place of its own.
_BLANKS = str.maketrans(dict.fromkeys("\n\r\v\f\0\u2028\u2029\ufdd0\ufdd1\ufffc", " "))


def tip(text: str) -> str:
    """Return a text as a tool tip that shows it letter by letter, whatever it looks like.

    What Qt would not take for HTML stays as it is: screen readers speak tool tips as they stand.
    """
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


class Piece(NamedTuple):
    """Words in one ink.

    Args:
        code: in letters of one width.
        link: what the words lead to, as whoever draws them calls it; "" for nothing.
    """

    text: str
    ink: Token = "ink"
    bold: bool = False
    small: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


class Line(NamedTuple):
    """A paragraph of pieces, in one size, `indent` pixels from the left."""

    pieces: tuple[Piece, ...]
    small: bool = False
    large: bool = False
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without its inks."""
        return "".join(piece.text for piece in self.pieces)


class Prose(QWidget):
    """Lines of text that wrap to the widget's width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._theme: Theme | None = None
        # Laid out for a width: each line with its top, and the height of all.
        self._laid: tuple[int, list[tuple[float, QTextLayout]], int] = (-1, [], 0)
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Take the inks from a theme."""
        self._theme = theme
        self._laid = (-1, [], 0)
        self.update()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        self._laid = (-1, [], 0)
        self._heights = {}
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return what is shown, as plain text."""
        return "\n".join(line.text for line in self._lines)

    def sizeHint(self) -> QSize:
        """Return a usual width and the height that it takes."""
        return QSize(_USUAL_WIDTH, self.heightForWidth(_USUAL_WIDTH))

    def heightForWidth(self, width: int) -> int:
        """Return the height that the lines take at a width."""
        # Layouts ask for the same few widths again and again.
        if width not in self._heights:
            self._heights[width] = self._lay_out(width)[1]
        return self._heights[width]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        for line, (top, layout) in zip(self._lines, self._lay_out(self.width())[0], strict=True):
            layout.draw(painter, QPointF(line.indent, top))
        painter.end()

    def _lay_out(self, width: int) -> tuple[list[tuple[float, QTextLayout]], int]:
        if self._laid[0] != width:
            placed: list[tuple[float, QTextLayout]] = []
            top = 0.0
            for number, line in enumerate(self._lines):
                top += _APART if number and not line.small else 0
                layout = self._layout(line)
                placed.append((top, layout))
                top += _wrap(layout, max(1, width - line.indent))
            self._laid = (width, placed, round(top + 0.49))
        return self._laid[1:]

    def _layout(self, line: Line) -> QTextLayout:
        layout = QTextLayout(line.text.translate(_BLANKS), self._font(line, None))
        option = layout.textOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        index = Utf16Index(line.text)
        formats, start = [], 0
        for piece in line.pieces:
            end = start + len(piece.text)
            part = QTextLayout.FormatRange()
            part.start = index.to_utf16(start)
            part.length = index.to_utf16(end) - part.start
            start = end
            form = QTextCharFormat()
            form.setFont(self._font(line, piece))
            form.setFontItalic(piece.italic)
            form.setFontStrikeOut(piece.struck)
            form.setFontUnderline(bool(piece.link))
            if piece.code:
                form.setFontFamilies([_ONE_WIDTH])
            if self._theme:
                form.setForeground(self._theme.colour(piece.ink))
            part.format = form
            formats.append(part)
        layout.setFormats(formats)
        return layout

    def _font(self, line: Line, piece: Piece | None) -> QFont:
        small = line.small or (piece is not None and piece.small)
        size = SMALL if small else LARGE if line.large else SIZE
        return interface_font(size, bold=piece is not None and piece.bold)


def _wrap(layout: QTextLayout, width: int) -> float:
    """Break a line at a width and return its height."""
    height = 0.0
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, height))
        height += row.height()
    layout.endLayout()
    return height


def paragraph(
    painter: QPainter,
    box: QRect,
    text: str,
    marks: Sequence[tuple[int, int]],
    theme: Theme,
    size: float = SIZE,
) -> None:
    """Draw as much of a text as fits a box, some words of it bold on the ground of a search hit.

    Args:
        marks: the words that are set off: code points, first and end.
    """
    layout = QTextLayout(text.translate(_BLANKS), interface_font(size))
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    index = Utf16Index(text)
    formats = []
    for start, end in marks:
        part = QTextLayout.FormatRange()
        part.start = index.to_utf16(start)
        part.length = index.to_utf16(end) - part.start
        form = QTextCharFormat()
        form.setFont(interface_font(size, bold=True))
        form.setBackground(theme.colour("hit"))
        part.format = form
        formats.append(part)
    layout.setFormats(formats)
    _wrap(layout, box.width())
    painter.setPen(theme.colour("ink"))
    painter.save()
    painter.setClipRect(box)
    for at in range(layout.lineCount()):
        row = layout.lineAt(at)
        if row.y() + row.height() > box.height() + 1:
            break
        row.draw(painter, QPointF(box.topLeft()))
    painter.restore()
