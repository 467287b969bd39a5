"""Where words stand on a page: the boxes of single words become one for each line of them.

Boxes are left, top, right, bottom, in points of the upright page; offsets are code points from the
beginning of its text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Box = tuple[float, float, float, float]
    # A box, then where the word starts and ends.
    Word = tuple[float, float, float, float, int, int]

# Of the lower one of two words: by how much they lie on one line.
_SAME_LINE = 0.5
# In heights of a line: a wider blank parts two columns.
_WIDEST_BLANK = 4.0


def on_lines(words: Sequence[Word], start: int, end: int) -> list[Box]:
    """Return where a stretch of a page's text lies: one box for each line of it.

    Args:
        words: of the page, in the order of their starts.
        start, end: of the stretch.
    """
    found: list[Box] = []
    height = 0.0
    for box in _cut(words, start, end):
        if found and _is_on_line(found[-1], box, height):
            left, top, right, bottom = found[-1]
            found[-1] = (left, min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
        else:
            found.append(box)
            height = box[3] - box[1]
    return found


def _cut(words: Sequence[Word], start: int, end: int) -> Iterator[Box]:
    """Yield the boxes of the words in a stretch, the first and last cut where it cuts them."""
    first = max(0, bisect_right(words, start, key=_start) - 1)
    for left, top, right, bottom, begin, finish in words[
        first : bisect_left(words, end, key=_start)
    ]:
        low, high = max(start, begin), min(end, finish)
        if low < high:
            letter = (right - left) / max(1, finish - begin)
            yield left + (low - begin) * letter, top, left + (high - begin) * letter, bottom


def _start(word: Word) -> int:
    return word[4]


def _is_on_line(last: Box, box: Box, height: float) -> bool:
    shared = min(last[3], box[3]) - max(last[1], box[1])
    lower = max(0.1, min(last[3] - last[1], box[3] - box[1]))
    is_after = -lower <= box[0] - last[2] <= _WIDEST_BLANK * max(height, lower)
    return shared > _SAME_LINE * lower and is_after
