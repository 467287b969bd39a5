"""What is asked of a reader of files, besides the bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Progress = Callable[[float, str], None]


def _silent(_share: float, _words: str) -> None:
    """Take no notice."""


class Order(NamedTuple):
    """How a file is to be read.

    Args:
        name: the file's name, for messages and for the title of a text without one.
        encoding: of a text file, chosen by the reader; "" means detected.
        password: of an encrypted file; kept nowhere.
        last_page: of a format with pages, how many of them are read; 0 means all.
        ocr: languages in which page images are read ("eng+spa", see `scans.languages`); "" for
            none.
        progress: called with a share (0 to 1) and a few words while a long file is read. The
            worker takes each call as a sign of life and gives the file more time.
    """

    name: str
    encoding: str = ""
    password: str = ""
    last_page: int = 0
    ocr: str = ""
    progress: Progress = _silent
