from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import pytest

from diptych.services.known_words import KnownWords

if TYPE_CHECKING:
    from collections.abc import Generator


class Index:
    """The words of an index, and how often it was asked."""

    def __init__(self, *words: str) -> None:
        self.words, self.asked = sorted(words), 0

    def after(self, word: str, limit: int) -> list[str]:
        self.asked += 1
        at = bisect_right(self.words, word)
        return self.words[at : at + limit]


def last(steps: Generator[None, None, tuple[str, ...]]) -> tuple[str, ...]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture
def many() -> list[str]:
    """Return some thousand words, none of them near to another."""
    return [f"{chr(97 + at % 26)}{at:06}" for at in range(0, 400_000, 97)]


def known(*indexes: Index) -> KnownWords:
    made = KnownWords(*(each.after for each in indexes))
    list(made.learn())
    return made


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("govermment", ("govemment",)),
        ("imigration", ("immigration",)),
        ("station", ()),
        ("dog", ()),
        ("modern", ("modem", "modern")),
    ],
)
def test_near_words(word: str, near: tuple[str, ...]) -> None:
    words = Index("modem", "modern", "govemment", "item", "immigration", "nation", "cat")
    assert last(known(words).near(word)) == near


def test_words_of_several_indexes_are_each_found_once_the_nearest_first(many) -> None:
    texts = Index("x" * 60, "immigratoin", "imigration", "immigration", *many)
    made = known(Index("immigration", "immigrations"), texts)
    assert last(made.near("immigration")) == (
        "immigration",
        "imigration",
        "immigrations",
        "immigratoin",
    )


def test_many_words_are_learnt_in_steps_that_go_on_where_they_were_broken_off(
    many: list[str],
) -> None:
    notes, texts = Index("asylum"), Index(*many)
    made = KnownWords(notes.after, texts.after)
    steps = made.learn()
    for _ in range(4):
        next(steps)
    asked = texts.asked
    steps = made.learn()
    list(steps)
    assert notes.asked == 2
    # None of the words is asked for twice; and when all are known none is asked for.
    assert 0 < asked < texts.asked == len(many) // 500 + 2
    assert not list(made.learn())
    assert sum(1 for _ in made.near("asylurn")) == (len(many) + 1) // 500 + 1
    assert last(made.near("asylurn")) == ("asylum",)
