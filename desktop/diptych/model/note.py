"""What the reader adds: notes, verdicts, and the reading they belong to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation, Side
from diptych.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
        paragraph: the SHA-256 of the clean text of the block that the quote begins in, or "".
        page: of the quote's beginning, counted from 0; -1 where there are no pages.
        boxes: where the words stand on pages: page, then left, top, right, bottom in points.
        state: how it was found when the document last changed.
        sought: the document in which its words were looked for last and not surely found, or "".
    """

    sha256: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    heading: tuple[str, ...] = ()
    paragraph: str = ""
    page: int = -1
    boxes: tuple[tuple[float, ...], ...] = ()
    state: AnchorState = AnchorState.EXACT
    sought: str = ""

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


class FormerAnchor(NamedTuple):
    """An anchor that a note had before it found its words elsewhere.

    Args:
        anchor: as it was.
        side: of the note, not of the window.
        replaced: when: UTC, ISO 8601.
    """

    anchor: Anchor
    side: Side
    replaced: str


class NoteKind(StrEnum):
    """What a note is written on. A highlight is a note without a body and with a colour."""

    FINDING = "finding"
    SELECTION = "selection"
    PAIR = "pair"
    TOPIC = "topic"
    DOCUMENT = "document"
    READING = "reading"
    FREE = "free"


class Note(NamedTuple):
    """The reader's text.

    Args:
        id: 32 hexadecimal digits, made once.
        kind: what it is written on.
        body: Markdown.
        left, right: its anchors; a selection note has one side, a pair note both, a finding note
            what the finding has, the others none.
        finding: the id of the finding, or "".
        created, modified: UTC, ISO 8601 with seconds and "Z".
        target: of a topic note the topic's id, of a document note the document's hash, of a
            reading note both hashes, left and right, with a blank between; else "".
        tags: in lower case, each once, in order.
        colour: of the highlight, by name ("yellow"), or "".
    """

    id: str
    kind: NoteKind
    body: str
    left: tuple[Anchor, ...] = ()
    right: tuple[Anchor, ...] = ()
    finding: str = ""
    created: str = ""
    modified: str = ""
    target: str = ""
    tags: tuple[str, ...] = ()
    colour: str = ""

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All anchors, left before right."""
        return self.left + self.right


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are kept: in lower case, single blanks inside, each once, in order."""
    cleaned = (" ".join(tag.split()).lower() for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


class Verdict(NamedTuple):
    """The reader's own relation for a pair of passages; it counts over the machine's.

    Args:
        finding: the id of the finding it was given on.
        relation: None means "not a pair".
        left, right: anchors of the passages, so that a later analysis can be matched to it.
        decided: UTC, ISO 8601.
        engine: what the engine had said of the same finding; None where that is not known.
        confidence: of the engine, then.
        features: what else is known of the finding, for learning from it: names and numbers.
    """

    finding: str
    relation: Relation | None
    left: tuple[Anchor, ...]
    right: tuple[Anchor, ...]
    decided: str
    engine: Relation | None = None
    confidence: float = 0.0
    features: tuple[tuple[str, float], ...] = ()


class JudgementChange(NamedTuple):
    """That the reader changed what a finding is.

    Args:
        before, after: a relation's value, "not_a_pair", or "" for no verdict.
        changed: when: UTC, ISO 8601.
    """

    finding: str
    before: str
    after: str
    changed: str


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
