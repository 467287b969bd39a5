"""A report as a Word file, the two texts side by side in each finding, to be worked on further."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from diptych.export import wording
from diptych.export.characters import one_line, showable, turns, visible_name
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from diptych.model.comparison import Finding
    from diptych.model.note import Note
    from diptych.model.report import Report

# Two that are characters, but none of XML.
_NO_XML = re.compile("[\ufffe\uffff]")
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MARGIN, _NAMES = 2.0, 4.5  # cm; the column of topics takes a name of two long words


def write(report: Report) -> bytes:
    """Return the file; the same report gives the same bytes, and nothing in it is computed."""
    from docx import Document

    document = Document()
    _describe(document, report)
    _head(document, report)
    for number, finding in enumerate(report.comparison.findings, start=1):
        _finding(document, report, finding, number)
    if report.other_notes:
        document.add_heading("Notes", level=1)
        for note in report.other_notes:
            _note_on_words(document, note)
    made = io.BytesIO()
    document.save(made)
    return _timeless(made.getvalue())


def _timeless(data: bytes) -> bytes:
    """Return a container with no time in it, and not packed: each zlib packs in its own way."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _NO_DATE), old.read(name))
    return kept.getvalue()


def _describe(document: Document, report: Report) -> None:
    from docx.shared import Cm

    for section in document.sections:
        section.left_margin = section.right_margin = Cm(_MARGIN)
    core = document.core_properties
    # What the library's own template says of itself.
    for element in list(core._element):  # noqa: SLF001 - it has no other way to take one out
        core._element.remove(element)  # noqa: SLF001
    core.title = _plain(_names(report))[:255]


def _head(document: Document, report: Report) -> None:
    from docx.shared import Cm

    _said(document.add_heading(level=0), _names(report))
    for side in Side:
        source = report.document(side)
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{side.value.capitalize()}: ")
        paragraph.add_run(_plain(visible_name(source.title))).bold = True
        paragraph.add_run(f" ({_plain(visible_name(report.path(side)))}, SHA-256 {source.sha256})")
    _said(document.add_paragraph(), f"{wording.made_by(report)} {report.comparison.remark}".strip())
    counts = wording.counts(report)
    table = document.add_table(
        rows=1 + len(counts), cols=1 + len(wording.COLUMNS), style="Table Grid"
    )
    table.columns[0].width = Cm(_NAMES)
    rows = [("Topic", list(wording.COLUMNS.values()))]
    rows += [(visible_name(name), [str(each) for each in numbers]) for name, numbers in counts]
    for row, (name, values) in zip(table.rows, rows, strict=True):
        row.cells[0].width = Cm(_NAMES)
        for cell, value in zip(row.cells, [name, *values], strict=True):
            _said(cell.paragraphs[0], value)


def _finding(document: Document, report: Report, finding: Finding, number: int) -> None:
    headline = visible_name(wording.headline(report, finding))
    _said(document.add_heading(level=2), f"{number}. {headline}")
    reason = f"{wording.confidence(report, finding)} {finding.reason}".strip()
    _said(document.add_paragraph(), reason)
    table = document.add_table(rows=1, cols=len(Side), style="Table Grid")
    for cell, side in zip(table.rows[0].cells, Side, strict=True):
        _side(cell, report, finding, side)
    for name, words in wording.evidence(finding):
        _said(document.add_paragraph(style="List Bullet"), f"{name}: {', '.join(words)}")
    for note in report.notes_on(finding):
        _body(document, note)


def _side(cell: _Cell, report: Report, finding: Finding, side: Side) -> None:
    labelled = [
        (f"{side.value.capitalize()}{wording.page(report, side, passage)}", passage)
        for passage in finding.passages(side)
    ]
    silence = wording.silence(finding)
    if finding.nearest and silence and silence[0] is side:
        passage = finding.nearest.passage
        labelled.append((f"{silence[1]}{wording.page(report, side, passage)}", passage))
    # A cell has one paragraph from the start.
    spare = [cell.paragraphs[0]]
    for label, passage in labelled:
        paragraph = spare.pop() if spare else cell.add_paragraph()
        paragraph.add_run(_plain(f"{label}:")).bold = True
        _said(cell.add_paragraph(), report.quote(side, passage))


def _note_on_words(document: Document, note: Note) -> None:
    place = wording.place_of(note)
    document.add_paragraph(f"Note on {place}:" if place else "Note on:")
    for anchor in note.anchors:
        if anchor.quote:
            _said(document.add_paragraph(style="Quote"), anchor.quote)
    _body(document, note)


def _body(document: Document, note: Note) -> None:
    for line in note.body.splitlines():
        _said(document.add_paragraph(style="Intense Quote"), line)


def _names(report: Report) -> str:
    return f"{visible_name(report.left.title)} and {visible_name(report.right.title)}"


def _plain(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", showable(one_line(text)))


def _said(paragraph: Paragraph, text: str) -> None:
    """Put words into a paragraph; where some run from right to left, the first ones decide."""
    import unicodedata

    from docx.oxml import OxmlElement

    run = paragraph.add_run(_plain(text))
    strong = (unicodedata.bidirectional(each) for each in text)
    first = next((each for each in strong if each in ("L", "R", "AL")), "L")
    if turns(text) and first != "L":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
        run.font.rtl = True
