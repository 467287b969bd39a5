"""Looks at a page as it is drawn, to tell letters that can be seen from those that cannot."""

from __future__ import annotations

from typing import Any

from diptych.formats.mupdf import Errors, library, mupdf

# The least grey that counts as white.
WHITE = 0xF5


class Eye:
    """Looks at a page where letters are white, to see whether they stand on something darker."""

    __slots__ = ("_page", "_pixmap")

    def __init__(self, page: Any) -> None:
        self._page = page
        self._pixmap: Any = None

    def sees(self, box: tuple[float, float, float, float]) -> bool:
        """Whether anything but plain white is in a box."""
        if self._pixmap is None:
            self._pixmap = self._look()
        area = library.IRect(library.Rect(box)) & self._pixmap.irect
        if area.is_empty:
            return False
        pixmap = self._pixmap
        rows = range(area.y0 - pixmap.y, area.y1 - pixmap.y)
        left, right = area.x0 - pixmap.x, area.x1 - pixmap.x
        samples, stride = pixmap.samples_mv, pixmap.stride
        return any(min(samples[row * stride + left : row * stride + right]) < WHITE for row in rows)

    def _look(self) -> Any:
        """Draw the page in grey, a point a pixel."""
        bound = mupdf.fz_bound_page(self._page)
        box = mupdf.fz_irect_from_rect(
            mupdf.fz_intersect_rect(bound, mupdf.FzRect(0, 0, 2000, 2000))
        )
        grey = mupdf.fz_device_gray()
        pixmap = mupdf.fz_new_pixmap_with_bbox(grey, box, mupdf.FzSeparations(0), 0)
        mupdf.fz_clear_pixmap_with_value(pixmap, 0xFF)
        device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
        try:
            mupdf.fz_run_page(self._page, device, mupdf.FzMatrix(), mupdf.FzCookie())
            mupdf.fz_close_device(device)
        except Errors:
            pass  # what was drawn until then is looked at
        return library.Pixmap("raw", pixmap)
