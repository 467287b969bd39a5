"""Page images read by Tesseract, which is built into MuPDF; its language data is not.

The data comes with the system's package `tesseract-ocr` (and one package a language), in folders
called `tessdata`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.formats.mupdf import Errors, Size, library, mupdf
from diptych.formats.page_text import PAGE_END, PageText, read_page
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a program without language data is told to install.
PACKAGE = "tesseract-ocr"

_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
# Tesseract's own recommendation: letters 20 to 30 pixels high.
_RESOLUTION = 300
_MOST_PIXELS = 24_000_000
# Not languages: how text lies on a page, and mathematics.
_NO_LANGUAGES = frozenset({"osd", "equ", "snum"})


def data_folders() -> list[Path]:
    """Return the folders on this machine that have language data for Tesseract."""
    return list(_folders_with_data())


def _folders_with_data() -> Iterator[Path]:
    told = os.environ.get("TESSDATA_PREFIX", "")
    candidates = [Path(told), Path(told) / "tessdata"] if told else []
    for pattern in _FOLDERS:
        path = Path(pattern)
        candidates += sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    for folder in candidates:
        if any(folder.glob("*.traineddata")):
            yield folder


def languages() -> list[str]:
    """Return the languages ("eng", "spa") in which page images can be read; empty for none."""
    for folder in _folders_with_data():
        found = {path.stem for path in folder.glob("*.traineddata")} - _NO_LANGUAGES
        if found:
            return sorted(found)
    return []


def check(wanted: str) -> None:
    """Make sure that page images can be read in the wanted languages ("eng+spa").

    Raises:
        UserError: the data of a language is not on this machine.
    """
    missing = [name for name in wanted.split("+") if name not in languages()]
    if missing:
        raise UserError(
            f"Page images cannot be read: the language data “{missing[0]}” is not installed.",
            f"Install the package {PACKAGE} (on Debian and Ubuntu also {PACKAGE}-{missing[0]}).",
        )


def has_pictures(document: Any, index: int) -> bool:
    """Whether there are pictures on a page."""
    try:
        page = mupdf.fz_load_page(document.this, index)
        options = mupdf.FzStextOptions(library.TEXT_PRESERVE_IMAGES)
        blocks = mupdf.FzStextPage(page, options)
        return any(block.m_internal.type == mupdf.FZ_STEXT_BLOCK_IMAGE for block in blocks)
    except Errors:
        return False


def read_picture(document: Any, index: int, size: Size, wanted: str) -> PageText:
    """Return the text of a page from its picture; of a page that cannot be drawn, none.

    Args:
        document: MuPDF's.
        index: of the page.
        size: of the page as it is shown.
        wanted: languages, see `check`.
    """
    zoom = min(_RESOLUTION / 72, (_MOST_PIXELS / (size.width * size.height)) ** 0.5)
    factor = zoom * size.shrink
    try:
        page = mupdf.fz_load_page(document.this, index)
        matrix = mupdf.FzMatrix(factor, 0, 0, factor, 0, 0)
        # Of a grey picture MuPDF's Tesseract sees nothing.
        colours = mupdf.fz_device_rgb()
        pixmap = library.Pixmap("raw", mupdf.fz_new_pixmap_from_page(page, matrix, colours, 0))
        resolution = round(72 * zoom)
        pixmap.set_dpi(resolution, resolution)
        folder = str(data_folders()[0])
        printed = pixmap.pdfocr_tobytes(compress=False, language=wanted, tessdata=folder)
        with library.open(stream=printed, filetype="pdf") as read:
            bound = mupdf.fz_bound_page(mupdf.fz_load_page(read.this, 0))
            width, height = bound.x1 - bound.x0, bound.y1 - bound.y0
            page_text = read_page(read, 0, Size(width, height), places=True)
    except Errors:
        return PageText(PAGE_END, [], broken=True)
    across, down = size.width / width, size.height / height
    words = tuple(
        (x0 * across, y0 * down, x1 * across, y1 * down, start, end)
        for x0, y0, x1, y1, start, end in page_text.words
    )
    return page_text._replace(words=words)
