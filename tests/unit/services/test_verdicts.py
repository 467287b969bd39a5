"""A reader's verdict outlives the analysis on which it was given."""

from diptych.anchoring.describe import describe
from diptych.model.comparison import Comparison, Engine, Mode, Relation, Side
from diptych.model.note import Note, NoteKind, Verdict
from diptych.services.verdicts import apply_verdicts, follow_findings
from support.annotations import document, finding, passage

LEFT = document(
    "# Causes\nViolence drives people from their homes and from their land.\n"
    "We will invest in roads, schools and courts over the next ten years."
)
RIGHT = document(
    "# Roots\nCrime and hunger make people leave their homes.\n"
    "We will not spend money on roads or schools in the next ten years."
)


def comparison(*findings):
    return Comparison(LEFT.sha256, RIGHT.sha256, Mode.POSITIONS, Engine("e", "2"), findings)


def judged(found, relation, decided="2026-01-01T00:00:00Z"):
    def anchors(side, text):
        return tuple(describe(text, place) for part in found.passages(side) for place in part.spans)

    left, right = anchors(Side.LEFT, LEFT), anchors(Side.RIGHT, RIGHT)
    return Verdict(found.id, relation, left, right, decided)


def pair(key, left, right):
    return finding(key, (passage(LEFT, left),), (passage(RIGHT, right),), Relation.PARTIAL)


CAUSES = pair("old", "Violence drives people from their homes", "Crime and hunger make people")
ROADS = pair("roads", "We will invest in roads", "We will not spend money on roads")


def apply(verdicts, *findings):
    return apply_verdicts(comparison(*findings), verdicts, LEFT, RIGHT)


def test_a_verdict_counts_on_its_own_finding():
    verdict = judged(CAUSES, Relation.DIVERGE)
    assert apply([verdict], ROADS, CAUSES) == ({"old": verdict}, ())


def test_a_verdict_moves_to_the_finding_that_took_its_words():
    verdict = judged(CAUSES, Relation.DIVERGE)
    wider = pair(
        "new",
        "Violence drives people from their homes and from their land.",
        "Crime and hunger make people leave their homes.",
    )
    assert apply([verdict], ROADS, wider) == ({"new": verdict}, ())


def test_the_best_overlap_wins():
    verdict = judged(CAUSES, Relation.DIVERGE)
    near = pair("near", "drives people from their homes", "and hunger make people")
    nearer = pair("nearer", "Violence drives people from their", "Crime and hunger make people")
    assert apply([verdict], near, nearer).verdicts == {"nearer": verdict}


def test_half_of_one_side_is_not_enough():
    verdict = judged(CAUSES, Relation.DIVERGE)
    half = pair("half", "Violence drives people from their homes", "leave their homes.")
    applied = apply([verdict], half)
    assert applied.verdicts == {"old": verdict}
    (own,) = applied.extra
    assert (own.id, own.relation) == ("old", Relation.DIVERGE)


def test_a_verdict_without_finding_becomes_the_readers_own():
    verdict = judged(CAUSES, Relation.DIVERGE)
    applied = apply([verdict], ROADS)
    assert applied.verdicts == {"old": verdict}
    (own,) = applied.extra
    assert own.relation is Relation.DIVERGE
    assert own.confidence == 1.0
    assert own.left == CAUSES.left
    assert own.right == CAUSES.right


def test_a_silence_stays_a_silence():
    silence = finding("s", (passage(LEFT, "We will invest in roads"),), (), Relation.ONLY_LEFT)
    verdict = judged(silence, Relation.ONLY_LEFT)
    assert apply([verdict], ROADS).verdicts == {"s": verdict}
    assert apply([verdict], ROADS).extra[0].right == ()
    again = finding("t", (passage(LEFT, "invest in roads"),), (), Relation.ONLY_LEFT)
    assert apply([verdict], ROADS, again) == ({"t": verdict}, ())


def test_not_a_pair_is_forgotten_when_there_is_no_pair():
    assert apply([judged(CAUSES, None)], ROADS) == ({}, ())


def test_two_old_verdicts_on_one_new_finding():
    near = judged(pair("a", "drives people from their homes", "and hunger make people"), None)
    best = judged(CAUSES, Relation.DIVERGE)
    new = pair("new", "Violence drives people from their homes", "Crime and hunger make people")
    assert apply([near, best], new) == ({"new": best}, ())


def test_a_verdict_by_id_goes_before_one_by_place():
    by_place = judged(CAUSES, Relation.CONVERGE)
    new = pair("new", "Violence drives people from their homes", "Crime and hunger make people")
    by_id = judged(new, Relation.DIVERGE)
    assert apply([by_place, by_id], new) == ({"new": by_id}, ())


def test_passages_across_blocks_are_put_together_again():
    whole = finding(
        "whole",
        (passage(LEFT, "from their land."), passage(LEFT, "We will invest")),
        (passage(RIGHT, "Crime"), passage(RIGHT, "We will not")),
        Relation.CONVERGE,
    )
    (own,) = apply([judged(whole, Relation.PARTIAL)]).extra
    assert (own.left, own.right) == (whole.left, whole.right)


def test_among_words_the_reader_has_no_pairs_of_their_own():
    words = comparison(ROADS)._replace(mode=Mode.WORDS)
    assert apply_verdicts(words, [judged(CAUSES, Relation.DIVERGE)], LEFT, RIGHT) == ({}, ())


def test_words_that_stand_elsewhere_since_the_encoding_was_changed():
    moved = "\u00c3\u00a9\u00c3\u00a9 " + LEFT.source
    left = document(moved)._replace(sha256=LEFT.sha256)
    new = finding(
        "new",
        (passage(left, "Violence drives people from their homes"),),
        (passage(RIGHT, "Crime and hunger make people"),),
        Relation.PARTIAL,
    )
    verdict = judged(CAUSES, Relation.DIVERGE)
    assert apply_verdicts(comparison(new), [verdict], left, RIGHT) == ({"new": verdict}, ())


def test_a_verdict_whose_words_are_lost_is_on_nothing():
    lost = judged(CAUSES, Relation.DIVERGE)
    right = document("Nothing of it.")._replace(sha256=RIGHT.sha256)
    alone = finding("alone", CAUSES.left, (), Relation.ONLY_LEFT)
    assert apply_verdicts(comparison(alone), [lost], LEFT, right) == ({}, ())


# Many findings in long texts


def test_each_verdict_finds_its_finding_among_hundreds_wherever_it_stands():
    """Words may begin in one stretch of a text and end in another."""
    lines = [
        f"We will pay {number} times for what was promised in year {number}. " * 7
        for number in range(120)
    ]
    texts = [document("\n".join(lines)), document("Before.\n" + "\n".join(lines))]

    def about(key, number):
        passages = [(passage(text, lines[number].strip()),) for text in texts]
        return finding(f"{key} {number}", *passages, Relation.PARTIAL)

    def given(number):
        old = about("old", number)
        anchors = [
            tuple(describe(text, place) for part in old.passages(side) for place in part.spans)
            for side, text in zip(Side, texts, strict=True)
        ]
        return Verdict(old.id, Relation.DIVERGE, *anchors, "2026-01-01T00:00:00Z")

    found = Comparison(
        "l",
        "r",
        Mode.POSITIONS,
        Engine("e", "2"),
        tuple(about("new", number) for number in range(120)),
    )
    verdicts = [given(number) for number in range(0, 120, 3)]
    applied = apply_verdicts(found, verdicts, *texts)
    assert applied.extra == ()
    assert {key: verdict.finding for key, verdict in applied.verdicts.items()} == {
        f"new {number}": f"old {number}" for number in range(0, 120, 3)
    }
    notes = [
        Note(f"{number:032x}", NoteKind.FINDING, "Mine", *given(number)[2:4], f"old {number}")
        for number in (0, 57, 119)
    ]
    followed = follow_findings(notes, found, *texts)
    assert [note.finding for note in followed] == ["new 0", "new 57", "new 119"]
