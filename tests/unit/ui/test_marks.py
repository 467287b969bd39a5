from __future__ import annotations

from diptych.model.comparison import Relation
from diptych.ui.marks import Mark, smallest_at, stacked


def mark(finding: str, start: int, end: int) -> Mark:
    return Mark(finding, 0, start, end, Relation.CONVERGE)


def test_lines_under_the_same_words_stand_below_one_another() -> None:
    marks = [mark("b", 5, 20), mark("a", 0, 10), mark("c", 10, 30), mark("d", 12, 14)]
    levels = {each.finding: level for each, level in stacked(marks)}
    assert levels == {"a": 0, "b": 1, "c": 0, "d": 2}


def test_the_lines_of_one_finding_can_be_nearest_to_the_words() -> None:
    marks = [mark("a", 0, 10), mark("b", 5, 20), mark("b", 30, 40), mark("c", 20, 32)]
    levels = [(each.finding, each.start, level) for each, level in stacked(marks, "b")]
    assert levels == [("a", 0, 1), ("b", 5, 0), ("c", 20, 1), ("b", 30, 0)]
    crowd = [mark(str(at), 0, 9) for at in range(4)]
    assert ("3", 0) in {(each.finding, level) for each, level in stacked(crowd, "3")}


def test_the_fourth_line_is_left_out() -> None:
    assert len(stacked([mark(str(at), 0, 9) for at in range(4)])) == 3


def test_the_most_particular_mark_is_meant() -> None:
    marks = [mark("long", 0, 50), mark("short", 10, 20)]
    assert [
        found.finding if (found := smallest_at(marks, offset)) else ""
        for offset in (9, 10, 19, 20, 50)
    ] == ["long", "short", "short", "long", ""]
