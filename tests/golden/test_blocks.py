"""The blocks of the five documents, as they were when someone last looked at them and agreed.

After a change that is meant, write the files anew and read the difference before it is kept:

    DIPTYCH_REGOLD=1 python -m pytest tests/golden/test_blocks.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diptych.formats.reader import read_path
from support.repository import SEEDS

if TYPE_CHECKING:
    from diptych.model.document import Block, Document

GOLDEN = Path(__file__).parent / "blocks"
NAMES = ["letter-2018", "letter-2021", "reuters-2018", "wapo-2018", "wilson-2021"]
SHOWN = 60


def line(block: Block) -> str:
    """Return kind, role or level, the spans of the parts, and how the text begins and ends."""
    label = block.kind.value + (f" ({block.role})" if block.role else "")
    label += f" {block.level}" if block.level else ""
    spans = " ".join(f"{s.start}-{s.end}" for s in block.map.spans(0, len(block.text)))
    text = block.text.replace("\n", " / ")
    if len(text) > 2 * SHOWN:
        text = f"{text[:SHOWN].rstrip()} … {text[-SHOWN:].lstrip()}"
    return f"{label:26} {spans:12} {text}"


def listing(document: Document) -> str:
    """Return a document in a form that a person can read and compare."""
    head = [f"title: {document.title}", f"language: {document.language}", *document.remarks, ""]
    return "\n".join(head + [line(block) for block in document.blocks]) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_blocks(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    now = listing(read_path(SEEDS / f"{name}.txt"))
    if os.environ.get("DIPTYCH_REGOLD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines()
