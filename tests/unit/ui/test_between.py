"""Which two panes the gutters of a row compare: each pane in one, one way from each to each."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations, product

from diptych.ui.between import choices, pairs_of, wished, wishes_for, without


def test_gutters_compare_their_neighbours_unless_something_else_is_wished() -> None:
    assert pairs_of("ABC", [None, None]) == [("A", "B"), ("B", "C")]
    assert pairs_of("ABC", [None, ("A", "C")]) == [("A", "B"), ("A", "C")]
    # The left one of two is the one that stands further left now.
    assert pairs_of("CBA", [None, ("A", "C")]) == [("C", "B"), ("C", "A")]


def test_a_wish_that_leaves_a_pane_alone_is_not_kept() -> None:
    assert pairs_of("ABC", [("A", "C"), ("A", "C")]) == [("A", "B"), ("B", "C")]
    assert pairs_of("ABCD", [None, None, ("A", "C")]) == [("A", "B"), ("B", "C"), ("C", "D")]


def test_a_wish_for_a_pane_that_is_gone_is_not_kept() -> None:
    assert pairs_of("AC", [("A", "B")]) == [("A", "C")]


def test_what_is_offered_ties_all_panes_and_the_present_choice_is_among_it() -> None:
    for row in ("AB", "ABC", "ABCD"):
        twos = [None, *combinations(row, 2)]
        for wishes in product(twos, repeat=len(row) - 1):
            pairs = pairs_of(row, wishes)
            for at, two in enumerate(pairs):
                offered = choices(row, pairs, at)
                assert two in offered
                for other in offered:
                    again = [*pairs[:at], other, *pairs[at + 1 :]]
                    assert pairs_of(row, again) == again
                    assert len(set(again)) == len(again)
                    assert set().union(*again) == set(row)


def test_what_does_not_speak_of_a_pane_stays_when_it_goes() -> None:
    for row in ("ABC", "ABCD"):
        twos = [None, *combinations(row, 2)]
        for wishes in product(twos, repeat=len(row) - 1):
            for pane in row:
                left = [each for each in row if each != pane]
                now = pairs_of(left, without(pane, row, wishes))
                kept = [two for two in pairs_of(row, wishes) if pane not in two]
                assert set(kept) <= set(now)
                if not any(wishes):
                    assert now == list(pairwise(left))


def test_panes_that_changed_places_are_compared_as_they_were() -> None:
    for wishes in product([None, *combinations("ABCD", 2)], repeat=3):
        pairs = pairs_of("ABCD", wishes)
        for row in permutations("ABCD"):
            now = pairs_of(row, wishes_for(row, pairs))
            assert set(map(frozenset, now)) == set(map(frozenset, pairs))
            neighbours = list(pairwise(row))
            for two in now:
                if two in neighbours:
                    assert now.index(two) == neighbours.index(two)


def test_one_more_wish_takes_none_away() -> None:
    assert wished("ABC", [None, None], 1, ("C", "A")) == [None, ("A", "C")]
    # Where the gutter has one already, another takes it; where that is not possible, none.
    assert wished("ABCD", [None, None, ("A", "D")], 2, ("A", "C")) == [None, ("A", "C"), ("A", "D")]
    assert wished("ABC", [("A", "C"), ("A", "B")], 1, ("B", "C")) == [("A", "C"), ("A", "B")]
