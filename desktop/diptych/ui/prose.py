"""A few lines of text in several inks, drawn by one small widget.

Text goes in as plain text and is never parsed: what a document or a note calls itself cannot
become markup, and nothing can be loaded by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QFont,
    QPainter,
    Qt,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from diptych.ui.theme import interface_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from diptych.ui.theme import Theme, Token

SIZE, SMALL, LARGE = 9.5, 8.25, 10.25
# Of a card in the side panel: where the first guess is right, the text is laid out once.
_USUAL_WIDTH = 308
# What QTextDocument would take for the end of a line, or for a place of its own.
_BLANKS = str.maketrans(dict.fromkeys("\n\r\v\f\0\u2028\u2029\ufdd0\ufdd1\ufffc", " "))


def tip(text: str) -> str:
    """Return a text as a tool tip that shows it letter by letter, whatever it looks like."""
    return Qt.convertFromPlainText(text)


class Piece(NamedTuple):
    """Words in one ink."""

    text: str
    ink: Token = "ink"
    bold: bool = False
    small: bool = False


class Line(NamedTuple):
    """A paragraph of pieces, in one size."""

    pieces: tuple[Piece, ...]
    small: bool = False
    large: bool = False

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
        self._stale = False
        self._heights: dict[int, int] = {}
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Take the inks from a theme."""
        self._theme = theme
        self._stale = True
        self.update()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        self.setAccessibleName(self.text())
        self._stale = True
        self._heights = {}
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
        if width not in self._heights:
            self._lay_out(width)
            self._heights[width] = round(self._document.size().height())
        return self._heights[width]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        self._lay_out(self.width())
        painter = QPainter(self)
        self._document.drawContents(painter)
        painter.end()

    def _lay_out(self, width: int) -> None:
        if self._stale:
            self._fill()
            self._stale = False
        if self._document.textWidth() != width:
            self._document.setTextWidth(width)

    def _fill(self) -> None:
        self._document.clear()
        cursor = QTextCursor(self._document)
        for number, line in enumerate(self._lines):
            spacing = QTextBlockFormat()
            spacing.setTopMargin(6 if number and not line.small else 0)
            if number:
                cursor.insertBlock(spacing)
            for piece in line.pieces:
                cursor.insertText(piece.text.translate(_BLANKS), self._format(line, piece))

    def _format(self, line: Line, piece: Piece) -> QTextCharFormat:
        size = SMALL if line.small or piece.small else LARGE if line.large else SIZE
        form = QTextCharFormat()
        form.setFont(interface_font(size))
        if piece.bold:
            form.setFontWeight(QFont.Weight.DemiBold)
        if self._theme:
            form.setForeground(self._theme.colour(piece.ink))
        return form
