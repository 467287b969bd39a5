"""The way into this room: a file or its bytes become a Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.formats.files import read_bytes
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.document import Document


def read_path(path: Path, encoding: str = "") -> Document:
    """Read the file at a path; see `read_document`."""
    try:
        return read_document(read_bytes(path), path.name, encoding)
    except UserError as error:
        raise UserError(error.sentence, error.next_step, str(path)) from None


def read_document(data: bytes, name: str, encoding: str = "") -> Document:
    """Read a document from the bytes of a file.

    Args:
        data: the whole file.
        name: the file's name, for messages and for the title of a text without one.
        encoding: the reader's choice; "" means detected.

    Raises:
        UserError: the content is no text, there is none, or no encoding has the given name.
    """
    # The window only asks for VERSION; the rules cost 30 ms to compile, where a text is read.
    from diptych.formats import catalogue

    for row in catalogue.FORMATS:
        if row.recognises(data, encoding):
            return row.read(data, name, encoding)
    raise UserError(
        f"“{name}” is {catalogue.foreign_name(data, encoding)}, not text.",
        "Save or export it as plain text and open that: only plain text can be read so far.",
        name,
    )
