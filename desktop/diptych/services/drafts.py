"""The notes that are being written: all that is needed to save each, until it is saved.

The editor knows a note by its key, which stays the same before and after it was first saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.model.note import NoteKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Finding, Side
    from diptych.model.document import Document, Span
    from diptych.model.note import Note
    from diptych.services.annotating import Annotating, Box
    from diptych.services.rescue import Rescue

    Begin = Callable[[str], Note | None]


class _Draft(NamedTuple):
    """A note, or one that is to be; once there is one, nothing is begun."""

    kind: NoteKind
    finding: str
    begin: Begin | None
    note: Note | None = None


class Drafts:
    """The notes that the reader came by since the documents were opened, by their keys."""

    def __init__(self, annotating: Annotating) -> None:
        self._annotating = annotating
        self._drafts: dict[str, _Draft] = {}
        self._failed: set[str] = set()
        self._rescue: Rescue | None = None

    def on_finding(self, finding: Finding, left: Document, right: Document) -> str:
        """Return the key of a new note on a finding of two documents."""
        return self._begin(
            f"finding {finding.id}",
            NoteKind.FINDING,
            lambda body: self._annotating.note_on_finding(finding, left, right, body),
            finding.id,
        )

    def on_words(self, side: Side, document: Document, span: Span, number: int = 0) -> str:
        """Return the key of a new note on words of the document in one pane.

        Args:
            number: how many notes are on the same words already.
        """
        return self._begin(
            f"{_on(side, document, span)}{number}",
            NoteKind.SELECTION,
            lambda body: self._annotating.note_on_selection(side, document, span, body),
        )

    @staticmethod
    def is_on(key: str, side: Side, document: Document, span: Span) -> bool:
        """Whether a key is that of a new note on these words."""
        return key.startswith(_on(side, document, span))

    def on_place(self, side: Side, document: Document, page: int, box: Box) -> str:
        """Return the key of a new note on a place of a page."""
        return self._begin(
            f"{side} {document.sha256} page {page} {box}",
            NoteKind.SELECTION,
            lambda body: self._annotating.note_on_place(side, document, page, box, body),
        )

    def on_pair(self, left: tuple[Document, Span], right: tuple[Document, Span]) -> str:
        """Return the key of a new note that links words of both documents."""
        return self._begin(
            f"pair {left[0].sha256} {left[1]} {right[0].sha256} {right[1]}",
            NoteKind.PAIR,
            lambda body: self._annotating.note_on_pair(left, right, body),
        )

    def on_thing(
        self, kind: NoteKind, target: str, documents: tuple[Document, ...], number: int
    ) -> str:
        """Return the key of a new note on a topic, a document or a reading, or of a free one.

        Args:
            target: see `Note`.
            documents: that it is on.
            number: tells several on the same thing apart.
        """
        return self._begin(
            f"{kind} {target} {number}",
            kind,
            lambda body: self._annotating.note_on(kind, target, body, documents),
        )

    def _begin(self, key: str, kind: NoteKind, begin: Begin, finding: str = "") -> str:
        self._drafts.setdefault(key, _Draft(kind, finding, begin))
        return key

    def of_note(self, note: Note) -> str:
        """Return the key of a note that is in the library."""
        for key, draft in self._drafts.items():
            if draft.note is not None and draft.note.id == note.id:
                return key
        self._drafts[note.id] = _Draft(note.kind, note.finding, None, note)
        return note.id

    def note(self, key: str) -> Note | None:
        """Return the note as it was last saved, even if it went to the trash since."""
        return self._drafts[key].note if key else None

    def kind(self, key: str) -> NoteKind | None:
        """Return what kind of thing a note is on; None for no note."""
        return self._drafts[key].kind if key else None

    def finding(self, key: str) -> str:
        """Return the id of the finding that a note is on, "" for words."""
        return self._drafts[key].finding if key else ""

    def write(self, key: str, body: str) -> Note | None:
        """Save the text of a note; one that was emptied comes back when the typing goes on.

        Returns:
            The note as it is now; None for one without a word.

        Raises:
            UserError: it could not be saved; what is needed for it is kept, and the text is in the
                file that is named.
        """
        draft = self._drafts[key]
        self._failed.add(key)
        try:
            if draft.note is not None:
                note = self._annotating.save_body(draft.note, body)
            else:
                note = draft.begin(body) if draft.begin else None
        except UserError as error:
            raise self._rescued(key, body, error) from error
        self._failed.discard(key)
        if self._rescue is not None:
            self._rescue.release(key)
        if note is not None:
            self._drafts[key] = draft._replace(note=note)
        return note

    def _rescued(self, key: str, body: str, error: UserError) -> UserError:
        if self._rescue is None:
            from diptych.services.rescue import Rescue

            self._rescue = Rescue(self._annotating.folder)
        return self._rescue.keep(key, body, error)

    def leave(self) -> None:
        """Let go of all notes but those that could not be saved."""
        self._drafts = {key: self._drafts[key] for key in self._failed}


def _on(side: Side, document: Document, span: Span) -> str:
    return f"{side} {document.sha256} {span.start} {span.end} "
