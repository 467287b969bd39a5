"""Sentences that were made below the window, in Spanish: found again by their templates."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from diptych.ui.language import said, said_of, set_language
from support.repository import RESOURCES

_UNPACK = "Descomprímalo y abra uno de los archivos que contiene."


@pytest.fixture(autouse=True)
def spanish():
    set_language("es", RESOURCES / "translations")
    yield
    set_language("en", RESOURCES / "translations")


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("No word differs.", "No difiere ninguna palabra."),
        (
            "“x.zip” is a ZIP archive, not text. Unpack it, and open one of the files in it.",
            "«x.zip» es un archivo comprimido ZIP, no texto. " + _UNPACK,
        ),
        (
            "Pages 3, 4 and 9 are pictures without text.",
            "Las páginas 3, 4 y 9 son imágenes sin texto.",
        ),
        (
            "One side speaks of more and the other of less, where both name “law”.",
            "Un lado habla de más y el otro de menos, donde ambos nombran “law”.",
        ),
        ("1 page", "1 página"),
        (
            "Differences: 3 with other words, 1 moved.",
            "Diferencias: 3 con otras palabras, 1 trasladadas.",
        ),
    ],
)
def test_a_sentence_is_found_by_its_template(english: str, expected: str) -> None:
    assert said(english) == expected


def test_what_is_not_known_stays_as_it_is() -> None:
    for text in ("", "A name.txt", "Errno 5: whatever the system says", "¿Qué?"):
        assert said(text) == text


def test_an_error_is_said_with_what_can_be_done() -> None:
    error = UserError("“a.txt” is empty.", "Open a file with text in it.", "/a.txt")
    assert said_of(error) == "«a.txt» está vacío. Abra un archivo que contenga texto."


def test_english_is_left_alone() -> None:
    set_language("en", RESOURCES / "translations")
    assert said("No word differs.") == "No word differs."


def test_documents_are_called_by_their_labels() -> None:
    text = "The left document quotes “the left document”; in the right document the author speaks."
    called = {"the left document": "2018", "the right document": "2021"}
    assert said(text, called) == "2018 cita “the left document”; en 2021 habla el autor."
    assert said(text) == (
        "El documento izquierdo cita “the left document”; en el documento derecho habla el autor."
    )
    set_language("en", RESOURCES / "translations")
    assert said(text, called) == "2018 quotes “the left document”; in 2021 the author speaks."
    plain = {each: each for each in called}
    assert said(text, plain) == text
    assert said(text) == text
