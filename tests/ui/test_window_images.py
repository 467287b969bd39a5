"""Page images at the real window, with real worker processes: offered, called off, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.formats import scans
from diptych.model.comparison import Side
from diptych.services.workers import PAGE_TASKS, TASKS, worker
from diptych.ui.bridge import Bridge
from support.driver import Reader
from support.letters import write_letters
from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCAN = ROOT / "tests" / "data" / "formats" / "scan-img2pdf.pdf"


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


@pytest.mark.skipif("eng" not in scans.languages(), reason="no language data for Tesseract")
def test_page_images_are_read_where_the_reader_wants_it(reader: Reader) -> None:
    # The same file on both sides: what is read on one is not taken for what is on the other.
    reader.start(SCAN, SCAN)
    desk, notices = reader.window.desk, reader.window.handlers.notices

    def ask() -> None:
        reader.wait(lambda: [a.key for a in notices.notice(Side.RIGHT)._words.acts] == ["images"])
        reader.click(notices.notice(Side.RIGHT).button("images"))
        reader.wait(lambda: "Reading the page images… Esc stops" in reader.status)

    reader.wait(lambda: len(desk.documents) == len(Side))
    ask()
    reader.press(Qt.Key.Key_Escape)
    reader.wait(lambda: Side.RIGHT in desk.documents and "Reading" not in reader.status)
    assert not desk.documents[Side.RIGHT].document.source.strip()
    ask()
    reader.wait(lambda: Side.RIGHT in desk.documents and desk.documents[Side.RIGHT].ocr == "eng")
    assert notices.text(Side.RIGHT) == ""
    assert "The council proposes to rebuild" in desk.documents[Side.RIGHT].document.source
    assert not desk.documents[Side.LEFT].document.blocks
    view = reader.pane(Side.RIGHT).page_side.view
    reader.wait(lambda: view.loader.leaf(0) is not None and len(view.loader.leaf(0).words) > 20)
    view.select_all()
    assert "The council proposes to rebuild" in view.selected_text()
    reader.go_to_text(Side.RIGHT)
    reader.run("show_pages")
    assert reader.close()
    # The next start has what was read, and the text in place of the pages.
    reader.start()
    reader.wait(lambda: len(desk_of(reader).documents) == len(Side))
    assert desk_of(reader).documents[Side.RIGHT].ocr == "eng"
    reader.wait(lambda: not reader.pane(Side.RIGHT).shows_pages)
    assert reader.pane(Side.LEFT).shows_pages


def desk_of(reader: Reader):
    return reader.window.desk


def test_who_stops_the_opening_of_a_file_has_the_findings_again(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    third = tmp_path / "third.txt"
    third.write_text("A third text.\n\nIt is never read.\n")
    reader.window.desk.open(Side.LEFT, str(third))
    reader.window.desk.stop()
    reader.wait_for_findings()
    assert reader.title(Side.LEFT).startswith("On the border")
