"""The way into this room: a file or its bytes become a Document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.formats.files import read_bytes
from diptych.formats.order import Order
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diptych.model.document import Document


def read_path(path: Path, encoding: str = "") -> Document:
    """Read the file at a path here and now; see `read_file`."""
    return read_file(str(path), lambda _path: read_bytes(path), Order(path.name, encoding))


def read_file(path: str, fetch: Callable[[str], bytes], order: Order) -> Document:
    """Read a document from the bytes that `fetch` gives for a path.

    Raises:
        UserError: as `read_document` says, with the path.
    """
    try:
        return read_document(fetch(path), order)
    except UserError as error:
        error.path = path
        raise


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
        if row.recognises(data, order):
            return _without_halves(row.read(data, order))
    foreign = catalogue.foreign_name(data, order.encoding)
    raise UserError(
        f"“{order.name}” is {foreign}, not text.", catalogue.next_step(foreign), order.name
    )


def _without_halves(document: Document) -> Document:
    """Return a document with U+FFFD for halves of surrogate pairs, which no encoding carries.

    UTF-7 lets them through, and so may any format with escapes. Every place stays where it is.
    """
    words = [document.source, document.title, document.author, *document.remarks]
    words += [page.label for page in document.pages]
    words += [entry.title for entry in document.outline]
    try:
        for each in words:
            each.encode()
        for block in document.blocks:
            block.text.encode()
    except UnicodeEncodeError:
        return document._replace(
            source=_whole(document.source),
            title=_whole(document.title),
            author=_whole(document.author),
            remarks=tuple(map(_whole, document.remarks)),
            pages=tuple(page._replace(label=_whole(page.label)) for page in document.pages),
            outline=tuple(entry._replace(title=_whole(entry.title)) for entry in document.outline),
            blocks=tuple(block._replace(text=_whole(block.text)) for block in document.blocks),
        )
    return document


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
