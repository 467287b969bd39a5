"""The library in the window: documents come in, are found again, described, removed, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.model.comparison import Side
from diptych.ui.library_panel import LibraryPanel
from support.driver import Reader
from support.letters import LEFT, RIGHT, write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.library_model import Row


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.run("show_library")
    yield reader
    reader.end()


def panel(reader: Reader) -> LibraryPanel:
    return reader.window.findChild(LibraryPanel)


def row(reader: Reader, title: str) -> Row | None:
    return next((each for each in panel(reader).model.rows if each.entry.title == title), None)


def add(reader: Reader, path: Path) -> None:
    panel(reader).show_news("")
    reader.window.handlers.collection.add([path])
    reader.wait(lambda: panel(reader).news.endswith(".") or "\n" in panel(reader).news)


def test_a_folder_comes_in_with_what_can_be_read_and_names_what_cannot(
    reader: Reader, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "deeper" / "poem.txt").write_text("A poem\n\nOf few words.\n")
    (folder / ".hidden.txt").write_text("Not for the library.")
    (folder / "copy.txt").write_text(LEFT)
    (folder / "empty.txt").touch()
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    (folder / "again").symlink_to(folder, target_is_directory=True)
    add(reader, folder)
    news = panel(reader).news
    assert news.startswith(
        "1 document added, 1 was in the library already, 2 could not be added.\n"
    )
    assert "“empty.txt” is empty." in news
    assert "“photo.txt” is an image." in news
    # The same content is one entry that knows both places.
    border = row(reader, "On the border")
    assert set(border.item.paths) == {str(tmp_path / "border.txt"), str(folder / "copy.txt")}
    assert row(reader, "poem") is not None
    # Its title comes with the first reading.
    reader.window.handlers.collection.open_row(row(reader, "poem"), Side.LEFT)
    assert row(reader, "A poem") is not None
    assert reader.workplace.library.awaited() == []


def test_a_file_that_was_renamed_is_found_again_by_its_content(
    reader: Reader, tmp_path: Path
) -> None:
    (tmp_path / "reply.txt").rename(tmp_path / "renamed.txt")
    reader.window.handlers.collection.refresh()
    library = reader.workplace.library
    reader.wait(lambda: library.entry_at(str(tmp_path / "renamed.txt")) is not None)
    reader.wait(lambda: "1 missing file found again" in reader.status)
    assert not row(reader, "A reply").is_missing


def test_missing_files_are_found_in_a_folder_that_is_named(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reply.txt").rename(tmp_path / "elsewhere" / "reply.txt")
    (tmp_path / "elsewhere" / "other.txt").write_text("Another text of another size.")
    reader.window.handlers.collection.refresh()
    reader.wait(lambda: row(reader, "A reply").is_missing)
    reader.window.handlers.collection.find_in(str(tmp_path / "elsewhere"))
    reader.wait(lambda: not row(reader, "A reply").is_missing)
    titles = [each.title for each in reader.workplace.library.entries()]
    assert "other" not in titles
    reader.window.handlers.collection.open_row(row(reader, "A reply"), Side.RIGHT)
    assert reader.view(Side.RIGHT).document.source == RIGHT


def test_details_are_kept_when_the_file_is_read_again_and_can_be_undone(
    reader: Reader, tmp_path: Path
) -> None:
    details = panel(reader).details
    entry = row(reader, "On the border").entry
    details.edited.emit(entry, "title", "My title")
    details.edited.emit(entry, "date", "1999")
    assert "My title" in reader.title(Side.LEFT)
    assert "1999" in reader.title(Side.LEFT)
    (tmp_path / "border.txt").write_text(LEFT + "\nA new ending.\n")
    reader.open(Side.LEFT, tmp_path / "border.txt")
    assert "My title" in reader.title(Side.LEFT)
    changed = row(reader, "My title")
    assert changed.versions == 2
    details.edited.emit(changed.entry, "author", "Somebody")
    assert row(reader, "My title").entry.author == "Somebody"
    reader.run("undo")
    assert row(reader, "My title").entry.author == ""
    reader.run("redo")
    assert row(reader, "My title").entry.author == "Somebody"
    # The earlier version is read from what the library kept of it.
    panel(reader).model.unfold(changed.entry.sha256, is_unfolded=True)
    earlier = next(each for each in panel(reader).model.rows if each.is_earlier)
    reader.window.handlers.collection.open_row(earlier, Side.LEFT)
    assert reader.view(Side.LEFT).document.source == LEFT


def test_what_is_removed_keeps_its_notes_and_comes_back_by_undo(reader: Reader) -> None:
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("By whom?")
    reader.wait_until_saved()
    reader.window.handlers.collection.remove(row(reader, "On the border"))
    assert row(reader, "On the border") is None
    assert "is in the trash; its notes and verdicts are kept" in reader.status
    reader.run("undo")
    assert row(reader, "On the border") is not None
    assert [note.body for note in reader.window.desk.notes] == ["By whom?"]


def test_what_was_still_to_be_added_is_added_after_the_next_start(
    reader: Reader, tmp_path: Path
) -> None:
    (tmp_path / "late.txt").write_text("A late text\n\nIt came last.\n")
    reader.workplace.library.await_files([str(tmp_path / "late.txt"), str(tmp_path / "gone.txt")])
    assert reader.close()
    reader.start()
    reader.window.handlers.resume()
    library = reader.workplace.library
    reader.wait(lambda: library.entry_at(str(tmp_path / "late.txt")) is not None)
    # What is gone meanwhile is not looked for at every start from now on.
    reader.wait(lambda: library.awaited() == [])


def test_a_search_for_missing_files_needs_no_panel_and_brings_in_nothing_else(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "reply.txt").rename(tmp_path / "elsewhere" / "reply.txt")
    # As long as the missing one: it has to be read to be told from it.
    (tmp_path / "elsewhere" / "other.txt").write_bytes(b"x" * len(RIGHT.encode()))
    reader.window.handlers.collection.stop()
    reader.window.handlers.collection.find_in(str(tmp_path / "elsewhere"))
    library = reader.workplace.library
    reader.wait(lambda: library.entry_at(str(moved)) is not None)
    reader.wait(lambda: "1 missing file found again" in reader.status)
    assert "other" not in [each.title for each in library.entries()]
    reader.end()
