"""What assistive technology reads from pages, and the caret that the keyboard moves on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation, Side
from diptych.services import page_tasks
from diptych.ui import assistance
from diptych.ui.marks import Mark, Position
from diptych.work.inline import InlineJobs
from support.driver import CTRL, SHIFT, Reader
from support.letters import make_tasks
from support.pdfs import sentence, write_pages

if TYPE_CHECKING:
    from diptych.ui.page_view import PageView

LEFT = Side.LEFT
NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
DESCRIPTION, HELP = QAccessible.Text.Description, QAccessible.Text.Help


def with_extras(path: Path) -> Path:
    """Write three pages: words, a link to the third and a comment; a picture; words again."""
    plain = write_pages(path.with_name("plain.pdf"), 3, lines=5)
    file = pymupdf.open(plain)
    file.set_metadata({"title": "Three leaves"})
    file.delete_page(1)
    file.new_page(1, 595, 842).draw_rect((100, 100, 300, 300), fill=(1, 0, 0))
    page = file[0]
    link = page.search_for("line 2 says")[0]
    target = pymupdf.Point(0, 0)
    page.insert_link({"kind": pymupdf.LINK_GOTO, "page": 2, "from": link, "to": target})
    comment = page.add_highlight_annot(page.search_for("line 4 says")[0])
    comment.set_info(title="Ana", content="Really?")
    comment.update()
    file.save(path)
    file.close()
    return path


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    assistance.install()
    pages = InlineJobs(page_tasks.make_tasks(lambda path: Path(path).read_bytes()))
    reader = Reader(qtbot, data_folder, lambda: InlineJobs(make_tasks()), lambda: pages)
    reader.start(with_extras(tmp_path / "leaves.pdf"))
    reader.wait(lambda: reader.pane(LEFT).opened is not None)
    reader.run("show_side_panel")
    reader.run("show_findings")
    wait_for_words(reader, 0)
    view(reader).setFocus()
    yield reader
    reader.end()


def view(reader: Reader) -> PageView:
    part = reader.pane(LEFT).page_side
    assert part is not None
    return part.view


def wait_for_words(reader: Reader, page: int) -> None:
    reader.wait(lambda: view(reader).loader.leaf(page) is not None)
    QApplication.processEvents()


def spoken(reader: Reader):
    return QAccessible.queryAccessibleInterface(view(reader))


def test_pages_are_a_document_that_says_its_title_and_page(reader: Reader) -> None:
    said = spoken(reader)
    assert said.role() == QAccessible.Role.Document
    assert said.state().readOnly
    assert said.text(NAME) == "Left pages, Three leaves, Page 1 of 3"
    view(reader).show_page(2)
    assert said.text(NAME).endswith("Page 3 of 3")


def test_the_words_of_all_pages_are_read_and_found_on_the_screen(reader: Reader) -> None:
    pages, words = view(reader), spoken(reader).textInterface()
    whole = words.text(0, words.characterCount())
    assert sentence(0, 0) in whole
    assert sentence(2, 4) in whole
    start = whole.index("line 3 says")
    rect = words.characterRect(start)
    port = pages.viewport()
    assert port.rect().contains(port.mapFromGlobal(rect.center()))
    assert words.offsetAtPoint(rect.center() + QPoint(2, 0)) == start
    words.setSelection(0, start, start + len("line 3 says"))
    assert pages.selected_text() == "line 3 says"
    assert spoken(reader).text(DESCRIPTION) == "line 3 says"
    assert words.cursorPosition() == start + len("line 3 says")
    words.removeSelection(0)
    assert pages.selection() is None
    words.setCursorPosition(whole.index(sentence(2, 1)))
    assert pages.page_in_view() == 2
    assert sentence(2, 1) in spoken(reader).text(VALUE)


def test_without_a_caret_the_first_words_in_view_are_read(reader: Reader) -> None:
    pages, words = view(reader), spoken(reader).textInterface()
    whole = words.text(0, words.characterCount())
    assert words.cursorPosition() == 0
    pages.show_page(2)
    wait_for_words(reader, 2)
    words = spoken(reader).textInterface()
    assert whole[words.cursorPosition() :].startswith("Page 3 line 1 ")
    pages.show_page(1)
    wait_for_words(reader, 1)
    pages.zoom_to(100)
    pages.show_page(1)
    assert spoken(reader).text(VALUE) == "No text on this page"


def test_pages_words_and_what_is_selected_are_announced(reader: Reader, monkeypatch) -> None:
    pages = view(reader)
    assert spoken(reader) is not None
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    reader.press(Qt.Key.Key_End)
    said = [each.message() for each in told if isinstance(each, QAccessibleAnnouncementEvent)]
    kinds = [each.type() for each in told]
    assert said[-1] == "Page 3 of 3"
    assert QAccessible.Event.NameChanged in kinds
    assert QAccessible.Event.TextCaretMoved in kinds
    told.clear()
    pages.select(Position(0, 0), Position(0, 4))
    kinds = [each.type() for each in told]
    assert kinds.count(QAccessible.Event.TextSelectionChanged) == 1
    assert kinds.count(QAccessible.Event.TextCaretMoved) == 1


def test_marks_links_and_comments_are_said_at_the_caret(reader: Reader) -> None:
    pages, words = view(reader), spoken(reader).textInterface()
    whole = words.text(0, words.characterCount())
    assert pages.document is not None
    block = next(at for at, each in enumerate(pages.document.blocks) if "line 3 " in each.text)
    at = pages.document.blocks[block].text.index("line 3 ")
    pages.set_marks([Mark("f", block, at, at + 6, Relation.DIVERGE)])
    for place, expected in (
        ("line 3 says", "they diverge"),
        ("line 2 says", "Page 3"),
        ("line 4 says", "Ana: Really?"),
        ("line 5 says", ""),
    ):
        words.setCursorPosition(whole.index(place))
        assert spoken(reader).text(HELP) == expected
    words.setCursorPosition(whole.index("line 2 says"))
    reader.press(Qt.Key.Key_Return)
    assert pages.page_in_view() == 2
    reader.run("back")
    assert pages.page_in_view() == 0


def test_the_keyboard_alone_selects_words_over_pages(reader: Reader) -> None:
    pages = view(reader)
    reader.press(Qt.Key.Key_Right, SHIFT)
    assert pages.selected_text() == "Page"
    reader.press(Qt.Key.Key_Right, SHIFT)
    assert pages.selected_text() == "Page 1"
    reader.press(Qt.Key.Key_Right, CTRL)
    assert pages.selection() is None
    reader.press(Qt.Key.Key_Down, CTRL)
    reader.press(Qt.Key.Key_Right, SHIFT)
    assert pages.selected_text() == "line"
    assert "line 2" in spoken(reader).text(VALUE)
    for _line in range(4):
        reader.press(Qt.Key.Key_Down, CTRL)
    # The picture between has no words to stand at.
    wait_for_words(reader, 1)
    reader.press(Qt.Key.Key_Down, CTRL)
    wait_for_words(reader, 2)
    reader.press(Qt.Key.Key_Down, CTRL)
    reader.press(Qt.Key.Key_Right, CTRL | SHIFT)
    assert pages.selected_span().start >= pages.document.pages[2].start


def test_the_caret_is_seen_while_the_pages_have_the_keyboard(reader: Reader) -> None:
    pages = view(reader)
    focus = pages._look.focus

    def is_seen() -> bool:
        picture = pages.viewport().grab().toImage()
        rect = pages.caret_rect(pages.caret())
        spots = (QPoint(x, rect.center().y()) for x in range(rect.left() - 2, rect.left() + 3))
        return any(picture.pixelColor(spot) == focus for spot in spots)

    assert not is_seen()
    reader.press(Qt.Key.Key_Right, CTRL)
    assert is_seen()
    reader.window.table.setFocus()
    assert not is_seen()
    pages.setFocus()
    reader.press(Qt.Key.Key_End)
    reader.press(Qt.Key.Key_Right, CTRL)
    QTest.qWait(0)
    assert is_seen()
