"""How fast the library opens, saves and searches: `python tests/perf/store.py [NOTES]`.

Times are medians and 95th percentiles in milliseconds, on a library of 10,000 notes. Saving waits
for the disk (wall time); opening and searching are CPU time.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.annotations import document, note_on

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
    print(f"{what:34} p50 {middle * 1000:7.2f} ms   p95 {high * 1000:7.2f} ms")


def main(count: int) -> None:
    """Fill a library, then measure."""
    chance = random.Random(1)
    print(f"SQLite {sqlite3.sqlite_version}, {count} notes of 5 to 80 words")
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder))
        library._database.read("PRAGMA synchronous=OFF")
        sample = note_on(TEXT, "first", "")
        for key in range(count):
            body = " ".join(words(chance, chance.randint(5, 80)))
            library.save_note(sample._replace(id=f"{key:032x}", body=body))
        library.close()

        opening = []
        for _ in range(20):
            began = time.process_time()
            library = Library.open(Path(folder))
            opening.append(time.process_time() - began)
            library.close()
        show("open, CPU", opening)

        library = Library.open(Path(folder))
        saving = []
        for _ in range(300):
            body = " ".join(words(chance, chance.randint(5, 80)))
            note = sample._replace(id=f"{chance.randrange(count):032x}", body=body)
            began = time.perf_counter()
            library.save_note(note)
            saving.append(time.perf_counter() - began)
        show("save one note, wall", saving)

        searching, finding = [], []
        for _ in range(100):
            word = chance.choice(words(chance, 1))
            for end in range(1, len(word) + 1):
                began = time.process_time()
                library.search_notes(word[:end])
                searching.append(time.process_time() - began)
        show("search as typed, CPU", searching)
        for _ in range(20):
            began = time.process_time()
            library.notes()
            finding.append(time.process_time() - began)
        show("all notes, CPU", finding)
        library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
