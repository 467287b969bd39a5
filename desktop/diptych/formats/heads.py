"""Where pages end in a text without pages: running heads, notes at the foot, repeated lines.

One shows the other: a running head where the notes end, and the notes where a page ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from diptych.formats.lines import begins_small, ends_sentence
from diptych.formats.roles import FOOTNOTE, PAGE_NUMBER, REPEATED, RUNNING_HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Layout, Line

DATE_FIRST = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?=\S)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER_AT_EDGE = re.compile(r"\d{1,4}\s{3,}\S|.*\S\s{3,}\d{1,4}$")
_LETTERS = re.compile(r"[^\W\d_]+")
_MONTH = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre"
)
# A note at the foot of a page: its number, and what only sources are cited with.
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡])\.?\s+(?=[^\W\d_]|[“\"'(])")
_CITATION = re.compile(
    r"\b(?:ibid|op\. ?cit|loc\. ?cit|supra|infra|cfr?\.|see (?:also )?\b|véase|ver \b"
    r"|pp?\. ?\d|págs?\. ?\d|vol\. ?\d|n[oº]\. ?\d|https?://|www\.|accessed\b|consultado\b|\(?(?:1[5-9]|20)\d\d\)?[.,;:])",
    re.IGNORECASE,
)
_PAGE_ENDS = frozenset({PAGE_NUMBER, RUNNING_HEAD})
_LONGEST_NOTE = 8  # lines


def mark_page_ends(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark running heads and the notes above them."""
    titles = _repeated_titles(lines, roles)
    numbered = _numbered_alike(lines, roles)
    ends = frozenset(
        index for group in titles + numbered for index in group if _is_alone(lines, index)
    )
    for _ in range(2):
        _mark_notes(lines, roles, ends)
        _mark_running_heads(lines, roles, numbered)
        _mark_repeated_titles(lines, roles, titles)


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether nothing is set close to a line but a note above it."""
    line = lines[index]
    below = index + 1 == len(lines) or lines[index + 1].gap > 0 or lines[index + 1].feed
    above = index == 0 or line.gap > 0 or line.feed or bool(_NOTE.match(lines[index - 1].text))
    return above and below


def _mark_notes(lines: Sequence[Line], roles: list[str], titles: frozenset[int]) -> None:
    """Mark numbered sources above the end of a page or of the text.

    Where no page ends below them they may as well be a list in the text, and stay. A title that
    comes back ends a page as well.
    """
    index = len(lines) - 1
    while index >= 0:
        end = index + 1
        if roles[index] in _PAGE_ENDS or index in titles:
            top = _first_note(lines, roles, index - 1)
            end = index
        elif end == len(lines) or lines[end].feed or _is_repeated_below(lines, end):
            top = _first_note(lines, roles, index)
        else:
            top = end
        for at in range(top, end):
            roles[at] = roles[at] or FOOTNOTE
        index = min(index, top) - 1


def _first_note(lines: Sequence[Line], roles: Sequence[str], last: int) -> int:
    """Return the index of the first of the notes that end with a line, or the one after it."""
    first = last + 1
    begin = last
    while begin >= 0 and not roles[begin] and last - begin < _LONGEST_NOTE:
        line = lines[begin]
        if _NOTE.match(line.text):
            words = " ".join(one.text for one in lines[begin : min(first, begin + 6)])
            if not _CITATION.search(words) or (
                line.gap == 0 and begin and not line.feed and not _is_note_above(lines, begin)
            ):
                break
            first, last = begin, begin - 1
            if line.gap:
                break
        elif line.gap:
            break
        begin -= 1
    return first


def _is_note_above(lines: Sequence[Line], index: int) -> bool:
    """Whether a line right above a note belongs to a note as well: they stand close together."""
    while index > 0 and lines[index].gap == 0:
        index -= 1
        if _NOTE.match(lines[index].text):
            return True
    return False


def _is_repeated_below(lines: Sequence[Line], index: int) -> bool:
    """Whether a line repeats the last one above the notes, as scans of two pages do."""
    text = lines[index].text
    return len(text) >= 30 and any(
        lines[at].text == text for at in range(max(0, index - _LONGEST_NOTE), index)
    )


def _numbered_alike(lines: Sequence[Line], roles: Sequence[str]) -> list[list[int]]:
    """Return lines of the same words with other numbers, or with the same ones three times."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if (
            not roles[index]
            and len(line.text) <= 160
            and any(map(str.isdigit, line.text))
            and not (_NOTE.match(line.text) and _CITATION.search(line.text))
        ):
            words = _LETTERS.findall(line.text.casefold())
            key = tuple(sorted(word for word in words if not _MONTH.fullmatch(word)))
            if words:
                groups[key].append(index)
    return [
        group
        for group in groups.values()
        if len(group) >= 2
        and all(b - a > 1 for a, b in pairwise(group))
        and (len(group) > 2 or len({lines[index].text for index in group}) > 1)
    ]


def _mark_running_heads(
    lines: Sequence[Line], roles: list[str], numbered: Sequence[Sequence[int]]
) -> None:
    """Mark lines that come back with another number and stand between the halves of a sentence.

    A date, an address, a number at the outer edge or another piece of the page's furniture is as
    good a sign as a broken sentence; "Chapter 1" and "Chapter 2" have none of them.
    """
    for group in numbered:
        free = [index for index in group if not roles[index]]
        near = sum(_is_at_page_end(lines, roles, index) for index in free)
        if any(_is_set_as_head(lines, roles, index) for index in free) or near >= 0.5 * len(group):
            for index in free:
                roles[index] = RUNNING_HEAD


def _is_at_page_end(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    """Whether a line stands alone beside a page number, a running head or a footnote."""
    near = {roles[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)}
    return _is_alone(lines, index) and bool(near & {PAGE_NUMBER, RUNNING_HEAD, FOOTNOTE})


def _repeated_titles(lines: Sequence[Line], roles: Sequence[str]) -> list[list[int]]:
    """Return short lines without a full stop that stand alone more than once."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        text = line.text
        if (
            not roles[index]
            and len(text) <= 80
            and text[0].isupper()
            and not ends_sentence(text)
            and _is_alone(lines, index)
        ):
            groups[text.casefold()].append(index)
    return [group for group in groups.values() if len(group) > 1]


def _mark_repeated_titles(
    lines: Sequence[Line], roles: list[str], titles: Sequence[Sequence[int]]
) -> None:
    """Mark titles that come back where a page ends.

    That is inside a sentence, or beside a page number or a footnote. The first of them may be the
    heading that the pages are named after.
    """
    for group in titles:
        for index in group:
            broken = _is_inside_sentence(lines, roles, index)
            if broken or (index != group[0] and _is_at_page_end(lines, roles, index)):
                roles[index] = RUNNING_HEAD


def _is_inside_sentence(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    before, after = body_neighbours(lines, roles, index, index)
    return bool(
        before and after and not ends_sentence(before.text) and begins_small(after.text)
    ) and not begins_small(lines[index].text)


def _is_set_as_head(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    line = lines[index]
    if _ADDRESS.search(line.text) or DATE_FIRST.match(line.text):
        return True
    if (line.gap or line.feed) and _NUMBER_AT_EDGE.match(line.text):
        return True
    return _is_inside_sentence(lines, roles, index)


def body_neighbours(
    lines: Sequence[Line], roles: Sequence[str], first: int, last: int
) -> tuple[Line | None, Line | None]:
    """Return the nearest lines without a role before `first` and after `last`, at most 20 away."""
    before = next(
        (lines[i] for i in range(first - 1, max(-1, first - 21), -1) if not roles[i]), None
    )
    after = next(
        (lines[i] for i in range(last + 1, min(len(lines), last + 21)) if not roles[i]), None
    )
    return before, after


def mark_repeated_lines(lines: Sequence[Line], roles: list[str], layout: Layout) -> None:
    """Mark a line of running text that is there twice, as at the foot and the head of pages.

    A title between the two is the running head of the second page.
    """
    body: list[int] = []
    for index, line in enumerate(lines):
        if roles[index] or not layout.wrapped:
            continue
        running = begins_small(line.text) or line.length >= 0.6 * layout.width
        if running and body and line.text == lines[body[-1]].text:
            roles[index] = REPEATED
            continue
        if running and len(body) > 1 and line.text == lines[body[-2]].text:
            title = lines[body[-1]]
            if title.text[0].isupper() and len(title.text) <= 80 and _is_alone(lines, body[-1]):
                roles[body.pop()] = RUNNING_HEAD
                roles[index] = REPEATED
                continue
        body.append(index)
