"""The library: find a document, open it in either pane, say what is known of it, bring in more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.ui.bar import PillButton
from diptych.ui.controls import QuietButton
from diptych.ui.details import Details
from diptych.ui.filter_field import FilterField
from diptych.ui.language import _
from diptych.ui.library_list import LibraryList
from diptych.ui.library_model import SORTS, LibraryModel
from diptych.ui.plain_list import add_action
from diptych.ui.prose import Line, Piece, Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from diptych.services.cataloguing import Item
    from diptych.ui.library_model import Row
    from diptych.ui.theme import Theme

WIDTH = 270
_SHOWN = 12


class LibraryPanel(QWidget):
    """The library's documents, with a filter above and a form and buttons below.

    Signals:
        open_requested: what is to be opened, a `Row`, and the side.
        another_requested: what is to be opened in a pane of its own, a `Row`.
        files_dropped: paths of files and folders, a list[Path].
        add_asked: "files" or "folder" are to be chosen.
        find_asked: the file of a document is to be looked for, a `Row`.
        remove_asked: a document is to be removed, a `Row`.
        edited: an entry, a field, its new text.
        sorted_by: a key of `SORTS`.
        stop_asked: no more files are to be added.
    """

    open_requested = Signal(object, Side)
    another_requested = Signal(object)
    files_dropped = Signal(object)
    add_asked = Signal(str)
    find_asked = Signal(object)
    remove_asked = Signal(object)
    edited = Signal(object, str, str)
    sorted_by = Signal(str)
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Library"))
        self.setAcceptDrops(True)
        self.model = LibraryModel(self)
        self.list = LibraryList(self.model, self)
        self._heading = Prose(self)
        self.filter = FilterField(
            _("Filter by title, author, year…"), _("Filter the library"), self
        )
        self._sort = QuietButton("", self)
        self._sort.clicked.connect(self._offer_sorts)
        self.details = Details(self)
        self.details.hide()
        self._news = Prose(self)
        self._news.hide()
        self.stop = QuietButton(_("Stop"), self)
        self.stop.hide()
        self.stop.clicked.connect(self._leave_news)
        self._can_stop = False
        self.left = self._button(_("Open left"), lambda: self._open(Side.LEFT))
        self.right = self._button(_("Open right"), lambda: self._open(Side.RIGHT))
        self.add = PillButton(_("Add…"), _("Add files or a folder"), arrow=True, parent=self)
        self.add.clicked.connect(self._offer_adding)
        self._make_actions()
        self._lay_out()
        self._connect()
        self._show_count()
        self._show_sort()
        self._enable()

    # Building

    def _button(self, text: str, act: Callable[[], None]) -> QuietButton:
        button = QuietButton(text, self)
        button.clicked.connect(act)
        return button

    def _make_actions(self) -> None:
        table: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("left", _("Open left"), "", lambda: self._open(Side.LEFT)),
            ("right", _("Open right"), "", lambda: self._open(Side.RIGHT)),
            (
                "another",
                _("Open in another pane"),
                "Alt+Return",
                lambda: self._ask(self.another_requested),
            ),
            ("versions", _("Show or hide earlier versions"), "", self._fold),
            ("details", _("Edit details…"), "F2", self.edit_details),
            ("find", _("Find its file…"), "", lambda: self._ask(self.find_asked)),
            ("remove", _("Remove from the library"), "Del", lambda: self._ask(self.remove_asked)),
        )
        self._actions = {
            name: add_action(self.list, text, act, key) for name, text, key, act in table
        }

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._sort)
        news = QHBoxLayout()
        news.addWidget(self._news, 1)
        news.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.left, self.right):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addLayout(news)
        column.addWidget(self.details)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.filter.left_below.connect(self._go_to_list)
        self.list.left_above.connect(self.filter.setFocus)
        self.list.open_asked.connect(self._open)
        self.list.row_changed.connect(self._enable)
        self.list.fold_asked.connect(self._unfold)
        self.details.edited.connect(self.edited)
        self.details.left.connect(self._leave_details)

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(WIDTH, 400)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (
            *(self._heading, self._sort, self._news, self.stop, self.left, self.right),
            *(self.add, self.list, self.details),
        ):
            part.set_theme(theme)

    # Showing

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these documents; the current one stays current."""
        with_current = self.list.current()
        self.model.set_items(items)
        self._come_back(with_current)
        self._show_count()

    def set_sort(self, key: str) -> None:
        """Sort by a key of `SORTS`."""
        with_current = self.list.current()
        self.model.set_sort(key)
        self._come_back(with_current)
        self._show_sort()

    def show_news(
        self, sentence: str, names: Sequence[str] = (), *, can_stop: bool = False
    ) -> None:
        """Say how far the adding is or what came of it, and name what was left out; "" hides it."""
        lines = [Line((Piece(sentence),))]
        lines += [Line((Piece(name, "dim"),), small=True) for name in names[:_SHOWN]]
        if len(names) > _SHOWN:
            more = _("and {count} more").format(count=len(names) - _SHOWN)
            lines.append(Line((Piece(more, "dim"),), small=True))
        self._news.set_lines(lines if sentence else [])
        self._news.setVisible(bool(sentence))
        self._can_stop = can_stop
        self.stop.setText(_("Stop") if can_stop else _("Close"))
        self.stop.updateGeometry()
        self.stop.setVisible(bool(sentence))

    @property
    def news(self) -> str:
        """What was said of the adding."""
        return "" if self._news.isHidden() else self._news.text()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list, into the filter where the list is empty."""
        (self.list if self.model.rows else self.filter).setFocus()

    def edit_details(self) -> None:
        """Show the form of the current document."""
        row = self.list.current()
        if row is not None:
            self.details.show_item(row.item, row.entry)
            self.details.show()
            self.details.take_keyboard()

    def _come_back(self, row: Row | None) -> None:
        if row is not None and not self.list.go_to(row.entry.sha256):
            self.list.go_to(row.item.entry.sha256)
        self._enable()

    def _show_count(self) -> None:
        shown = sum(not row.is_earlier for row in self.model.rows)
        count = f"{shown} / {self.model.total}" if self.filter.text() else f"{self.model.total}"
        pieces = (Piece(_("Library"), bold=True), Piece(f"  {count}", "dim", small=True))
        self._heading.set_lines([Line(pieces, large=True)])
        self.list.empty_words = (
            _("No document matches.")
            if self.model.total
            else _("The library is empty.\n\nAdd files or a folder, or drop them here.")
        )

    def _show_sort(self) -> None:
        words = _(SORTS[self.model.sort_key])
        self._sort.setText(f"{words} ▾")
        self._sort.setAccessibleName(_("Order: {order}").format(order=words))
        self._sort.updateGeometry()

    def _enable(self) -> None:
        row = self.list.current()
        for button in (self.left, self.right):
            button.setEnabled(row is not None)
        for action in self._actions.values():
            action.setEnabled(row is not None)
        self._actions["versions"].setVisible(row is not None and row.versions > 1)
        self._actions["find"].setVisible(row is not None and row.is_missing)
        if row is not None and not self.details.isHidden():
            self.details.show_item(row.item, row.entry)

    # What the reader does

    def _leave_news(self) -> None:
        if self._can_stop:
            self.stop_asked.emit()
        else:
            self.show_news("")

    def _filter(self, words: str) -> None:
        with_current = self.list.current()
        self.model.set_filter(words)
        self._come_back(with_current)
        self._show_count()

    def _go_to_list(self) -> None:
        if self.model.rows:
            self.list.setFocus()

    def _open(self, side: Side) -> None:
        row = self.list.current()
        if row is not None:
            self.open_requested.emit(row, side)

    def _ask(self, signal: SignalInstance) -> None:
        row = self.list.current()
        if row is not None:
            signal.emit(row)

    def _fold(self) -> None:
        row = self.list.current()
        if row is not None:
            self._unfold(row.item.entry.sha256, not (row.is_unfolded or row.is_earlier))

    def _unfold(self, sha256: str, is_unfolded: bool) -> None:
        with_current = self.list.current()
        self.model.unfold(sha256, is_unfolded=is_unfolded)
        self._come_back(with_current)

    def _leave_details(self) -> None:
        self.details.hide()
        self.list.setFocus()

    def _offer_sorts(self) -> None:
        menu = self._fresh_menu()
        group = QActionGroup(menu)
        for key, text in SORTS.items():
            action = menu.addAction(_(text))
            action.setCheckable(True)
            action.setChecked(key == self.model.sort_key)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, key=key: self._sort_by(key))
        menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft()))

    def _sort_by(self, key: str) -> None:
        self.set_sort(key)
        self.sorted_by.emit(key)

    def _offer_adding(self) -> None:
        menu = self._fresh_menu()
        for what, text in (("files", _("Add files…")), ("folder", _("Add a folder…"))):
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, what=what: self.add_asked.emit(what))
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _fresh_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # Files from elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if self._files(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept files."""
        if self._files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        paths = self._files(event)
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _files(self, event: QDropEvent) -> list[Path]:
        if event.source() is self.list:
            return []
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
