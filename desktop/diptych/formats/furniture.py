"""What on a page is not the author's text, seen line by line: links, page numbers, running heads.

Each rule looks at how a line is made and set. Whole blocks (advertisements, captions, pull
quotes) are judged in `inserts`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.formats.heads import DATE_FIRST, mark_page_ends
from diptych.formats.lines import ends_sentence
from diptych.formats.offers import is_offer
from diptych.formats.roles import (
    ADVERTISEMENT,
    BYLINE,
    LINK,
    ORNAMENT,
    PAGE_NUMBER,
    RUNNING_HEAD,
    SCAN_NOISE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.formats.lines import Line

_LINK_LINE = re.compile(r"[<(\[]?(?:https?://|www\.)\S+", re.IGNORECASE)
_LINK_WITH_PAGE = re.compile(r"(?:https?://|www\.)\S+\s+\d{1,4}(?:/\d{0,4})?", re.IGNORECASE)
_PAGE = re.compile(
    r"[-–—\[(\s]*(?:(?:page|p\.|página|pág\.?)\s*)?\d{1,4}(?:\s*(?:/|of|de)\s*\d{1,4})?[-–—\])\s.]*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_SIGN = re.compile(r"[^\w\s]+")
# Superscripts of a line that the scan put on a line of their own: signs and numbers.
_MARKS = re.compile(r"[.:;*°«»~|·'][\s.:;,*°«»~|·'\d]*")
_BY = re.compile(r"(?:by|por)\s+", re.IGNORECASE)
_NAME_LINK = re.compile(r"(?:and|with|y|e|con|de|del|la|los|van|von|&|\|)$")
_ROLE_VERB = re.compile(
    r"\s+(?:is|was|has|have|covers?|writes?|reports?|es|fue|ha|cubre|escribe)\b"
)


def line_roles(lines: Sequence[Line]) -> list[str]:
    """Return a role for each line, "" for the lines that may be the author's."""
    roles = [_role_alone(line) for line in lines]
    _mark_print_heads(lines, roles)
    _spare_ends_of_sentences(lines, roles)
    mark_page_ends(lines, roles)
    _mark_offers(lines, roles)
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
        if _is_scan_noise(text):
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


def _is_scan_noise(text: str) -> bool:
    """Whether a short line is made of signs, numbers and single letters."""
    if _TWO_LETTERS.search(text):
        return False
    tokens = text.split()
    signs = sum(1 for token in tokens if _SIGN.fullmatch(token))
    mixed = signs and 2 * signs >= len(tokens) > 1 and not set(text) & set("$€£%=")
    return bool(mixed) or _MARKS.fullmatch(text) is not None


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
        if roles[index] or not line.text[:1].isdigit() or not DATE_FIRST.match(line.text):
            continue
        nearby = range(max(0, index - 1), min(len(lines), index + 3))
        if any(roles[other] == RUNNING_HEAD for other in nearby):
            roles[index] = RUNNING_HEAD


def _mark_offers(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark prompts on a line of their own, where no sentence goes on."""
    for index, line in enumerate(lines):
        if not roles[index] and line.text[0].isupper() and len(line.text) <= 60:
            before = lines[index - 1].text if index and not roles[index - 1] else ""
            apart = line.gap and (not before or ends_sentence(before))
            if apart and is_offer(line.text):
                roles[index] = ADVERTISEMENT


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


def _spare_ends_of_sentences(lines: Sequence[Line], roles: list[str]) -> None:
    """Take a number with a full stop right under an open sentence for the end of the sentence."""
    for index in range(1, len(lines)):
        line, before = lines[index], lines[index - 1]
        close = not line.gap and not line.feed and not roles[index - 1]
        ends = roles[index] == PAGE_NUMBER and line.text.endswith(".")
        if ends and close and not ends_sentence(before.text):
            roles[index] = ""


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
