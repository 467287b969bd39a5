"""The pages of a file as they are printed: their sizes, their pictures, their words by place.

A page's own places are points (1/72 inch) from the upper left corner of the page as the file shows
it upright, before the reader turns it. Words are places in the text of the page, the same text
that `pdf.read` puts into `Document.source` (see `page_text`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.formats import mupdf as files
from diptych.formats.mupdf import library, mupdf
from diptych.formats.page_text import read_page

if TYPE_CHECKING:
    from diptych.formats.order import Order

Box = tuple[float, float, float, float]

# No picture has more pixels: 96 MB of RGB.
_MOST_PIXELS = 32_000_000
_MOST_LINKS = 5000
_NOT_SHOWN = frozenset({"link", "popup", "widget"})


class BookPage(NamedTuple):
    """A page before it is drawn: its upright size in points and what the document calls it."""

    width: float
    height: float
    label: str


class BookEntry(NamedTuple):
    """A line of the table of contents: level from 1, page index, points from the page's top."""

    level: int
    title: str
    page: int
    y: float


class Picture(NamedTuple):
    """A page or a part of it, drawn.

    Args:
        width, height: in pixels.
        stride: bytes from one row to the next.
        data: three bytes a pixel: red, green, blue.
    """

    width: int
    height: int
    stride: int
    data: bytes


class Word(NamedTuple):
    """A word on a page: its box in points, and where it is in the page's text."""

    x0: float
    y0: float
    x1: float
    y1: float
    start: int
    end: int


class Link(NamedTuple):
    """A link on a page.

    Args:
        x0, y0, x1, y1: its box in points.
        target_page: index of the page it leads to, -1 where it leads out of the document.
        y: points from the top of that page.
        uri: where it leads outside, else "". It is shown, never opened by itself.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    target_page: int
    y: float
    uri: str


class Annotation(NamedTuple):
    """What another program wrote on the page; it is shown and never altered.

    Args:
        x0, y0, x1, y1: its box in points.
        kind: "highlight", "text", "freetext", "underline" and so on.
        text: what it says, or "".
        author: who wrote it, or "".
    """

    x0: float
    y0: float
    x1: float
    y1: float
    kind: str
    text: str
    author: str


class Sheet(NamedTuple):
    """What can be touched on a page: words in reading order, links, annotations."""

    words: tuple[Word, ...]
    links: tuple[Link, ...]
    annotations: tuple[Annotation, ...]


class Book:
    """An open file with pages. Not for two threads at once.

    Attributes:
        pages: sizes and labels of all pages.
        outline: the file's own table of contents.
    """

    def __init__(self, document: Any, name: str) -> None:
        self._document = document
        self._name = name
        self._sizes = files.page_sizes(document)
        labels = files.page_labels(document)
        self.pages: tuple[BookPage, ...] = tuple(
            BookPage(size.width, size.height, label)
            for size, label in zip(self._sizes, labels, strict=True)
        )
        self.outline: tuple[BookEntry, ...] = read_outline(document)

    @classmethod
    def open(cls, data: bytes, order: Order) -> Book:
        """Open the bytes of a PDF or XPS file.

        Raises:
            PasswordNeeded: the file is encrypted, and the order has not the right password.
            UserError: the file is broken, or has no page.
        """
        return cls(files.open_file(data, order), order.name)

    def render(
        self,
        page: int,
        scale: float,
        rotation: int = 0,
        clip: Box | None = None,
        *,
        dark: bool = False,
    ) -> Picture:
        """Draw a page, or a part of it, with the annotations that the file carries.

        Args:
            page: index.
            scale: pixels a point. A picture that would have more than 32 million pixels is drawn
                smaller: ask for it part by part.
            rotation: by how many degrees the reader turned the page clockwise: 0, 90, 180, 270.
            clip: the part, in points of the upright page; None for all of it.
            dark: whether light and dark change places; hues stay.

        Raises:
            UserError: the page is broken beyond drawing.
        """
        size = self._sizes[page]
        x0, y0, x1, y1 = clip or (0.0, 0.0, size.width, size.height)
        x0, y0 = max(0.0, x0), max(0.0, y0)
        x1, y1 = max(x0, min(x1, size.width)), max(y0, min(y1, size.height))
        area = max(1.0, (x1 - x0) * (y1 - y0))
        scale = min(max(scale, 1e-6), math.sqrt(_MOST_PIXELS / area))
        own = 1 / size.shrink
        part = library.Rect(x0 * own, y0 * own, x1 * own, y1 * own)
        factor = scale * size.shrink
        with files.spoken(self._name):
            loaded = mupdf.fz_load_page(self._document.this, page)
            bound = mupdf.fz_bound_page(loaded)
            matrix = library.Matrix(1, 0, 0, 1, -bound.x0, -bound.y0)
            matrix *= library.Matrix(factor, factor) * library.Matrix(rotation)
            part += (bound.x0, bound.y0, bound.x0, bound.y0)
            pixmap = _draw(loaded, matrix, part)
            if dark:
                mupdf.fz_invert_pixmap_luminance(pixmap)
            wrapped = library.Pixmap("raw", pixmap)
            return Picture(wrapped.width, wrapped.height, wrapped.stride, wrapped.samples)

    def sheet(self, page: int) -> Sheet:
        """Return the words, links and annotations of a page; of a broken page, none.

        For a page that was read by OCR, take the words from `Document.places` instead.
        """
        words = read_page(self._document, page, self._sizes[page], places=True).words
        return Sheet(tuple(Word(*word) for word in words), self._links(page), self._notes(page))

    def _links(self, page: int) -> tuple[Link, ...]:
        found: list[Link] = []
        try:
            loaded = mupdf.fz_load_page(self._document.this, page)
            link = mupdf.fz_load_links(loaded)
            while link.m_internal and len(found) < _MOST_LINKS:
                box, uri = self._box(link.rect(), page), link.uri() or ""
                if box and mupdf.fz_is_external_link(uri):
                    found.append(Link(*box, -1, 0.0, uri))
                elif box:
                    target, y = resolve(self._document, uri)
                    if target >= 0:
                        found.append(Link(*box, target, y * self._sizes[target].shrink, ""))
                link = link.next()
        except files.Errors:
            pass  # a page without links is shown all the same
        return tuple(found)

    def _notes(self, page: int) -> tuple[Annotation, ...]:
        found: list[Annotation] = []
        if not self._document.is_pdf:
            return ()
        try:
            loaded = mupdf.pdf_page_from_fz_page(mupdf.fz_load_page(self._document.this, page))
            note = mupdf.pdf_first_annot(loaded)
            while note.m_internal and len(found) < _MOST_LINKS:
                kind = mupdf.pdf_string_from_annot_type(mupdf.pdf_annot_type(note)).lower()
                box = self._box(mupdf.pdf_bound_annot(note), page)
                if box and kind not in _NOT_SHOWN:
                    text = mupdf.pdf_annot_contents(note) or ""
                    has_author = mupdf.pdf_annot_has_author(note)
                    author = (mupdf.pdf_annot_author(note) or "") if has_author else ""
                    found.append(Annotation(*box, kind, text, author))
                note = mupdf.pdf_next_annot(note)
        except files.Errors:
            pass  # a page with broken annotations is shown all the same
        return tuple(found)

    def _box(self, rect: Any, page: int) -> Box | None:
        """Return a box as far as it lies on the page, None where nothing of it does."""
        size = self._sizes[page]
        sides = [side * size.shrink for side in (rect.x0, rect.y0, rect.x1, rect.y1)]
        if not all(map(math.isfinite, sides)):
            return None
        x0, x1 = max(0.0, sides[0]), min(size.width, sides[2])
        y0, y1 = max(0.0, sides[1]), min(size.height, sides[3])
        return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _draw(loaded: Any, matrix: Any, part: Any) -> Any:
    """Return MuPDF's picture of a part of a page, on white, with annotations."""
    corners = mupdf.FzRect(part.x0, part.y0, part.x1, part.y1)
    box = mupdf.fz_irect_from_rect(mupdf.fz_transform_rect(corners, _fz(matrix)))
    colours = mupdf.fz_device_rgb()
    pixmap = mupdf.fz_new_pixmap_with_bbox(colours, box, mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(pixmap, 0xFF)
    device = mupdf.fz_new_draw_device(_fz(matrix), pixmap)
    mupdf.fz_run_page(loaded, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pixmap


def _fz(matrix: Any) -> Any:
    return mupdf.FzMatrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def resolve(document: Any, uri: str) -> tuple[int, float]:
    """Return the page a link inside the document leads to and the height there; -1 for nowhere."""
    try:
        place, _, y = mupdf.fz_resolve_link(document.this, uri)
        page = mupdf.fz_page_number_from_location(document.this, place)
    except files.Errors:
        return -1, 0.0
    return (page, y if math.isfinite(y) else 0.0) if page < document.page_count else (-1, 0.0)


def read_outline(document: Any) -> tuple[BookEntry, ...]:
    """Return the file's own table of contents, empty where it has none or a broken one."""
    found: list[BookEntry] = []
    try:
        waiting = [(mupdf.fz_load_outline(document.this), 1)]
        while waiting and len(found) < 20 * _MOST_LINKS:
            entry, level = waiting.pop()
            if not entry.m_internal:
                continue
            waiting.append((entry.next(), level))
            waiting.append((entry.down(), level + 1))
            title = " ".join((entry.title() or "").split())[:500]
            page = mupdf.fz_page_number_from_location(document.this, mupdf.FzLocation(entry.page()))
            y = entry.y()
            if title and 0 <= page < document.page_count:
                found.append(BookEntry(level, title, page, y if math.isfinite(y) else 0.0))
    except files.Errors:
        pass  # what was read of it so far is shown
    return tuple(found)
