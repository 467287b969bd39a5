"""The rows of the library's list: filtered, sorted, earlier versions unfolded under a document.

It holds what `services.cataloguing` says and knows nothing of files.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)

from diptych.services.names import visible_name
from diptych.ui.language import _, mark, plural, said
from diptych.ui.prose import tip
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.note import LibraryEntry
    from diptych.services.cataloguing import Item

    Index = QModelIndex | QPersistentModelIndex

ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which the list finds the `Row` itself."""

SORTS = {
    "title": mark("By title"),
    "author": mark("By author"),
    "date": mark("By date"),
    "opened": mark("Last opened first"),
}


class Row(NamedTuple):
    """A line of the list.

    Args:
        item: the document.
        entry: it, or the earlier version that stands on this line.
        is_earlier: whether it is an earlier version.
        is_unfolded: whether its earlier versions are shown below it.
    """

    item: Item
    entry: LibraryEntry
    is_earlier: bool = False
    is_unfolded: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether its file is known to be gone; an earlier version never has one."""
        return self.item.is_missing and not self.is_earlier

    @property
    def title(self) -> str:
        """What the line is called."""
        return visible_name(self.entry.title)

    @property
    def versions(self) -> int:
        """How many versions there are of this document, with the present one."""
        return 0 if self.is_earlier else len(self.item.earlier) + 1

    @property
    def remark(self) -> str:
        """What stands below the title."""
        if self.is_earlier:
            read = self.entry.opened[:10]
            return (
                _("Earlier version, read {day}").format(day=day(read))
                if read
                else _("Earlier version")
            )
        if self.is_missing:
            return _("Missing: find it, or open a copy")
        parts = (self.entry.author, day(self.entry.date), said(self.entry.format))
        return " · ".join(filter(None, parts))

    @property
    def spoken(self) -> str:
        """The line as a sentence for assistive technology."""
        return ", ".join(filter(None, (self.title, self.remark, self.versions_words)))

    @property
    def versions_words(self) -> str:
        """How many versions there are, "" for one."""
        if self.versions < 2:
            return ""
        return plural("{count} version", "{count} versions", self.versions)


class LibraryModel(QAbstractListModel):
    """The documents that match a filter, in an order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[Item] = ()
        self._words: list[str] = []
        self._sort = "title"
        self._unfolded: set[str] = set()
        self.rows: list[Row] = []

    @property
    def total(self) -> int:
        """How many documents there are, filtered or not."""
        return len(self._items)

    @property
    def sort_key(self) -> str:
        """What the rows are sorted by, a key of `SORTS`."""
        return self._sort

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these documents."""
        self._items = items
        self._renew()

    def set_filter(self, words: str) -> None:
        """Show only what holds all of these words in its title, author, date, format or name."""
        self._words = _plain(words).split()
        self._renew()

    def set_sort(self, key: str) -> None:
        """Sort by a key of `SORTS`."""
        self._sort = key if key in SORTS else "title"
        self._renew()

    def unfold(self, sha256: str, *, is_unfolded: bool) -> None:
        """Show or hide the earlier versions of a document."""
        (self._unfolded.add if is_unfolded else self._unfolded.discard)(sha256)
        self._renew()

    def row_of(self, sha256: str) -> int:
        """Return the row of a document or version, -1 where it is not shown."""
        return next((at for at, row in enumerate(self.rows) if row.entry.sha256 == sha256), -1)

    def _renew(self) -> None:
        self.beginResetModel()
        rows = []
        for item in sorted(filter(self._matches, self._items), key=self._order):
            unfolded = bool(item.earlier) and item.entry.sha256 in self._unfolded
            rows.append(Row(item, item.entry, is_unfolded=unfolded))
            if unfolded:
                rows += [Row(item, entry, is_earlier=True) for entry in item.earlier]
        self.rows = rows
        self.endResetModel()

    def _matches(self, item: Item) -> bool:
        if not self._words:
            return True
        entry = item.entry
        names = (PurePath(path).name for path in item.paths)
        text = _plain(" ".join((entry.title, entry.author, entry.date, entry.format, *names)))
        return all(word in text for word in self._words)

    def _order(self, item: Item) -> tuple[object, ...]:
        entry, title = item.entry, _plain(item.entry.title)
        if self._sort == "author":
            return not entry.author, _plain(entry.author), title
        if self._sort == "date":
            return not entry.date, entry.date, title
        if self._sort == "opened":
            return tuple(-ord(letter) for letter in item.opened) or (0,), title
        return (title,)

    # What the list asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a line says."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            places = () if row.is_earlier else row.item.paths
            return tip("\n".join(map(visible_name, (row.entry.title, *places))))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let what has a file be dragged."""
        flags = super().flags(index)
        if index.isValid() and self._path(index):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the files of lines, to be dropped on a pane."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path(index)) for index in indexes])
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        """Files are never moved."""
        return Qt.DropAction.CopyAction

    def _path(self, index: Index) -> str:
        row = self.rows[index.row()]
        return "" if row.is_earlier or row.is_missing else row.entry.path


def _plain(text: str) -> str:
    """Return a text without case and accents, to be searched and sorted by."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
