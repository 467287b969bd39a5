"""What is printed, line by line: texts with their marks, findings and notes.

A printed mark is told by its line and its sign, never by colour: a black and white printer will do.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from diptych.model.comparison import Relation, Side
from diptych.model.document import BlockKind
from diptych.ui import account
from diptych.ui.language import _
from diptych.ui.layouts import LaidOut, block_style, displayable
from diptych.ui.marks import LEVELS
from diptych.ui.note_text import lines_of
from diptych.ui.offsets import Utf16Index
from diptych.ui.pieces import Pieces
from diptych.ui.prose import Line, Piece
from diptych.ui.rows import Clearest
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import glyph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from diptych.model.comparison import Passage
    from diptych.model.document import Document
    from diptych.model.note import Note
    from diptych.services.verdicts import PlaceOf
    from diptych.ui.layouts import BlockStyle
    from diptych.ui.look import Look
    from diptych.ui.rows import Row
    from diptych.ui.wording import Labels

SIGNS = 34
"""Room for the signs at the left of a column, units of the page."""
_INK = QColor("#000000")
_NOTED = QColor("#e4e4e4")
_SIGN_SIZE = 7.0
_SIGN_PITCH = 10
_WAVE = 6.0
_QUOTED = 16.0


class PrintRow(NamedTuple):
    """A line of what is printed.

    Args:
        height: with the blank around it, units of the page.
        after: what must fit below it on the same page.
        draw: draws it with its top left corner at a point.
    """

    height: float
    after: float
    draw: Callable[[QPainter, QPointF], None]


class PrintMark(NamedTuple):
    """A passage of a finding as it is printed.

    Args:
        start, end: code points in the block's text.
        relation: decides the line.
        sign: the number in the list and the relation's sign.
        unsure: drawn thinner.
    """

    start: int
    end: int
    relation: Relation
    sign: str
    unsure: bool


def text_rows(
    document: Document,
    look: Look,
    width: float,
    marks: Callable[[int], Sequence[PrintMark]],
    fills: Mapping[int, Sequence[tuple[int, int]]],
) -> Iterator[PrintRow]:
    """Yield the lines of a document.

    Args:
        document: what is printed.
        look: its letters.
        width: of the column, with the room for signs.
        marks, fills: of a block, by its index.
    """
    blocks, style_of = document.blocks, cache(partial(_style, look))
    following = [*(block.kind for block in blocks[1:]), None]
    pieces = Pieces(blocks)
    for number in range(len(pieces)):
        piece = pieces[number]
        block = blocks[piece.block]
        tight = block.kind is following[piece.block] and block.kind is BlockKind.LIST_ITEM
        style = style_of(block.kind, block.level, tight=tight)
        last = piece.end == len(block.text)
        laid = LaidOut(piece, block.text, style, round(width - SIGNS), last=last)
        after = 2 * style.pitch if block.kind is BlockKind.HEADING else 0
        found = marks(piece.block)
        yield from _lines(laid, look, found, fills.get(piece.block, ()), after, is_first=not number)


def line_rows(
    line: Line, look: Look, width: float, *, keep: bool = False, indent: float = 0.0
) -> Iterator[PrintRow]:
    """Yield what is not of a document, in lines: bold, slanted and small words as they are.

    Args:
        line: a paragraph.
        look: its letters.
        width: of the column, with the room for signs.
        keep: whether two lines of what follows must stand on the same page.
        indent: further from the left than the line itself says, units of the page.
    """
    layout = _set_line(line, look)
    left = SIGNS + line.indent + indent
    pitch = round(QFontMetricsF(layout.font()).height() * look.line_height * 0.95)
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width - left)
        row.setPosition(QPointF(0, 0))
    layout.endLayout()
    count = layout.lineCount()
    for number in range(count):

        def draw(painter: QPainter, at: QPointF, number: int = number) -> None:
            painter.setPen(look.ink)
            layout.lineAt(number).draw(painter, QPointF(at.x() + left, at.y()))

        is_last = number == count - 1
        blank = look.paragraph_spacing * pitch * (0.4 if keep else 1.0) if is_last else 0.0
        yield PrintRow(pitch + blank, 2 * pitch if keep and is_last else 0, draw)


def _set_line(line: Line, look: Look) -> QTextLayout:
    font = QFont()
    font.setFamilies(list(look.families))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    size = look.size * (0.88 if line.small else 1.12 if line.large else 1.0)
    font.setPointSizeF(size)
    text = displayable(line.text)
    layout = QTextLayout(text, plain_letters(font))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    index, start, formats = Utf16Index(text), 0, []
    for piece in line.pieces:
        part, form = QTextLayout.FormatRange(), QTextCharFormat()
        end = start + len(piece.text)
        part.start = index.to_utf16(start)
        part.length = index.to_utf16(end) - part.start
        start = end
        own = QFont(layout.font())
        own.setPointSizeF(size * (0.88 if piece.small else 1.0))
        own.setWeight(QFont.Weight.DemiBold if piece.bold else QFont.Weight.Normal)
        own.setItalic(piece.italic)
        own.setStrikeOut(piece.struck)
        if piece.code:
            own.setFamilies(["monospace"])
        form.setFont(own)
        form.setForeground(look.dim if piece.ink == "dim" else look.ink)
        part.format = form
        formats.append(part)
    layout.setFormats(formats)
    return layout


def _style(look: Look, kind: BlockKind, level: int, *, tight: bool) -> BlockStyle:
    style = block_style(look, kind, level, tight=tight)
    return style._replace(font=plain_letters(style.font))


def plain_letters(font: QFont) -> QFont:
    """Return a font that draws each letter by itself, without ligatures.

    A PDF made by Qt says of a ligature that it is some other letter, to who copies or searches.
    """
    for feature in ("liga", "calt"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _lines(
    laid: LaidOut,
    look: Look,
    marks: Sequence[PrintMark],
    fills: Sequence[tuple[int, int]],
    after: float,
    *,
    is_first: bool = False,
) -> Iterator[PrintRow]:
    style = laid.style
    for line in range(laid.lines):
        above = laid.above if line == 0 and not is_first else 0
        below = style.below if line == laid.lines - 1 and laid.ends_block else 0

        def draw(painter: QPainter, at: QPointF, line: int = line, above: int = above) -> None:
            corner = QPointF(at.x() + SIGNS, at.y() + above)
            _draw_line(painter, laid, look, line, corner, marks, fills)

        yield PrintRow(above + style.pitch + below, after if line == laid.lines - 1 else 0, draw)


def _draw_line(
    painter: QPainter,
    laid: LaidOut,
    look: Look,
    line: int,
    at: QPointF,
    marks: Sequence[PrintMark],
    fills: Sequence[tuple[int, int]],
) -> None:
    style, this = laid.style, range(line, line + 1)
    # From the top of the letters on: what is drawn under the line above stays to be seen.
    letters = QFontMetricsF(style.font).capHeight() + 2
    for start, end in fills:
        for _line, left, right in laid.segments(start, end, this):
            top, height = at.y() + style.baseline - letters, letters + style.underline
            fill(painter, QRectF(at.x() + left, top, right - left, height), _NOTED)
    signs, ends = 0, [0.0] * LEVELS
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        for _line, left, right in laid.segments(mark.start, mark.end, this):
            # Beside one another lines are alike near to the words; shared words have several.
            level = next((at for at, end in enumerate(ends) if end <= left), LEVELS - 1)
            ends[level] = right
            y = at.y() + style.baseline + style.underline + level * style.step
            _draw_mark(painter, mark, at.x() + left, at.x() + right, y)
            if laid.line_of(max(mark.start, laid.piece.start)) == line:
                _draw_sign(painter, mark.sign, at, signs)
                signs += 1
            break
    painter.setPen(look.dim if style.dim else look.ink)
    corner = QPointF(at.x(), at.y() - laid.line_top(line))
    laid.layout.lineAt(line).draw(painter, corner)
    if line == 0:
        laid.draw_bullet(painter, corner)


def _draw_sign(painter: QPainter, sign: str, at: QPointF, number: int) -> None:
    painter.setFont(plain_letters(interface_font(_SIGN_SIZE)))
    painter.setPen(_INK)
    box = QRectF(at.x() - SIGNS, at.y() + 2 + number * _SIGN_PITCH, SIGNS - 6, _SIGN_PITCH + 2)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight, sign)


def _draw_mark(painter: QPainter, mark: PrintMark, left: float, right: float, y: float) -> None:
    pen = QPen(_INK, 0.5 if mark.unsure else 1.1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.relation is Relation.DIVERGE:
        painter.setPen(pen)
        wave, x, up = QPainterPath(QPointF(left, y)), left, True
        while x < right:
            step = min(_WAVE, right - x)
            wave.quadTo(x + step / 2, y + (-2 if up else 2), x + step, y)
            x, up = x + step, not up
        painter.drawPath(wave)
        return
    if mark.relation is Relation.PARTIAL:
        pen.setStyle(Qt.PenStyle.DashLine)
    elif mark.relation is not Relation.CONVERGE:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y), QPointF(right, y))


class PrintMarks:
    """What is marked in two texts: what the window marks, too.

    Args:
        rows: the list of findings, by whose numbers a mark is known.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        drawn = Clearest([row for row in rows if row.relation is not None]).drawn()
        self._found: dict[tuple[Side, int], list[tuple[int, Row, Passage]]] = {}
        for number, row in enumerate(rows, start=1):
            for side in drawn.get(row.finding.id, ()):
                for passage in row.finding.passages(side):
                    here = self._found.setdefault((side, passage.block), [])
                    here.append((number, row, passage))

    def on(self, side: Side, block: int) -> list[PrintMark]:
        """Return the marks in a block of a side's text."""
        return [_mark(*each) for each in self._found.get((side, block), ())]


def _mark(number: int, row: Row, passage: Passage) -> PrintMark:
    sign = f"{number}{glyph(row.relation)}{'?' if row.is_unsure else ''}"
    relation = row.relation or row.finding.relation
    return PrintMark(passage.start, passage.end, relation, sign, row.is_unsure)


def fills_of(
    notes: Sequence[Note], document: Document, place_of: PlaceOf
) -> Iterator[tuple[int, int, int]]:
    """Yield which words of a document the reader wrote notes on: block, start and end there."""
    for note in notes:
        for anchor in note.anchors:
            if anchor.sha256 == document.sha256 and (span := place_of(anchor, document)):
                yield from document.pieces(span)


def finding_rows(
    rows: Sequence[Row],
    documents: Mapping[Side, Document],
    labels: Labels,
    look: Look,
    width: float,
) -> Iterator[PrintRow]:
    """Yield the list of findings: what each says, how sure that is, and the words of both sides."""
    for number, row in enumerate(rows, start=1):
        heading = account.heading(row, labels)
        heading = heading._replace(pieces=(Piece(f"{number}  ", bold=True), *heading.pieces))
        yield from line_rows(heading, look, width, keep=True)
        yield from line_rows(account.standing(row, labels), look, width, keep=True)
        for side in Side:
            words = _whole_quote(row, side, documents[side])
            if words:
                name = Piece(f"{labels.of(side)}: ", bold=True)
                yield from line_rows(Line((name, Piece(f"“{words}”"))), look, width, indent=_QUOTED)


def _whole_quote(row: Row, side: Side, document: Document) -> str:
    """Return all the words of one side: on paper there is no panel beside them."""
    passages = row.finding.passages(side)
    texts = (document.blocks[each.block].text[each.start : each.end] for each in passages)
    return " … ".join(" ".join(text.split()) for text in texts)


def note_rows(notes: Iterable[tuple[str, str]], look: Look, width: float) -> Iterator[PrintRow]:
    """Yield the reader's notes: where each stands, and its whole text."""
    for place, body in notes:
        heading = Line((Piece(place or _("On the comparison"), bold=True),))
        yield from line_rows(heading, look, width, keep=True)
        for line in lines_of(body):
            yield from line_rows(line, look, width)
