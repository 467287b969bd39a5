"""The notes that are being written: all that is needed to save each, until it is saved.

The editor knows a note by its key, which stays the same before and after it was first saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Finding, Side
    from diptych.model.document import Document, Span
    from diptych.model.note import Note
    from diptych.services.annotating import Annotating

    Begin = Callable[[str], Note | None]


class _Draft(NamedTuple):
    """A note on a finding (its id) or on words (""); once there is one, nothing is begun."""

    finding: str
    begin: Begin | None
    note: Note | None = None


class Drafts:
    """The notes that the reader came by since the documents were opened, by their keys."""

    def __init__(self, annotating: Annotating) -> None:
        self._annotating = annotating
        self._drafts: dict[str, _Draft] = {}
        self._failed: set[str] = set()

    def on_finding(self, finding: Finding, left: Document, right: Document) -> str:
        """Return the key of a new note on a finding of two documents."""
        return self._begin(
            f"finding {finding.id}",
            finding.id,
            lambda body: self._annotating.note_on_finding(finding, left, right, body),
        )

    def on_words(self, side: Side, document: Document, span: Span) -> str:
        """Return the key of a new note on words of the document in one pane."""
        return self._begin(
            f"{side} {document.sha256} {span.start} {span.end}",
            "",
            lambda body: self._annotating.note_on_selection(side, document, span, body),
        )

    def _begin(self, key: str, finding: str, begin: Begin) -> str:
        self._drafts.setdefault(key, _Draft(finding, begin))
        return key

    def of_note(self, note: Note) -> str:
        """Return the key of a note that is in the library."""
        for key, draft in self._drafts.items():
            if draft.note is not None and draft.note.id == note.id:
                return key
        self._drafts[note.id] = _Draft(note.finding, None, note)
        return note.id

    def note(self, key: str) -> Note | None:
        """Return the note as it was last saved, even if it went to the trash since."""
        return self._drafts[key].note if key else None

    def finding(self, key: str) -> str:
        """Return the id of the finding that a note is on, "" for words."""
        return self._drafts[key].finding if key else ""

    def write(self, key: str, body: str) -> Note | None:
        """Save the text of a note; one that was emptied comes back when the typing goes on.

        Returns:
            The note as it is now; None for one without a word.

        Raises:
            UserError: it could not be saved; what is needed for it is kept.
        """
        draft = self._drafts[key]
        self._failed.add(key)
        if draft.note is not None:
            note = self._annotating.save_body(draft.note, body)
        else:
            note = draft.begin(body) if draft.begin else None
        self._failed.discard(key)
        if note is not None:
            self._drafts[key] = draft._replace(note=note)
        return note

    def leave(self) -> None:
        """Let go of all notes but those that could not be saved."""
        self._drafts = {key: self._drafts[key] for key in self._failed}
