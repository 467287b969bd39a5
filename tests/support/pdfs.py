"""PDF files with known words on known pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymupdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

A4 = (595, 842)
WORDS = (
    *("harbour", "bridge", "committee", "ferry", "timetable", "winter", "council"),
    *("promise", "budget", "river", "market", "school", "library", "reform"),
    *("letter", "answer", "citizen", "border", "island", "journey", "captain"),
    *("lantern", "meadow", "orchard", "pavement", "quarrel", "railway", "station"),
    *("treaty", "village", "weather", "window"),
)
LINES_A_PAGE = 40


def sentence(page: int, line: int) -> str:
    """Return a line that stands once in a document: "Page 3 line 5 says harbour bridge ..."."""
    at = page * 7 + line * 3
    words = " ".join(WORDS[(at + step) % len(WORDS)] for step in range(6))
    return f"Page {page + 1} line {line + 1} says {words}."


def write_pages(
    path: Path, count: int, *, lines: int = LINES_A_PAGE, sizes: Sequence[tuple[int, int]] = (A4,)
) -> Path:
    """Write a PDF file with a text of lines of its own on each page; return its path.

    Args:
        path: of the file.
        count: how many pages.
        lines: on each page.
        sizes: of the pages in points, in turn.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects.append(f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number in range(count):
        width, height = sizes[number % len(sizes)]
        pitch = (height - 140) / max(1, lines)
        text = "".join(
            f"1 0 0 1 72 {height - 80 - line * pitch:.1f} Tm({sentence(number, line)})Tj\n"
            for line in range(lines)
        )
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>".encode()
        )
        stream = f"BT/F 10 Tf\n{text}ET".encode()
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
    path.write_bytes(_file(objects))
    return path


def _file(objects: Sequence[bytes]) -> bytes:
    """Return a PDF file of these objects; MuPDF takes half a minute to write so many pages."""
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number, each in enumerate(objects, start=1):
        places.append(at)
        parts.append(b"%d 0 obj%b endobj\n" % (number, each))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at))
    return b"".join(parts)


def write_book(path: Path) -> Path:
    """Write a PDF file with all that pages can have; return its path.

    Twelve pages, labelled i to iv and 1 to 8, the fourth lies on its side. On the first stand a
    link to the sixth page, one to the outside, a highlight with a comment by Ann, and a red square.
    """
    write_pages(path, 12, sizes=(A4, A4, A4, (842, 595)))
    document = pymupdf.open(stream=path.read_bytes(), filetype="pdf")
    first = document[0]
    first.insert_link(
        {
            "kind": pymupdf.LINK_GOTO,
            "from": pymupdf.Rect(72, 20, 272, 40),
            "page": 5,
            "to": pymupdf.Point(0, 300),
        }
    )
    first.insert_link(
        {
            "kind": pymupdf.LINK_URI,
            "from": pymupdf.Rect(300, 20, 500, 40),
            "uri": "https://example.org/?<b>",
        }
    )
    note = first.add_highlight_annot(pymupdf.Rect(72, 790, 272, 806))
    note.set_info(content="See <img src=x>", title="Ann")
    note.update()
    first.draw_rect((500, 780, 560, 830), color=(0.8, 0.1, 0.1), fill=(0.8, 0.1, 0.1))
    document.set_page_labels(
        [
            {"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1},
            {"startpage": 4, "prefix": "", "style": "D", "firstpagenum": 1},
        ]
    )
    document.set_toc([[1, "Beginning", 1], [2, "Middle", 6], [1, "End", 12]])
    _save(document, path)
    return path


def write_scan(path: Path) -> Path:
    """Write a PDF file of two pages that are pictures of text, without a text of their own."""
    text = pymupdf.open()
    text.new_page().insert_text((72, 100), "Nobody can select these words.", fontsize=20)
    picture = text[0].get_pixmap(dpi=60)
    scan = pymupdf.open()
    for _ in range(2):
        page = scan.new_page(width=A4[0], height=A4[1])
        page.insert_image(page.rect, pixmap=picture)
    _save(scan, path)
    return path


def _save(document: pymupdf.Document, path: Path) -> None:
    path.write_bytes(document.tobytes(deflate=True, garbage=3))
    document.close()
