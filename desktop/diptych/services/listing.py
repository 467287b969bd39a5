"""A document as the command line prints it: its clean text, or its blocks with their places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.export.characters import encodable
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from diptych.model.document import Document, Span

SCHEMA = 1


def as_text(document: Document) -> str:
    """Return the clean reading text, without furniture."""
    body = [block.text for block in document.blocks if block.kind is not BlockKind.FURNITURE]
    return "\n\n".join(body) + "\n"


def as_json(document: Document) -> str:
    """Return all blocks; offsets are code points into the source, pages count from 1."""
    plain = {
        "schema": SCHEMA,
        "sha256": document.sha256,
        "format": document.format,
        "encoding": document.encoding,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "language": document.language,
        "remarks": list(document.remarks),
        "pages": [
            {"start": page.start, "end": page.end, "label": page.label} for page in document.pages
        ],
        "outline": [
            {"level": entry.level, "title": entry.title, "start": entry.start}
            | ({"page": entry.page + 1} if entry.page >= 0 else {})
            for entry in document.outline
        ],
        "blocks": [
            {
                "kind": block.kind.value,
                "role": block.role,
                "level": block.level,
                "spans": [_span(document, span) for span in block.map.spans(0, len(block.text))],
                "text": block.text,
            }
            for block in document.blocks
        ],
    }
    return encodable(json.dumps(plain, ensure_ascii=False, indent=1)) + "\n"


def _span(document: Document, span: Span) -> dict[str, Any]:
    page = {"page": document.page_at(span.start) + 1} if document.pages else {}
    return {"start": span.start, "end": span.end, **page}


FORMS = {"text": as_text, "json": as_json}
