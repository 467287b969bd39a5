"""Headings, paragraphs, lists and tables in the order of a file become a source and its blocks.

For formats whose text flows (web pages, books, word processors). What they say in marks is taken
out; the source is the text that is left, a block after the other with a blank line between. White
space is one blank, as a browser shows it. What is shown but is no part of a sentence (the number
of a footnote, the reading of a character) stands in the source and not in the block's text.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.chunks import LIST_MARK
from diptych.formats.lines import DROPPED
from diptych.model.document import Block, BlockKind, OffsetMap, Run

if TYPE_CHECKING:
    from collections.abc import Iterable

CAPTION = "caption"
FOOTNOTE = "footnote"
NAVIGATION = "navigation"
PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"

CELL = " | "
_BETWEEN = "\n\n"
_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_NUMBER = re.compile(r"[0-9+\-−()]{1,6}")
_BLANKS = re.compile(r"\s+")
# A cell with more words is no entry of a table but a column of a page set with one.
_CELL_WORDS = 60
_DEEPEST_ASIDE = 8


class Bit(Enum):
    """What a piece of a block's content is."""

    KEPT = 0
    DROPPED = 1
    LINE = 2
    ANCHOR = 3


class Piece(NamedTuple):
    """A block before it has a place: what it is, and its content in bits."""

    kind: BlockKind
    role: str
    level: int
    bits: list[tuple[str, Bit]]


class _Frame:
    """An element that is open, as far as it says what the blocks in it are."""

    __slots__ = ("kind", "level", "mark", "role", "used")

    def __init__(self, kind: BlockKind | None, level: int, role: str, mark: str) -> None:
        self.kind, self.level, self.role, self.mark = kind, level, role, mark
        self.used = False


class _Table:
    """A table that is open: where its rows and cells begin among the pieces."""

    __slots__ = ("nested", "rows", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.rows: list[list[int]] = []
        self.nested = False


class Flow:
    """Takes a file's content in its order; `finish` gives the source and the blocks."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.anchors: dict[str, int] = {}
        self._bits: list[tuple[str, Bit]] = []
        self._frames: list[_Frame] = []
        self._tables: list[_Table] = []
        self._notes: list[Piece] = []
        self._deeper = 0
        self._asides: list[
            tuple[list[Piece], list[tuple[str, Bit]], list[_Frame], list[_Table]]
        ] = []

    def open(
        self, kind: BlockKind | None = None, level: int = 0, role: str = "", mark: str = ""
    ) -> None:
        """Begin an element: what is in it is of this kind or role, unless an inner one says more.

        Args:
            kind: None leaves it to the elements around.
            level: of a heading.
            role: of furniture; the outermost counts.
            mark: stands before the first block in it ("1." of a list).
        """
        self.end_block()
        self._frames.append(self._frame(kind, level, role, mark))

    def end_as(
        self, kind: BlockKind | None, level: int = 0, role: str = "", mark: str = ""
    ) -> None:
        """End the block that is being filled, where its end says what it was; see `open`."""
        self._frames.append(self._frame(kind, level, role, mark))
        self.close()

    def _frame(self, kind: BlockKind | None, level: int, role: str, mark: str) -> _Frame:
        if self._frames:
            around = self._frames[-1]
            role = around.role or role
            if kind is None:
                # The element around speaks for it, and knows whether its first block is out.
                if around.role == role and not mark:
                    return around
                kind, level = around.kind, around.level
        return _Frame(kind, level, role, mark)

    def close(self) -> None:
        """End the element that was opened last."""
        self.end_block()
        if self._frames:
            self._frames.pop()

    def text(self, words: str, *, kept: bool = True) -> None:
        """Add words; those that are not kept stand in the source only."""
        self._bits.append((words, Bit.KEPT if kept else Bit.DROPPED))

    def line_break(self) -> None:
        """Begin a new line within a block; two in a row begin a new block."""
        for words, bit in reversed(self._bits):
            if bit is Bit.LINE:
                self.end_block()
                return
            if bit is not Bit.ANCHOR and words.strip():
                break
        self._bits.append(("\n", Bit.LINE))

    def anchor(self, name: str) -> None:
        """Remember this place under a name; the first of a name counts."""
        self._bits.append((name, Bit.ANCHOR))

    def begin_aside(self, role: str) -> None:
        """Begin furniture that stands within a block, which then goes on: it comes after that."""
        if len(self._asides) >= _DEEPEST_ASIDE:
            # No page has notes within notes within notes; a trap has.
            self._deeper += 1
            self.open(role=role)
            return
        self._asides.append((self.pieces, self._bits, self._frames, self._tables))
        self.pieces, self._bits, self._tables = [], [], []
        self._frames = [_Frame(None, 0, role, "")]

    def end_aside(self) -> None:
        """End what `begin_aside` began."""
        if self._deeper:
            self._deeper -= 1
            self.close()
            return
        while self._tables:
            self.end_table()
        self.end_block()
        # Notes within notes have been added behind their block already.
        found = self.pieces
        self.pieces, self._bits, self._frames, self._tables = self._asides.pop()
        if any(bit is not Bit.ANCHOR and not _is_blank(words) for words, bit in self._bits):
            self._notes += found
        else:
            self.pieces += found

    def begin_table(self) -> None:
        """Begin a table."""
        self.end_block()
        if self._tables:
            self._tables[-1].nested = True
        self._tables.append(_Table(len(self.pieces)))

    def row(self) -> None:
        """Begin a row of the table that is open."""
        self.end_block()
        if self._tables:
            self._tables[-1].rows.append([])

    def cell(self) -> None:
        """Begin a cell of the row that is open."""
        self.end_block()
        if self._tables:
            if not self._tables[-1].rows:
                self._tables[-1].rows.append([])
            self._tables[-1].rows[-1].append(len(self.pieces))

    def end_table(self) -> None:
        """End a table: it becomes one block, or stays as it is where it only arranges a page."""
        self.end_block()
        if not self._tables:
            return
        table = self._tables.pop()
        inside = self.pieces[table.start :]
        apart = [piece for piece in inside if piece.role in (CAPTION, FOOTNOTE)]
        if not self._is_tabular(table, inside) or len(apart) == len(inside):
            return
        bits: list[tuple[str, Bit]] = []
        ends = [*[start for row in table.rows for start in row][1:], len(self.pieces)]
        number = 0
        for row in table.rows:
            if bits and row:
                bits.append(("\n", Bit.LINE))
            for index, start in enumerate(row):
                if index:
                    bits.append((CELL, Bit.KEPT))
                bits += _in_a_line(self.pieces[start : ends[number]])
                number += 1
        main = next(piece for piece in inside if piece.role not in (CAPTION, FOOTNOTE))
        kind = BlockKind.FURNITURE if main.role else BlockKind.TABLE
        before = [piece for piece in apart if piece.role == CAPTION]
        after = [piece for piece in apart if piece.role != CAPTION]
        self.pieces[table.start :] = [*before, Piece(kind, main.role, 0, bits), *after]

    def _is_tabular(self, table: _Table, inside: list[Piece]) -> bool:
        """Whether a table holds short entries in two columns or more, not the parts of a page."""
        wide = sum(1 for row in table.rows if len(row) > 1)
        if table.nested or 2 * wide < len(table.rows) or not wide:
            return False
        if any(piece.kind is BlockKind.HEADING for piece in inside):
            return False
        starts = [start for row in table.rows for start in row] + [len(self.pieces)]
        return all(
            sum(words.count(" ") for piece in self.pieces[a:b] for words, _ in piece.bits)
            <= _CELL_WORDS
            for a, b in pairwise(starts)
        )

    def end_block(self) -> None:
        """End the block that is being filled, if it has any words."""
        bits = self._bits
        if any(bit in (Bit.KEPT, Bit.DROPPED) and not _is_blank(words) for words, bit in bits):
            self._bits = []
            frame = self._frames[-1] if self._frames else _Frame(None, 0, "", "")
            kind = frame.kind or BlockKind.PARAGRAPH
            if kind is BlockKind.LIST_ITEM and frame.used:
                kind = BlockKind.PARAGRAPH
            if frame.mark and not frame.used:
                bits.insert(0, (f"{frame.mark} ", Bit.KEPT))
            frame.used = True
            if frame.role:
                kind = BlockKind.FURNITURE
            level = frame.level if kind is BlockKind.HEADING else 0
            self.pieces.append(Piece(kind, frame.role, level, bits))
        elif bits:
            # An anchor without words belongs to what comes next.
            self._bits = [each for each in bits if each[1] is Bit.ANCHOR]
        # Notes come after the block that they interrupted.
        if self._notes:
            self.pieces += self._notes
            self._notes = []

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """Return the source and its blocks, and fill `anchors` with source offsets."""
        self._deeper = 0
        while self._asides:
            self.end_aside()
        while self._tables:
            self.end_table()
        self.end_block()
        parts: list[str] = []
        blocks: list[Block] = []
        length = 0
        for piece in self.pieces:
            at = length + (len(_BETWEEN) if parts else 0)
            source, text, runs = _compose(piece, at, self.anchors)
            if not source:
                continue
            kind, role = piece.kind, piece.role
            if not text:
                # Nothing but a lone mark: shown, and no part of any sentence.
                kind, role = BlockKind.FURNITURE, role or FOOTNOTE
                text, runs = source, [Run(0, at, len(source))]
            parts.append(source)
            length = at + len(source)
            if kind is BlockKind.PARAGRAPH and LIST_MARK.match(text):
                kind = BlockKind.LIST_ITEM
            blocks.append(
                Block(kind, text, OffsetMap(tuple(runs)), role, piece.level if not role else 0)
            )
        for words, bit in self._bits:
            if bit is Bit.ANCHOR:
                self.anchors.setdefault(words, length)
        return _BETWEEN.join(parts), tuple(blocks)


def raised(words: str) -> str:
    """Return what is set above the line: "3" of "10³" would be another number on the line."""
    return words.translate(_RAISED) if _NUMBER.fullmatch(words.strip()) else words


def _is_blank(words: str) -> bool:
    return not words.strip() or not DROPPED.sub("", words).strip()


def _in_a_line(pieces: Iterable[Piece]) -> list[tuple[str, Bit]]:
    """Return the content of a cell without line ends."""
    bits: list[tuple[str, Bit]] = []
    for piece in pieces:
        if piece.role in (CAPTION, FOOTNOTE):
            continue
        if bits:
            bits.append((" ", Bit.KEPT))
        bits += [(" ", Bit.KEPT) if bit is Bit.LINE else (words, bit) for words, bit in piece.bits]
    return bits


def _compose(piece: Piece, at: int, anchors: dict[str, int]) -> tuple[str, str, list[Run]]:
    """Return a block's source, its text and the runs between, the source beginning at `at`."""
    line = "\n" if piece.kind in (BlockKind.TABLE, BlockKind.ADDRESS) else " "
    source: list[str] = []
    text: list[str] = []
    runs: list[Run] = []
    place, length = at, 0
    source_end = text_end = ""
    for words, bit in _tidy(piece.bits):
        if bit is Bit.ANCHOR:
            anchors.setdefault(words, place)
            continue
        shown = words[1:] if words[:1] == " " and source_end in ("", " ", "\n") else words
        if not shown:
            continue
        skipped = 0
        if bit is Bit.KEPT:
            skipped = 1 if shown[0] == " " and text_end in ("", " ", "\n") else 0
            kept = shown[skipped:]
            if kept:
                if runs and _follows(runs[-1], length, place + skipped):
                    last = runs[-1]
                    runs[-1] = Run(last.text_start, last.source_start, last.length + len(kept))
                else:
                    runs.append(Run(length, place + skipped, len(kept)))
                text.append(kept)
                length += len(kept)
                text_end = kept[-1]
        elif bit is Bit.LINE and text_end not in ("", " ", "\n"):
            text.append(line)
            length += 1
            text_end = line
        source.append(shown)
        place += len(shown)
        source_end = shown[-1]
    return _trim("".join(source), "".join(text), runs)


def _follows(run: Run, text_at: int, source_at: int) -> bool:
    return run.text_start + run.length == text_at and run.source_start + run.length == source_at


def _tidy(bits: list[tuple[str, Bit]]) -> Iterable[tuple[str, Bit]]:
    """Yield bits with single blanks and without characters that are never shown."""
    joined: list[str] = []
    mode = Bit.KEPT
    for words, bit in [*bits, ("", Bit.ANCHOR)]:
        if bit is mode and bit in (Bit.KEPT, Bit.DROPPED):
            joined.append(words)
            continue
        if joined:
            clean = _BLANKS.sub(" ", DROPPED.sub("", "".join(joined)))
            clean = clean.rstrip() if bit is Bit.LINE else clean
            if clean:
                yield clean, mode
            joined = []
        mode = bit
        if bit in (Bit.KEPT, Bit.DROPPED):
            joined.append(words)
        elif words:
            yield words, bit


def _trim(source: str, text: str, runs: list[Run]) -> tuple[str, str, list[Run]]:
    """Take blanks and line ends off the end."""
    text = text.rstrip()
    kept: list[Run] = []
    for run in runs:
        length = min(run.length, len(text) - run.text_start)
        if length > 0:
            kept.append(Run(run.text_start, run.source_start, length))
    return source.rstrip(), text, kept
