"""A document as the program reads it: source text, blocks, and the way from one to the other.

All offsets are Unicode code points, end exclusive. "Source" is the file as decoded; "text" is the
clean reading text of one block, in which broken lines are joined and escapes are undone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Span(NamedTuple):
    """A stretch of a text, in code points, end exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it takes."""
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Return how many code points the two have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class BlockKind(StrEnum):
    """What a block is; `FURNITURE` is shown but never compared."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    ADDRESS = "address"
    TABLE = "table"
    FURNITURE = "furniture"


class Run(NamedTuple):
    """A stretch of a block's text that stands in the source letter by letter.

    Args:
        text_start: where it begins in the block's text.
        source_start: where it begins in the source.
        length: code points, the same on both sides.
        part: runs of one part lie together in the source but for white space and dropped
            characters; where furniture interrupts a block, the next run begins a new part.
    """

    text_start: int
    source_start: int
    length: int
    part: int = 0


class OffsetMap(NamedTuple):
    """The way between a block's text and the source.

    Runs are in ascending order on both sides. Text between two runs (the blank that joins two
    lines) has no source of its own; source between two runs (line ends, a dropped backslash, a
    soft hyphen) has no text of its own.
    """

    runs: tuple[Run, ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of the text span `[start, end)`, one for each part it touches."""
        found: list[Span] = []
        last_part = -1
        index = max(0, bisect_right(self.runs, start, key=lambda run: run.text_start) - 1)
        for run in self.runs[index:]:
            if run.text_start >= end:
                break
            low = max(start, run.text_start)
            high = min(end, run.text_start + run.length)
            if low >= high:
                continue
            shift = run.source_start - run.text_start
            if found and run.part == last_part:
                found[-1] = Span(found[-1].start, high + shift)
            else:
                found.append(Span(low + shift, high + shift))
            last_part = run.part
        return tuple(found)

    def to_text(self, offset: int) -> int:
        """Return the place in the text for a source offset.

        Source that was dropped maps to the beginning of what follows it, source after the last
        run to the end of the text.
        """
        index = bisect_right(self.runs, offset, key=lambda run: run.source_start) - 1
        if index < 0:
            return 0
        run = self.runs[index]
        if offset < run.source_start + run.length:
            return run.text_start + offset - run.source_start
        if index + 1 < len(self.runs):
            return self.runs[index + 1].text_start
        return run.text_start + run.length

    def within(self, span: Span) -> tuple[int, int] | None:
        """Return the stretch of the text that stands in a source span, None where none does."""
        first = bisect_right(self.runs, span.start, key=lambda run: run.source_start + run.length)
        last = bisect_left(self.runs, span.end, key=lambda run: run.source_start) - 1
        if first > last:
            return None
        low, high = self.runs[first], self.runs[last]
        start = low.text_start + max(0, span.start - low.source_start)
        return start, high.text_start + min(high.length, span.end - high.source_start)


class Block(NamedTuple):
    """One heading, paragraph, list item, quotation, address, table or piece of furniture.

    Args:
        kind: what it is.
        text: the clean reading text, without line breaks (a table or address keeps its own).
        map: the way to the source.
        role: for furniture what it is ("running head", "page number", "link", "advertisement",
            "caption", "pull quote", "repeated line", "byline"); else "".
        level: for headings 1 to 6; else 0.
    """

    kind: BlockKind
    text: str
    map: OffsetMap
    role: str = ""
    level: int = 0

    @property
    def span(self) -> Span:
        """The source from the first to the last code point of the block."""
        runs = self.map.runs
        return Span(runs[0].source_start, runs[-1].source_start + runs[-1].length)


class Page(NamedTuple):
    """A page of a format that has pages.

    Args:
        start, end: its stretch of the source; pages follow each other without gaps.
        width, height: as shown upright, in points (1/72 inch).
        label: what the document calls it ("iv", "12"); never empty.
    """

    start: int
    end: int
    width: float
    height: float
    label: str


class PageWords(NamedTuple):
    """The words of a page that was read from its picture: nothing in the file says where they are.

    Args:
        page: its index.
        words: x0, y0, x1, y1 in points of the upright page, then start and end, counted from the
            beginning of the page in the source.
    """

    page: int
    words: tuple[tuple[float, float, float, float, int, int], ...]


class OutlineEntry(NamedTuple):
    """A line of the document's own table of contents.

    Args:
        level: from 1.
        title: its words.
        start: where it leads, a source offset.
        page: index of the page it leads to, -1 where there are no pages.
    """

    level: int
    title: str
    start: int
    page: int = -1


class Document(NamedTuple):
    """One text, known by the hash of the bytes it was read from.

    Args:
        sha256: of the file's bytes, 64 hexadecimal digits.
        source: the decoded text of a text file; for other formats the text that was taken out of
            it, page after page or block after block. Undecodable bytes are U+FFFD.
        encoding: the name it was decoded by ("utf-8", "cp1252").
        title: what the document calls itself, else the file's name.
        language: "en", "es", or "" where it is not known.
        blocks: in the order of the source.
        remarks: plain sentences about the reading ("3 bytes could not be decoded.").
        format: the name of its row in the catalogue of formats.
        author, date: what the file says of itself, the date as ISO 8601 (a year, a month or a
            day); "" where it says nothing.
        pages: of a format that has pages, else empty; a document may have pages and no text.
        outline: the table of contents that the file carries.
        places: of pages that were read from their pictures, else empty.
        is_encrypted: whether it opens with a password only; then its text is kept on no disk.
    """

    sha256: str
    source: str
    encoding: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    format: str = "plain text"
    author: str = ""
    date: str = ""
    pages: tuple[Page, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    places: tuple[PageWords, ...] = ()
    is_encrypted: bool = False

    def page_at(self, offset: int) -> int:
        """Return the index of the page that holds a source offset, -1 where there are no pages."""
        if not self.pages:
            return -1
        return max(0, bisect_right(self.pages, offset, key=lambda page: page.start) - 1)

    def quote(self, spans: tuple[Span, ...]) -> str:
        """Return the words of the spans as they stand in the source."""
        return " ".join(self.source[span.start : span.end] for span in spans)

    def block_at(self, offset: int) -> int:
        """Return the index of the block that holds a source offset, or the nearest before it.

        A block whose own runs cover the offset goes before one that merely spans it, because
        furniture may lie inside a paragraph. The first block answers for what precedes it.
        """
        around = nearest = -1
        for index in self._reaching(offset):
            block = self.blocks[index]
            if block.map.within(Span(offset, offset + 1)) is not None:
                return index
            if nearest < 0:
                nearest = index
            if around < 0 and offset < block.span.end:
                around = index
        return max(0, nearest if around < 0 else around)

    def _reaching(self, offset: int) -> Iterator[int]:
        """Yield the blocks that may reach a source offset, the nearest before it first.

        Blocks are sorted by their start, and only furniture lies inside other blocks: so these
        are the furniture before the offset, and the block that it may interrupt.
        """
        begins = bisect_right(self.blocks, offset, key=lambda block: block.map.runs[0].source_start)
        index = begins - 1
        while index >= 0:
            yield index
            if self.blocks[index].kind is not BlockKind.FURNITURE:
                return
            index -= 1

    def source_span(self, first: tuple[int, int], last: tuple[int, int]) -> Span | None:
        """Return the source from one place to another, None where no source lies between.

        Args:
            first, last: a block's index and code points in its text; the second is exclusive.
        """
        spans: list[Span] = []
        for index in range(first[0], last[0] + 1):
            block = self.blocks[index]
            start = first[1] if index == first[0] else 0
            end = last[1] if index == last[0] else len(block.text)
            spans += block.map.spans(start, end)
        if not spans:
            return None
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def pieces(self, span: Span) -> list[tuple[int, int, int]]:
        """Return a source span as pieces of blocks: index, and start and end in its text."""
        found = []
        for index in range(min(self._reaching(span.start), default=0), len(self.blocks)):
            block = self.blocks[index]
            if block.span.start >= span.end:
                break
            piece = block.map.within(span)
            if piece is not None:
                found.append((index, *piece))
        return found
