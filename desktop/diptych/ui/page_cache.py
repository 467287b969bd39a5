"""Pictures of pages, bounded in bytes: what lies farthest from the reader goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QImage

MOST_BYTES = 64 << 20


class Key(NamedTuple):
    """Which picture it is.

    Args:
        page: its index.
        width: device pixels of the whole turned page.
        rotation: degrees clockwise.
        dark: whether light and dark have changed places.
        column, row: of a tile; -1 for the whole page.
    """

    page: int
    width: int
    rotation: int
    dark: bool
    column: int = -1
    row: int = -1


class Pictures:
    """Keeps pictures of the pages around the reader.

    Args:
        most: bytes that all pictures together may take.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._pictures: dict[Key, QImage] = {}
        self._by_page: dict[int, set[Key]] = {}
        self.size = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._pictures

    def get(self, key: Key) -> QImage | None:
        """Return a picture, None where it is not here."""
        return self._pictures.get(key)

    def add(self, key: Key, picture: QImage, wanted: Iterable[Key], here: int) -> None:
        """Keep a picture; others may have to go.

        Args:
            key: which it is.
            picture: as it came.
            wanted: what is shown now, and goes last of all.
            here: the page that the reader is on.
        """
        self._drop(key)
        self._pictures[key] = picture
        self._by_page.setdefault(key.page, set()).add(key)
        self.size += picture.sizeInBytes()
        if self.size <= self._most:
            return
        kept = {*wanted, key}
        order = sorted(
            self._pictures, key=lambda each: (each not in kept, each != key, abs(each.page - here))
        )
        while self.size > self._most and len(order) > 1:
            self._drop(order.pop())

    def _drop(self, key: Key) -> None:
        picture = self._pictures.pop(key, None)
        if picture is not None:
            self.size -= picture.sizeInBytes()
            self._by_page[key.page].discard(key)

    def stand_in(self, key: Key) -> tuple[Key, QImage] | None:
        """Return another picture of the whole page that looks the same but for its size."""
        fits = [
            each
            for each in self._by_page.get(key.page, ())
            if each.row < 0 and (each.rotation, each.dark) == (key.rotation, key.dark)
        ]
        if not fits:
            return None
        # The sharpest that is not larger, else the smallest.
        best = min(fits, key=lambda each: (each.width > key.width, abs(each.width - key.width)))
        return best, self._pictures[best]

    def clear(self) -> None:
        """Forget all pictures."""
        self._pictures.clear()
        self._by_page.clear()
        self.size = 0
