"""The way into this room: a file or its bytes become a Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.formats.files import read_bytes
from diptych.formats.order import Order
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.document import Document


def read_path(path: Path, encoding: str = "") -> Document:
    """Read the file at a path; see `read_document`."""
    try:
        return read_document(read_bytes(path), Order(path.name, encoding))
    except UserError as error:
        raise UserError(error.sentence, error.next_step, str(path)) from None


def read_document(data: bytes, order: Order) -> Document:
    """Read a document from the bytes of a whole file.

    Raises:
        PasswordNeeded: the file is encrypted, and the order has not the right password.
        UserError: the content is no text, there is none, it is broken beyond reading, or no
            encoding has the given name.
    """
    # The window only asks for VERSION; the rules cost 30 ms to compile, where a text is read.
    from diptych.formats import catalogue

    for row in catalogue.FORMATS:
        if row.recognises(data, order.encoding):
            return row.read(data, order)
    raise UserError(
        f"“{order.name}” is {catalogue.foreign_name(data, order.encoding)}, not text.",
        "Save or export it as plain text and open that: only plain text can be read so far.",
        order.name,
    )
