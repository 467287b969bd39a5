"""The table of writers. A new export is one module beside this one and one row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.export import docx, findings_csv, findings_json, html, markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.report import Report


@dataclass(frozen=True, slots=True)
class Writer:
    """One way to write a report.

    Args:
        name: as `--format` takes it.
        suffix: of its files, with the dot.
        write: returns the whole file, a text or bytes; the same report gives the same.
    """

    name: str
    suffix: str
    write: Callable[[Report], str | bytes]


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("json", ".json", findings_json.write),
        Writer("markdown", ".md", markdown.write),
        Writer("html", ".html", html.write),
        Writer("csv", ".csv", findings_csv.write),
        Writer("docx", ".docx", docx.write),
    )
}
