"""What stands in a document is supported by it; what it denies or supposes is left to be judged."""

import pytest

from diptych.compare.contained import part_of
from diptych.compare.engine import ask
from diptych.compare.links import Link
from diptych.compare.relate import Judgement
from diptych.compare.search import Found, with_verbatim
from diptych.compare.statements import bare_statement
from diptych.model.comparison import Finding, Relation, RunnerUp
from support.comparing import document

SAID = "The harbour dues are too high, and the council should build a second quay next year."


@pytest.mark.parametrize(
    "claim",
    [
        SAID,
        "The council should build a second quay next year.",
        "the harbour dues are too high",
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


def test_words_that_are_no_clause_of_their_own_are_a_part_to_be_judged() -> None:
    part = part_of(
        bare_statement("dues are too high, and the council should"), bare_statement(SAID)
    )
    assert part is not None
    assert not part.whole
    assert not part.turned


DUES, BORDER = "the harbour dues are too high", "we will close the border to migrants"
WAGES, LEGAL = "trade raises wages for workers", "the compact creates legal obligations"
TURNED = [
    (DUES, f"It is not true that {DUES}."),
    (DUES, f"The council rejects the claim that {DUES}."),
    (DUES, f"I doubt whether {DUES}."),
    (DUES, f"We will act only if {DUES}."),
    (DUES, f"Many sailors say that {DUES}."),
    (DUES, f"“{DUES}” was a slogan."),
    (DUES, f"So {DUES}?"),
    (BORDER, f"It is simply false that {BORDER}."),
    (BORDER, f"The claim that {BORDER} is false."),
    (BORDER, f"We do not for one moment in our long history believe that {BORDER}."),
    (BORDER, f"{BORDER} is what our opponents want, and we reject it."),
    (WAGES, f"It is a myth: {WAGES}."),
    (WAGES, f"Opponents wrongly claim that {WAGES}."),
    (WAGES, f"{WAGES} only in theory, never in fact."),
    (WAGES, f"{WAGES}, which is nonsense."),
    (LEGAL, f"{LEGAL} only where a state has said so."),
    ("Creates the compact legal obligations", "Nothing in the compact creates legal obligations."),
    ("people have a right to asylum", "Few people have a right to asylum."),
    ("countries support the compact on trade", "No countries support the compact on trade."),
    ("los derechos del puerto son altos", "Es falso que los derechos del puerto son altos."),
    ("los derechos del puerto son altos", "Si los derechos del puerto son altos, iremos a juicio."),
    ("los derechos del puerto son altos", "El alcalde cree que los derechos del puerto son altos."),
]


@pytest.mark.parametrize(("claim", "said"), TURNED)
def test_what_is_denied_supposed_restricted_or_ascribed_is_judged_whole(
    claim: str, said: str
) -> None:
    part = part_of(bare_statement(claim), bare_statement(said))
    assert part is None or (part.turned and not part.whole)


def _answers(claim: str, said: str, language: str = "en") -> list[Finding]:
    held = document("The talks lasted for three days.", said, language=language)
    return [
        one
        for one in ask(document(f"{claim}.", language=language), held, ()).findings
        if one.right is not None
    ]


@pytest.mark.parametrize(("claim", "said"), [row for row in TURNED if "which" not in row[1]])
def test_nobody_is_shown_to_support_what_they_deny(claim: str, said: str) -> None:
    language = "es" if "puerto" in claim else "en"
    found = _answers(claim, said, language)
    assert all(one.relation is not Relation.CONVERGE for one in found), found


@pytest.mark.parametrize("claim", [DUES, "The council should build a second quay next year", SAID])
def test_the_clauses_of_a_sentence_are_supported_by_it(claim: str) -> None:
    first = _answers(claim.removesuffix("."), SAID)[0]
    assert first.relation is Relation.CONVERGE
    assert first.confidence > 0.9


@pytest.mark.parametrize(("confidence", "kept"), [(0.8, True), (0.3, False)])
def test_a_plain_contradiction_is_never_replaced(confidence: float, *, kept: bool) -> None:
    asked, said = [bare_statement(DUES)], [bare_statement(SAID)]
    second = RunnerUp(Relation.PARTIAL, 0.1)
    against = Link(0, 0, 0.9, Judgement(Relation.DIVERGE, confidence, second, "", ""))
    (link,) = with_verbatim(Found([against], {}, {}), asked, said).links
    assert (link == against) is kept


def test_two_texts_without_the_same_words_have_no_part() -> None:
    assert part_of(bare_statement("Schools need more teachers now."), bare_statement(SAID)) is None


@pytest.mark.usefixtures("by_words")
@pytest.mark.parametrize("language", ["en", "es"])
def test_half_a_sentence_is_supported_by_its_document(language: str) -> None:
    claim = "the council should build a second quay next year"
    held = document("Ferries are late.", SAID, language=language)
    first = ask(document(claim, language=language), held, ()).findings[0]
    assert first.relation is Relation.CONVERGE
    assert first.confidence > 0.9
    assert "word for word" in first.reason
