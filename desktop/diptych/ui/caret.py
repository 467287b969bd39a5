"""Where each key moves the caret: by character, word, line, page and document, as in any reader."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QKeySequence

from diptych.ui.marks import Position
from diptych.ui.selection import next_word, previous_word

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from diptych.ui.column import Column

Move = Literal[
    "left",
    "right",
    "previous_word",
    "next_word",
    "up",
    "down",
    "line_start",
    "line_end",
    "paragraph_start",
    "paragraph_end",
    "page_up",
    "page_down",
    "top",
    "bottom",
]


def move_for(event: QKeyEvent) -> tuple[Move, bool] | None:
    """Return what a key does to the caret, and whether it extends the selection."""
    for key, move, extend in _keys():
        if event.matches(key):
            return move, extend
    return None


@cache
def _keys() -> tuple[tuple[QKeySequence.StandardKey, Move, bool], ...]:
    keys = QKeySequence.StandardKey
    moves: tuple[tuple[QKeySequence.StandardKey, QKeySequence.StandardKey, Move], ...] = (
        (keys.MoveToNextLine, keys.SelectNextLine, "down"),
        (keys.MoveToPreviousLine, keys.SelectPreviousLine, "up"),
        (keys.MoveToNextPage, keys.SelectNextPage, "page_down"),
        (keys.MoveToPreviousPage, keys.SelectPreviousPage, "page_up"),
        (keys.MoveToNextChar, keys.SelectNextChar, "right"),
        (keys.MoveToPreviousChar, keys.SelectPreviousChar, "left"),
        (keys.MoveToNextWord, keys.SelectNextWord, "next_word"),
        (keys.MoveToPreviousWord, keys.SelectPreviousWord, "previous_word"),
        (keys.MoveToStartOfLine, keys.SelectStartOfLine, "line_start"),
        (keys.MoveToEndOfLine, keys.SelectEndOfLine, "line_end"),
        (keys.MoveToStartOfBlock, keys.SelectStartOfBlock, "paragraph_start"),
        (keys.MoveToEndOfBlock, keys.SelectEndOfBlock, "paragraph_end"),
        (keys.MoveToStartOfDocument, keys.SelectStartOfDocument, "top"),
        (keys.MoveToEndOfDocument, keys.SelectEndOfDocument, "bottom"),
    )
    plain = tuple((plain, move, False) for plain, _select, move in moves)
    return plain + tuple((select, move, True) for _plain, select, move in moves)


class Caret:
    """Moves through a column; up and down keep the x at which they began."""

    def __init__(self) -> None:
        self._x: float | None = None

    def forget_x(self) -> None:
        """Let the next move up or down begin where the caret stands."""
        self._x = None

    def moved(self, column: Column, position: Position, move: Move, page: int) -> Position:
        """Return where a move leads.

        Args:
            column: what is read.
            position: where the caret stands.
            move: which.
            page: height of a page, pixels.
        """
        if move in ("up", "down", "page_up", "page_down"):
            return self._moved_vertically(column, position, move, page)
        self._x = None
        document, block = column.document, position.block
        match move:
            case "left" | "right":
                return _beside(column, position, right=move == "right")
            case "next_word":
                return next_word(document, position)
            case "previous_word":
                return previous_word(document, position)
            case "line_start" | "line_end":
                laid = column.laid_out(column.pieces.index_of(*position))
                line = laid.line_of(position.offset)
                at_end = move == "line_end"
                return Position(block, laid.line_end(line) if at_end else laid.line_start(line))
            case "paragraph_start":
                return Position(block if position.offset else max(0, block - 1), 0)
            case "paragraph_end":
                if position.offset == len(document.blocks[block].text):
                    block = min(block + 1, len(document.blocks) - 1)
                return Position(block, len(document.blocks[block].text))
            case "top":
                return Position(0, 0)
        last = len(document.blocks) - 1
        return Position(last, len(document.blocks[last].text))

    def _moved_vertically(
        self, column: Column, position: Position, move: Move, page: int
    ) -> Position:
        piece = column.pieces.index_of(*position)
        laid = column.laid_out(piece)
        if self._x is None:
            self._x = laid.x_of(position.offset)
        line = laid.line_of(position.offset)
        if move in ("page_up", "page_down"):
            y = column.top(piece) + laid.line_top(line) + laid.style.pitch / 2
            y += page if move == "page_down" else -page
            # What lies between is laid out first, so that a page is a page.
            column.lay_out(min(y, column.top(piece)), max(y, column.top(piece)))
            y = column.top(piece) + laid.line_top(line) + laid.style.pitch / 2
            return column.position_at(
                self._x + column.left, y + (page if move == "page_down" else -page)
            )
        line += 1 if move == "down" else -1
        if not 0 <= line < laid.lines:
            piece += 1 if move == "down" else -1
            if not 0 <= piece < len(column.pieces):
                return position
            laid = column.laid_out(piece)
            line = 0 if move == "down" else laid.lines - 1
        return Position(laid.piece.block, laid.offset_at(line, self._x))


def _beside(column: Column, position: Position, *, right: bool) -> Position:
    """Return the next place to the right or left as seen, in the next block at the end of one."""
    block, offset = position
    piece = column.pieces.index_of(block, offset)
    laid = column.laid_out(piece)
    beside = laid.beside(offset, right=right)
    if beside is not None:
        return Position(block, beside)
    forward = offset != laid.piece.start if laid.piece.start < laid.piece.end else right
    if forward:
        following = piece + 1
        if following < len(column.pieces):
            words = column.pieces[following]
            return Position(words.block, words.start)
    elif piece > 0:
        words = column.pieces[piece - 1]
        # Inside a long block the end of one piece is the start of the next, where we are already.
        return Position(words.block, words.end - (words.block == block))
    return position
