"""Blocks cut into pieces that are laid out within a frame: one a block, several a very long one.

A single word of a million letters takes Qt seconds to lay out; a piece takes at most some 10 ms.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.document import Block

# 8,000 letters without a blank took 11 ms, 16,000 took 38 ms (Qt 6.11, 430 px wide column).
LIMIT = 8_000


class Piece(NamedTuple):
    """A stretch of a block's text, in code points, end exclusive."""

    block: int
    start: int
    end: int


class Pieces:
    """All pieces of a document, in order.

    Args:
        blocks: the document's blocks.

    Attributes:
        lengths: of the blocks' texts, code points.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self.lengths = [len(block.text) for block in blocks]
        self._long: list[int] = []
        if max(self.lengths, default=0) > LIMIT:
            self._long = [at for at, length in enumerate(self.lengths) if length > LIMIT]
        self._starts = [_cut(blocks[at].text) for at in self._long]
        self._first: list[int] = []
        self._extra = [0]
        for at, starts in zip(self._long, self._starts, strict=True):
            self._first.append(at + self._extra[-1])
            self._extra.append(self._extra[-1] + len(starts) - 1)

    def __len__(self) -> int:
        return len(self._blocks) + self._extra[-1]

    def __getitem__(self, piece: int) -> Piece:
        which = bisect_right(self._first, piece) - 1
        if which < 0:
            return Piece(piece, 0, len(self._blocks[piece].text))
        block, starts = self._long[which], self._starts[which]
        part = piece - self._first[which]
        if part >= len(starts):
            block = piece - self._extra[which + 1]
            return Piece(block, 0, len(self._blocks[block].text))
        end = starts[part + 1] if part + 1 < len(starts) else len(self._blocks[block].text)
        return Piece(block, starts[part], end)

    def index_of(self, block: int, offset: int) -> int:
        """Return the piece that holds an offset of a block; a cut belongs to the later piece."""
        which = bisect_left(self._long, block)
        first = block + self._extra[which]
        if which < len(self._long) and self._long[which] == block:
            return first + max(0, bisect_right(self._starts[which], offset) - 1)
        return first


def _cut(text: str) -> list[int]:
    """Return where the pieces of a long text begin: after a blank, where one is near."""
    starts = [0]
    while len(text) - starts[-1] > LIMIT:
        limit = starts[-1] + LIMIT
        blank = text.rfind(" ", limit - LIMIT // 4, limit)
        starts.append(blank + 1 if blank >= 0 else limit)
    return starts
