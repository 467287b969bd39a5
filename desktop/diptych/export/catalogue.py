"""The table of writers. A new export is one module beside this one and one row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.export import docx, findings_csv, findings_json, html, markdown
from diptych.export.characters import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from diptych.model.report import Report


def _encoded(_report: Report, parts: Iterable[str]) -> bytes:
    return b"".join(encodable(part).encode() for part in parts)


@dataclass(frozen=True, slots=True)
class Writer:
    """One way to write a report.

    Args:
        name: as `--format` takes it.
        suffix: of its files, with the dot.
        write: returns the whole file, a text or bytes; the same report gives the same.
        parts: yields what takes long to make in bits that do not, for who has else to do.
        whole: returns the file that is made of these.
    """

    name: str
    suffix: str
    write: Callable[[Report], str | bytes]
    parts: Callable[[Report], Iterator[str]]
    whole: Callable[[Report, Iterable[str]], bytes] = _encoded


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("json", ".json", findings_json.write, findings_json.parts),
        Writer("markdown", ".md", markdown.write, markdown.parts),
        Writer("html", ".html", html.write, html.parts),
        Writer("csv", ".csv", findings_csv.write, findings_csv.parts),
        Writer("docx", ".docx", docx.write, docx.parts, docx.whole),
    )
}
