"""What sentences name, how they stand to it, and what a finding says of that."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from diptych.compare.engine import compare
from diptych.compare.reasons import told
from diptych.compare.relate import relate
from diptych.compare.stances import Strength
from diptych.compare.statements import bare_statement, statements
from diptych.compare.targets import surface, targets
from diptych.compare.terms import fold
from diptych.compare.topics import TopicIndex
from diptych.model.comparison import Cue, Evidence, Relation, Side
from diptych.model.document import Span
from support.comparing import document
from support.repository import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.statements import Statement


def _ways(text: str) -> dict[str, int]:
    one = bare_statement(text)
    return {surface(one.sentence, mention): mention.way for mention in one.mentions}


@pytest.mark.parametrize(
    ("text", "target", "way"),
    [
        ("We rule out a safe harbour treaty.", "safe harbour treaty", -1),
        ("I urge you to sign a safe harbour treaty.", "safe harbour treaty", 1),
        ("We will not sign a safe harbour treaty.", "safe harbour treaty", -1),
        ("We oppose any further cuts in harbour wages.", "harbour wages", 1),
        ("The council refused to reduce harbour tolls.", "harbour tolls", 1),
        ("No new tolls will be raised.", "new tolls", -1),
        ("The tolls must be abolished.", "tolls", -1),
        ("The tolls must not be abolished.", "tolls", 1),
        ("Closing the harbour would harm the island.", "harbour", 1),
        ("The bridge would harm the island.", "bridge", -1),
        ("The bridge has two lanes and a lamp.", "bridge", 0),
        ("If we close the harbour, ships go elsewhere.", "harbour", 0),
        ("Rechazamos un tratado del puerto seguro.", "tratado del puerto seguro", -1),
        ("Queremos firmar un tratado del puerto seguro.", "tratado del puerto seguro", 1),
        ("No queremos firmar un tratado del puerto seguro.", "tratado del puerto seguro", -1),
        ("El puente no debe prohibirse sin apoyar los ferris nuevos.", "ferris nuevos", -1),
    ],
)
def test_what_governs_a_name_says_how_it_is_stood_to(text, target, way):
    assert _ways(text)[target] == way


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Is the bridge safe?", Strength.QUESTIONS),
        ("The bridge is long.", Strength.MENTIONS),
        ("The council might build a bridge.", Strength.CONSIDERS),
        ("The council should build a bridge.", Strength.SHOULD),
        ("The council will build a bridge.", Strength.WILL),
        ("The council has built a bridge.", Strength.HAS_DONE),
        ("El consejo debe construir un puente.", Strength.SHOULD),
        ("El consejo ha construido un puente.", Strength.HAS_DONE),
    ],
)
def test_a_claim_goes_as_far_as_its_strongest_word(text, strength):
    assert {mention.strength for mention in bare_statement(text).mentions} == {strength}


def _read(*paragraphs: str, language: str = "en") -> list[Statement]:
    text = document(*paragraphs, language=language)
    return statements(text, TopicIndex(()), lambda: None)


def _back(said: Sequence[Statement]) -> list[tuple[str, str]]:
    return [
        (surface(one.sentence, mention), mention.back)
        for one in said
        for mention in one.mentions
        if mention.back
    ]


def test_what_only_points_back_takes_up_what_was_named():
    said = _read(
        "They discussed a safe harbour treaty. Fishermen were not asked. We reject the plan."
    )
    (back,) = [one for one in said[2].mentions if one.back]
    assert back.back == "safe harbour treaty"
    assert back.way == -1
    assert back.sure


def test_it_points_back_over_paragraphs_to_a_thing_of_its_kind():
    said = _read(
        "Our neighbours offered a safe harbour treaty, and island schools were closed.",
        "Fishermen were not asked. Nobody rebuilt the lighthouse.",
        "We shall never sign such an accord. The deal would ruin us.",
    )
    assert _back(said) == [("accord", "safe harbour treaty"), ("deal", "safe harbour treaty")]
    assert said[3].mentions[-1].way == -1


def test_of_two_things_of_a_kind_far_back_none_is_sure():
    said = _read(
        "They signed a safe harbour treaty. They signed a coal mining pact, too.",
        "Fishermen were not asked. Miners were not asked. Rain fell.",
        "We reject this agreement.",
    )
    (back,) = [one for each in said for one in each.mentions if one.back]
    assert back.back == "coal mining pact"
    assert not back.sure


@pytest.mark.parametrize(
    "text",
    [
        "They signed a safe harbour treaty. The agreement of the two sisters was touching.",
        "They signed a safe harbour treaty. The agreement they reached in May is another one.",
        "They signed safe harbour treaties. This agreement is another one.",
        "They signed a safe harbour treaty. An agreement is needed in the schools, too.",
        "They built a fine stone lighthouse. The agreement came later.",
    ],
)
def test_what_names_its_own_thing_points_to_nothing(text: str):
    assert _back(_read(text)) == []


def test_the_nouns_of_one_kind_are_plain_words_that_stand_once_in_a_row():
    data = tomllib.loads((RESOURCES / "words" / "heads.toml").read_text(encoding="utf-8"))
    forward = data.pop("forward")
    for language, rows in data.items():
        assert forward[language].split()
        assert set(forward["rows"].split()) <= rows.keys()
        for row in rows.values():
            words = row.split()
            assert len(words) == len(set(words)) > 1
            assert all(word == fold(word.lower()) for word in words)


def test_spanish_points_back_too():
    said = _read(
        "Firmaron un tratado del puerto seguro. Nadie preguntó a los pescadores.",
        "Rechazamos este acuerdo.",
        language="es",
    )
    assert _back(said) == [("acuerdo", "tratado del puerto seguro")]


def test_two_names_of_one_kind_are_one_target_unless_their_words_set_them_apart():
    def shared(left: str, right: str) -> bool:
        return bool(targets(bare_statement(left).mentions, bare_statement(right).mentions))

    assert shared("We reject the harbour treaty.", "They want a harbour deal.")
    assert not shared("We reject the sugar tax.", "They want an income tax.")
    assert not shared("We reject the harbour treaty.", "They want a mining deal.")


def test_targets_are_the_same_from_both_sides():
    left = bare_statement("We support the harbour treaty and oppose the harbour tolls.")
    right = bare_statement("The harbour treaty must be rejected, and harbour tolls are needed.")
    ahead = {(one.left, one.right) for one in targets(left.mentions, right.mentions)}
    back = {(one.right, one.left) for one in targets(right.mentions, left.mentions)}
    assert ahead
    assert ahead == back


def test_stances_on_one_target_decide_where_words_do_not():
    left = bare_statement("Our country rules out a safe harbour treaty with its neighbour.")
    right = bare_statement("We urge both sides to sign the safe harbour treaty this spring.")
    for one, two in ((left, right), (right, left)):
        judgement = relate(one, two)
        assert judgement.relation is Relation.DIVERGE
        assert judgement.runner_up.relation is Relation.CONVERGE
    reason = told(Relation.DIVERGE, "", [left], [right], Evidence())
    assert reason == (
        "Both name “safe harbour treaty”: the left document is against it, the right document "
        "for it."
    )
    about_one = "One side is for what the other is against, where both name “treaty”."
    assert told(Relation.DIVERGE, about_one, [left], [right], Evidence()) == reason
    same = "Almost the same words."
    assert told(Relation.DIVERGE, same, [left], [right], Evidence()) == f"{same} {reason}"


def test_a_reason_says_what_is_meant_by_what_points_back():
    left = _read("They offered a safe harbour treaty.", "We reject such an accord.")[1]
    right = _read("I urge you to sign the safe harbour treaty.")[0]
    for relation in (Relation.DIVERGE, Relation.PARTIAL):
        assert "“safe harbour treaty” (“such an accord”): the left document is against" in told(
            relation, "", [left], [right], Evidence()
        )
    assert relate(left, right).relation is Relation.DIVERGE
    assert relate(right, left).relation is Relation.DIVERGE
    plain = _read("The safe harbour treaty has forty pages.")[0]
    reason = told(Relation.CONVERGE, "", [left], [plain], Evidence())
    assert reason == "Both speak of “safe harbour treaty” (“such an accord”)."


def test_a_target_that_is_not_sure_decides_nothing():
    left = _read(
        "They signed a safe harbour treaty. They signed a coal mining pact, too.",
        "Fishermen were not asked. Miners were not asked. Rain fell.",
        "We reject this agreement.",
    )[5]
    right = _read("I urge you to sign the coal mining pact.")[0]
    assert relate(left, right).relation is not Relation.DIVERGE
    assert "against it" not in told(Relation.CONVERGE, "", [left], [right], Evidence())


@pytest.mark.usefixtures("by_words")
def test_a_finding_says_whom_it_quotes_and_what_the_sides_stand_to():
    left = document(
        "According to a briefing note, the council will sign the safe harbour treaty in May."
    )
    right = document("We oppose the safe harbour treaty, which the council will sign in May.")
    (finding,) = compare(left, right, ()).findings
    assert (
        "Both name “safe harbour treaty”: the left document is for it, the right document against "
        "it."
    ) in finding.reason
    assert (
        "The left document quotes “a briefing note”; in the right document the author speaks."
    ) in finding.reason
    holders = [cue for cue in finding.evidence.cues if cue.kind == "holder"]
    assert [cue.text for cue in holders] == ["a briefing note"]
    assert left.source[holders[0].span.start : holders[0].span.end] == "a briefing note"


@pytest.mark.usefixtures("by_words")
def test_a_part_that_is_shared_is_told_from_what_is_not():
    left = document("Floods are caused by heavy rain and by bad planning, as every farmer knows.")
    right = document("Greed and bad planning led to the floods, and the mayor is to blame.")
    (finding,) = compare(left, right, ()).findings
    assert finding.relation is Relation.PARTIAL
    assert "heavy rain" in finding.evidence.left_only
    assert "Greed" in finding.evidence.right_only


def test_a_quotation_within_a_quotation_does_not_end_it() -> None:
    one, two = [bare_statement("A board of six “feet”.")], [bare_statement("One of nine.")]
    cues = tuple(
        Cue(side, "number", text, Span(0, 1))
        for side, text in ((Side.LEFT, "6 “feet”"), (Side.RIGHT, "9"))
    )
    assert told(Relation.PARTIAL, "Other numbers.", one, two, Evidence(cues=cues)) == (
        "Other numbers. The left document says “6 ‘feet’”, the right document “9”."
    )
