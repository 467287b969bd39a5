"""What comparing two versions of a text word by word costs, as a ratio to `git diff --patience`.

Usage: python tests/perf/words.py [WORDS ...]

The versions differ in 2 % of their words, taken out, put in or replaced. Both programs get the
same words, git one a line; CPU time of both in one run, and the size of the difference (words
deleted and inserted) next to that of `git diff --minimal`.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))

from diptych.compare.words import changes

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
# Words that are kept together when text is made: long enough to read like the original.
_PIECE = 13


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", type=int, nargs="*", default=[100_000, 1_000_000])
    options = parser.parse_args()
    rng = random.Random(20261122)
    found = [
        word
        for path in sorted(SEEDS.glob("*.txt"))
        for word in re.findall(r"\w+|[^\w\s]", path.read_text(encoding="utf-8"))
    ]
    for count in options.words:
        left = text_of(found, count, rng)
        right = revised(left, sorted(set(found)), rng)
        began = time.process_time()
        differences = changes(left, right, lambda: None)
        ours = time.process_time() - began
        size = sum(c.left_end - c.left_start + c.right_end - c.right_start for c in differences)
        theirs, _ = git(left, right, "--patience")
        _, smallest = git(left, right, "--minimal")
        print(
            f"{count} words: {ours:.2f} s CPU, {ours / theirs:.1f} x git diff --patience; "
            f"{size} words differ, {size / smallest:.3f} x the smallest difference"
        )
    return 0


def text_of(words: list[str], count: int, rng: random.Random) -> list[str]:
    """Return so many words: the given ones, then their pieces in another order, again and again."""
    pieces = [words[at : at + _PIECE] for at in range(0, len(words), _PIECE)]
    text = list(words)
    while len(text) < count:
        rng.shuffle(pieces)
        text += [word for piece in pieces for word in piece]
    return text[:count]


def revised(words: list[str], vocabulary: list[str], rng: random.Random) -> list[str]:
    """Return the words with 2 % of them taken out, replaced or followed by a new one."""
    text = []
    for word in words:
        chance = rng.random()
        if chance >= 0.0067:
            text.append(rng.choice(vocabulary) if chance < 0.0133 else word)
        if 0.0133 <= chance < 0.02:
            text.append(rng.choice(vocabulary))
    return text


def git(left: list[str], right: list[str], how: str) -> tuple[float, int]:
    """Return the CPU seconds and the size of git's difference of two lists of words."""
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / side) for side in ("left", "right")]
        for name, words in zip(names, (left, right), strict=True):
            Path(name).write_text("\n".join(words) + "\n", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = subprocess.run(
            ["git", "diff", "--no-index", "--numstat", how, *names],
            capture_output=True,
            text=True,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    added, deleted = map(int, told.stdout.split()[:2])
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, added + deleted


if __name__ == "__main__":
    raise SystemExit(main())
