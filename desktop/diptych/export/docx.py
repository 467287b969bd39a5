"""A report as a Word file, the two texts side by side in each finding, to be worked on further."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from typing import TYPE_CHECKING

from diptych.export import wording
from diptych.export.characters import one_line, showable, turns, visible_name
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from diptych.model.comparison import Finding
    from diptych.model.note import Note
    from diptych.model.report import Report

# Two that are characters, but none of XML.
_NO_XML = re.compile("[\ufffe\uffff]")
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MARGIN, _NAMES = 2.0, 4.5  # cm; the column of topics takes a name of two long words
_TEXT = "word/document.xml"
_HERE = "findings and notes"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Both sides of a finding, as the library writes a table: on its page of 12,240 twips, between the
# margins, half for each.
_HALF = 4986
_TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
    '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" '
    'w:noVBand="1" w:val="04A0"/></w:tblPr><w:tblGrid>'
    f'<w:gridCol w:w="{_HALF}"/><w:gridCol w:w="{_HALF}"/></w:tblGrid><w:tr>{{}}</w:tr></w:tbl>'
)
_CELL = f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{_HALF}"/></w:tcPr>{{}}</w:tc>'
_EMPTY = "<w:p/>"


class _Style(StrEnum):
    """Kinds of paragraphs, as the library's template calls them."""

    SECTION = "Heading1"
    FINDING = "Heading2"
    POINT = "ListBullet"
    QUOTE = "Quote"
    NOTE = "IntenseQuote"


def write(report: Report) -> bytes:
    """Return the file; the same report gives the same bytes, and nothing in it is computed."""
    return whole(report, parts(report))


def parts(report: Report) -> Iterator[str]:
    """Yield what follows the head: findings and notes as the XML of a Word file's body.

    As text, because the library looks through all that stands in a body before it adds to it:
    5,000 findings took it five minutes.
    """
    for number, finding in enumerate(report.comparison.findings, start=1):
        yield "".join(_finding(report, finding, number))
    if report.other_notes:
        yield _said("Notes", _Style.SECTION)
        for note in report.other_notes:
            yield "".join(_note_on_words(note))


def whole(report: Report, body: Iterable[str]) -> bytes:
    """Return the file with the parts of its body, as `parts` yields them."""
    from docx import Document

    document = Document()
    _describe(document, report)
    _head(document, report)
    document.add_paragraph(_HERE)
    made = io.BytesIO()
    document.save(made)
    return _timeless(made.getvalue(), "".join(body))


def _timeless(data: bytes, body: str) -> bytes:
    """Return a container with no time in it, and not packed: each zlib packs in its own way."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _TEXT:
                # The last one: a topic may be called what is written there.
                head, _here, tail = part.rpartition(_paragraph(_run(_HERE)).encode())
                part = head + body.encode() + tail
            new.writestr(zipfile.ZipInfo(name, _NO_DATE), part)
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

    _put(document.add_heading(level=0), _names(report))
    for side in Side:
        source = report.document(side)
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{side.value.capitalize()}: ")
        paragraph.add_run(_plain(visible_name(source.title))).bold = True
        paragraph.add_run(f" ({_plain(visible_name(report.path(side)))}, SHA-256 {source.sha256})")
    _put(document.add_paragraph(), f"{wording.made_by(report)} {report.comparison.remark}".strip())
    counts = wording.counts(report)
    table = document.add_table(
        rows=1 + len(counts), cols=1 + len(wording.RELATIONS), style="Table Grid"
    )
    table.columns[0].width = Cm(_NAMES)
    rows = [("Topic", wording.columns(report))]
    rows += [(visible_name(name), [str(each) for each in numbers]) for name, numbers in counts]
    for row, (name, values) in zip(table.rows, rows, strict=True):
        row.cells[0].width = Cm(_NAMES)
        for cell, value in zip(row.cells, [name, *values], strict=True):
            _put(cell.paragraphs[0], value)


def _put(paragraph: Paragraph, text: str) -> None:
    from docx.oxml import OxmlElement

    run = paragraph.add_run(_plain(text))
    if _turned(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
        run.font.rtl = True


def _finding(report: Report, finding: Finding, number: int) -> Iterator[str]:
    headline = visible_name(wording.headline(report, finding))
    yield _said(f"{number}. {headline}", _Style.FINDING)
    yield _said(f"{wording.confidence(report, finding)} {wording.reason(report, finding)}".strip())
    sides = (_CELL.format("".join(_side(report, finding, side)) or _EMPTY) for side in Side)
    yield _TABLE.format("".join(sides))
    for name, words in wording.evidence(report, finding):
        yield _said(f"{name}: {', '.join(words)}", _Style.POINT)
    for note in report.notes_on(finding):
        yield from _body(note)


def _side(report: Report, finding: Finding, side: Side) -> Iterator[str]:
    labelled = [
        (f"{wording.label(report, side)}{wording.page(report, side, passage)}", passage)
        for passage in finding.passages(side)
    ]
    silence = wording.silence(report, finding)
    if finding.nearest and silence and silence[0] is side:
        passage = finding.nearest.passage
        labelled.append((f"{silence[1]}{wording.page(report, side, passage)}", passage))
    for label, passage in labelled:
        yield _paragraph(_run(_plain(f"{label}:"), "<w:b/>"))
        yield _said(report.quote(side, passage))


def _note_on_words(note: Note) -> Iterator[str]:
    place = wording.place_of(note)
    yield _said(f"Note on {place}:" if place else "Note on:")
    for anchor in note.anchors:
        if anchor.quote:
            yield _said(anchor.quote, _Style.QUOTE)
    yield from _body(note)


def _body(note: Note) -> Iterator[str]:
    return (_said(line, _Style.NOTE) for line in note.body.splitlines())


def _names(report: Report) -> str:
    return f"{visible_name(report.left.title)} and {visible_name(report.right.title)}"


def _plain(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", showable(one_line(text)))


def _turned(text: str) -> bool:
    """Whether a paragraph runs from right to left: some words do, and the first ones decide."""
    if not turns(text):
        return False
    import unicodedata

    strong = (unicodedata.bidirectional(each) for each in text)
    return next((each for each in strong if each in ("L", "R", "AL")), "L") != "L"


def _said(text: str, style: _Style | None = None) -> str:
    is_turned = _turned(text)
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = _run(_plain(text), "<w:rtl/>" if is_turned else "")
    return _paragraph(run, f"{about}<w:bidi/>" if is_turned else about)


def _paragraph(run: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{run}</w:p>" if about else f"<w:p>{run}</w:p>"


def _run(words: str, about: str = "") -> str:
    about = f"<w:rPr>{about}</w:rPr>" if about else ""
    words = f"<w:t>{words.translate(_ENTITIES)}</w:t>" if words else ""
    return f"<w:r>{about}{words}</w:r>" if about or words else "<w:r/>"
