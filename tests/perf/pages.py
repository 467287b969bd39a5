"""What pages cost: 5,000 dense ones read, opened and drawn, beside the tools that do only that.

    python tests/perf/pages.py [PAGES]

Prints processor time, the peak of memory, and ratios to `pdftotext -bbox` and `mutool` where they
are on this machine, all in one run: a ratio to a tool in the same minute says more than seconds.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

WORDS = re.findall(
    r"\w+",
    """
    the of and to in that is for with on was this are be by not it as from border asylum policy
    government rights council harbour season report committee proposed answer against within
    members region promised measure decision public question example history country people law
    water market village winter evidence agreement opposed support several larger during between
    """,
)


def sentence(dice: random.Random) -> str:
    words = dice.choices(WORDS, k=dice.randint(8, 24))
    return " ".join(words).capitalize() + "."


def write_book(path: Path, pages: int) -> None:
    """Write a PDF of dense pages: a running head, a page number, two fonts, paragraphs."""
    import pymupdf

    dice = random.Random(7)
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = document.new_page()
        page.insert_text((72, 50), "A history of the harbour", fontsize=9, fontname="helv")
        page.insert_text((290, 810), str(number), fontsize=9, fontname="helv")
        page.insert_text(
            (72, 80), f"{number}. " + sentence(dice)[:40], fontsize=13, fontname="hebo"
        )
        lines: list[str] = []
        for _ in range(4):
            text = " ".join(sentence(dice) for _ in range(8))
            while text:
                cut = text[:88].rfind(" ") if len(text) > 88 else len(text)
                lines.append(text[:cut])
                text = text[cut + 1 :]
            lines.append("")
        page.insert_text((72, 105), lines, fontsize=10, fontname="tiro", lineheight=1.25)
    document.save(path, deflate=True, garbage=3)


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command: list[str]) -> float:
    """Return the processor time of another program, which must end well."""
    before = cpu_of_children()
    subprocess.run(command, check=True, capture_output=True)
    return cpu_of_children() - before


def measure(path: Path, job: str) -> tuple[float, float, float]:
    """Return processor seconds, MB at the peak, and wall seconds of a job in its own process."""
    begun = time.perf_counter()
    output = subprocess.run(
        [sys.executable, __file__, "--job", job, str(path)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return float(output[0]), float(output[1]), time.perf_counter() - begun


def do(job: str, path: Path) -> None:
    """Do one job here and print what it cost."""
    from diptych.formats import pdf
    from diptych.formats.book import Book
    from diptych.formats.order import Order

    data = path.read_bytes()
    begun = time.process_time()
    if job == "read":
        pdf.read(data, Order(path.name))
    else:
        book = Book.open(data, Order(path.name))
        if job == "draw":
            book.render(0, 1.5)
            book.sheet(0)
    spent = time.process_time() - begun
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        book, leaflet = Path(folder, "book.pdf"), Path(folder, "leaflet.pdf")
        write_book(book, pages)
        write_book(leaflet, 10)
        read, peak, _ = measure(book, "read")
        print(f"whole text of {pages:,} pages   {read:6.2f} s CPU   peak {peak:.0f} MB")
        for name, path in (("10", leaflet), (f"{pages:,}", book)):
            spent, peak, _ = measure(path, "draw")
            print(
                f"open + first page of {name:>6}   {1000 * spent:6.0f} ms CPU  peak {peak:.0f} MB"
            )
        for tool, command in (
            ("pdftotext -bbox", ["pdftotext", "-bbox", str(book), os.devnull]),
            ("pdftotext", ["pdftotext", str(book), os.devnull]),
            ("mutool stext", ["mutool", "draw", "-q", "-F", "stext", "-o", os.devnull, str(book)]),
            ("mutool text", ["mutool", "draw", "-q", "-F", "text", "-o", os.devnull, str(book)]),
        ):
            if shutil.which(command[0]) is None:
                print(f"{tool:24} not on this machine")
                continue
            spent = run(command)
            print(f"{tool:24}   {spent:6.2f} s CPU   ours is {read / spent:.2f} x")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        do(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
