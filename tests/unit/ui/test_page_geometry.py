"""Pages under one another: every page has its room, and points find their way both ways."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.page_geometry import GAP, Box, Fit, Geometry, turned
from diptych.ui.page_places import find_page

SIZES = st.lists(st.tuples(st.floats(80, 2000), st.floats(40, 3000)), min_size=1, max_size=12)


def geometry(sizes, fit: Fit, rotation: int) -> Geometry:
    made = Geometry(sizes)
    made.window = (600, 700)
    made.fit, made.zoom = fit, 130
    made.turn(rotation)
    return made


@given(SIZES, st.sampled_from(Fit), st.sampled_from([0, 90, 180, 270]))
def test_pages_follow_each_other_without_touching(sizes, fit, rotation) -> None:
    stack = geometry(sizes, fit, rotation)
    bottom = 0
    for page in range(stack.count):
        area = stack.area(page)
        assert area.top >= bottom + GAP - 1
        assert 0 <= area.left < area.right <= max(stack.width, 600)
        bottom = area.bottom
        assert stack.page_at((area.top + area.bottom) / 2) == page
    assert stack.height >= bottom


@given(
    SIZES,
    st.sampled_from(Fit),
    st.sampled_from([0, 90, 180, 270]),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_point_of_a_page_is_found_again(sizes, fit, rotation, across, down) -> None:
    stack = geometry(sizes, fit, rotation)
    page = len(sizes) - 1
    x, y = across * sizes[page][0], down * sizes[page][1]
    spot = stack.on_screen(page, Box(x, y, x, y))
    assert stack.on_page(page, spot.left, spot.top) == pytest.approx((x, y), abs=1e-3)


def test_turning_goes_clockwise() -> None:
    corner = Box(0, 0, 10, 5)
    assert turned(corner, 100, 200, 90) == Box(195, 0, 200, 10)
    assert turned(corner, 100, 200, 180) == Box(90, 195, 100, 200)
    assert turned(corner, 100, 200, 270) == Box(0, 90, 5, 100)


def test_a_hundred_thousand_pages_are_resized_at_once() -> None:
    stack = Geometry([(595, 842)] * 100_000)
    before = time.process_time()
    for width in range(400, 900):
        stack.window = (width, 700)
        assert stack.page_at(stack.height / 2) in (49_999, 50_000)
    assert time.process_time() - before < 5


def test_a_label_goes_before_a_number() -> None:
    labels = ("i", "ii", "1", "2", "A-1")
    found = [find_page(labels, words) for words in ("1", "II", " a-1 ", "5", "6", "", "x")]
    assert found == [2, 1, 4, 4, -1, -1, -1]
