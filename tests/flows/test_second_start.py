"""The program started once more: the window that is open comes forward and opens the files."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from diptych import app
from diptych.model.comparison import Side
from diptych.services.handover import Inbox, hand_over
from support.children import start
from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    app._heed_other_starts(reader.window)
    yield reader
    reader.end()


def ask(folder: Path, *paths: Path) -> tuple[threading.Thread, list[bool]]:
    """Hand files over on a thread, as another process would."""
    answers: list[bool] = []
    thread = threading.Thread(
        target=lambda: answers.append(hand_over(folder, [str(path) for path in paths], 10))
    )
    thread.start()
    return thread, answers


def test_the_open_window_opens_what_the_second_start_names(
    reader: Reader, data_folder: Path, tmp_path: Path
) -> None:
    texts = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for number, path in enumerate(texts):
        path.write_text(f"Text number {number} of the second start.\n")
    reader.window.showMinimized()
    thread, answers = ask(data_folder, *texts)
    reader.wait(lambda: bool(answers))
    thread.join()
    assert answers == [True]
    reader.wait(lambda: "number 1" in reader.view(Side.RIGHT).document.source)
    assert "number 0" in reader.view(Side.LEFT).document.source
    assert not reader.window.isMinimized()
    assert list((data_folder / "inbox").iterdir()) == []


def test_without_files_it_only_comes_forward(reader: Reader, data_folder: Path) -> None:
    before = reader.view(Side.LEFT).document
    thread, answers = ask(data_folder)
    reader.wait(lambda: bool(answers))
    thread.join()
    assert answers == [True]
    assert reader.view(Side.LEFT).document is before


def test_what_was_asked_before_the_window_looked_is_taken_up(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    thread, answers = ask_early(data_folder)
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    app._heed_other_starts(reader.window)
    thread.join()
    assert answers == [True]
    reader.end()


def ask_early(folder: Path) -> tuple[threading.Thread, list[bool]]:
    folder.mkdir()
    return ask(folder)


def test_where_nobody_takes_it_up_nothing_is_left(data_folder: Path) -> None:
    data_folder.mkdir()
    began = time.monotonic()
    assert not hand_over(data_folder, ["/a"], patience=0.2)
    assert 0.2 <= time.monotonic() - began < 30
    assert list((data_folder / "inbox").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_error(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "inbox").write_text("a file in the way")
    assert not hand_over(data_folder, [], patience=0.2)
    assert not Inbox(data_folder).open()
    assert (data_folder / "inbox").read_text() == "a file in the way"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[1]",
        b'{"paths": "x"}',
        b"[" * 100_000,
        json.dumps({"paths": ["relative.txt", 7, "/nul\0", None]}).encode(),
        b'{"paths": ["' + b"/a" * 600_000 + b'"]}',
    ],
)
def test_what_is_no_message_asks_for_nothing(data_folder: Path, content: bytes) -> None:
    data_folder.mkdir()
    inbox = Inbox(data_folder)
    assert inbox.open()
    (inbox.folder / "0.json").write_bytes(content)
    assert list(inbox.take()) == [[]]
    assert list(inbox.folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="file names of POSIX are bytes")
def test_a_name_that_is_no_unicode_arrives(data_folder: Path) -> None:
    data_folder.mkdir()
    path = os.fsdecode(b"/texts/caf\xe9.txt")
    thread, answers = ask(data_folder)
    inbox = Inbox(data_folder)
    (inbox.folder / "x.json").write_text(json.dumps({"paths": [path]})) if inbox.open() else None
    taken = []
    while not (answers and [path] in taken):
        taken += inbox.take()
        time.sleep(0.01)
    thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="the window closes on a signal of POSIX")
def test_two_real_starts_end_in_one_window(data_folder: Path, tmp_path: Path) -> None:
    first = start("-m", "diptych", *map(str, write_letters(tmp_path)))
    with first:
        inbox = data_folder / "inbox"
        end = time.monotonic() + 60
        while not inbox.is_dir():
            assert time.monotonic() < end, "the window never looked"
            time.sleep(0.05)
        second = start("-m", "diptych", *map(str, write_letters(tmp_path)))
        with second:
            assert second.wait(timeout=60) == 0
        assert list(inbox.iterdir()) == []
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=60) == 0
