"""How fast everything is searched while a reader types: `python tests/perf/searching.py [NOTES]`.

CPU time for one key, median and 95th percentile in milliseconds, on a library of 10,000 notes, of
documents with 20,000 paragraphs and of 2,000 findings: at once, and when the reader pauses; words
that stand there, and words with a wrong letter. The longest step is what a search on a pause takes
of one turn of the window, when 33 notes more hold texts of a million letters, with some 150,000
different words.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from diptych.model.comparison import Relation
from diptych.model.note import LibraryEntry
from diptych.services.query import as_line
from diptych.services.searching import Findings, FindingText, Searching
from diptych.services.workplace import Workplace
from diptych.store.driver import sqlite3
from diptych.store.texts import Texts
from diptych.work.inline import InlineJobs
from perf.store import SYLLABLES, TEXT, show
from support.annotations import note_on
from support.letters import make_tasks

PARAGRAPHS, FINDINGS = 20_000, 2_000
LONGEST_OF = 20  # searches
LONG_NOTES, LETTERS, RARE = 33, 1_000_000, 5_000


@cache
def word(rank: int) -> str:
    """Return the word of a rank, as in `store`."""
    return "".join(random.Random(rank).choices(SYLLABLES, k=1 + rank % 4))


def words(chance: random.Random, count: int) -> list[str]:
    """Return words whose frequencies fall as those of a language do."""
    return [word(int(chance.paretovariate(1.0))) for _ in range(count)]


def long_text(chance: random.Random, number: int) -> str:
    """Return a text of which some thousand words stand in no other."""
    rare = [f"{word(each)}{each:x}" for each in range(number * RARE, (number + 1) * RARE)]
    ranks = (int(math.exp(chance.uniform(0, 10))) for _ in range(LETTERS // 7))
    body = [word(rank) for rank in ranks] + rare
    chance.shuffle(body)
    return " ".join(body)[:LETTERS]


def fill(place: Workplace, chance: random.Random, count: int) -> None:
    """Write notes, with tags, and take in a long text."""
    place.library._database.read("PRAGMA synchronous=OFF")
    sample = note_on(TEXT, "first", "")
    with place.library.together():
        for key in range(count):
            body = " ".join(words(chance, chance.randint(5, 80)))
            tags = (f"tag{key % 40}",)
            place.library.save_note(sample._replace(id=f"{key:032x}", body=body, tags=tags))
    place.library.remember(LibraryEntry("a" * 64, "/nowhere", "Long"))
    search = Searching(place)
    search.outstanding()
    (key,) = [key for key, each in search._stored.items() if each.entry.sha256 == "a" * 64]
    texts = [" ".join(words(chance, 60)) for _ in range(PARAGRAPHS)]
    Texts(place.cache).add(key, texts)


def add_long_notes(place: Workplace, chance: random.Random) -> None:
    """Write notes that hold whole books."""
    sample = note_on(TEXT, "first", "")
    with place.library.together():
        for number in range(LONG_NOTES):
            body = long_text(chance, number)
            place.library.save_note(sample._replace(id=f"{number:031x}b", body=body))


def findings(chance: random.Random) -> list[FindingText]:
    """Return findings as those of forty readings."""
    found = []
    for number in range(FINDINGS):
        text = " ".join(words(chance, 50))
        about = f"{number:016x}", Relation.PARTIAL, "a" * 64, "b" * 64, "Two"
        found.append(FindingText(*about, text, as_line(text)))
    return found


def longest_step(search: Searching, typed: str) -> float:
    """Return the seconds of CPU for the longest step of a search for words not yet learnt."""
    search.forget_words()
    longest, began = 0.0, time.process_time()
    for _found in search.steps(typed, ranked=True):
        now = time.process_time()
        longest, began = max(longest, now - began), now
    return longest


def timed(search: Searching, typed: str, *, ranked: bool) -> float:
    """Return the seconds of CPU for one search."""
    began = time.process_time()
    search.find(typed, ranked=ranked)
    return time.process_time() - began


def main(count: int) -> None:
    """Fill a library, then type."""
    chance = random.Random(1)
    print(
        f"SQLite {sqlite3.sqlite_version}, {count} notes, {PARAGRAPHS} paragraphs, "
        f"{FINDINGS} findings"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace.open(Path(folder), InlineJobs(make_tasks()))
        fill(place, chance, count)
        search = Searching(place)
        search.outstanding()
        search.set_findings([Findings(findings(chance))])
        search.find("warm", ranked=True)
        typing, pausing, slipping, steps = [], [], [], []
        for _ in range(100):
            typed = " ".join(words(chance, chance.randint(1, 2)))
            typing += [timed(search, typed[:end], ranked=False) for end in range(1, len(typed) + 1)]
            pausing.append(timed(search, typed, ranked=True))
            slipping.append(timed(search, typed + "xq", ranked=True))
        show("as typed", typing)
        show("on a pause, ranked", pausing)
        show("on a pause, with a wrong letter", slipping)
        add_long_notes(place, chance)
        for _ in range(LONGEST_OF):
            typed = " ".join(words(chance, chance.randint(1, 2)))
            steps += [longest_step(search, typed), longest_step(search, typed + "xq")]
        show("on a pause, longest step", steps)
        print(f"{'':38} max {max(steps) * 1000:7.2f} ms")
        place.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
