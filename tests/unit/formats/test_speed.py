"""Reading takes time in proportion to the text, whatever the text is made of.

Twice the text may take at most about four times as long (a quadratic rule takes four times, but at
these sizes it would not end before the limit either).
"""

from __future__ import annotations

import random
import time

import pytest

from diptych.formats.plain import read_blocks

PROSE = (
    "The committee met in the morning and heard from all of its members about the\n"
    "plan to build a bridge across the river, which many of them had asked for.\n\n"
)


def _repeated() -> str:
    """Return lines that seem to have two columns, each said elsewhere many times."""
    chance = random.Random(1)
    words = [f"{one}{two}" for one in ("river", "toll", "ferry", "road") for two in "abcdefghij"]
    text = chance.choices(words, k=400)

    def piece() -> str:
        begin = chance.randrange(380)
        return " ".join(text[begin : begin + 20])

    return "\n".join(f"{piece()}   {piece()}" for _ in range(4_000))


HOSTILE = {
    "two columns that say the same over and over": _repeated(),
    "one word of a million letters": "a" * 1_000_000,
    "a million full stops": "." * 1_000_000,
    "a million digits": "1" * 1_000_000,
    "a million opening quotes": "“" * 1_000_000,
    "a million blanks in a line": "a" + " " * 1_000_000 + "b",
    "two hundred thousand blank lines": "a" + "\n" * 200_000 + "b",
    "a hundred thousand short lines": "ab\n" * 100_000,
    "capital words without end": "By " + "A " * 300_000,
    "dates without end": "1/1/2020 " * 100_000,
    "addresses without end": "http://" * 150_000,
    "escapes without end": "\\$" * 200_000,
    "soft hyphens without end": "a\u00ad" * 200_000,
    "a sentence interrupted over and over": "the plan of the\n\nhttps://a.b/c\n\n" * 20_000,
    "words broken over and over": "a long sente-\nnce goes on and on about a sente-\n" * 20_000,
    "page numbers without end": "12\n\n" * 50_000,
    "narrow verse": "a few words\nin a line\n\n" * 20_000 + PROSE * 50,
    "list items without end": "1. a\n" * 40_000,
    "letters without end": "Dear Sir,\n\nSincerely,\n\nA. B.\n\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(40)
def test_hostile_texts_are_read_in_seconds(name: str) -> None:
    start = time.process_time()
    assert read_blocks(HOSTILE[name])[0]
    assert time.process_time() - start < 20


def test_ten_times_the_text_takes_about_ten_times_the_time() -> None:
    def seconds(copies: int) -> float:
        start = time.process_time()
        assert len(read_blocks(PROSE * copies)[0]) == copies
        return time.process_time() - start

    seconds(1_000)
    assert seconds(10_000) < 30 * seconds(1_000) + 1
