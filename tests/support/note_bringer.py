"""Imports notes and verdicts, undoes that, and empties the trash, until it is killed.

`python note_bringer.py FOLDER` says "open" once the library is; `state_of` tells what is left.
"""

import os
import sys
from pathlib import Path

from diptych.model.note import Verdict
from diptych.services.importing import import_notes
from diptych.services.note_files import Kept
from diptych.services.undo import Undo
from diptych.store.library import Library
from support.letting_go import let_go
from support.note_writer import TIME, note

NOTES = [note(f"{key:032x}", f"note {key} " + "abc é א 😀 " * (key % 7) * 60) for key in range(120)]
PAIR = ("a" * 64, "b" * 64)
VERDICTS = [Verdict(f"{key}", None, NOTES[key].left, (), TIME) for key in range(60)]


def main(folder):
    """Go on until killed."""
    library = Library.open(Path(folder), clock=lambda: TIME)
    undo = Undo(library)
    os.write(1, b"open\n")
    while True:
        let_go(library, undo, library.trash())
        import_notes(library, undo, Kept(NOTES, [(*PAIR, verdict) for verdict in VERDICTS]))
        undo.undo()


def state_of(folder):
    """Return how many notes and verdicts are there, when all of what is there is whole."""
    library = Library.open(Path(folder))
    try:
        checkup = library.checkup()
        assert not checkup.damage()
        assert checkup.is_index_sound()
        assert not checkup.broken_references()
        there, verdicts = library.notes(), library.verdicts(*PAIR)
        kept = {each.id: each for each in NOTES}
        trashed = [library.trashed_note(each.id) for each in library.trash() if each.kind == "note"]
        assert all(each == kept[each.id] for each in (*there, *trashed))
        assert verdicts in ([], VERDICTS)
        return len(there), len(verdicts)
    finally:
        library.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
