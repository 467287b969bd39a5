"""What the reader did, step by step, to be undone and done again.

A step is two actions that the use case hands over; what they do is none of this module's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Action = Callable[[], object]


class _Step:
    __slots__ = ("key", "label", "redo", "undo")

    def __init__(self, label: str, redo: Action, undo: Action, key: str) -> None:
        self.label = label
        self.redo = redo
        self.undo = undo
        self.key = key


class Undo:
    """The steps behind and ahead of the reader.

    Args:
        changed: called after each step that was done, undone or done again.

    An action that raises leaves everything as it was: its step stays where it is.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.changed = changed
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step."""
        return bool(self._undone)

    def do(self, label: str, redo: Action, undo: Action, key: str = "") -> None:
        """Do something that can be undone.

        Args:
            label: what it is called in the menu.
            redo: does it, now and again.
            undo: takes it back.
            key: a step with the same key as the one before it becomes part of that one, until
                `seal` is called: typing is undone as a whole. "" never joins.
        """
        redo()
        last = self._done[-1] if self._done else None
        if key and last and last.key == key and not self._undone:
            last.redo = redo
        else:
            self._done.append(_Step(label, redo, undo, key))
        self._undone.clear()
        self.changed()

    def seal(self) -> None:
        """Let nothing join the last step any more."""
        if self._done:
            self._done[-1].key = ""

    def undo(self) -> str:
        """Take the last step back and return its label."""
        step = self._done[-1]
        step.undo()
        self._undone.append(self._done.pop())
        self._settled()
        return step.label

    def redo(self) -> str:
        """Do the last undone step again and return its label."""
        step = self._undone[-1]
        step.redo()
        self._done.append(self._undone.pop())
        self._settled()
        return step.label

    def _settled(self) -> None:
        self.seal()
        self.changed()
