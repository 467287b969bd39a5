"""Several panes that stay: when the window is built anew, when one fails, when another comes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Comparison, Mode, Side
from diptych.model.errors import UserError
from diptych.model.note import Reading
from diptych.ui.going import Going
from diptych.work.inline import InlineJobs
from support.driver import CTRL, SHIFT
from support.letters import make_tasks
from support.many_panes import ROW, SECOND, ManyReader, write_four

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.between import Between
    from diptych.work.port import Plain

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def two(qtbot, data_folder: Path, tmp_path: Path):
    """With the reply and the letter."""
    reader = ManyReader.of_two(qtbot, data_folder, tmp_path)
    yield reader
    reader.end()


@pytest.fixture
def three(two: ManyReader) -> ManyReader:
    """With the second reply at the right."""
    open_another(two, two.paths[2])
    two.wait_for_findings()
    return two


def open_another(reader: ManyReader, path: Path) -> None:
    reader.window.handlers.panes.open_another(str(path))
    QApplication.processEvents()


def betweens(reader: ManyReader) -> list[Between]:
    return reader.window.handlers.panes.many.betweens


# Built anew


def test_all_panes_stay_where_the_chosen_gutter_lacks_a_document(three: ManyReader) -> None:
    three.go_to(0)
    three.window.desk.set_mode(Mode.WORDS)
    three.wait_for_findings()
    three.select(three.rows[2])
    chosen = three.selected.finding.id
    open_another(three, three.paths[0].with_name("gone.txt"))
    assert three.on_desk() == ["A second reply"]
    three.build_anew()
    assert three.titles() == [*ROW, ""]
    assert three.on_desk() == ["A second reply"]
    assert three.keyboard is three.pane_at(3).view
    assert "gone.txt" in three.message(Side.RIGHT)
    three.go_to(0)
    three.wait_for_findings()
    assert three.on_desk() == ROW[:2]
    assert three.window.desk.mode is Mode.WORDS
    assert three.selected.finding.id == chosen


def test_what_each_gutter_compares_and_where_each_text_stood_stay(three: ManyReader) -> None:
    three.window.resize(1000, 330)
    open_another(three, three.paths[3])
    three.wait_for_findings()
    many = three.window.handlers.panes.many
    many.compare(2, (three.pane_at(1), three.pane_at(3)))
    three.wait_for_findings()
    three.run("sync_off")
    bar = three.pane_at(2).view.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = three.pane_at(2).place()
    assert place.block > 0
    heads = three.heads()
    three.build_anew()
    three.wait_for_findings()
    assert three.heads() == heads
    assert three.pane_at(2).place() == place


def test_of_two_panes_the_empty_one_stays_empty(two: ManyReader) -> None:
    two.go_to(1)
    two.press(Qt.Key.Key_W, CTRL)
    two.build_anew()
    assert two.titles() == ["A reply", ""]


def test_a_row_is_there_at_the_next_start_where_its_last_pane_stayed_empty(
    three: ManyReader,
) -> None:
    open_another(three, three.paths[0].with_name("gone.txt"))
    assert three.close()
    three.start()
    three.wait_for_findings()
    assert three.titles()[:3] == ROW


# Comparisons that fail


class FailingJobs(InlineJobs):
    """Cannot compare the letter and the second reply."""

    def submit(self, task: str, request: Plain, **rest) -> int:
        names = [str(request[side]["path"]) for side in Side] if task == "compare" else []
        if names and names[0].endswith("border.txt") and names[1].endswith("second.txt"):
            rest["failed"](UserError("It died.", "Try again.", ""))
            return 0
        return super().submit(task, request, **rest)


def test_the_other_gutters_go_on_where_the_chosen_one_fails(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = ManyReader(qtbot, data_folder, lambda: FailingJobs(make_tasks()))
    paths = write_four(tmp_path)
    reader.start(*paths[:2])
    for path in paths[2:]:
        open_another(reader, path)
    reader.go_to(1)
    reader.press(Qt.Key.Key_F6, SHIFT)
    reader.window.handlers.panes.many.choose(1)
    assert "It died" in reader.status
    # All is forgotten, and what is not looked at is compared while the chosen one fails again.
    reader.window.handlers.topics_changed()
    assert reader.window.desk.comparison is None
    reader.wait(lambda: len(betweens(reader)[0].gutter._rows) > 0)
    reader.wait(lambda: len(betweens(reader)[2].gutter._rows) > 0)
    # One that fails where it is not looked at holds up none either.
    reader.window.handlers.panes.many.choose(0)
    reader.window.handlers.topics_changed()
    reader.wait(lambda: len(betweens(reader)[2].gutter._rows) > 0)
    reader.end()


# Names


def test_texts_gutters_and_rulers_are_named_by_their_documents(three: ManyReader) -> None:
    assert three.pane_at(1).text.accessibleName() == "Text 2, On the border"
    assert three.pane_at(1).ruler.accessibleName() == "Overview of On the border"
    names = [each.gutter.accessibleName() for each in betweens(three)]
    assert names == [
        "Ribbons between A reply and On the border, positions",
        "Ribbons between On the border and A second reply, positions",
    ]
    three.window.desk.set_mode(Mode.WORDS)
    assert betweens(three)[1].gutter.accessibleName().endswith("A second reply, words")
    three.go_to(2)
    three.press(Qt.Key.Key_W, CTRL)
    assert three.pane_at(0).text.accessibleName() == "Left text, A reply"


def test_two_panes_are_named_too(two: ManyReader) -> None:
    assert two.pane_at(0).text.accessibleName() == "Left text, A reply"
    name = two.window.spread.gutter.accessibleName()
    assert name == "Ribbons between A reply and On the border, positions"
    two.window.desk.close(Side.LEFT)
    assert two.pane_at(0).text.accessibleName() == "Left text"
    assert two.pane_at(0).head.accessibleName() == ""
    assert two.window.spread.gutter.accessibleName() == "Ribbons between the two texts"


# Closing


def test_the_pane_that_was_active_last_is_closed_from_elsewhere(three: ManyReader) -> None:
    three.go_to(1)
    assert [pane.head._is_active for pane in three.window.spread.row] == [False, True, False]
    three.window.table.setFocus()
    assert [pane.head._is_active for pane in three.window.spread.row] == [False, True, False]
    three.press(Qt.Key.Key_W, CTRL)
    assert three.titles() == ["A reply", "A second reply"]
    assert "“On the border” was closed. Ctrl+Shift+W brings it back." in three.status
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.wait_for_findings()
    assert three.titles() == ROW


def test_of_two_panes_the_one_that_was_active_last_is_emptied(two: ManyReader) -> None:
    two.go_to(1)
    two.window.table.setFocus()
    two.press(Qt.Key.Key_W, CTRL)
    assert two.titles() == ["A reply", ""]
    two.go_to(0)
    two.press(Qt.Key.Key_W, CTRL)
    assert two.titles() == ["", ""]
    # Each comes back where it was.
    two.press(Qt.Key.Key_W, CTRL | SHIFT)
    two.press(Qt.Key.Key_W, CTRL | SHIFT)
    two.wait_for_findings()
    assert two.titles() == ROW[:2]
    assert not two.window.commands.action("reopen_pane").isEnabled()


# Another reading


def test_one_step_leads_back_to_the_row_in_whose_place_a_reading_came(three: ManyReader) -> None:
    open_another(three, three.paths[3])
    three.wait_for_findings()
    three.go_to(1)
    three.select(three.rows[1])
    chosen, row, heads = three.selected.finding.id, three.titles(), three.heads()
    reading = Reading(three.hash_of("On the border"), three.hash_of("A reply"))
    Going(three.window).to_reading(reading)
    three.wait_for_findings()
    assert three.titles() == ["On the border", "A reply"]
    assert " – ".join(row) in three.status
    three.run("show_readings")
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.wait_for_findings()
    assert three.titles() == row
    assert three.heads() == heads
    assert three.selected.finding.id == chosen
    assert three.keyboard.isVisible()


def test_a_reading_of_two_is_left_and_come_back_to(two: ManyReader) -> None:
    two.window.save_place()
    two.window.desk.open(Side.LEFT, str(two.paths[2]))
    two.wait_for_findings()
    reading = two.workplace.library.reading(two.hash_of("A reply"), two.hash_of("On the border"))
    two.select(two.rows[1])
    chosen = two.selected.finding.id
    Going(two.window).to_reading(reading)
    two.wait_for_findings()
    assert two.titles() == ROW[:2]
    two.press(Qt.Key.Key_W, CTRL | SHIFT)
    two.wait_for_findings()
    assert two.titles() == ["A second reply", "On the border"]
    assert two.selected.finding.id == chosen
    # The same reading once more is nothing to be come back from.
    Going(two.window).to_reading(Reading(*map(two.hash_of, two.titles())))
    assert not two.window.commands.action("reopen_pane").isEnabled()


def test_the_list_of_readings_names_the_panes_beside(three: ManyReader) -> None:
    three.go_to(0)
    three.press(Qt.Key.Key_F7, SHIFT)
    page = three.window.handlers.panels.show("readings")
    lines = [page.model.index(at).data() for at in range(page.model.rowCount())]
    assert lines[0].startswith("A reply – On the border, with A second reply, ")
    # What was opened a moment ago is in it, too.
    three.press(Qt.Key.Key_Escape)
    open_another(three, three.paths[3])
    three.wait_for_findings()
    Going(three.window).to_reading(Reading(*map(three.hash_of, ("On the border", "A reply"))))
    page = three.window.handlers.panels.show("readings")
    lines = [page.model.index(at).data() for at in range(page.model.rowCount())]
    assert any("with A reply and On the border" in line for line in lines)


# Room


@pytest.fixture
def four(three: ManyReader) -> ManyReader:
    """With a third reply, in a small window."""
    three.window.resize(1280, 800)
    open_another(three, three.paths[3])
    three.wait_for_findings()
    return three


def narrowest(reader: ManyReader) -> float:
    """The fewest average letters that have room in a line of any text."""
    columns = [pane.text._column for pane in reader.window.spread.row]
    return min(column.width / column._body.average for column in columns)


def are_in_view(reader: ManyReader) -> bool:
    """Whether both texts of the chosen gutter are seen whole."""
    view = reader.window.handlers.panes.many.view
    lefts = [
        (pane.mapTo(view, pane.rect().topLeft()).x(), pane)
        for pane in reader.window.spread.panes.values()
    ]
    return all(x >= 0 and x + pane.width() <= view.width() for x, pane in lefts)


def test_the_side_panel_makes_room_for_four_texts_and_comes_back(four: ManyReader) -> None:
    panel = four.window.panel_dock
    four.wait(panel.isHidden)
    assert "The side panel makes room for the texts. F9 brings it back." in four.status
    assert not four.window.rail.buttons["show_side_panel"].isChecked()
    QApplication.processEvents()
    assert narrowest(four) >= 28
    four.window.resize(1920, 1000)
    four.wait(lambda: not panel.isHidden())
    four.window.resize(1280, 800)
    four.wait(panel.isHidden)
    # Away for the texts, it is remembered as open.
    for at in (3, 2):
        four.go_to(at)
        four.press(Qt.Key.Key_W, CTRL)
    four.wait(lambda: not panel.isHidden())
    four.press(Qt.Key.Key_W, CTRL | SHIFT)
    four.press(Qt.Key.Key_W, CTRL | SHIFT)
    four.wait(panel.isHidden)
    four.window.close()
    assert not panel.isHidden()


def test_texts_that_have_no_room_are_scrolled_into_view(four: ManyReader) -> None:
    four.wait(four.window.panel_dock.isHidden)
    four.press(Qt.Key.Key_F9)
    bar = four.window.handlers.panes.many.view.horizontalScrollBar()
    four.wait(lambda: bar.maximum() > 0)
    assert narrowest(four) >= 28
    for at in (0, 3, 1):
        four.go_to(at)
        four.wait(lambda: are_in_view(four))
    assert not four.window.panel_dock.isHidden()
    # However large the letters are, two texts are seen at once.
    four.window.set_zoom(300)
    four.go_to(3)
    four.wait(lambda: are_in_view(four))
    # Two texts have the room they always had.
    for at in (3, 2):
        four.go_to(at)
        four.press(Qt.Key.Key_W, CTRL)
    four.wait(lambda: bar.maximum() == 0)
    assert four.window.spread.gutter.width() == 86


def test_nothing_is_kept_of_what_a_gutter_compared_before(
    three: ManyReader, tmp_path: Path
) -> None:
    only_here = tmp_path / "only here.txt"
    only_here.write_text(SECOND.replace("A second reply", "A reply of this test"), "utf-8")
    panes, desk = three.window.handlers.panes, three.window.desk
    panes.many.choose(1)
    three.wait_for_findings()
    desk.open(Side.RIGHT, str(only_here))
    three.wait_for_findings()
    known = desk.documents[Side.RIGHT].document.sha256
    for at in (0, 1):
        panes.many.choose(at)
        three.wait_for_findings()
    desk.open(Side.RIGHT, str(three.paths[3]))
    three.wait_for_findings()
    gc.collect()
    alive = [each for each in gc.get_objects() if isinstance(each, Comparison)]
    assert not [each for each in alive if known in (each.left_sha256, each.right_sha256)]
    assert panes.many.others.known(betweens(three)[0]).rows
