"""The text of a page, row by row in reading order, with the place of every word.

The one way from a page to its text: `pdf.read` puts these texts after each other, and a sheet's
words are places in the same text, so that source and page can never disagree.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.formats import page_columns
from diptych.formats.eye import WHITE, Eye
from diptych.formats.mupdf import Errors, library, mupdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.mupdf import Size

# A word: x0, y0, x1, y1 in points, start and end in the page's text.
WordBox = tuple[float, float, float, float, int, int]
Box = tuple[float, float, float, float]

PAGE_END = "\f"
CELL_END = "\t"

# Ligatures are spelled out, blanks kept, glyphs outside the page left out.
_FLAGS = (
    library.TEXT_PRESERVE_WHITESPACE
    | library.TEXT_MEDIABOX_CLIP
    | library.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_SUPERSCRIPT, _BOLD, _ITALIC = 1, 16, 2
_PAINTED, _DRAWN_BOLD = 16 | 32, 8
_BLANKS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_BLANKS |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# The bullet of a symbol font, which has no code of its own.
_PRIVATE_BULLET = re.compile(r"[\ue000-\uf8ff](?!\S)")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile(r"[\dA-Za-z\u00c0-\u024f\u0370-\u052f]|^\W")
_RUN_TO_RIGHT = re.compile(
    r"[\dA-Za-z\u00c0-\u024f\u0370-\u052f](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*"
    r"[\dA-Za-z\u00c0-\u024f\u0370-\u052f%])?"
)
_WORD = re.compile(r"\S+")
_NOTE_SIGN = re.compile(r"[\d*†‡§,\s]{1,8}")
_LIST_SIGN = re.compile(r"\W|\(?\w{1,4}[.)]|\d{1,3}")
# Letters of blank that part two cells.
_CELL_GAP = 1.2
# How far letters that are drawn twice to look bold lie apart, in points and in letters.
_SHIFT, _SHIFT_SHARE = 1.5, 0.15
# Letters smaller than this, in points, are there for machines.
_SMALLEST = 1.0


@dataclass(slots=True)
class Segment:
    """Letters that MuPDF found on one line, next to each other.

    Args:
        text: without blanks around it.
        x0, y0, x1, y1: where it is for the sake of layout: in points, with lines that run from
            left to right and downwards whatever the page's script or turn.
        size: of most letters, in points.
        bold, italic: whether most letters are.
        marks: stretches of the text that are raised: the numbers of notes.
        boxes: of each letter on the page, where they were asked for.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool
    marks: tuple[tuple[int, int], ...] = ()
    boxes: Sequence[Box] = ()


@dataclass(slots=True)
class Row:
    """One printed line within one column.

    Args:
        start, end: in the page's text.
        x0, y0, x1, y1, size, bold, italic: as in `Segment`.
        left, right: the edges of its column.
        column: counts the columns of the page in reading order.
        cells: where its cells begin in the page's text, when there are several.
        marks: raised numbers, as places in the page's text.
        turned: whether it runs across the rest of the page.
    """

    start: int
    end: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool
    left: float
    right: float
    column: int
    cells: tuple[int, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    turned: bool = False


class PageText(NamedTuple):
    """The text of a page.

    Args:
        text: ends with a form feed.
        rows: in the order of the text.
        words: their places, where they were asked for.
        hidden: whether something was left out because nobody can see it.
        broken: whether the page could not be read.
    """

    text: str
    rows: list[Row]
    words: tuple[WordBox, ...] = ()
    hidden: bool = False
    broken: bool = False


def read_page(document: Any, index: int, size: Size, *, places: bool = False) -> PageText:
    """Return the text of a page; a broken page has none.

    Args:
        document: MuPDF's.
        index: of the page.
        size: of the page as it is shown.
        places: whether the places of the words are wanted too, which takes four times as long.
    """
    content: dict[str, Any] = {}
    try:
        page = mupdf.fz_load_page(document.this, index)
        text_page = mupdf.FzStextPage(page, mupdf.FzStextOptions(_FLAGS))
        wrapped = library.TextPage(text_page)
        wrapped._getNewBlockList(content, places)  # noqa: SLF001 - the wrapper turns pages back
        if not places and _mixes_directions(content):
            content = {}
            wrapped._getNewBlockList(content, True)  # noqa: SLF001
    except Errors:
        return PageText(PAGE_END, [], broken=True)
    return compose_page(content, size, Eye(page))


def _mixes_directions(content: dict[str, Any]) -> bool:
    """Whether there are letters that run from right to left; their order needs their places."""
    return any(
        not span["text"].isascii() and _RIGHT_TO_LEFT.search(span["text"])
        for block in content["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    )


def compose_page(content: dict[str, Any], size: Size, eye: Eye | None = None) -> PageText:
    """Return the text of a page from what MuPDF found on it."""
    groups: dict[tuple[int, int], list[Segment]] = {}
    drawn: dict[str, dict[tuple[int, int], Segment]] = {}
    hidden = False
    for block in content["blocks"]:
        for line in block.get("lines", ()):
            seen = [span for span in line["spans"] if _is_seen(span, eye)]
            hidden = hidden or len(seen) < len(line["spans"])
            segment = _segment(seen, line["bbox"]) if seen else None
            if segment is not None and not _is_drawn_again(segment, drawn):
                groups.setdefault(_direction(line["dir"]), []).append(segment)
    if not groups:
        return PageText(PAGE_END, [], hidden=hidden)
    main = max(groups, key=lambda turn: sum(len(segment.text) for segment in groups[turn]))
    _lay_out(groups[main], main, size)
    builder = _Builder()
    for column in page_columns.arrange(groups.pop(main)):
        builder.add_column(column)
    for turn, segments in groups.items():
        _lay_out(segments, turn, size)
        builder.add_column([[segment] for segment in segments], turned=True)
    text, rows, words = builder.finish(size.shrink)
    return PageText(text, rows, words, hidden)


def _is_drawn_again(segment: Segment, drawn: dict[str, dict[tuple[int, int], Segment]]) -> bool:
    """Whether the same letters stand there already, a hair beside: bold for want of a bold font.

    Args:
        segment: is put among those drawn unless it is one of them; the other becomes bold.
        drawn: segments by their text and by where they begin, in steps of the greatest shift.
    """
    column, row = int(segment.x0 / _SHIFT), int(segment.y0 / _SHIFT)
    near = drawn.setdefault(segment.text, {})
    if near:
        shift = min(_SHIFT, _SHIFT_SHARE * segment.size) + 0.01
        for place in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
            other = near.get(place)
            if (
                other is not None
                and abs(other.x0 - segment.x0) <= shift
                and abs(other.y0 - segment.y0) <= shift
                and abs(other.x1 - segment.x1) <= shift
            ):
                other.bold = True
                return True
    near[column, row] = segment
    return False


def _direction(way: tuple[float, float]) -> tuple[int, int]:
    """Return which of the four ways a line runs: right, down, left, up."""
    x, y = way
    if abs(x) >= abs(y):
        return (1, 0) if x >= 0 else (-1, 0)
    return (0, 1) if y > 0 else (0, -1)


def _lay_out(segments: list[Segment], turn: tuple[int, int], size: Size) -> None:
    """Turn the places of segments so that their lines run from left to right."""
    width, height = size.width / size.shrink, size.height / size.shrink
    letters = sum(len(segment.text) for segment in segments)
    foreign = sum(
        len(_RIGHT_TO_LEFT.findall(segment.text))
        for segment in segments
        if not segment.text.isascii()
    )
    mirrored = foreign > 0.3 * letters
    for s in segments:
        if turn == (0, 1):
            s.x0, s.y0, s.x1, s.y1 = s.y0, width - s.x1, s.y1, width - s.x0
        elif turn == (0, -1):
            s.x0, s.y0, s.x1, s.y1 = height - s.y1, s.x0, height - s.y0, s.x1
        elif turn == (-1, 0):
            s.x0, s.y0, s.x1, s.y1 = width - s.x1, height - s.y1, width - s.x0, height - s.y0
        if mirrored:
            s.x0, s.x1 = width - s.x1, width - s.x0


def _segment(spans: list[dict[str, Any]], box: Box) -> Segment | None:
    """Return the letters of a line that can be seen as one segment, None for blanks."""
    first = spans[0]
    if len(spans) == 1:
        text, boxes = _letters(first)
        sizes = None
    else:
        parts = [_letters(span) for span in spans]
        text = "".join(part[0] for part in parts)
        boxes = [letter for part in parts for letter in part[1]]
        sizes = Counter[tuple[float, int, int]]()
        for span, (words, _) in zip(spans, parts, strict=True):
            sizes[_style(span)] += len(words)
    if boxes and _RIGHT_TO_LEFT.search(text) and _LEFT_TO_RIGHT.search(text):
        text, boxes = _in_order_of_reading(text, boxes)
    stripped = text.strip()
    if not stripped or not math.isfinite(sum(box)):
        return None
    start = text.index(stripped[0])
    if _PRIVATE_BULLET.match(stripped):
        stripped = "•" + stripped[1:]
    size, bold, italic = sizes.most_common(1)[0][0] if sizes else _style(first)
    marks = _marks(spans, size, start) if sizes else ()
    return Segment(
        stripped,
        *box,
        size,
        bool(bold),
        bool(italic),
        marks,
        boxes[start : start + len(stripped)],
    )


def _in_order_of_reading(text: str, boxes: Sequence[Box]) -> tuple[str, list[Box]]:
    """Return a line of a right-to-left script with its numbers and foreign words in their place.

    MuPDF turns each stretch of letters by itself and leaves the stretches in the order of the
    page. Here they are read from the right, and what runs to the right is turned back.
    """
    places = sorted(range(len(text)), key=lambda i: -(boxes[i][0] + boxes[i][2]))
    words = "".join(text[place] for place in places)
    order: list[int] = []
    at = 0
    for found in _RUN_TO_RIGHT.finditer(words):
        order += places[at : found.start()]
        order += reversed(places[found.start() : found.end()])
        at = found.end()
    order += places[at:]
    return "".join(text[place] for place in order), [boxes[place] for place in order]


def _style(span: dict[str, Any]) -> tuple[float, int, int]:
    bold = span["flags"] & _BOLD or span["char_flags"] & _DRAWN_BOLD
    return round(span["size"], 1), bold, span["flags"] & _ITALIC


def _letters(span: dict[str, Any]) -> tuple[str, list[Box]]:
    if "chars" in span:
        letters = span["chars"]
        text = "".join([letter["c"] or "\ufffd" for letter in letters])
        return text.translate(_BLANKS), [letter["bbox"] for letter in letters]
    text = span["text"]
    return (text if text.isascii() and text.isprintable() else text.translate(_BLANKS)), []


def _marks(spans: list[dict[str, Any]], size: float, skipped: int) -> tuple[tuple[int, int], ...]:
    """Return the raised small numbers after the first letters of a line."""
    found = []
    place = -skipped
    for span in spans:
        text = _letters(span)[0]
        small = span["size"] <= 0.8 * size
        if small and span["flags"] & _SUPERSCRIPT and place > 0 and _NOTE_SIGN.fullmatch(text):
            found.append((place, place + len(text.rstrip())))
        place += len(text)
    return tuple(found)


def _is_seen(span: dict[str, Any], eye: Eye | None) -> bool:
    """Whether letters can be seen; the invisible text layer of a scanned page counts as seen."""
    if span["size"] < _SMALLEST:
        return False
    painted = span["char_flags"] & _PAINTED
    if not painted:
        return True
    colour = span["color"]
    if min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) < WHITE and span["alpha"]:
        return True
    return eye is None or eye.sees(span["bbox"])


def _edges(lines: list[list[Segment]]) -> tuple[float, float]:
    """Return the left and the right edge of a column, whatever a few lines do."""
    letters = sum(len(segment.text) for line in lines for segment in line)
    found = []
    for side in (
        sorted((line[0].x0, len(line[0].text)) for line in lines),
        sorted(((line[-1].x1, len(line[-1].text)) for line in lines), reverse=True),
    ):
        passed = 0
        edge = side[0][0]
        for edge, length in side:  # noqa: B007 - the one it stops at is wanted
            passed += length
            if passed > 0.1 * letters:
                break
        found.append(edge)
    return found[0], found[1]


def _with_cells(lines: list[list[Segment]]) -> list[bool]:
    """Return for each line whether it has cells: blanks that stand under those of a line nearby."""
    if all(len(line) == 1 for line in lines):
        return [False] * len(lines)
    gaps = [
        [
            (before.x1, after.x0)
            for before, after in pairwise(line)
            if after.x0 - before.x1 > _CELL_GAP * after.size
            and not (before is line[0] and _LIST_SIGN.fullmatch(before.text))
        ]
        for line in lines
    ]
    found = []
    for index, own in enumerate(gaps):
        near = [
            gap
            for i in range(max(0, index - 3), index + 4)
            if i != index
            for gap in gaps[i : i + 1]
        ]
        size = lines[index][0].size
        found.append(
            any(
                min(right, other_right) - max(left, other_left) > 0.7 * size
                for left, right in own
                for other in near
                for other_left, other_right in other
            )
        )
    return found


class _Builder:
    """Puts rows after each other into the text of a page."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._rows: list[Row] = []
        self._boxes: list[tuple[int, Segment]] = []
        self._columns = 0

    def add_column(self, lines: list[list[Segment]], *, turned: bool = False) -> None:
        """Add the lines of one column, each with its segments from left to right."""
        left, right = _edges(lines)
        before: Row | None = None
        for line, has_cells in zip(lines, _with_cells(lines), strict=True):
            if self._rows:
                far = before is None or line[0].y0 - before.y1 > 0.6 * line[0].size
                self._append("\n\n" if far else "\n")
            before = self._add_row(line, (left, right), has_cells=has_cells, turned=turned)
        self._columns += 1

    def _add_row(
        self, line: list[Segment], edges: tuple[float, float], *, has_cells: bool, turned: bool
    ) -> Row:
        start = self._length
        cells, marks = [start], []
        for number, segment in enumerate(line):
            if number:
                gap = segment.x0 - line[number - 1].x1
                if has_cells and gap > _CELL_GAP * segment.size:
                    self._append(CELL_END)
                    cells.append(self._length)
                elif gap > 0.1 * segment.size:
                    self._append(" ")
            marks += [(self._length + low, self._length + high) for low, high in segment.marks]
            if segment.boxes:
                self._boxes.append((self._length, segment))
            self._append(segment.text)
        most = max(line, key=lambda segment: len(segment.text)) if len(line) > 1 else line[0]
        text = most.text if len(line) == 1 else "".join(self._pieces)[start - self._length :]
        row = Row(
            start,
            self._length,
            text,
            line[0].x0,
            min(segment.y0 for segment in line) if len(line) > 1 else most.y0,
            line[-1].x1,
            max(segment.y1 for segment in line) if len(line) > 1 else most.y1,
            most.size,
            most.bold,
            most.italic,
            *edges,
            self._columns,
            tuple(cells) if len(cells) > 1 else (),
            tuple(marks),
            turned,
        )
        self._rows.append(row)
        return row

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def finish(self, shrink: float) -> tuple[str, list[Row], tuple[WordBox, ...]]:
        """Return the page's text, its rows, and the places of its words."""
        words: list[WordBox] = []
        for place, segment in self._boxes:
            for found in _WORD.finditer(segment.text):
                boxes = segment.boxes[found.start() : found.end()]
                sides = (
                    min(box[0] for box in boxes) * shrink,
                    min(box[1] for box in boxes) * shrink,
                    max(box[2] for box in boxes) * shrink,
                    max(box[3] for box in boxes) * shrink,
                )
                if all(map(math.isfinite, sides)):
                    words.append((*sides, place + found.start(), place + found.end()))
        return "".join(self._pieces) + PAGE_END, self._rows, tuple(words)
