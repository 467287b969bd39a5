from __future__ import annotations

import pytest

from diptych.ui.marks import Position
from diptych.ui.selection import Selection, Unit, next_word, previous_word, text_between, unit_at
from support.documents import document_of

DOCUMENT = document_of("It’s the reader’s café.", "", "Second \U0001f600 one")


@pytest.mark.parametrize(
    ("at", "word"),
    [((0, 1), "It’s"), ((0, 5), "the"), ((0, 20), "café"), ((2, 9), "one"), ((2, 7), "\U0001f600")],
)
def test_a_word_is_a_word(at: tuple[int, int], word: str) -> None:
    assert text_between(DOCUMENT, *unit_at(DOCUMENT, Position(*at), Unit.WORD)) == word


def test_words_forward_and_back_reach_both_ends() -> None:
    position, seen = Position(0, 0), [Position(0, 0)]
    while (position := next_word(DOCUMENT, position)) != seen[-1]:
        seen.append(position)
    assert seen[-1] == Position(2, 12)
    assert Position(0, 5) in seen
    while (position := previous_word(DOCUMENT, position)) != seen[-1]:
        seen.append(position)
        if position == Position(0, 0):
            break
    assert seen[-1] == Position(0, 0)


def test_a_drag_by_words_keeps_the_first_word_whole() -> None:
    selection = Selection()
    selection.begin(DOCUMENT, Position(0, 6), Unit.WORD)
    selection.drag(DOCUMENT, Position(0, 11))
    assert text_between(DOCUMENT, *selection.bounds()) == "the reader’s"
    selection.drag(DOCUMENT, Position(0, 1))
    assert text_between(DOCUMENT, *selection.bounds()) == "It’s the"


def test_blocks_are_parted_by_a_blank_line() -> None:
    text = text_between(DOCUMENT, Position(0, 18), Position(2, 6))
    assert text == "café.\n\nSecond"
