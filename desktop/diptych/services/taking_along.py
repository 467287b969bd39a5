"""What the reader did while a copy was made ready goes along when it takes the library's place.

Between the question whether a copy is to take the library's place and the exchange the reader can
go on: nothing of that was told to go. It is written into the copy before anything is moved, so that
there is at every moment either the library with all of it, or the copy with all of it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.model.plain import note_to_plain, verdict_to_plain
from diptych.services.changes import as_it_is, merged
from diptych.services.undo import Change, Undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diptych.model.note import LibraryEntry
    from diptych.services.undo import Done
    from diptych.services.workplace import Workplace
    from diptych.store.library import Library

# What of the settings is the reader's work; the rest is how the window is set up.
_OWN = ("reading name ", "sync points ", "read first ")


class Begun(NamedTuple):
    """What there was when the reader was asked.

    Args:
        documents: hashes.
        settings: those that are the reader's work.
    """

    documents: frozenset[str]
    settings: dict[str, str]


def begin(place: Workplace) -> Begun:
    """Know from now on what the reader does."""
    place.undo.watch()
    return Begun(
        frozenset(entry.sha256 for entry in _entries(place.library)), _settings(place.library)
    )


def take_along(place: Workplace, ready: Library, begun: Begun) -> None:
    """Write what the reader did since then into a library that is to take the place of this one.

    Raises:
        UserError: it could not be written; then nothing was.
    """
    library = place.library
    entries = {entry.sha256: entry for entry in _entries(library)}
    new = entries.keys() - begun.documents
    settings = _settings(library).items() - begun.settings.items()
    done = [_apart(library, each) for each in place.undo.done_since()]
    with ready.together():
        for sha256 in (*new, *_spoken_of(done)):
            _bring(library, ready, sha256, entries.get(sha256))
        for key, value in settings:
            ready.set_setting(key, value)
        for each in done:
            _do(ready, each)


def _entries(library: Library) -> list[LibraryEntry]:
    with suppress(UserError):  # what cannot be read any more is why another takes its place
        return library.entries()
    return []


def _settings(library: Library) -> dict[str, str]:
    with suppress(UserError):
        return library.settings(_OWN)
    return {}


def _apart(library: Library, done: Done) -> Done:
    """Return a step with each of the notes and verdicts that it is about."""
    changes = []
    for change in done.changes:
        if change.what not in ("notes", "verdicts"):
            changes.append(change)
            continue
        about = change.after or change.before or {}
        is_there = change.after is not None
        for key in about.get("ids", ()):
            note = library.note(key) or library.trashed_note(key)
            plain = note and note_to_plain(note)
            changes.append(Change("note", key, *((None, plain) if is_there else (plain, None))))
        for left, right, verdict in library.judged(about.get("keys", ())):
            plain, key = verdict_to_plain(verdict), f"{left} {right} {verdict.finding}"
            changes.append(Change("verdict", key, *((None, plain) if is_there else (plain, None))))
    return done._replace(changes=changes)


def _spoken_of(done: Iterable[Done]) -> Iterator[str]:
    """Give the hashes of the documents that something was done about."""
    for change in (change for each in done for change in each.changes):
        if change.after is None:
            continue
        if change.what == "note":
            for side in ("left", "right"):
                yield from (anchor["sha256"] for anchor in change.after.get(side, ()))
            yield from change.after.get("target", "").split()
        elif change.what == "verdict":
            yield from change.id.split(" ", 2)[:2]
        elif change.what in ("entry", "presence"):
            yield change.id


def _bring(library: Library, ready: Library, sha256: str, entry: LibraryEntry | None) -> None:
    """Have a document known there, and its text kept where it is kept here."""
    if entry is not None and ready.entry(sha256) is None:
        ready.remember(entry)
    text, reading = None, ""
    with suppress(UserError):
        text, reading = library.kept_text(sha256), library.kept_reading(sha256)
    if text is not None and not ready.has_text(sha256, reading):
        ready.keep_text(sha256, text, reading)


def _do(ready: Library, done: Done) -> None:
    """Do a step there, from what is there: it may be undone."""
    undo = Undo(ready)
    changes = []
    for what, key, before, after in done.changes:
        if what == "topic":
            continue
        now = as_it_is(ready, what, key)
        then = merged(now, before, after)
        if now != then:
            changes.append(Change(what, key, now, then))
    if changes:
        undo.do(done.label, changes)
    if any(change.what == "topic" for change in done.changes):
        _follow(ready, undo, done)


def _follow(ready: Library, undo: Undo, done: Done) -> None:
    """Change the topics that are followed there, be they the reader's or those that ship."""
    from diptych.model.wire import topic_from_plain
    from diptych.services.topics import Editing, Followed

    followed = Followed(ready)
    # With the first change to a topic all that ship are kept, which nobody changed.
    shipped = {topic.id: topic for topic in followed.shipped} if followed.own else {}
    topics = list(followed.topics)
    for what, key, before, after in done.changes:
        topic = topic_from_plain(after) if what == "topic" and after else None
        if what != "topic" or (topic and before is None and topic == shipped.get(key)):
            continue
        topics = [each for each in topics if each.id != key]
        if topic and after:
            topics.insert(after["position"], topic)
    Editing(followed, undo).follow(done.label, topics)
