"""The order in which the lines of a page are read: its columns, and the rows within each.

A column is found by the blank strip beside it: a place that many lines leave free on both sides,
with lines across it (a headline, a wide table) that cut the page into bands, each read column by
column. After the cuts of Nagy and Seth (1984), with tolerance for lines that cross a cut.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.formats.page_text import Segment

# A page with more segments than this is a drawing or an attack: it keeps the order of the file.
_MOST_SEGMENTS = 2000
# A strip separates columns when so many lines end before it where others begin behind it, and
# when these lines have so many letters: the entries of a table are shorter.
_LINES = 4
_LETTERS = 16
_DEEPEST = 4
# Letters of blank within a justified line; a strip between columns is wider.
_WORD_GAP = 1.0

Line = list["Segment"]


def arrange(segments: list[Segment]) -> list[list[Line]]:
    """Return the columns of a page in reading order, each with its lines from the top down."""
    if len(segments) > _MOST_SEGMENTS:
        return [[[segment] for segment in segments]]
    ordered = sorted(segments, key=lambda segment: (segment.y0, segment.x0))
    if _is_plain(ordered):
        return [[[segment] for segment in ordered]]
    return [_lines(column) for column in _columns(ordered, _DEEPEST) if column]


def _is_plain(ordered: list[Segment]) -> bool:
    """Whether every segment stands alone on its line, as on most pages."""
    foot = ordered[0].y1
    for segment in ordered[1:]:
        if foot - segment.y0 > 0.4 * (segment.y1 - segment.y0):
            return False
        foot = max(foot, segment.y1)
    return True


class _Gap(NamedTuple):
    """A blank between two neighbours on a line.

    Args:
        left, right: its edges.
        top, bottom: of the two neighbours.
        letters: of the shorter of them.
        differs: whether they are set in different letters, as a text and what stands beside it.
        size: of the letters.
    """

    left: float
    right: float
    top: float
    bottom: float
    letters: int
    differs: bool
    size: float


def _columns(segments: list[Segment], depth: int) -> list[list[Segment]]:
    """Return the columns of segments that are sorted from the top down."""
    gaps = _gaps(_joined(segments))
    found = _strip(gaps) if depth and len(gaps) >= _LINES else None
    if found is None:
        return [segments]
    strip, top, bottom = found
    bottom = _foot_of_left(segments, strip, bottom)
    above: list[Segment] = []
    left: list[Segment] = []
    right: list[Segment] = []
    below: list[Segment] = []
    columns: list[list[Segment]] = []
    for segment in segments:
        middle = (segment.y0 + segment.y1) / 2
        if middle < top:
            above.append(segment)
        elif middle > bottom:
            below.append(segment)
        elif segment.x0 < strip - 1 and segment.x1 > strip + 1:
            # A line across both: what stands above it is read first.
            columns += [left, right, [segment]]
            left, right = [], []
        else:
            (left if segment.x1 <= strip + 1 else right).append(segment)
    columns += [left, right]
    parts = [above, *columns, below]
    return [column for part in parts if part for column in _columns(part, depth - 1 if part else 0)]


def _foot_of_left(segments: list[Segment], strip: float, bottom: float) -> float:
    """Return how far down a column goes on beyond the end of the one to its right."""
    for segment in segments:
        if segment.y0 > bottom - 0.5 * segment.size and segment.y1 > bottom:
            if segment.x1 > strip + 1 or segment.y0 - bottom > 0.6 * segment.size:
                break
            bottom = segment.y1
    return bottom


def _joined(segments: list[Segment]) -> list[Segment]:
    """Return segments with those joined that only the wide blanks of a justified line part."""
    found: list[Segment] = []
    for line in _lines(segments):
        last: Segment | None = None
        for segment in line:
            if last is not None and segment.x0 - last.x1 <= _WORD_GAP * segment.size:
                last = replace(
                    last,
                    text=last.text + " " + segment.text,
                    x1=segment.x1,
                    y0=min(last.y0, segment.y0),
                    y1=max(last.y1, segment.y1),
                    size=segment.size if len(segment.text) > len(last.text) else last.size,
                )
                found[-1] = last
            else:
                found.append(segment)
                last = segment
    return sorted(found, key=lambda segment: (segment.y0, segment.x0))


def _gaps(segments: list[Segment]) -> list[_Gap]:
    """Return the gaps between neighbours on a line."""
    found = []
    tallest = max(segment.y1 - segment.y0 for segment in segments)
    for index, segment in enumerate(segments):
        nearest: Segment | None = None
        for other in _around(segments, index, tallest):
            overlap = min(segment.y1, other.y1) - max(segment.y0, other.y0)
            beside = overlap > 0.4 * min(segment.y1 - segment.y0, other.y1 - other.y0)
            if beside and other.x0 >= segment.x1 and (nearest is None or other.x0 < nearest.x0):
                nearest = other
        if nearest is None or nearest.x0 - segment.x1 <= _WORD_GAP * segment.size:
            continue
        sizes = sorted((segment.size, nearest.size))
        found.append(
            _Gap(
                segment.x1,
                nearest.x0,
                min(segment.y0, nearest.y0),
                max(segment.y1, nearest.y1),
                min(len(segment.text), len(nearest.text)),
                sizes[1] > 1.1 * sizes[0] and min(len(segment.text), len(nearest.text)) > 4,
                sizes[1],
            )
        )
    return found


def _around(segments: list[Segment], index: int, tallest: float) -> Iterator[Segment]:
    """Yield the segments that may stand beside one."""
    segment = segments[index]
    place = index - 1
    while place >= 0 and segments[place].y0 > segment.y0 - tallest:
        yield segments[place]
        place -= 1
    place = index + 1
    while place < len(segments) and segments[place].y0 < segment.y1:
        yield segments[place]
        place += 1


def _strip(gaps: list[_Gap]) -> tuple[float, float, float] | None:
    """Return the place of the strip that most gaps have in common, and its top and bottom.

    None where nothing stands beside a column.
    """
    edges = sorted([(gap.left, 0, 1) for gap in gaps] + [(gap.right, 1, -1) for gap in gaps])
    places: list[tuple[int, float]] = []
    depth = 0
    for (place, _, step), (after, _, _) in pairwise(edges):
        depth += step
        if step > 0 and depth >= _LINES - 1:
            places.append((depth, (place + after) / 2))
    for _, place in sorted(places, reverse=True)[:8]:
        run: list[_Gap] = []
        crossing = sorted((g for g in gaps if g.left <= place <= g.right), key=lambda g: g.top)
        for gap in [*crossing, None]:
            if gap is not None and (not run or gap.top - run[-1].bottom < 2 * gap.size):
                run.append(gap)
                continue
            if _is_column(run):
                return place, min(g.top for g in run), max(g.bottom for g in run)
            run = [gap] if gap is not None else []
    return None


def _is_column(run: list[_Gap]) -> bool:
    """Whether gaps under each other part columns, not the entries of a table."""
    if len(run) >= _LINES - 1 and sum(gap.differs for gap in run) > 0.7 * len(run):
        return True
    letters = sorted(gap.letters for gap in run)
    return len(run) >= _LINES and letters[len(letters) // 2] >= _LETTERS


def _lines(segments: list[Segment]) -> list[Line]:
    """Return the lines of one column: segments beside each other, from left to right."""
    lines: list[Line] = []
    for segment in sorted(segments, key=lambda s: (s.y0 + s.y1, s.x0)):
        if lines:
            last = lines[-1][0]
            overlap = min(last.y1, segment.y1) - max(last.y0, segment.y0)
            if overlap > 0.55 * min(last.y1 - last.y0, segment.y1 - segment.y0) and _is_free(
                lines[-1], segment
            ):
                lines[-1].append(segment)
                continue
        lines.append([segment])
    for line in lines:
        line.sort(key=lambda segment: segment.x0)
    return lines


def _is_free(line: Line, segment: Segment) -> bool:
    """Whether nothing of a line lies where a segment is: letters on top of letters stay apart."""
    slack = 0.3 * segment.size
    return all(other.x1 <= segment.x0 + slack or segment.x1 <= other.x0 + slack for other in line)
