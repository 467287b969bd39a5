"""All notes of the library, narrowed down by what they are on and say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.note import AnchorState, Note, NoteKind
from diptych.services.note_links import beginning
from diptych.store.notes import SEARCH_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.store.library import Library

_UNPLACED = (AnchorState.LOST, AnchorState.UNCERTAIN)


class Filters(NamedTuple):
    """Which notes are wanted; what is empty narrows nothing.

    Args:
        words: that the text, the tags or the words it is on begin with.
        which: "" for all, "unplaced" for those of which some words were not surely found,
            "highlights" for those without a text, "trash" for deleted ones.
        document: a hash, of the document that it is on.
        tag: in lower case.
        topic: a topic's name.
        relation: of the finding that it is on, a relation's value.
        since: UTC, ISO 8601: written or changed then or later.
    """

    words: str = ""
    which: str = ""
    document: str = ""
    tag: str = ""
    topic: str = ""
    relation: str = ""
    since: str = ""


class About(NamedTuple):
    """What is known of a finding that a note may be on: a relation's value and topics' names."""

    relation: str
    topics: tuple[str, ...]


class NoteItem(NamedTuple):
    """A note in the list.

    Args:
        title: how it begins, else its words.
        documents: titles of what it is on.
        state: how the worst of its anchors was found.
        is_trashed: whether it is in the trash.
    """

    note: Note
    title: str
    documents: tuple[str, ...]
    state: AnchorState
    is_trashed: bool = False


def browse(
    library: Library,
    filters: Filters,
    findings: Mapping[str, About],
    topics: Mapping[str, str],
) -> list[NoteItem]:
    """Return the notes that pass all filters, the one changed last first.

    Args:
        findings: what is known of findings, by their ids.
        topics: names of topics by their ids.
    """
    titles = {entry.sha256: entry.title for entry in library.entries()}
    in_trash = filters.which == "trash"
    found = [
        _item(note, titles, is_trashed=in_trash)
        for note in _candidates(library, filters)
        if _passes(note, filters, findings, topics)
    ]
    return sorted(found, key=lambda item: (item.note.modified, item.note.id), reverse=True)


def _candidates(library: Library, filters: Filters) -> list[Note]:
    if filters.which == "trash":
        deleted = [each.id for each in library.trash() if each.kind == "note"]
        notes = [note for note_id in deleted if (note := library.trashed_note(note_id))]
        words = filters.words.casefold().split()
        return [note for note in notes if all(word in _text(note) for word in words)]
    if filters.words.strip():
        # What narrows the list further is asked below, of all that have the words.
        is_narrowed = filters._replace(words="") != Filters()
        return library.search_notes(filters.words, -1 if is_narrowed else SEARCH_LIMIT)
    if filters.which == "unplaced":
        return library.unplaced_notes()
    return library.notes({filters.document} if filters.document else None)


def _text(note: Note) -> str:
    return " ".join((note.body, *note.tags, *(a.quote for a in note.anchors))).casefold()


def _passes(
    note: Note, filters: Filters, findings: Mapping[str, About], topics: Mapping[str, str]
) -> bool:
    about = findings.get(note.finding, About("", ()))
    on = {anchor.sha256 for anchor in note.anchors} | set(note.target.split())
    return (
        (filters.which != "unplaced" or _state(note) in _UNPLACED)
        and (filters.which != "highlights" or not note.body.strip())
        and (not filters.document or filters.document in on)
        and (not filters.tag or filters.tag in note.tags)
        and (
            not filters.topic
            or filters.topic in about.topics
            or (note.kind is NoteKind.TOPIC and topics.get(note.target) == filters.topic)
        )
        and (not filters.relation or filters.relation == about.relation)
        and note.modified >= filters.since
    )


def _state(note: Note) -> AnchorState:
    order = (*_UNPLACED, AnchorState.MOVED, AnchorState.EXACT)
    return min((a.state for a in note.anchors), key=order.index, default=AnchorState.EXACT)


def _item(note: Note, titles: Mapping[str, str], *, is_trashed: bool) -> NoteItem:
    hashes = [anchor.sha256 for anchor in note.anchors]
    if note.kind in (NoteKind.DOCUMENT, NoteKind.READING):
        hashes += note.target.split()
    documents = tuple(titles[each] for each in dict.fromkeys(hashes) if each in titles)
    return NoteItem(note, beginning(note), documents, _state(note), is_trashed)
