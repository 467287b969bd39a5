"""Two texts that scroll together, the gutter between them, and the rulers at the edges."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.ui.following import EYE
from diptych.work.inline import InlineJobs
from support.driver import ALT, CTRL, SHIFT, Reader
from support.letters import make_tasks, write_long_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QScrollBar

    from diptych.work.port import Plain

LEFT_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_long_letters(tmp_path))
    yield reader
    reader.end()


def bar(reader: Reader, side: Side) -> QScrollBar:
    return reader.view(side).verticalScrollBar()


def read_down(reader: Reader, side: Side, notches: int) -> list[int]:
    """Turn the wheel over a text; return where the other one stood after each notch."""
    stood = []
    for _ in range(notches):
        reader.turn_wheel(reader.view(side).viewport(), -1)
        stood.append(bar(reader, side.other).value())
    return stood


def says_no_counterpart(reader: Reader) -> bool:
    """Whether the gutter says at its foot that nothing answers here."""
    return reader.window.spread.gutter.words() == "no counterpart here"


def test_by_meaning_the_other_text_comes_to_what_answers(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    # Reading down to the second pair on the left brings its other side on the right.
    row = reader.pairs[1]
    passage, view = row.finding.left[0], reader.view(Side.LEFT)
    while view.extent(passage.block, passage.start, passage.end)[0] > 0.3 * view.height():
        read_down(reader, Side.LEFT, 1)

    def is_there() -> bool:
        passage, view = row.finding.right[0], reader.view(Side.RIGHT)
        top, bottom = view.extent(passage.block, passage.start, passage.end)
        return bottom > 0 and top < view.viewport().height()

    stood = bar(reader, Side.LEFT).value()
    reader.wait(is_there)
    assert bar(reader, Side.LEFT).value() == stood


def test_the_other_text_glides_and_never_goes_back_while_reading_down(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    stood = read_down(reader, Side.LEFT, 60)
    assert stood == sorted(stood)
    assert stood[-1] > stood[0]
    steps = [after - before for before, after in itertools.pairwise(stood)]
    assert max(steps) < reader.view(Side.RIGHT).viewport().height() / 2


def test_where_nothing_answers_the_other_text_stays_and_the_gutter_says_so(
    reader: Reader,
) -> None:
    reader.select(reader.pairs[0])
    assert not says_no_counterpart(reader)
    left = bar(reader, Side.LEFT)
    left.setValue(left.maximum() - 10)
    stood = bar(reader, Side.RIGHT).value()
    read_down(reader, Side.LEFT, 1)
    reader.turn_wheel(reader.view(Side.LEFT).viewport(), 1)
    assert bar(reader, Side.RIGHT).value() == stood
    assert says_no_counterpart(reader)
    reader.select(reader.pairs[1])
    assert not says_no_counterpart(reader)


def test_a_short_passage_that_one_turn_of_the_wheel_goes_past_counts(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    row = reader.pairs[1]
    passage, view = row.finding.left[0], reader.view(Side.LEFT)
    eye = 0.3 * view.viewport().height()
    while view.extent(passage.block, passage.start, passage.end)[0] > eye + 5:
        bar(reader, Side.LEFT).setValue(bar(reader, Side.LEFT).value() + 4)
    before = bar(reader, Side.RIGHT).value()
    bar(reader, Side.LEFT).setValue(bar(reader, Side.LEFT).value() + 300)
    assert bar(reader, Side.RIGHT).value() > before
    assert not says_no_counterpart(reader)


def test_by_proportion_both_ends_meet(reader: Reader) -> None:
    reader.run("sync_proportion")
    left, right = bar(reader, Side.LEFT), bar(reader, Side.RIGHT)
    while left.value() < left.maximum():
        read_down(reader, Side.LEFT, 1)
    reader.wait(lambda: right.value() >= right.maximum() - 1)
    assert not says_no_counterpart(reader)


def test_separately_the_other_text_stays_and_the_way_is_kept(reader: Reader) -> None:
    reader.go_to_text(Side.LEFT)
    reader.run("sync_off")
    assert len(set(read_down(reader, Side.LEFT, 20))) == 1
    assert "separately" in reader.window.top_bar.sync.accessibleName()
    assert reader.close()
    reader.start()
    assert len(set(read_down(reader, Side.RIGHT, 20))) == 1
    reader.press(Qt.Key.Key_T, CTRL)
    assert reader.window.commands.action("sync_meaning").isChecked()


@pytest.mark.parametrize("way", ["sync_meaning", "sync_proportion"])
def test_switching_on_moves_nothing(reader: Reader, way: str) -> None:
    reader.run("sync_off")
    bar(reader, Side.LEFT).setValue(900)
    bar(reader, Side.RIGHT).setValue(300)
    before = reader.window.spread.places()
    reader.run(way)
    reader.window.grab()
    assert reader.window.spread.places() == before


def test_the_other_side_is_brought_here_by_a_key(reader: Reader) -> None:
    reader.run("sync_off")
    reader.select(reader.pairs[1])
    bar(reader, Side.RIGHT).setValue(0)
    assert not reader.in_view(Side.RIGHT)
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Return, CTRL)
    assert reader.in_view(Side.RIGHT)
    bar(reader, Side.LEFT).setValue(0)
    reader.press(Qt.Key.Key_F6)
    assert reader.keyboard is reader.view(Side.RIGHT)
    reader.press(Qt.Key.Key_Return, CTRL)
    assert reader.in_view(Side.LEFT)


def test_a_click_on_a_ribbon_selects_its_finding(reader: Reader) -> None:
    row = reader.pairs[0]
    reader.select(row)
    gutter = reader.window.spread.gutter
    gutter.grab()
    centre = next(at for finding, _path, at in gutter._drawn if finding == row.finding.id)
    reader.select(reader.pairs[1])
    reader.select(row)
    reader.window.desk.select("")
    reader.click(gutter, centre.toPoint())
    assert reader.selected == row
    # Beside the ribbons nothing is selected.
    reader.window.desk.select("")
    reader.click(gutter, QPoint(gutter.width() // 2, gutter.height() - 2))
    assert reader.window.desk.selection == ""


def test_every_badge_in_view_can_be_read(reader: Reader) -> None:
    one, two = reader.pairs[0], reader.pairs[1]
    passages = {side: one.finding.passages(side)[0] for side in Side}
    # Three that cross at one point, and one whose other end is far below.
    spans = [(0, 1), (1, 0), (0, 1)]
    rows = []
    for number, ends in enumerate(spans):
        moved = [
            (passages[side]._replace(block=passages[side].block + end),)
            for side, end in zip(Side, ends, strict=True)
        ]
        found = one.finding._replace(id=str(number), left=moved[0], right=moved[1])
        rows.append(one._replace(finding=found))
    rows.append(two._replace(finding=two.finding._replace(id="far", left=one.finding.left)))
    for side in Side:
        reader.view(side).show_place(passages[side].block, passages[side].start, EYE)
    gutter = reader.window.spread.gutter
    gutter.set_rows(rows)
    gutter.set_selected("")
    gutter.grab()
    badges = [centre for _finding, _path, centre in gutter._drawn]
    assert len(badges) == len(rows)
    for centre in badges:
        assert centre.y() > 10
        assert centre.y() + 10 <= gutter.height()
    for one_badge, other in itertools.combinations(badges, 2):
        apart = one_badge - other
        assert apart.x() ** 2 + apart.y() ** 2 >= 19**2


def test_the_wheel_over_the_gutter_steps_through_the_findings(reader: Reader) -> None:
    reader.select(reader.rows[0])
    gutter = reader.window.spread.gutter
    reader.turn_wheel(gutter, -2)
    assert reader.selected == reader.rows[2]
    reader.turn_wheel(gutter, 1)
    assert reader.selected == reader.rows[1]
    reader.turn_wheel(gutter, 5)
    assert reader.selected == reader.rows[0]


def test_the_pointer_on_a_ribbon_lights_up_both_ends_and_on_a_mark_too(reader: Reader) -> None:
    row = reader.pairs[1]
    reader.select(row)
    reader.window.desk.select("")
    gutter, views = reader.window.spread.gutter, [reader.view(side) for side in Side]
    gutter.grab()
    before = [view.viewport().grab().toImage() for view in views]
    centre = next(at for finding, _path, at in gutter._drawn if finding == row.finding.id)
    QTest.mouseMove(gutter, QPoint(1, 1))
    QTest.mouseMove(gutter, centre.toPoint())
    lit = [view.viewport().grab().toImage() for view in views]
    assert all(one != other for one, other in zip(before, lit, strict=True))
    QApplication.sendEvent(gutter, QEvent(QEvent.Type.Leave))
    after = [view.viewport().grab().toImage() for view in views]
    assert after == before
    views[0].hovered.emit(row.finding.id)
    assert [view.viewport().grab().toImage() for view in views] == lit


def test_the_selected_finding_is_brought_back_by_choosing_it_once_more(reader: Reader) -> None:
    reader.run("sync_off")
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Home, ALT)
    row, side = reader.selected, next(s for s in Side if reader.selected.finding.passages(s))

    def go_away() -> None:
        bar(reader, side).setValue(bar(reader, side).maximum())
        assert not reader.in_view(side)

    go_away()
    reader.press(Qt.Key.Key_Home, ALT)
    assert reader.in_view(side)
    go_away()
    reader.select(row)
    assert reader.in_view(side)
    go_away()
    reader.window.table.setFocus()
    reader.press(Qt.Key.Key_Return)
    assert reader.in_view(side)


def test_first_and_last_finding_by_keys(reader: Reader) -> None:
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_End, ALT)
    assert reader.selected == reader.rows[-1]
    reader.press(Qt.Key.Key_Down, ALT)
    assert reader.selected == reader.rows[-1]
    reader.press(Qt.Key.Key_Home, ALT)
    assert reader.selected == reader.rows[0]
    assert reader.window.top_bar.place.shown_text() == f"1 of {len(reader.rows)}"


def test_a_click_on_a_mark_in_the_text_selects_its_finding(reader: Reader) -> None:
    row = reader.pairs[1]
    reader.select(row)
    view = reader.view(Side.RIGHT)
    passage = row.finding.right[0]
    top, _bottom = view.extent(passage.block, passage.start, passage.start + 1)
    reader.window.desk.select("")
    from diptych.ui.marks import Position

    at = view.caret_rect(Position(passage.block, passage.start + 3)).center()
    assert at.y() >= top
    reader.click(view.viewport(), at)
    assert reader.selected == row


def test_the_ruler_scrolls_by_click_and_drag_and_selects_by_its_marks(reader: Reader) -> None:
    reader.run("sync_off")
    reader.select(reader.pairs[0])
    ruler, scroll = reader.pane(Side.LEFT).ruler, bar(reader, Side.LEFT)
    foot = QPoint(ruler.width() // 2, ruler.height() - 3)
    reader.click(ruler, foot)
    assert scroll.value() == scroll.maximum()
    QTest.mousePress(ruler, LEFT_BUTTON, NO_KEY, foot)
    QTest.mouseMove(ruler, QPoint(foot.x(), ruler.height() // 2))
    QTest.mouseMove(ruler, QPoint(foot.x(), -200))
    QTest.mouseRelease(ruler, LEFT_BUTTON, NO_KEY, QPoint(foot.x(), -200))
    assert scroll.value() == 0
    row = reader.pairs[-1]
    top, bottom = (height * ruler._scale() for height in ruler._measured()[row.finding.id])
    reader.click(ruler, QPointF(ruler.width() / 2, (top + bottom) / 2).toPoint())
    assert reader.selected == row
    assert reader.in_view(Side.LEFT)
    before = scroll.value()
    reader.turn_wheel(ruler, -2)
    assert scroll.value() > before


def test_the_part_in_view_can_be_dragged_where_marks_lie_over_it(reader: Reader) -> None:
    reader.run("sync_off")
    reader.select(reader.pairs[1])
    reader.window.desk.select("")
    ruler, scroll = reader.pane(Side.LEFT).ruler, bar(reader, Side.LEFT)
    ruler.grab()
    top, bottom = (
        height * ruler._scale() for height in ruler._measured()[reader.pairs[1].finding.id]
    )
    mark, before = QPoint(ruler.width() // 2, round((top + bottom) / 2)), scroll.value()
    QTest.mousePress(ruler, LEFT_BUTTON, NO_KEY, mark)
    QTest.mouseMove(ruler, mark + QPoint(0, 60))
    assert scroll.value() > before
    QTest.mouseRelease(ruler, LEFT_BUTTON, NO_KEY, mark + QPoint(0, 60))
    assert reader.window.desk.selection == ""
    assert scroll.value() == pytest.approx(before + 60 / ruler._scale(), abs=2 / ruler._scale())


def test_the_place_is_the_same_after_a_restart(reader: Reader) -> None:
    reader.run("sync_off")
    bar(reader, Side.LEFT).setValue(1234)
    bar(reader, Side.RIGHT).setValue(432)
    places = reader.window.spread.places()
    assert reader.close()
    reader.start()
    assert reader.window.spread.places() == places
    assert "¶" in reader.title(Side.LEFT)


class _Held(InlineJobs):
    """Compares when it is let go, as an analysis that takes its time."""

    def __init__(self) -> None:
        super().__init__(make_tasks())
        self.held: list[Callable[[], int]] = []

    def submit(self, task: str, request: Plain, **rest) -> int:
        if task != "compare":
            return super().submit(task, request, **rest)
        self.held.append(lambda: InlineJobs.submit(self, task, request, **rest))
        return 0


def test_late_findings_leave_the_texts_where_the_reader_has_gone_to(
    reader: Reader, qtbot, data_folder: Path
) -> None:
    reader.press(Qt.Key.Key_Home, ALT)
    chosen = reader.window.desk.selection
    assert chosen
    assert reader.close()
    (data_folder / "cache.sqlite").unlink()
    jobs = _Held()
    later = Reader(qtbot, data_folder, lambda: jobs)
    later.start()
    later.run("sync_off")
    bars = [bar(later, side) for side in Side]
    for each in bars:
        each.setValue(each.maximum() // 2)
    stood = [each.value() for each in bars]
    assert min(stood) > 0
    assert len(jobs.held) == 1
    jobs.held.pop()()
    assert later.window.desk.selection == chosen
    assert [each.value() for each in bars] == stood
    later.end()


def test_with_shift_the_wheel_moves_one_text_alone_until_the_other_is_brought_here(
    reader: Reader,
) -> None:
    reader.select(reader.pairs[0])
    followed = read_down(reader, Side.LEFT, 40)[-1]
    assert followed > 0
    reader.turn_wheel(reader.view(Side.RIGHT).viewport(), 4, held=SHIFT)
    alone = bar(reader, Side.RIGHT).value()
    assert alone < followed
    assert set(read_down(reader, Side.LEFT, 6)) == {alone}
    assert reader.window.spread.gutter.words() == "moved apart"
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Return, CTRL)
    assert reader.window.spread.gutter.words() != "moved apart"
    reader.select(reader.pairs[1])
    reader.select(reader.pairs[0])
    assert len(set(read_down(reader, Side.LEFT, 40))) > 1


def test_a_place_tied_by_hand_leads_and_is_there_after_a_restart(
    reader: Reader, qtbot, data_folder: Path
) -> None:
    for side, notches in ((Side.LEFT, -2), (Side.RIGHT, -9)):
        reader.turn_wheel(reader.view(side).viewport(), notches, held=SHIFT)
    reader.press(Qt.Key.Key_S, ALT)
    assert len(reader.window.spread.following.points) == 1
    reader.turn_wheel(reader.view(Side.LEFT).viewport(), 2, held=SHIFT)
    reader.go_to_text(Side.RIGHT)
    assert reader.close()
    later = Reader(qtbot, data_folder)
    later.start()
    following = later.window.spread.following
    (point,) = following.points
    later.view(Side.LEFT).show_place(*point.left, EYE)
    later.go_to_text(Side.LEFT)
    later.press(Qt.Key.Key_Return, CTRL)
    left, right = following.heights(point)
    assert left == pytest.approx(right, abs=3)
    later.press(Qt.Key.Key_S, ALT | SHIFT)
    assert following.points == []
    later.end()
