"""Versions of one text: found out, said, and told apart by what kind of difference there is."""

from __future__ import annotations

import pytest

from diptych.compare import words
from diptych.compare.engine import compare
from diptych.compare.noise_classes import wording_of
from diptych.compare.versions import are_versions
from diptych.export.findings_json import write
from diptych.formats.reader import read_path
from diptych.model.comparison import Mode, Relation, Side, Wording
from diptych.model.report import Report
from support.comparing import document
from support.repository import SEEDS

OPENING = (
    "The council met on the second of May and heard the report of the harbour master. "
    "He asked for a new crane, because the old one had failed twice in the winter."
)
SCHOOLS = (
    "The schools of the upper town will stay open until nine in the evening. "
    "Parents had asked for this during three long meetings of the committee."
)
TAXES = (
    "The tax on bread is to be halved from the first of January onwards. "
    "The treasurer warned that the reserve would not last for more than two years."
)
CLOSING = (
    "The mayor thanked all who had written to her and closed the meeting at ten. "
    "The next one will be held in the old library beside the market square."
)


def versions(*paragraphs: str):
    return document(OPENING, SCHOOLS, TAXES, CLOSING), document(*paragraphs)


def kinds(comparison) -> list[Wording]:
    return [finding.wording for finding in comparison.findings]


def test_versions_are_compared_word_by_word_and_that_is_said():
    left, right = versions(OPENING, SCHOOLS.replace("nine", "ten"), TAXES, CLOSING)
    found = compare(left, right, (), None)
    assert found.mode is Mode.WORDS
    assert "versions of one text; compared word by word" in found.remark
    assert "1 with other words" in found.remark
    assert found == compare(left, right, (), Mode.WORDS)


@pytest.mark.usefixtures("by_words")
def test_who_asks_for_positions_gets_them_and_a_hint():
    left, right = versions(OPENING, SCHOOLS.replace("nine", "ten"), TAXES, CLOSING)
    found = compare(left, right, ())
    assert found.mode is Mode.POSITIONS
    assert "versions of one text" in found.remark


def test_a_text_that_quotes_another_is_no_version_of_it():
    article = [f"On day {n} nothing of note happened in the {n}th ward of town." for n in range(20)]
    left, right = document(OPENING, SCHOOLS), document(*article[:9], OPENING, SCHOOLS, *article[9:])
    assert not are_versions(words.tokens(left), words.tokens(right))
    texts = [words.tokens(read_path(file)) for file in sorted(SEEDS.glob("*.txt"))]
    assert not any(are_versions(one, two) for one in texts for two in texts if one is not two)


def test_a_block_that_stands_elsewhere_has_moved():
    left, right = versions(TAXES, OPENING, SCHOOLS, CLOSING)
    found = compare(left, right, (), Mode.WORDS)
    (moved,) = found.findings
    assert moved.wording is Wording.MOVED
    assert moved.relation is Relation.CONVERGE
    assert left.quote(moved.left[0].spans) == right.quote(moved.right[0].spans) == TAXES
    assert found.remark.endswith("Differences: 1 moved.")


def test_what_was_changed_in_a_block_that_moved_is_named():
    left, right = versions(TAXES.replace("halved", "doubled"), OPENING, SCHOOLS, CLOSING)
    (moved,) = compare(left, right, (), Mode.WORDS).findings
    assert (moved.wording, moved.relation) == (Wording.MOVED, Relation.PARTIAL)
    assert moved.evidence.left_only == ("halved",)
    assert moved.evidence.right_only == ("doubled",)


def test_a_sentence_that_moved_and_was_cut_in_two_is_one_block():
    cut = TAXES.replace("halved from", "halved. This holds from")
    left, right = versions(cut, OPENING, SCHOOLS, CLOSING)
    (moved,) = compare(left, right, (), Mode.WORDS).findings
    assert right.quote(moved.right[0].spans) == cut
    assert left.quote(moved.left[0].spans) == TAXES


def test_every_changed_word_is_in_a_finding_and_none_in_two():
    left, right = versions(
        CLOSING, OPENING.replace("second", "third"), TAXES.lower(), "A new end was written."
    )
    found = compare(left, right, (), Mode.WORDS)
    for side in Side:
        places = [
            (passage.block, at)
            for finding in found.findings
            for passage in finding.passages(side)
            for at in range(passage.start, passage.end)
        ]
        assert len(places) == len(set(places))
    texts = [[token.text for token in words.tokens(one)] for one in (left, right)]
    for change in words.changes(*texts, lambda: None):
        for token in words.tokens(left)[change.left_start : change.left_end]:
            assert any(
                passage.block == token.block and passage.start <= token.start < passage.end
                for finding in found.findings
                for passage in finding.left
            )


def test_changing_sides_changes_no_difference():
    left, right = (read_path(SEEDS / name) for name in ("letter-2018.txt", "letter-2021.txt"))
    one, two = (compare(*pair, (), Mode.WORDS).findings for pair in ((left, right), (right, left)))
    assert {(f.id, f.left, f.right, f.wording) for f in one} == {
        (f.id, f.right, f.left, f.wording) for f in two
    }


def test_a_sentence_that_resembles_two_neighbours_moved_with_one_of_them():
    sentences = [
        "Bread salt milk eggs rice beans.",
        "Bread salt milk eggs coal iron zinc lead.",
        "Gold coal iron zinc lead tin.",
        "The mill stands by the river in the north.",
        "Nobody knows how old this bridge may be.",
        "Carts go to the market each day at dawn.",
    ]
    left, right = document(*sentences), document(*reversed(sentences))
    for one, two in ((left, right), (right, left)):
        found = compare(one, two, (), Mode.WORDS).findings
        for side, of in ((Side.LEFT, one), (Side.RIGHT, two)):
            blocks = [each.block for finding in found for each in finding.passages(side)]
            assert len(blocks) == len(set(blocks)) <= len(of.blocks)


KNOWN = frozenset({"the", "harbour", "modern", "from", "form", "sun", "fun"}).__contains__


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (["The"], ["the"], Wording.CASE),
        ([","], [], Wording.PUNCTUATION),
        (["“"], ['"'], Wording.PUNCTUATION),
        (["men’s"], ["men's"], Wording.PUNCTUATION),
        (["to", "day"], ["today"], Wording.SPACING),
        (["co", "-", "operate"], ["cooperate"], Wording.HYPHENATION),
        (["-"], [], Wording.HYPHENATION),
        (["ﬁnal"], ["final"], Wording.MISREAD),
        (["modern"], ["modem"], Wording.MISREAD),
        (["harbour"], ["harhour"], Wording.MISREAD),
        (["from"], ["form"], Wording.OTHER),
        (["sun"], ["fun"], Wording.OTHER),
        (["is", "not"], ["isn't"], Wording.OTHER),
        (["well"], ["we'll"], Wording.OTHER),
        (["1", ".", "5"], ["15"], Wording.OTHER),
        (["not"], [], Wording.OTHER),
        (["%"], [], Wording.OTHER),
        (["5"], ["6"], Wording.OTHER),
    ],
)
def test_noise_is_told_from_other_words(left, right, kind):
    assert wording_of(left, right, KNOWN) is kind
    assert wording_of(right, left, KNOWN) is kind


def test_a_minus_is_no_punctuation():
    assert wording_of(["-"], [], KNOWN, before_number=True) is Wording.OTHER


def test_noise_is_counted_and_stands_low():
    other = SCHOOLS.replace("The schools", "the schools").replace("evening.", "evening!")
    left, right = versions(OPENING, other, TAXES, CLOSING)
    found = compare(left, right, (), None)
    assert sorted(kinds(found)) == [Wording.CASE, Wording.PUNCTUATION]
    assert all(finding.confidence < 0.5 for finding in found.findings)
    assert "1 in case only, 1 in punctuation only" in found.remark
    assert '"wording": "case"' in write(Report(left, right, "a", "b", found))


@pytest.mark.usefixtures("by_words")
def test_of_one_statement_in_two_texts_the_words_that_differ_are_named():
    left = document("“We will never sell the harbour of this town to a foreign firm,” she said.")
    right = document(
        "“We shall never sell the old harbour of this town to a foreign firm,” the mayor wrote."
    )
    (near,) = (one for one in compare(left, right, ()).findings if one.left and one.right)
    assert near.wording is Wording.NEAR_COPY
    assert "will" in near.evidence.left_only
    assert near.evidence.right_only[:2] == ("shall", "old")
