"""What the reader did, step by step, to be undone and done again, after a restart too.

A step is a list of changes: what something was before and after, as plain data. It is kept in the
library together with what it does. The steps of a session that was closed are offered at the next
start until something else is done; those of one that was cut off simply go on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakMethod

from diptych.model.errors import UserError
from diptych.store.database import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.store.history import Step
    from diptych.store.library import Library

    Plain = dict[str, Any]


class Change(NamedTuple):
    """What something was before and after.

    Args:
        what: "note", "notes" (whether notes are there, by their `ids`), "verdict", "verdicts"
            (whether they are there, by their `keys`: documents and finding), "topic", "entry" (what
            is known of a document), "presence" (whether a document is in the library) or "setting"
            (something said once).
        id: which one.
        before, after: all of it as plain data (`model.plain`), None where it is in the trash.
    """

    what: str
    id: str
    before: Plain | None
    after: Plain | None


class Done(NamedTuple):
    """Something that the reader did, undid or did again.

    Args:
        label: what the step is called.
        changes: what changed, in the direction in which it did.
    """

    label: str
    changes: list[Change]


class Undo:
    """The steps behind and ahead of the reader.

    An action that fails raises what the library raises, and leaves everything as it was.

    Args:
        library: what is changed, and where the steps are kept.

    Attributes:
        changed: called after each step that was done, undone or done again.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self.changed: Callable[[], None] = lambda: None
        self._heard_by: list[WeakMethod[Callable[[frozenset[str]], None]]] = []
        # The step that the next one may join: number, key and changes.
        self._open: tuple[int, str, list[Change]] = (0, "", [])
        self._watched: list[Done] | None = None

    def add_listener(self, hear: Callable[[frozenset[str]], None]) -> None:
        """Have a method called before `changed`, with the kinds (`Change.what`) of a step.

        That keeps nobody alive: what listens for a window ends with it, this with the program.
        """
        self._heard_by.append(WeakMethod(hear))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._library.has_step(undone=False)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step."""
        return self._library.has_step(undone=True)

    def do(
        self,
        label: str,
        changes: Iterable[Change],
        key: str = "",
        first: Callable[[], None] = lambda: None,
    ) -> None:
        """Do something that can be undone.

        Args:
            label: what it is called in the menu.
            changes: what is to be changed; a generator runs in the same transaction, after `first`.
            key: a step with the same key as the one before it becomes part of that one, until
                `seal` is called: typing is undone as a whole. "" never joins.
            first: what belongs into the same transaction before that; nobody is told of anything
                before all of it is on the disk.
        """
        number, open_key, earlier = self._open
        joins = bool(key) and key == open_key
        with self._library.together():
            first()
            changes = [_as_kept(change) for change in changes]
            recorded = _joined(earlier, changes) if joins else changes
            self._put((change, change.before, change.after) for change in changes)
            if joins:
                self._library.amend_step(number, recorded)
            else:
                number = self._library.record_step(label, recorded)
        self._open = (number, key, recorded)
        if joins and self._watched:
            self._watched.pop()
        self._watch(label, recorded)
        self._tell(changes)

    def seal(self) -> None:
        """Let nothing join the last step any more."""
        self._open = (0, "", [])

    def watch(self) -> None:
        """Know from now on what the reader does, until this is asked again or `watch_no_more`."""
        self.seal()
        self._watched = []

    def watch_no_more(self) -> None:
        """Let go of what was done since `watch`."""
        self._watched = None

    def done_since(self) -> list[Done]:
        """Return what the reader did, undid and did again since `watch`, in that order."""
        return list(self._watched or ())

    def _watch(self, label: str, changes: list[Change]) -> None:
        if self._watched is not None:
            self._watched.append(Done(label, changes))

    def undo(self) -> str:
        """Take the last step back and return its label.

        Raises:
            UserError: all that it was about is gone for good, or the library cannot be written.
        """
        step = self._library.last_done()
        assert step is not None, "there is nothing to undo"
        changes = self._changes(step)
        with self._library.together():
            self._put((change, change.after, change.before) for change in reversed(changes))
            self._library.mark_step(step.number, undone=True)
        back = [Change(what, id_, after, before) for what, id_, before, after in reversed(changes)]
        self._watch(step.label, back)
        self._settled(changes)
        return step.label

    def redo(self) -> str:
        """Do the last undone step again and return its label; see `undo`."""
        step = self._library.first_undone()
        assert step is not None, "nothing was undone"
        changes = self._changes(step)
        with self._library.together():
            self._put((change, change.before, change.after) for change in changes)
            self._library.mark_step(step.number, undone=False)
        self._watch(step.label, changes)
        self._settled(changes)
        return step.label

    def _changes(self, step: Step) -> list[Change]:
        """Return what a step changes; one that can do nothing any more is let go of, and said."""
        from diptych.services.changes import is_void

        changes = [Change(*each) for each in step.changes]
        if is_void(self._library, ((each.what, each.before or each.after) for each in changes)):
            self._library.drop_step(step.number)
            self._settled([])
            raise UserError(
                "What that step was about was deleted for good: nothing was changed.",
                "The step is not offered any more.",
            )
        return changes

    def _put(self, moves: Iterable[tuple[Change, Plain | None, Plain | None]]) -> None:
        from diptych.services.changes import put

        for change, before, after in moves:
            put(self._library, change.what, change.id, before, after)

    def _settled(self, changes: list[Change]) -> None:
        self.seal()
        self._tell(changes)

    def _tell(self, changes: list[Change]) -> None:
        kinds = frozenset(change.what for change in changes)
        self._heard_by = [each for each in self._heard_by if each() is not None]
        for each in self._heard_by:
            hear = each()
            if hear is not None:
                hear(kinds)
        self.changed()


def _as_kept(change: Change) -> Change:
    """Return a change as the library gives it back, which holds no half of a surrogate pair."""
    if _is_whole(change.before) and _is_whole(change.after):
        return change
    kept = storable(json.dumps([change.before, change.after], ensure_ascii=False))
    before, after = json.loads(kept)
    return change._replace(before=before, after=after)


def _is_whole(plain: Any) -> bool:
    """Whether every text in plain data can be stored as it is."""
    if isinstance(plain, str):
        return plain.isascii() or storable(plain) == plain
    if isinstance(plain, dict):
        return all(_is_whole(key) and _is_whole(value) for key, value in plain.items())
    return not isinstance(plain, list | tuple) or all(map(_is_whole, plain))


def _joined(earlier: list[Change], later: list[Change]) -> list[Change]:
    """Return the changes of two steps as those of one."""
    joined = {(change.what, change.id): change for change in earlier}
    for change in later:
        key = (change.what, change.id)
        first = joined.get(key)
        joined[key] = change._replace(before=_start(first, change)) if first else change
    return list(joined.values())


def _start(first: Change, later: Change) -> Plain | None:
    """Return what both changes start from; what changed otherwise in between is no part of them."""
    if first.before is None or first.after is None or later.before is None:
        return first.before
    between = {
        name: value for name, value in later.before.items() if value != first.after.get(name)
    }
    return first.before | between
