"""Two editions of a text in the real window: what is the same in both stays level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.formats.files import read_bytes
from diptych.model.comparison import Side
from diptych.services import tasks
from diptych.ui.following import EYE
from diptych.work.inline import InlineJobs
from support.driver import CTRL, Reader

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = 40  # paragraphs
MOVED = CHAPTER + 20


def paragraph(number: int) -> str:
    return (
        f"In year {number} the council of the town heard {number + 7} complaints about the ferry, "
        f"granted {number % 5} of them, and put off the others until the year {number + 3}."
    )


def block_at_eye(reader: Reader, side: Side) -> str:
    view = reader.view(side)
    place = view.line_at(round(EYE * view.viewport().height()))
    assert view.document is not None
    return view.document.blocks[place.block].text


def bring_to_eye(reader: Reader, side: Side, number: int) -> None:
    view = reader.view(side)
    assert view.document is not None
    texts = [block.text for block in view.document.blocks]
    view.show_place(texts.index(paragraph(number)), 0, EYE)


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    chapters = [[paragraph(CHAPTER * n + at) for at in range(CHAPTER)] for n in range(3)]
    first = [text for chapter in chapters for text in chapter]
    chapters[0][10] = "Of this year nothing is known."
    preface = [
        f"Remark {number} of the second edition, which the first has not." for number in range(9)
    ]
    second = [*preface, *chapters[0], *chapters[2], *chapters[1]]
    for name, text in (("first.txt", first), ("second.txt", second)):
        (tmp_path / name).write_text("\n\n".join(text), encoding="utf-8")
    reader = Reader(qtbot, data_folder, lambda: InlineJobs(tasks.make_tasks(read_bytes)))
    reader.start(tmp_path / "first.txt", tmp_path / "second.txt")
    reader.wait_for_findings()
    yield reader
    reader.end()


def test_reading_down_one_edition_the_other_shows_the_same_words(reader: Reader) -> None:
    bring_to_eye(reader, Side.LEFT, 5)
    for _ in range(12):
        reader.turn_wheel(reader.view(Side.LEFT).viewport(), -1)
        here = block_at_eye(reader, Side.LEFT)
        reader.wait(lambda here=here: block_at_eye(reader, Side.RIGHT) == here)
        assert reader.window.spread.gutter.words() == ""


def test_of_a_moved_chapter_it_is_said_that_it_is_elsewhere_and_a_key_brings_it(
    reader: Reader,
) -> None:
    bring_to_eye(reader, Side.LEFT, 5)
    bring_to_eye(reader, Side.LEFT, MOVED)
    stood = reader.view(Side.RIGHT).verticalScrollBar().value()
    is_moved = reader.window.spread.gutter.words() == "counterpart elsewhere"
    side = Side.LEFT
    if not is_moved:  # of the two chapters that changed places the other one counts as moved
        bring_to_eye(reader, side, MOVED + CHAPTER)
        stood = reader.view(Side.RIGHT).verticalScrollBar().value()
    reader.turn_wheel(reader.view(side).viewport(), -1)
    assert reader.window.spread.gutter.words() == "counterpart elsewhere"
    assert reader.view(Side.RIGHT).verticalScrollBar().value() == stood
    reader.go_to_text(side)
    reader.press(Qt.Key.Key_Return, CTRL)
    assert block_at_eye(reader, Side.RIGHT) == block_at_eye(reader, side)
    assert reader.window.spread.gutter.words() == ""
