"""How fast the library opens, saves, searches and is copied: `python tests/perf/store.py [NOTES]`.

And how long the window's thread is held at most (CPU) by an import of 3,000 notes, ten notes of a
million letters and 3,000 verdicts, by what is read of these, by its undoing, and by the emptying of
the trash after it.

Times are medians and 95th percentiles in milliseconds, on a library of 10,000 notes; of the copy,
on one of ten times as many. Saving and copying wait for the disk (wall time, where the machine is
shared of little meaning); opening and searching are CPU time.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from diptych.model.comparison import Relation
from diptych.model.note import NoteKind, Verdict
from diptych.services.annotating import Annotating
from diptych.services.browsing import Filters, browse
from diptych.services.importing import Importing
from diptych.services.learning import Learning
from diptych.services.note_files import Kept
from diptych.services.trashing import Emptying
from diptych.services.undo import Undo
from diptych.store.clock import utc_now
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.annotations import document, note_on

if TYPE_CHECKING:
    from collections.abc import Callable

SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
TEXT = document("# Part\nThe first words of a text.\nThe second words of a text.")


def words(chance: random.Random, count: int) -> list[str]:
    """Return words whose frequencies fall as those of a language do."""
    ranks = (int(chance.paretovariate(1.0)) for _ in range(count))
    return ["".join(random.Random(rank).choices(SYLLABLES, k=1 + rank % 4)) for rank in ranks]


def show(what: str, seconds: list[float]) -> None:
    """Print the median and the 95th percentile."""
    ordered = sorted(seconds)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{what:38} p50 {middle * 1000:7.2f} ms   p95 {high * 1000:7.2f} ms")


def fill(folder: Path, count: int, chance: random.Random) -> None:
    """Write a library of so many notes."""
    library = Library.open(folder)
    library._database.read("PRAGMA synchronous=OFF")
    sample = note_on(TEXT, "first", "")
    with library.together():
        for key in range(count):
            body = " ".join(words(chance, chance.randint(5, 80)))
            tags = tuple(words(chance, chance.randint(0, 2)))
            library.save_note(sample._replace(id=f"{key:032x}", body=body, tags=tags))
    library.close()


def save(library: Library, count: int, chance: random.Random) -> None:
    """Measure the saving of a note as the editor does it: with its step of undo."""
    annotating = Annotating(library, utc_now, Undo(library))
    alone, saving = [], []
    for _ in range(300):
        body = " ".join(words(chance, chance.randint(5, 80)))
        note = library.note(f"{chance.randrange(count):032x}")
        began = time.perf_counter()
        library.save_note(note._replace(body=body))
        alone.append(time.perf_counter() - began)
        began = time.perf_counter()
        annotating.save_body(note, body + " and more")
        saving.append(time.perf_counter() - began)
    show("save one note, wall", alone)
    show("save one note with undo, wall", saving)


def search(library: Library, chance: random.Random) -> None:
    """Measure the search while a query is typed, the list of notes, and the reading of all."""
    searching, finding = [], []
    for _ in range(100):
        typed = " ".join(words(chance, chance.randint(1, 2)))
        for end in range(1, len(typed) + 1):
            began = time.process_time()
            library.search_notes(typed[:end])
            searching.append(time.process_time() - began)
    show("search as typed, CPU", searching)
    for _ in range(20):
        began = time.process_time()
        library.notes()
        finding.append(time.process_time() - began)
    show("all notes, CPU", finding)
    browsing = []
    tags = [tag for tag, _count in library.tags()]
    for _ in range(100):
        word, tag = words(chance, 1)[0], chance.choice(tags)
        for filters in (
            Filters(),
            Filters(words=word),
            Filters(words=word, tag=tag),
            Filters(which="highlights"),
            Filters(document=TEXT.sha256),
        ):
            began = time.process_time()
            listed = browse(library, filters, {}, {})
            listed[: min(30, len(listed))]
            browsing.append(time.process_time() - began)
    show("a list of notes, its first screen, CPU", browsing)


def copy(count: int, chance: random.Random) -> None:
    """Measure a copy, checked by opening it, while notes are in the log."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), count, chance)
        library = Library.open(Path(folder))
        library.save_note(note_on(TEXT, "first", "In the log", count))
        size = library.path.stat().st_size / 2**20
        wall, processor = [], []
        for _ in range(5):
            began = time.perf_counter(), time.process_time()
            library.back_up()
            wall.append(time.perf_counter() - began[0])
            processor.append(time.process_time() - began[1])
        show(f"copy {count} notes ({size:.0f} MiB), wall", wall)
        show(f"copy {count} notes, CPU", processor)
        use_while_copied(library, count, chance)
        library.close()


def use_while_copied(library: Library, count: int, chance: random.Random) -> None:
    """Measure how long the window's thread waits for the library while copies are made."""
    wall, reading, saving = [], [], []
    for number in range(5):
        copy = library.copying_to(library.path.with_name(f"copy-{number}.sqlite"))
        thread = Thread(target=copy)
        began = time.perf_counter()
        thread.start()
        while thread.is_alive():
            asked = time.perf_counter()
            note = library.note(f"{chance.randrange(count):032x}")
            reading.append(time.perf_counter() - asked)
            library.save_note(note._replace(body=note.body + "."))
            saving.append(time.perf_counter() - asked - reading[-1])
            time.sleep(0.005)
        wall.append(time.perf_counter() - began)
    show("copy beside the window, wall", wall)
    show("read a note meanwhile, wall", reading)
    show("save a note meanwhile, wall", saving)
    print(f"longest waits meanwhile: {max(reading) * 1000:.0f} ms, {max(saving) * 1000:.0f} ms")


def longest(what: str, step: Callable[[], bool]) -> None:
    """Print how long a thing takes, and the longest of its steps."""
    steps, goes_on = [], True
    while goes_on:
        began = time.thread_time()
        goes_on = step()
        steps.append((time.thread_time() - began) * 1000)
    print(f"{what:38} {len(steps):4} turns {sum(steps):7.0f} ms   longest {max(steps):5.0f} ms")


def hold(chance: random.Random) -> None:
    """Measure the longest turns of what is done to much at once."""
    sample = note_on(TEXT, "first", "")
    stock = [" ".join(words(chance, 60)) for _ in range(400)]
    sizes = [chance.randint(1, 6) for _ in range(3_000)] + [2_800] * 10
    notes = [
        sample._replace(id=f"{key:032x}", body="\n\n".join(chance.choices(stock, k=size)))
        for key, size in enumerate(sizes)
    ]
    features = (("bias", 1.0), ("slope", 0.5))
    verdict = Verdict("", None, sample.left, sample.left, "", Relation.DIVERGE, 0.5, features)
    pair = ("a" * 64, "b" * 64)
    verdicts = [(*pair, verdict._replace(finding=f"{key:016x}")) for key in range(3_000)]
    chance.shuffle(notes)
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        undo = Undo(library)
        importing = Importing(library, undo, Kept(notes, verdicts))
        longest("import", importing.step)
        longest("its end", lambda: not importing.finish())
        learning = Learning(library, undo)
        longest("what its verdicts teach", lambda: not learning.judged)
        for when in ("first", "again"):
            longest(f"its verdicts, read {when}", lambda: not library.verdicts(*pair))
        longest("its undoing", lambda: not undo.undo())
        longest("the list of the trash", lambda: not library.trash())
        longest("the emptying of the trash", Emptying(library, undo, library.trash()).step)
        long = max(notes, key=lambda note: len(note.body))
        annotating = Annotating(library, utc_now, undo)
        made = annotating.note_on(NoteKind.FREE, "", long.body)
        for number in range(5):
            longest(
                f"save a note of {len(long.body):,} letters",
                lambda number=number: not annotating.save_body(made, f"{long.body} {number}"),
            )
        library.close()


def main(count: int) -> None:
    """Fill a library, then measure."""
    chance = random.Random(1)
    print(f"SQLite {sqlite3.sqlite_version}, {count} notes of 5 to 80 words")
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), count, chance)
        opening = []
        for _ in range(20):
            began = time.process_time()
            library = Library.open(Path(folder))
            opening.append(time.process_time() - began)
            library.close()
        show("open, CPU", opening)
        library = Library.open(Path(folder))
        save(library, count, chance)
        search(library, chance)
        library.close()
    hold(chance)
    copy(count * 10, chance)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
