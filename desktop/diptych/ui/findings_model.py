"""The findings as a table: one row a finding, sorted here."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from diptych.model.comparison import Side
from diptych.ui import account
from diptych.ui.language import _
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.rows import topics_of
from diptych.ui.theme import RELATION_INK, interface_font
from diptych.ui.wording import Labels, glyph, one_line, percent, relation_word, wording_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme, Token

_LETTERS = 140
_MANY = 20
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# Comparing a role with Qt's enumeration costs a look-up each time; the view asks often.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
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
    """

    text: str
    ink: Token = "ink"
    bold: bool = False
    small: bool = False
    spots: tuple[tuple[int, int], ...] = ()
    spot_ink: Token = "ink"


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
                cells = (cells[0], self._group_cell(row, cells[1]), *cells[2:])
            self._cells[row] = cells
        return self._cells[row]

    def is_group_start(self, row: int) -> bool:
        """Whether findings are grouped by topic, and a group begins here."""
        if self._order[0] != Column.TOPIC or row == 0:
            return False
        return topics_of(self._shown[row]) != topics_of(self._shown[row - 1])

    def _group_cell(self, row: int, cell: Cell) -> Cell:
        """Return the topic where a group begins, and nothing in the rest of it."""
        return cell._replace(bold=True) if row == 0 or self.is_group_start(row) else Cell("")

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
            return account.sentence(self._shown[row], self._labels)
        return self._shown[row].finding.id if role == _ID else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> str | None:
        """Return a column's title."""
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        titles = {
            Column.NUMBER: "#",
            Column.TOPIC: _("Topic"),
            Column.READING: _("Reading"),
            Column.LEFT: self._labels.left or _("Left"),
            Column.RIGHT: self._labels.right or _("Right"),
            Column.EVIDENCE: _("Evidence"),
            Column.SURE: _("Sure"),
            Column.YOU: _("You"),
        }
        return titles[Column(section)]

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
    sign = glyph(relation) + ("?" if row.is_unsure and not row.is_wording else "")
    silent = Cell(_("no passage speaks to this"), "dim", small=True)
    word, sure = relation_word(relation, labels), percent(row.finding.confidence)
    if row.is_wording:
        silent, sure = Cell(_("nothing"), "dim", small=True), ""
        kind = row.finding.wording
        if not row.finding.relation.is_one_sided or (kind and kind.is_noise):
            word = wording_word(kind)
    return (
        Cell(str(row.number)),
        Cell(topics_of(row)),
        Cell(
            f"{sign} {word}",
            RELATION_INK[relation] if relation else "dim",
            bold=True,
        ),
        _quote(row, Side.LEFT) if row.left else silent,
        _quote(row, Side.RIGHT) if row.right else silent,
        Cell(one_line(account.evidence_in_short(row), _LETTERS), "dim", small=True),
        Cell(sure),
        Cell(_yours(row)),
    )


def _quote(row: Row, side: Side) -> Cell:
    """Return the words of one side, those that carry the finding set off."""
    text, evidence = one_line(row.quote(side), _LETTERS), row.finding.evidence
    own = evidence.left_only if side is Side.LEFT else evidence.right_only
    low = text.casefold()
    spots = []
    if len(low) == len(text):  # else what is found in the one stands elsewhere in the other
        for word in (*evidence.shared, *own):
            at = low.find(word.casefold())
            if at >= 0 and word:
                spots.append((at, at + len(word)))
    ink = RELATION_INK[row.relation] if row.relation else "dim"
    return Cell(text, spots=tuple(sorted(spots)), spot_ink=ink)


def _yours(row: Row) -> str:
    """The reader's part: a tick where the verdict confirms, its sign where it differs, a note."""
    parts = []
    if row.verdict:
        same = row.verdict.relation is row.finding.relation
        parts.append("✓" if same else f"✓ {glyph(row.verdict.relation)}")
    if row.has_note:
        parts.append(_("note"))
    return " ".join(parts)


def _sort_key(row: Row, column: int, labels: Labels) -> Any:
    match column:
        case Column.NUMBER:
            return row.number
        case Column.SURE:
            return row.finding.confidence
        case Column.LEFT:
            return (not row.left, row.number)
        case Column.RIGHT:
            first = row.finding.right[0].spans[0].start if row.finding.right else -1
            return (first < 0, first)
        case _:
            return _cells(row, labels)[column].text.casefold()
