"""The reader writes notes and gives verdicts. Each is saved at once and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.anchoring.describe import describe
from diptych.model.comparison import Relation, Side
from diptych.model.note import Note, NoteKind, Verdict

if TYPE_CHECKING:
    from diptych.model.comparison import Finding
    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor
    from diptych.services.undo import Undo
    from diptych.store.clock import Clock
    from diptych.store.library import Library


class Annotating:
    """Writes notes and verdicts into the library, through the undo history.

    Every method may raise `UserError` where the library cannot be written; then nothing has
    changed, and whoever called still has the reader's words.
    """

    def __init__(self, library: Library, clock: Clock, undo: Undo) -> None:
        self._library = library
        self._clock = clock
        self._undo = undo

    def note_on_finding(
        self, finding: Finding, left: Document, right: Document, body: str
    ) -> Note | None:
        """Write a new note on a finding of two documents; None for an empty one.

        Until `end_editing`, what `save_body` saves of it belongs to the same step of undo.
        """
        return self._write_new(
            NoteKind.FINDING,
            body,
            left=_anchors(finding, Side.LEFT, left),
            right=_anchors(finding, Side.RIGHT, right),
            finding=finding.id,
            documents=(left, right),
        )

    def note_on_selection(
        self, side: Side, document: Document, span: Span, body: str
    ) -> Note | None:
        """Write a new note on words of the document in one pane; None for an empty one."""
        anchors = (describe(document, span),)
        return self._write_new(
            NoteKind.SELECTION,
            body,
            left=anchors if side is Side.LEFT else (),
            right=anchors if side is Side.RIGHT else (),
            finding="",
            documents=(document,),
        )

    def save_body(self, note: Note, body: str) -> Note | None:
        """Save the text of a note while it is typed.

        What is saved until `end_editing` is undone as one step. A note without a word goes to
        the trash, and comes back when the typing goes on.

        Args:
            note: as it was returned when it was last saved, or read from the library.
            body: its new text.

        Returns:
            The note as it is now; None when it went to the trash.
        """
        before = self._library.note(note.id)
        after = note._replace(body=body, modified=self._clock()) if body.strip() else None
        if before is None and after is None:
            return None
        if before is not None and before.body == body:
            return before
        self._change("Edit note" if after else "Delete note", note.id, before, after, note.id)
        return after

    def end_editing(self) -> None:
        """The reader left the note: what is typed next is another step of undo."""
        self._undo.seal()

    def delete_note(self, note: Note) -> None:
        """Put a note in the trash."""
        before = self._library.note(note.id)
        if before is not None:
            self._change("Delete note", note.id, before, None)

    def verdicts(self, left_sha256: str, right_sha256: str) -> list[Verdict]:
        """Return the verdicts on two documents, whichever way round they lay when it was given."""
        turned = self._library.verdicts(right_sha256, left_sha256)
        return self._library.verdicts(left_sha256, right_sha256) + [
            _turned(verdict) for verdict in turned
        ]

    def give_verdict(
        self,
        left: Document,
        right: Document,
        finding: Finding,
        relation: Relation | None,
        replacing: Verdict | None = None,
    ) -> Verdict:
        """Set the reader's relation over the engine's.

        Args:
            left: the document in the left pane.
            right: the document in the right pane.
            finding: what is judged.
            relation: None says that the two passages are not a pair.
            replacing: the verdict that counts for this finding now, which may have been given on
                a finding of an earlier analysis.
        """
        verdict = Verdict(
            finding=finding.id,
            relation=relation,
            left=_anchors(finding, Side.LEFT, left),
            right=_anchors(finding, Side.RIGHT, right),
            decided=self._clock(),
        )
        pair = (left.sha256, right.sha256)
        before = replacing or self._verdict(pair, finding.id)
        self._undo.do(
            "Give verdict",
            redo=lambda: self._put_verdict(pair, before, verdict),
            undo=lambda: self._put_verdict(pair, verdict, before),
        )
        return verdict

    def clear_verdict(self, left_sha256: str, right_sha256: str, verdict: Verdict) -> None:
        """Take a verdict back: the engine's relation counts again."""
        pair = (left_sha256, right_sha256)
        self._undo.do(
            "Clear verdict",
            redo=lambda: self._put_verdict(pair, verdict, None),
            undo=lambda: self._put_verdict(pair, None, verdict),
        )

    def _write_new(
        self,
        kind: NoteKind,
        body: str,
        *,
        left: tuple[Anchor, ...],
        right: tuple[Anchor, ...],
        finding: str,
        documents: tuple[Document, ...],
    ) -> Note | None:
        if not body.strip():
            return None
        from uuid import uuid4

        now = self._clock()
        note = Note(
            id=uuid4().hex,
            kind=kind,
            body=body,
            left=left,
            right=right,
            finding=finding,
            created=now,
            modified=now,
        )
        for document in documents:
            if self._library.kept_text(document.sha256) is None:
                self._library.keep_text(document.sha256, document.source)
        self._undo.seal()
        self._change("Write note", note.id, None, note, note.id)
        return note

    def _change(
        self, label: str, note_id: str, before: Note | None, after: Note | None, key: str = ""
    ) -> None:
        """Go from one state of a note to another; None is the trash."""
        self._undo.do(
            label,
            redo=lambda: self._put_note(note_id, after),
            undo=lambda: self._put_note(note_id, before),
            key=key,
        )

    def _put_note(self, note_id: str, note: Note | None) -> None:
        if note is None:
            self._library.delete_note(note_id)
            return
        self._library.save_note(note)
        self._library.restore_note(note_id)

    def _put_verdict(
        self, pair: tuple[str, str], before: Verdict | None, after: Verdict | None
    ) -> None:
        # Saved before the other is deleted: a failure in between loses neither.
        if after is not None:
            self._library.save_verdict(*pair, after)
        if before is not None and (after is None or after.finding != before.finding):
            # It may have been given while the two documents lay the other way round.
            for each in (pair, pair[::-1]):
                self._library.delete_verdict(*each, before.finding)

    def _verdict(self, pair: tuple[str, str], finding: str) -> Verdict | None:
        stored = self._library.verdicts(*pair)
        return next((verdict for verdict in stored if verdict.finding == finding), None)


def _anchors(finding: Finding, side: Side, document: Document) -> tuple[Anchor, ...]:
    return tuple(
        describe(document, span) for passage in finding.passages(side) for span in passage.spans
    )


def _turned(verdict: Verdict) -> Verdict:
    """Return a verdict as it reads when the two documents change sides."""
    relation = (
        {
            Relation.ONLY_LEFT: Relation.ONLY_RIGHT,
            Relation.ONLY_RIGHT: Relation.ONLY_LEFT,
        }.get(verdict.relation, verdict.relation)
        if verdict.relation
        else None
    )
    return verdict._replace(relation=relation, left=verdict.right, right=verdict.left)
