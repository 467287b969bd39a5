"""Undo and redo agree with a plain list of states, whatever the reader does, restarts included."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from diptych.model.comparison import Relation, Topic
from diptych.model.errors import UserError
from diptych.model.note import Anchor, LibraryEntry, Note, NoteKind, Verdict
from diptych.model.plain import entry_to_plain, note_to_plain, verdict_to_plain
from diptych.model.wire import topic_to_plain
from diptych.services.undo import Change, Undo
from diptych.store.history import STEPS_KEPT
from diptych.store.library import Library

A, B = "a" * 64, "b" * 64


class Editor:
    """The text of a note that is set through the history; "" is in the trash."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.heard = 0
        self.open()

    def open(self):
        self.library = Library.open(self.folder)
        self.library._database.read("PRAGMA synchronous=OFF")
        self.undo = Undo(self.library)
        self.undo.changed = self.hear

    def hear(self):
        self.heard += 1

    @property
    def value(self):
        note = self.library.note("1")
        return note.body if note else ""

    def set(self, value, key=""):
        states = [note_to_plain(Note("1", NoteKind.FREE, body)) for body in (self.value, value)]
        before, after = (
            plain if body else None for plain, body in zip(states, (self.value, value), strict=True)
        )
        self.undo.do(ascii(value), [Change("note", "1", before, after)], key)


class Model(RuleBasedStateMachine):
    """The model: states behind and ahead, and the key that the newest step can be joined by."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.editor = Editor(self.folder.name)
        self.behind, self.ahead, self.key = [], [], ""
        self.now = ("", "")
        self.heard = 0
        self.closed = False

    def teardown(self):
        self.editor.library.close()
        self.folder.cleanup()

    @rule(value=st.sampled_from(["", "x", "y", "\ud800", "z" * 50]), key=st.sampled_from("ab "))
    def do(self, value, key):
        key = key.strip()
        self.editor.set(value, key)
        if self.closed:
            self.behind.clear()
        self.closed = False
        label = ascii(value)
        value = value.replace("\ud800", "\ufffd")
        if key and key == self.key and self.behind:
            self.now = (value, self.now[1])
        else:
            self.behind.append(self.now)
            self.now = (value, label)
        self.key = key
        self.ahead.clear()
        self.heard += 1

    @rule()
    def seal(self):
        self.editor.undo.seal()
        self.key = ""

    @rule(is_closed=st.booleans())
    def restart(self, is_closed):
        if is_closed:
            self.editor.library.close_session()
            self.closed = bool(self.behind or self.ahead)
        self.editor.library.close()
        self.editor.open()
        self.key = ""

    @precondition(lambda self: self.behind)
    @rule()
    def undo(self):
        assert self.editor.undo.undo() == self.now[1]
        self.ahead.append(self.now)
        self.now = self.behind.pop()
        self.key = ""
        self.heard += 1

    @precondition(lambda self: self.ahead)
    @rule()
    def redo(self):
        self.behind.append(self.now)
        self.now = self.ahead.pop()
        assert self.editor.undo.redo() == self.now[1]
        self.key = ""
        self.heard += 1

    @invariant()
    def agrees(self):
        assert self.editor.value == self.now[0]
        assert self.editor.undo.can_undo == bool(self.behind)
        assert self.editor.undo.can_redo == bool(self.ahead)
        assert self.editor.heard == self.heard


Model.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestUndo = Model.TestCase


@pytest.fixture
def editor(tmp_path):
    editor = Editor(tmp_path)
    yield editor
    editor.library.close()


def test_typing_that_had_half_a_letter_is_undone_as_a_whole(editor):
    editor.set("x")
    editor.set("\ud800", "typing")
    editor.set("y", "typing")
    editor.undo.undo()
    assert editor.value == "x"


def test_what_fails_leaves_the_history_as_it_was(editor):
    path = editor.library.path
    aside = path.with_name("aside")
    path.rename(aside)
    with pytest.raises(UserError):
        editor.set("lost")
    aside.rename(path)
    assert not editor.undo.can_undo
    editor.set("kept")
    path.rename(aside)
    with pytest.raises(UserError):
        editor.undo.undo()
    aside.rename(path)
    assert editor.value == "kept"
    assert editor.undo.can_undo
    assert not editor.undo.can_redo
    assert editor.heard == 1


def test_a_change_that_fails_takes_the_whole_step_with_it(editor):
    good = Change("note", "1", None, note_to_plain(Note("1", NoteKind.FREE, "good")))
    with pytest.raises(TypeError):
        editor.undo.do("two", [good, Change("note", "2", None, {"kind": "free", "no": "id"})])
    assert editor.value == ""
    assert not editor.undo.can_undo


def test_what_changed_otherwise_in_between_stays(editor):
    editor.set("before")
    editor.set("after")
    note = editor.library.note("1")
    editor.library.save_note(note._replace(tags=("carried",)))
    editor.undo.undo()
    assert editor.library.note("1")._replace(id="") == Note(
        "", NoteKind.FREE, "before", tags=("carried",)
    )


def test_a_note_that_found_its_words_elsewhere_stays_there(editor):
    def at(sha256):
        note = editor.library.note("1")
        anchor = Anchor(sha256, 0, 5, "words", "", "", ())
        editor.library.save_note(note._replace(left=(anchor,)))

    def typed(body, key):
        before = editor.library.note("1")
        after = before._replace(body=body)
        editor.undo.do(
            "type", [Change("note", "1", note_to_plain(before), note_to_plain(after))], key
        )

    editor.set("mine")
    at(A)
    typed("mine, lon", "typing")
    at(B)  # its document was read anew while the reader typed
    typed("mine, longer", "typing")
    editor.undo.undo()
    assert (editor.value, editor.library.note("1").left[0].sha256) == ("mine", B)
    editor.undo.undo()
    editor.undo.redo()
    assert (editor.value, editor.library.note("1").left[0].sha256) == ("mine", B)
    editor.undo.redo()
    assert (editor.value, editor.library.note("1").left[0].sha256) == ("mine, longer", B)


def test_a_note_that_left_the_trash_for_good_comes_back(editor):
    editor.set("mine")
    editor.set("")
    editor.library.empty_trash("9999")
    editor.undo.undo()
    assert editor.value == "mine"


def test_everything_that_a_reader_changes_goes_back_and_forth(editor):
    library, undo = editor.library, editor.undo
    entry = LibraryEntry(A, "/texts/a.txt", "Before")
    library.remember(entry)
    topic = Topic("water", "Water", "", {"en": ("water",)}, "#112233")
    verdict = Verdict("f", Relation.DIVERGE, (), (), "2026", Relation.PARTIAL, 0.5, (("x", 1.0),))
    undo.do(
        "everything",
        [
            Change("topic", "water", None, {**topic_to_plain(topic), "position": 3}),
            Change("verdict", f"{A} {B} f", None, verdict_to_plain(verdict)),
            Change(
                "entry", A, entry_to_plain(entry), entry_to_plain(entry._replace(title="After"))
            ),
            Change("presence", A, {}, None),
        ],
    )

    def state():
        library.recall(A) if (hidden := library.entry(A) is None) else None
        title = library.entry(A).title
        library.forget(A) if hidden else None
        return library.topics(), library.verdicts(A, B), title, hidden

    assert state() == ([topic], [verdict], "After", True)
    undo.undo()
    assert state() == ([], [], "Before", False)
    undo.redo()
    assert state() == ([topic], [verdict], "After", True)
    assert [(each.before, each.after) for each in library.verdict_history()] == [
        ("", "diverge"),
        ("diverge", ""),
        ("", "diverge"),
    ]


def test_so_many_steps_are_kept(editor):
    for number in range(STEPS_KEPT + 5):
        editor.set(f"text {number}")
    count = 0
    while editor.undo.can_undo:
        editor.undo.undo()
        count += 1
    assert count == STEPS_KEPT
    assert editor.value == "text 4"
