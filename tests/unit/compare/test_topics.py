"""Topic packs: what they hold, what they refuse, what sentences they catch."""

from __future__ import annotations

import pytest

from diptych.compare.segment import bare_sentence
from diptych.compare.topics import TopicIndex, parse_pack
from diptych.model.errors import UserError
from support.comparing import migration_topics

GOOD = """
pack = "bread"
languages = ["en"]
[[topic]]
id = "bread"
name = "bread"
description = "All about bread."
colour = "#aabbcc"
terms.en = ["bread", "loaf of rye"]
"""


def topics_of(text: str) -> tuple[str, ...]:
    return TopicIndex(migration_topics()).assign(bare_sentence(text))


def test_the_shipped_pack_has_the_seven_topics_in_both_languages():
    topics = migration_topics()
    assert [topic.id for topic in topics] == [
        "asylum", "root-causes", "enforcement", "legal-pathways", "development", "rule-of-law",
        "cooperation",
    ]  # fmt: skip
    assert len({topic.colour for topic in topics}) == 7
    for topic in topics:
        assert set(topic.terms) == {"en", "es"}
        for terms in topic.terms.values():
            assert len(terms) >= 15
            assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Refugees who were persecuted may apply for protection.", "asylum"),
        ("Hunger and gangs drive them from their villages.", "root causes"),
        ("Thousands were deported and detained last year.", "border enforcement"),
        ("Seasonal workers need visas.", "legal pathways"),
        ("Investments create jobs.", "development"),
        ("Independent courts guarantee due process.", "rule of law"),
        ("Both governments will cooperate.", "cooperation"),
        ("Los refugiados huyen de la violencia y solicitan asilo en el país.", "asylum"),
        ("La corrupción y la pobreza son las causas de que la gente se vaya.", "root causes"),
    ],
)
def test_a_sentence_is_put_under_its_topic_by_stems(text, expected):
    assert expected in topics_of(text)


def test_a_sentence_on_nothing_of_this_has_no_topic():
    assert topics_of("The cat sat on the mat and slept.") == ()


def test_a_term_of_several_words_needs_all_of_them_side_by_side():
    index = TopicIndex(parse_pack(GOOD))
    assert index.assign(bare_sentence("A loaf of rye, please.")) == ("bread",)
    assert index.assign(bare_sentence("A loaf and some rye, please.")) == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('pack = "bread"', 'pack = "bread', "not valid TOML"),
        ("[[topic]]", "[[subject]]", "no topics"),
        ('name = "bread"', "", '"name" of topic 1'),
        ('"#aabbcc"', '"blue"', '"colour" of topic 1'),
        ('id = "bread"', 'id = "dark bread"', '"id" of topic 1'),
        ('terms.en = ["bread", "loaf of rye"]', "", "no terms"),
        ('["bread", "loaf of rye"]', "[1, 2]", '"terms.en" of topic 1'),
        ('"All about bread."', "7", '"description" of topic 1'),
    ],
)
def test_a_malformed_pack_is_refused_in_a_plain_sentence(old, new, what):
    assert old in GOOD
    with pytest.raises(UserError) as refused:
        parse_pack(GOOD.replace(old, new))
    assert what in refused.value.sentence
    assert refused.value.next_step


def test_two_topics_of_one_id_are_refused():
    with pytest.raises(UserError, match="the same id"):
        parse_pack(GOOD + GOOD[GOOD.index("[[topic]]") :].replace('name = "bread"', 'name = "x"'))
