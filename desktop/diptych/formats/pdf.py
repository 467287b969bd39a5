"""PDF and XPS: pages become a source, and the source's rows become blocks."""

from __future__ import annotations

import gc
import hashlib
import re
import time
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.formats import mupdf as files
from diptych.formats import page_blocks, scans
from diptych.formats.blocks import KEEPS_LINES, classify, heading_level
from diptych.formats.book import BookEntry, read_outline
from diptych.formats.chunks import stitch
from diptych.formats.composition import compose, find_broken_words
from diptych.formats.inserts import mark_inserts
from diptych.formats.language import guess_language
from diptych.formats.letters import mark_addresses
from diptych.formats.lines import measure
from diptych.formats.page_furniture import row_roles
from diptych.formats.page_map import compose_table, without
from diptych.formats.page_text import PageText, read_page
from diptych.formats.plain import stem
from diptych.model.document import (
    Block,
    BlockKind,
    Document,
    OutlineEntry,
    Page,
    PageWords,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.chunks import Chunk
    from diptych.formats.order import Order, Progress

NAMES = {"pdf": "PDF", "xps": "XPS"}

# The reader stops after so many seconds of processor time, and so many more for each page read.
_SECONDS, _SECONDS_A_PAGE = 20.0, 0.004
# Pages between two signs of life, and between two times that memory is given back.
_SIGN, _FORGET = 25, 250
# The share of the work that is done when all pages are read.
_READING = 0.7

_JUNK_TITLE = re.compile(
    r"(?:(?:untitled|sin título|unbenannt|document|documento|title|slide|presentation)\W*\d*"
    r"|microsoft (?:word|powerpoint|excel)\b.*|about:blank|<.*>|https?://.*|[\W\d_]*|\S{1,2}"
    r"|.*\.(?:docx?|pdf|indd|qxp|qxd|rtf|odt|txt|html?|pptx?|xlsx?|tex|dvi|e?ps|wpd|pub|cdr|tiff?))",
    re.IGNORECASE,
)
_JUNK_AUTHOR = re.compile(
    r"(?:unknown|anonymous|administrat(?:or|ör|ore|eur)|admin|user|usuario|owner|[\W\d_]*)",
    re.IGNORECASE,
)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_LONGEST_TITLE = 200
# What a font without a list of its letters leaves: private characters, and replacements.
_MEANINGLESS = re.compile("[\ue000-\uf8ff\ufffd]")
_MOSTLY = 0.5


class _Reading(NamedTuple):
    """What was read of the pages.

    Args:
        texts: of the pages, as far as they were read.
        sizes: of all pages.
        pictures: pages without text that have pictures.
        places: the words of pages that were read from their pictures.
        stopped: whether the time was over before the last page.
    """

    texts: list[PageText]
    sizes: list[files.Size]
    pictures: list[int]
    places: list[PageWords]
    stopped: bool


def read(data: bytes, order: Order) -> Document:
    """Read a file with pages.

    Raises:
        PasswordNeeded: it is encrypted, and the order has not the right password.
        UserError: it is broken, has no page, or a language for OCR is not installed.
    """
    if order.ocr:
        scans.check(order.ocr)
    # Nothing here goes in circles; looking for circles among millions of rows takes a third more.
    collects = gc.isenabled()
    gc.disable()
    try:
        return _read(data, order)
    finally:
        if collects:
            gc.enable()


def _read(data: bytes, order: Order) -> Document:
    document = files.open_file(data, order)
    reading = _read_pages(document, order)
    labels = files.page_labels(document)
    entries = read_outline(document)
    starts = list(accumulate((len(page.text) for page in reading.texts), initial=0))
    source = "".join(page.text for page in reading.texts)
    blocks, heading = _read_blocks(source, reading.texts, starts, entries, order.progress)
    metadata = document.metadata or {}
    forgotten = [starts[-1]] * (len(reading.sizes) - len(reading.texts))
    starts += forgotten
    pages = tuple(
        Page(start, end, size.width, size.height, label)
        for (start, end), size, label in zip(pairwise(starts), reading.sizes, labels, strict=True)
    )
    kind = NAMES[files.kind_of(data)]
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        encoding="",
        title=_said(metadata, "title", _JUNK_TITLE) or heading or stem(order.name),
        language=guess_language(source),
        blocks=blocks,
        remarks=_remarks(reading, order, kind) + _remarks_on_the_rest(document, source, kind),
        format=kind,
        author=_said(metadata, "author", _JUNK_AUTHOR),
        date=_date(metadata.get("creationDate") or ""),
        pages=pages,
        outline=_outline(entries, reading, starts),
        places=tuple(reading.places),
        is_encrypted=bool(document.needs_pass),
    )


def _read_pages(document: Any, order: Order) -> _Reading:
    begun = said = time.process_time()
    sizes = files.page_sizes(document)
    count = min(order.last_page or len(sizes), len(sizes))
    texts: list[PageText] = []
    pictures: list[int] = []
    places: list[PageWords] = []
    for index in range(count):
        now = time.process_time()
        if index % _SIGN == 0 or order.ocr or now > said + 1:
            order.progress(_READING * index / count, f"page {index + 1} of {count}")
            said = now
        if not order.ocr and now - begun > _SECONDS + _SECONDS_A_PAGE * index:
            return _Reading(texts, sizes, pictures, places, stopped=True)
        if index % _FORGET == _FORGET - 1:
            files.forget()
        page = read_page(document, index, sizes[index])
        if not page.rows and not page.broken and scans.has_pictures(document, index):
            if order.ocr:
                page = scans.read_picture(document, index, sizes[index], order.ocr)
                places.append(PageWords(index, page.words))
            if not page.rows:
                pictures.append(index)
        texts.append(page._replace(words=()))
    files.forget()
    return _Reading(texts, sizes, pictures, places, stopped=False)


def _read_blocks(
    source: str,
    texts: Sequence[PageText],
    starts: Sequence[int],
    entries: Sequence[BookEntry],
    progress: Progress,
) -> tuple[tuple[Block, ...], str]:
    """Return the blocks and the words of the heading that is the title, or ""."""
    progress(_READING, "finding the paragraphs")
    rows = [page.rows for page in texts]
    letters = page_blocks.measure_letters(rows)
    roles = row_roles(rows, letters.body)
    lines = page_blocks.page_lines(rows, starts[: len(rows)], letters)
    places = [
        page_blocks.Place(*place, page)
        for page, parts in enumerate(zip(rows, lines, roles, strict=True))
        for place in zip(*parts, strict=True)
    ]
    layout = measure([place.line for place in places if not place.role])
    titles = {page_blocks.title_key(entry.title): entry.level for entry in entries}
    titles.pop("", None)
    progress(0.8, "finding the paragraphs")
    chunks = page_blocks.make_chunks(places, letters, titles)
    del places
    progress(0.85, "finding the paragraphs")
    mark_addresses(chunks, layout)
    mark_inserts(chunks, source, layout)
    chunks = stitch(chunks)
    for chunk in chunks:
        # Geometry has seen that it is no table, list or quotation, and it is too long to head one.
        if chunk.is_free and len(chunk.lines) > 3:
            chunk.kind = BlockKind.PARAGRAPH
    classify(chunks, layout)
    progress(0.9, "finding the paragraphs")
    title = _title_chunk(chunks)
    marks = [
        Span(start + low, start + high)
        for page_rows, start in zip(rows, starts, strict=False)
        for row in page_rows
        for low, high in row.marks
    ]
    blocks = _compose_all(source, chunks, title, marks)
    words = " ".join(" ".join(line.text for line in title.lines).split()) if title else ""
    return blocks, words[:_LONGEST_TITLE]


def _title_chunk(chunks: Sequence[Chunk]) -> Chunk | None:
    """Return the first of the greatest headings before the fourth paragraph."""
    best: Chunk | None = None
    paragraphs = 0
    for chunk in chunks:
        if chunk.kind is BlockKind.HEADING and not chunk.role:
            if best is None or (chunk.level or 7) < (best.level or 7):
                best = chunk
        elif not chunk.role:
            paragraphs += 1
            if paragraphs > 3:
                break
    return best


def _compose_all(
    source: str, chunks: Sequence[Chunk], title: Chunk | None, marks: Sequence[Span]
) -> tuple[Block, ...]:
    flowing = [chunk for chunk in chunks if chunk.kind not in KEEPS_LINES and not chunk.role]
    broken = find_broken_words(source, [pair for c in flowing for pair in pairwise(c.lines)])
    blocks: list[Block] = []
    for chunk in chunks:
        kind = BlockKind.FURNITURE if chunk.role or chunk.kind is None else chunk.kind
        if kind is BlockKind.TABLE:
            text, offsets = compose_table(source, chunk.lines)
        else:
            joiner = "\n" if kind in KEEPS_LINES else " "
            pieces = list(zip(chunk.lines, chunk.parts, strict=True))
            text, offsets = compose(source, pieces, joiner, broken)
        if not offsets.runs:
            continue  # characters without a meaning, of which nothing is left
        level = 0
        if kind is BlockKind.HEADING:
            level = chunk.level or heading_level(chunk, is_title=chunk is title)
        block = Block(kind, text, offsets, chunk.role, level)
        blocks.append(without(block, marks) if kind is not BlockKind.FURNITURE else block)
    return tuple(sorted(blocks, key=lambda block: block.span.start))


def _outline(
    entries: Sequence[BookEntry], reading: _Reading, starts: Sequence[int]
) -> tuple[OutlineEntry, ...]:
    """Return the table of contents with the places in the source that it leads to."""
    found = []
    for level, title, page, y in entries:
        start = starts[page]
        if page < len(reading.texts):
            rows = reading.texts[page].rows
            key = page_blocks.title_key(title)
            named = [r for r in rows if key and page_blocks.title_key(r.text).startswith(key[:40])]
            below = [r for r in rows if r.y1 > y + 1]
            if named:
                start += min(named, key=lambda row: abs(row.y0 - y)).start
            elif below:
                start += below[0].start
        found.append(OutlineEntry(level, title, start, page))
    return tuple(found)


def _said(metadata: dict[str, Any], name: str, junk: re.Pattern[str]) -> str:
    """Return what a file says of itself, "" for what programs write there unasked."""
    words = " ".join((metadata.get(name) or "").replace("\x00", " ").split())
    return "" if junk.fullmatch(words) else words[:_LONGEST_TITLE]


def _date(words: str) -> str:
    found = _DATE.match(words)
    if found is None or not "1900" <= found[1] <= "2199":
        return ""
    year, month, day = found.groups()
    if not month or not "01" <= month <= "12":
        return year
    return f"{year}-{month}-{day}" if day and "01" <= day <= "31" else f"{year}-{month}"


def _remarks(reading: _Reading, order: Order, kind: str) -> tuple[str, ...]:
    """Return what the reader must know about the reading, in plain sentences."""
    texts, pages = reading.texts, len(reading.sizes)
    remarks = []
    with_text = sum(1 for page in texts if page.rows)
    if reading.stopped:
        remarks.append(
            f"Only the first {len(texts):,} of {pages:,} pages were read: the file takes too long."
        )
    elif len(texts) < pages:
        remarks.append(f"Only the first {len(texts):,} of {pages:,} pages were read.")
    if not with_text:
        remarks.append(
            f"This {kind} has no text layer: its pages are pictures. "
            "Reading the pictures (OCR) makes a text of them."
            if reading.pictures
            else f"This {kind} has no text."
        )
    elif reading.pictures:
        remarks.append(_listed(reading.pictures, "is a picture", "are pictures") + " without text.")
    if reading.places:
        remarks.append(
            f"The text of {_count(len(reading.places))} was read from pictures "
            f"(OCR, {order.ocr}) and may have errors."
        )
    broken = [index for index, page in enumerate(texts) if page.broken]
    if broken:
        remarks.append(_listed(broken, "is damaged", "are damaged") + " and could not be read.")
    hidden = [index for index, page in enumerate(texts) if page.hidden]
    if hidden:
        remarks.append(
            _listed(hidden, "has", "have") + " letters that nobody can see; they were left out."
        )
    return tuple(remarks)


def _remarks_on_the_rest(document: Any, source: str, kind: str) -> tuple[str, ...]:
    """Return what the reader must know about what the text of the pages has not."""
    remarks = []
    if len(_MEANINGLESS.findall(source)) > _MOSTLY * len(source.replace(" ", "")):
        remarks.append(
            f"Most letters of this {kind} are drawn but have no meaning for a program: its pages "
            "can be read, its text cannot."
        )
    if kind == "PDF":
        catalogue = document.pdf_catalog()
        if document.xref_get_key(catalogue, "Collection")[0] != "null":
            remarks.append(
                "This PDF is a portfolio: the files in it are not shown. Save them from it with a "
                "PDF reader, and open them."
            )
        if document.xref_get_key(catalogue, "NeedsRendering")[1] == "true":
            remarks.append(
                "This PDF is a form that only Acrobat fills its pages with: print it there as a "
                "PDF file, and open that."
            )
    return tuple(remarks)


def _count(number: int) -> str:
    return "1 page" if number == 1 else f"{number:,} pages"


def _listed(indexes: Sequence[int], one: str, many: str) -> str:
    """Return "Page 3 is …", "Pages 3, 5 and 9 are …" or "12 pages are …"."""
    numbers = [str(index + 1) for index in indexes]
    if len(numbers) == 1:
        return f"Page {numbers[0]} {one}"
    if len(numbers) > 5:
        return f"{_count(len(numbers))} {many}"
    return f"Pages {', '.join(numbers[:-1])} and {numbers[-1]} {many}"
