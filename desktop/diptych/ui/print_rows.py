"""What is printed, line by line: texts with their marks, findings and notes.

A printed mark is told by its line and its sign, never by colour: a black and white printer will do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from diptych.model.comparison import Relation, Side
from diptych.model.document import BlockKind
from diptych.services.annotating import place_of
from diptych.ui import account
from diptych.ui.language import _
from diptych.ui.layouts import LaidOut, block_style
from diptych.ui.pieces import Piece, Pieces
from diptych.ui.rows import Clearest
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import glyph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from diptych.model.document import Document
    from diptych.model.note import Note
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
    marks: Mapping[int, Sequence[PrintMark]],
    fills: Mapping[int, Sequence[tuple[int, int]]],
) -> Iterator[PrintRow]:
    """Yield the lines of a document.

    Args:
        document: what is printed.
        look: its letters.
        width: of the column, with the room for signs.
        marks, fills: by block.
    """
    blocks = document.blocks
    following = [*(block.kind for block in blocks[1:]), None]
    pieces = Pieces(blocks)
    for number in range(len(pieces)):
        piece = pieces[number]
        block = blocks[piece.block]
        tight = block.kind is following[piece.block] and block.kind is BlockKind.LIST_ITEM
        style = _style(look, block.kind, block.level, tight=tight)
        last = piece.end == len(block.text)
        laid = LaidOut(piece, block.text, style, round(width - SIGNS), last=last)
        after = 2 * style.pitch if block.kind is BlockKind.HEADING else 0
        found = marks.get(piece.block, ())
        yield from _lines(laid, look, found, fills.get(piece.block, ()), after, is_first=not number)


def paragraph_rows(
    text: str, look: Look, width: float, kind: BlockKind = BlockKind.PARAGRAPH
) -> Iterator[PrintRow]:
    """Yield the lines of words that are not of a document."""
    style = _style(look, kind, 4 if kind is BlockKind.HEADING else 0, tight=False)
    laid = LaidOut(Piece(0, 0, len(text)), text, style, round(width - SIGNS), last=True)
    yield from _lines(laid, look, (), (), 2 * style.pitch if kind is BlockKind.HEADING else 0)


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
    for start, end in fills:
        for _line, left, right in laid.segments(start, end, this):
            fill(painter, QRectF(at.x() + left, at.y(), right - left, style.pitch), _NOTED)
    shown = 0
    for mark in marks:
        for _line, left, right in laid.segments(mark.start, mark.end, this):
            level = min(shown, 2)
            y = at.y() + style.baseline + style.underline + level * style.step
            _draw_mark(painter, mark, at.x() + left, at.x() + right, y)
            if laid.line_of(max(mark.start, laid.piece.start)) == line:
                _draw_sign(painter, mark.sign, at, shown)
            shown += 1
            break
    painter.setPen(look.dim if style.dim else look.ink)
    laid.layout.lineAt(line).draw(painter, QPointF(at.x(), at.y() - laid.line_top(line)))


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


def marks_of(rows: Sequence[Row], side: Side) -> dict[int, list[PrintMark]]:
    """Return by block what is marked in the text of a side: what the window marks, too."""
    drawn = Clearest([row for row in rows if row.relation is not None]).drawn()
    found: dict[int, list[PrintMark]] = {}
    for number, row in enumerate(rows, start=1):
        if row.relation is None or side not in drawn.get(row.finding.id, ()):
            continue
        sign = f"{number}{glyph(row.relation)}{'?' if row.is_unsure else ''}"
        for passage in row.finding.passages(side):
            mark = PrintMark(passage.start, passage.end, row.relation, sign, row.is_unsure)
            found.setdefault(passage.block, []).append(mark)
    return found


def fills_of(notes: Sequence[Note], document: Document) -> dict[int, list[tuple[int, int]]]:
    """Return by block which words of a document the reader wrote notes on."""
    found: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        for anchor in note.anchors:
            if anchor.sha256 == document.sha256 and (span := place_of(anchor, document)):
                for block, start, end in document.pieces(span):
                    found.setdefault(block, []).append((start, end))
    return found


def finding_rows(
    rows: Sequence[Row], labels: Labels, look: Look, width: float
) -> Iterator[PrintRow]:
    """Yield the list of findings: what each says, how sure that is, and the words of both sides."""
    yield from paragraph_rows(_("Findings"), look, width, BlockKind.HEADING)
    for number, row in enumerate(rows, start=1):
        heading = f"{number}  {account.heading(row, labels).text}"
        yield from paragraph_rows(heading, look, width, BlockKind.HEADING)
        yield from paragraph_rows(account.standing(row, labels).text, look, width)
        for side in Side:
            if row.quote(side):
                quote = f"{labels.of(side)}: “{row.quote(side)}”"
                yield from paragraph_rows(quote, look, width, BlockKind.QUOTATION)


def note_rows(notes: Sequence[tuple[str, str]], look: Look, width: float) -> Iterator[PrintRow]:
    """Yield the reader's notes: where each stands, and its text."""
    yield from paragraph_rows(_("Notes"), look, width, BlockKind.HEADING)
    for place, body in notes:
        yield from paragraph_rows(place or _("On the comparison"), look, width, BlockKind.HEADING)
        for paragraph in filter(None, map(str.strip, body.split("\n"))):
            yield from paragraph_rows(paragraph, look, width)
