"""Writes, edits, deletes and restores notes, one after the other, until it is killed.

`python note_writer.py FOLDER` says "open N" once, then "try N" before and "ack N" after each. What
step N does follows from N alone, so that a checker can tell what must be there.
"""

import os
import random
import sys
from itertools import islice
from pathlib import Path

from diptych.model.note import Anchor, Note, NoteKind
from diptych.store.library import Library

TIME = "2026-01-01T00:00:00Z"


def apply(state, number):
    """Change `state` (bodies of living and deleted notes by id) as step `number` does.

    Returns what was done and the id of the note.
    """
    choice = random.Random(number)
    recent = list(islice(reversed(state), 50))
    alive = [key for key in recent if not state[key][1]]
    trash = [key for key in recent if state[key][1]]
    kind = choice.choices(["add", "edit", "delete", "restore"], [5, 3, 1, 1])[0]
    body = f"note {number} " + "abc é א 😀 defg " * choice.choice([1, 15, 200])
    if kind == "edit" and alive:
        key = choice.choice(alive)
        state[key] = (body, False)
    elif kind == "delete" and alive:
        key = choice.choice(alive)
        state[key] = (state[key][0], True)
    elif kind == "restore" and trash:
        key = choice.choice(trash)
        state[key] = (state[key][0], False)
    else:
        kind, key = "add", f"{number:032x}"
        state[key] = (body, False)
    return kind, key


def note(key, body):
    """Return the note that the writer writes."""
    anchor = Anchor("a" * 64, len(body), len(body) + 5, body[:5], "before", "after", ("Part",))
    return Note(key, NoteKind.SELECTION, body, (anchor,), (), "", TIME, TIME)


def main(folder):
    """Write until killed. The setting "step" says how far the writer came."""
    library = Library.open(Path(folder), clock=lambda: TIME)
    done = int(library.setting("step") or 0)
    state = {}
    for number in range(1, done + 1):
        apply(state, number)
    # The step and its number are two writes: the last step may have been done without the number.
    say(f"open {done}")
    while True:
        done += 1
        say(f"try {done}")
        kind, key = apply(state, done)
        if kind == "delete":
            library.delete_note(key)
        elif kind == "restore":
            library.restore_note(key)
        else:
            library.save_note(note(key, state[key][0]))
        say(f"ack {done}")
        library.set_setting("step", str(done))


def say(line):
    """Write a line at once, past every buffer."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
