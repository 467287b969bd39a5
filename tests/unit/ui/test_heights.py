from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.heights import Heights

ROWS = st.lists(st.integers(0, 90), min_size=1, max_size=600)


def naive_row_at(rows: list[int], y: int) -> int:
    bottom = 0
    for row, height in enumerate(rows):
        bottom += height
        if y < bottom:
            return row
    return len(rows) - 1


@given(ROWS, st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 200)), max_size=30))
def test_answers_like_a_plain_list(rows: list[int], corrections: list[tuple[int, int]]) -> None:
    heights = Heights(rows)
    for at, height in corrections:
        row = at % len(rows)
        assert heights.correct(row, height) == (rows[row] != height)
        rows[row] = height
        assert heights.total() == sum(rows)
        assert heights.top(row) == sum(rows[:row])
        assert heights[row] == height
    for row in range(0, len(rows) + 1, 7):
        assert heights.top(row) == sum(rows[:row])
    for y in range(-5, sum(rows) + 5, max(1, sum(rows) // 40)):
        assert heights.row_at(y) == naive_row_at(rows, y)


def test_no_rows_have_no_height() -> None:
    assert Heights().total() == 0
    assert Heights().row_at(5) == 0
