"""The blocks of the sample files of every format, as they were when someone last agreed.

After a change that is meant, write the files anew and read the difference before it is kept:

    DIPTYCH_REGOLD=1 python -m pytest tests/golden/test_formats.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diptych.formats.reader import read_path

if TYPE_CHECKING:
    from diptych.model.document import Block, Document

GOLDEN = Path(__file__).parent / "formats"
DATA = Path(__file__).parents[1] / "data" / "formats"
NAMES = sorted(
    path.name
    for path in DATA.iterdir()
    if path.name.startswith(("river-", "letter-", "ferry-")) and path.suffix != ".txt"
)


def line(block: Block) -> str:
    label = block.kind.value + (f" ({block.role})" if block.role else "")
    label += f" {block.level}" if block.level else ""
    return f"{label:24} {block.text.replace(chr(10), ' / ')}"


def listing(document: Document) -> str:
    facts = (document.format, document.title, document.author, document.date, document.language)
    head = [" · ".join(facts), *document.remarks, ""]
    outline = [
        f"{entry.level} {entry.title} → {document.source[entry.start : entry.start + 12]!r}"
        for entry in document.outline
    ]
    return "\n".join([*head, *map(line, document.blocks), "", *outline]).rstrip() + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_formats(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    now = listing(read_path(DATA / name))
    if os.environ.get("DIPTYCH_REGOLD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines()
