from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.services import query
from diptych.services.folding import TOKEN, letters_of, plain, skeleton
from diptych.services.query import Lines, as_line, parse, places
from diptych.services.searching import snippet
from diptych.store.driver import sqlite3

TEXTS = {
    1: "The root causes of migration",
    2: "Causes and roots of asylum",
    3: "Asylum in México, but no root",
}


@pytest.fixture(scope="module")
def index():
    """A search index in memory, as the store's."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", list(TEXTS.items()))
    yield connection
    connection.close()


def found(index, text: str) -> list[int]:
    match = parse(text).match
    if not match:
        return []
    rows = index.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (match,))
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("root", [1, 2, 3]),
        ("root cau", [1, 2]),
        ('"root causes"', [1]),
        ('"root caus"', []),
        ('"root', [1, 3]),
        ("migration OR asylum", [1, 2, 3]),
        ("root NOT asylum", [1]),
        ("root AND asylum NOT mexico", [2]),
        ("MÉXICO", [3]),
        ("or", []),
        ("OR", []),
        ("NOT root", []),
        ("NOT", []),
        ("AND AND OR root", [1, 2, 3]),
        ("migration OR NOT root", [1]),
        ("", []),
        ("...", []),
        ("\u037a", []),  # a letter of which nothing is left without accents
        ("root*", [1, 2, 3]),
        ("x:root", []),
        ("{root} (root) ^root", [1, 2, 3]),
        ("root-causes", [1]),
    ],
)
def test_what_is_typed_is_found(index, typed: str, expected: list[int]) -> None:
    assert found(index, typed) == expected
    query = parse(typed)
    by_hand = query.answering(Lines(map(as_line, TEXTS.values())))
    assert [at + 1 for at in by_hand] == expected


@given(st.text() | st.text('"*()AND OR NOT\0^:-+{}ab é\ud800', max_size=30))
def test_nothing_that_is_typed_is_an_error(index, typed: str) -> None:
    match = parse(typed).match
    if match:
        match.encode("utf-8", "surrogatepass")
        index.execute(
            "SELECT count(*) FROM t WHERE t MATCH ?", (match.encode("utf-8", "replace").decode(),)
        )


@given(st.text("ab é.\n", max_size=300), st.text('ab é"OR ', max_size=12))
def test_what_is_set_off_answers_the_query(text: str, typed: str) -> None:
    query = parse(typed)
    for start, end in places(text, query.terms):
        assert 0 <= start < end <= len(text)
    shown, marks = snippet(text, query)
    one_line = "".join(" " if each.isspace() else each for each in text)
    assert shown.removeprefix("… ").removesuffix(" …") in one_line
    for start, end in marks:
        assert (
            query.answering(Lines([as_line(shown[start:end])])) or len(query.groups[0].wanted) > 1
        )


def test_a_snippet_begins_near_the_first_place() -> None:
    text = "many words before it, " * 20 + "the asylum\nof a family" + " and after" * 30
    shown, marks = snippet(text, parse("fam asyl"))
    assert [shown[start:end] for start, end in marks] == ["asylum", "family"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "asylum of a family" in shown


@given(st.text("abIl1rnmv0o- é", max_size=20))
def test_folding_takes_any_word(word: str) -> None:
    assert skeleton(word) == skeleton(word)
    assert plain(plain(word)) == plain(word)


@given(st.lists(st.text("ab ﷺ-é.", max_size=20), max_size=5), st.text('ab ﷺ-é"', max_size=8))
def test_lines_are_found_by_what_stands_in_them(texts: list[str], typed: str) -> None:
    query = parse(typed)
    found = query.answering(Lines(map(as_line, texts)))
    by_hand = [
        number
        for number, text in enumerate(texts)
        if query.groups and all(list(places(text, (term,))) for term in query.terms)
    ]
    assert found == by_hand


class _Counting:
    """Takes a text apart as the search does, and counts the words that were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def finditer(self, text: str, start: int):
        for token in TOKEN.finditer(text, start):
            self.taken += 1
            yield token


@pytest.mark.parametrize("letters", ["nothing of that kind, ", "nothing “of” that kínd, "])
def test_of_a_very_long_note_only_what_answers_is_taken_apart(letters, monkeypatch) -> None:
    """A reader may put a whole book into a note; the list of hits is painted while they type."""
    asylum, counting = parse("asylum"), _Counting()
    monkeypatch.setattr(query, "TOKEN", counting)
    book = letters * 10_000
    shown, marks = snippet(book, asylum)
    assert not marks
    assert shown.startswith("nothing")
    assert counting.taken == 0
    answering = f"{book[:150_000]} asylum {book} asylum"
    shown, marks = snippet(answering, asylum)
    assert [shown[low:high] for low, high in marks] == ["asylum"]
    assert counting.taken < 2_000
    assert not snippet(f"{book} asylum", asylum)[1], "it stands after 200,000 letters"


@given(
    st.lists(
        st.sampled_from(["asylum", "Ásylum", "asy lum", "the", "é", "“it’s”", ""]), max_size=9
    ),
    st.sampled_from(["\n", " ", "-", "·"]),
    st.sampled_from(["asylum", "asy", '"asylum the"', "the OR e", "x"]),
    st.integers(1, 30),
    st.integers(0, 60),
)
def test_long_texts_are_searched_piece_by_piece(words, between, asked, stretch, end) -> None:
    text = between.join(words)
    terms = parse(asked).terms
    whole = list(places(text, terms))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(query, "_STRETCH", stretch)
        assert list(places(text, terms)) == whole
        assert list(places(text, terms, 0, end)) == [each for each in whole if each[0] < end]


@given(st.text())
def test_the_letters_of_a_text_hold_each_of_its_words(text) -> None:
    letters = letters_of(text)
    assert all(plain(word) in letters for word in TOKEN.findall(text))
