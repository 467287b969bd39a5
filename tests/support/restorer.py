"""A process that puts a copy in its library's place, and is killed as it moves files.

Arguments: a folder, and before which file that is moved it is killed, counted from 1.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from diptych.model.comparison import Relation
from diptych.model.note import Verdict
from diptych.model.plain import note_to_plain, verdict_to_plain
from diptych.services import restoring, taking_along
from diptych.services.undo import Change
from diptych.services.workplace import Workplace
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on

TEXT = document("The first words.\nThe second words.")


def main(folder: Path, step: int) -> None:
    """Do it; "acknowledged" is printed when what is done since the question is on the disk."""
    place = Workplace.open(folder, InlineJobs({}))

    def write(body: str, key: int) -> None:
        plain = note_to_plain(note_on(TEXT, "first", body, key))
        place.undo.do("Write note", [Change("note", plain["id"], None, plain)])

    write("kept", 1)
    copy = place.library.back_up()
    write("told to go", 2)
    begun = taking_along.begin(place)
    write("since", 3)
    verdict = verdict_to_plain(Verdict("since", Relation.DIVERGE, (), (), "2026"))
    key = f"{'a' * 64} {'b' * 64} since"
    place.undo.do("Give verdict", [Change("verdict", key, None, verdict)])
    print("acknowledged", flush=True)
    ready = restoring.prepare(copy, folder, place.clock)
    _kill_before(step)
    restoring.exchange(place, ready, (), begun)
    place.close()


def _kill_before(step: int) -> None:
    """Have the process killed before it moves so many files."""
    moved = 0

    def told(event: str, _arguments: object) -> None:
        nonlocal moved
        if event != "os.rename":
            return
        moved += 1
        if moved == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(told)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
