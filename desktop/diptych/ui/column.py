"""A document set in one column: where each block stands, and what stands at a point.

Heights are guessed until a block comes near the window and is laid out. Knows no window and no
scrolling; y is measured from the top of the whole document, x from the window's left edge.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from diptych.model.document import BlockKind
from diptych.ui.heights import Heights
from diptych.ui.layouts import BlockStyle, LaidOut, block_style
from diptych.ui.marks import Position
from diptych.ui.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diptych.model.document import Document
    from diptych.ui.look import Look

TOP = 14
BOTTOM = 40
_SIDE, _LEAST_SIDE = 44, 16
_NARROW = 300
# Letters that stay laid out when they are out of sight: a dozen screens of them, some 5 MB.
_KEPT = 60_000
# Words whose places are asked for at once.
_MANY = 2_000
_GROUPED = (BlockKind.LIST_ITEM, BlockKind.ADDRESS, BlockKind.TABLE)


def width_for(letters: int, look: Look) -> int:
    """Return how wide a window has to be for lines of so many average letters, pixels."""
    style = block_style(look, BlockKind.PARAGRAPH, 0, tight=False)
    text = letters * style.average
    widest = text + 2 * _SIDE
    return round(min(widest, max(text + 2 * _LEAST_SIDE, text * _NARROW / (_NARROW - _SIDE))))


def side_of(width: int) -> int:
    """Return how much of a window of a width is left blank at both sides at least, pixels."""
    return _SIDE if width > 2 * _NARROW else max(_LEAST_SIDE, _SIDE * width // (2 * _NARROW))


class Column:
    """Lines of a document, laid out where they are asked for.

    Args:
        document: what is read; it has at least one block.
        look: fonts, sizes, spacing.
        width: of the window, pixels.

    Attributes:
        revision: rises with every height that is corrected.
        left, width: of the lines, pixels.
        window_width: that they were fitted to, pixels.
    """

    def __init__(self, document: Document, look: Look, width: int) -> None:
        self.revision = 0
        self.document = document
        self._blocks = document.blocks
        self.pieces = Pieces(self._blocks)
        self._kinds = _Kinds()
        kinds = [block.kind for block in self._blocks]
        levels = [block.level for block in self._blocks]
        # For each block a number below 256 that decides its style.
        self._codes = bytes(
            map(self._kinds.__getitem__, zip(kinds, levels, [*kinds[1:], None], strict=True))
        )
        self.set_look(look, width)

    def set_look(self, look: Look, width: int) -> None:
        """Take other fonts or spacing, and a width; everything is guessed anew."""
        self.look = look
        self._styles: dict[int, BlockStyle] = {}
        self._body = block_style(look, BlockKind.PARAGRAPH, 0, tight=False)
        self.set_width(width)

    def set_width(self, width: int) -> None:
        """Take the window's width; all heights are guessed anew."""
        self.window_width = width
        side = side_of(width)
        self.width = max(40, width - 2 * side)
        if self.look.measure:
            self.width = min(self.width, round(self.look.measure * self._body.average))
        self.left = max(side, (width - self.width) // 2)
        self._laid: OrderedDict[int, LaidOut] = OrderedDict()
        self._letters = 0
        self._heights = Heights(self._guesses())

    @property
    def height(self) -> int:
        """The whole document, with the blank above and below."""
        return TOP + self._heights.total() + BOTTOM

    @property
    def line_height(self) -> int:
        """Distance of lines of the reading text."""
        return self._body.pitch

    def top(self, piece: int) -> int:
        """Return the top of a piece, as far as is known."""
        return TOP + self._heights.top(piece)

    def piece_at(self, y: float) -> int:
        """Return the piece that covers a height."""
        return self._heights.row_at(int(y) - TOP)

    def laid_out(self, piece: int) -> LaidOut:
        """Return a piece set in lines; corrects its height."""
        laid = self._laid.get(piece)
        if laid is None:
            words = self.pieces[piece]
            text = self._blocks[words.block].text
            style = self._style(self._codes[words.block])
            laid = LaidOut(words, text, style, self.width, last=words.end == len(text))
            self._laid[piece] = laid
            self._letters += words.end - words.start
            while self._letters > _KEPT and len(self._laid) > 1:
                gone = self._laid.popitem(last=False)[1].piece
                self._letters -= gone.end - gone.start
            if self._heights.correct(piece, laid.height):
                self.revision += 1
        else:
            self._laid.move_to_end(piece)
        return laid

    def lay_out(self, top: float, bottom: float) -> None:
        """Lay out all pieces between two heights."""
        piece = self.piece_at(top)
        y = self.top(piece)
        while y < bottom and piece < len(self.pieces):
            y += self.laid_out(piece).height
            piece += 1

    def line_top(self, position: Position) -> int:
        """Return the top of the line that holds a position; lays it out."""
        piece = self.pieces.index_of(*position)
        laid = self.laid_out(piece)
        return self.top(piece) + laid.line_top(laid.line_of(position.offset))

    def first_line(self, y: float) -> tuple[Position, int]:
        """Return where the first line begins of which at least half lies below `y`, and its top."""
        piece = self.piece_at(y)
        laid, top = self.laid_out(piece), self.top(piece)
        half = laid.style.pitch / 2
        if y - top > laid.line_top(laid.lines - 1) + half and piece + 1 < len(self.pieces):
            piece += 1
            laid, top = self.laid_out(piece), self.top(piece)
        line = laid.line_at(y - top + half)
        return Position(laid.piece.block, laid.line_start(line)), top + laid.line_top(line)

    def position_at(self, x: float, y: float) -> Position:
        """Return the place between two characters nearest to a point."""
        piece = self.piece_at(y)
        laid = self.laid_out(piece)
        line = laid.line_at(y - self.top(piece))
        return Position(laid.piece.block, laid.offset_at(line, x - self.left))

    def character_at(self, x: float, y: float) -> Position | None:
        """Return the character under a point, None beside the words."""
        piece = self.piece_at(y)
        laid = self.laid_out(piece)
        inside = y - self.top(piece) - laid.above
        if not 0 <= inside < laid.lines * laid.style.pitch:
            return None
        offset = laid.character_at(laid.line_at(inside + laid.above), x - self.left)
        return Position(laid.piece.block, offset) if offset >= 0 else None

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words; lays nothing out, so it may be a guess."""
        return self._edge(block, start)[0], self._edge(block, max(start, end - 1))[1]

    def extents(self, spots: Iterable[tuple[int, int, int]]) -> list[tuple[float, float]]:
        """Return `extent` of many words at once: block, start and end of each."""
        spots = list(spots)
        # For fewer it is sooner to add up what stands above each.
        tops = self._heights.tops() if len(spots) > _MANY else None
        return [
            (
                self._edge(block, start, tops)[0],
                self._edge(block, max(start, end - 1), tops)[1],
            )
            if block < len(self._blocks)
            else (0.0, 0.0)
            for block, start, end in spots
        ]

    def _edge(
        self, block: int, offset: int, tops: Sequence[int] | None = None
    ) -> tuple[float, float]:
        piece = self.pieces.index_of(block, offset)
        top = self.top(piece) if tops is None else TOP + tops[piece]
        laid = self._laid.get(piece)
        if laid is not None:
            line = laid.line_of(offset)
            return top + laid.line_top(line), top + laid.line_top(line + 1)
        words, style = self.pieces[piece], self._style(self._codes[block])
        height = self._heights[piece]
        share = (offset - words.start) / max(1, words.end - words.start)
        above = top + share * max(0, height - style.pitch)
        return above, above + min(style.pitch, height)

    def _style(self, code: int) -> BlockStyle:
        style = self._styles.get(code)
        if style is None:
            kind, level, tight = self._kinds.styled[code]
            style = self._styles[code] = block_style(self.look, kind, level, tight=tight)
        return style

    def _guesses(self) -> Iterable[int]:
        """Yield what each piece's height probably is, from its kind and length."""
        rows: Iterable[tuple[int, int]] = zip(self._codes, self.pieces.lengths, strict=True)
        if len(self.pieces) > len(self._blocks):
            words = [self.pieces[piece] for piece in range(len(self.pieces))]
            rows = ((self._codes[each.block], each.end - each.start) for each in words)
        styles = [self._style(code) for code in range(len(self._kinds.styled))]
        return map(_Guesses(styles, self.width).__getitem__, rows)


class _Kinds(dict[tuple[BlockKind, int, BlockKind | None], int]):
    """A number for each kind of block, found by its kind, level and the kind of the next block.

    Attributes:
        styled: for each number what its style is made from: kind, level, whether it is tight.
    """

    def __init__(self) -> None:
        super().__init__()
        self.styled: list[tuple[BlockKind, int, bool]] = []

    def __missing__(self, key: tuple[BlockKind, int, BlockKind | None]) -> int:
        kind, level, following = key
        styled = (kind, max(0, min(level, 6)), kind is following and kind in _GROUPED)
        if styled not in self.styled:
            self.styled.append(styled)
        self[key] = self.styled.index(styled)
        return self[key]


class _Guesses(dict[tuple[int, int], int]):
    """Heights by style and length, each worked out once.

    Args:
        styles: by number.
        width: of the column, pixels.
    """

    def __init__(self, styles: Sequence[BlockStyle], width: int) -> None:
        super().__init__()
        self._styles = styles
        self._width = width

    def __missing__(self, key: tuple[int, int]) -> int:
        style, length = self._styles[key[0]], key[1]
        room = self._width - style.indent - style.inset
        # Lines end with a word, so each loses some characters.
        letters = max(1.0, room / style.average - 2.5)
        self[key] = style.above + style.below + style.pitch * (1 + int(length / letters))
        return self[key]
