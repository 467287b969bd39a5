"""What a file says of itself, made safe to show, and the document that it makes with its text."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.language import guess_language
from diptych.formats.lines import DROPPED
from diptych.formats.plain import stem
from diptych.model.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.formats.order import Order
    from diptych.model.document import Block, OutlineEntry

_LONGEST = 200
_DATE = re.compile(
    r"\s*(?P<year>[12]\d{3})(?:-?(?P<month>0[1-9]|1[0-2])(?:-?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


class Facts(NamedTuple):
    """What a file says of itself; "" where it says nothing.

    Args:
        title, author: one line each, at most 200 characters.
        date: as ISO 8601: a year, a month or a day.
        language: as the file writes it ("en-GB").
    """

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""

    @classmethod
    def clean(cls, title: str, author: str, date: str, language: str) -> Facts:
        """Return facts from what stands in a file."""
        return cls(one_line(title), one_line(author), iso_date(date), one_line(language))


def one_line(words: str) -> str:
    """Return words without line ends and characters that are never shown, cut to a length."""
    tidy = " ".join(DROPPED.sub("", words).split())
    return tidy if len(tidy) <= _LONGEST else tidy[: _LONGEST - 1].rstrip() + "…"


def iso_date(words: str) -> str:
    """Return the date that words begin with as ISO 8601, else the only year in them, else ""."""
    found = _DATE.match(words)
    if found:
        return "-".join(part for part in found.group("year", "month", "day") if part)
    years = set(_YEAR.findall(words))
    return years.pop() if len(years) == 1 else ""


def language_of(declared: str, text: str) -> str:
    """Return "en", "es" or "": what the text shows goes before what its file says.

    Word processors and web sites write the language of the program, whoever wrote what. A text
    declared to be in a third language is in neither.
    """
    stated = re.split(r"[-_]", declared.strip().lower())[0]
    if stated and stated not in ("en", "eng", "es", "spa", "und", "zxx", "mul"):
        return ""
    known = {"en": "en", "eng": "en", "es": "es", "spa": "es"}.get(stated, "")
    return guess_language(text) or known


def first_title(blocks: Iterable[Block]) -> str:
    """Return the first heading of the highest level, "" where there is none."""
    return next((block.text for block in blocks if block.level == 1), "")


def remark_on_comments(count: int) -> str:
    """Return the sentence that says that comments are left out."""
    comments = "1 comment" if count == 1 else f"{count} comments"
    return f"{comments} in the file {'is' if count == 1 else 'are'} not shown."


def document_of(
    data: bytes,
    order: Order,
    facts: Facts,
    text: tuple[str, tuple[Block, ...]],
    *,
    kind: str,
    encoding: str = "utf-8",
    heading: str = "",
    remarks: Iterable[str] = (),
    outline: tuple[OutlineEntry, ...] = (),
) -> Document:
    """Return the document of a flowing format.

    Args:
        data: the bytes of the whole file.
        order: has the file's name, the last choice for a title.
        facts: what the file says of itself.
        text: the source and its blocks.
        kind: the name of the format's row in the catalogue.
        encoding: how the source was decoded.
        heading: the title where the file names none; cut to 200 characters.
        remarks, outline: as they stand in `Document`.
    """
    source, blocks = text
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        encoding=encoding,
        title=facts.title or heading[:_LONGEST] or stem(order.name),
        language=language_of(facts.language, source),
        blocks=blocks,
        remarks=tuple(remarks),
        format=kind,
        author=facts.author,
        date=facts.date,
        outline=outline,
    )
