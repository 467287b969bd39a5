"""What a pane says besides its text: a password, a limit, a scan, a missing file, remarks."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from diptych.formats.files import read_bytes
from diptych.model.comparison import Side
from diptych.model.errors import Stopped
from diptych.services import page_tasks
from diptych.work.inline import InlineJobs
from support.driver import Reader
from support.letters import LEFT, write_letters
from support.pdfs import write_book, write_scan


def page_jobs() -> InlineJobs:
    return InlineJobs(page_tasks.make_tasks(lambda path: read_bytes(Path(path))))


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder, make_page_jobs=page_jobs)
    reader.start(*write_letters(tmp_path))
    yield reader
    reader.end()


def notice(reader: Reader, side: Side):
    return reader.window.handlers.notices.notice(side)


def encrypted(folder: Path) -> Path:
    path = folder / "secret.pdf"
    with pymupdf.open() as made:
        page = made.new_page()
        page.insert_text((72, 72), "The clerk of the parish counted the geese.")
        made.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="geese", owner_pw="other")
    return path


def test_a_password_is_asked_for_in_the_pane_and_kept_nowhere(
    reader: Reader, tmp_path: Path, data_folder: Path
) -> None:
    reader.open(Side.RIGHT, encrypted(tmp_path))
    asked = notice(reader, Side.RIGHT)
    assert "password" in asked.text
    assert reader.keyboard is asked.field
    QTest.keyClicks(asked.field, "wrong")
    reader.press(Qt.Key.Key_Return)
    assert asked.text.startswith("This password does not open the file.")
    QTest.keyClicks(asked.field, "geese")
    reader.press(Qt.Key.Key_Return)
    document = reader.window.desk.documents[Side.RIGHT].document
    assert "counted the geese" in document.source
    assert reader.window.handlers.notices.text(Side.RIGHT) == ""
    assert reader.close()
    stored = b"".join(path.read_bytes() for path in data_folder.glob("*.sqlite*"))
    assert b"counted the geese" not in stored


def test_a_scan_says_that_it_has_no_text_and_why_nothing_is_compared(
    reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    with pymupdf.open() as made:
        page = made.new_page()
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 200, 200))
        pixmap.clear_with(230)
        page.insert_image(page.rect, pixmap=pixmap)
        made.save(path)
    reader.open(Side.RIGHT, path)
    said = notice(reader, Side.RIGHT)
    assert said.text.startswith("This PDF has no text layer.")
    assert "has no text: there is nothing to compare" in reader.status
    offers = [act.key for act in said._words.acts]
    assert offers == ["images"] or "install the package" in said.text
    said.take_keyboard()
    reader.press(Qt.Key.Key_Escape)
    assert said.isHidden()


def test_after_a_limit_what_was_read_is_offered(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    with pymupdf.open() as made:
        for number in range(4):
            made.new_page().insert_text((72, 72), f"The words of page {number} are few.")
        made.save(path)
    error = Stopped("Reading “long.pdf” was stopped.", "Try again.", str(path), 2)
    reader.window.desk.refused.emit(Side.RIGHT, str(path), "", error)
    said = notice(reader, Side.RIGHT)
    assert [act.text for act in said._words.acts] == [
        "Show the first 2 pages",
        "Try again",
        "Open another file…",
    ]
    reader.click(said.button("part"))
    assert "page 1" in reader.window.desk.documents[Side.RIGHT].document.source
    assert "page 2" not in reader.window.desk.documents[Side.RIGHT].document.source
    assert said.text.startswith("Only the first 2 pages were read.")
    reader.click(said.button("again"))
    assert "page 3" in reader.window.desk.documents[Side.RIGHT].document.source


def test_a_part_of_an_encrypted_file_asks_for_no_second_password(
    reader: Reader, tmp_path: Path
) -> None:
    path = encrypted(tmp_path)
    reader.open(Side.RIGHT, path)
    said = notice(reader, Side.RIGHT)
    QTest.keyClicks(said.field, "geese")
    reader.press(Qt.Key.Key_Return)
    error = Stopped("Reading “secret.pdf” was stopped.", "Try again.", str(path), 1)
    notices = reader.window.handlers.notices
    # The password was right, and the worker came to a limit.
    notices._passwords[Side.RIGHT, str(path)] = "geese"
    reader.window.desk.documents.pop(Side.RIGHT)
    reader.window.desk.refused.emit(Side.RIGHT, str(path), "", error)
    reader.click(said.button("part"))
    assert said.text.startswith("Only the first page was read.")
    reader.click(said.button("again"))
    assert reader.window.desk.documents[Side.RIGHT].last_page == 0
    assert notices.text(Side.RIGHT) == ""


def test_a_name_that_would_turn_its_sentence_is_shown_letter_by_letter(
    reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "list\u202etxt.exe"
    reader.open(Side.LEFT, path)
    assert "“list<U+202E>txt.exe” does not exist." in reader.message(Side.LEFT)
    assert "\u202e" not in reader.message(Side.LEFT) + reader.title(Side.LEFT)
    path.write_text("A list\n\nOf few words.\n")
    path.rename(tmp_path / "a\u202eb.txt")
    reader.open(Side.LEFT, tmp_path / "a\u202eb.txt")
    assert reader.window.desk.documents[Side.LEFT].entry.path.endswith("a\u202eb.txt")


def test_the_place_comes_back_beside_a_document_that_cannot_be_compared(
    reader: Reader, tmp_path: Path
) -> None:
    reader.open(Side.RIGHT, write_scan(tmp_path / "scan.pdf"))
    reader.open(Side.LEFT, write_book(tmp_path / "book.pdf"))
    reader.pane(Side.LEFT).page_side.view.show_page(5)
    reader.run("show_pages")
    place = reader.pane(Side.LEFT).place()
    assert place.block > 0
    assert not place.pages
    assert reader.close()
    reader.start()
    reader.wait(lambda: reader.pane(Side.LEFT).place() == place)


def test_a_missing_file_can_be_found_or_read_as_it_was_kept(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = (tmp_path / "border.txt").rename(tmp_path / "moved.txt")
    reader.open(Side.LEFT, tmp_path / "border.txt")
    said = notice(reader, Side.LEFT)
    assert "“border.txt” does not exist." in said.text
    assert [act.key for act in said._words.acts] == ["again", "find", "kept", "other"]
    reader.click(said.button("kept"))
    assert reader.view(Side.LEFT).document.source == LEFT
    assert "1 remark" in reader.title(Side.LEFT)
    reader.open(Side.LEFT, tmp_path / "border.txt")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(moved), ""))
    reader.click(said.button("find"))
    assert reader.window.desk.documents[Side.LEFT].entry.path == str(moved)
    assert said.isHidden()


def test_how_a_document_was_read_is_said_by_a_key(reader: Reader, tmp_path: Path) -> None:
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_I)
    said = notice(reader, Side.LEFT)
    assert "Format: plain text" in said.text
    assert "Encoding: UTF-8" in said.text
    reader.press(Qt.Key.Key_Escape)
    assert said.isHidden()
    assert reader.view(Side.LEFT).hasFocus()
