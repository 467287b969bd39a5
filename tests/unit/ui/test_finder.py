from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.finder import Finder
from diptych.ui.marks import Position
from support.documents import document_from


def found(texts: list[str], query: str) -> list[str]:
    hits = Finder(document_from(texts).blocks).find(query)
    places = [hits[at] for at in range(len(hits))]
    return [texts[start.block][start.offset : end.offset] for start, end in places]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Mexico, MÉXICO and México", "mexico", ["Mexico", "MÉXICO", "México"]),
        ("Mexico and México", "MÉXICO", ["Mexico", "México"]),
        ("Me\u0301xico", "mexico", ["Me\u0301xico"]),
        ("root\u00a0causes root\n causes root causes", "root  causes", 3),
        ("it’s “quoted” – here", 'it\'s "quoted" - here', 1),
        ("Łódź and Kraków", "krakow", ["Kraków"]),
        ("Gdańsk in Pomorskie", "gdansk", ["Gdańsk"]),
        ("\u2009Thin\u2009space", "thin space", ["Thin\u2009space"]),
        ("Ελλάδα και ΕΛΛΑΔΑ", "ελλαδα", ["Ελλάδα", "ΕΛΛΑΔΑ"]),
        ("a.b a+b (x) [y] \\d", "a.b", ["a.b"]),
        ("one? two… three", "two?", []),
        ("日本語の文", "本語", ["本語"]),
        ("smile \U0001f600 here", "here", ["here"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("anything", "   ", []),
        ("anything", "", []),
        ("a\0b", "a\0b", []),
    ],
)
def test_finds_what_a_reader_means(text: str, query: str, expected: list[str] | int) -> None:
    hits = found([text], query)
    assert (len(hits) if isinstance(expected, int) else hits) == expected


def test_never_across_blocks() -> None:
    assert found(["root", "causes"], "root causes") == []
    assert found(["é root", "“causes”"], "t") == ["t"]


@given(st.lists(st.text("abAB é’\U0001f600", max_size=12), min_size=1, max_size=6), st.data())
def test_every_stretch_of_a_text_is_found_in_it(texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    query = text[start:end]
    if query.strip():
        assert found(texts, query)


def test_hits_of_a_block_and_after_a_place() -> None:
    hits = Finder(document_from(["ab ab", "no", "ab"]).blocks).find("AB")
    hits.current = 1
    assert list(hits.in_block(0, 0, 5)) == [(0, 2, False), (3, 5, True)]
    assert list(hits.in_block(1, 0, 2)) == []
    assert list(hits.in_block(2, 0, 1)) == [(0, 2, False)]
    assert [hits.after(Position(*at)) for at in ((0, 0), (0, 1), (1, 0), (2, 1))] == [0, 1, 2, 3]


def test_ten_million_characters_are_searched_while_typing() -> None:
    finder = Finder(document_from([("Café “noir” and many plain words " * 10)] * 30_000).blocks)
    start = time.process_time()
    assert len(finder.find('cafe "noir"')) == 300_000
    assert time.process_time() - start < 2
