"""Pages under one another: scrolls, zooms and turns them, asks for what is in view, draws it.

What the reader does with pointer and keys is page_view's.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QWidget

from diptych.ui.look import plain_look
from diptych.ui.page_cache import MOST_BYTES, Key
from diptych.ui.page_geometry import LEAST_ZOOM, MOST_ZOOM, Box, Fit, Geometry
from diptych.ui.page_loader import TILE, Loader, fitting
from diptych.ui.page_painter import PagePainter
from diptych.ui.page_spots import Spots, spots_on
from diptych.ui.reading_area import ReadingArea
from diptych.ui.text_painter import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.look import Look
    from diptych.ui.marks import PlaceMark

ZOOMS = (10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400, 500, 600, 800)
# The height of the window at which a point stays while pages are resized, zoomed or turned.
EYE = 0.3
# Device pixels: a larger page is drawn in tiles, over a small picture of the whole.
_MOST_WHOLE = 4_000_000
_UNDERLAY = 1_000_000
_NOTCH = 120  # eighths of a degree
_STEP = 60  # pixels, for one notch and for the arrow keys


class PageCanvas(ReadingArea):
    """Shows the pages of a document and scrolls them by pixels.

    Signals:
        scrolled: another part is in view.
        laid_out: pages have other places, or it is known better where words stand on them.
    """

    scrolled = Signal()
    laid_out = Signal()

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = plain_look()
        self.is_dark = self._is_tinted = False
        self._ground = QColor("#e9e6df")
        self._document: Document | None = None
        self._message = ""
        self._scene = Scene()
        self._spots: dict[int, Spots] = {}
        self._painter: PagePainter | None = None
        self._paper = QWidget()
        self.stack = Geometry(())
        self.loader = Loader(pages, self)
        self.loader.serve(self._needs)
        self.loader.pictured.connect(self._picture_came)
        self.loader.worded.connect(self._words_came)
        # While `scrolled` is sent: nobody scrolls, the view sets itself right.
        self.is_correcting = False
        self.is_turned_alone = False
        self._settling = False
        # A point of a page and where in the window it stays, until the reader scrolls.
        self._held: tuple[int, float, float, QPointF] | None = None
        self._turned = 0
        self._rest = 0.0
        self.setViewport(self._paper)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._paper.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    @property
    def leaves(self) -> Leaves | None:
        """The pages that are shown."""
        return self.loader.leaves

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show pages from the first one on, or none; their text may come later."""
        self.stack = Geometry(leaves.sizes if leaves else ())
        self._held = None
        self._spots.clear()
        self.loader.set_leaves(leaves)
        self._settle()

    @property
    def document(self) -> Document | None:
        """The text of the pages, None until it has come."""
        return self._document

    def set_document(self, document: Document | None) -> None:
        """Take the text of the pages; marks, fills and hits that stood on another are cleared."""
        self._document = document
        was_alone, self._scene = self._scene.is_alone, Scene()
        self._scene.is_alone = was_alone
        self.loader.set_recognised(document.places if document is not None else ())
        self._respot()

    @property
    def message(self) -> str:
        """What is said while there are no pages."""
        return self._message

    def set_message(self, message: str) -> None:
        """Say a plain sentence while there are no pages."""
        self._message = message
        self._paper.update()

    def set_look(self, look: Look) -> None:
        """Take colours."""
        self._look = look
        self._painter = None
        self._paper.update()

    def set_ground(self, ground: QColor, *, dark: bool, tinted: bool = False) -> None:
        """Take the colour behind the pages; show them dark, on coloured paper or as they are."""
        self._ground, self.is_dark, self._is_tinted = ground, dark, tinted
        self.loader.paper = self._look.paper
        self._painter = None
        self.loader.wake()
        self._paper.update()

    def set_places(self, places: Sequence[PlaceMark]) -> None:
        """Draw these places on pages, in place of all others."""
        self._scene.places = places
        self._respot()

    def spots(self, page: int) -> Spots:
        """Return what stands on the words of a page, as far as they have come."""
        if page not in self._spots:
            document, leaf = self._document, self.loader.leaf(page)
            if document is None or leaf is None or page >= len(document.pages):
                return Spots()
            self._spots[page] = spots_on(document, page, leaf, self._scene)
        return self._spots[page]

    def _respot(self) -> None:
        self._spots.clear()
        self._paper.update()

    def _picture_came(self, _page: int) -> None:
        self._paper.update()

    def _words_came(self, page: int) -> None:
        self._spots.pop(page, None)
        self.laid_out.emit()
        self._paper.update()

    # Where things are

    def edges(self) -> tuple[int, int] | None:
        """Return where the page in view begins as far as it is seen, and its width, pixels."""
        if not self.stack.count:
            return None
        area = self.area(self.page_in_view())
        left, right = max(0, round(area.left)), min(self._paper.width(), round(area.right))
        return left, right - left

    def content_height(self) -> float:
        """Return the height of all pages in pixels."""
        return float(self.stack.height)

    def top(self) -> int:
        """Return the height of the column at the window's upper edge."""
        return self.verticalScrollBar().value()

    def page_in_view(self) -> int:
        """Return the page that is read: the first of which half is seen, or that fills half.

        At the end it is the last one, however many small pages are in view.
        """
        window, bar = self._paper.height(), self.verticalScrollBar()
        if bar.value() == bar.maximum() > 0:
            return self.stack.count - 1
        for page in self.visible():
            area = self.area(page)
            seen = min(area.bottom, window) - max(area.top, 0)
            if seen >= min(area.height, window) / 2:
                return page
        return self.stack.page_at(self.top() + EYE * window)

    def visible(self) -> range:
        """Return the pages that are in view."""
        if not self.stack.count:
            return range(0)
        first = self.stack.page_at(self.top())
        last = self.stack.page_at(self.top() + self._paper.height())
        return range(first, last + 1)

    def area(self, page: int) -> Box:
        """Return where a page lies in the window."""
        box = self.stack.area(page)
        left, top = self.horizontalScrollBar().value(), self.top()
        return Box(box.left - left, box.top - top, box.right - left, box.bottom - top)

    def point_at(self, point: QPointF) -> tuple[int, float, float]:
        """Return the page nearest to a point of the window, and where on it, in points."""
        x = point.x() + self.horizontalScrollBar().value()
        y = point.y() + self.top()
        page = self.stack.page_at(y)
        return page, *self.stack.on_page(page, x, y)

    # What is needed

    def _size(self, page: int) -> tuple[int, int]:
        """Return width and height of a turned page in device pixels."""
        area, ratio = self.stack.area(page), self.devicePixelRatioF()
        return round(area.width * ratio), round(area.height * ratio)

    def keys(self, page: int) -> list[Key]:
        """Return the pictures that show a page: all of it, else a small one and tiles over it."""
        width, height = self._size(page)
        rotation, dark = self.stack.rotation, self.is_dark
        if width * height <= _MOST_WHOLE:
            return [Key(page, width, rotation, dark)]
        small = max(1, min(width, int(sqrt(_UNDERLAY * width / height))))
        area, ratio = self.area(page), self.devicePixelRatioF()
        low_x, high_x = -area.left * ratio, (self._paper.width() - area.left) * ratio
        low_y, high_y = -area.top * ratio, (self._paper.height() - area.top) * ratio
        tiles = [
            Key(page, width, rotation, dark, column, row)
            for row in _tiles(low_y, high_y, height)
            for column in _tiles(low_x, high_x, width)
        ]
        return [Key(page, small, rotation, dark), *tiles]

    def _needs(self) -> Iterator[Key | int]:
        pages = self.visible()
        if not self.isVisible() or not pages:
            return
        here = self.loader.here = self.page_in_view()
        order = sorted(pages, key=lambda page: abs(page - here))
        seen = [key for page in order for key in self.keys(page)]
        beside = pages[-1] + 1, pages[0] - 1
        near = [page for page in beside if 0 <= page < self.stack.count]
        later = [self.keys(page)[0] for page in near]
        kept = fitting([*seen, *later], self._height_of, MOST_BYTES)
        yield from kept[: len(seen)]
        yield from self._awaited()
        yield from order
        yield from kept[len(seen) :]
        yield from near

    def _awaited(self) -> Iterator[int]:
        """Yield pages out of view whose words are needed."""
        yield from ()

    def _height_of(self, key: Key) -> int:
        width, height = self.stack.size(key.page)
        return round(key.width * height / width)

    # Moving

    def _settle(self) -> None:
        """Set the scroll bars after pages, window or zoom have changed; nobody scrolls."""
        geometry, paper = self.stack, self._paper
        geometry.window = paper.width(), paper.height()
        self._settling = self.is_correcting = True
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        whole = geometry.height, geometry.width
        for bar, size, window in zip(bars, whole, geometry.window[::-1], strict=True):
            bar.setRange(0, max(0, size - window))
            bar.setPageStep(window)
            bar.setSingleStep(_STEP)
        self._take_place()
        self._settling = False
        self.laid_out.emit()
        self.scrolled.emit()
        self.is_correcting = False
        self.loader.wake()
        paper.update()

    def _take_place(self) -> None:
        """Bring what is held back to where it was."""
        if self._held is None or not self.stack.count:
            return
        page, x, y, at = self._held
        if self.stack.fit is Fit.PAGE:
            self.verticalScrollBar().setValue(round(self.stack.slot(page)))
            return
        spot = self.stack.on_screen(page, Box(x, y, x, y))
        self.verticalScrollBar().setValue(round(spot.top - at.y()))
        self.horizontalScrollBar().setValue(round(spot.left - at.x()))

    def hold(self) -> None:
        """Let what stands at the eye stay there when the pages change their size."""
        is_at_start = self.top() == 0 and self.horizontalScrollBar().value() == 0
        self._held = None
        if self.stack.count and not is_at_start:
            self._held = (*self.point_at(self._eye()), self._eye())

    def _eye(self) -> QPointF:
        return QPointF(self._paper.width() / 2, EYE * self._paper.height())

    def show_point(self, page: int, y: float, align: float = 0.0) -> None:
        """Scroll until a height of a page, in points, stands at a share of the window's height."""
        spot = self.stack.on_screen(page, Box(0, y, 0, y))
        blank = 0 if y or align else self.stack.area(page).top - self.stack.slot(page)
        self.verticalScrollBar().setValue(round(spot.top - blank - align * self._paper.height()))

    def show_page(self, page: int) -> None:
        """Scroll to the top of a page."""
        if self.stack.count:
            page = max(0, min(page, self.stack.count - 1))
            self.verticalScrollBar().setValue(round(self.stack.slot(page)))

    def set_fit(self, fit: Fit) -> None:
        """Let the window decide how large pages are."""
        self.stack.fit = fit
        self._settle()

    def zoom(self) -> int:
        """Return the size of the page in view, in percent."""
        return self.stack.zoom_of(self.page_in_view()) if self.stack.count else 100

    def zoom_to(self, zoom: int, at: QPointF | None = None) -> None:
        """Show pages at a size, in percent; a point of the window stays where it is."""
        if not self.stack.count:
            return
        at = at or self._eye()
        self._held = (*self.point_at(at), at)
        self.stack.fit = Fit.ZOOM
        self.stack.zoom = max(LEAST_ZOOM, min(MOST_ZOOM, zoom))
        self._settle()

    def zoom_by(self, steps: int, at: QPointF | None = None) -> None:
        """Take the next larger or smaller size."""
        here = self.zoom()
        larger = [each for each in ZOOMS if each > here]
        smaller = [each for each in reversed(ZOOMS) if each < here]
        choice = larger if steps > 0 else smaller
        if choice:
            self.zoom_to(choice[min(abs(steps), len(choice)) - 1], at)

    def rotate(self, degrees: int) -> None:
        """Turn all pages clockwise."""
        self.hold()
        self.stack.turn(degrees)
        self._respot()
        self._settle()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Show what the scroll bars were moved to."""
        self._paper.update()
        if self._settling:
            return
        self.hold()
        self.scrolled.emit()
        self.loader.wake()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the pages anew; what stood at the eye stays there."""
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by the pixels of a touch pad or the notches of a wheel; with Ctrl zoom."""
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += angle.y()
            notches = int(self._turned / _NOTCH)
            if notches:
                self._turned -= notches * _NOTCH
                at = event.position()
                self.zoom_by(notches, at if self._paper.rect().contains(at.toPoint()) else None)
        else:
            self._rest += pixels.y() or angle.y() / _NOTCH * _STEP
            whole = int(self._rest)
            self._rest -= whole
            bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
            self.is_turned_alone = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.setValue(bar.value() - whole)
            self.is_turned_alone = False
            across.setValue(across.value() - (pixels.x() or round(angle.x() / _NOTCH * _STEP)))
        event.accept()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in view."""
        ratio = self.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            self._painter = PagePainter(
                self._look,
                dark=self.is_dark,
                tinted=self._is_tinted,
                ground=self._ground,
                ratio=ratio,
            )
        painter = QPainter(self._paper)
        self._painter.paint_ground(painter, event.rect())
        for page in self.visible():
            self._paint_page(self._painter, painter, page)
        if not self.stack.count:
            self._painter.paint_message(painter, self._message, self._paper.rect())
        painter.end()

    def _paint_page(self, drawer: PagePainter, painter: QPainter, page: int) -> None:
        box = self.area(page)
        area = QRectF(box.left, box.top, box.width, box.height)
        drawer.paint_page(painter, area, self.keys(page), self.loader.pictures)
        failure = self.loader.failures.get(page)
        if failure is not None:
            room: QRect = area.toAlignedRect() & self._paper.rect()
            drawer.paint_message(painter, failure, room)
        corners = {0: area.topLeft(), 90: area.topRight(), 180: area.bottomRight()}
        painter.save()
        painter.setClipRect(area)
        painter.translate(corners.get(self.stack.rotation, area.bottomLeft()))
        painter.rotate(self.stack.rotation)
        drawer.paint_spots(
            painter,
            self.spots(page),
            self._selected_boxes(page),
            self._scene.finding,
            scale=self.stack.scale(page),
            alone=self._scene.is_alone,
            note=self._scene.note,
            lit=self._scene.lit,
        )
        painter.restore()

    def _selected_boxes(self, _page: int) -> list[Box]:
        return []


def _tiles(low: float, high: float, length: int) -> range:
    """Return the tiles that a stretch of device pixels touches, of a side so many pixels long."""
    return range(max(0, int(low // TILE)), int(min(length - 1, max(0.0, high)) // TILE) + 1)
