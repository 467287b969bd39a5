"""MuPDF behind one door: opening, its errors as sentences, its memory, its silence.

Only `book`, `eye`, the `page_*` modules, `pdf` and `scans` come through here. Nothing is ever
written into a file, and no script in a file is run.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pymupdf

from diptych.model.errors import PasswordNeeded, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.formats.order import Order

# The wrapper has no types.
library: Any = pymupdf
mupdf: Any = pymupdf.mupdf

# What MuPDF raises: its own errors, and what the wrapper documents for files it cannot use.
Errors: tuple[type[Exception], ...] = (mupdf.FzErrorBase, RuntimeError, ValueError)

# The largest side a PDF page may have by its standard, in points; absurd ones are shown smaller.
_LARGEST_SIDE = 14_400.0

library.TOOLS.mupdf_display_errors(False)
library.TOOLS.mupdf_display_warnings(False)


class Size(NamedTuple):
    """The size of a page as it is shown upright, in points.

    Args:
        width, height: never absurd.
        shrink: what the page's own points are multiplied by to get there; 1 for every sane page.
    """

    width: float
    height: float
    shrink: float = 1.0


@contextmanager
def spoken(name: str) -> Iterator[None]:
    """Turn MuPDF's errors into a `UserError`: nothing but calls of MuPDF may stand inside.

    Raises:
        UserError: MuPDF cannot use the file called `name`: it is damaged, or locked by more than
            a password.
    """
    try:
        yield
    except Errors as error:
        if "encryption handler" in f"{error} {error.__cause__}":
            raise UserError(
                f"“{name}” is locked by a rights service (DRM).",
                "Open it in the program it was bought or lent for; Diptych cannot take the words "
                "out.",
                name,
            ) from error
        raise UserError(
            f"“{name}” is damaged and cannot be opened.",
            "Fetch the file once more, or open it in the program that made it and save it again.",
            name,
        ) from error


def kind_of(data: bytes) -> str:
    """Return by which of its readers MuPDF opens a file: "pdf" or "xps"."""
    return "xps" if data.startswith(b"PK") else "pdf"


def open_file(data: bytes, order: Order) -> Any:
    """Return MuPDF's document.

    Raises:
        PasswordNeeded: the file is encrypted, and the order has not the right password.
        UserError: the file is broken, or has no page.
    """
    with spoken(order.name):
        document = library.open(stream=data, filetype=kind_of(data))
        locked = document.needs_pass and not document.authenticate("")
        locked = locked and not (order.password and document.authenticate(order.password))
    if locked:
        raise PasswordNeeded(
            f"The password does not open “{order.name}”."
            if order.password
            else f"“{order.name}” is locked with a password.",
            "Enter the password that the file was saved with.",
            order.name,
        )
    with spoken(order.name):
        count = document.page_count
    if count < 1:
        raise UserError(
            f"“{order.name}” has no page.",
            "Fetch the file once more, or open it in the program that made it and save it again.",
            order.name,
        )
    return document


def forget() -> None:
    """Give back what MuPDF keeps of pages that were read or drawn."""
    mupdf.fz_empty_store()
    library.TOOLS.reset_mupdf_warnings()


def sane_size(width: float, height: float) -> Size:
    """Return the size under which a page is shown; a page without a size gets that of a letter."""
    if not (math.isfinite(width) and math.isfinite(height)) or width <= 0 or height <= 0:
        return Size(612.0, 792.0)
    shrink = min(1.0, _LARGEST_SIDE / max(width, height))
    return Size(max(1.0, width * shrink), max(1.0, height * shrink), shrink)


def page_sizes(document: Any) -> list[Size]:
    """Return the sizes of all pages, of a PDF without loading one."""
    count = document.page_count
    pdf = library._as_pdf_document(document, required=0)  # noqa: SLF001 - it has no other name
    if not pdf.m_internal:
        return [page_size(document, index) for index in range(count)]
    sizes = []
    for index in range(count):
        box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
        try:
            mupdf.pdf_page_obj_transform(mupdf.pdf_lookup_page_obj(pdf, index), box, matrix)
            sizes.append(_upright(mupdf.fz_transform_rect(box, matrix)))
        except Errors:
            sizes.append(Size(612.0, 792.0))
    return sizes


def page_size(document: Any, index: int) -> Size:
    """Return the size of one page."""
    try:
        return _upright(mupdf.fz_bound_page(mupdf.fz_load_page(document.this, index)))
    except Errors:
        return Size(612.0, 792.0)


def _upright(box: Any) -> Size:
    return sane_size(box.x1 - box.x0, box.y1 - box.y0)


def page_labels(document: Any) -> list[str]:
    """Return what the document calls its pages, "1" to "n" where it says nothing."""
    count = document.page_count
    labels = [str(number) for number in range(1, count + 1)]
    if not document.is_pdf:
        return labels
    try:
        rules = document.get_page_labels()
    except (mupdf.FzErrorBase, RuntimeError, ValueError, LookupError, TypeError):
        return labels  # rules that the wrapper stumbles over count as none
    starts = sorted((rule["startpage"], place) for place, rule in enumerate(rules))
    for number, (start, place) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else count
        rule = rules[place]
        for index in range(max(0, start), min(count, end)):
            value = rule.get("firstpagenum", 1) + index - start
            label = rule.get("prefix", "")[:40] + _numeral(rule.get("style", ""), value)
            labels[index] = label.strip() or labels[index]
    return labels


def _numeral(style: str, value: int) -> str:
    if not style or value < 1:
        return ""
    if style in "rR" and value < 4000:
        steps = zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
            strict=True,
        )
        numeral = ""
        for worth, sign in steps:
            count, value = divmod(value, worth)
            numeral += count * sign
        return numeral if style == "R" else numeral.lower()
    if style in "aA" and value <= 26 * 8:
        return chr(ord(style) + (value - 1) % 26) * ((value - 1) // 26 + 1)
    return str(value)
