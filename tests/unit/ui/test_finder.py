from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.finder import Finder, Search
from diptych.ui.hits import How
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
    assert list(hits.in_block(0, 0, 5)) == [(0, 2, "exact"), (3, 5, "current")]
    assert list(hits.in_block(1, 0, 2)) == []
    assert list(hits.in_block(2, 0, 1)) == [(0, 2, "exact")]
    assert [hits.after(Position(*at)) for at in ((0, 0), (0, 1), (1, 0), (2, 1))] == [0, 1, 2, 3]


def test_ten_million_characters_are_searched_while_typing() -> None:
    finder = Finder(document_from([("Café “noir” and many plain words " * 10)] * 30_000).blocks)
    start = time.process_time()
    assert len(finder.find('cafe "noir"')) == 300_000
    assert time.process_time() - start < 10  # 0.7 s on an idle machine


def near(texts: list[str], query: str, how: How | None = None) -> list[str]:
    hits = Finder(document_from(texts).blocks).find(query, how or How())
    places = [hits[at] for at in range(len(hits.exact), len(hits))]
    return [texts[start.block][start.offset : end.offset] for start, end in places]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("imrnigration and immigration", "immigration", ["imrnigration"]),
        ("lmmigration, irnmigration", "immigration", ["lmmigration", "irnmigration"]),
        ("the immi- gration of many", "immigration", ["immi- gration"]),
        ("asylurn seekers", "asylum", ["asylurn"]),
        ("pol1cy and p0licy", "policy", ["p0licy"]),
        ("govemment", "government", ["govemment"]),
        ("constitutoin", "constitution", ["constitutoin"]),
        ("root eauses and root causes", "root causes", []),
        ("r00t causes", "root causes", ["r00t causes"]),
        # Words of their own, however like.
        ("burn and torn, modern and item", "bum", []),
        ("a nation at the station", "notion", []),
        ("form and from", "form", []),
        ("the policies", "policy", []),
    ],
)
def test_slips_of_ocr_are_near(text: str, query: str, expected: list[str]) -> None:
    assert near([text], query) == expected


def test_exact_hits_come_before_near_ones() -> None:
    texts = ["imrnigration", "immigration", "imrnigration"]
    hits = Finder(document_from(texts).blocks).find("immigration")
    assert [hits[at][0].block for at in range(3)] == [1, 0, 2]
    assert [next(iter(hits.in_block(block, 0, 12)))[2] for block in range(3)] == [
        "near",
        "exact",
        "near",
    ]
    assert near(texts, "immigration", How(near=False)) == []


@pytest.mark.parametrize(
    ("text", "query", "how", "expected"),
    [
        ("The asylum, asylums, ASYLUM", "asylum", How(whole=True), ["asylum", "ASYLUM"]),
        ("Asylum asylum ASYLUM", "Asylum", How(case=True), ["Asylum"]),
        ("México MÉXICO", "Mexico", How(case=True), ["México"]),
        ("Root\u00a0Causes, root causes", "Root Causes", How(case=True), ["Root\u00a0Causes"]),
        ("no-one, one, anyone", "one", How(whole=True), ["one", "one"]),
        ("łone one", "one", How(whole=True), ["one"]),
        ("the ﬁrst oﬃce", "first", How(), ["ﬁrst"]),
        ("the ﬁrst oﬃce", "office", How(), ["oﬃce"]),
        ("Straße und STRASSE", "strasse", How(), ["Straße", "STRASSE"]),
    ],
)
def test_ways_of_finding(text: str, query: str, how: How, expected: list[str]) -> None:
    hits = Finder(document_from([text]).blocks).find(query, how)
    exact = [hits[at] for at in range(len(hits.exact))]
    assert [text[start.offset : end.offset] for start, end in exact] == expected


@given(
    st.lists(st.text("abrnmIl1 é’-\u0301ﬁß\U0001f600", max_size=24), min_size=1, max_size=5),
    st.text("abrnmIl1 é’-\u0301ﬁß", max_size=14),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_typed_hits_are_places_of_the_text(
    texts: list[str], query: str, whole: bool, case: bool
) -> None:
    document = document_from(texts)
    hits = Finder(document.blocks).find(query, How(whole=whole, case=case))
    for at in range(len(hits)):
        start, end = hits[at]
        assert start.block == end.block
        assert 0 <= start.offset < end.offset <= len(document.blocks[start.block].text)


def test_a_long_text_is_searched_in_short_steps() -> None:
    line = "asylum imrnigration and many other plain words of a long text " * 3
    search = Search(Finder(document_from([line] * 6_000).blocks), "immigration", How())
    longest = 0.0
    while not search.is_done:
        start = time.process_time()
        search.step()
        longest = max(longest, time.process_time() - start)
    assert len(search.hits.near) == 18_000
    assert longest < 1  # 5 ms on an idle machine


def test_a_paragraph_that_is_a_whole_book_is_searched_in_steps() -> None:
    search = Search(Finder(document_from(["plain words " * 20_000]).blocks), "a", How(near=False))
    search.step()
    assert 0 < len(search.hits) < 3_000
    while not search.is_done:
        search.step()
    assert len(search.hits) == 20_000
