"""What the window does with files: bad ones, dropped ones, changed ones, oddly named ones."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from diptych.model.comparison import Side
from diptych.ui.library_panel import LibraryPanel
from support.driver import Reader
from support.letters import LEFT, RIGHT, write_letters
from support.repository import SEEDS

if TYPE_CHECKING:
    from pathlib import Path

# A menu asks the platform for the keyboard, which one without a screen does not have.
NO_GRAB = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
HOSTILE = '<img src="file:///etc/hostname"> & <b>bold</b>'


@pytest.fixture
def reader(qtbot, data_folder: Path):
    reader = Reader(qtbot, data_folder)
    yield reader
    reader.end()


def missing(folder: Path) -> Path:
    return folder / "gone.txt"


def empty(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.touch()
    return path


def binary(folder: Path) -> Path:
    path = folder / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4)
    return path


def folder_instead(folder: Path) -> Path:
    path = folder / "folder.txt"
    path.mkdir()
    return path


def pipe(folder: Path) -> Path:
    path = folder / "pipe.txt"
    os.mkfifo(path)
    return path


def unreadable(folder: Path) -> Path:
    path = folder / "locked.txt"
    path.write_text("You may not read this.")
    path.chmod(0)
    return path


def lock_for_superusers(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse a file to whoever may read every file, as the system does to others."""
    really_open = os.open

    def refuse(path, *arguments, **named):
        if str(path) == str(locked):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return really_open(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refuse)


BAD = [missing, empty, binary, folder_instead, pipe, unreadable]


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_file_is_said_in_its_pane_and_all_else_works(
    reader: Reader, tmp_path: Path, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, right = write_letters(tmp_path)
    reader.start(left, right)
    bad = make(tmp_path)
    if make is unreadable and os.access(bad, os.R_OK):
        lock_for_superusers(bad, monkeypatch)
    reader.open(Side.RIGHT, bad)
    sentence, step, path = reader.message(Side.RIGHT).split("\n\n")
    assert bad.name in sentence
    assert sentence.endswith(".")
    assert step.endswith(".")
    assert path == str(bad)
    assert bad.name in reader.title(Side.RIGHT)
    # Nothing about two documents is offered any more, and the left text can be read as before.
    assert reader.rows == []
    assert not reader.window.commands.action("swap_sides").isEnabled()
    assert reader.view(Side.LEFT).document is not None
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("Still here")
    reader.wait_until_saved()
    reader.open(Side.RIGHT, right)
    assert reader.message(Side.RIGHT) == ""
    assert len(reader.pairs) > 0
    assert [note.body for note in reader.window.desk.notes] == ["Still here"]


def test_two_bad_files_at_the_start(reader: Reader, tmp_path: Path) -> None:
    reader.start(missing(tmp_path), empty(tmp_path))
    assert "does not exist" in reader.message(Side.LEFT)
    assert "is empty" in reader.message(Side.RIGHT)
    reader.run("other_pane")
    reader.press(Qt.Key.Key_Down)
    assert reader.close()


def test_a_file_that_vanished_since_the_last_start(reader: Reader, tmp_path: Path) -> None:
    left, right = write_letters(tmp_path)
    reader.start(left, right)
    assert reader.close()
    right.unlink()
    reader.start()
    assert "“reply.txt” does not exist." in reader.message(Side.RIGHT)
    assert reader.view(Side.LEFT).document.source == LEFT
    reader.run("show_library")
    missing = "A reply, Missing: find it, or open a copy"
    reader.wait(lambda: missing in [row.spoken for row in rows_of(reader)])


def rows_of(reader: Reader):
    return reader.window.findChild(LibraryPanel).model.rows


def test_a_document_whose_file_holds_another_text_now_is_shown_as_it_was_kept(
    reader: Reader, tmp_path: Path
) -> None:
    left, right = write_letters(tmp_path)
    reader.start(left, right)
    right.write_text("Something else\n\nNobody expected this text at the old place.\n")
    reader.run("show_library")
    reader.window.handlers.collection.add([right])
    reader.wait(lambda: any("2 versions" in row.spoken for row in rows_of(reader)))
    assert reader.close()
    reader.start()
    assert reader.view(Side.RIGHT).document.source == RIGHT
    assert "1 remark" in reader.title(Side.RIGHT)
    assert len(reader.pairs) > 0
    assert reader.view(Side.LEFT).document.source == LEFT


def test_a_file_that_was_changed_since_is_read_anew_and_no_note_is_lost(
    reader: Reader, tmp_path: Path
) -> None:
    left, right = write_letters(tmp_path)
    reader.start(left, right)
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("By whom?")
    reader.wait_until_saved()
    assert reader.close()
    left.write_text(LEFT.replace("On the border", "On the border, revised"))
    reader.start()
    assert "revised" in reader.view(Side.LEFT).document.source
    assert len(reader.pairs) > 0
    assert "1 note" in reader.status
    assert reader.close()
    left.write_text(LEFT)
    reader.start()
    assert [note.body for note in reader.window.desk.notes] == ["By whom?"]


@NO_GRAB
def test_an_unusual_encoding_is_shown_and_can_be_changed(reader: Reader, tmp_path: Path) -> None:
    left, right = write_letters(tmp_path)
    left.write_bytes("La frontera\n\nSegún la señora, el año pasó en paz.\n".encode("cp1252"))
    reader.start(left, right)
    assert "CP1252" in reader.title(Side.LEFT)
    assert "Según la señora" in reader.view(Side.LEFT).document.source
    # Where there is room for it: a narrow head shows the title alone.
    reader.window.resize(1400, 880)
    QApplication.processEvents()
    head = reader.pane(Side.LEFT).head
    head.grab()
    asked = []
    reader.window.spread.encoding_asked.connect(lambda side, _point: asked.append(side))
    reader.click(head, QPoint(head.width() - 50, head.height() // 2))
    assert asked == [Side.LEFT]
    menu = next(menu for menu in reader.window.findChildren(QMenu) if menu.isVisible())
    choice = {action.text(): action for action in menu.actions()}
    assert choice["Detected: CP1252"].isChecked()
    choice["MAC-ROMAN"].trigger()
    menu.close()
    assert "MAC-ROMAN" in reader.title(Side.LEFT)
    assert "Según" not in reader.view(Side.LEFT).document.source
    # The choice is kept for the next start.
    assert reader.close()
    reader.start()
    assert "MAC-ROMAN" in reader.title(Side.LEFT)


def test_bytes_that_cannot_be_decoded_are_shown_and_counted(reader: Reader, tmp_path: Path) -> None:
    left, right = write_letters(tmp_path)
    left.write_bytes(LEFT.encode() + b"Th\xffey h\xffave. \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac\n")
    reader.start(left, right)
    assert reader.view(Side.LEFT).document.source.count("\ufffd") == 2
    assert "UTF-8" in reader.title(Side.LEFT)
    tool_tip = QTextDocument()
    tool_tip.setHtml(reader.pane(Side.LEFT).head.toolTip())
    assert tool_tip.toPlainText() == "2 bytes could not be decoded and are shown as \ufffd."


def test_a_dropped_file_is_opened_where_it_was_dropped(reader: Reader, tmp_path: Path) -> None:
    left, right = write_letters(tmp_path)
    reader.start(left, right)
    assert reader.drop(Side.RIGHT, (SEEDS / "reuters-2018.txt").as_uri())
    opened = reader.window.desk.documents
    assert opened[Side.RIGHT].entry.path == str(SEEDS / "reuters-2018.txt")
    assert opened[Side.LEFT].entry.path == str(left)
    assert "Reuters" in reader.title(Side.RIGHT)


@pytest.mark.parametrize("url", ["https://example.org/a.txt", "data:text/plain,hello", ""])
def test_a_dropped_address_of_the_web_does_nothing(
    reader: Reader, tmp_path: Path, url: str
) -> None:
    reader.start(*write_letters(tmp_path))
    before = reader.title(Side.RIGHT)
    assert not reader.drop(Side.RIGHT, url)
    assert reader.title(Side.RIGHT) == before
    assert reader.view(Side.RIGHT).document.source == RIGHT


def test_the_same_document_on_both_sides_is_said(reader: Reader, tmp_path: Path) -> None:
    left, _right = write_letters(tmp_path)
    twin = tmp_path / "twin.txt"
    twin.write_text(LEFT)
    reader.start(left, twin)
    assert "same document" in reader.status
    reader.run("mode_words")
    assert reader.rows == []
    assert reader.close()
    reader.start()
    assert "same document" in reader.status


@NO_GRAB
def test_a_hostile_name_is_shown_letter_by_letter(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / HOSTILE.replace("/", "")
    folder.mkdir()
    name = HOSTILE.replace("/", "∕") + ".txt"
    _left, right = write_letters(tmp_path)
    hostile = folder / name
    hostile.write_text(f"On {HOSTILE}\n\n{LEFT}")
    reader.start(hostile, right)
    reader.run("show_library")
    window = reader.window
    window.handlers.offer_documents(Side.RIGHT)
    menu = next(menu for menu in window.findChildren(QMenu) if menu.isVisible())
    labels = [action.text() for action in menu.actions()]
    assert any("<img" in label and "&& <b>" in label for label in labels)
    shown = [*window.findChildren(QWidget), *menu.actions()]
    model = window.findChild(LibraryPanel).model
    tips = [text for each in shown if (text := each.toolTip()) and "img" in text]
    role = Qt.ItemDataRole.ToolTipRole
    tips += [
        text for at in range(model.rowCount()) if "img" in (text := model.index(at).data(role))
    ]
    assert len(tips) >= 2
    for text in tips:
        tool_tip = QTextDocument()
        tool_tip.setHtml(text)
        assert "<img src=" in tool_tip.toPlainText()
        assert "￼" not in tool_tip.toPlainText(), "a picture was made of it"
    menu.close()
    assert HOSTILE in reader.title(Side.LEFT)
    assert HOSTILE in window.top_bar.documents[Side.LEFT].shown_text()
    # As a refused file too.
    reader.open(Side.LEFT, folder / ("not " + name))
    assert name in reader.message(Side.LEFT)
    window.grab()


def test_an_ordinary_encoding_is_shown_too_and_a_command_offers_others(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(*write_letters(tmp_path))
    assert reader.title(Side.RIGHT).endswith("UTF-8")
    reader.go_to_text(Side.RIGHT)
    asked = []
    reader.window.handlers.offer_encodings = lambda side, _point: asked.append(side)
    reader.run("encoding")
    assert asked == [Side.RIGHT]


def test_of_several_dropped_files_the_first_is_opened_and_the_rest_goes_into_the_library(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(*write_letters(tmp_path))
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"Chapter {name}\n\nThe words of chapter {name}.\n")
    pane = reader.pane(Side.LEFT)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SEEDS / "reuters-2018.txt"))])
    data.setUrls([*data.urls(), QUrl.fromLocalFile(str(folder))])
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    pane.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, none, keys))
    assert "Reuters" in reader.title(Side.LEFT)
    library = reader.workplace.library
    reader.wait(lambda: {"one", "two"} <= {entry.title for entry in library.entries()})
    assert "2 documents added" in reader.status


def test_files_and_folders_may_be_named_at_the_start(reader: Reader, tmp_path: Path) -> None:
    left, right = write_letters(tmp_path)
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "one.txt").write_text("Chapter one\n\nThe words of chapter one.\n")
    reader.start(folder, left, right)
    assert reader.view(Side.LEFT).document.source == LEFT
    assert reader.view(Side.RIGHT).document.source == RIGHT
    library = reader.workplace.library
    reader.wait(lambda: "one" in {entry.title for entry in library.entries()})
