from __future__ import annotations

import math

import pytest

from diptych.model.comparison import Comparison, Engine, Evidence, Finding, Mode, Relation
from diptych.model.note import Verdict
from diptych.services.annotating import Annotating
from diptych.services.learning import LEAST, Judged, Learning, Model, features_of, fit
from diptych.services.undo import Undo
from diptych.store.library import Library
from support.annotations import document

TEXT = document("# Part\nThe first words of a text.\nThe second words of a text.")


def finding(
    number: int,
    relation: Relation = Relation.DIVERGE,
    confidence: float = 0.6,
    topic: str = "asylum",
) -> Finding:
    return Finding(f"{number:016x}", relation, confidence, (topic,), (), (), Evidence(), "A rule.")


@pytest.fixture
def reader(tmp_path):
    """A library, a way to give verdicts, and what learns from them."""
    library = Library.open(tmp_path / "library")
    undo = Undo(library)
    annotating = Annotating(library, lambda: "2026-11-22T08:00:00Z", undo)
    learning = Learning(library, undo)

    def judge(count: int, said: Relation, relation: Relation | None, first: int = 0) -> None:
        for number in range(first, first + count):
            annotating.give_verdict(TEXT, TEXT, finding(number, said), relation)

    yield learning, judge, undo
    library.close()


def comparison(*findings: Finding) -> Comparison:
    return Comparison("l", "r", Mode.POSITIONS, Engine("e", "1"), findings)


def test_a_few_verdicts_change_nothing(reader) -> None:
    learning, judge, _undo = reader
    judge(LEAST - 1, Relation.DIVERGE, None)
    assert not learning.is_active
    assert list(learning.adjusted([finding(99)])) == [0.6]
    assert learning.noted(comparison(finding(99))).remark == ""


def test_what_is_often_refused_is_shown_as_less_sure(reader) -> None:
    learning, judge, undo = reader
    judge(15, Relation.DIVERGE, None)
    judge(10, Relation.CONVERGE, Relation.CONVERGE, first=100)
    diverge, converge, silence = learning.adjusted(
        [finding(500), finding(501, Relation.CONVERGE), finding(502, Relation.ONLY_LEFT)]
    )
    assert diverge < 0.45
    assert diverge < converge
    assert silence == 0.6
    everything, *parts = learning.scores()
    assert (everything.confirmed, everything.judged) == (10, 25)
    assert {(part.relation, part.confirmed, part.judged) for part in parts} == {
        (Relation.DIVERGE, 0, 15),
        (Relation.CONVERGE, 10, 10),
    }
    said = learning.noted(comparison(finding(500))).remark
    assert "10 of 25 findings were confirmed" in said
    # Undone verdicts teach nothing.
    before = diverge
    for _ in range(20):
        undo.undo()
    assert not learning.is_active
    assert list(learning.adjusted([finding(500)])) == [0.6] != [before]


def test_it_can_be_switched_off_and_begun_anew(reader) -> None:
    learning, judge, _undo = reader
    judge(20, Relation.DIVERGE, None)
    (learnt,) = learning.adjusted([finding(99)])
    learning.switch(on=False)
    assert list(learning.adjusted([finding(99)])) == [0.6]
    learning.switch(on=True)
    assert list(learning.adjusted([finding(99)])) == [learnt]
    learning.reset()
    assert list(learning.adjusted([finding(99)])) == [0.6]
    assert learning.scores()[0].judged == 0
    judge(20, Relation.DIVERGE, Relation.DIVERGE, first=200)
    assert next(learning.adjusted([finding(99)])) > 0.6


def test_no_verdicts_leave_the_engines_word() -> None:
    for confidence in (0.05, 0.5, 0.9):
        assert Model({}).confidence(finding(1, confidence=confidence)) == pytest.approx(
            confidence, abs=1e-3
        )


def test_the_same_verdicts_give_the_same_model_and_settle() -> None:
    judged = [
        Judged(
            Relation.DIVERGE,
            number % 3 == 0,
            features_of(finding(number, confidence=0.3 + number / 100)),
        )
        for number in range(50)
    ]
    model = fit(judged)
    assert model == fit(judged)
    assert all(map(math.isfinite, model.weights.values()))
    mean = sum(model.confidence(finding(n, confidence=0.3 + n / 100)) for n in range(50)) / 50
    assert mean == pytest.approx(17 / 50, abs=0.08)


def test_a_verdict_that_went_over_to_a_new_version_teaches_once(tmp_path) -> None:
    library = Library.open(tmp_path / "library")
    learning = Learning(library, Undo(library))

    def judge(pair: str, number: int, relation: Relation | None, decided: str) -> None:
        said = finding(number)
        library.save_verdict(
            *pair,
            Verdict(said.id, relation, (), (), decided, said.relation, 0.6, features_of(said)),
        )
        learning._forget()

    for number in range(3):
        judge("ab", number, Relation.DIVERGE, f"2026-01-0{number + 1}")
        judge("cb", number, Relation.DIVERGE, f"2026-01-0{number + 1}")  # carried over
    assert (learning.scores()[0].confirmed, learning.scores()[0].judged) == (3, 3)
    # On the new version the reader thinks otherwise of one, and takes another back.
    judge("cb", 0, None, "2026-02-01")
    library.delete_verdict("c", "b", finding(1).id)
    learning._forget()
    assert (learning.scores()[0].confirmed, learning.scores()[0].judged) == (1, 2)
    # What was given before learning began anew teaches nothing when it goes over after that.
    learning.reset()
    for number in range(3):
        judge("db", number, Relation.DIVERGE, f"2026-01-0{number + 1}")
    assert learning.scores()[0].judged == 0
    judge("db", 9, Relation.DIVERGE, "2026-03-01")
    assert learning.scores()[0].judged == 1
    library.close()
