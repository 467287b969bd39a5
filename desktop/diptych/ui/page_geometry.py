"""Where pages stand under one another, and where a place on a page stands on the screen. No Qt.

Heights are prefix sums that are made once: a width, a zoom or a turn only changes the factor before
them, so that 100,000 pages cost no more to resize than ten.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 14
"""Blank between two pages, and around them, pixels."""
SCALE_OF_100 = 96 / 72
"""Pixels for one point where a page is shown in its own size, as web browsers have it."""
LEAST_ZOOM, MOST_ZOOM = 10, 800
# A page narrower than an inch is fitted as if it were one: it is a mistake in the file.
_LEAST_WIDTH = 72.0
_LEAST_SIDE = 1.0
# What a scroll bar can count.
_HIGHEST = 2_000_000_000


class Fit(StrEnum):
    """What decides how large a page is shown."""

    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"


class Box(NamedTuple):
    """An upright rectangle, in points of a page or in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def turned(box: Box, width: float, height: float, rotation: int) -> Box:
    """Return a box of an upright page as it lies after the page was turned clockwise.

    Args:
        box: on the upright page.
        width, height: of the upright page.
        rotation: 0, 90, 180 or 270 degrees.
    """
    left, top, right, bottom = box
    if rotation == 90:
        return Box(height - bottom, left, height - top, right)
    if rotation == 180:
        return Box(width - right, height - bottom, width - left, height - top)
    if rotation == 270:
        return Box(top, width - right, bottom, width - left)
    return box


class Geometry:
    """The places of all pages in one tall column.

    Args:
        sizes: width and height of each page, upright, in points.
    """

    def __init__(self, sizes: Sequence[tuple[float, float]]) -> None:
        self._widths = array("d", (max(_LEAST_SIDE, width) for width, _height in sizes))
        self._heights = array("d", (max(_LEAST_SIDE, height) for _width, height in sizes))
        self.rotation = 0
        self.fit = Fit.WIDTH
        self.zoom = 100
        self.window = (1, 1)
        self._sum()

    def _sum(self) -> None:
        across, down = self._turned_sides()
        ratios = (h / max(w, _LEAST_WIDTH) for w, h in zip(across, down, strict=True))
        self._ratios = array("d", accumulate(ratios, initial=0.0))
        self._tall = array("d", accumulate(down, initial=0.0))
        self._widest = max(across, default=_LEAST_SIDE)

    def _turned_sides(self) -> tuple[array[float], array[float]]:
        sides = self._widths, self._heights
        return sides if self.rotation % 180 == 0 else sides[::-1]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._widths)

    def turn(self, degrees: int) -> None:
        """Turn all pages clockwise by a multiple of 90 degrees."""
        self.rotation = (self.rotation + degrees) % 360
        self._sum()

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page as it is turned, in points."""
        across, down = self._turned_sides()
        return across[page], down[page]

    def _room(self) -> tuple[float, float]:
        return max(40.0, self.window[0] - 2 * GAP), max(40.0, self.window[1] - 2 * GAP)

    @property
    def _zoomed(self) -> float:
        most = _HIGHEST / max(1.0, self._tall[-1])
        return min(self.zoom / 100 * SCALE_OF_100, most)

    def scale(self, page: int) -> float:
        """Return how many pixels a point takes on a page."""
        if self.fit is Fit.ZOOM:
            return self._zoomed
        width, height = self.size(page)
        room = self._room()
        scale = room[0] / max(width, _LEAST_WIDTH)
        return min(scale, room[1] / height) if self.fit is Fit.PAGE else scale

    def slot(self, page: int) -> float:
        """Return where the room of a page begins: its top, without the blank above it."""
        if self.fit is Fit.PAGE:
            return page * (self._room()[1] + GAP)
        if self.fit is Fit.ZOOM:
            return self._tall[page] * self._zoomed + page * GAP
        return self._ratios[page] * self._room()[0] + page * GAP

    @property
    def height(self) -> int:
        """The height of the whole column."""
        return min(_HIGHEST, round(self.slot(self.count)) + GAP) if self.count else 0

    @property
    def width(self) -> int:
        """The width of the whole column; wider than the window only where the reader zooms."""
        if self.fit is Fit.ZOOM:
            return max(self.window[0], round(self._widest * self._zoomed) + 2 * GAP)
        return self.window[0]

    def page_at(self, y: float) -> int:
        """Return the page at a height of the column; the blank belongs to the page below it."""
        found = bisect_right(range(self.count + 1), y, key=self.slot) - 1
        return max(0, min(found, self.count - 1))

    def area(self, page: int) -> Box:
        """Return where a page lies in the column, in whole pixels."""
        width, height = self.size(page)
        scale = self.scale(page)
        wide, high = max(1, round(width * scale)), max(1, round(height * scale))
        left = max(0, (self.width - wide) // 2)
        top = round(self.slot(page)) + GAP
        if self.fit is Fit.PAGE:
            top += max(0, (round(self._room()[1]) - high) // 2)
        return Box(left, top, left + wide, top + high)

    def on_screen(self, page: int, box: Box) -> Box:
        """Return where a box of an upright page, in points, lies in the column."""
        area, scale = self.area(page), self.scale(page)
        left, top, right, bottom = turned(
            box, self._widths[page], self._heights[page], self.rotation
        )
        return Box(
            area.left + left * scale,
            area.top + top * scale,
            area.left + right * scale,
            area.top + bottom * scale,
        )

    def on_page(self, page: int, x: float, y: float) -> tuple[float, float]:
        """Return the point of an upright page, in points, at a point of the column."""
        area, scale = self.area(page), self.scale(page)
        x, y = (x - area.left) / scale, (y - area.top) / scale
        width, height = self.size(page)
        back = turned(Box(x, y, x, y), width, height, -self.rotation % 360)
        return back.left, back.top

    def zoom_of(self, page: int) -> int:
        """Return the zoom that a page is shown at, in percent."""
        return round(self.scale(page) / SCALE_OF_100 * 100)
