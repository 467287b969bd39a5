"""The README's table of formats is what the catalogue declares, and what sample files show."""

from __future__ import annotations

import pytest

from diptych.formats.catalogue import FORMATS
from diptych.formats.reader import read_path
from support.flowing import SAMPLES
from support.repository import ROOT

ABILITIES = ("pages", "pictures", "outline", "links", "annotations")
# Files made by other programs, one or more for each row.
BY_OTHERS = {
    "PDF": ["harbour-libreoffice.pdf", "market-chromium.pdf"],
    "XPS": ["quay-ghostscript.xps"],
    "Word document": ["letter-libreoffice.docx", "river-pandoc.docx"],
    "OpenDocument text": ["letter-libreoffice.odt", "river-pandoc.odt"],
    "EPUB book": ["river-pandoc.epub", "river-calibre.epub"],
    "FictionBook": ["river-pandoc.fb2", "river-pandoc.fb2.zip"],
    "MOBI book": ["river-calibre.mobi", "river-calibre.azw3"],
    "rich text": ["letter-libreoffice.rtf", "river-pandoc.rtf"],
    "web page": ["ferry-chromium.html", "letter-libreoffice.html", "river-pandoc.html"],
    "Markdown": ["river-pandoc.md"],
    "plain text": ["river-pandoc.txt"],
}


def table() -> dict[str, list[str]]:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| reads | files"))
    rows: dict[str, list[str]] = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        name, _, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name] = cells
    return rows


def test_the_table_is_the_catalogue() -> None:
    wanted = {
        row.name: ["yes", "yes"] + ["yes" if getattr(row, each) else "–" for each in ABILITIES]
        for row in FORMATS
    }
    assert table() == wanted


@pytest.mark.parametrize("name", [row.name for row in FORMATS])
def test_files_of_other_programs_show_it(name: str) -> None:
    row = next(row for row in FORMATS if row.name == name)
    documents = [read_path(SAMPLES / each) for each in BY_OTHERS[name]]
    for document in documents:
        assert document.format == name
        assert row.pages or len({block.kind for block in document.blocks}) >= 2
        assert bool(document.pages) == row.pages
        assert row.outline or not document.outline
    assert row.pages or any(document.outline for document in documents) == row.outline


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        ("letter-libreoffice.docx", "a.pdf"),
        ("river-pandoc.epub", "a.docx"),
        ("letter.fodt", "a.txt"),
    ],
)
def test_the_content_decides_not_the_name(tmp_path, sample: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((SAMPLES / sample).read_bytes())
    assert read_path(path).format == read_path(SAMPLES / sample).format
