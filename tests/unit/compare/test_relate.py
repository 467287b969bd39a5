"""Relations by cues, and what counts as a position."""

from __future__ import annotations

import pytest

from diptych.compare.engine import judge
from diptych.compare.relate import relate
from diptych.compare.statements import bare_statement
from diptych.model.comparison import Relation


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (
            "The bridge must be closed to lorries.",
            "The bridge must not be closed to lorries.",
            "diverge",
        ),
        (
            "The town will build 40 houses by the river.",
            "The town will build 90 houses by the river.",
            "diverge",
        ),
        (
            "We shall increase the price of water.",
            "We shall decrease the price of water.",
            "diverge",
        ),
        (
            "The council must pay for the repairs.",
            "The council may pay for the repairs.",
            "diverge",
        ),
        (
            "The council must repair the old bridge.",
            "The old bridge must be repaired by the council.",
            "converge",
        ),
        (
            "Floods are caused by rain and by bad planning.",
            "Bad planning of houses led to the floods, and so did greed.",
            "partial",
        ),
        (
            "We urge the state to fund trains.",
            "I propose new money for trains and buses.",
            "converge",
        ),
        ("Bread is cheap.", "The moon rose late.", "partial"),
        (
            "El puente debe cerrarse a los camiones.",
            "El puente no debe cerrarse a los camiones.",
            "diverge",
        ),
        (
            "We support asylum for all families.",
            "We oppose asylum for all families.",
            "diverge",
        ),
        ("Apoyamos el asilo para todos.", "Nos oponemos al asilo para todos.", "diverge"),
        (
            "The mayor welcomes the new bridge over the river.",
            "The fishermen condemn the new bridge over the river.",
            "diverge",
        ),
        (
            "The mayor welcomes the bridge, its lamps and the view from its banks.",
            "The fishermen condemn the bridge.",
            "partial",
        ),
    ],
)
@pytest.mark.usefixtures("by_words")
def test_a_pair_is_judged_by_its_cues(left, right, relation):
    said, confidence, second = judge(left, right)
    assert said.value == relation
    assert judge(right, left) == (said, confidence, second)
    assert second.relation is not said
    assert second.confidence < confidence <= 1


def test_where_cues_differ_no_reason_denies_it():
    mild = relate(bare_statement("The bridge is good."), bare_statement("The bridge is ugly."))
    assert mild.relation is Relation.CONVERGE
    assert mild.reason == "Both sides speak to the same issue{shared}."


def test_a_clash_in_part_says_what_comes_second():
    judgement = relate(
        bare_statement("The mayor welcomes the bridge, its lamps and the view from its banks."),
        bare_statement("The fishermen condemn the bridge."),
    )
    assert judgement.runner_up.relation is Relation.DIVERGE


def test_respective_is_no_word_of_support():
    cues = bare_statement("They respect the judges in their respective courts.").cues
    assert [(cue.kind, cue.first) for cue in cues if cue.kind == "support"] == [("support", 1)]


@pytest.mark.usefixtures("by_words")
def test_empty_texts_are_judged_without_fuss_by_words():
    assert judge("", "")[0] is Relation.PARTIAL


def test_empty_texts_are_judged_without_fuss_by_models():
    relation, confidence, second = judge("", "")
    assert not relation.is_one_sided
    assert second.confidence <= confidence


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("We must protect every child who arrives alone.", True),
        ("I urge the Congress to reject this unjust law.", True),
        ("Debemos proteger a los niños que llegan solos.", True),
        ("The meeting was held on Monday in the main hall.", False),
        ("In November, 40 vehicles were seen near the village.", False),
        ("La reunión fue el lunes en la sala, según dijeron ayer.", False),
    ],
)
def test_a_position_is_told_from_a_report(text, holds):
    assert (bare_statement(text).position >= 0.5) is holds
