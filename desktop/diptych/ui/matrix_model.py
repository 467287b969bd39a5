"""The matrix of topics and documents, and the timeline of one topic, as tables of cells."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from diptych.model.comparison import Relation
from diptych.model.standing import Stance
from diptych.services.matrix import in_time
from diptych.services.names import visible_name
from diptych.ui.language import _, plural, said
from diptych.ui.prose import tip
from diptych.ui.theme import RELATION_INK
from diptych.ui.wording import capital, day, glyph, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.comparison import Topic
    from diptych.model.document import Span
    from diptych.model.standing import Standing
    from diptych.services.cataloguing import Item
    from diptych.services.matrix import Agreement, Matrix
    from diptych.ui.theme import Token

    Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_LETTERS = 600
_WASH: dict[Relation, Token] = {
    Relation.CONVERGE: "converge_wash",
    Relation.DIVERGE: "diverge_wash",
    Relation.PARTIAL: "partial_wash",
    Relation.ONLY_LEFT: "only_wash",
    Relation.ONLY_RIGHT: "only_wash",
}


class Cell(NamedTuple):
    """One document on one topic, ready to be drawn.

    Args:
        head: sign and word of how it stands to the other document, or of what is missing.
        ink, wash: of that word, and of the cell's ground.
        remark: how many positions there are.
        quote: the strongest position, "" where there is none.
        stance: what it does, with the words that say so, or "".
        spoken: all of it as a sentence.
        spans: where the quotation stands.
    """

    head: str
    ink: Token
    wash: Token
    remark: str
    quote: str
    stance: str
    spoken: str
    spans: tuple[Span, ...]


class Heading(NamedTuple):
    """The heading of a row or a column.

    Args:
        text, remark: in large and in small letters.
        is_wrong: whether the remark says that something is missing.
        swatch: "#rrggbb" of a disc before the text, or "".
        is_base: whether it is the document that the others are compared with.
    """

    text: str
    remark: str = ""
    is_wrong: bool = False
    swatch: str = ""
    is_base: bool = False


class Table(Protocol):
    """What a view shows."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell; None where headings alone stand."""

    def heading(self, section: int, orientation: Qt.Orientation) -> Heading:
        """Return the heading of a row or a column."""


def stance_words(stance: Stance | None, cue: str) -> str:
    """Return what a sentence does with its topic, with the words that say so; "" if not plain."""
    words = {
        Stance.FOR: _("in favour"),
        Stance.AGAINST: _("against"),
        Stance.ASKS: _("asks"),
        Stance.PROMISES: _("promises"),
        Stance.REGRETS: _("regrets"),
        Stance.NEEDS: _("says what must be"),
    }
    return f"{words[stance]} · “{cue}”" if stance is not None else ""


def cell_of(
    standing: Standing | None, agreement: Agreement | None, other: Standing | None, trouble: str
) -> Cell:
    """Return the cell of a document on a topic.

    Args:
        standing: what it holds; None where that is not known yet.
        agreement: with the other document; None where the two were not compared, or there is no
            other.
        other: what the other document holds; None where there is none, it is not known, or how
            the two stand to each other is hidden.
        trouble: why the document could not be read, or "".
    """
    if standing is None:
        words = _("cannot be read") if trouble else _("being read…")
        return Cell(words, "danger" if trouble else "dim", "card", "", "", "", words, ())
    if not standing.strongest:
        words = f"{glyph(Relation.ONLY_LEFT)} " + _("silent")
        return Cell(words, "only_ink", "card", "", "", "", _("silent"), ())
    if standing.number:
        head, relation = _standing_words(agreement, other)
    else:
        head, relation = f"{glyph(Relation.ONLY_LEFT)} " + _("no plain position"), None
    remark = plural("{count} position", "{count} positions", standing.number)
    if not standing.number:
        remark = plural("{count} sentence", "{count} sentences", standing.spoken)
    if standing.number and agreement is not None and agreement.relation is not None:
        parts = (
            f"{glyph(each)}{agreement.number(each)}"
            for each in (Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL)
            if agreement.number(each)
        )
        remark = f"{' '.join(parts)} · {remark}"
    said_first = standing.strongest[0]
    stance = stance_words(said_first.stance, said_first.cue)
    quote = one_line(said_first.quote, _LETTERS)
    return Cell(
        head,
        RELATION_INK[relation] if relation else "dim",
        _WASH[relation] if relation else "card",
        remark,
        quote,
        stance,
        ". ".join(filter(None, (head.lstrip("=≠≈○… "), remark, stance, quote))),
        said_first.passage.spans,
    )


def _standing_words(
    agreement: Agreement | None, other: Standing | None
) -> tuple[str, Relation | None]:
    if other is None:
        return "", None
    if not other.number:
        return f"{glyph(Relation.ONLY_RIGHT)} " + _("only here"), Relation.ONLY_RIGHT
    if agreement is None:
        return "… " + _("not compared yet"), None
    match agreement.relation:
        case Relation.CONVERGE:
            words = _("converges")
        case Relation.DIVERGE:
            words = _("diverges")
        case Relation.PARTIAL:
            words = _("in part")
        case _:
            return f"{glyph(Relation.ONLY_RIGHT)} " + _("no counterpart"), Relation.ONLY_RIGHT
    return f"{glyph(agreement.relation)} {words}", agreement.relation


class _Model(QAbstractTableModel):
    """What both tables have in common."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell; None where headings alone stand."""
        raise NotImplementedError

    def heading(self, section: int, orientation: Qt.Orientation) -> Heading:
        """Return the heading of a row or a column."""
        raise NotImplementedError

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.head if cell is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sections = (
                (index.row(), Qt.Orientation.Vertical),
                (index.column(), Qt.Orientation.Horizontal),
            )
            names = [self.heading(*section).text for section in sections]
            words = ", ".join(filter(None, names))
            return f"{words}: {cell.spoken}" if cell is not None else words
        if role == Qt.ItemDataRole.ToolTipRole and cell is not None:
            return tip("\n".join(filter(None, (cell.head, cell.stance, cell.quote))))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a heading."""
        heading = self.heading(section, orientation)
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = ", ".join(filter(None, (heading.text, heading.remark)))
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def spot(self, index: Index) -> tuple[str, str]:
        """Return by what a cell is found again in another order: ids of its topic and document."""
        raise NotImplementedError

    def at(self, spot: tuple[str, str]) -> QModelIndex:
        """Return the cell of a spot, an invalid index where there is none any more."""
        rows, columns = range(self.rowCount()), range(self.columnCount())
        cells = (self.index(row, column) for row in rows for column in columns)
        return next((each for each in cells if self.spot(each) == spot), _NOWHERE)


class MatrixModel(_Model):
    """A row a topic, a column a document, by date."""

    def __init__(self, matrix: Matrix, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self.topics: tuple[Topic, ...] = ()
        self.items: list[Item] = []
        self.base = ""

    def renew(self, topics: Sequence[Topic], order: str, base: str) -> None:
        """Show the documents of the matrix as they are known now.

        Args:
            topics: the rows.
            order: "date", "title" or "added".
            base: hash of the document that the others are compared with.
        """
        items = _ordered(self._matrix.items, order)
        here = _hashes(items)
        is_same = here == _hashes(self.items)
        is_same = is_same and [t.id for t in topics] == [t.id for t in self.topics]
        if not is_same:
            self.beginResetModel()
        self.topics, self.items, self.base = tuple(topics), items, base
        if not is_same:
            self.endResetModel()
        elif here and topics:
            self.dataChanged.emit(self.index(0, 0), self.index(len(topics) - 1, len(here) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(here) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(topics) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many topics there are."""
        return 0 if parent.isValid() else len(self.topics)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many documents there are."""
        return 0 if parent.isValid() else len(self.items)

    def spot(self, index: Index) -> tuple[str, str]:
        """Return topic and document of a cell."""
        return self.topics[index.row()].id, self.items[index.column()].entry.sha256

    def cell(self, row: int, column: int) -> Cell:
        """Return what a document holds on a topic."""
        matrix, topic = self._matrix, self.topics[row].name
        sha256 = self.items[column].entry.sha256
        is_base = sha256 == self.base
        return cell_of(
            matrix.standing(sha256, topic),
            *_beside(matrix, "" if is_base else self.base, sha256, topic),
            matrix.trouble(sha256),
        )

    def heading(self, section: int, orientation: Qt.Orientation) -> Heading:
        """Return a topic, or a document with its date."""
        if orientation is Qt.Orientation.Vertical:
            topic = self.topics[section]
            known = [self._matrix.standing(i.entry.sha256, topic.name) for i in self.items]
            speak = sum(each is not None and each.number > 0 for each in known)
            remark = plural("{count} document", "{count} documents", speak)
            return Heading(capital(topic.name), remark, swatch=topic.colour)
        entry = self.items[section].entry
        is_base = entry.sha256 == self.base
        trouble = said(self._matrix.trouble(entry.sha256))
        remark = trouble or day(entry.date) or _("no date")
        return Heading(visible_name(entry.title), remark, bool(trouble), is_base=is_base)


class TimelineModel(_Model):
    """A row a document that holds something on a topic, by date; the undated ones last."""

    def __init__(self, matrix: Matrix, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self.topic: Topic | None = None
        self.items: list[Item] = []
        self.silent = 0

    def renew(self, topic: Topic | None) -> None:
        """Show a topic as it is known now."""
        known = [
            (item, self._matrix.standing(item.entry.sha256, topic.name) if topic else None)
            for item in in_time(self._matrix.items)
        ]
        items = [item for item, standing in known if standing is not None and standing.number]
        self.silent = sum(standing is not None and not standing.number for _i, standing in known)
        is_same = _hashes(items) == _hashes(self.items)
        if not is_same:
            self.beginResetModel()
        self.topic, self.items = topic, items
        if not is_same:
            self.endResetModel()
        elif items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    def pairs(self) -> list[tuple[str, str]]:
        """Return each document with the one before it."""
        return list(pairwise(_hashes(self.items)))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many documents speak to the topic."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return one column."""
        return 0 if parent.isValid() else 1

    def spot(self, index: Index) -> tuple[str, str]:
        """Return the document of a row."""
        return "", self.items[index.row()].entry.sha256

    def cell(self, row: int, _column: int) -> Cell:
        """Return what a document holds, beside the one before it."""
        assert self.topic is not None
        matrix, topic = self._matrix, self.topic.name
        sha256 = self.items[row].entry.sha256
        before = self.items[row - 1].entry.sha256 if row else ""
        return cell_of(
            matrix.standing(sha256, topic),
            *_beside(matrix, before, sha256, topic),
            matrix.trouble(sha256),
        )

    def heading(self, section: int, orientation: Qt.Orientation) -> Heading:
        """Return a document with its date, or the topic."""
        if orientation is Qt.Orientation.Horizontal:
            name = capital(self.topic.name) if self.topic else ""
            remark = _("by date, each beside the one before it")
            return Heading(name, remark, swatch=self.topic.colour if self.topic else "")
        entry = self.items[section].entry
        return Heading(visible_name(entry.title), day(entry.date) or _("no date"))


def _beside(
    matrix: Matrix, other: str, sha256: str, topic: str
) -> tuple[Agreement | None, Standing | None]:
    """Return how a document agrees with another, and what that one holds.

    Neither where there is no other, or what was found between the two is hidden.
    """
    if not other or matrix.is_read_first(other, sha256):
        return None, None
    return matrix.agreement(other, sha256, topic), matrix.standing(other, topic)


def _hashes(items: Sequence[Item]) -> list[str]:
    return [item.entry.sha256 for item in items]


def _ordered(items: Sequence[Item], order: str) -> list[Item]:
    if order == "date":
        return in_time(items)
    if order == "title":
        return sorted(items, key=lambda item: item.entry.title.casefold())
    return list(items)
