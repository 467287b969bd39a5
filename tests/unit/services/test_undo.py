"""Undo and redo agree with a plain list of states, whatever the reader does."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from diptych.services.undo import Undo


class Editor:
    """A value that is set through the history."""

    def __init__(self):
        self.value = 0
        self.heard = 0
        self.undo = Undo()
        self.undo.changed = self.hear

    def hear(self):
        self.heard += 1

    def set(self, value, key=""):
        before = self.value
        self.undo.do(f"set {value}", lambda: self.put(value), lambda: self.put(before), key)

    def put(self, value):
        self.value = value


class Model(RuleBasedStateMachine):
    """The model: states behind and ahead, and the key that the newest step can be joined by."""

    def __init__(self):
        super().__init__()
        self.editor = Editor()
        self.behind, self.ahead, self.key = [], [], ""
        self.now = (0, "")
        self.heard = 0

    @rule(value=st.integers(), key=st.sampled_from(["", "a", "b"]))
    def do(self, value, key):
        self.editor.set(value, key)
        if key and key == self.key and self.behind:
            self.now = (value, self.now[1])
        else:
            self.behind.append(self.now)
            self.now = (value, f"set {value}")
        self.key = key
        self.ahead.clear()
        self.heard += 1

    @rule()
    def seal(self):
        self.editor.undo.seal()
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


TestUndo = Model.TestCase


def fail():
    raise OSError("no room")


def test_what_fails_leaves_the_history_as_it_was():
    editor = Editor()
    with pytest.raises(OSError, match="no room"):
        editor.undo.do("fails", fail, fail)
    assert not editor.undo.can_undo
    editor.undo.do("cannot be undone now", lambda: editor.put(1), fail)
    with pytest.raises(OSError, match="no room"):
        editor.undo.undo()
    assert editor.undo.can_undo
    assert not editor.undo.can_redo
    assert editor.heard == 1
