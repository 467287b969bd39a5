"""Files with odd names, and places where no file is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hostile.case import WORDS, opens, refused
from hostile.packages import docx, epub, pack, xhtml
from hostile.pdf_bytes import document

TEXT = f"{WORDS}\n\n{WORDS}\n".encode()

NAMES = {
    "markup": "<img src=x>.txt",
    "line end": "two\nlines.txt",
    "bidi": "\u202etxt.fdp\u202c.txt",
    "long": "n" * 251 + ".txt",
    "option": "--output.txt",
    "blank": "  .txt",
    "format": "%s{0}{name}.txt",
    "quote": '“it\'s "quoted"”.txt',
    "accent": "e\u0301tude.txt",
    "tab": "a\tb\x07.txt",
}
QUICK = (NAMES["markup"], NAMES["line end"], NAMES["bidi"])


def _text(path: Path) -> None:
    path.write_bytes(TEXT)


for _name in NAMES.values():
    opens(_name, quick=_name in QUICK)(_text)
    # What a sentence makes of the name.
    refused(_name.replace(".txt", ".bin"), "binary", quick=_name in QUICK)(
        lambda path: path.write_bytes(bytes(range(32)) * 99) and None
    )


if sys.platform.startswith("linux"):

    @opens("undecodable.txt", quick=True)
    def name_that_is_no_text(path: Path) -> Path:
        other = Path(os.fsdecode(os.fsencode(path.parent) + b"/caf\xe9\xff.txt"))
        other.write_bytes(TEXT)
        return other

    @refused("undecodable.pdf", "page|damaged")
    def name_that_is_no_text_on_a_broken_file(path: Path) -> Path:
        other = Path(os.fsdecode(os.fsencode(path.parent) + b"/caf\xe9\xff.pdf"))
        other.write_bytes(b"%PDF-1.4\n")
        return other

    @refused("endless", "device|pipe", quick=True)
    def link_to_an_endless_device(path: Path) -> None:
        path.symlink_to("/dev/zero")

    @refused("kernel-memory", "could not be read")
    def link_to_the_memory_of_the_machine(path: Path) -> None:
        path.symlink_to("/proc/self/mem")


if sys.platform != "win32":

    @refused("pipe.txt", "pipe")
    def pipe_that_nobody_writes_to(path: Path) -> None:
        os.mkfifo(path)

    @refused("loop.txt", "leads back", quick=True)
    def link_to_itself(path: Path) -> None:
        path.symlink_to(path)

    @refused("broken-link.txt", "does not exist")
    def link_to_nothing(path: Path) -> None:
        path.symlink_to(path.with_name("gone"))


@refused("folder.pdf", "folder", quick=True)
def folder_under_the_name_of_a_file(path: Path) -> None:
    path.mkdir()


@refused("vanished.txt", "does not exist")
def file_that_is_gone(path: Path) -> None:
    path.unlink(missing_ok=True)


@opens("text.pdf")
def text_under_the_name_of_pdf(path: Path) -> None:
    path.write_bytes(TEXT)


@opens("pdf.txt")
def pdf_under_the_name_of_text(path: Path) -> None:
    path.write_bytes(document())


@opens("docx.pdf")
def word_file_under_the_name_of_pdf(path: Path) -> None:
    pack(path, docx())


@opens("epub.zip")
def book_under_the_name_of_an_archive(path: Path) -> None:
    pack(path, epub({"one.xhtml": xhtml(f"<p>{WORDS}</p>")}))


@refused("papers.epub", "archive|ZIP")
def archive_under_the_name_of_a_book(path: Path) -> None:
    pack(path, {"one.txt": WORDS, "two.txt": WORDS})
