"""The findings as a table: one row a finding, sorted here."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from diptych.model.comparison import Relation, Side
from diptych.ui import account
from diptych.ui.language import _
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.rows import topics_of
from diptych.ui.theme import RELATION_INK, interface_font
from diptych.ui.wording import (
    Labels,
    capital,
    glyph,
    one_line,
    percent,
    relation_word,
    wording_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme, Token

_LETTERS = 140
_MANY = 20
_BEFORE = "… "
# From here on scripts may be written without blanks between words.
_UNSPACED = "\u0e00"
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# Comparing a role with Qt's enumeration costs a look-up each time; the view asks often.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_BY_CELL = sys.platform == "win32"
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_ID = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """What stands where."""

    NUMBER = 0
    TOPIC = 1
    READING = 2
    LEFT = 3
    RIGHT = 4
    EVIDENCE = 5
    SURE = 6
    YOU = 7


class Cell(NamedTuple):
    """One cell, ready to be drawn.

    Args:
        spots: where words of it are set off: first and past the last character.
        spot_ink: in which colour.
        short: what stands in it where the text has no room, "" for as much of that as fits.
    """

    text: str
    ink: Token = "ink"
    bold: bool = False
    small: bool = False
    spots: tuple[tuple[int, int], ...] = ()
    spot_ink: Token = "ink"
    short: str = ""

    def from_spots(self) -> Cell:
        """Return the cell as it begins with the word before the first that is set off."""
        start = self.spots[0][0]
        cut = self.text.rfind(" ", 0, max(0, start - 1)) + 1
        if cut == 0:
            return self
        shift = len(_BEFORE) - cut
        spots = tuple((first + shift, last + shift) for first, last in self.spots)
        return self._replace(text=_BEFORE + self.text[cut:], spots=spots)


class FindingsModel(QAbstractTableModel):
    """The findings in the order that the reader chose."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._places: dict[str, int] = {}
        self._labels = Labels("", "")
        self._theme: Theme | None = None
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self._cells: dict[int, tuple[Cell, ...]] = {}

    @property
    def shown(self) -> Sequence[Row]:
        """The findings in the order of the table."""
        return self._shown

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme

    def set_rows(self, rows: Sequence[Row], labels: Labels) -> None:
        """Show these findings. Where only verdicts or notes changed, nothing moves."""
        is_renamed, self._labels = labels != self._labels, labels
        self._all = tuple(rows)
        self._refresh()
        if is_renamed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def row_of(self, finding: str) -> int:
        """Return the table's row of a finding, or -1 where it is not shown."""
        return self._places.get(finding, -1)

    def cells(self, row: int) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        if row not in self._cells:
            cells = _cells(self._shown[row], self._labels)
            if self._order[0] == Column.TOPIC:
                cells = (cells[0], self._group_cell(row), *cells[2:])
            self._cells[row] = cells
        return self._cells[row]

    def is_group_start(self, row: int) -> bool:
        """Whether findings are grouped by topic, and a group begins here."""
        if self._order[0] != Column.TOPIC or row == 0:
            return False
        return _group(self._shown[row]) != _group(self._shown[row - 1])

    def _group_cell(self, row: int) -> Cell:
        """Return the topic where a group begins, in the rest of it what else is spoken to."""
        if row == 0 or self.is_group_start(row):
            return Cell(_group(self._shown[row]) or _("no topic"), bold=True)
        others = self._shown[row].finding.topics[1:]
        return Cell(f"+ {', '.join(others)}" if others else "", "dim", small=True)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many findings are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Return a cell's text, colour, font, tool tip, spoken text, or its finding's id."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.cells(row)[column].text
        if role == _FOREGROUND:
            return self._theme.colour(self.cells(row)[column].ink) if self._theme else None
        if role == _FONT:
            cell = self.cells(row)[column]
            return interface_font(SMALL if cell.small else SIZE, bold=cell.bold)
        if role == _TOOL_TIP:
            return self._tip(row, column)
        if role == _ACCESSIBLE:
            return _spoken(self._shown[row], Column(column), self._labels)
        if role == _DESCRIPTION and _BY_CELL:
            return account.sentence(self._shown[row], self._labels)
        return self._shown[row].finding.id if role == _ID else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> str | None:
        """Return a column's title."""
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        return "#" if section == Column.NUMBER else self.titles()[Column(section)]

    def titles(self) -> dict[Column, str]:
        """Return the columns by which findings can be sorted, and what each is called."""
        labels, nameless = self._labels, Labels(_("left"), _("right"))
        if labels in (nameless, Labels("", "")):
            labels = Labels(_("Left"), _("Right"))
        return {
            Column.TOPIC: _("Topic"),
            Column.READING: _("Reading"),
            Column.LEFT: labels.left,
            Column.RIGHT: labels.right,
            Column.EVIDENCE: _("Evidence"),
            Column.SURE: _("Sure"),
            Column.YOU: _("You"),
        }

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order of the text."""
        self._order = (column, order)
        self._refresh()

    def _refresh(self) -> None:
        shown = list(self._all)
        column, order = self._order
        if column >= 0:
            labels = self._labels
            key: Callable[[Row], Any] = lambda row: _sort_key(row, column, labels)  # noqa: E731
            shown.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        places = {row.finding.id: at for at, row in enumerate(shown)}
        if list(places) == list(self._places):
            self._renew(shown)
            return
        self.beginResetModel()
        self._shown, self._places, self._cells = shown, places, {}
        self.endResetModel()

    def _renew(self, shown: list[Row]) -> None:
        """Take the same findings in the same order; tell which of them have changed."""
        pairs = zip(self._shown, shown, strict=True)
        changed = [at for at, (old, new) in enumerate(pairs) if old is not new]
        self._shown, self._cells = shown, {}
        # Of many the view draws what is in view: it need not hear of each.
        spans = [(at, at) for at in changed]
        if len(spans) > _MANY:
            spans = [(changed[0], changed[-1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def _tip(self, row: int, column: int) -> str:
        shown = self._shown[row]
        texts = {
            Column.LEFT: shown.left,
            Column.RIGHT: shown.right,
            Column.EVIDENCE: "\n".join(line.text for line in account.evidence(shown, self._labels)),
        }
        return tip(texts.get(Column(column)) or shown.label)


def _cells(row: Row, labels: Labels) -> tuple[Cell, ...]:
    relation = row.relation
    silent = Cell(_("no passage speaks to this"), "dim", small=True)
    sure = percent(row.finding.confidence)
    if row.is_wording:
        silent, sure = Cell(_("nothing"), "dim", small=True), ""
    return (
        Cell(str(row.number)),
        Cell(topics_of(row), short=_first_topic(row)),
        Cell(
            _reading(row, labels),
            RELATION_INK[relation] if relation else "dim",
            bold=True,
        ),
        _quote(row, Side.LEFT) if row.left else silent,
        _quote(row, Side.RIGHT) if row.right else silent,
        Cell(one_line(account.evidence_in_short(row), _LETTERS), "dim", small=True),
        Cell(sure),
        Cell(_yours(row)),
    )


def _spoken(row: Row, column: Column, labels: Labels) -> str:
    """Return what a cell says to who cannot see it; the cells of a row make up a sentence.

    Screen readers elsewhere than on Windows speak all cells of a row, one after the other; there
    the one that has the keyboard is spoken, and its description, which is the whole sentence.
    """
    match column:
        case Column.NUMBER:
            return _("Finding {number} of {total}").format(number=row.number, total=row.total)
        case Column.TOPIC:
            return topics_of(row)
        case Column.READING:
            return _reading(row, labels).partition(" ")[2]
        case Column.LEFT | Column.RIGHT:
            return account.said_by(row, Side.LEFT if column is Column.LEFT else Side.RIGHT, labels)
        case Column.SURE if not row.is_wording:
            return _("{share} percent sure").format(share=round(row.finding.confidence * 100))
        case Column.EVIDENCE:
            return account.evidence_in_short(row)
        case Column.YOU:
            yours = [_("your verdict")] if row.verdict else []
            return ", ".join([*yours, _("Has a note.")] if row.has_note else yours)
    return ""


def _reading(row: Row, labels: Labels) -> str:
    """Return what is said of the two sides, with its sign."""
    sign = glyph(row.relation) + ("?" if row.is_unsure and not row.is_wording else "")
    kind = row.finding.wording
    is_told_apart = not row.finding.relation.is_one_sided or (kind is not None and kind.is_noise)
    if row.is_wording and is_told_apart:
        return f"{sign} {wording_word(kind)}"
    return f"{sign} {relation_word(row.relation, labels)}"


def _first_topic(row: Row) -> str:
    """Return the first of several topics, and how many others there are; else ""."""
    others = len(row.finding.topics) - 1
    return f"{_group(row)} +{others}" if others > 0 else ""


def _group(row: Row) -> str:
    """Return the topic under which a finding stands where they are grouped."""
    return capital(row.finding.topics[0]) if row.finding.topics else ""


def _quote(row: Row, side: Side) -> Cell:
    """Return the words of one side, those that carry the finding set off."""
    text, evidence = one_line(row.quote(side), _LETTERS), row.finding.evidence
    own = evidence.left_only if side is Side.LEFT else evidence.right_only
    low = text.casefold()
    spots = []
    if len(low) == len(text):  # else what is found in the one stands elsewhere in the other
        for word in (*evidence.shared, *own):
            at = _word_in(low, word.casefold())
            if at >= 0:
                spots.append((at, at + len(word)))
    ink = RELATION_INK[row.relation] if row.relation else "dim"
    in_order = sorted(spots, key=lambda spot: (spot[0], -spot[1]))
    return Cell(text, spots=tuple(in_order), spot_ink=ink)


def _word_in(text: str, word: str) -> int:
    """Return where a word stands in a text, not as a part of another word; -1 for nowhere."""
    at = text.find(word) if word else -1
    while at >= 0 and (_is_within(text, at) or _is_within(text, at + len(word))):
        at = text.find(word, at + 1)
    return at


def _is_within(text: str, at: int) -> bool:
    """Whether a place is inside a word."""
    around = text[at - 1 : at + 1] if at else ""
    return len(around) > 1 and around.isalnum() and max(around) < _UNSPACED


def _yours(row: Row) -> str:
    """The reader's part: a tick where the verdict confirms, its sign where it differs, a note."""
    parts = []
    if row.verdict:
        same = row.verdict.relation is row.finding.relation
        parts.append("✓" if same else f"✓ {glyph(row.verdict.relation)}")
    if row.has_note:
        parts.append(_("note"))
    return " ".join(parts)


def fullest_part() -> str:
    """Return the most that can stand in the column of the reader's part."""
    return f"✓ {glyph(Relation.DIVERGE)} " + _("note")


def _sort_key(row: Row, column: int, labels: Labels) -> Any:
    match column:
        case Column.NUMBER:
            return row.number
        case Column.SURE:
            return row.finding.confidence
        case Column.TOPIC:
            return (not row.finding.topics, _group(row).casefold())
        case Column.READING:
            return _reading(row, labels).casefold()
        case Column.EVIDENCE:
            return account.evidence_in_short(row).casefold()
        case Column.LEFT:
            return (not row.left, row.number)
        case Column.RIGHT:
            first = row.finding.right[0].spans[0].start if row.finding.right else -1
            return (first < 0, first)
        case _:
            return _yours(row).casefold()
