"""What the library holds: at first what ships with Diptych, then what was read, edited, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.model.note import LibraryEntry
from diptych.services.looking import soon
from diptych.services.places import resources, seeds

if TYPE_CHECKING:
    from diptych.model.document import Document
    from diptych.services.opening import Opening
    from diptych.store.library import Library

# Under this the library keeps where the shipped documents lay when they were last brought.
_SEEDS = "seeds"
_READ_FIRST = "read first "
UNDER_WAY = "archive under way"
"""Under this the library keeps which archives are being written, and where."""


def row_key(left: str, right: str) -> str:
    """Return under what the library keeps the row of panes that a reading was part of."""
    return f"panes {left} {right}"


def read_first_key(one: str, other: str) -> str:
    """Return under what the library keeps whether two documents are read without marks first."""
    return f"{_READ_FIRST}{' '.join(sorted((one, other)))}"


def read_first_keys(library: Library) -> frozenset[str]:
    """Return the keys of all documents that are read without marks first."""
    kept = library.settings((_READ_FIRST,))
    return frozenset(key for key, value in kept.items() if value == "yes")


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

    Where the program has moved since (an update, another folder), an entry whose file is gone and
    whose content is one of ours gets its present path. No other file is looked at: that would
    hold the start up where a network folder does not answer.
    """
    here = ascii(str(seeds()))
    if library.setting(_SEEDS) == here:
        return
    entries = {entry.sha256: entry for entry in library.entries()}
    for shipped in shipped_entries():
        known = entries.get(shipped.sha256)
        if not entries:
            library.remember(shipped)
        elif known is not None and not (
            known.path and soon(Path(known.path).exists, otherwise=False)
        ):
            library.remember(known._replace(path=shipped.path))
    library.set_setting(_SEEDS, here)


def inherit(entry: LibraryEntry, earlier: LibraryEntry) -> LibraryEntry:
    """Return an entry with what the reader set for the document that its file held before."""
    kept = {name: getattr(earlier, name) for name in earlier.given}
    return entry._replace(given=earlier.given, **kept)


def told_by(document: Document) -> dict[str, str]:
    """Return what a document says of itself, by the names of an entry's fields."""
    fields = ("title", "author", "date", "language", "format")
    return {name: getattr(document, name) for name in fields}


def as_told(entry: LibraryEntry, told: dict[str, str]) -> LibraryEntry:
    """Return an entry with what its document says (`told_by`), where the reader set nothing."""
    fresh = {name: value for name, value in told.items() if value and name not in entry.given}
    return entry._replace(**fresh)  # type: ignore[arg-type]


def after_reading(entry: LibraryEntry, document: Document) -> LibraryEntry:
    """Return an entry with what its document says of itself, where the reader set nothing."""
    return as_told(entry, told_by(document))


def keep_replaced(library: Library, opening: Opening, replaced: LibraryEntry) -> None:
    """Keep the text of a document whose file holds another one now, if it is still at hand."""
    if not library.has_text(replaced.sha256, ""):
        document = opening.cached(opening.stored(replaced))
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
