"""Word differences: right on any two texts, and quick on long ones."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.compare import words
from diptych.compare.words import changes, passages, tokens
from support.comparing import document


def rebuilt(left: list[str], right: list[str]) -> tuple[list[str], int]:
    """Return the right text made from the left and the changes, and how many words changed."""
    made: list[str] = []
    at = other = cost = 0
    for change in changes(left, right, lambda: None):
        assert left[at : change.left_start] == right[other : change.right_start]
        made += left[at : change.left_start] + right[change.right_start : change.right_end]
        cost += change.left_end - change.left_start + change.right_end - change.right_start
        at, other = change.left_end, change.right_end
    return made + left[at:], cost


text = st.lists(st.sampled_from("abcdef"), max_size=60)


@given(text, text)
def test_the_right_text_can_be_made_from_the_left_and_the_changes(left, right):
    assert rebuilt(left, right)[0] == right


@settings(max_examples=60)
@given(text, text)
def test_so_it_can_where_only_anchors_and_windows_are_used(left, right):
    whole = words._EXACT
    words._EXACT = 8
    try:
        assert rebuilt(left, right)[0] == right
    finally:
        words._EXACT = whole


def revised(base: list[str], seed: int) -> list[str]:
    chance = random.Random(seed)
    made = []
    for word in base:
        fate = chance.random()
        if fate < 0.006:
            continue
        if fate < 0.012:
            made.append("inserted")
        made.append(word + "x" if fate > 0.992 else word)
    return made


def test_a_long_text_against_its_revision_is_quick_and_nearly_the_smallest():
    from rapidfuzz.distance import Indel

    chance = random.Random(5)
    base = [f"w{int(chance.paretovariate(0.9)) % 20_000}" for _ in range(100_000)]
    other = revised(base, 6)
    begun = time.process_time()
    made, cost = rebuilt(base, other)
    spent = time.process_time() - begun
    assert made == other
    numbers: dict[str, int] = {}
    ids = [[numbers.setdefault(word, len(numbers)) for word in side] for side in (base, other)]
    assert cost <= 1.01 * Indel.distance(*ids)
    assert spent < 15  # 1 s on an idle machine


def test_a_long_text_in_which_no_word_stands_once_is_compared_too():
    base = [f"w{number % 700}" for number in range(40_000)]
    other = [word for number, word in enumerate(base) if number % 90]
    made, cost = rebuilt(base, other)
    assert made == other
    assert cost < 2 * (len(base) - len(other))


def test_a_change_over_two_blocks_is_a_passage_in_each():
    left = document("One two.", "Three four.")
    found = tokens(left)
    assert [token.text for token in found] == ["One", "two", ".", "Three", "four", "."]
    one, two = passages(left, found[1:4])
    assert [left.quote(one.spans), left.quote(two.spans)] == ["two.", "Three"]
