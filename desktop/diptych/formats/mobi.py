"""A MOBI or AZW3 book becomes a Document: the HTML in its records, read as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.formats.declared import Facts, document_of
from diptych.formats.decode import decode
from diptych.formats.flow import Flow
from diptych.formats.html import walk
from diptych.formats.markup import parse_html
from diptych.formats.palm import Book, BrokenBook, read_book
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from diptych.formats.order import Order
    from diptych.model.document import Document

_AUTHOR, _DATE, _TITLE, _LANGUAGE = 100, 106, 503, 524
_CUT_OFF = "The file is damaged or cut off; what could be understood is shown."


def read(data: bytes, order: Order) -> Document:
    """Read a book from the bytes of a whole file.

    Raises:
        UserError: it is damaged, protected against reading, or has no words.
    """
    order.progress(0.0, "Unpacking the book")
    try:
        book = read_book(data)
    except BrokenBook:
        raise _damaged(order) from None
    if book.protected:
        raise UserError(
            f"“{order.name}” is protected against reading in other programs (DRM).",
            "Open it in the program it was bought for; Diptych cannot take the words out.",
            order.name,
        )
    decoded = decode(book.html, order.encoding or book.encoding)
    flow = Flow()
    walk(parse_html(decoded.text), flow, web=False, progress=order.progress)
    source, blocks = flow.finish()
    if not blocks and not book.whole:
        raise _damaged(order)
    if not blocks:
        raise UserError(
            f"“{order.name}” is a book without words.",
            "Its pages may be pictures: open it in an e-book reader.",
            order.name,
        )
    facts = _facts(book)
    return document_of(
        data,
        order,
        facts,
        (source, blocks),
        kind="MOBI book",
        encoding=decoded.encoding,
        remarks=decoded.remarks if book.whole else (*decoded.remarks, _CUT_OFF),
    )


def _damaged(order: Order) -> UserError:
    return UserError(
        f"“{order.name}” is an e-book that is damaged or cut off.",
        "Get the file again.",
        order.name,
    )


def _facts(book: Book) -> Facts:
    words = {kind: value.decode(book.encoding, "replace") for kind, value in book.about.items()}
    return Facts.clean(
        words.get(_TITLE) or words.get(0, ""),
        words.get(_AUTHOR, ""),
        words.get(_DATE, ""),
        words.get(_LANGUAGE, ""),
    )
