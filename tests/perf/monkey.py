"""Random input to the real window on two long documents: `python tests/perf/monkey.py [SECONDS]`.

Options: `--seed N` (else one is taken and printed), `--paragraphs N`. Keys, text, clicks, drags,
wheel, commands, files, drops, sizes, languages: whatever comes, with the real worker processes. It
begins when the two are compared, and half of all files that are opened are they again. The seed
fixes the order of choices; what they meet also depends on when the workers answer. Printed at the
end: tracebacks and warnings of Qt, each once with what was done before it, the longest silences of
the window with what it was doing then, and memory, open files and threads after the first minute
(or the first third of a shorter run) and at the end. Seconds are those that the window computes,
which it does all the time unless others have the machine. Memory is read while the two documents
alone lie on the desk, all panels are built and none is open, the window has its first size, and
what the C library keeps was given back, as the program does every 15 s: a text, a panel or a larger
picture of the window is no growth. Each command is run and each panel and file is opened once at
first, among all the rest: what is loaded for them is there then. Exit status 1: something of it
must not be.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests"), str(Path(__file__).parent)]
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHONPATH"] = sys.path[0]  # of the workers

from diptych.ui import named_tuples, overrides  # noqa: E402
from diptych.ui.binding import load_qt  # noqa: E402

# As the program does, and before anything else is loaded.
named_tuples.make_quickly()
load_qt()
overrides.make_safe()

from monkey_hands import Monkey  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler  # noqa: E402
from PySide6.QtGui import QFontDatabase  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from vigil import Cost, cost  # noqa: E402

from diptych.services.places import resources  # noqa: E402
from diptych.services.workers import PAGE_TASKS, TASKS, worker  # noqa: E402
from diptych.services.workplace import Workplace  # noqa: E402
from diptych.ui.appearance import prepare  # noqa: E402
from diptych.ui.bridge import Bridge  # noqa: E402
from diptych.ui.collector import Collector, give_back  # noqa: E402
from diptych.ui.theme import FUSION  # noqa: E402
from diptych.ui.window import Window  # noqa: E402

GROWTH = 1.10  # of memory after the first minute, at most
_STUCK_MS = 180_000
_MINUTES = 5  # of a shorter run the growth is no verdict


def make_files(folder: Path, paragraphs: int, chance: random.Random) -> tuple[str, str]:
    """Put what may be opened into a folder; return the two long documents."""
    shutil.copytree(ROOT / "tests" / "data" / "formats", folder)
    (folder / "empty.txt").touch()
    (folder / "bytes.pdf").write_bytes(chance.randbytes(5_000))
    (folder / '<img src="x">.txt').write_text("We support <b>asylum</b> & oppose walls.\n")
    stock = []
    for path in sorted(ROOT.glob("seeds/*.txt")):
        shutil.copy(path, folder)
        stock += [part for part in path.read_text("utf-8", "replace").split("\n\n") if part.strip()]
    long = []
    for name in ("long one.txt", "long two.txt"):
        text = "\n\n".join(chance.choice(stock) for _each in range(paragraphs))
        (folder / name).write_text(text, "utf-8")
        long.append(str(folder / name))
    return long[0], long[1]


def run(seconds: float, seed: int, paragraphs: int, folder: Path) -> int:
    """Let a monkey at the window for a while and print what came of it; return the exit status."""
    chance = random.Random(seed)
    documents = make_files(folder / "files", paragraphs, chance)
    os.chdir(folder)
    os.environ["DIPTYCH_DATA"] = str(folder / "data")
    os.environ["HOME"] = str(folder)  # where Qt's dialog for printers would have files written
    app = QApplication(["diptych", *FUSION])
    app.setQuitOnLastWindowClosed(False)
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    Collector(app)
    bridge = Bridge()
    lanes = worker(TASKS, bridge.post), worker(PAGE_TASKS, bridge.post)
    workplace = Workplace.open(folder / "data", lanes[0], page_jobs=lanes[1])
    prepare(workplace)
    window = Window(workplace)
    window.begin(list(documents))
    window.show()
    window.activateWindow()
    while window.desk.comparison is None or window.desk.is_begun:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    monkey = Monkey(window, chance, folder / "files", documents)
    del window  # the monkey lets go of it when another takes its place
    sys.excepthook = monkey.trouble.raised
    threading.excepthook = lambda failed: monkey.trouble.raised(
        failed.exc_type, failed.exc_value, failed.exc_traceback
    )
    qInstallMessageHandler(monkey.trouble.said)
    monkey.heart.start()
    costs = play(app, monkey, seconds)
    workplace.close()
    qInstallMessageHandler(None)
    return report(monkey, costs, seed)


def play(app: QApplication, monkey: Monkey, seconds: float) -> list[Cost]:
    """Let the monkey play for a while; return what the process held after each minute.

    Seconds are those that this thread computes: it always does, unless others have the machine.
    """
    costs: list[Cost] = []
    minute = min(60.0, seconds / 3)
    begun = weighed = time.thread_time()
    steps = -1

    def weigh() -> None:
        # A file of notes in an unknown encoding has it loaded, and may come at any time.
        from charset_normalizer import from_bytes

        from_bytes(b"caf\xe9")
        give_back()
        costs.append(cost())

    def look() -> None:
        nonlocal weighed
        now = time.thread_time()
        if monkey.is_resting:
            return
        if now >= begun + seconds:
            monkey.rest(lambda: (weigh(), app.exit()))
        elif now >= weighed + minute and monkey.has_tried_all:
            weighed = now
            monkey.rest(weigh)

    def look_for_steps() -> None:
        nonlocal steps
        if monkey.steps == steps:
            monkey.trouble.take("held up", "Nothing more could be done for minutes.")
            app.exit()
        steps = monkey.steps

    timers = []
    for every, call in ((10, monkey.heart.tick), (100, look), (_STUCK_MS, look_for_steps)):
        timer = QTimer()
        timer.timeout.connect(call)
        timer.start(every)
        timers.append(timer)
    monkey.act()
    app.exec()
    for timer in timers:
        timer.stop()
    return costs


def report(monkey: Monkey, costs: list[Cost], seed: int) -> int:
    """Print what was found; return the exit status."""
    for count, text in monkey.trouble.found.values():
        print(f"--- {count} times:\n{text}")
    print(f"seed {seed}: {monkey.steps:,} steps, {len(monkey.trouble.found)} kinds of trouble")
    for each in monkey.heart.silences[:6]:
        print(
            f"silent {each.seconds:.2f} s: {each.doing} ({each.cpu:.2f} s CPU)\n{each.seen}", end=""
        )
    for each in costs:
        print(f"{each.memory:7.0f} MB {each.files:4} files {each.threads:4} threads", end="")
        print(f" {each.widgets:5} widgets")
    if not costs:
        return 1
    growth = costs[-1].memory / costs[0].memory
    print(f"memory at the end: {growth:.2f} of what it was first (bar {GROWTH})")
    is_larger = costs[0].memory * GROWTH < costs[-1].memory and len(costs) > _MINUTES
    return int(bool(monkey.trouble.found) or monkey.heart.was_silent or is_larger)


def main() -> None:
    """Take the arguments, and clean up."""
    parser = argparse.ArgumentParser(description="Random input to the window.")
    parser.add_argument("seconds", nargs="?", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--paragraphs", type=int, default=700)
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        status = run(asked.seconds, asked.seed, asked.paragraphs, Path(folder))
    sys.stdout.flush()
    os._exit(status)  # what a monkey left half closed is no concern of the interpreter's end


if __name__ == "__main__":
    main()
