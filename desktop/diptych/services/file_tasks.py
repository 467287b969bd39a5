"""What a worker does with files besides reading: know them by content, tell a kept text again."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from diptych.model.document import Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    Plain = dict[str, Any]
    Progress = Callable[[float, str], None]
    Fetch = Callable[[str], bytes]


def fingerprint(fetch: Fetch, request: Plain) -> Plain:
    """Return `sha256`, `size` (bytes) and `format` of the file at `path`.

    Raises:
        UserError: it cannot be read, or is of no format that can be shown.
    """
    from diptych.formats import catalogue
    from diptych.formats.order import Order

    path = request["path"]
    data = fetch(path)
    order = Order(PurePath(path).name)
    row = next((row for row in catalogue.FORMATS if row.recognises(data, order)), None)
    if row is None:
        raise UserError(
            f"“{PurePath(path).name}” is {catalogue.foreign_name(data)}.",
            "It was left out: only documents with text can be shown.",
            path,
        )
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "format": row.name,
    }


def retell(request: Plain) -> Document:
    """Return the document of a kept text whose file is gone: `sha256`, `title`, `source`."""
    from diptych.formats.language import guess_language
    from diptych.formats.plain import read_blocks

    source = request["source"]
    blocks, title = read_blocks(source)
    return Document(
        sha256=request["sha256"],
        source=source,
        encoding="",
        title=request["title"] or title,
        language=guess_language(source),
        blocks=blocks,
        remarks=("Its file is gone: this is the text as Diptych kept it.",),
    )


def ocr_languages() -> Plain:
    """Return the `languages` in which page images can be read here, and the `package` for more."""
    from diptych.formats import scans

    return {"languages": scans.languages(), "package": scans.PACKAGE}
