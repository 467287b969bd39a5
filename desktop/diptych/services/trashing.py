"""What is in the trash comes back, as a step that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.model.plain import note_to_plain
from diptych.model.wire import topic_to_plain
from diptych.services.changes import as_it_is
from diptych.services.undo import Change
from diptych.store.trash import Trashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diptych.services.topics import Followed
    from diptych.services.undo import Undo
    from diptych.store.library import Library

__all__ = ["Emptying", "Trashed", "listed", "restore"]


def listed(library: Library, followed: Followed) -> list[Trashed]:
    """Return what the reader deleted, what was deleted last first.

    With the first change to a topic all that ship are kept in the library; where that is undone
    they go to the trash, and are followed all the same: nobody deleted them.
    """
    trash = library.trash()
    if not any(item.kind == "topic" for item in trash) or followed.own:
        return trash
    shipped = {topic.id: topic for topic in followed.shipped}
    same = {topic.id for topic in library.topics(is_trashed=True) if topic == shipped.get(topic.id)}
    return [item for item in trash if item.kind != "topic" or item.id not in same]


def restore(library: Library, undo: Undo, item: Trashed) -> None:
    """Take something out of the trash. A reading simply comes back: it is no work of the reader's.

    Raises:
        UserError: it is not there any more, or the library cannot be written.
    """
    if not any((each.kind, each.id) == (item.kind, item.id) for each in library.trash()):
        raise UserError("This is not in the trash any more.", "Nothing was changed.")
    if item.kind == "reading":
        library.restore_reading(*item.id.split(" "))
        return
    if item.kind == "topic" and not library.topics():
        _follow_too(library, undo, item.id)
        return
    undo.seal()
    undo.do("Restore from the trash", _taken_out(library, item))


class Emptying:
    """Lets go of things in the trash, some with each step; a copy of the library has them still.

    Each goes as a whole, and with it the steps that would bring it back. Wherever it is broken
    off, the rest is in the trash. What is taken out of it meanwhile stays.

    Args:
        library: which has them.
        undo: the reader's history.
        items: what is to go.
    """

    def __init__(self, library: Library, undo: Undo, items: Iterable[Trashed]) -> None:
        self._library = library
        self._undo = undo
        self._ids: dict[str, list[str]] = {}
        # Documents last: what speaks of them may go, too.
        for item in sorted(items, key=lambda item: item.kind == "document"):
            self._ids.setdefault(item.kind, []).append(item.id)
        self._steps: dict[tuple[str, str], list[int]] = {}
        self._last = -1

    def step(self) -> bool:
        """Go on for a moment; return whether there is more to do.

        Raises:
            UserError: the library cannot be written; what has not gone is still there.
        """
        if self._last:
            about, self._last = self._library.steps_about(self._last)
            for thing, numbers in about.items():
                self._steps.setdefault(thing, []).extend(numbers)
            return True
        kind = next(iter(self._ids), None)
        if kind is not None:
            over = set(self._library.delete_for_good(kind, self._ids[kind], self._steps))
            self._ids[kind] = [id_ for id_ in self._ids[kind] if id_ not in over]
            if not self._ids[kind]:
                del self._ids[kind]
        if self._ids:
            return True
        self._undo.seal()
        self._undo.changed()
        return False


def _follow_too(library: Library, undo: Undo, topic_id: str) -> None:
    """Take a topic out of the trash where the shipped ones are in force, which all stay so."""
    from diptych.services.topics import Editing, Followed

    followed = Followed(library)
    (topic,) = (each for each in library.topics(is_trashed=True) if each.id == topic_id)
    topics = {each.id: each for each in (*followed.topics, topic)}
    Editing(followed, undo).follow("Restore from the trash", list(topics.values()))


def _taken_out(library: Library, item: Trashed) -> Iterator[Change]:
    """Yield the change that takes something out; what some are is told once they are out."""
    what, after = item.kind, {}
    if item.kind == "document":
        what = "presence"
    elif item.kind == "note":
        note = library.trashed_note(item.id)
        assert note is not None, "it is in the trash"
        after = note_to_plain(note)
    elif item.kind == "verdict":
        library.restore_verdict(*item.id.split(" ", 2))
        verdict = as_it_is(library, "verdict", item.id)
        assert verdict is not None, "it was in the trash"
        after = verdict
    else:
        library.restore_topic(item.id)
        topics = library.topics()
        number = next(index for index, topic in enumerate(topics) if topic.id == item.id)
        after = {**topic_to_plain(topics[number]), "position": number}
    yield Change(what, item.id, None, after)
