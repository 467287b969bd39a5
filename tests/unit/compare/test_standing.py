"""Where one document stands on topics, and what a document answers to a claim."""

from __future__ import annotations

import pytest

from diptych.compare.engine import ask
from diptych.compare.segment import bare_sentence
from diptych.compare.standing import stance, standings, tried
from diptych.compare.statements import read
from diptych.compare.topics import TopicIndex
from diptych.model.comparison import Relation, Side, Topic
from diptych.model.errors import Cancelled
from diptych.model.standing import Stance, standings_from_plain, standings_to_plain
from support.comparing import document

HARBOUR = Topic("harbour", "harbour", "", {"en": ("harbour",), "es": ("puerto",)}, "#334455")
SCHOOL = Topic("school", "school", "", {"en": ("school",)}, "#665544")
TEXT = document(
    "Yesterday the harbour was closed, the clerk said.",
    "We strongly support the harbour and will keep it open.",
    "The harbour must stay open to every boat. The lamps are lit at six.",
    "The school was built in 1890.",
)


def nothing(_share: float, _words: str) -> None:
    pass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We support the harbour.", (Stance.FOR, "support")),
        ("We firmly reject the new harbour.", (Stance.AGAINST, "reject")),
        ("We do not support the harbour.", (None, "")),
        ("Instead of supporting the harbour, we wait.", (None, "")),
        ("We support the school and everything that it teaches far from the harbour.", (None, "")),
        ("We support and reject the harbour.", (None, "")),
        ("Do you support the harbour?", (None, "")),
        ("The mayor said that they support the harbour.", (None, "")),
        ("We urge you to keep the harbour.", (Stance.ASKS, "urge")),
        ("We regret what became of the harbour.", (Stance.REGRETS, "regret")),
        ("We will rebuild the harbour.", (Stance.PROMISES, "We will")),
        ("You should not close the harbour.", (None, "")),
        ("The harbour lies in the north.", (None, "")),
        ("Apoyamos el puerto de la ciudad y a su gente.", (Stance.FOR, "Apoyamos")),
    ],
)
def test_a_stance_is_told_only_where_plain_words_govern_the_topic(text, expected):
    index = TopicIndex([HARBOUR])
    statement = read(bare_sentence(text), index)
    places = index.places(statement.sentence)["harbour"]
    assert stance(statement, places) == expected


@pytest.mark.usefixtures("by_words")
def test_positions_are_counted_and_the_plainest_is_quoted_from_the_text():
    found = standings(TEXT, [HARBOUR, SCHOOL], nothing)
    harbour = found["harbour"]
    assert harbour.number == 2
    first = harbour.strongest[0]
    assert first.stance is Stance.FOR
    assert first.cue == "support"
    assert TEXT.quote(first.passage.spans) == first.quote
    assert first.quote == "We strongly support the harbour and will keep it open."
    assert found["school"].number == 0
    assert standings_from_plain(standings_to_plain(found)) == found


@pytest.mark.usefixtures("by_words")
def test_trying_a_topic_finds_positions_or_not_in_the_order_of_the_text():
    said = tried(TEXT, HARBOUR, nothing)
    assert [one.quote[:11] for one in said] == ["Yesterday t", "We strongly", "The harbour"]
    assert said[0].position < 0.5 <= said[1].position


def test_reading_a_document_can_be_called_off():
    def stop(_share: float, _words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        standings(TEXT, [HARBOUR], stop)


def test_terms_of_any_language_are_found_where_its_words_stand():
    topic = Topic("hafen", "Hafen", "", {"de": ("Hafen",)}, "#334455")
    german = document("Der Hafen muss offen bleiben.", language="")
    assert [one.quote for one in tried(german, topic, nothing)] == ["Der Hafen muss offen bleiben."]


@pytest.mark.usefixtures("by_words")
def test_a_claim_is_answered_with_the_words_the_surest_first():
    claim = document("The harbour must stay open to every boat.")
    other = document(
        "The boats of the harbour were painted by the children of the school.",
        "The harbour must not stay open to every boat.",
    )
    *answers, silence = ask(claim, other, [HARBOUR], nothing).findings
    assert answers[0].relation is Relation.DIVERGE
    assert other.quote(answers[0].right[0].spans) == "The harbour must not stay open to every boat."
    assert [one.confidence for one in answers] == sorted(
        (one.confidence for one in answers), reverse=True
    )
    assert silence.relation is Relation.ONLY_LEFT
    assert not silence.right


def test_a_silent_document_names_what_came_nearest():
    claim = document("The harbour must stay open to every boat.")
    (silence,) = ask(
        claim, document("Bread is baked by night in the old mill."), [], nothing
    ).findings
    assert silence.relation is Relation.ONLY_LEFT
    if silence.nearest is not None:  # by words alone nothing comes near at all
        assert silence.nearest.score < 0.3


@pytest.mark.usefixtures("by_words")
def test_a_document_that_says_nothing_to_a_claim_is_silent():
    claim = document("Taxes on bread are unjust.")
    found = ask(claim, TEXT, [], nothing)
    assert [one.passages(Side.RIGHT) for one in found.findings] == [()]
    assert found.findings[0].nearest is None


def test_a_claim_without_a_word_has_no_answer():
    found = ask(document("…"), TEXT, [], nothing)
    assert found.findings == ()
    assert found.remark
