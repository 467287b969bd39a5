"""Texts, findings and notes on paper, or as PDF: what is asked, and how pages are filled."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from diptych.model.comparison import Side
from diptych.model.errors import UserError
from diptych.services.names import visible_name
from diptych.ui.exporting import Job
from diptych.ui.focused import Choice
from diptych.ui.language import _
from diptych.ui.look import plain_look
from diptych.ui.note_handlers import place_on
from diptych.ui.pane import paragraph_in, paragraphs_of
from diptych.ui.print_rows import (
    PrintMarks,
    PrintRow,
    fills_of,
    finding_rows,
    note_rows,
    plain_letters,
    text_rows,
)
from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from PySide6.QtGui import QPagedPaintDevice

    from diptych.model.document import Document
    from diptych.model.note import LibraryEntry, Note
    from diptych.services.verdicts import PlaceOf
    from diptych.ui.look import Look
    from diptych.ui.rows import Row
    from diptych.ui.window import Window
    from diptych.ui.wording import Labels

_MARGIN_MM = 15.0
_HEAD, _FOOT, _APART = 34.0, 26.0, 14.0
# Points: one text on a page, two side by side.
_ALONE, _BESIDE = 11.0, 9.0
_SMALL = 7.5
_INK, _DIM = QColor("#000000"), QColor("#444444")
_RULE = 0.6


class Order(NamedTuple):
    """What is to be printed.

    Args:
        sides: whose texts; two stand side by side.
        findings, notes: whether these follow.
    """

    sides: tuple[Side, ...] = tuple(Side)
    findings: bool = True
    notes: bool = True


class _Stream(NamedTuple):
    """What fills one column of its pages: a title, where it stands, its lines."""

    title: str
    left: float
    width: float
    rows: Iterator[PrintRow]


def show_dialog(window: Window) -> None:
    """Ask what is to be printed; it is done when the reader presses one of the buttons."""
    dialog = PrintDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


class PrintDialog(QDialog):
    """What is printed, and where to. It does not hold up the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(_("Print"))
        self.setAccessibleName(_("Print"))
        self.setFont(interface_font(SIZE))
        labels = window.desk.labels()
        self.texts = Choice(self)
        for words, sides in (
            (_("Both, side by side"), tuple(Side)),
            (_("Only {document}").format(document=labels.left), (Side.LEFT,)),
            (_("Only {document}").format(document=labels.right), (Side.RIGHT,)),
            (_("None"), ()),
        ):
            self.texts.addItem(words, sides)
        self.texts.setAccessibleName(_("Texts"))
        self.findings = QCheckBox(_("The list of findings"), self)
        self.notes = QCheckBox(_("The notes"), self)
        for box in (self.findings, self.notes):
            box.setChecked(True)
        form = QFormLayout()
        form.addRow(_("Texts"), self.texts)
        form.addRow("", self.findings)
        form.addRow("", self.notes)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for name, words, act in (
            ("pdf", _("Save as PDF…"), self._to_file),
            ("paper", _("Print…"), self._on_paper),
            ("cancel", _("Cancel"), self.close),
        ):
            buttons.addWidget(self._button(name, words, act))
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addSpacing(8)
        column.addLayout(buttons)
        # It speaks of these two documents.
        window.desk.opened.connect(self._leave)
        window.desk.refused.connect(self._leave)
        window.desk.paged.connect(self._leave)

    def _leave(self, *_told: object) -> None:
        self.close()

    def _button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def order(self) -> Order:
        """Return what the reader wants."""
        # Qt gives a tuple back as a list.
        sides = tuple(Side(side) for side in self.texts.currentData())
        return Order(sides, self.findings.isChecked(), self.notes.isChecked())

    def _to_file(self) -> None:
        window, made = self._window, list[bytes]()
        exporting = window.handlers.exporting
        if exporting.refuses():
            return
        # Until the reader has named a file other documents may come, and this dialog go.
        steps = make_pdf(window, self.order(), made)
        path, _filter = QFileDialog.getSaveFileName(
            window, _("Save as PDF"), f"{exporting.name()}.pdf", "*.pdf"
        )
        if path:
            target = Path(path)
            done = _("The pages were saved: {name}").format(name=target.name)
            off = _("Nothing was saved.")
            exporting.begin(Job(steps, lambda: made[0], target, done, off))
            if isValid(self):
                self.close()

    def _on_paper(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._window.handlers.exporting.refuses():
            return
        printer = QPrinter()
        _set_up(printer, self._window)
        printer.setResolution(self._window.logicalDpiX())
        chooser = QPrintDialog(printer, self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.accepted.connect(lambda: self._print(printer))
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.show()

    def _print(self, printer: QPagedPaintDevice) -> None:
        exporting = self._window.handlers.exporting
        if exporting.refuses():
            return
        steps = print_pages(printer, self._window, self.order())
        done = _("The pages went to the printer.")
        off = _("Printing was broken off; pages that were made may still come out.")
        exporting.begin(Job(steps, None, None, done, off))
        self.close()


def make_pdf(window: Window, order: Order, made: list[bytes]) -> Generator[int, None, None]:
    """Make the pages as a PDF file, as `print_pages` does; at the end `made` has the file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(window.handlers.exporting.name())
    writer.setCreator("Diptych")
    # The unit of the page is the screen's, in which lines are laid out.
    writer.setResolution(window.logicalDpiX())
    _set_up(writer, window)
    pages = print_pages(writer, window, order)

    def steps() -> Generator[int, None, None]:
        yield from pages
        made.append(bytes(buffer.data().data()))

    return steps()


def _set_up(device: QPagedPaintDevice, _window: QWidget) -> None:
    imperial = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4
    device.setPageLayout(
        QPageLayout(
            QPageSize(size),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )


def print_pages(
    device: QPagedPaintDevice, window: Window, order: Order
) -> Generator[int, None, None]:
    """Fill the pages of a printer or a file, in steps of a few milliseconds.

    Yields how many pages there are. What is printed is what is there when this is called. Who wants
    no more closes it.

    Raises:
        UserError: the printer takes no pages.
    """
    desk = window.desk
    desk.places.settle()
    stand = _Stand(
        tuple(window.table.findings.shown),
        {side: opened.document for side, opened in desk.documents.items()},
        {side: _title(opened.entry) for side, opened in desk.documents.items()},
        tuple(desk.notes),
        desk.labels(),
        desk.places.place_of,
        _look(window, _BESIDE if len(order.sides) > 1 else _ALONE),
        _look(window, _ALONE - 1),
    )
    return _print(device, stand, order)


def _print(device: QPagedPaintDevice, stand: _Stand, order: Order) -> Generator[int, None, None]:
    painter = QPainter()
    if not painter.begin(device):
        raise UserError(_("The printer takes no pages."), _("Look whether it is there and ready."))
    press = _Press(painter, device)
    try:
        yield from _fill(press, stand, order)
    finally:
        painter.end()


class _Stand(NamedTuple):
    """What is printed, as it stands when that begins: many pages take a while."""

    rows: tuple[Row, ...]
    documents: dict[Side, Document]
    titles: dict[Side, str]
    notes: tuple[Note, ...]
    labels: Labels
    place_of: PlaceOf
    look: Look
    smaller: Look


def _title(entry: LibraryEntry) -> str:
    return " · ".join(filter(None, (visible_name(entry.title), day(entry.date))))


def _fill(press: _Press, stand: _Stand, order: Order) -> Iterator[int]:
    """Print what begins on a page of its own, one after the other."""
    if order.sides:
        yield from _print_texts(press, stand, order.sides)
    width, look = press.width, stand.smaller
    if order.findings and stand.rows:
        lines = finding_rows(stand.rows, stand.documents, stand.labels, look, width)
        yield from press.fill((_Stream(_("Findings"), 0.0, width, lines),))
    if order.notes and stand.notes:
        lines = note_rows(_told(stand), look, width)
        yield from press.fill((_Stream(_("Notes"), 0.0, width, lines),))


def _print_texts(press: _Press, stand: _Stand, sides: tuple[Side, ...]) -> Iterator[int]:
    share = (press.width - _APART * (len(sides) - 1)) / len(sides)
    marks, streams = PrintMarks(stand.rows), []
    for number, side in enumerate(sides):
        document = stand.documents[side]
        fills: dict[int, list[tuple[int, int]]] = {}
        for block, start, end in fills_of(stand.notes, document, stand.place_of):
            fills.setdefault(block, []).append((start, end))
            yield 0
        lines = text_rows(document, stand.look, share, partial(marks.on, side), fills)
        streams.append(_Stream(stand.titles[side], number * (share + _APART), share, lines))
    yield from press.fill(streams)


def _told(stand: _Stand) -> Iterator[tuple[str, str]]:
    """Yield where each note stands, and its text."""
    documents = stand.documents
    paragraphs = {side: paragraphs_of(document) for side, document in documents.items()}

    def paragraph_at(side: Side, offset: int) -> int:
        return paragraph_in(documents[side], paragraphs[side], offset)

    for note in stand.notes:
        if note.body.strip():
            place = place_on(note, documents, stand.labels, stand.place_of, paragraph_at)
            yield place, note.body


def _look(window: Window, size: float) -> Look:
    chosen = window.handlers.appearance.look()
    return plain_look()._replace(
        families=chosen.families,
        line_height=chosen.line_height,
        paragraph_spacing=chosen.paragraph_spacing,
        size=size,
        measure=0,
        ink=_INK,
        dim=_DIM,
    )


class _Press:
    """Puts lines on pages."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice) -> None:
        self._painter, self._device = painter, device
        box = painter.viewport()
        self.width, self._height = float(box.width()), float(box.height())
        self._page = 0

    def fill(self, streams: Sequence[_Stream]) -> Iterator[int]:
        """Print streams side by side, from a new page on, until the longest ends."""
        waiting: list[PrintRow | None] = [next(stream.rows, None) for stream in streams]
        while any(row is not None for row in waiting):
            if self._page:
                self._device.newPage()
            self._page += 1
            self._draw_frame(streams)
            for number, stream in enumerate(streams):
                waiting[number] = yield from self._fill_column(stream, waiting[number])

    def _fill_column(
        self, stream: _Stream, row: PrintRow | None
    ) -> Generator[int, None, PrintRow | None]:
        """Print what fits into a column of this page; return the first line that does not."""
        y, bottom = _HEAD, self._height - _FOOT
        is_empty = True
        # What may not be parted is printed anyhow where a whole page has not the room.
        while row is not None and (is_empty or y + row.height + row.after <= bottom):
            row.draw(self._painter, QPointF(stream.left, y))
            y += row.height
            is_empty = False
            row = next(stream.rows, None)
            yield self._page
        return row

    def _draw_frame(self, streams: Sequence[_Stream]) -> None:
        painter = self._painter
        painter.setPen(_INK)
        painter.setFont(plain_letters(interface_font(_SMALL + 1, bold=True)))
        metrics = painter.fontMetrics()
        for stream in streams:
            box = QRectF(stream.left, 0, stream.width, metrics.height() + 2)
            words = metrics.elidedText(stream.title, Qt.TextElideMode.ElideRight, int(stream.width))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, words)
            painter.setPen(QPen(_INK, _RULE))
            painter.drawLine(
                QPointF(box.left(), box.bottom() + 2), box.bottomRight() + QPointF(0, 2)
            )
        painter.setFont(plain_letters(interface_font(_SMALL)))
        painter.setPen(_DIM)
        foot = QRectF(0, self._height - _FOOT + 8, self.width, _FOOT - 8)
        words = _("Page {number}").format(number=self._page)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, words)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, _legend())


def _legend() -> str:
    return _("= converge (solid)   ≠ diverge (wavy)   ≈ a part (dashed)   ○ only here (dotted)")
