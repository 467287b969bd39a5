"""The note in the editor: which one it is, what it is on, and how it gets into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from diptych.model.comparison import Side
from diptych.model.note import NoteKind
from diptych.services.annotating import places_in
from diptych.services.drafts import Drafts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.document import Span
    from diptych.model.errors import UserError
    from diptych.model.note import Note
    from diptych.services.annotating import Box
    from diptych.ui.desk import Desk


class Writing(QObject):
    """The note that is being written or read, of those on the desk.

    Attributes:
        note: the note in the editor as it is in the library; None while there is none yet.
        key: what the editor knows it by; "" where there is none to write.

    Signals:
        changed: another note stands in the editor.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._drafts = Drafts(desk.workplace.annotating)
        self.note: Note | None = None
        self.key = ""

    @property
    def kind(self) -> NoteKind | None:
        """What kind of thing the note is on; None for no note."""
        return self._drafts.kind(self.key)

    @property
    def finding(self) -> str:
        """The id of the finding that the note is on, "" for one on words."""
        return self._drafts.finding(self.key)

    def turn_to(self, finding: str) -> None:
        """Bring the note of a finding, or a new one, to the editor; "" leaves none there."""
        self.note = self._note_on(finding)
        self.key = self._drafts.of_note(self.note) if self.note else self._new_key(finding)

    def leave(self) -> None:
        """The documents go: let go of all notes but those that could not be saved."""
        self._drafts.leave()

    def look_again(self) -> None:
        """The note may have been deleted, or a deleted one may have come back."""
        here = self._drafts.note(self.key)
        # One that is not on these two documents is not among the desk's.
        library = self._desk.workplace.library
        self.note = None if here is None else self._stored(here.id) or library.note(here.id)
        self.changed.emit()

    def show_what_came_back(self) -> None:
        """Show the selected finding's note where the editor waits for a new one on it."""
        selection = self._desk.selection
        back = self._note_on(selection)
        if self.note is None and back is not None and self.finding == selection:
            self.note, self.key = back, self._drafts.of_note(back)
            self.changed.emit()

    def _note_on(self, finding: str) -> Note | None:
        notes = self._desk.notes
        return next((note for note in notes if finding and note.finding == finding), None)

    def _new_key(self, finding: str) -> str:
        desk = self._desk
        row = next((row for row in desk.all_rows if row.finding.id == finding), None)
        if row is None or len(desk.documents) < len(Side):
            return ""
        left, right = (desk.documents[side].document for side in Side)
        return self._drafts.on_finding(row.finding, left, right)

    def _stored(self, note_id: str) -> Note | None:
        return next((note for note in self._desk.notes if note.id == note_id), None)

    def begin_on(self, side: Side, span: Span, *, another: bool = False) -> None:
        """Let the editor write a note on words of one text: the one that is there, or a new one.

        Args:
            another: a new one, though there is one on the same words.
        """
        here = self.notes_on(side, span)
        if here and not another:
            self._take(here[0])
            return
        document = self._desk.documents[side].document
        self._begin(self._drafts.on_words(side, document, span, len(here)))

    def notes_on(self, side: Side, span: Span) -> list[Note]:
        """Return the notes on exactly these words."""
        written = (note for note in self._desk.notes if note.kind is NoteKind.SELECTION)
        return [note for note in written if span in self.spans(note, side)]

    def begin_on_place(self, side: Side, page: int, box: Box) -> None:
        """Let the editor write a note on a place of a page; see `describe_place`."""
        document = self._desk.documents[side].document
        self._begin(self._drafts.on_place(side, document, page, box))

    def begin_on_pair(self, left: Span, right: Span) -> None:
        """Let the editor write a note that links words of both texts."""
        documents = [self._desk.documents[side].document for side in Side]
        self._begin(self._drafts.on_pair((documents[0], left), (documents[1], right)))

    def begin_on_thing(self, kind: NoteKind, target: str, sides: Iterable[Side] = ()) -> None:
        """Let the editor write a new note on a topic, a document or a reading, or a free one.

        Args:
            target: see `Note`.
            sides: where the documents lie that it is on.
        """
        documents = tuple(self._desk.documents[side].document for side in sides)
        there = sum(note.kind is kind and note.target == target for note in self._desk.notes)
        self._begin(self._drafts.on_thing(kind, target, documents, there))

    def _begin(self, key: str) -> None:
        self.note, self.key = self._drafts.note(key), key
        self.changed.emit()

    def _take(self, note: Note) -> None:
        self.note, self.key = note, self._drafts.of_note(note)
        self.changed.emit()

    def show(self, note_id: str) -> None:
        """Bring a note to the editor, with its finding if it has one."""
        note = self._stored(note_id) or self._desk.workplace.library.note(note_id)
        if note is not None:
            self._desk.show_finding(note.finding)
            self._take(note)

    def is_on(self, side: Side, span: Span) -> bool:
        """Whether the note in the editor is on exactly these words, be it saved or not."""
        if self.note is not None:
            return span in self.spans(self.note, side)
        return self._drafts.is_on(self.key, side, self._desk.documents[side].document, span)

    def spans(self, note: Note, side: Side) -> list[Span | None]:
        """Return where a note stands on a side; see `annotating.places_in`."""
        opened, place_of = self._desk.documents.get(side), self._desk.places.place_of
        return places_in(note, side, opened.document, place_of) if opened is not None else []

    def save(self, key: str, body: str) -> UserError | None:
        """Save what was typed into the note of a key.

        Returns:
            None when it is safe on the disk, else why it is not.
        """

        def save() -> None:
            made = self._drafts.write(key, body)
            if made is not None and key == self.key:
                self.note, before = made, self.note
                if before is None:
                    self.changed.emit()

        return self._desk.keep(save)

    def delete(self, key: str) -> None:
        """Put the note of a key into the trash; where that fails it is in the editor again."""
        note, annotating = self._drafts.note(key), self._desk.workplace.annotating
        if note is not None and self._desk.keep(lambda: annotating.delete_note(note)) is not None:
            self.look_again()
