"""Scrolling together, as scenarios: unequal lengths, crossing findings, a moved chapter."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.sync import Run, Tie, chain, follow, in_proportion, passed, shared_runs


def tie(row, left, right, weight=1.0):
    return Tie(row, *left, *right, weight)


def test_a_line_inside_a_finding_is_met_at_the_same_share():
    ties = [tie(0, (100, 200), (1000, 1400))]
    assert follow(150, ties, reach=500) == pytest.approx(1200)


def test_between_two_findings_the_other_side_moves_evenly():
    ties = [tie(0, (0, 100), (0, 50)), tie(1, (300, 400), (250, 300))]
    assert follow(200, ties, reach=500) == pytest.approx(150)


def test_far_from_any_finding_nothing_answers():
    ties = [tie(0, (0, 100), (0, 50)), tie(1, (3000, 3100), (250, 300))]
    assert follow(1500, ties, reach=500) is None
    assert follow(5000, ties, reach=500) is None
    assert follow(10, [], reach=500) is None


def test_a_finding_that_was_jumped_over_is_met_at_its_far_end():
    ties = [tie(0, (100, 120), (1000, 1040)), tie(1, (140, 160), (1100, 1140))]
    assert passed(90, 200, ties) == 1140
    assert passed(90, 130, ties) == 1040
    assert passed(200, 90, ties) == 1000
    assert passed(105, 110, ties) is None


def test_of_two_crossing_findings_the_surer_leads():
    ties = [tie(0, (0, 10), (100, 110), 0.4), tie(1, (50, 60), (0, 10), 0.9)]
    assert [each.row for each in chain(ties)] == [1]


def test_a_moved_chapter_does_not_break_the_rest():
    straight = [tie(n, (n * 100, n * 100 + 50), (n * 100, n * 100 + 50)) for n in range(10)]
    moved = [tie(10, (920, 930), (20, 30))]
    assert [each.row for each in chain(straight + moved)] == list(range(10))


def paragraph(number):
    return f"What stands in paragraph {number} is said there and nowhere else at all."


def test_what_two_editions_share_is_found_with_a_paragraph_that_was_edited():
    left = ["Preface", *map(paragraph, range(6)), "End"]
    right = [*left[:3], "Quite another text.", *left[4:], "Index"]
    assert shared_runs(left, right) == [Run(0, 0, 8, 5)]


def test_a_chapter_that_was_moved_is_a_run_of_its_own():
    one, two, three = (list(map(paragraph, range(n, n + 5))) for n in (0, 10, 20))
    runs = shared_runs(one + two + three, one + three + two)
    assert [(run.left, run.right, run.blocks) for run in runs] == [
        (0, 0, 5),
        (5, 10, 5),
        (10, 5, 5),
    ]


def test_what_is_short_or_said_twice_is_not_taken_for_the_same():
    twice = [paragraph(1)] * 2
    assert shared_runs(["Yours", "1."], ["1.", "Yours"]) == []
    assert shared_runs(twice, twice) == []


@given(st.lists(st.integers(0, 9), max_size=20), st.lists(st.integers(0, 9), max_size=20))
def test_no_block_is_in_two_runs(left, right):
    texts = [[paragraph(n) if n > 3 else str(n) for n in each] for each in (left, right)]
    runs = shared_runs(*texts)
    for way in (0, 1):
        blocks = [run[way] + n for run in runs for n in range(run.blocks)]
        assert len(set(blocks)) == len(blocks)
        assert all(0 <= block < len(texts[way]) for block in blocks)


def test_proportion_reaches_both_ends():
    assert in_proportion(0, 100, 900) == 0
    assert in_proportion(100, 100, 900) == 900
    assert in_proportion(5, 0, 900) == 0


spans = st.tuples(st.integers(0, 500), st.integers(1, 40)).map(lambda s: (s[0], s[0] + s[1]))
many = st.lists(st.tuples(spans, spans, st.integers(1, 9)), max_size=9)


def _heaviest(ties):
    best = 0
    for bits in range(1 << len(ties)):
        chosen = [t for n, t in enumerate(ties) if bits >> n & 1]
        fits = all(
            a.left_bottom <= b.left_top and a.right_bottom <= b.right_top
            for a, b in pairwise(sorted(chosen, key=lambda t: t.left_top))
        )
        if fits:
            best = max(best, sum(t.weight for t in chosen))
    return best


@given(many)
def test_the_chain_never_goes_back_and_none_is_heavier(drawn):
    ties = [tie(n, *each) for n, each in enumerate(drawn)]
    found = chain(ties)
    for above, below in pairwise(found):
        assert above.left_bottom <= below.left_top
        assert above.right_bottom <= below.right_top
    assert sum(each.weight for each in found) == _heaviest(ties)


@given(many, st.lists(st.integers(0, 600), min_size=2, max_size=20))
def test_scrolling_down_never_moves_the_other_side_up(drawn, lines):
    ties = chain([tie(n, *each) for n, each in enumerate(drawn)])
    back = [tie(each.row, each[3:5], each[1:3], each.weight) for each in ties]
    for way in (ties, back):
        places = [follow(line, way, reach=1e9) for line in sorted(lines)]
        known = [place for place in places if place is not None]
        assert known == sorted(known)
