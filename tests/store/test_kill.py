"""A note that was called saved is there after the program was killed at any moment.

`DIPTYCH_KILLS=1000 python -m pytest -s tests/store/test_kill.py` kills it a thousand times.
"""

import math
import os
import random
import select
import signal
import sys
import time

import pytest

from diptych.store.library import Library
from support import note_bringer, note_writer
from support.children import start
from support.repository import ROOT

KILLS = int(os.environ.get("DIPTYCH_KILLS", "60"))
# Then another library is begun: what a step must have left is counted from the first one on, so
# that in one library the thousandth kill would take a hundred times as long as the first.
KILLS_OF_ONE = 25
WRITER, BRINGER = (
    str(ROOT / "tests" / "support" / name) for name in ("note_writer.py", "note_bringer.py")
)


@pytest.mark.timeout(60 + 5 * KILLS)
@pytest.mark.skipif(os.name != "posix", reason="kill -9 and select on pipes")
def test_saved_notes_survive_kill_9(tmp_path):
    chance = random.Random(20)
    acknowledged = 0
    for number in range(KILLS):
        folder = tmp_path / f"{number // KILLS_OF_ONE}"
        lines = write_and_kill(folder, chance)
        acks = [int(line.split()[1]) for line in lines if line.startswith("ack")]
        tries = [int(line.split()[1]) for line in lines if line.startswith("try")]
        acknowledged += len(acks)
        check(folder, last_try=max(tries, default=0), last_ack=max(acks, default=0))
    assert acknowledged > KILLS, "the writer hardly wrote"
    print(f"{KILLS} kills, {acknowledged} acknowledged writes, 0 lost", file=sys.stderr)


@pytest.mark.timeout(60 + KILLS)
@pytest.mark.skipif(os.name != "posix", reason="kill -9 and select on pipes")
def test_imports_and_the_emptying_of_the_trash_are_whole_after_kill_9(tmp_path):
    chance = random.Random(21)
    for _ in range(math.ceil(KILLS / 8)):
        write_and_kill(tmp_path, chance, BRINGER)
        assert note_bringer.state_of(tmp_path) in ((0, 0), (120, 60))


def write_and_kill(folder, chance, program=WRITER):
    """Let a writer work for a random moment (now and then not even open), and kill it."""
    early = chance.random() < 0.15
    writer = start(program, str(folder))
    with writer:
        said = b""
        if not early:
            while b"open" not in said:
                said += os.read(writer.stdout.fileno(), 65536)
        end = time.monotonic() + chance.uniform(0.0, 0.3)
        while (left := end - time.monotonic()) > 0:
            if select.select([writer.stdout], [], [], left)[0]:
                said += os.read(writer.stdout.fileno(), 65536)
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read()
        assert writer.wait() == -signal.SIGKILL
    return said.decode().splitlines()


def check(folder, last_try, last_ack):
    """Compare what is in the library with what every step up to the last one must have left."""
    state, number = note_writer.state_of(folder, last_try, last_ack)
    assert state == "whole", f"after step {last_ack} the library is {state}, as of step {number}"
    # The next writer begins after what is there.
    library = Library.open(folder)
    library.set_setting("step", str(number))
    library.close()
