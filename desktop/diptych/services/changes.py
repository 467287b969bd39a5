"""One change of the reader's, put into the library: forwards, backwards and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diptych.model.plain import (
    entry_from_plain,
    entry_to_plain,
    note_from_plain,
    note_to_plain,
    verdict_from_plain,
    verdict_to_plain,
)
from diptych.model.wire import topic_from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.store.library import Library

Plain = dict[str, Any]


def put(library: Library, what: str, key: str, before: Plain | None, after: Plain | None) -> None:
    """Take something from what it was to what it is to be.

    What changed otherwise in between stays: only the fields that the change is about are set.

    Args:
        library: where it is.
        what: see `undo.Change`.
        key: which one.
        before: what the change starts from, None for the trash.
        after: what it leads to, None for the trash.
    """
    _PUT[what](library, key, before, after)


def as_it_is(library: Library, what: str, key: str) -> Plain | None:
    """Return what something is now, as a change would start from it; None for the trash."""
    if what == "note":
        note = library.note(key)
        return note and note_to_plain(note)
    if what == "verdict":
        left, right, finding = key.split(" ", 2)
        found = (each for each in library.verdicts(left, right) if each.finding == finding)
        return next(map(verdict_to_plain, found), None)
    if what == "setting":
        value = library.setting(key)
        return {"value": value} if value else None
    entry = library.entry(key)
    if what == "presence":
        return {} if entry else None
    return entry and entry_to_plain(entry)


def is_void(library: Library, things: Iterable[tuple[str, Plain | None]]) -> bool:
    """Whether what a step is about is all gone for good, so that it can do nothing.

    A step about many things at once knows them by name only; others hold all of what they change.

    Args:
        library: where they were.
        things: of each change what it is about (see `undo.Change`) and what it changes to or from.
    """
    for what, plain in things:
        if plain is None or what not in ("notes", "verdicts"):
            return False
        if what == "notes" and library.has_note(plain["ids"]):
            return False
        if what == "verdicts" and library.has_verdict(plain["keys"]):
            return False
    return True


def merged(now: Plain | None, before: Plain | None, after: Plain | None) -> Plain | None:
    """Return what a change makes of what is there now: only what differs in it is set."""
    return None if after is None else _merged(now, before, after)


def _put_note(library: Library, key: str, before: Plain | None, after: Plain | None) -> None:
    if after is None:
        library.delete_note(key)
        return
    now = library.note(key) or library.trashed_note(key)
    note = note_from_plain(_merged(now and note_to_plain(now), before, after))
    if now is not None and before is None:
        # It may have gone over to a later version before it went to the trash.
        note = note._replace(left=now.left, right=now.right, target=now.target)
    library.save_note(note)
    library.restore_note(key)


def _put_notes(library: Library, _key: str, before: Plain | None, after: Plain | None) -> None:
    if after is not None:
        library.restore_notes(after["ids"])
    elif before is not None:
        library.delete_notes(before["ids"])


def _put_verdicts(library: Library, _key: str, before: Plain | None, after: Plain | None) -> None:
    if after is not None:
        library.restore_verdicts(after["keys"])
    elif before is not None:
        library.delete_verdicts(before["keys"])


def _put_verdict(library: Library, key: str, _before: Plain | None, after: Plain | None) -> None:
    left, right, finding = key.split(" ", 2)
    if after is None:
        library.delete_verdict(left, right, finding)
    else:
        library.save_verdict(left, right, verdict_from_plain(after))


def _put_topic(library: Library, key: str, _before: Plain | None, after: Plain | None) -> None:
    if after is None:
        library.delete_topic(key)
    else:
        library.save_topic(topic_from_plain(after), after["position"])


def _put_entry(library: Library, key: str, before: Plain | None, after: Plain | None) -> None:
    now = library.entry(key)
    if now is not None and after is not None:
        library.describe(entry_from_plain(_merged(entry_to_plain(now), before, after)))


def _put_presence(library: Library, key: str, _before: Plain | None, after: Plain | None) -> None:
    if after is None:
        library.forget(key)
    else:
        library.recall(key)


def _put_setting(library: Library, key: str, _before: Plain | None, after: Plain | None) -> None:
    library.set_setting(key, after["value"] if after else "")


_PUT = {
    "note": _put_note,
    "notes": _put_notes,
    "verdict": _put_verdict,
    "verdicts": _put_verdicts,
    "topic": _put_topic,
    "entry": _put_entry,
    "presence": _put_presence,
    "setting": _put_setting,
}


def _merged(now: Plain | None, before: Plain | None, after: Plain) -> Plain:
    """Return what is there now with what differs between before and after as it is after."""
    if now is None or before is None:
        return after
    return {
        name: value if value != before.get(name, now.get(name)) or name not in now else now[name]
        for name, value in after.items()
    }
