"""What is in the trash comes back, as a step that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.plain import note_to_plain, verdict_to_plain
from diptych.model.wire import topic_to_plain
from diptych.services.undo import Change
from diptych.store.trash import Trashed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.services.topics import Followed
    from diptych.services.undo import Undo
    from diptych.store.library import Library

__all__ = ["Trashed", "delete_for_good", "listed", "restore"]


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
        UserError: the library cannot be written.
    """
    if item.kind == "reading":
        library.restore_reading(*item.id.split(" "))
        return
    if item.kind == "topic" and not library.topics():
        _follow_too(library, undo, item.id)
        return
    # What it is, is told by the library once it is out: in one transaction with the step of undo.
    with library.together():
        after = _taken_out(library, item)
        undo.seal()
        what = "presence" if item.kind == "document" else item.kind
        undo.do("Restore from the trash", [Change(what, item.id, None, after)])


def delete_for_good(library: Library, undo: Undo, items: Iterable[Trashed]) -> None:
    """Let go of things in the trash: nothing brings them back, but a copy of the library.

    Raises:
        UserError: the library cannot be written; then all of them are still there.
    """
    with library.together():
        for item in items:
            library.delete_for_good(item.kind, item.id)
    undo.seal()
    undo.changed()


def _follow_too(library: Library, undo: Undo, topic_id: str) -> None:
    """Take a topic out of the trash where the shipped ones are in force, which all stay so."""
    from diptych.services.topics import Editing, Followed

    followed = Followed(library)
    shipped = followed.topics
    with library.together():
        library.restore_topic(topic_id)
        (topic,) = library.topics()
        library.delete_topic(topic_id)  # the step takes it out, or leaves what is as it shipped
        topics = {each.id: each for each in (*shipped, topic)}
        Editing(followed, undo).follow("Restore from the trash", list(topics.values()))


def _taken_out(library: Library, item: Trashed) -> dict[str, object]:
    if item.kind == "document":
        return {}
    if item.kind == "note":
        note = library.trashed_note(item.id)
        assert note is not None, "it is in the trash"
        return note_to_plain(note)
    if item.kind == "verdict":
        left, right, finding = item.id.split(" ", 2)
        library.restore_verdict(left, right, finding)
        found = next(each for each in library.verdicts(left, right) if each.finding == finding)
        return verdict_to_plain(found)
    library.restore_topic(item.id)
    topics = library.topics()
    number = next(index for index, topic in enumerate(topics) if topic.id == item.id)
    return {**topic_to_plain(topics[number]), "position": number}
