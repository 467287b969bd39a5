"""The library as the reader sees it: documents with their versions, described, removed, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.errors import UserError
from diptych.model.plain import entry_to_plain
from diptych.services.opening import Opened
from diptych.services.undo import Change
from diptych.services.unpacking import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from diptych.model.document import Document
    from diptych.model.note import LibraryEntry
    from diptych.services.opening import Opening
    from diptych.services.undo import Undo
    from diptych.store.library import Library
    from diptych.work.port import Jobs

_ONLY_A_PART = (
    "What was kept of this document is what had been read when a note was written: a part of its "
    "pages, or its page images."
)


class Item(NamedTuple):
    """A document of the library.

    Args:
        entry: what is known of it.
        paths: where its content lies, the one that it is opened from first.
        earlier: what its files held before, newest first.
        is_missing: whether there is no file with it, as far as is known.
        opened: when it was last open: UTC, ISO 8601, or "".
    """

    entry: LibraryEntry
    paths: tuple[str, ...] = ()
    earlier: tuple[LibraryEntry, ...] = ()
    is_missing: bool = False
    opened: str = ""


class Cataloguing:
    """Shows and changes the library, through the undo history.

    Every method may raise `UserError` where the library cannot be read or written.

    Attributes:
        changed: called when entries were changed, removed or brought back.
    """

    def __init__(self, library: Library, opening: Opening, jobs: Jobs, undo: Undo) -> None:
        self._library = library
        self._opening = opening
        self._jobs = jobs
        self._undo = undo
        self.changed: Callable[[], None] = lambda: None
        undo.add_listener(self._hear)

    def items(self, missing: Container[str]) -> list[Item]:
        """Return all documents in the order in which they were added.

        What a file held before stands under what it holds now, unless it has a file elsewhere.

        Args:
            missing: paths where there is no file now.
        """
        entries = {entry.sha256: entry for entry in self._library.entries()}
        newest: dict[str, str] = {}
        paths: dict[str, list[str]] = {}
        before: dict[str, list[str]] = {}
        for path, sha256 in self._library.history():
            if newest.setdefault(path, sha256) == sha256:
                paths.setdefault(sha256, []).append(path)
            elif sha256 in entries:
                before.setdefault(newest[path], []).append(sha256)
        # A document that is nowhere any more stands under the one that took its place.
        under: dict[str, list[LibraryEntry]] = {}
        placed: set[str] = set()
        for head, replaced in before.items():
            if head in entries:
                inner = [each for each in dict.fromkeys(replaced) if not paths.get(each)]
                under[head] = [entries[each] for each in inner]
                placed.update(inner)
        read = self._library.last_read()
        return [
            _item(entry, paths.get(sha256, []), under.get(sha256, []), missing, read)
            for sha256, entry in entries.items()
            if sha256 not in placed
        ]

    def describe(self, entry: LibraryEntry, field: str, value: str) -> None:
        """Set the title, author, date or language of a document; reading it leaves that alone.

        An empty value gives the field back to what the document says when it is next read.
        """
        before = self._library.entry(entry.sha256)
        value = " ".join(value.split())
        if before is None or getattr(before, field) == value:
            return
        if field == "title" and not value:
            return
        given = tuple(name for name in before.given if name != field)
        given = (*given, field) if value else given
        changes: dict[str, str] = {field: value}
        after = before._replace(**changes)._replace(given=given)  # type: ignore[arg-type]
        self._undo.seal()
        change = Change("entry", entry.sha256, entry_to_plain(before), entry_to_plain(after))
        self._undo.do("Edit details", [change])

    def remove(self, entries: Iterable[LibraryEntry]) -> None:
        """Take documents out of the library; their files, notes and verdicts stay as they are."""
        remove(self._undo, entries)

    def _hear(self, kinds: frozenset[str]) -> None:
        if kinds & {"entry", "presence"}:
            self.changed()

    def open_kept(
        self,
        sha256: str,
        *,
        done: Callable[[Opened], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Open a document that has no file any more, from what is kept of it.

        Args:
            done: called with the document; its entry has no path.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
        """
        entry = self._library.entry(sha256)
        if entry is None:
            failed(
                UserError(
                    "This document is not in the library any more.",
                    "Put it back from the trash, or open its file.",
                )
            )
            return
        source = self._library.kept_text(sha256)
        document = self._cached(entry) if source is None else None
        if document is not None:
            source = document.source
        if source is None:
            failed(
                UserError(
                    "The file of this document is gone, and its text was not kept.",
                    "Find the file, or open a copy of it: Diptych knows it by its content.",
                )
            )
            return

        reading = self._library.kept_reading(sha256)

        def told(document: Document) -> Document:
            if not reading:
                return document
            return document._replace(remarks=(*document.remarks, _ONLY_A_PART))

        entry = entry._replace(path="")
        self._jobs.submit(
            "retell",
            {"sha256": sha256, "title": entry.title, "source": source},
            done=lambda document: done(Opened(told(document), entry, is_kept=True)),
            failed=failed,
            take=unpacked,
        )

    def can_open_kept(self, entry: LibraryEntry) -> bool:
        """Whether a document without a file can be shown all the same."""
        return self._library.has_text(entry.sha256) or self._cached(entry) is not None

    def _cached(self, entry: LibraryEntry) -> Document | None:
        return self._opening.cached(self._opening.stored(entry))


def remove(undo: Undo, entries: Iterable[LibraryEntry]) -> None:
    """Take documents out of the library, as one step of undo."""
    undo.seal()
    undo.do(
        "Remove from the library",
        [Change("presence", entry.sha256, {}, None) for entry in entries],
    )


def _item(
    entry: LibraryEntry,
    paths: list[str],
    earlier: list[LibraryEntry],
    missing: Container[str],
    read: dict[str, str],
) -> Item:
    known = dict.fromkeys([entry.path, *paths] if entry.path else paths)
    there = [path for path in known if path not in missing]
    if there and there[0] != entry.path:
        entry = entry._replace(path=there[0], mtime_ns=-1)
    opened = max(entry.opened, read.get(entry.sha256, ""))
    ordered = tuple(dict.fromkeys([*there, *known]))
    return Item(entry, ordered, tuple(earlier), not there, opened)
