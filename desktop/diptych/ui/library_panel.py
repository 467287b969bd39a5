"""The documents of the library, to be opened in either pane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from diptych.model.comparison import Side
from diptych.ui.controls import QuietButton, ThinScrollBar
from diptych.ui.language import _
from diptych.ui.prose import SIZE, SMALL, Line, Piece, Prose, tip
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent

    from diptych.model.note import LibraryEntry
    from diptych.ui.theme import Theme

WIDTH = 250
_HASH = int(Qt.ItemDataRole.UserRole)
_REMARK = _HASH + 1
_MISSING = _HASH + 2


class LibraryPanel(QWidget):
    """The library: a list of documents, opened by double-click, Enter, menu or button.

    Enter and double-click open left, with Shift they open right.

    Signals:
        open_requested: (hash, Side).
        files_dropped: paths, a list[Path].
        add_requested: the reader wants to choose files.
    """

    open_requested = Signal(str, Side)
    files_dropped = Signal(object)
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Library"))
        self.setAcceptDrops(True)
        self._heading = Prose(self)
        self._heading.set_lines([Line((Piece(_("Library"), bold=True),), large=True)])
        self._list = _Documents(self)
        self._list.itemActivated.connect(self._activated)
        self._left = self._open_button(_("Open left"), Side.LEFT)
        self._right = self._open_button(_("Open right"), Side.RIGHT)
        self._add = QuietButton(_("Add files…"), self)
        self._add.clicked.connect(self.add_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self._left, self._right):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.addWidget(self._heading)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        self._list.currentRowChanged.connect(self._enable)
        self._enable()

    def _open_button(self, text: str, side: Side) -> QuietButton:
        button = QuietButton(text, self)
        button.clicked.connect(lambda: self._open(side))
        action = QAction(text, self._list)
        action.triggered.connect(lambda: self._open(side))
        self._list.addAction(action)
        return button

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(WIDTH, 400)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._heading.set_theme(theme)
        for button in (self._left, self._right, self._add):
            button.set_theme(theme)
        self._list.set_theme(theme)

    def set_entries(self, entries: Sequence[LibraryEntry], missing: Container[str]) -> None:
        """Show these documents; `missing` holds the hashes of those whose file is gone."""
        current = self._current()
        self._list.clear()
        for entry in entries:
            self._list.addItem(_item(entry, gone=entry.sha256 in missing))
            if entry.sha256 == current:
                self._list.setCurrentRow(self._list.count() - 1)
        self._enable()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if _files(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept files."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        paths = _files(event)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _current(self) -> str:
        item = self._list.currentItem()
        return str(item.data(_HASH)) if item else ""

    def _enable(self) -> None:
        has_one = bool(self._current())
        for button in (self._left, self._right):
            button.setEnabled(has_one)
        for action in self._list.actions():
            action.setEnabled(has_one)

    def _activated(self, _item: QListWidgetItem) -> None:
        self._open(Side.RIGHT if self._list.shifted() else Side.LEFT)

    def _open(self, side: Side) -> None:
        if self._current():
            self.open_requested.emit(self._current(), side)


class _Documents(QListWidget):
    """The list itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._painter = _EntryPainter(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(_("Documents of the library"))
        self._shifted = False

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._painter.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("window"))
        self.setPalette(colours)
        self.viewport().update()

    def shifted(self) -> bool:
        """Return whether Shift was held when the current item was activated."""
        from PySide6.QtWidgets import QApplication

        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        return bool(held) or self._shifted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, on every system and with Shift too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.currentItem()
            if item:
                self._shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.itemActivated.emit(item)
                self._shifted = False
            return
        super().keyPressEvent(event)


class _EntryPainter(QStyledItemDelegate):
    """Draws a title and, below it, its date or that the file is gone."""

    def __init__(self, documents: QListWidget) -> None:
        super().__init__(documents)
        self.theme: Theme | None = None
        self._list = documents
        self._title, self._small = interface_font(SIZE), interface_font(SMALL)
        self._heights = (QFontMetrics(self._title).height(), QFontMetrics(self._small).height())

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return two lines and their room."""
        return QSize(100, sum(self._heights) + 14)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw an entry."""
        theme = self.theme
        if theme is None:
            return
        rect = option.rect
        if index.row() == self._list.currentRow():
            fill(painter, rect, theme.colour("row"))
            if self._list.hasFocus():
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        inner = rect.adjusted(8, 6, -6, -6)
        missing = bool(index.data(_MISSING))
        painter.setFont(self._title)
        painter.setPen(theme.colour("dim" if missing else "ink"))
        title = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(self._small)
        painter.setPen(theme.colour("danger" if missing else "dim"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, str(index.data(_REMARK)))


def _item(entry: LibraryEntry, *, gone: bool) -> QListWidgetItem:
    remark = _("The file is gone") if gone else day(entry.date)
    item = QListWidgetItem(entry.title)
    item.setData(_HASH, entry.sha256)
    item.setData(_REMARK, remark)
    item.setData(_MISSING, gone)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (entry.title, remark))))
    item.setToolTip(tip(f"{entry.title}\n{entry.path}"))
    return item


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
