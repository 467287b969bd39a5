"""A sentence's claims: their exact words, what keeps its scope, and who holds them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.compare.claims import claims
from diptych.compare.segment import bare_sentence

_SOME = """
    we they the council said that not must bridge and but because no cuts, taxes; rather than
    according to dijo que debe el puente pero segun close — -- said,
"""
_WORDS = st.sampled_from(_SOME.split())


def _said(text: str) -> list[tuple[str, str | None]]:
    sentence = bare_sentence(text)
    words = sentence.words
    return [
        (
            text[one.start : one.stop],
            text[words[one.holder.first].start : words[one.holder.end - 1].end]
            if one.holder
            else None,
        )
        for one in claims(sentence)
    ]


@settings(max_examples=150)
@given(st.one_of(st.lists(_WORDS, max_size=40).map(" ".join), st.text(max_size=80)))
def test_claims_are_the_exact_words_and_leave_none_out(text):
    sentence = bare_sentence(text)
    found = claims(sentence)
    places = [place for one in found for place in range(one.first, one.end)]
    assert places == list(range(len(sentence.words)))
    for one in found:
        assert one.start == sentence.words[one.first].start
        assert one.stop == sentence.words[one.end - 1].end
        if one.holder:
            assert 0 <= one.holder.first < one.holder.end <= len(sentence.words)
            assert one.holder.start <= one.first < one.holder.stop


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "We support the ferry, but we reject a bridge that would close the harbour.",
            ["We support the ferry", "but we reject a bridge that would close the harbour"],
        ),
        # What shares a verb, its "must" or its "not", is not parted.
        (
            "We must not abandon the ferry or cut the wages of the crew.",
            ["We must not abandon the ferry or cut the wages of the crew"],
        ),
        (
            "Instead of building a bridge, we are buying ferries.",
            ["Instead of building a bridge", "we are buying ferries"],
        ),
        (
            "Apoyamos el puente, pero el alcalde rechaza los peajes.",
            ["Apoyamos el puente", "pero el alcalde rechaza los peajes"],
        ),
    ],
)
def test_a_claim_begins_where_a_clause_does(text, said):
    assert [words for words, _ in _said(text)] == said


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "According to a briefing note, the town would gain much and the port would lose it.",
            {
                "the town would gain much": "a briefing note",
                "and the port would lose it": "a briefing note",
            },
        ),
        (
            "The mayor said that no deal was near and that talks would go on.",
            {"no deal was near": "The mayor", "and that talks would go on": "The mayor"},
        ),
        ("“No deal is near,” said the mayor on Monday.", {"No deal is near": "the mayor"}),
        ("The talks have ended, officials said.", {"The talks have ended": "officials"}),
        ("Según una nota, el puerto perdería empleos.", {"el puerto perdería empleos": "una nota"}),
        (
            "El alcalde dijo que no había acuerdo en la ciudad.",
            {"no había acuerdo en la ciudad": "El alcalde"},
        ),
        ("We said that the bridge must be closed.", {}),
    ],
)
def test_what_is_quoted_has_its_holder(text, held):
    assert {words: holder for words, holder in _said(text) if holder} == held
