"""Writing notes and giving verdicts, on a real library, and taking all of it back."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from diptych.model.comparison import Relation, Side
from diptych.model.errors import UserError
from diptych.model.note import NoteKind
from diptych.services.annotating import Annotating
from diptych.services.undo import Undo
from diptych.store.library import Library
from support.annotations import document, finding, passage, span

LEFT = document("# Causes\nViolence drives people from home.\nWe will invest.")
RIGHT = document("# Roots\nCrime makes people leave.\nWe will not invest.")
PAIR = finding(
    "f1", (passage(LEFT, "Violence drives"),), (passage(RIGHT, "Crime makes"),), Relation.CONVERGE
)
SILENCE = finding("f2", (passage(LEFT, "We will invest."),), (), Relation.ONLY_LEFT)


class Desk:
    """A library with everything to annotate it, and a clock that counts seconds."""

    def __init__(self, folder):
        self.seconds = 0
        self.library = Library.open(folder, self.clock)
        self.undo = Undo(self.library)
        self.annotating = Annotating(self.library, self.clock, self.undo)

    def clock(self):
        self.seconds += 1
        return f"2026-01-01T00:{self.seconds // 60:02}:{self.seconds % 60:02}Z"

    def bodies(self):
        return [note.body for note in self.library.notes()]

    def verdicts(self):
        stored = self.library.verdicts(LEFT.sha256, RIGHT.sha256)
        return {verdict.finding: verdict.relation for verdict in stored}


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.library.close()


def test_a_note_on_a_finding_knows_both_places_and_keeps_both_texts(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "They agree.")
    assert desk.library.notes() == [note]
    assert note.kind is NoteKind.FINDING
    assert note.finding == "f1"
    assert [anchor.quote for anchor in note.left] == ["Violence drives"]
    assert [anchor.quote for anchor in note.right] == ["Crime makes"]
    assert note.created == note.modified == "2026-01-01T00:00:01Z"
    assert desk.library.kept_text(LEFT.sha256) == LEFT.source
    assert desk.library.kept_text(RIGHT.sha256) == RIGHT.source


def test_a_note_on_a_selection_has_one_side(desk):
    note = desk.annotating.note_on_selection(Side.RIGHT, RIGHT, span(RIGHT, "not"), "Not!")
    assert note.left == ()
    assert [anchor.quote for anchor in note.right] == ["not"]
    assert desk.library.kept_text(LEFT.sha256) is None


def test_an_empty_note_is_not_stored(desk):
    assert desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, " \n") is None
    assert desk.bodies() == []
    assert not desk.undo.can_undo
    assert desk.library.kept_text(LEFT.sha256) is None


def test_typing_is_undone_as_a_whole(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "T")
    for body in ("Th", "The", "They agree."):
        note = desk.annotating.save_body(note, body)
    assert desk.bodies() == ["They agree."]
    desk.annotating.end_editing()
    for body in ("They agree. N", "They agree. No."):
        note = desk.annotating.save_body(note, body)
    assert desk.undo.undo() == "Edit note"
    assert desk.bodies() == ["They agree."]
    assert desk.undo.undo() == "Write note"
    assert desk.bodies() == []
    desk.undo.redo()
    assert desk.bodies() == ["They agree."]
    desk.undo.redo()
    assert desk.bodies() == ["They agree. No."]
    assert desk.library.notes() == [note]
    assert note.modified > note.created


def test_an_emptied_note_goes_to_the_trash_and_comes_back(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "Mine")
    desk.annotating.end_editing()
    assert desk.annotating.save_body(note, "  ") is None
    assert desk.bodies() == []
    assert desk.annotating.save_body(note, "") is None
    assert desk.annotating.save_body(note, "Typed on") is not None
    assert desk.bodies() == ["Typed on"]
    desk.undo.undo()
    assert desk.bodies() == ["Mine"]


def test_nothing_changed_is_no_step(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "Mine")
    desk.undo.undo()
    desk.undo.redo()
    assert desk.annotating.save_body(note, "Mine") == note
    desk.undo.undo()
    assert not desk.undo.can_undo


def test_a_deleted_note_comes_back_whole(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "Mine")
    desk.annotating.delete_note(note)
    assert desk.bodies() == []
    assert desk.undo.undo() == "Delete note"
    assert desk.library.notes() == [note]


def test_verdicts_replace_each_other_and_are_taken_back(desk):
    give = desk.annotating.give_verdict
    first = give(LEFT, RIGHT, PAIR, Relation.DIVERGE)
    assert [anchor.quote for anchor in first.right] == ["Crime makes"]
    give(LEFT, RIGHT, PAIR, None)
    silence = give(LEFT, RIGHT, SILENCE, Relation.ONLY_LEFT)
    assert silence.right == ()
    assert desk.verdicts() == {"f1": None, "f2": Relation.ONLY_LEFT}
    desk.undo.undo()
    desk.undo.undo()
    assert desk.verdicts() == {"f1": Relation.DIVERGE}
    desk.annotating.clear_verdict(LEFT.sha256, RIGHT.sha256, first)
    assert desk.verdicts() == {}
    desk.undo.undo()
    assert desk.library.verdicts(LEFT.sha256, RIGHT.sha256) == [first]
    desk.undo.undo()
    assert desk.verdicts() == {}


def test_a_verdict_takes_the_place_of_one_from_an_earlier_analysis(desk):
    old = desk.annotating.give_verdict(LEFT, RIGHT, PAIR, Relation.DIVERGE)
    new = finding("f9", PAIR.left, PAIR.right, Relation.PARTIAL)
    desk.annotating.give_verdict(LEFT, RIGHT, new, Relation.CONVERGE, replacing=old)
    assert desk.verdicts() == {"f9": Relation.CONVERGE}
    desk.undo.undo()
    assert desk.verdicts() == {"f1": Relation.DIVERGE}


def test_a_verdict_counts_whichever_way_round_the_documents_lie(desk):
    annotating, (left, right) = desk.annotating, (LEFT.sha256, RIGHT.sha256)
    first = annotating.give_verdict(LEFT, RIGHT, PAIR, Relation.DIVERGE)
    turned = PAIR._replace(left=PAIR.right, right=PAIR.left)
    annotating.give_verdict(RIGHT, LEFT, turned, Relation.CONVERGE)
    for pair in ((left, right), (right, left)):
        assert [each.relation for each in annotating.verdicts(*pair)] == [Relation.CONVERGE]
    annotating.clear_verdict(left, right, first)
    assert annotating.verdicts(left, right) == annotating.verdicts(right, left) == []
    desk.undo.undo()
    assert [each.relation for each in annotating.verdicts(left, right)] == [Relation.CONVERGE]
    desk.undo.undo()
    assert annotating.verdicts(left, right) == [first]


def test_of_two_verdicts_on_one_finding_the_later_counts(desk):
    old = desk.annotating.give_verdict(LEFT, RIGHT, PAIR, Relation.DIVERGE)
    late = old._replace(relation=None, decided="9999-01-01T00:00:00Z")
    desk.library.save_verdict(RIGHT.sha256, LEFT.sha256, late)
    assert [v.relation for v in desk.annotating.verdicts(LEFT.sha256, RIGHT.sha256)] == [None]
    assert [v.relation for v in desk.annotating.verdicts(RIGHT.sha256, LEFT.sha256)] == [None]


def test_two_times_the_same_document_has_each_verdict_once(desk):
    given = desk.annotating.give_verdict(LEFT, LEFT, PAIR._replace(right=PAIR.left), None)
    assert desk.annotating.verdicts(LEFT.sha256, LEFT.sha256) == [given]


def test_a_note_that_cannot_be_saved_is_no_step(desk):
    note = desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, "Mine")
    desk.annotating.end_editing()
    desk.library.path.rename(desk.library.path.with_suffix(".away"))
    with pytest.raises(UserError, match="not saved"):
        desk.annotating.save_body(note, "Mine, longer")
    with pytest.raises(UserError, match="not saved"):
        desk.undo.undo()
    desk.library.path.with_suffix(".away").rename(desk.library.path)
    assert desk.bodies() == ["Mine"]
    assert desk.annotating.save_body(note, "Mine, longer").body == "Mine, longer"
    desk.undo.undo()
    assert desk.bodies() == ["Mine"]


class Session(RuleBasedStateMachine):
    """A reader at work: whatever was done, undoing all of it and doing it again leads back."""

    def __init__(self):
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.temporary.name))
        self.notes = {}
        self.verdicts = {}
        self.editing = None
        self.behind, self.ahead = [], []

    def teardown(self):
        while self.desk.undo.can_undo:
            self.desk.undo.undo()
        assert self.desk.bodies() == []
        assert self.desk.verdicts() == {}
        self.desk.library.close()
        self.temporary.cleanup()

    def step(self, joins=False):
        if not joins:
            self.behind.append((dict(self.notes), dict(self.verdicts)))
        self.ahead.clear()

    @rule(body=st.sampled_from(["", "one", "two"]))
    def write(self, body):
        note = self.desk.annotating.note_on_finding(PAIR, LEFT, RIGHT, body)
        if note:
            self.step()
            self.notes[note.id] = note.body
            self.editing = note.id

    @precondition(lambda self: self.notes)
    @rule(data=st.data(), body=st.sampled_from(["", "three", "four"]))
    def type(self, data, body):
        # By position: ids are made at random.
        key = list(self.notes)[data.draw(st.integers(0, len(self.notes) - 1))]
        if self.notes[key] == body:
            return
        self.desk.annotating.save_body(self.desk.library.note(key), body)
        self.step(joins=self.editing == key)
        if body:
            self.notes[key] = body
        else:
            del self.notes[key]
        self.editing = key

    @rule()
    def leave(self):
        self.desk.annotating.end_editing()
        self.editing = None

    @rule(
        relation=st.sampled_from([None, Relation.DIVERGE]), which=st.sampled_from([PAIR, SILENCE])
    )
    def judge(self, relation, which):
        self.desk.annotating.give_verdict(LEFT, RIGHT, which, relation)
        self.step()
        self.verdicts[which.id] = relation
        self.editing = None

    @precondition(lambda self: self.behind)
    @rule()
    def undo(self):
        self.desk.undo.undo()
        self.ahead.append((self.notes, self.verdicts))
        self.notes, self.verdicts = self.behind.pop()
        self.editing = None

    @precondition(lambda self: self.ahead)
    @rule()
    def redo(self):
        self.desk.undo.redo()
        self.behind.append((self.notes, self.verdicts))
        self.notes, self.verdicts = self.ahead.pop()
        self.editing = None

    @invariant()
    def agrees(self):
        assert {note.id: note.body for note in self.desk.library.notes()} == self.notes
        assert self.desk.verdicts() == self.verdicts


TestSession = Session.TestCase
TestSession.settings = settings(
    max_examples=25, stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow]
)
