"""The reader writes notes and gives verdicts. Each is saved at once and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.anchoring.describe import describe
from diptych.anchoring.resolve import surely
from diptych.model.comparison import Relation, Side
from diptych.model.note import Note, NoteKind, Verdict

if TYPE_CHECKING:
    from diptych.model.comparison import Finding
    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor
    from diptych.services.undo import Undo
    from diptych.store.clock import Clock
    from diptych.store.library import Library

    # A verdict, and the order in which its two documents lay.
    _Placed = tuple[tuple[str, str], Verdict]


def place_of(anchor: Anchor, document: Document) -> Span | None:
    """Return where a note's words surely are in a document, None where that is in doubt."""
    return surely(anchor, document)


def places_in(note: Note, side: Side, document: Document) -> list[Span | None]:
    """Return where a note stands in the document of a side, wherever that lay before.

    One for each of its anchors there; None where the words were not found.
    """
    own, other = (note.left, note.right) if side is Side.LEFT else (note.right, note.left)
    here = (anchor for anchor in own + other if anchor.sha256 == document.sha256)
    return [place_of(anchor, document) for anchor in here]


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
        """Return the verdicts on two documents, whichever way round they lay when it was given.

        There is one for each finding, the one that was given last.
        """
        here = self._library.verdicts(left_sha256, right_sha256)
        if left_sha256 == right_sha256:
            return here
        turned = [_turned(each) for each in self._library.verdicts(right_sha256, left_sha256)]
        latest: dict[str, Verdict] = {}
        for verdict in turned + here:
            other = latest.get(verdict.finding)
            if other is None or verdict.decided >= other.decided:
                latest[verdict.finding] = verdict
        return list(latest.values())

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
        replaced = {finding.id, replacing.finding} if replacing else {finding.id}
        self._change_verdict("Give verdict", (left.sha256, right.sha256), replaced, verdict)
        return verdict

    def clear_verdict(self, left_sha256: str, right_sha256: str, verdict: Verdict) -> None:
        """Take a verdict back: the engine's relation counts again."""
        self._change_verdict("Clear verdict", (left_sha256, right_sha256), {verdict.finding}, None)

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
            if not document.is_encrypted and not self._library.has_text(document.sha256):
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

    def _change_verdict(
        self, label: str, pair: tuple[str, str], findings: set[str], verdict: Verdict | None
    ) -> None:
        """Put a verdict, or none, in the place of those on some findings."""
        # They may have been given while the two documents lay the other way round.
        before = [
            (each, stored)
            for each in dict.fromkeys((pair, pair[::-1]))
            for stored in self._library.verdicts(*each)
            if stored.finding in findings
        ]
        after = [(pair, verdict)] if verdict else []
        self._undo.do(
            label,
            redo=lambda: self._put_verdicts(before, after),
            undo=lambda: self._put_verdicts(after, before),
        )

    def _put_verdicts(self, before: list[_Placed], after: list[_Placed]) -> None:
        # Saved before the others are deleted: a failure in between loses none.
        for pair, verdict in after:
            self._library.save_verdict(*pair, verdict)
        kept = {(pair, verdict.finding) for pair, verdict in after}
        for pair, verdict in before:
            if (pair, verdict.finding) not in kept:
                self._library.delete_verdict(*pair, verdict.finding)


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
