"""Brings what a view of pages needs, what is needed most first, and keeps what may be needed again.

Nothing is queued: when the worker is free the view is asked what it shows then.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from diptych.model.errors import Cancelled, UserError
from diptych.services.pages import Wish, picture_request, sheet_request
from diptych.ui.language import said_of
from diptych.ui.page_cache import Key, Pictures
from diptych.ui.page_geometry import Box, turned
from diptych.ui.page_words import Leaf
from diptych.ui.theme import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.model.document import PageWords
    from diptych.services.pages import Leaves, Pages

    Plain = dict[str, Any]
    # Keys of pictures and numbers of pages whose words are needed, the most needed first.
    Needs = Callable[[], Iterable[Key | int]]

TILE = 1024
"""Side of a tile, device pixels."""
# A part is drawn as all pixels that it touches: so much less, and it touches its own only.
_INSIDE = 0.02
_KEPT_LEAVES = 96
_BYTES_A_PIXEL = 4


class Loader(QObject):
    """Pictures and words of one document's pages.

    Signals:
        pictured: a picture has come (its page).
        worded: the words of a page have come (the page).
    """

    pictured = Signal(int)
    worded = Signal(int)

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self.leaves: Leaves | None = None
        self.pictures = Pictures()
        self.failures: dict[int, str] = {}
        self.here = 0
        self.paper: QColor | None = None
        self._read: OrderedDict[int, Leaf] = OrderedDict()
        self._unread: set[int] = set()
        self._recognised: dict[int, PageWords] = {}
        self._needs: list[Needs] = []

    def serve(self, needs: Needs) -> None:
        """Ask somebody, after those who came before, what is needed."""
        self._needs.append(needs)

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Bring the pages of another document, or none."""
        self.leaves = leaves
        self.pictures.clear()
        self.failures.clear()
        self._read.clear()
        self._unread.clear()
        if leaves is None:
            self._pages.detach(self._ask)
        else:
            self._pages.attach(self._ask)
            self._pages.wake()

    def set_recognised(self, places: Iterable[PageWords]) -> None:
        """Take the words of pages that were read from their pictures: the file has none."""
        self._recognised = {each.page: each for each in places}
        for page in self._recognised:
            self._read.pop(page, None)
        self.wake()

    def wake(self) -> None:
        """Something else is needed than before."""
        if self.leaves is not None:
            self._pages.wake()

    def leaf(self, page: int) -> Leaf | None:
        """Return the words of a page, None where they are not here."""
        return self._read.get(page)

    def _ask(self) -> Wish | None:
        leaves = self.leaves
        if leaves is None:
            return None
        for needs in self._needs:
            for need in needs():
                page = need.page if isinstance(need, Key) else need
                if page in self.failures:
                    continue
                if isinstance(need, Key):
                    if need not in self.pictures:
                        return self._picture_wish(leaves, need)
                elif need not in self._read and need not in self._unread:
                    return self._sheet_wish(leaves, need)
        return None

    def _picture_wish(self, leaves: Leaves, key: Key) -> Wish:
        width, height = leaves.sizes[key.page]
        is_upright = key.rotation % 180 == 0
        scale = key.width / max(width if is_upright else height, 1.0)
        clip = None
        if key.row >= 0:
            left, top = key.column * TILE + _INSIDE, key.row * TILE + _INSIDE
            side = TILE - 2 * _INSIDE
            tile = Box(*(pixel / scale for pixel in (left, top, left + side, top + side)))
            across, down = (width, height) if is_upright else (height, width)
            clip = turned(tile, across, down, -key.rotation % 360)
        request = picture_request(
            leaves, key.page, scale=scale, rotation=key.rotation, clip=clip, dark=key.dark
        )
        return Wish(
            "page",
            request,
            partial(_picture, paper=self.paper if key.dark else None),
            lambda picture: self._drawn(leaves, key, picture),
            lambda error: self._failed(leaves, key.page, error),
        )

    def _sheet_wish(self, leaves: Leaves, page: int) -> Wish:
        return Wish(
            "sheet",
            sheet_request(leaves, page),
            Leaf,
            lambda leaf: self._worded(leaves, page, leaf),
            lambda error: self._without_words(leaves, page, error),
        )

    def _drawn(self, leaves: Leaves, key: Key, picture: QImage) -> None:
        if leaves is not self.leaves:
            return
        wanted = [need for needs in self._needs for need in needs() if isinstance(need, Key)]
        self.pictures.add(key, picture, wanted, self.here)
        self.pictured.emit(key.page)

    def _worded(self, leaves: Leaves, page: int, leaf: Leaf) -> None:
        if leaves is not self.leaves:
            return
        if page in self._recognised:
            leaf.set_words(self._recognised[page].words)
        self._read[page] = leaf
        if len(self._read) > _KEPT_LEAVES:
            farthest = max(self._read, key=lambda each: abs(each - self.here))
            del self._read[farthest]
        self.worded.emit(page)

    def _failed(self, leaves: Leaves, page: int, error: Exception) -> None:
        if leaves is not self.leaves or isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            raise error
        self.failures[page] = said_of(error)
        self.pictured.emit(page)

    def _without_words(self, leaves: Leaves, page: int, error: Exception) -> None:
        if leaves is not self.leaves or isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            raise error
        # The picture may come all the same; the page is shown without marks.
        self._unread.add(page)


def fitting(needs: Iterable[Key], heights: Callable[[Key], int], most: int) -> list[Key]:
    """Return as many of the pictures as may be kept together, so that none drives another out."""
    found, total = [], 0
    for key in needs:
        size = TILE * TILE if key.row >= 0 else key.width * heights(key)
        total += size * _BYTES_A_PIXEL
        if total > most:
            break
        found.append(key)
    return found


def _picture(plain: Plain, paper: QColor | None) -> QImage:
    """Return the picture that the worker drew, in the format that is drawn fastest.

    Args:
        plain: the answer.
        paper: of a dark theme: nothing is darker. None for a page as it is.
    """
    drawn = QImage(
        plain["blob"],
        plain["width"],
        plain["height"],
        plain["stride"],
        QImage.Format.Format_RGB888,
    )
    picture = drawn.convertToFormat(QImage.Format.Format_RGB32)
    if paper is not None:
        painter = QPainter(picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        fill(painter, QRect(0, 0, picture.width(), picture.height()), paper)
        painter.end()
    return picture
