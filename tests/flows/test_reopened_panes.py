"""What the reader chose for a gutter comes back with the pane whose going took it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Mode, Side
from support.driver import ALT, CTRL, SHIFT
from support.many_panes import ROW, ManyReader

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.many_panes import ManyPanes

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
FOUR = [*ROW, "A third reply"]


@pytest.fixture
def four(three: ManyReader) -> ManyReader:
    three.window.handlers.panes.open_another(str(three.paths[3]))
    three.wait_for_findings()
    return three


def many(reader: ManyReader) -> ManyPanes:
    return reader.window.handlers.panes.many


def pairs(reader: ManyReader) -> list[str]:
    """What each gutter compares, by the numbers of the panes."""
    row = reader.window.spread.row
    return [
        "".join(str(row.index(pane) + 1) for pane in each.two) for each in many(reader).betweens
    ]


def compare(reader: ManyReader, at: int, left: int, right: int) -> None:
    """Choose for a gutter, from 0, two panes, from 1."""
    many(reader).compare(at, (reader.pane_at(left - 1), reader.pane_at(right - 1)))
    reader.wait_for_findings()


def close(reader: ManyReader, number: int) -> None:
    """Close a pane, counted from 1."""
    reader.go_to(number - 1)
    reader.press(Qt.Key.Key_W, CTRL)
    _settle(reader)


def reopen(reader: ManyReader) -> None:
    reader.press(Qt.Key.Key_W, CTRL | SHIFT)
    _settle(reader)


def _settle(reader: ManyReader) -> None:
    QApplication.processEvents()
    if len(reader.on_desk()) == len(Side):
        reader.wait_for_findings()


def test_pair_way_topics_and_finding_come_back_with_the_pane(three: ManyReader) -> None:
    compare(three, 1, 1, 3)
    three.window.desk.set_mode(Mode.WORDS)
    three.wait_for_findings()
    three.select(three.rows[-1])
    chosen = three.selected.finding.id
    close(three, 3)
    assert three.window.desk.mode is Mode.POSITIONS
    reopen(three)
    assert pairs(three) == ["12", "13"]
    assert three.on_desk() == ["A reply", "A second reply"]
    assert three.window.desk.mode is Mode.WORDS
    assert three.selected.finding.id == chosen
    assert three.keyboard is three.pane_at(2).view
    three.go_to(1)
    assert three.window.desk.mode is Mode.POSITIONS


def test_a_pane_that_two_gutters_compared_comes_back_with_both(four: ManyReader) -> None:
    compare(four, 1, 1, 3)
    compare(four, 2, 1, 4)
    four.window.desk.set_mode(Mode.WORDS)
    four.wait_for_findings()
    compare(four, 1, 1, 3)
    close(four, 1)
    assert pairs(four) == ["12", "23"]
    reopen(four)
    assert four.titles() == FOUR
    assert pairs(four) == ["12", "13", "14"]
    assert four.on_desk() == ["A reply", "A second reply"]
    assert "words" in four.heads()[2]


def test_what_is_compared_elsewhere_stays_when_a_pane_goes(four: ManyReader) -> None:
    compare(four, 2, 1, 4)
    close(four, 3)
    assert pairs(four) == ["12", "13"]
    assert four.titles() == ["A reply", "On the border", "A third reply"]
    reopen(four)
    assert pairs(four) == ["12", "23", "14"]


def test_several_panes_come_back_one_after_the_other(four: ManyReader) -> None:
    compare(four, 2, 1, 4)
    compare(four, 1, 1, 3)
    close(four, 4)
    close(four, 1)
    close(four, 2)
    assert [each for each in four.titles() if each] == ["On the border"]
    for _each in range(3):
        reopen(four)
    assert four.titles() == FOUR
    assert pairs(four) == ["12", "13", "14"]


def test_what_was_chosen_meanwhile_is_not_undone(four: ManyReader) -> None:
    compare(four, 2, 2, 4)
    close(four, 4)
    compare(four, 1, 1, 3)
    reopen(four)
    assert pairs(four) == ["12", "13", "24"]
    compare(four, 2, 1, 4)
    close(four, 4)
    compare(four, 1, 2, 3)
    reopen(four)
    assert pairs(four) == ["12", "23", "14"]


def test_a_choice_follows_panes_that_change_places(three: ManyReader) -> None:
    compare(three, 1, 1, 3)
    three.window.desk.set_mode(Mode.WORDS)
    three.wait_for_findings()
    three.go_to(2)
    three.press(Qt.Key.Key_X, CTRL | ALT)
    assert three.titles() == ["A reply", "A second reply", "On the border"]
    assert pairs(three) == ["12", "13"]
    assert three.on_desk() == ["A reply", "A second reply"]
    assert three.window.desk.mode is Mode.WORDS
    three.press(Qt.Key.Key_X, CTRL | ALT)
    assert three.titles() == ROW
    assert pairs(three) == ["12", "13"]
    # Closed, and the two others exchanged: the document that it was compared with is meant.
    close(three, 3)
    three.run("swap_sides")
    three.wait_for_findings()
    assert three.titles() == ["On the border", "A reply"]
    reopen(three)
    assert three.on_desk() == ["A reply", "A second reply"]
    assert pairs(three) == ["12", "23"]
    assert three.window.desk.mode is Mode.WORDS


def test_another_document_in_a_pane_leaves_the_choices(four: ManyReader, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(four.paths[0].read_text("utf-8").replace("A reply", "A new reply"), "utf-8")
    compare(four, 2, 1, 4)
    four.window.desk.set_mode(Mode.WORDS)
    four.wait_for_findings()
    compare(four, 0, 1, 2)
    four.window.desk.open(Side.LEFT, str(other))
    four.wait_for_findings()
    assert four.titles()[0] == "A new reply"
    assert pairs(four) == ["12", "23", "14"]
    assert "words" in four.heads()[2]
    close(four, 4)
    four.go_to(0)
    four.window.desk.open(Side.LEFT, str(four.paths[0]))
    four.wait_for_findings()
    reopen(four)
    assert pairs(four) == ["12", "23", "14"]
    assert four.on_desk() == ["A reply", "A third reply"]


def test_it_comes_back_in_a_window_that_was_built_anew(four: ManyReader) -> None:
    compare(four, 2, 2, 4)
    four.window.desk.set_mode(Mode.WORDS)
    four.wait_for_findings()
    close(four, 4)
    compare(four, 1, 1, 3)
    four.build_anew()
    four.wait_for_findings()
    assert pairs(four) == ["12", "13"]
    reopen(four)
    assert pairs(four) == ["12", "13", "24"]
    assert four.window.desk.mode is Mode.WORDS


def test_it_is_there_at_the_next_start(four: ManyReader) -> None:
    compare(four, 2, 1, 4)
    topic = next(topic for row in four.rows for topic in row.finding.topics)
    four.window.desk.set_topics((topic,))
    compare(four, 0, 1, 2)
    assert four.close()
    four.start()
    four.wait_for_findings()
    assert pairs(four) == ["12", "23", "14"]
    assert four.window.desk.topics == ()
    four.go_to(3)
    assert four.window.desk.topics == (topic,)


def test_a_finding_is_selected_again_when_one_of_two_comes_back(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = ManyReader.of_two(qtbot, data_folder, tmp_path)
    reader.select(reader.rows[2])
    chosen = reader.selected.finding.id
    close(reader, 1)
    reopen(reader)
    assert reader.titles() == ROW[:2]
    assert reader.selected.finding.id == chosen
    reader.end()


def test_undoing_leaves_what_the_gutters_compare(three: ManyReader) -> None:
    compare(three, 1, 1, 3)
    three.select(three.rows[0])
    three.press(Qt.Key.Key_4)
    close(three, 3)
    three.press(Qt.Key.Key_Z, CTRL)
    reopen(three)
    assert pairs(three) == ["12", "13"]
    assert three.selected.verdict is None
