"""Texts, findings and notes as PDF: read again, they say what the window said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymupdf
import pytest
from PySide6.QtCore import QEvent, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from diptych.formats.order import Order as Reading
from diptych.formats.reader import read_document
from diptych.model.comparison import Side
from diptych.model.errors import UserError
from diptych.ui.printing import Order, PrintDialog, make_pdf, print_pages
from support.driver import Reader
from support.letters import LEFT, RIGHT, write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.document import Document
    from diptych.ui.window import Window


def read(pdf: bytes) -> Document:
    return read_document(pdf, Reading("print.pdf"))


def pdf(window: Window, order: Order) -> bytes:
    made: list[bytes] = []
    for _pages in make_pdf(window, order, made):
        pass
    return made[0]


def words(text: str) -> str:
    return " ".join(text.split())


def test_both_texts_their_findings_and_notes_are_on_the_pages(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    reader.write("They agree on this")
    reader.wait_until_saved()
    document = read(pdf(reader.window, Order()))
    assert len(document.pages) == 3
    source = words(document.source)
    for text in (LEFT, RIGHT):
        for paragraph in text.split("\n\n"):
            for word in paragraph.split():
                assert word in source
    assert "On the border" in source
    assert "They agree on this" in source
    for row in reader.pairs:
        assert words(row.quote(Side.LEFT)).removesuffix("…") in source
    assert all(f"Page {number}" in source for number in (1, 2, 3))


def test_one_long_text_alone_loses_no_line_between_its_pages(qtbot, data_folder, tmp_path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(
        "\n\n".join(f"Paragraph {n} tells of the flow of office files." for n in range(1, 201)),
        encoding="utf-8",
    )
    reader = Reader(qtbot, data_folder)
    reader.start(path, write_letters(tmp_path)[1])
    order = Order((Side.LEFT,), findings=False, notes=False)
    document = read(pdf(reader.window, order))
    reader.end()
    assert len(document.pages) > 3
    source = words(document.source)
    at = -1
    for number in range(1, 201):
        found = source.find(f"Paragraph {number} tells of the flow of office files.", at + 1)
        assert found > at, number
        at = found


def test_each_relation_has_a_sign_of_its_own_on_paper(reader: Reader) -> None:
    source = read(pdf(reader.window, Order(notes=False))).source
    for number, row in enumerate(reader.rows, start=1):
        if row.relation is not None and not row.is_unsure:
            sign = {"converge": "=", "diverge": "≠", "partial": "≈"}.get(row.relation.value, "○")
            assert f"{number}{sign}" in source


def test_the_dialog_saves_what_was_chosen(reader: Reader, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "reading.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    reader.run("print")
    dialog = reader.window.findChild(PrintDialog)
    dialog.texts.setCurrentIndex(2)
    dialog.findings.setChecked(False)
    reader.click(dialog.findChild(object, "pdf"))
    reader.wait(target.exists)
    source = words(read(target.read_bytes()).source)
    assert "We oppose asylum" in source
    assert "The ferry is loved" not in source
    assert "suggested by Diptych" not in source


def test_what_is_saved_is_what_was_chosen_though_other_documents_come_meanwhile(
    reader: Reader, tmp_path: Path, monkeypatch
) -> None:
    target = tmp_path / "reading.pdf"

    def name_it(*_asked: object) -> tuple[str, str]:
        reader.window.desk.close(Side.RIGHT)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name_it)
    reader.run("print")
    dialog = reader.window.findChild(PrintDialog)
    dialog.texts.setCurrentIndex(2)
    dialog.findings.setChecked(False)
    dialog.findChild(QPushButton, "pdf").click()
    reader.wait(target.exists)
    assert "We oppose asylum" in words(read(target.read_bytes()).source)


def test_a_file_that_cannot_be_written_is_said(reader: Reader, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "none" / "reading.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    reader.run("print")
    reader.click(reader.window.findChild(PrintDialog).findChild(object, "pdf"))
    reader.wait(lambda: "could not be written" in reader.status)


LONG_NOTE = (
    "The first line says *where* it stands. " + "It goes on for long. " * 20 + "#kept\n\n- and this"
)


def test_a_note_is_printed_to_its_end_and_a_quotation_to_its_last_word(
    qtbot, data_folder, tmp_path
) -> None:
    said = "We support asylum, " + "as has been said before, " * 30 + "until the very end."
    path = tmp_path / "long.txt"
    path.write_text(f"{LEFT}\n\n{said}\n", encoding="utf-8")
    reader = Reader(qtbot, data_folder)
    reader.start(path, write_letters(tmp_path)[1])
    reader.select_words(Side.LEFT, "ferry")
    reader.window.commands.action("note").trigger()
    reader.window.panel.note_editor.field.insertPlainText(LONG_NOTE)
    reader.window.panel.flush()
    reader.run("mode_words")
    reader.wait_for_findings()
    texts = [words(read_left(reader, row)) for row in reader.rows]
    source = words(read(pdf(reader.window, Order((), findings=True))).source)
    reader.end()
    assert "says where it stands." in source
    assert "#kept" in source
    assert "• and this" in source
    assert max(map(len, texts)) > 600
    for text in filter(None, texts):
        assert f"“{text}”" in source


def read_left(reader: Reader, row) -> str:
    blocks = reader.window.desk.documents[Side.LEFT].document.blocks
    return " … ".join(blocks[each.block].text[each.start : each.end] for each in row.finding.left)


@pytest.mark.parametrize(
    ("size", "points"),
    [(QPageSize.PageSizeId.A4, (595, 842)), (QPageSize.PageSizeId.Letter, (612, 792))],
)
def test_a_printer_gets_whole_lines_titles_and_numbers_on_each_page(
    reader: Reader, tmp_path: Path, size, points: tuple[int, int]
) -> None:
    document = reader.window.desk.documents[Side.LEFT]
    printer = QPrinter()
    printer.setPageSize(QPageSize(size))
    printer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout.Unit.Millimeter)
    printer.setResolution(reader.window.logicalDpiX())
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert list(print_pages(printer, reader.window, Order((Side.LEFT,), notes=False)))
    pages = pymupdf.open(tmp_path / "paper.pdf")
    for number, page in enumerate(pages, start=1):
        assert (round(page.rect.width), round(page.rect.height)) == points
        found = page.get_text("blocks")
        margin = 15 / 25.4 * 72 - 2
        for left, top, right, bottom, *_rest in found:
            assert left >= margin
            assert right <= points[0] - margin
            assert top >= margin
            assert bottom <= points[1] - margin
        assert f"Page {number}" in page.get_text()
    assert document.entry.title in pages[0].get_text()
    assert "Findings" in pages[-1].get_text()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_no_pages_is_said(reader: Reader, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "none" / "paper.pdf"))
    with pytest.raises(UserError, match="takes no pages"):
        next(print_pages(printer, reader.window, Order()))


def test_the_dialog_goes_when_another_document_comes(reader: Reader, tmp_path: Path) -> None:
    reader.run("print")
    dialog = reader.window.findChild(PrintDialog)
    assert dialog.isVisible()
    other = tmp_path / "other.txt"
    other.write_text("We support the ferry.\n", "utf-8")
    reader.window.desk.open(Side.RIGHT, str(other))
    reader.wait(lambda: not reader.window.findChildren(PrintDialog))
