"""The twin of a text: its source at the same place, with the same marks and notes, one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Side
from diptych.ui.marks import Position
from diptych.ui.source_view import across, source_document
from support.driver import Reader
from support.letters import write_letters, write_long_letters

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reader(qtbot, data_folder: Path):
    reader = Reader(qtbot, data_folder)
    yield reader
    reader.end()


def first_words(reader: Reader, side: Side) -> str:
    """The words at the top of a text."""
    view = reader.view(side)
    place = view.place()
    return view.document.blocks[place.block].text[place.offset :][:20]


def test_the_source_is_shown_at_the_same_words_and_back(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_long_letters(tmp_path))
    view = reader.view(Side.LEFT)
    reader.go_to_text(Side.LEFT)
    view.show_place(40, 0, 0.0)
    before, place = first_words(reader, Side.LEFT), reader.pane(Side.LEFT).place()
    reader.press(Qt.Key.Key_T)
    assert "source, line " in reader.title(Side.LEFT)
    assert [block.text for block in view.document.blocks] == [
        line for line in view.document.source.split("\n") if line
    ]
    assert first_words(reader, Side.LEFT) == before
    # What is saved is the place in the reading text.
    assert reader.pane(Side.LEFT).place() == place
    reader.press(Qt.Key.Key_T)
    assert "¶" in reader.title(Side.LEFT)
    assert first_words(reader, Side.LEFT) == before


def test_marks_notes_selection_and_search_are_there_too(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_letters(tmp_path))
    span = reader.select_words(Side.LEFT, "The ferry")
    reader.write("By whom?")
    reader.wait_until_saved()
    reader.go_to_text(Side.LEFT)
    reader.select_words(Side.LEFT, "corruption")
    reader.run("flip_source")
    view = reader.view(Side.LEFT)
    assert view.selected_text() == "corruption"
    (fills,) = view._scene.fills.values()
    block = view.document.blocks[fills[0].block]
    assert block.text[fills[0].start : fills[0].end] == "The ferry"
    assert block.map.spans(fills[0].start, fills[0].end) == (span,)
    marked = {
        view.document.blocks[mark.block].text[mark.start : mark.end]
        for marks in view._scene.marks.values()
        for mark in marks
    }
    assert "We oppose the construction of a wall along the border." in marked
    # A finding is brought to the eye in the source, and a note can be written on it.
    reader.select(reader.pairs[-1])
    assert reader.in_view(Side.RIGHT)
    view.select(Position(0, 0), Position(0, 2))
    assert reader.window.spread.selected_span() == (Side.LEFT, (0, 2))
    reader.window.grab()
    # Another document is shown as a reading text.
    reader.open(Side.LEFT, tmp_path / "reply.txt")
    assert reader.pane(Side.LEFT).twin is None


def test_what_was_dropped_or_repaired_stands_in_the_source(reader: Reader, tmp_path: Path) -> None:
    _left, right = write_letters(tmp_path)
    broken = tmp_path / "broken.txt"
    broken.write_text("A title\n\nThe mi\u00adgra-\ntion of whole fam-\nilies goes on and on.\n")
    reader.start(broken, right)
    document = reader.view(Side.LEFT).document
    twin = source_document(document)
    for index, block in enumerate(document.blocks):
        for offset in range(len(block.text)):
            there = across(document, Position(index, offset), twin)
            source = twin.blocks[there.block].map.spans(there.offset, there.offset + 1)[0].start
            assert block.map.to_text(source) >= offset
    reader.run("flip_source")
    assert "fam-" in [block.text for block in reader.view(Side.LEFT).document.blocks][-2]
