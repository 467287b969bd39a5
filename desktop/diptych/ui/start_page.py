"""The start page: the reader's readings with a small picture of each, in place of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from diptych.model.comparison import Side
from diptych.services.names import visible_name
from diptych.services.shelf import Shelf, Shelved, Sketch, Tie
from diptych.ui.background import Background, Latest
from diptych.ui.controls import QuietButton
from diptych.ui.families import within
from diptych.ui.going import Going
from diptych.ui.language import _, plural
from diptych.ui.plain_list import ENTER, PlainList, RowPainter, add_action
from diptych.ui.prose import LARGE, SMALL, Line, Piece, Prose
from diptych.ui.theme import fill, interface_font
from diptych.ui.turns import next_turn
from diptych.ui.wording import capital, day, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent

    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

    Index = QModelIndex | QPersistentModelIndex

_ROW, _PICTURE = 104, QSize(150, 84)
_FIELD = 44
_MEASURE = 860  # pixels: wider, names and pictures would be far apart


class StartPage(QWidget):
    """Lists the readings; opens, renames and deletes them."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._shelf = Shelf(window.workplace)
        self._going = Going(window)
        self._background = Background(self)
        self._drawing = Latest(self._background)
        self.setAccessibleName(_("Readings"))
        self.setAutoFillBackground(True)
        self.model = _Readings(self)
        self.model.renamed = self._rename
        self.list = _ReadingList(self.model, self)
        self.list.opened = self._open
        # The field is still there, and hands its text over in this very moment.
        self.list.itemDelegate().closeEditor.connect(lambda: next_turn(self, self.refresh))
        self.list.left = self._leave
        self._heading = Prose(self)
        self._buttons: list[QuietButton] = []
        row = QHBoxLayout()
        for text, key, act in (
            (_("Open"), "", lambda: self._open(self.list.current())),
            (_("Rename"), "F2", self.rename),
            (_("Delete"), "Del", self.remove),
        ):
            row.addWidget(self._button(text, key, act))
        row.addStretch(1)
        middle = QVBoxLayout()
        middle.setContentsMargins(28, 28, 28, 18)
        middle.setSpacing(12)
        middle.addWidget(self._heading)
        middle.addWidget(self.list, 1)
        middle.addLayout(row)
        holder = QWidget(self)
        holder.setLayout(middle)
        holder.setMaximumWidth(_MEASURE)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(holder, 100)
        outer.addStretch(1)

    def _button(self, text: str, key: str, act: Callable[[], None]) -> QuietButton:
        add_action(self.list, text, act, key)
        button = QuietButton(text, self)
        button.clicked.connect(lambda _checked=False: act())
        self._buttons.append(button)
        return button

    # What the window asks of a panel

    def widget(self) -> QWidget:
        """Return the page."""
        return self

    def refresh(self) -> None:
        """Show the readings there are, and draw their pictures when they are at hand."""
        if self.list.is_editing() or self._background.is_ended:
            return
        self._window.save_place()
        now = self.list.current()
        shelved = self._shelf.readings()
        self.model.set_readings(shelved)
        self.list.go_to(now)
        count = plural("{count} reading", "{count} readings", len(shelved))
        pieces = (Piece(_("Readings"), bold=True), Piece(f"  {count}", "dim", small=True))
        lines = [Line(pieces, large=True)]
        if not shelved:
            lines.append(Line((Piece(_("Two documents that you compare are kept here."), "dim"),)))
        self._heading.set_lines(lines)
        for button in self._buttons:
            button.setEnabled(bool(shelved))
        self._drawing.run(lambda: self._shelf.sketches(shelved), self.model.set_sketches)

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._heading.set_theme(theme)
        self.list.set_theme(theme)
        for button in self._buttons:
            button.set_theme(theme)

    def end(self) -> None:
        """Take the name that is being written, and draw nothing any more: the window closes."""
        self.list.finish()
        self._background.end()

    # What the reader does

    def _open(self, shelved: Shelved | None) -> None:
        if shelved is not None:
            self._going.to_reading(shelved.reading)

    def rename(self) -> None:
        """Let the reader write another name."""
        index = self.list.currentIndex()
        if index.isValid() and not self.list.is_editing():
            self.list.edit(index)

    def _rename(self, shelved: Shelved, name: str) -> None:
        self._window.desk.keep(lambda: self._shelf.rename(shelved.reading, name))

    def remove(self) -> None:
        """Put the current reading in the trash."""
        self.list.finish()
        shelved = self.list.current()
        if shelved is None:
            return
        if self._window.desk.keep(lambda: self._shelf.remove(shelved.reading)) is None:
            words = _("“{title}” is in the trash; its notes and verdicts are kept.")
            self._window.say(words.format(title=name_of(shelved)))
        self.refresh()

    def _leave(self) -> None:
        self._window.handlers.panels.show_texts()


def name_of(shelved: Shelved) -> str:
    """Return what a reading is called: its own name, else its documents'."""
    titles = (visible_name(entry.title) for entry in (shelved.left, shelved.right))
    return visible_name(shelved.name) or " – ".join(titles)


class _Readings(QAbstractListModel):
    """The readings, each with its picture as soon as that is known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Shelved] = []
        self.sketches: dict[tuple[str, str], Sketch] = {}
        self.renamed: Callable[[Shelved, str], None] = lambda _row, _name: None

    def set_readings(self, rows: list[Shelved]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_sketches(self, sketches: dict[tuple[str, str], Sketch]) -> None:
        """Draw these pictures."""
        self.sketches = sketches
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def sketch(self, row: Shelved) -> Sketch | None:
        """Return what the picture of a reading shows."""
        return self.sketches.get((row.reading.left, row.reading.right))

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many readings there are."""
        return len(self.rows)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Let names be changed."""
        can = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return can | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a reading as a sentence, or its name to be changed."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return name_of(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (name_of(row), *self.about(row))))
        return None

    def setData(self, index: Index, value: object, _role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take another name."""
        row = self.rows[index.row()]
        if str(value) != name_of(row):
            self.renamed(row, str(value))
        return True

    def about(self, row: Shelved) -> tuple[str, str, str]:
        """Return documents (where the reading has a name), what is in it, topics and date.

        With the documents come those of the panes beside, where there were some.
        """
        sketch = self.sketch(row)
        titles = name_of(row._replace(name="")) if row.name else ""
        if row.beside:
            names = joined(tuple(visible_name(entry.title) for entry in row.beside))
            titles = ", ".join(filter(None, (titles, _("with {titles}").format(titles=names))))
        counts = []
        if sketch is not None and sketch.findings:
            counts.append(plural("{count} finding", "{count} findings", sketch.findings))
        counts.append(plural("{count} verdict", "{count} verdicts", row.verdicts))
        counts.append(plural("{count} note", "{count} notes", row.notes))
        when = day(row.reading.updated[:10])
        topics = capital(joined(row.reading.topics)) if row.reading.topics else ""
        return titles, " · ".join(counts), " · ".join(filter(None, (topics, when)))


class _ReadingList(PlainList):
    """Readings, one below the other."""

    def __init__(self, model: _Readings, parent: QWidget) -> None:
        super().__init__(_("Readings"), parent)
        self._readings = model
        self.setModel(model)
        self.opened: Callable[[Shelved | None], None] = lambda _row: None
        self.left: Callable[[], None] = lambda: None
        self.setItemDelegate(_ReadingPainter(model, self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def current(self) -> Shelved | None:
        """Return the chosen reading."""
        row = self.currentIndex().row()
        return self._readings.rows[row] if 0 <= row < len(self._readings.rows) else None

    def is_editing(self) -> bool:
        """Whether a name is being written."""
        return self.state() == QAbstractItemView.State.EditingState

    def finish(self) -> None:
        """Take the name that is being written, if one is."""
        editors = (each for each in within(self.viewport()) if isinstance(each, QLineEdit))
        editor = next(editors, None)
        if self.is_editing() and editor is not None:
            self.itemDelegate().commitData.emit(editor)
            self.itemDelegate().closeEditor.emit(editor)

    def go_to(self, shelved: Shelved | None) -> None:
        """Choose the same reading again, else the first."""
        keys = [(row.reading.left, row.reading.right) for row in self._readings.rows]
        key = (shelved.reading.left, shelved.reading.right) if shelved else ("", "")
        if keys:
            self.setCurrentIndex(self._readings.index(keys.index(key) if key in keys else 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, or go back to the texts; everything else is the list's."""
        if self.is_editing():
            event.accept()  # what the field of a name leaves is not for the list
        elif event.key() in ENTER:
            self.opened(self.current())
        elif event.key() == Qt.Key.Key_Escape:
            self.left()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened(self.current())


class _ReadingPainter(RowPainter):
    """Draws a reading: its picture, its name, what is in it."""

    def __init__(self, model: _Readings, rows: _ReadingList) -> None:
        super().__init__(rows)
        self._model, self._list = model, rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(200, _ROW)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for another name."""
        editor = super().createEditor(parent, option, index)
        editor.setFont(interface_font(LARGE))
        editor.setAccessibleName(_("Name of the reading"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the name into the field; what the reader has written there stays."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a name at once; Qt would wait with it, until the field may be gone."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in (*ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return super().eventFilter(watched, event)
        self._list.finish()
        return True

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Lay the field over the name."""
        box: QRect = option.rect
        editor.setGeometry(self._words(box).adjusted(-4, -4, 0, _FIELD - _ROW))

    @staticmethod
    def _words(box: QRect) -> QRect:
        return box.adjusted(_PICTURE.width() + 28, 8, -10, -8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme = self.theme
        if theme is None:
            return
        box: QRect = option.rect
        row = self._model.rows[index.row()]
        self.draw_ground(painter, box, index, theme)
        picture = QRectF(box.left() + 12, box.top() + 10, _PICTURE.width(), _PICTURE.height())
        draw_sketch(painter, picture, self._model.sketch(row), theme)
        words = self._words(box)
        about = ((each, SMALL, False) for each in self._model.about(row))
        lines = ((name_of(row), LARGE, True), *about)
        for text, size, is_name in lines:
            if not text:
                continue
            font = interface_font(size, bold=is_name)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.colour("ink" if is_name else "dim"))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(words, flags, shown)
            words.setTop(words.top() + metrics.height() + (5 if is_name else 3))


def draw_sketch(painter: QPainter, box: QRectF, sketch: Sketch | None, theme: Theme) -> None:
    """Draw two texts as lines, and their findings across the gutter in the colours of the marks."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(theme.colour("gutter"))
    painter.drawRoundedRect(box, 4, 4)
    width = (box.width() - 30) / 2
    papers = {
        Side.LEFT: QRectF(box.left() + 3, box.top() + 3, width, box.height() - 6),
        Side.RIGHT: QRectF(box.right() - 3 - width, box.top() + 3, width, box.height() - 6),
    }
    for side, paper in papers.items():
        fill(painter, paper, theme.colour("paper"))
        lines = sketch.lines[side] if sketch else []
        for at, reach in enumerate(lines):
            y = paper.top() + 3 + at * (paper.height() - 6) / len(lines)
            line = QRectF(paper.left() + 5, y, (width - 10) * reach, 1)
            fill(painter, line, theme.colour("line"))
    for tie in sketch.ties if sketch else ():
        _draw_tie(painter, papers, tie, theme)
    painter.restore()


def _draw_tie(painter: QPainter, papers: dict[Side, QRectF], tie: Tie, theme: Theme) -> None:
    colour = QColor(theme.relation(tie.relation))
    colour.setAlphaF(theme.unsure_alpha if tie.unsure else 0.9)
    middles = []
    for side, span in ((Side.LEFT, tie.left), (Side.RIGHT, tie.right)):
        if span is None:
            continue
        paper = papers[side]
        height = paper.height() - 6
        top = paper.top() + 3 + span[0] * height
        deep = max(1.5, (span[1] - span[0]) * height)
        fill(painter, QRectF(paper.left() + 5, top, paper.width() - 10, deep), colour)
        edge = paper.right() - 5 if side is Side.LEFT else paper.left() + 5
        middles.append((edge, top + deep / 2))
    if len(middles) == len(Side):
        painter.setPen(QPen(colour, 1))
        (x1, y1), (x2, y2) = middles
        painter.drawLine(round(x1), round(y1), round(x2), round(y2))
