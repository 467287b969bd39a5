"""How well notes find their words again over the real versions of documents.

Usage: python tests/perf/anchors.py REPOSITORY [--notes N] [--half 0|1]

REPOSITORY is a git repository (its folder, or the bare one) of texts in Markdown, for instance a
copy of github/site-policy (CC0-1.0). Notes of 3 to 50 words are put on one version of a text and
looked for in a version 1, 4 or 12 steps later. Where they should be is read off an alignment of
the two versions' words. Printed for each kind of change: the share of notes found at the right
words, at wrong words, shown as uncertain, and lost.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from rapidfuzz.fuzz import partial_ratio

from diptych.anchoring.describe import describe
from diptych.anchoring.resolve import Seeker
from diptych.formats.order import Order
from diptych.formats.reader import read_document
from diptych.model.document import Document, Span
from diptych.model.note import AnchorState

STEPS = (1, 4, 12)
_WORD = re.compile(r"\w+")
# Words that stand in a row in both versions, though not in the same order: a block was moved.
_MOVED_WORDS = 8
# Likeness (0 to 100) of a stretch of the new version from which a quote may have moved there.
ELSEWHERE = 75


class Note(NamedTuple):
    """A note to be found: its words, where they should be (None: nowhere), and the change."""

    span: Span
    truth: Span | None
    change: str


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("--notes", type=int, default=40, metavar="N", help="a pair of versions")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other document only")
    options = parser.parse_args()
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    seconds = 0.0
    rng = random.Random(20261122)
    for name, versions in histories(options.repository, options.half):
        for step in STEPS:
            for old, new in list(zip(versions, versions[step:], strict=False))[:: max(1, 3 * step)]:
                before, after = as_document(old, name), as_document(new, name)
                seeker = Seeker(after)
                for note in notes(before.source, after.source, rng, options.notes):
                    anchor = describe(before, note.span)
                    began = time.process_time()
                    found = seeker.resolve(anchor)
                    seconds += time.process_time() - began
                    outcomes[note.change][outcome(found.state, found.span, note.truth)] += 1
    total = sum(map(Counter.total, outcomes.values()))
    print(f"{total} notes, {1000 * seconds / max(1, total):.2f} ms CPU a note")
    for change, counts in sorted(outcomes.items()):
        shares = ", ".join(
            f"{result} {100 * counts[result] / counts.total():.1f} %"
            for result in ("right", "wrong", "uncertain", "lost")
        )
        print(f"{change:10} {counts.total():6}  {shares}")
    return 0


def histories(repository: Path, half: int | None) -> list[tuple[str, list[bytes]]]:
    """Return the texts with six versions or more, oldest version first."""

    def git(*arguments: str) -> bytes:
        command = ["git", "-C", str(repository), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout

    names = git("ls-tree", "-r", "--name-only", "-z", "HEAD").decode().split("\0")
    found = []
    for name in (name for name in names if name.endswith((".md", ".txt"))):
        commits = git("log", "--reverse", "--format=%H", "--", name).decode().split()
        versions: list[bytes] = []
        for commit in commits:
            shown = subprocess.run(
                ["git", "-C", str(repository), "show", f"{commit}:{name}"],
                capture_output=True,
                check=False,
            )
            if shown.returncode == 0 and len(shown.stdout) > 2000 and shown.stdout not in versions:
                versions.append(shown.stdout)
        if len(versions) >= 6:
            found.append((name, versions))
    return [each for index, each in enumerate(found) if half is None or index % 2 == half]


def as_document(data: bytes, name: str) -> Document:
    """Read a version as plain text, whatever its name says."""
    return read_document(data, Order(f"{name}.txt"))


def notes(old: str, new: str, rng: random.Random, count: int) -> list[Note]:
    """Return notes on stretches of the old text, with where they should be in the new one."""
    words, others = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    forms, other_forms = [word.group() for word in words], [word.group() for word in others]
    partner: dict[int, int] = {}
    matcher = SequenceMatcher(None, forms, other_forms, autojunk=False)
    for block in matcher.get_matching_blocks():
        partner.update((block.a + i, block.b + i) for i in range(block.size))
    found: list[Note] = []
    changed = [i for i in range(len(words)) if i not in partner]
    while len(found) < count and words:
        length = rng.randint(3, 50)
        # Half of the notes are put where something changed: elsewhere nothing is hard.
        middle = (
            rng.choice(changed) if changed and rng.random() < 0.5 else rng.randrange(len(words))
        )
        first = max(0, min(middle - rng.randrange(length), len(words) - length))
        last = min(len(words), first + length) - 1
        note = _note(old, new, words, others, partner, first, last)
        if note is not None:
            found.append(note)
        elif not changed and len(words) < 60:
            break
    return found


def _note(
    old: str,
    new: str,
    words: list[re.Match[str]],
    others: list[re.Match[str]],
    partner: dict[int, int],
    first: int,
    last: int,
) -> Note | None:
    span = Span(words[first].start(), words[last].end())
    quote = old[span.start : span.end]
    partners = [partner[i] for i in range(first, last + 1) if i in partner]
    share = len(partners) / (last - first + 1)
    stands = new.count(quote)
    if share == 1.0 and partners[-1] - partners[0] == last - first:
        truth = Span(others[partners[0]].start(), others[partners[-1]].end())
        return Note(span, truth, "unchanged" if stands <= 1 else "repeated")
    if stands == 1 and last - first + 1 >= _MOVED_WORDS:
        start = new.index(quote)
        return Note(span, Span(start, start + len(quote)), "moved")
    if share >= 0.5 and partners[-1] - partners[0] <= 2 * (last - first) + 4:
        truth = Span(others[partners[0]].start(), others[partners[-1]].end())
        return Note(span, truth, "edited")
    # The alignment keeps to the order of the text: rows that changed places are not deleted.
    if share <= 0.15 and partial_ratio(quote, new) < ELSEWHERE:
        return Note(span, None, "deleted")
    return None


def outcome(state: AnchorState, span: Span | None, truth: Span | None) -> str:
    """Say whether a note was found rightly: at least half of what both cover is common."""
    if state is AnchorState.LOST or span is None:
        return "lost" if truth is not None else "right"
    if state is AnchorState.UNCERTAIN:
        return "uncertain" if truth is not None else "right"
    if truth is None:
        return "wrong"
    common = span.overlap(truth)
    return "right" if common >= 0.5 * max(span.length, truth.length) else "wrong"


if __name__ == "__main__":
    raise SystemExit(main())
