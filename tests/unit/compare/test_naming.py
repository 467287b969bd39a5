"""What a sentence names is what a reader would call a name, a term or a measure."""

import pytest

from diptych.compare.naming import names
from diptych.compare.segment import bare_sentence


def named(text: str) -> list[str]:
    sentence = bare_sentence(text)
    return [text[name.start : name.stop] for name in names(sentence)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thank you for your September 7th letter on ferries.",
            ["September 7th letter on ferries"],
        ),
        ("Please accept our warm congratulations.", ["warm congratulations"]),
        ("In addition, harbour dues will rise on December 1.", ["harbour dues"]),
        (
            "We must address the root causes of poverty and the lack of safe harbours.",
            ["root causes of poverty", "lack of safe harbours"],
        ),
        ("The council fairly considers asylum claims.", ["council", "asylum claims"]),
        ("They oppose U.S. measures to restrict access to asylum.", None),
        (
            "It helped by reducing the backlog of ferry cases.",
            ["reducing the backlog of ferry cases"],
        ),
        ("Title 42 was a mistake.", ["Title 42", "mistake"]),
        ("El gobierno rechaza la migración irregular.", ["gobierno", "migración irregular"]),
    ],
)
def test_names_stand_as_they_do_in_the_text(text: str, expected: list[str] | None) -> None:
    if expected is None:
        assert {"U.S. measures", "access to asylum"} <= set(named(text))
    else:
        assert named(text) == expected


def test_nothing_is_named_by_a_greeting_or_an_adjective_alone() -> None:
    assert named("Thank you!") == []
    assert named("It is safe, orderly, and humane.") == []


def test_a_sentence_without_words_names_nothing() -> None:
    assert named("…") == []
    assert named("") == []
