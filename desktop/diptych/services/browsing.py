"""All notes of the library, narrowed down by what they are on and say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from diptych.model.note import AnchorState, Note, NoteKind
from diptych.services.note_links import beginning
from diptych.store.notes import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.store.library import Library

# Notes that are read in one go: a few screens.
_PAGE = 100
_WORST = (AnchorState.LOST, AnchorState.UNCERTAIN, AnchorState.MOVED, AnchorState.EXACT)


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


class Listed(Sequence[NoteItem]):
    """The notes of a list, each read when it is asked for, with its neighbours.

    A list of ten thousand is there as soon as one of ten. It belongs to the library's thread.

    Args:
        library: where they are.
        found: their numbers and ids, in order.
        is_trashed: whether they are in the trash.
    """

    def __init__(self, library: Library, found: list[tuple[int, str]], *, is_trashed: bool) -> None:
        self._library = library
        self._found = found
        self._is_trashed = is_trashed
        self._items: dict[int, NoteItem] = {}

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> NoteItem: ...
    @overload
    def __getitem__(self, at: slice) -> list[NoteItem]: ...
    def __getitem__(self, at: int | slice) -> NoteItem | list[NoteItem]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        row = range(len(self))[at]
        if row not in self._items:
            self._read(row - row % _PAGE)
        return self._items[row]

    def has_rows_of(self, other: Listed) -> bool:
        """Whether the same notes are listed in the same order, whatever they say by now."""
        return self._found == other._found

    def row_of(self, note_id: str) -> int:
        """Return where a note is in the list, -1 where it is not."""
        return next((row for row, (_, each) in enumerate(self._found) if each == note_id), -1)

    def _read(self, first: int) -> None:
        page = self._found[first : first + _PAGE]
        notes = self._library.numbered_notes([number for number, _ in page])
        for row, (number, note_id) in enumerate(page, first):
            # Gone for good since the list was made.
            note = notes.get(number) or Note(note_id, NoteKind.FREE, "")
            self._items[row] = _item(note, self._titles, is_trashed=self._is_trashed)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {entry.sha256: entry.title for entry in self._library.entries()}


def browse(
    library: Library,
    filters: Filters,
    findings: Mapping[str, About],
    topics: Mapping[str, str],
) -> Listed:
    """Return the notes that pass all filters, the one changed last first.

    Args:
        findings: what is known of findings, by their ids.
        topics: names of topics by their ids.
    """
    is_trashed = filters.which == "trash"
    wanted = Wanted(
        is_trashed=is_trashed,
        words=filters.words,
        is_unplaced=filters.which == "unplaced",
        is_bare=filters.which == "highlights",
        document=filters.document,
        tag=filters.tag,
        since=filters.since,
    )
    if filters.relation:
        same = [key for key, about in findings.items() if about.relation == filters.relation]
        wanted = wanted._replace(findings=same)
    if filters.topic:
        wanted = wanted._replace(
            topics=[key for key, name in topics.items() if name == filters.topic],
            topic_findings=[
                key for key, about in findings.items() if filters.topic in about.topics
            ],
        )
    return Listed(library, library.find_notes(wanted), is_trashed=is_trashed)


def _state(note: Note) -> AnchorState:
    return min((a.state for a in note.anchors), key=_WORST.index, default=AnchorState.EXACT)


def _item(note: Note, titles: Mapping[str, str], *, is_trashed: bool) -> NoteItem:
    hashes = [anchor.sha256 for anchor in note.anchors]
    if note.kind in (NoteKind.DOCUMENT, NoteKind.READING):
        hashes += note.target.split()
    documents = tuple(titles[each] for each in dict.fromkeys(hashes) if each in titles)
    return NoteItem(note, beginning(note), documents, _state(note), is_trashed)
