"""What the library holds: at first what ships with Diptych, then what was read, edited, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.model.note import LibraryEntry
from diptych.services.places import resources, seeds

if TYPE_CHECKING:
    from diptych.model.document import Document
    from diptych.services.opening import Opening
    from diptych.store.library import Library


def shipped_entries() -> list[LibraryEntry]:
    """Return the documents of the manifest, as entries of a library."""
    import tomllib

    manifest = tomllib.loads((seeds() / "manifest.toml").read_text(encoding="utf-8"))
    return [
        LibraryEntry(
            sha256=row["sha256"],
            path=str(seeds() / row["file"]),
            title=row["short_title"],
            date=row["date"].isoformat(),
            given=("title", "date"),
        )
        for row in manifest["document"]
    ]


def bring_shipped(library: Library) -> None:
    """Put the shipped documents into a new library, and find them again in an old one.

    The program may have moved since (an update, another folder): an entry whose file is gone and
    whose content is one of ours gets its present path.
    """
    entries = library.entries()
    missing = {e.sha256: e for e in entries if not e.path or not Path(e.path).exists()}
    if entries and not missing:
        return
    for shipped in shipped_entries():
        if not entries:
            library.remember(shipped)
        elif shipped.sha256 in missing:
            library.remember(missing[shipped.sha256]._replace(path=shipped.path))


def inherit(entry: LibraryEntry, earlier: LibraryEntry) -> LibraryEntry:
    """Return an entry with what the reader set for the document that its file held before."""
    kept = {name: getattr(earlier, name) for name in earlier.given}
    return entry._replace(given=earlier.given, **kept)


def after_reading(entry: LibraryEntry, document: Document) -> LibraryEntry:
    """Return an entry with what its document says of itself, where the reader set nothing."""
    said = {name: getattr(document, name) for name in ("title", "author", "date", "language")}
    fresh = {name: value for name, value in said.items() if value and name not in entry.given}
    return entry._replace(format=document.format, **fresh)


def keep_replaced(library: Library, opening: Opening, replaced: LibraryEntry) -> None:
    """Keep the text of a document whose file holds another one now, if it is still at hand."""
    if not library.has_text(replaced.sha256):
        document = opening.cached(replaced)
        if document is not None and not document.is_encrypted:
            library.keep_text(replaced.sha256, document.source)


def first_reading() -> dict[str, Any]:
    """Return `left`, `right` (paths) and `topic` of the comparison that a first start opens."""
    import tomllib

    plain = tomllib.loads((resources() / "first-reading.toml").read_text(encoding="utf-8"))
    return {
        "left": str(seeds() / plain["left"]),
        "right": str(seeds() / plain["right"]),
        "topic": plain["topic"],
    }
