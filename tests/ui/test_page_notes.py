"""Notes on pages that have no words: where the page was clicked, drawn there and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF

from diptych.model.comparison import Side
from diptych.services.workers import PAGE_TASKS, TASKS, worker
from diptych.ui.bridge import Bridge
from diptych.ui.page_geometry import Box
from support.driver import Reader
from support.pdfs import write_book, write_scan

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.page_view import PageView


@pytest.fixture
def reader(qtbot, data_folder: Path):
    bridge = Bridge()
    reader = Reader(
        qtbot,
        data_folder,
        lambda: worker(TASKS, bridge.post),
        lambda: worker(PAGE_TASKS, bridge.post),
    )
    yield reader
    reader.end()


def scan_of(reader: Reader) -> PageView:
    """Wait until the scan on the left is there to be clicked."""
    reader.wait(lambda: len(reader.window.desk.documents) == len(Side))
    part = reader.pane(Side.LEFT).page_side
    assert part is not None
    view = part.view
    reader.wait(lambda: view.document is not None and view.viewport().width() > 300)
    reader.wait(lambda: view.loader.leaf(0) is not None)
    return view


def test_a_note_on_a_scan_stands_where_the_page_was_clicked(reader: Reader, tmp_path: Path) -> None:
    reader.start(write_scan(tmp_path / "scan.pdf"), write_book(tmp_path / "book.pdf"))
    view = scan_of(reader)
    reader.click(view.viewport(), QPoint(150, 120))
    page, x, y = view.point_at(QPointF(150, 120))
    view.setFocus()
    reader.write("here is a seal")
    reader.wait_until_saved()
    (note,) = reader.workplace.library.notes()
    (anchor,) = note.anchors
    box = Box(*anchor.boxes[0][1:])
    assert (anchor.quote, anchor.page, page) == ("", 0, 0)
    assert box.holds(x, y)
    assert [ground.note for ground in view.spots(0).grounds] == [note.id]
    assert "page 1" in reader.window.panel.notes_card._rows[0].accessibleName()
    reader.close()
    reader.start()
    view = scan_of(reader)
    reader.wait(lambda: bool(view.spots(0).grounds))
    at = view.stack.on_screen(0, box)
    across = (at.left + at.right) / 2 - view.horizontalScrollBar().value()
    reader.click(
        view.viewport(), QPoint(round(across), round((at.top + at.bottom) / 2 - view.top()))
    )
    assert reader.note == "here is a seal"


def test_a_note_that_is_gone_to_while_the_pages_are_being_opened_is_in_view_when_they_are(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(write_scan(tmp_path / "scan.pdf"), write_book(tmp_path / "book.pdf"))
    view = scan_of(reader)
    view.show_point(1, 400.0)
    view.setFocus()
    reader.write("on the second page")
    reader.wait_until_saved()
    (note,) = reader.workplace.library.notes()
    assert note.anchors[0].page == 1
    part = reader.pane(Side.LEFT).page_side
    assert part is not None
    part.close_file()
    part.show_file(str(tmp_path / "scan.pdf"))
    part.show_text(reader.pane(Side.LEFT).opened.document)
    reader.window.handlers.notes.open(note.id)
    assert part.view.leaves is None
    reader.wait(lambda: part.view.leaves is not None)
    place = view.stack.on_screen(1, Box(*note.anchors[0].boxes[0][1:]))
    assert 0 < place.top - view.top() < view.viewport().height()


def test_a_note_on_words_of_the_text_knows_its_boxes_on_the_page(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(write_book(tmp_path / "book.pdf"), write_scan(tmp_path / "scan.pdf"))
    reader.wait(lambda: len(reader.window.desk.documents) == len(Side))
    reader.pane(Side.LEFT).show_pages(False)
    reader.select_words(Side.LEFT, "Page 2 line 7 says")
    reader.write("where is it printed?")
    reader.wait_until_saved()

    def boxes() -> tuple[tuple[float, ...], ...]:
        return reader.workplace.library.notes()[0].left[0].boxes

    reader.wait(lambda: bool(boxes()))
    ((page, left, _top, right, _bottom),) = boxes()
    assert (page, round(left)) == (1, 72)
    assert right < 200
