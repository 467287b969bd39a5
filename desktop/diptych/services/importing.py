"""Notes of a file come into the library, a few at a time, and are there all at once at the end.

Until then they are in no list, and in no trash. What an import left that was cut off goes with the
next one, or soon after the window is opened.
"""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from diptych.model.note import clean_tags
from diptych.services.undo import Change
from diptych.store.verdicts import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.note import Note, Verdict
    from diptych.services.note_files import Kept
    from diptych.services.undo import Undo
    from diptych.store.library import Library
    from diptych.store.verdicts import Key

# So many are looked at in one go, or notes of so many letters, which takes some 20 ms: each word of
# a note goes into the index.
_AT_ONCE, _LETTERS_AT_ONCE = 25, 200_000


class Imported(NamedTuple):
    """What an import did.

    Args:
        added: notes that were not there.
        known: notes that were there, word for word.
        beside: notes that were there in other words: both are kept.
        trashed: notes that are in the trash here, and stay there.
        verdicts: verdicts on findings that had none.
        kept_verdicts: verdicts on findings that had another one, which stays.
    """

    added: int = 0
    known: int = 0
    beside: int = 0
    trashed: int = 0
    verdicts: int = 0
    kept_verdicts: int = 0


class Importing:
    """Takes the notes of a file into the library, as one step of undo.

    A note is known by its id. One that is there in other words is added beside under an id made of
    its content, so that the same file brings it once only. Every method may raise `UserError` where
    the library cannot be written; nothing of the file is in it then, and it can be tried again.

    Args:
        library: where they go.
        undo: the reader's history.
        read: of the file.

    Attributes:
        done, total: how many things were looked at, and how many there are.
        is_stopped: whether the reader wants none of it.
    """

    def __init__(self, library: Library, undo: Undo, read: Kept) -> None:
        self._library = library
        self._undo = undo
        self._notes, self._verdicts = iter(read.notes), iter(read.verdicts)
        self.done, self.total = 0, len(read.notes) + len(read.verdicts)
        self.is_stopped = self._is_clear = False
        self._count = dict.fromkeys(Imported._fields, 0)
        # What each of the notes that are to be added says, by its id.
        self._added: dict[str, str] = {}
        # The verdicts that are to be added, as the library takes them.
        self._judged: dict[Key, tuple[object, ...]] = {}
        self._there: dict[tuple[str, str], dict[str, Verdict]] = {}

    def step(self) -> bool:
        """Go on for a moment; return whether there is more to do before `finish`."""
        if not self._is_clear:
            self._is_clear = not self._library.drop_staged()
            return True
        notes = list(self._some_notes())
        verdicts = [] if notes else list(islice(self._verdicts, _AT_ONCE))
        self._library.stage_notes(list(filter(None, map(self._placed, notes))))
        for left, right, verdict in verdicts:
            self._judge(left, right, verdict)
        self.done += len(notes) + len(verdicts)
        return bool(notes or verdicts)

    def _some_notes(self) -> Iterator[Note]:
        letters = 0
        for note in islice(self._notes, _AT_ONCE):
            yield note
            letters += len(note.body) + sum(len(anchor.quote) for anchor in note.anchors)
            if letters >= _LETTERS_AT_ONCE:
                return

    def finish(self) -> Imported:
        """Have all of it be there, in one transaction, and say what came of it."""
        self._let_stand()
        changes = []
        if self._added:
            changes.append(Change("notes", uuid4().hex, None, {"ids": list(self._added)}))
        if self._judged:
            changes.append(Change("verdicts", uuid4().hex, None, {"keys": list(self._judged)}))
        if changes:
            self._undo.seal()
            rows = list(self._judged.values())
            self._undo.do("Import notes", changes, first=lambda: self._library.add_verdicts(rows))
        return Imported(**self._count)

    def _let_stand(self) -> None:
        """Leave the verdicts that the reader gave while the notes came as they are."""
        for pair in self._there:
            for finding in self._library.judged_findings(*pair):
                if self._judged.pop((*pair, finding), None):
                    self._count["verdicts"] -= 1
                    self._count["kept_verdicts"] += 1

    def take_back(self) -> bool:
        """Let go of what was looked at; return whether there is more to do."""
        return self._library.drop_staged()

    def _placed(self, note: Note) -> Note | None:
        """Return a note as it is to be added, None where it is here."""
        said, fate = _essence(note), "added"
        here = self._said(note.id)
        if here not in (None, said):
            fate = "beside"
            note = note._replace(id=hashlib.sha256(said.encode()).hexdigest()[:32])
            here = self._said(note.id)
        if here is not None or self._library.trashed_note(note.id):
            fate = "trashed" if here is None and fate == "added" else "known"
        self._count[fate] += 1
        if fate not in ("added", "beside"):
            return None
        self._added[note.id] = said
        return note

    def _said(self, note_id: str) -> str | None:
        """Return what the note of an id says, here or in the file; None where there is none."""
        if note_id in self._added:
            return self._added[note_id]
        there = self._library.note(note_id)
        return there and _essence(there)

    def _judge(self, left: str, right: str, verdict: Verdict) -> None:
        pair, key = (left, right), (left, right, verdict.finding)
        if pair not in self._there:
            there = self._library.verdicts(left, right)
            self._there[pair] = {each.finding: each for each in there}
        known = self._there[pair].get(verdict.finding)
        is_new = known is None and key not in self._judged
        # One in the trash stays there, as notes do.
        if is_new and not self._library.has_verdict([key]):
            self._judged[key] = row_of(left, right, verdict)
            self._count["verdicts"] += 1
        elif is_new or known != verdict:
            self._count["kept_verdicts"] += 1


def import_notes(library: Library, undo: Undo, read: Kept) -> Imported:
    """Take the notes of a file into the library without a pause; see `Importing`."""
    importing = Importing(library, undo, read)
    while importing.step():
        pass
    return importing.finish()


def _essence(note: Note) -> str:
    """Return what a reader would call the note, to see whether two are the same."""
    anchors = [(anchor.quote, anchor.prefix, anchor.suffix) for anchor in note.anchors]
    own = [note.kind.value, note.body, note.target, note.finding, clean_tags(note.tags)]
    return json.dumps([own, note.colour, anchors])
