"""The blocks of pages that other programs printed, as they were when someone last agreed.

After a change that is meant, write the files anew and read the difference before it is kept:

    DIPTYCH_REGOLD=1 python -m pytest tests/golden/test_pages.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diptych.formats import pdf
from diptych.formats.order import Order
from support.pdf_files import PASSWORDS, SAMPLES, sample

if TYPE_CHECKING:
    from diptych.model.document import Block, Document

GOLDEN = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".xps"})
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
    head = [f"title: {document.title}", f"language: {document.language}", *document.remarks]
    head += [
        f"page {p.label}: {p.start}-{p.end}, {p.width:.0f} x {p.height:.0f}" for p in document.pages
    ]
    head += [f"outline: {e.level} {e.title} {e.start} ({e.page})" for e in document.outline]
    return "\n".join([*head, "", *map(line, document.blocks)]) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_pages(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    now = listing(pdf.read(sample(name), Order(name, password=PASSWORDS.get(name, ""))))
    if os.environ.get("DIPTYCH_REGOLD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8", newline="\n")
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines()
