"""Texts, findings and notes as PDF: read again, they say what the window said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from diptych.formats.order import Order as Reading
from diptych.formats.reader import read_document
from diptych.model.comparison import Side
from diptych.ui.printing import Order, PrintDialog, make_pdf
from support.driver import Reader
from support.letters import LEFT, RIGHT, write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.document import Document


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    yield reader
    reader.end()


def read(pdf: bytes) -> Document:
    return read_document(pdf, Reading("print.pdf"))


def words(text: str) -> str:
    return " ".join(text.split())


def test_both_texts_their_findings_and_notes_are_on_the_pages(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    reader.write("They agree on this")
    reader.wait_until_saved()
    document = read(make_pdf(reader.window, Order()))
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
    document = read(make_pdf(reader.window, order))
    reader.end()
    assert len(document.pages) > 3
    source = words(document.source)
    at = -1
    for number in range(1, 201):
        found = source.find(f"Paragraph {number} tells of the flow of office files.", at + 1)
        assert found > at, number
        at = found


def test_each_relation_has_a_sign_of_its_own_on_paper(reader: Reader) -> None:
    source = read(make_pdf(reader.window, Order(notes=False))).source
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
    source = words(read(target.read_bytes()).source)
    assert "We oppose asylum" in source
    assert "The ferry is loved" not in source
    assert "suggested by Diptych" not in source


def test_a_file_that_cannot_be_written_is_said(reader: Reader, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "none" / "reading.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(target), ""))
    reader.run("print")
    reader.click(reader.window.findChild(PrintDialog).findChild(object, "pdf"))
    assert "could not be written" in reader.status
