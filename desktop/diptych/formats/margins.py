"""What stands beside the text in the same lines: line numbers in the gutter.

Such a line is cut in two. The text goes on as if nothing had stood there; what stood there is a
piece of the margin, and becomes furniture. Columns of words are found by `columns`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.lines import begins_small
from diptych.formats.roles import LINE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Line


_NUMBER_FIRST = re.compile(r"(\d{1,4})[ \t]+(?=\S)")


class Margin(NamedTuple):
    """A piece of the margin.

    Args:
        line: what stands there, as a line of its own.
        role: of furniture.
        group: pieces of one group belong together.
    """

    line: Line
    role: str
    group: int


class _Numbered(NamedTuple):
    """A line that begins with a number.

    Args:
        place: its index.
        row: its row on paper.
        number: the number.
        column: where the words begin.
        cut: how many characters stand before them.
    """

    place: int
    row: int
    number: int
    column: int
    cut: int


def part_line_numbers(lines: list[Line]) -> tuple[list[Line], list[Margin]]:
    """Return the lines without the numbers that count them, and these."""
    found = _numbered(lines)
    running = sum(begins_small(lines[one.place].text[one.cut :]) for one in found)
    if len(found) < 2 or running < 0.3 * len(found):
        return lines, []
    lines, margins = list(lines), []
    for one in found:
        line = lines[one.place]
        digits = len(line.text.split(maxsplit=1)[0])
        number = replace(line, end=line.start + digits, text=line.text[:digits])
        margins.append(Margin(number, LINE_NUMBER, 0))
        lines[one.place] = replace(
            line, start=line.start + one.cut, text=line.text[one.cut :], indent=one.column
        )
    return lines, margins


def _numbered(lines: Sequence[Line]) -> list[_Numbered]:
    """Return the lines with a number that counts the lines, left of where the text begins."""
    candidates: list[_Numbered] = []
    row = 0
    for index, line in enumerate(lines):
        row += line.gap + 1
        mark = _NUMBER_FIRST.match(line.text) if line.text[0].isdecimal() else None
        if mark and line.end - line.start == len(line.text):
            column = line.indent + mark.end()
            if _is_edge(lines, index, column):
                candidates.append(_Numbered(index, row, int(mark.group(1)), column, mark.end()))
    sure: set[int] = set()
    for place, one in enumerate(candidates):
        for other in candidates[place + 1 : place + 4]:
            step = other.number - one.number
            if step > 0 and step in (other.row - one.row, other.place - one.place):
                sure.update((one.place, other.place))
    # A page may hold a single number; it is one like the others.
    numbers = [one for one in candidates if one.place in sure]
    columns = {one.column for one in numbers}
    steps = {one.number % 5 for one in numbers}
    if len(numbers) >= 4 and steps == {0}:
        numbers = [one for one in candidates if one.number % 5 == 0 and one.column in columns]
    return numbers


def _is_edge(lines: Sequence[Line], index: int, column: int) -> bool:
    """Whether the lines around begin at a column, at least two of them, and none left of it."""
    around = [*lines[max(0, index - 3) : index], *lines[index + 1 : index + 4]]
    at_edge = sum(line.indent == column for line in around)
    outside = sum(
        line.indent < column and not _NUMBER_FIRST.match(line.text)
        for line in around
        if line.gap <= 1 and not line.feed
    )
    counted = sum(
        line.indent + len(mark.group()) == column
        for line in around
        for mark in [_NUMBER_FIRST.match(line.text)]
        if mark
    )
    return at_edge + counted >= 2 and outside <= 1
