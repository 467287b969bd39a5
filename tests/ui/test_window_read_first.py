"""Reading before looking at the marks, at the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from diptych.model.comparison import Side
from diptych.services.reading_first import reveal
from diptych.ui.marks import Position
from diptych.ui.read_first import ReadFirst
from support.driver import Reader
from support.findings import findings

if TYPE_CHECKING:
    from pathlib import Path


def panel(reader: Reader) -> ReadFirst:
    found = reader.window.findChild(ReadFirst)
    if found is None:
        reader.run("show_read_first")
        found = reader.window.findChild(ReadFirst)
    assert found is not None
    return found


def turn(reader: Reader) -> None:
    QTest.mouseClick(panel(reader).turn, Qt.MouseButton.LeftButton)


def test_hidden_marks_are_nowhere_and_stay_hidden_after_a_restart(
    reader: Reader, qtbot, data_folder: Path
) -> None:
    assert reader.window.table.findings.shown
    turn(reader)
    for each in (reader, None):
        here = each
        if here is None:
            assert reader.close()
            here = Reader(qtbot, data_folder)
            here.start()
        assert not here.window.table.findings.shown
        assert not here.window.spread._rows
        assert not here.window.desk.selection
        assert here.window.desk.comparison is not None
        if each is None:
            turn(here)
            assert here.window.table.findings.shown
            here.end()


def test_the_reveal_tells_what_both_found_from_what_only_one_did(reader: Reader) -> None:
    count = len(reader.window.table.findings.shown)
    turn(reader)
    view = reader.view(Side.LEFT)
    for words in ("root causes of migration", "On the border"):
        blocks = [block.text for block in view.document.blocks]
        block = next(at for at, text in enumerate(blocks) if words in text)
        at = blocks[block].index(words)
        view.select(Position(block, at), Position(block, at + len(words)))
        view.setFocus()
        reader.press(Qt.Key.Key_H)
    turn(reader)
    groups = panel(reader).groups
    texts = [groups.button(key).text() for key in ("both", "mine", "its")]
    both, mine, its = (int(text.rpartition(" ")[2]) for text in texts)
    assert both >= 1
    assert mine == 1, "no finding speaks of the title"
    assert both + its == count


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 80), st.integers(1, 9)), max_size=6))
def test_nothing_is_counted_twice_or_left_out(places: list[tuple[int, int, int]]) -> None:
    here = findings()
    marked = {
        str(number): {Side.LEFT: [(block, start, start + length)]}
        for number, (block, start, length) in enumerate(places)
    }
    found = reveal(here, marked)
    assert sorted(each.id for each in (*found.both, *found.its)) == sorted(each.id for each in here)
    assert set(found.mine) <= set(marked)
    assert bool(found.both) == (len(found.mine) < len(marked))


def test_what_shows_the_marks_again_stays_where_what_hides_them_was(reader: Reader) -> None:
    shown = panel(reader)
    before = shown.turn.y()
    turn(reader)
    assert abs(shown.turn.y() - before) < 3 * shown.turn.height()
