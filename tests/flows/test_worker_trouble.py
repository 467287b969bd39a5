"""The worker process hangs, dies or breaks: the window says so and goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from diptych.model.comparison import Side
from diptych.services.workers import worker
from diptych.ui.bridge import Bridge
from diptych.ui.failures import Failures
from diptych.work.port import WorkerDefect
from support.driver import Reader
from support.letters import write_letters
from support.repository import SEEDS

TESTS = Path(__file__).parents[1]


@pytest.fixture
def reader(qtbot, data_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(TESTS), *filter(None, sys.path)]))
    bridge = Bridge()
    reader = Reader(qtbot, data_folder, lambda: worker("support.troubled_tasks", bridge.post))
    yield reader
    reader.end()


def open_letters(reader: Reader, folder: Path, trouble: str) -> None:
    paths = write_letters(folder)
    (folder / trouble).touch()
    reader.start(*paths)
    reader.wait(lambda: all(reader.view(side).document is not None for side in Side))


def test_an_analysis_that_hangs_is_stopped_by_esc(reader: Reader, tmp_path: Path) -> None:
    open_letters(reader, tmp_path, "hang")
    stop = reader.window.commands.action("stop_analysis")
    reader.wait(stop.isEnabled)
    assert "Looking for findings… Esc stops" in reader.status
    # Meanwhile the window can be used: reading, searching, writing.
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("While it looks")
    reader.wait_until_saved()
    reader.go_to_text(Side.RIGHT)
    reader.press(Qt.Key.Key_Escape)
    assert not stop.isEnabled()
    assert "Looking" not in reader.status
    assert reader.rows == []
    # It can be asked for again, and then it works.
    (tmp_path / "hang").unlink()
    reader.run("mode_words")
    reader.wait_for_findings()
    assert [note.body for note in reader.window.desk.notes] == ["While it looks"]


def test_an_analysis_that_was_stopped_begins_again_in_the_same_mode(
    reader: Reader, tmp_path: Path
) -> None:
    open_letters(reader, tmp_path, "hang")
    reader.wait(reader.window.commands.action("stop_analysis").isEnabled)
    reader.go_to_text(Side.RIGHT)
    reader.press(Qt.Key.Key_Escape)
    (tmp_path / "hang").unlink()
    reader.run("mode_positions")
    reader.wait_for_findings()


def test_a_document_that_takes_long_to_read_gives_way_to_the_one_opened_after_it(
    reader: Reader, tmp_path: Path
) -> None:
    open_letters(reader, tmp_path, "no trouble")
    reader.wait_for_findings()
    (tmp_path / "hang_reading").touch()
    slow = tmp_path / "slow.txt"
    slow.write_text("It takes long to read this.\n")
    reader.open(Side.LEFT, slow)
    reader.open(Side.LEFT, tmp_path / "border.txt")
    # Nothing is in the way of what needs the worker next.
    reader.window.desk.swap()
    reader.wait_for_findings()
    assert "On the border" in reader.view(Side.RIGHT).document.source


def test_the_window_closes_at_once_while_an_analysis_hangs(reader: Reader, tmp_path: Path) -> None:
    open_letters(reader, tmp_path, "hang")
    reader.wait(reader.window.commands.action("stop_analysis").isEnabled)
    assert reader.close()


def test_another_document_ends_an_analysis_that_hangs(reader: Reader, tmp_path: Path) -> None:
    open_letters(reader, tmp_path, "hang")
    reader.wait(reader.window.commands.action("stop_analysis").isEnabled)
    elsewhere = SEEDS / "letter-2018.txt"
    reader.open(Side.LEFT, elsewhere)
    reader.wait_for_findings()
    assert reader.window.desk.documents[Side.LEFT].entry.path == str(elsewhere)
    assert "Looking" not in reader.status


@pytest.mark.fault("worker killed")
def test_a_worker_that_dies_is_said_and_started_again(reader: Reader, tmp_path: Path) -> None:
    open_letters(reader, tmp_path, "die")
    reader.wait(lambda: "stopped before it had finished" in reader.status)
    assert "Try again" in reader.status
    assert reader.view(Side.LEFT).document is not None
    (tmp_path / "die").unlink()
    reader.run("swap_sides")
    reader.wait_for_findings()
    assert "stopped before" not in reader.status


def test_a_file_that_crashes_the_worker_is_named_in_its_pane(
    reader: Reader, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    open_letters(reader, tmp_path, "no trouble")
    reader.wait_for_findings()
    (tmp_path / "crash_reading").touch()
    bad = tmp_path / "bad.txt"
    bad.write_text("It ends the worker.\n")
    reader.open(Side.LEFT, bad)
    reader.wait(lambda: bool(reader.message(Side.LEFT)))
    assert "The reading process crashed on “bad.txt”." in reader.message(Side.LEFT)
    (tmp_path / "crash_reading").unlink()
    reader.open(Side.LEFT, bad)
    reader.wait(lambda: reader.view(Side.LEFT).document is not None)


def test_a_defect_of_the_worker_is_loud(
    reader: Reader, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.captureExceptions() as raised:
        open_letters(reader, tmp_path, "break")
        reader.wait(lambda: bool(raised))
    ((kind, error, trace),) = raised
    assert kind is WorkerDefect
    assert "ZeroDivisionError: a defect" in str(error)
    assert "Looking" not in reader.status

    # Where the program runs, the traceback is shown in a window that blocks nothing.
    said = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *failure: said.append(failure))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    Failures(reader.window).install()
    sys.excepthook(kind, error, trace)
    reader.wait(lambda: bool(reader.window.findChildren(QMessageBox)))
    (box,) = reader.window.findChildren(QMessageBox)
    assert "ZeroDivisionError: a defect" in box.detailedText()
    assert not box.isModal()
    assert len(said) == 1
    box.close()
