"""The strip beside the pages: small pictures of them, and the document's table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedLayout,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from diptych.ui.controls import Segments, ThinScrollBar
from diptych.ui.language import _
from diptych.ui.page_cache import Key
from diptych.ui.prose import SMALL
from diptych.ui.theme import fill, interface_font

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QStyleOptionViewItem

    from diptych.services.pages import Leaves
    from diptych.ui.page_view import PageView
    from diptych.ui.theme import Theme

    Index = QModelIndex | QPersistentModelIndex

WIDTH = 168
# The room of a small picture and of the label below it, pixels.
_PICTURE = QSize(120, 150)
_LABEL = 22
_ROUNDED = 3  # dots by which a picture may be taller than its room: it was rounded on its way
_TALLEST = 3.0  # of a page, as a share of its width
_INDENT = "\u2003"
_DEEPEST = 8


class _Lines(QAbstractListModel):
    """A list of lines that is not copied: what stands in them is asked for when it is seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a line."""
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._lines[index.row()] if is_text else None


class _Thumbnails(QStyledItemDelegate):
    """Draws a page small, with its label below."""

    def __init__(self, view: PageView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self.theme: Theme | None = None

    def key(self, page: int) -> Key:
        """Return the picture that is shown of a page, turned as the pages are."""
        width, height = self._view.stack.size(page)
        ratio = self._view.devicePixelRatioF()
        room = _PICTURE * ratio
        wide = min(room.width(), room.height() * width / height)
        return Key(page, max(1, round(wide)), self._view.stack.rotation, self._view.is_dark)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same room for every page."""
        return QSize(WIDTH - 20, _PICTURE.height() + _LABEL + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the picture, or paper until it is here."""
        theme, page = self.theme, index.row()
        if theme is None or page >= self._view.stack.count:
            return
        room: QRect = option.rect
        key = self.key(page)
        width, height = self._view.stack.size(page)
        ratio = self._view.devicePixelRatioF()
        wide = key.width / ratio
        box = QRectF(0, 0, wide, min(_PICTURE.height(), wide * min(_TALLEST, height / width)))
        box.moveCenter(QRectF(room.adjusted(0, 0, 0, -_LABEL)).center())
        # On whole pixels of the screen, so that no picture is stretched by a part of one.
        box.moveTo(round(box.left() * ratio) / ratio, round(box.top() * ratio) / ratio)
        fill(painter, box, theme.colour("paper"))
        pictures = self._view.loader.pictures
        picture = pictures.get(key)
        older = pictures.stand_in(key) if picture is None else None
        if picture is not None and abs(picture.height() - box.height() * ratio) < _ROUNDED:
            picture.setDevicePixelRatio(ratio)
            painter.drawImage(box.topLeft(), picture)
        elif (shown := older[1] if older is not None else picture) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, shown)
        is_here = page == self._view.page_in_view()
        painter.setPen(QPen(theme.colour("focus" if is_here else "border"), 2 if is_here else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(theme.colour("ink" if is_here else "dim"))
        label = QRect(room.left(), room.bottom() - _LABEL, room.width(), _LABEL)
        words = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideMiddle, label.width()
        )
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


class PageStrip(QWidget):
    """Thumbnails or contents; a click or Enter goes to the page.

    Args:
        view: the pages.
    """

    def __init__(self, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._leaves: Leaves | None = None
        self._theme: Theme | None = None
        self._labels, self._headings = _Lines(self), _Lines(self)
        self._tabs = Segments(
            (
                ("pages", _("Pages"), _("Small pictures of the pages")),
                ("contents", _("Contents"), _("Table of contents")),
            )
        )
        self.thumbnails = _list(self._labels, _("Small pictures of the pages"), self)
        self.contents = _list(self._headings, _("Table of contents"), self)
        self._drawer = _Thumbnails(view, self)
        self.thumbnails.setItemDelegate(self._drawer)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.thumbnails)
        self._stack.addWidget(self.contents)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 0, 0)
        column.addWidget(self._tabs)
        column.addLayout(self._stack)
        self.setFixedWidth(WIDTH)
        self._tabs.chosen.connect(self.show_tab)
        self._tabs.set_current("pages")
        for each in (self.thumbnails, self.contents):
            each.clicked.connect(self._go)
            each.activated.connect(self._go)
        self.thumbnails.verticalScrollBar().valueChanged.connect(lambda _value: view.loader.wake())
        view.loader.serve(self._needs)
        view.loader.pictured.connect(self._picture_came)
        view.scrolled.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = self._drawer.theme = theme
        self._tabs.set_theme(theme)
        self.thumbnails.viewport().update()

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show the pages of another document."""
        self._leaves = leaves
        self._labels.set_lines(leaves.labels if leaves else ())
        entries = leaves.outline if leaves else ()
        self._headings.set_lines(
            tuple(_INDENT * min(_DEEPEST, each.level - 1) + each.title for each in entries)
        )
        self._follow()

    def show_tab(self, key: str) -> None:
        """Show small pictures ("pages") or the table of contents ("contents")."""
        self._tabs.set_current(key)
        self._stack.setCurrentIndex(0 if key == "pages" else 1)
        self._view.loader.wake()

    def _needs(self) -> Iterator[Key | int]:
        if self._leaves is None or not self.thumbnails.isVisible():
            return
        row = self._drawer.sizeHint(None, None).height()  # type: ignore[arg-type]
        bar, port = self.thumbnails.verticalScrollBar(), self.thumbnails.viewport()
        first = bar.value() // row
        last = (bar.value() + port.height()) // row
        for page in range(first, min(last + 1, self._view.stack.count)):
            yield self._drawer.key(page)

    def _picture_came(self, _page: int) -> None:
        self.thumbnails.viewport().update()

    def _follow(self) -> None:
        """Keep the page that is read in sight."""
        if self._leaves is None or not self.isVisible():
            return
        index = self._labels.index(self._view.page_in_view(), 0)
        if index != self.thumbnails.currentIndex():
            self.thumbnails.setCurrentIndex(index)
            self.thumbnails.scrollTo(index)
            self.thumbnails.viewport().update()

    def _go(self, index: QModelIndex) -> None:
        leaves = self._leaves
        if leaves is None:
            return
        if index.model() is self._labels:
            self._view.go_to(index.row())
        else:
            heading = leaves.outline[index.row()]
            self._view.go_to(heading.page, heading.y)


def _list(model: _Lines, name: str, parent: QWidget) -> QListView:
    made = QListView(parent)
    made.setModel(model)
    made.setAccessibleName(name)
    made.setUniformItemSizes(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFont(interface_font(SMALL))
    made.setVerticalScrollBar(ThinScrollBar(made))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    return made
