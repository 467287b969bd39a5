"""What the reader adds: notes, verdicts, and the reading they belong to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation, Side
from diptych.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Mapping


class AnchorState(StrEnum):
    """How an anchor found its words again."""

    EXACT = "exact"
    MOVED = "moved"
    UNCERTAIN = "uncertain"
    LOST = "lost"


class Anchor(NamedTuple):
    """How a note finds its words again.

    Args:
        sha256: the document it was written on.
        start, end: code points in that document's source.
        quote: the words as they stand in the source.
        prefix, suffix: up to 64 code points of the source before and after the quote.
        heading: the headings above it, outermost first.
    """

    sha256: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    heading: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


class NoteKind(StrEnum):
    """What a note is written on."""

    FINDING = "finding"
    SELECTION = "selection"


class Note(NamedTuple):
    """The reader's text.

    Args:
        id: 32 hexadecimal digits, made once.
        kind: what it is written on.
        body: Markdown.
        left, right: its anchors; a selection note has one side, a finding note what the finding
            has.
        finding: the id of the finding, or "".
        created, modified: UTC, ISO 8601 with seconds and "Z".
    """

    id: str
    kind: NoteKind
    body: str
    left: tuple[Anchor, ...] = ()
    right: tuple[Anchor, ...] = ()
    finding: str = ""
    created: str = ""
    modified: str = ""

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All anchors, left before right."""
        return self.left + self.right


class Verdict(NamedTuple):
    """The reader's own relation for a pair of passages; it counts over the machine's.

    Args:
        finding: the id of the finding it was given on.
        relation: None means "not a pair".
        left, right: anchors of the passages, so that a later analysis can be matched to it.
        decided: UTC, ISO 8601.
    """

    finding: str
    relation: Relation | None
    left: tuple[Anchor, ...]
    right: tuple[Anchor, ...]
    decided: str


class LibraryEntry(NamedTuple):
    """A document in the library.

    Args:
        sha256: its hash.
        path: where it was last found.
        title: shown; short where the manifest or the reader gave a short one.
        size, mtime_ns: of the file when it was last read, to know without reading that it is the
            same; -1 where not known.
        encoding: chosen by the reader, or "" for detected.
        opened: UTC, ISO 8601; "" when never opened.
        date: of the document itself, ISO 8601, or "".
        author, language, format: as the document or the reader says; "" where nobody does.
        given: names of the fields that the reader (or the manifest of what ships) set: reading
            the file again leaves them alone.
    """

    sha256: str
    path: str
    title: str
    size: int = -1
    mtime_ns: int = -1
    encoding: str = ""
    opened: str = ""
    date: str = ""
    author: str = ""
    language: str = ""
    format: str = ""
    given: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a pane stood: a block and how far (in code points) into it the first line began.

    `pages` says whether pages were shown and not text, None of a document that has no pages.
    """

    block: int = 0
    offset: int = 0
    pages: bool | None = None


class Reading(NamedTuple):
    """A saved comparison: its documents, topics, selection and scroll positions.

    Args:
        left, right: hashes of the documents.
        topics: names of the topics shown; empty means all.
        finding: the id of the selected finding, or "".
        places: where each pane stood.
        updated: UTC, ISO 8601.
    """

    left: str
    right: str
    mode: Mode = Mode.POSITIONS
    topics: tuple[str, ...] = ()
    finding: str = ""
    places: Mapping[Side, Place] = MappingProxyType({})
    updated: str = ""
