"""Two texts that tell one thing: every sentence is tied to its own counterpart alone."""

from __future__ import annotations

import pytest

from diptych.compare.candidates import candidates, features
from diptych.compare.counterparts import counterparts, one_tale
from diptych.compare.engine import compare
from diptych.compare.statements import statements
from diptych.compare.topics import TopicIndex
from support.comparing import document

OLD = (
    "In the third year the king sent builders to the island to raise a tower of stone.",
    "The builders came to the island in spring and asked the fishermen for their boats.",
    "And the fishermen gave them boats, but they would not give them bread.",
    "Then the king was angry, and he sent soldiers to take bread from the fishermen.",
    "The soldiers found no bread, for the fishermen had hidden it beneath the nets.",
    "A widow saw the hungry builders and brought them fish in a basket at night.",
    "The builders told the king of the widow, and his anger left him.",
    "The king gave the widow a field of barley and freed her sons from their debts.",
    "So the tower was finished, and a lamp was lit in it every evening.",
    "To this day ships steer by the lamp that burns above the harbour.",
)
NEW = (
    "In his third year the king sent men to the island to build a stone tower.",
    "They arrived in spring and asked the fishermen to lend them their boats.",
    "The fishermen let them have boats, but bread they refused to give.",
    "This angered the king, who sent soldiers to take the fishermen's bread.",
    "But the soldiers found none. The fishermen had hidden the bread under their nets.",
    "One night a widow saw that the builders were hungry and brought a basket of fish.",
    "When the king was told of the widow by the builders, he was angry no longer.",
    "He gave a field of barley to the widow, and her sons he freed from debt.",
    "The tower was finished in this way, and each evening a lamp is lit in it.",
    "Even now ships steer by the lamp burning over the harbour.",
)
# The last two stand first: a block that moved.
MOVED = (*NEW[-2:], *NEW[:-2])
OWN = {(at, (at + 2) % len(OLD)) for at in range(len(OLD))}


def _blocks(findings):
    return {
        (one.block, two.block)
        for finding in findings
        for one in finding.left
        for two in finding.right
    }


def test_in_a_retelling_each_sentence_is_tied_to_its_own_counterpart():
    found = compare(document(*OLD), document(*MOVED), ())
    assert "Both tell one thing" in found.remark
    ahead = found.findings
    assert _blocks(ahead) <= OWN
    assert len(_blocks(ahead)) >= 9
    back = compare(document(*MOVED), document(*OLD), ()).findings
    said = {(f.left, f.right, f.relation, f.confidence) for f in ahead if f.left and f.right}
    assert said == {(f.right, f.left, f.relation, f.confidence) for f in back if f.left and f.right}


@pytest.mark.usefixtures("by_words")
def test_without_models_it_is_so_too():
    comparison = compare(document(*OLD), document(*MOVED), ())
    assert "Both tell one thing" in comparison.remark
    found = _blocks(comparison.findings)
    assert found <= OWN
    assert len(found) >= 8


def _read(*paragraphs):
    return statements(document(*paragraphs), TopicIndex(()), lambda: None)


def _found(left, right):
    return list(
        candidates(features(left, lambda: None), features(right, lambda: None), lambda: None)
    )


def test_a_sentence_that_was_cut_in_two_is_tied_to_both_parts():
    left, right = _read(*OLD), _read(*NEW)
    words = _found(left, right)
    assert one_tale(words, len(left), len(right))
    scores = {(one.left, one.right): one.words for one in words}
    own = counterparts(scores, left, right)
    assert {(4, 4), (4, 5)} <= own
    turned = counterparts({(two, one): score for (one, two), score in scores.items()}, right, left)
    assert {(two, one) for one, two in turned} == own


def test_two_texts_on_one_subject_tell_no_one_thing():
    left = _read(*OLD)
    right = _read(
        "The harbour lamp must be paid for by the ships.",
        "Fishermen on the island have no bread because tolls are too high.",
        "Soldiers have no business on the island.",
        "A tower is no help to a widow with debts.",
        "We ask the king for barley and for boats.",
        "The builders should go home.",
    )
    assert not one_tale(_found(left, right), len(left), len(right))
    # A few sentences that resemble one another show nothing.
    assert not one_tale(_found(left[:3], left[:3]), 3, 3)
