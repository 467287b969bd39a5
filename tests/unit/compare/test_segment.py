"""Sentences and words keep their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diptych.compare.segment import sentences
from diptych.compare.terms import language_of, stem, words
from support.comparing import document


@given(st.lists(st.text(max_size=200), max_size=4))
def test_a_sentence_is_what_stands_at_its_place(paragraphs):
    whole = document(*paragraphs)
    last = (-1, 0)
    for sentence in sentences(whole, lambda: None):
        place = sentence.passage
        assert whole.blocks[place.block].text[place.start : place.end] == sentence.text
        assert whole.quote(place.spans) == sentence.text
        assert (place.block, place.start) >= last
        last = (place.block, place.end)
        for word in sentence.words:
            assert sentence.text[word.start : word.end].lower().replace("’", "'") == word.lower


def test_sentences_end_where_a_reader_ends_them():
    whole = document(
        "Dr. Lee of the U.S. Senate agreed (see p. 3). He wrote: “We must act.” Then he left."
    )
    assert [sentence.text for sentence in sentences(whole, lambda: None)][-1] == "Then he left."
    assert next(iter(sentences(whole, lambda: None))).text.endswith("(see p. 3).")


def test_endless_text_is_cut_without_losing_a_word():
    whole = document("and so on, and on " * 2_000)
    found = sentences(whole, lambda: None)
    assert max(len(sentence.text) for sentence in found) <= 900
    assert sum(len(sentence.words) for sentence in found) == 10_000


def test_forms_of_one_word_have_one_stem():
    for language, groups in {
        "en": [
            "migration migrants migrant migrate immigrants immigration",
            "violence violent", "corruption corrupt", "government governance governing",
            "families family", "children child", "economic economy economies", "policies policy",
            "secure security", "develop development developing",
        ],
        "es": [
            "refugiado refugiados", "frontera fronteras", "políticas política",
            "migrante migrantes migración",
        ],
    }.items():  # fmt: skip
        for group in groups:
            assert len({stem(word, language) for word in group.split()}) == 1, group
    assert stem("police", "en") != stem("policy", "en")


def test_numbers_and_apostrophes_are_kept_whole():
    assert [word.lower for word in words("It’s 3,500.5 or 20% more.", "en")] == [
        "it's", "3,500.5", "or", "20%", "more",
    ]  # fmt: skip


def test_the_language_is_told_by_its_small_words():
    assert language_of("El derecho de asilo es de todos los que huyen") == "es"
    assert language_of("The right of asylum is for all who flee") == "en"
    assert language_of("123") == "en"
