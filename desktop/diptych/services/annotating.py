"""The reader writes notes and gives verdicts. Each is saved at once and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.anchoring.describe import describe, describe_place
from diptych.model.comparison import Relation, Side
from diptych.model.note import Note, NoteKind, Verdict
from diptych.model.plain import note_to_plain, verdict_to_plain
from diptych.services.note_links import tags_in
from diptych.services.undo import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from diptych.model.comparison import Comparison, Finding
    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor
    from diptych.services.undo import Undo
    from diptych.services.verdicts import PlaceOf
    from diptych.store.clock import Clock
    from diptych.store.library import Library

    # Left, top, right, bottom, in points of an upright page.
    Box = tuple[float, float, float, float]


def places_in(note: Note, side: Side, document: Document, place_of: PlaceOf) -> list[Span | None]:
    """Return where a note stands in the document of a side, wherever that lay before.

    One for each of its anchors there; None where the words were not found.
    """
    own, other = (note.left, note.right) if side is Side.LEFT else (note.right, note.left)
    here = (anchor for anchor in own + other if anchor.sha256 == document.sha256)
    return [place_of(anchor, document) for anchor in here]


def notes_beside(
    library: Library,
    documents: Mapping[Side, Document],
    comparison: Comparison | None,
    place_of: PlaceOf,
) -> list[Note]:
    """Return the notes on documents, and those that were not surely found in them.

    Notes on findings of another analysis are on the equal ones of this comparison.
    """
    here = {document.sha256 for document in documents.values()}
    notes = {note.id: note for note in library.notes(here)}
    for note in library.unplaced_notes():
        if any(anchor.sought in here for anchor in note.anchors):
            notes.setdefault(note.id, note)
    found = list(notes.values())
    if comparison is not None and any(note.finding for note in found):
        from diptych.services.verdicts import follow_findings

        left, right = documents[Side.LEFT], documents[Side.RIGHT]
        return follow_findings(found, comparison, left, right, place_of)
    return found


class Annotating:
    """Writes notes and verdicts into the library, through the undo history.

    Every method may raise `UserError` where the library cannot be written; then nothing has
    changed, and whoever called still has the reader's words.

    Args:
        library, clock, undo: where they go.
        reading_of: tells how a document was read, "" for the whole of it; see `keep_text`.
    """

    def __init__(
        self,
        library: Library,
        clock: Clock,
        undo: Undo,
        reading_of: Callable[[str], str] = lambda _sha256: "",
    ) -> None:
        self._library = library
        self._reading_of = reading_of
        self._clock = clock
        self._undo = undo

    @property
    def folder(self) -> Path:
        """Where the library lies."""
        return self._library.path.parent

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
        return self._on_side(side, document, describe(document, span), body)

    def note_on_place(
        self, side: Side, document: Document, page: int, box: Box, body: str
    ) -> Note | None:
        """Write a new note on a place of a page that has no words; see `describe_place`."""
        return self._on_side(side, document, describe_place(document, page, box), body)

    def _on_side(
        self, side: Side, document: Document, anchor: Anchor, body: str, colour: str = ""
    ) -> Note | None:
        return self._write_new(
            NoteKind.SELECTION,
            body,
            left=(anchor,) if side is Side.LEFT else (),
            right=(anchor,) if side is Side.RIGHT else (),
            documents=(document,),
            colour=colour,
        )

    def note_on_pair(
        self, left: tuple[Document, Span], right: tuple[Document, Span], body: str
    ) -> Note | None:
        """Write a new note that links words of one document with words of another."""
        return self._write_new(
            NoteKind.PAIR,
            body,
            left=(describe(*left),),
            right=(describe(*right),),
            documents=(left[0], right[0]),
        )

    def note_on(
        self, kind: NoteKind, target: str, body: str, documents: tuple[Document, ...] = ()
    ) -> Note | None:
        """Write a new note on a topic, a document or a reading, or a free one.

        Args:
            target: see `Note`.
            documents: that it is on, so that their texts are kept.
        """
        return self._write_new(kind, body, target=target, documents=documents)

    def highlight(self, side: Side, document: Document, span: Span, colour: str) -> Note:
        """Mark words with a colour: a note without a text, until the reader writes one."""
        made = self._on_side(side, document, describe(document, span), "", colour)
        assert made is not None, "it has a colour"
        self._undo.seal()
        return made

    def colour(self, note: Note, colour: str) -> None:
        """Give a note's words a colour; without one and without a text, it goes to the trash."""
        before = self._library.note(note.id)
        if before is None or before.colour == colour:
            return
        after = before._replace(colour=colour, modified=self._clock())
        self._undo.seal()
        keeps = bool(colour or before.body.strip())
        self._change("Change colour", note.id, before, after if keeps else None)

    def settle(self, note: Note, anchor: Anchor, settled: Anchor) -> None:
        """Put one of a note's anchors where the reader says that its words are now.

        Args:
            note: as it is in the library.
            anchor: one of its anchors.
            settled: what takes its place.
        """
        before = self._library.note(note.id)
        if before is None:
            return
        sides = [
            tuple(settled if each == anchor else each for each in anchors)
            for anchors in (before.left, before.right)
        ]
        self._undo.seal()
        self._change("Place note", note.id, before, before._replace(left=sides[0], right=sides[1]))

    def restore_note(self, note_id: str) -> None:
        """Take a note out of the trash."""
        note = self._library.trashed_note(note_id)
        if note is not None:
            self._undo.seal()
            self._change("Restore note", note.id, None, note)

    def save_body(self, note: Note, body: str) -> Note | None:
        """Save the text of a note while it is typed.

        What is saved until `end_editing` is undone as one step. A note without a word or a
        colour goes to the trash, and comes back when the typing goes on.

        Args:
            note: as it was returned when it was last saved, or read from the library.
            body: its new text.

        Returns:
            The note as it is now; None when it went to the trash.
        """
        before = self._library.note(note.id)
        # Meanwhile it may have got a colour, or found its words elsewhere.
        now = before or self._library.trashed_note(note.id) or note
        after = None
        if body.strip() or now.colour:
            after = now._replace(body=body, tags=tags_in(body), modified=self._clock())
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
        from diptych.services.learning import features_of

        verdict = Verdict(
            finding=finding.id,
            relation=relation,
            left=_anchors(finding, Side.LEFT, left),
            right=_anchors(finding, Side.RIGHT, right),
            decided=self._clock(),
            engine=finding.relation,
            confidence=finding.confidence,
            features=features_of(finding),
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
        left: tuple[Anchor, ...] = (),
        right: tuple[Anchor, ...] = (),
        finding: str = "",
        target: str = "",
        documents: tuple[Document, ...],
        colour: str = "",
    ) -> Note | None:
        if not body.strip() and not colour:
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
            target=target,
            tags=tags_in(body),
            colour=colour,
        )
        self.keep_texts(documents)
        self._undo.seal()
        self._change("Highlight" if colour else "Write note", note.id, None, note, note.id)
        return note

    def keep_texts(self, documents: Iterable[Document]) -> None:
        """Keep the texts of documents with notes, so that these can be read without the files."""
        for document in documents:
            reading = self._reading_of(document.sha256)
            if document.is_encrypted or not document.source:  # a scan has pages, and no words
                continue
            if not self._library.has_text(document.sha256, reading):
                self._library.keep_text(document.sha256, document.source, reading)

    def _change(
        self, label: str, note_id: str, before: Note | None, after: Note | None, key: str = ""
    ) -> None:
        """Go from one state of a note to another; None is the trash."""
        plain = [None if note is None else note_to_plain(note) for note in (before, after)]
        self._undo.do(label, [Change("note", note_id, *plain)], key)

    def _change_verdict(
        self, label: str, pair: tuple[str, str], findings: set[str], verdict: Verdict | None
    ) -> None:
        """Put a verdict, or none, in the place of those on some findings."""
        # They may have been given while the two documents lay the other way round.
        before = {
            (*each, stored.finding): stored
            for each in dict.fromkeys((pair, pair[::-1]))
            for stored in self._library.verdicts(*each)
            if stored.finding in findings
        }
        after = {(*pair, verdict.finding): verdict} if verdict else {}
        self._undo.do(
            label,
            [
                Change(
                    "verdict",
                    " ".join(key),
                    verdict_to_plain(before[key]) if key in before else None,
                    verdict_to_plain(after[key]) if key in after else None,
                )
                for key in before | after
            ],
        )


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
