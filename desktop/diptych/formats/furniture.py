"""What on a page is not the author's text, seen line by line: links, page numbers, running heads.

Each rule looks at how a line is made and set. Whole blocks (advertisements, captions, pull
quotes) are judged in `inserts`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from diptych.formats.lines import begins_small, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Layout, Line

LINK = "link"
PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"
REPEATED = "repeated line"
BYLINE = "byline"
ORNAMENT = "ornament"
SCAN_NOISE = "scan noise"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LINK_LINE = re.compile(r"[<(\[]?(?:https?://|www\.)\S+", re.IGNORECASE)
_LINK_WITH_PAGE = re.compile(r"(?:https?://|www\.)\S+\s+\d{1,4}(?:/\d{0,4})?", re.IGNORECASE)
_PAGE = re.compile(
    r"[-–—\[(\s]*(?:(?:page|p\.|página|pág\.?)\s*)?\d{1,4}(?:\s*(?:/|of|de)\s*\d{1,4})?[-–—\])\s.]*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DATE_FIRST = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?=\S)")
_NUMBER_AT_EDGE = re.compile(r"\d{1,4}\s{3,}\S|.*\S\s{3,}\d{1,4}$")
_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_SIGN = re.compile(r"[^\w\s]+")
_BY = re.compile(r"(?:by|por)\s+", re.IGNORECASE)
_NAME_LINK = re.compile(r"(?:and|with|y|e|con|de|del|la|los|van|von|&|\|)$")
_ROLE_VERB = re.compile(
    r"\s+(?:is|was|has|have|covers?|writes?|reports?|es|fue|ha|cubre|escribe)\b"
)


def line_roles(lines: Sequence[Line]) -> list[str]:
    """Return a role for each line, "" for the lines that may be the author's."""
    roles = [_role_alone(line) for line in lines]
    _mark_print_heads(lines, roles)
    _mark_running_heads(lines, roles)
    _mark_vertical_text(lines, roles)
    _mark_author_notes(lines, roles)
    _spare_columns_of_numbers(lines, roles)
    return roles


def _role_alone(line: Line) -> str:
    text = line.text
    if len(text) <= 40:
        if not any(map(str.isalnum, text)):
            return ORNAMENT
        if _PAGE.fullmatch(text) and not _YEAR.fullmatch(text):
            return PAGE_NUMBER
        if not _TWO_LETTERS.search(text):
            tokens = text.split()
            signs = sum(1 for token in tokens if _SIGN.fullmatch(token))
            if signs and 2 * signs >= len(tokens) > 1 and not set(text) & set("$€£%="):
                return SCAN_NOISE
    if text[:1] in "hHwW<([":
        # Right under other words and with a full stop, a link is the end of their sentence.
        if _LINK_LINE.fullmatch(text) and (line.gap or text[-1] not in ".,;:)]>"):
            return LINK
        if _LINK_WITH_PAGE.fullmatch(text):
            return RUNNING_HEAD
    elif len(text) <= 120 and _BY.match(text) and _is_byline(text):
        return BYLINE
    return ""


def _is_byline(text: str) -> bool:
    words = re.split(r"[\s,]+", _BY.sub("", text, count=1).strip())
    names = [word for word in words if not _NAME_LINK.match(word)]
    return (
        len(words) <= 12
        and len(names) >= 2
        and all(word[:1].isupper() or word[:1] == "|" for word in names)
        and not (ends_sentence(text) and len(words[-1]) > 3)
    )


def _mark_print_heads(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark "date, title" above a link with a page number, as browsers print them."""
    for index, line in enumerate(lines):
        if roles[index] or not line.text[:1].isdigit() or not _DATE_FIRST.match(line.text):
            continue
        nearby = range(max(0, index - 1), min(len(lines), index + 3))
        if any(roles[other] == RUNNING_HEAD for other in nearby):
            roles[index] = RUNNING_HEAD


def _mark_running_heads(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark lines that come back with another number and stand between the halves of a sentence.

    A date, an address or a number at the outer edge is as good a sign as a broken sentence;
    "Chapter 1" and "Chapter 2" have none of them.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if not roles[index] and len(line.text) <= 160 and any(map(str.isdigit, line.text)):
            words = tuple(sorted(_LETTERS.findall(line.text.casefold())))
            if words:
                groups[words].append(index)
    for group in groups.values():
        if len(group) < 2 or any(b - a == 1 for a, b in pairwise(group)):
            continue
        if any(_is_set_as_head(lines, roles, index) for index in group):
            for index in group:
                roles[index] = RUNNING_HEAD


def _is_set_as_head(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    line = lines[index]
    if _ADDRESS.search(line.text) or _DATE_FIRST.match(line.text):
        return True
    if (line.gap or line.feed) and _NUMBER_AT_EDGE.match(line.text):
        return True
    before, after = body_neighbours(lines, roles, index, index)
    return bool(
        before and after and not ends_sentence(before.text) and begins_small(after.text)
    ) and not begins_small(line.text)


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


def _mark_vertical_text(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark four or more very short lines in a row: text that was set upright in the margin."""
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and len(lines[index].text) <= 4:
            continue
        run = range(start, index)
        signs = sum(1 for i in run if not any(map(str.isalnum, lines[i].text)))
        if len(run) >= 4 and signs >= 2:
            for i in run:
                roles[i] = SCAN_NOISE
        start = index + 1


def _mark_author_notes(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark a name on a line of its own with the note on the author that begins with that name."""
    for index in range(len(lines) - 1):
        name, note = lines[index].text, lines[index + 1]
        if (
            roles[index]
            or len(name) > 60
            or not 2 <= len(name.split()) <= 6
            or not note.text.startswith(name)
            or not _ROLE_VERB.match(note.text[len(name) :][:20])
        ):
            continue
        end = index + 2
        while end < len(lines) and lines[end].gap <= note.gap and not roles[end]:
            end += 1
        for i in range(index, end):
            roles[i] = BYLINE


def _spare_columns_of_numbers(lines: Sequence[Line], roles: list[str]) -> None:
    """Take numbers that stand right under each other for a column, not for page numbers."""
    columns = [
        i
        for i in range(len(lines))
        if roles[i] == PAGE_NUMBER
        and (
            (i > 0 and lines[i].gap == 0 and roles[i - 1] == PAGE_NUMBER)
            or (i + 1 < len(lines) and lines[i + 1].gap == 0 and roles[i + 1] == PAGE_NUMBER)
        )
    ]
    for i in columns:
        roles[i] = ""


def mark_repeated_lines(lines: Sequence[Line], roles: list[str], layout: Layout) -> None:
    """Mark a line of running text that is there twice, as at the foot and the head of pages."""
    last = -1
    for index, line in enumerate(lines):
        if roles[index]:
            continue
        if (
            last >= 0
            and line.text == lines[last].text
            and (begins_small(line.text) or line.length >= 0.6 * layout.width)
            and layout.wrapped
        ):
            roles[index] = REPEATED
        else:
            last = index
