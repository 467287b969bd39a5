"""What the small weights do with what the models say."""

from __future__ import annotations

from diptych.compare.linking import relation_of
from diptych.compare.positions import held_by_others
from diptych.compare.segment import bare_sentence
from diptych.model.comparison import Relation

REPORT = [
    "The mayor said that the bridge must be closed.",
    "“Nobody asked the people who live on the island,” a fisherman said.",
    "The council meets on Tuesday.",
    "Engineers told the council that two pillars are cracked.",
    "The company declined to comment, a clerk said.",
    "Residents believe that the ferry is too small.",
    "The bridge was built in 1931.",
    "It is 210 metres long.",
    "According to the harbour master, ships could pass.",
]


def test_a_divergence_that_is_not_right_often_enough_is_shown_as_unsure() -> None:
    weights = {"rows": [[0.0], [1.0], [0.0]], "bases": [0.0, 0.0, 0.0], "sure": 0.7}
    shown = [relation_of([value], weights) for value in (1.0, 1.5, 1.6, 3.0)]
    assert all(relation is Relation.DIVERGE for relation, _, _ in shown)
    sure = [confidence for _, confidence, _ in shown]
    assert sure == sorted(sure)
    assert [one >= 0.5 for one in sure] == [False, False, True, True]


def test_in_a_report_a_claim_of_somebody_is_a_position() -> None:
    found = held_by_others([bare_sentence(text) for text in REPORT])
    assert [one > 0 for one in found] == [True, True, False, True, False, True, False, False, True]


def test_in_a_speech_what_others_say_speaks_for_nothing() -> None:
    speech = ["We must close the bridge."] * 20 + ["Engineers said that two pillars are cracked."]
    assert not any(held_by_others([bare_sentence(text) for text in speech]))
