"""Damaged sentences are told from clean ones, and make findings less sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.compare.engine import compare
from diptych.compare.noise import DAMAGED, certainty, noise
from diptych.compare.segment import sentences
from diptych.formats.order import Order
from diptych.formats.reader import read_document
from diptych.formats.words import is_word
from diptych.model.comparison import Finding, Relation
from support.repository import SEEDS

if TYPE_CHECKING:
    from diptych.model.document import Document


def document(text: str) -> Document:
    return read_document(text.encode(), Order("a.txt"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mr. Andrés Manuel López Obrador met U.S. officials at 10 a.m. in Ciudad Juárez."),
        (
            "en",
            "It cost $1.2 billion, or 3.5% of the GDP, in 2019-20; see https://example.org/a_b.",
        ),
        ("en", "The foreach loop of the maketext module, e.g., is in libnet’s own fingerpointing."),
        ("es", "Los migrantes que fueron detenidos solicitaron asilo ante la COMAR, en México."),
        ("es", "¿Hicimos un llamado a los países para que atiendan las causas de la migración?"),
        ("fr", "Les députés étaient d'accord pour que cette loi soit adoptée sans autre délai."),
    ],
)
def test_clean_text_has_no_noise(language: str, text: str) -> None:
    assert noise(text, language, is_word) == 0


@pytest.mark.parametrize("name", ["letter-2018", "letter-2021", "reuters-2018", "wapo-2018"])
def test_the_clean_documents_have_no_noise(name: str) -> None:
    source = (SEEDS / f"{name}.txt").read_bytes()
    for one in sentences(read_document(source, Order(name)), lambda: None):
        assert noise(one.text, one.language, is_word) == 0, one.text


@pytest.mark.parametrize(
    "text",
    [
        "sbould th.erefore « be the prcsentment ° of tbc council | and not ~ thcir own",
        "The examp1e of the concluslon~ was put | to the confcrence and ® its survcys.",
    ],
)
def test_damaged_text_has_noise(text: str) -> None:
    assert noise(text, "en", is_word) >= DAMAGED
    assert 0 < noise(text, "en") <= 1


def test_the_more_damage_the_more_noise_and_the_less_sure() -> None:
    sentence = "the council should build a new bridge in the town before the winter comes"
    clean = sentence.split()
    levels = []
    for many in range(0, len(clean), 2):
        damaged = [word[:1] + "~" + word[1:] if n < many else word for n, word in enumerate(clean)]
        levels.append(noise(" ".join(damaged), "en", is_word))
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == 1
    assert certainty(*levels) == 0.5
    assert certainty(0.0, 0.0) == 1


def findings(left: str, right: str) -> list[Finding]:
    made = compare(document(left), document(right), (), known=is_word).findings
    return [one for one in made if one.relation not in (Relation.ONLY_LEFT, Relation.ONLY_RIGHT)]


def test_a_finding_on_damaged_text_is_less_sure_and_says_so() -> None:
    clean = "The council must build a new bridge across the river before the coming winter.\n"
    damaged = (
        "The council must build a new bridge across the river ° before | the coming w~nter. ~\n"
    )
    (sure,) = findings(clean, clean.replace("must", "should"))
    (unsure,) = findings(clean, damaged.replace("must", "should"))
    assert unsure.confidence < sure.confidence
    assert "The text is damaged here" in unsure.reason
    assert "damaged" not in sure.reason
