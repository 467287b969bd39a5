"""Writes, edits, deletes and restores notes, one after the other, until it is killed.

`python note_writer.py FOLDER [STEPS [PRAGMA ...]]` says "open N" once, then "try N" before and
"ack N" after each. What step N does follows from N alone, so that `state_of` can tell what must be
there. After STEPS steps it ends as if it were killed.
"""

import math
import os
import random
import sys
from itertools import islice
from pathlib import Path

from diptych.model.note import Anchor, Note, NoteKind
from diptych.store.library import Library
from diptych.store.troubles import DamagedLibrary

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


def main(folder, steps=0, *pragmas):
    """Write until killed. The setting "step" says how far the writer came."""
    library = Library.open(Path(folder), clock=lambda: TIME)
    for pragma in pragmas:
        library._database.read(f"PRAGMA {pragma}")
    done = int(library.setting("step") or 0)
    state = {}
    for number in range(1, done + 1):
        apply(state, number)
    # The step and its number are two writes: the last step may have been done without the number.
    say(f"open {done}")
    last = done + int(steps) if int(steps) else math.inf
    while done < last:
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
    os._exit(0)


def state_of(folder, last_try, last_ack):
    """Compare a library with what every step up to the last one must have left.

    Args:
        folder: of the library, which nobody has open.
        last_try, last_ack: the last steps that the writer began and called done.

    Returns:
        "whole", "lost" where something that was called done is not there, or "damaged"; and the
        step that it agrees with, -1 for none.
    """
    try:
        library = Library.open(folder)
    except DamagedLibrary:
        return "damaged", -1
    try:
        counted = int(library.setting("step") or 0)
        found = {each.id: each.body for each in library.notes()}
        agreeing, state = -1, {}
        for number in range(max(counted, last_try) + 1):
            if number:
                apply(state, number)
            if number < counted:
                continue
            alive = {key: body for key, (body, deleted) in state.items() if not deleted}
            if alive == found:
                agreeing = number
        checkup = library.checkup()
        sound = not checkup.damage() and checkup.is_index_sound()
        exact = all(each == note(each.id, each.body) for each in library.notes())
        if not sound or not exact or checkup.broken_references() or agreeing < 0:
            return "damaged", agreeing
        return ("whole" if agreeing >= max(counted, last_ack) else "lost"), agreeing
    finally:
        library.close()


def say(line):
    """Write a line at once, past every buffer."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
