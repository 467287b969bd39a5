"""What stands in a document is supported by it; what it denies or supposes is left to be judged."""

import pytest

from diptych.compare.contained import part_of
from diptych.compare.engine import ask
from diptych.compare.statements import bare_statement
from diptych.model.comparison import Relation
from support.comparing import document

SAID = "The harbour dues are too high, and the council should build a second quay next year."


@pytest.mark.parametrize(
    "claim",
    [
        SAID,
        "The council should build a second quay next year.",
        "dues are too high, and the council should build",
    ],
)
def test_the_very_words_are_held(claim: str) -> None:
    part = part_of(bare_statement(claim), bare_statement(SAID))
    assert part is not None
    assert part.whole


def test_other_words_in_between_are_a_part_to_be_judged() -> None:
    part = part_of(
        bare_statement("The council should not build a second quay."), bare_statement(SAID)
    )
    assert part is not None
    assert not part.whole
    assert part.text == "the council should build a second quay"


@pytest.mark.parametrize(
    "said",
    [
        "It is not true that the harbour dues are too high.",
        "We will act if the harbour dues are too high.",
    ],
)
def test_what_is_denied_or_supposed_is_not_held(said: str) -> None:
    part = part_of(bare_statement("the harbour dues are too high"), bare_statement(said))
    assert part is not None
    assert not part.whole


def test_two_texts_without_the_same_words_have_no_part() -> None:
    assert part_of(bare_statement("Schools need more teachers now."), bare_statement(SAID)) is None


@pytest.mark.usefixtures("by_words")
@pytest.mark.parametrize("language", ["en", "es"])
def test_half_a_sentence_is_supported_by_its_document(language: str) -> None:
    claim = "the council should build a second quay"
    held = document("Ferries are late.", SAID, language=language)
    first = ask(document(claim, language=language), held, ()).findings[0]
    assert first.relation is Relation.CONVERGE
    assert first.confidence > 0.9
    assert "word for word" in first.reason
