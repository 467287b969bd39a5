"""What on printed pages is not the running text, seen by place and size.

Running heads and page numbers come back at the same height; notes stand at the foot in smaller
letters; a stamp in the margin runs across the rest.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from diptych.formats.roles import FOOTNOTE, MARGIN_TEXT, PAGE_NUMBER, RUNNING_HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.page_text import Row

_DIGITS = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-–—\[(\s]*(?:(?:page|p\.|página|pág\.?)\s*)?(?:\d{1,4}|[ivxlcdm]{1,7})"
    r"(?:\s*(?:/|of|de)\s*\d{1,4})?[-–—\])\s.]*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})[.)]?\s*(?=\S)")
# How many rows at the head and at the foot of a page may be furniture.
_ZONE = 3
# Points by which the same head may stand higher or lower.
_STEP = 4.0
_LONGEST_NOTE = 40


def row_roles(pages: Sequence[list[Row]], body: float) -> list[list[str]]:
    """Return a role for each row of each page, "" for the rows that may be the author's.

    Args:
        pages: rows of all pages.
        body: the size of most letters.
    """
    roles = [[MARGIN_TEXT if row.turned else "" for row in rows] for rows in pages]
    _mark_heads(pages, roles)
    _mark_page_numbers(pages, roles)
    notes: Counter[float] = Counter()
    for rows, row_role in zip(pages, roles, strict=True):
        _mark_notes(rows, row_role, body, notes)
    return roles


def _zones(rows: list[Row], roles: list[str]) -> tuple[list[int], list[int]]:
    """Return the rows at the head of a page and those at its foot, the outermost first."""
    upright = [index for index in range(len(rows)) if roles[index] != MARGIN_TEXT]
    if len(upright) > 2 * _ZONE:
        by_height = sorted(upright, key=lambda index: rows[index].y0)
    else:
        by_height = sorted(upright, key=lambda index: (rows[index].y0, index))
    half = (len(by_height) + 1) // 2
    head = by_height[: min(_ZONE, half)]
    foot = by_height[::-1][: min(_ZONE, half)]
    return head, [index for index in foot if index not in head]


def _mark_heads(pages: Sequence[list[Row]], roles: list[list[str]]) -> None:
    """Mark rows that come back on other pages in the same words at the same height."""
    seen: dict[tuple[str, bool, int], list[tuple[int, int, int]]] = defaultdict(list)
    for page, rows in enumerate(pages):
        for is_foot, zone in enumerate(_zones(rows, roles[page])):
            for depth, index in enumerate(zone):
                row = rows[index]
                words = _DIGITS.sub("#", " ".join(row.text.casefold().split()))
                if len(words) <= 200 and any(map(str.isalpha, words)):
                    key = words, bool(is_foot), round(row.y0 / _STEP)
                    seen[key].append((page, index, depth))
    repeated: dict[int, dict[bool, list[tuple[int, int]]]] = defaultdict(dict)
    for (words, is_foot, height), found in seen.items():
        near = found + seen.get((words, is_foot, height + 1), [])
        if len({page for page, _, _ in near}) < 2:
            continue
        for page, index, depth in near:
            repeated[page].setdefault(is_foot, []).append((-depth, index))
    for page, ends in repeated.items():
        for is_foot, candidates in ends.items():
            _accept_heads(pages[page], roles[page], candidates, is_foot=is_foot)


def _accept_heads(
    rows: list[Row], roles: list[str], candidates: list[tuple[int, int]], *, is_foot: bool
) -> None:
    """Mark the rows that come back and keep a distance from the running text.

    Args:
        rows, roles: of one page.
        candidates: minus the depth in the page, and index; the innermost come first.
        is_foot: whether they stand at the foot of the page.
    """
    open_rows = {index for _, index in candidates}
    for _, index in sorted(set(candidates)):
        others = [i for i in range(len(rows)) if not roles[i] and i not in open_rows]
        if not _is_outside(rows, roles, index, is_foot=is_foot):
            open_rows.discard(index)
        elif _stands_apart(rows, others, index):
            roles[index] = RUNNING_HEAD
        else:
            open_rows.discard(index)


def _is_outside(rows: list[Row], roles: list[str], index: int, *, is_foot: bool) -> bool:
    """Whether no running text stands between a row and the edge of the page."""
    row = rows[index]
    if is_foot:
        beyond = [i for i, other in enumerate(rows) if other.y0 > row.y1 and not roles[i]]
    else:
        beyond = [i for i, other in enumerate(rows) if other.y1 < row.y0 and not roles[i]]
    return len(beyond) < _ZONE and all(len(rows[i].text) <= 200 for i in beyond)


def _mark_page_numbers(pages: Sequence[list[Row]], roles: list[list[str]]) -> None:
    """Mark numbers alone at the head or the foot of a page."""
    for rows, row_roles_ in zip(pages, roles, strict=True):
        for zone in _zones(rows, row_roles_):
            for index in zone:
                role, row = row_roles_[index], rows[index]
                if role == RUNNING_HEAD and _NUMBER.fullmatch(row.text):
                    row_roles_[index] = PAGE_NUMBER
                if role:
                    continue
                if (
                    len(rows) > 1
                    and len(row.text) <= 24
                    and any(map(str.isalnum, row.text))
                    and _NUMBER.fullmatch(row.text)
                    and _stands_apart(rows, _free(row_roles_, index), index)
                ):
                    row_roles_[index] = PAGE_NUMBER
                else:
                    break


def _free(roles: list[str], index: int) -> list[int]:
    return [i for i, role in enumerate(roles) if not role and i != index]


def _stands_apart(rows: list[Row], others: list[int], index: int) -> bool:
    """Whether a row keeps a distance from the running text, or there is none."""
    row = rows[index]
    least = 0.4 * row.size
    return all(max(rows[i].y0 - row.y1, row.y0 - rows[i].y1) > least for i in others)


def _mark_notes(rows: list[Row], roles: list[str], body: float, notes: Counter[float]) -> None:
    """Mark the notes below the running text of each column, and what goes on from the page before.

    Args:
        rows, roles: of one page.
        body: the size of most letters of the document.
        notes: sizes of the notes found on earlier pages.
    """
    end = len(rows)
    while end > 0:
        column = rows[end - 1].column
        start = end
        while start > 0 and rows[start - 1].column == column:
            start -= 1
        _mark_notes_of_column(rows, roles, range(start, end), body, notes)
        end = start


def _mark_notes_of_column(
    rows: list[Row], roles: list[str], column: range, body: float, notes: Counter[float]
) -> None:
    first = column.stop
    for index in reversed(column):
        row = rows[index]
        if roles[index]:
            continue
        if row.size > 0.93 * body or (first < column.stop and row.size > 1.06 * rows[first].size):
            break
        first = index
    free = [i for i in range(first, column.stop) if not roles[i]]
    if not free or len(free) > _LONGEST_NOTE or rows[free[0]].cells:
        return
    has_text_above = any(not roles[i] and rows[i].size > 0.93 * body for i in range(len(rows)))
    size = round(rows[free[0]].size, 1)
    marked = next((i for i in free if _NOTE.match(rows[i].text)), None)
    if not has_text_above or (marked is None and not notes[size]):
        return
    if marked is not None:
        notes[size] += 1
    begin = free[0] if notes[size] > 1 else marked
    for index in free:
        if begin is not None and index >= begin:
            roles[index] = FOOTNOTE
