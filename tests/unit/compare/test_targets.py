"""What sentences name, how they stand to it, and what a finding says of that."""

from __future__ import annotations

import pytest

from diptych.compare.engine import compare
from diptych.compare.reasons import told
from diptych.compare.relate import relate
from diptych.compare.stances import Strength
from diptych.compare.statements import bare_statement, statements
from diptych.compare.targets import surface, targets
from diptych.compare.topics import TopicIndex
from diptych.model.comparison import Evidence, Relation
from support.comparing import document


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


def test_what_only_points_back_takes_up_what_was_named():
    text = document(
        "They discussed a safe harbour treaty. Fishermen were not asked. We reject the plan.",
        "In another paragraph the proposal stands alone.",
    )
    said = statements(text, TopicIndex(()), lambda: None)
    (back,) = [one for one in said[2].mentions if one.back]
    assert back.back == "safe harbour treaty"
    assert back.way == -1
    assert not any(one.back for one in said[3].mentions)


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
    reason = told(Relation.DIVERGE, [left], [right], Evidence())
    assert reason == " Both name “safe harbour treaty”: the left is against it, the right for it."


@pytest.mark.usefixtures("by_words")
def test_a_finding_says_whom_it_quotes_and_what_the_sides_stand_to():
    left = document(
        "According to a briefing note, the council will sign the safe harbour treaty in May."
    )
    right = document("We oppose the safe harbour treaty, which the council will sign in May.")
    (finding,) = compare(left, right, ()).findings
    assert "Both name “safe harbour treaty”: the left is for it, the right against it." in (
        finding.reason
    )
    assert "The left quotes “a briefing note”; on the right the author speaks." in finding.reason
    holders = [cue for cue in finding.evidence.cues if cue.kind == "holder"]
    assert [cue.text for cue in holders] == ["a briefing note"]
    assert left.source[holders[0].span.start : holders[0].span.end] == "a briefing note"


@pytest.mark.usefixtures("by_words")
def test_a_part_that_is_shared_is_told_from_what_is_not():
    left = document("Floods are caused by heavy rain and by bad planning, as every farmer knows.")
    right = document("Greed and bad planning led to the floods, and the mayor is to blame.")
    (finding,) = compare(left, right, ()).findings
    assert finding.relation is Relation.PARTIAL
    assert "only left: “heavy rain”" in finding.reason
    assert "only right: “Greed”" in finding.reason
    assert "heavy rain" in finding.evidence.left_only
    assert "Greed" in finding.evidence.right_only
