"""Files and pages are made while the reader reads on; one at a time, and nothing is left behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from diptych.model.comparison import Side
from diptych.model.errors import UserError
from diptych.ui import exporting
from diptych.ui.appearance import built_anew
from diptych.ui.exporting import Job
from diptych.ui.printing import Order, make_pdf

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from support.driver import Reader


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader says that a file goes."""
    path = tmp_path / "out" / "made.json"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_n: (str(path), ""))
    return path


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window has its turn after each step, and hears of each."""
    monkeypatch.setattr(exporting, "STRETCH_S", 0.0)
    monkeypatch.setattr(exporting, "_TOLD_S", 0.0)


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def endless() -> Generator[int, None, None]:
    while True:
        yield 0


def begin_endless(reader: Reader, target: Path) -> None:
    job = Job(endless(), lambda: b"", target, "Done.", "Nothing was exported.")
    reader.window.handlers.exporting.begin(job)
    reader.wait(lambda: "Exporting" in reader.status)


@pytest.mark.usefixtures("short")
def test_what_is_exported_is_what_was_there_when_it_was_asked_for(
    reader: Reader, target: Path
) -> None:
    count = len(reader.rows)
    reader.run("export_json")
    assert not target.exists()
    reader.window.desk.close(Side.RIGHT)
    reader.wait(target.exists)
    assert len(json.loads(target.read_text("utf-8"))["findings"]) == count
    reader.wait(lambda: "The comparison was exported: made.json" in reader.status)
    assert not reader.window.commands.action("stop_analysis").isEnabled()
    assert left_in(target.parent) == ["made.json"]


@pytest.mark.usefixtures("short")
def test_what_is_being_typed_is_in_it(reader: Reader, target: Path) -> None:
    reader.select(reader.pairs[0])
    reader.write("Half a thou")
    reader.run("export_json")
    reader.wait(target.exists)
    assert "Half a thou" in target.read_text("utf-8")


@pytest.mark.usefixtures("short")
def test_esc_calls_it_off_and_the_old_file_stays(reader: Reader, target: Path) -> None:
    target.write_text("old", "utf-8")
    begin_endless(reader, target)
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Escape)
    assert "Nothing was exported" in reader.status
    assert target.read_text("utf-8") == "old"
    assert left_in(target.parent) == ["made.json"]
    reader.run("export_json")
    reader.wait(lambda: target.read_text("utf-8") != "old")


@pytest.mark.usefixtures("short")
def test_there_is_one_at_a_time(reader: Reader, target: Path) -> None:
    begin_endless(reader, target)
    reader.run("export_json")
    assert "Something is being exported already" in reader.status
    reader.window.handlers.exporting.stop()
    assert not target.exists()


@pytest.mark.usefixtures("short")
def test_what_is_nearly_there_is_made_when_the_window_closes(reader: Reader, target: Path) -> None:
    reader.run("export_json")
    assert not target.exists()
    assert reader.close()
    assert json.loads(target.read_text("utf-8"))["findings"]
    assert left_in(target.parent) == ["made.json"]


@pytest.mark.usefixtures("short")
def test_what_takes_longer_leaves_nothing_when_the_window_closes(
    reader: Reader, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "LAST_S", 0.0)
    begin_endless(reader, target)
    assert reader.close()
    assert left_in(target.parent) == []


@pytest.mark.usefixtures("short")
def test_what_fails_while_the_window_closes_is_said_at_the_next_start(
    reader: Reader, target: Path
) -> None:
    target.write_text("old", "utf-8")
    reader.run("export_json")
    aside = target.parent.rename(target.parent.with_name("aside"))
    assert reader.close()
    assert [path.read_text("utf-8") for path in aside.iterdir()] == ["old"]
    for is_said in (True, False):
        reader.start()
        reader.window.handlers.resume()
        assert ("“made.json” could not be written: No such file" in reader.status) is is_said
        reader.close()


@pytest.mark.usefixtures("short")
def test_what_cannot_be_made_to_its_end_is_said_in_the_window_that_is_built_anew(
    reader: Reader, target: Path
) -> None:
    def broken() -> Generator[int, None, None]:
        yield 0
        yield 0
        raise UserError("The printer burns.", "Leave the house.")

    job = Job(broken(), lambda: b"", target, "Done.", "Off.")
    reader.window.handlers.exporting.begin(job)
    reader.window.handlers.appearance.build_anew()
    reader.window = built_anew(reader.window)
    assert "The printer burns. Leave the house." in reader.status


@pytest.mark.usefixtures("short")
def test_pages_that_are_called_off_leave_nothing(reader: Reader, target: Path) -> None:
    made: list[bytes] = []
    steps = make_pdf(reader.window, Order(), made)
    reader.window.handlers.exporting.begin(Job(steps, lambda: made[0], target, "Done.", "Off."))
    reader.wait(lambda: "page is made" in reader.status and "Making pages" in reader.status)
    reader.window.handlers.exporting.stop()
    assert "Off." in reader.status
    assert (made, left_in(target.parent)) == ([], [])


def test_what_goes_wrong_is_said_and_the_next_can_begin(reader: Reader, target: Path) -> None:
    def broken() -> Generator[int, None, None]:
        yield 0
        raise UserError("The printer burns.", "Leave the house.")

    begin = reader.window.handlers.exporting.begin
    begin(Job(broken(), lambda: b"", target, "Done.", "Off."))
    reader.wait(lambda: "The printer burns." in reader.status)
    begin(Job(endless(), lambda: b"", target, "Done.", "Off."))
    reader.window.handlers.exporting.stop()
    assert not target.exists()
