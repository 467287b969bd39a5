"""The caret and what is selected: a fixed end, a moving end, and the unit they grow by."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QTextBoundaryFinder

from diptych.ui.marks import Position
from diptych.ui.offsets import Utf16Index

if TYPE_CHECKING:
    from diptych.model.document import Document

_AROUND = 256  # a word is looked for no farther than this


class Unit(Enum):
    """What one drag of the pointer selects by."""

    CHARACTER = 1
    WORD = 2
    PARAGRAPH = 3


class Selection:
    """Where the caret stands and what is selected; the view draws it.

    Attributes:
        caret: the moving end.
    """

    def __init__(self) -> None:
        self.caret = Position(0, 0)
        self._from = (self.caret, self.caret)
        self._unit = Unit.CHARACTER

    def bounds(self) -> tuple[Position, Position] | None:
        """Return what is selected in the order of the text, None for nothing."""
        low, high = min(self._from[0], self.caret), max(self._from[1], self.caret)
        return (low, high) if low < high else None

    def set(self, start: Position, end: Position) -> None:
        """Select from one end to the other; the caret goes to the other."""
        self._unit, self._from, self.caret = Unit.CHARACTER, (start, start), end

    def move(self, position: Position, *, extend: bool) -> None:
        """Move the caret; without `extend` nothing stays selected."""
        if extend:
            self.caret = position
        else:
            self.set(position, position)

    def begin(self, document: Document, position: Position, unit: Unit) -> None:
        """Begin to select by a unit, with the one that holds a position."""
        self._unit = unit
        self._from = unit_at(document, position, unit)
        self.caret = self._from[1]

    def drag(self, document: Document, position: Position) -> None:
        """Move the caret to a position, grown to the whole unit."""
        start, end = unit_at(document, position, self._unit)
        self.caret = start if position < self._from[0] else max(end, self._from[1])
        if self._unit is Unit.CHARACTER:
            self.caret = position


def unit_at(document: Document, position: Position, unit: Unit) -> tuple[Position, Position]:
    """Return the word or paragraph that holds a position."""
    if unit is Unit.CHARACTER:
        return position, position
    block, text = position.block, document.blocks[position.block].text
    if unit is Unit.PARAGRAPH:
        return Position(block, 0), Position(block, len(text))
    base = max(0, position.offset - _AROUND)
    near = text[base : position.offset + _AROUND]
    index = Utf16Index(near)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, near)
    at = index.to_utf16(position.offset - base)
    finder.setPosition(at)
    start = at if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(at)
    end = finder.toNextBoundary()
    low = base + index.to_code_points(max(start, 0))
    high = base + index.to_code_points(end) if end >= 0 else position.offset
    return Position(block, min(low, high)), Position(block, high)


def next_word(document: Document, position: Position) -> Position:
    """Return where the next word begins."""
    block, text = position.block, document.blocks[position.block].text
    offset = position.offset
    if offset >= len(text):
        return Position(block + 1, 0) if block + 1 < len(document.blocks) else position
    _start, end = unit_at(document, position, Unit.WORD)
    offset = max(end.offset, offset + 1)
    while offset < len(text) and not text[offset].isalnum():
        offset += 1
    return Position(block, offset)


def previous_word(document: Document, position: Position) -> Position:
    """Return where the word before begins."""
    block, offset = position
    if offset == 0:
        if block == 0:
            return position
        return Position(block - 1, len(document.blocks[block - 1].text))
    text = document.blocks[block].text
    while offset > 0 and not text[offset - 1].isalnum():
        offset -= 1
    if offset == 0:
        return Position(block, 0)
    return unit_at(document, Position(block, offset - 1), Unit.WORD)[0]


def text_between(document: Document, start: Position, end: Position) -> str:
    """Return the words between two positions, blocks parted by a blank line."""
    if start.block == end.block:
        return document.blocks[start.block].text[start.offset : end.offset]
    parts = [document.blocks[start.block].text[start.offset :]]
    parts += [block.text for block in document.blocks[start.block + 1 : end.block]]
    parts.append(document.blocks[end.block].text[: end.offset])
    return "\n\n".join(part for part in parts if part)
