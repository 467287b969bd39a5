"""Reading before looking at what was found: which sections are shown, and who found what.

See `decisions/0015-read-first.md`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side
from diptych.services.library import read_first_key
from diptych.services.sections import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diptych.model.comparison import Finding
    from diptych.model.document import Document
    from diptych.store.library import Library

    # Block, start and end in code points of its text.
    Piece = tuple[int, int, int]


class ReadingFirst:
    """Two documents that are read without Diptych's marks, but for sections that are shown.

    A finding is shown with the section of its words in either text.

    Args:
        library: keeps all of it.
        documents: the two.
        before: what this was before, of which nothing that is known is sought again.

    Attributes:
        since: when the marks were hidden, UTC, ISO 8601; "" where an earlier version hid them.
        shown: the sections that are shown: hash of the document, source offset of the beginning.
    """

    def __init__(
        self,
        library: Library,
        documents: Mapping[Side, Document],
        before: ReadingFirst | None = None,
    ) -> None:
        self._documents = documents
        self._key = _sections_key(*(document.sha256 for document in documents.values()))
        kept = json.loads(library.setting(self._key) or "{}")
        self.since: str = kept.get("since", "")
        self.shown = frozenset((sha256, at) for sha256, at in kept.get("shown", ()))
        known = before.known if before is not None else {}
        self._begins = {
            side: known[id(document)] if id(document) in known else sections_of(document)
            for side, document in documents.items()
        }
        self._shown = {
            side: {
                self.section(side, document.block_at(at))
                for sha256, at in self.shown
                if sha256 == document.sha256 and document.blocks
            }
            for side, document in documents.items()
        }

    @property
    def known(self) -> dict[int, tuple[int, ...]]:
        """At which blocks the sections begin, by the identity of the documents, which are here."""
        return {id(document): self._begins[side] for side, document in self._documents.items()}

    @property
    def count(self) -> int:
        """How many sections are shown."""
        return len(
            {(self._documents[side].sha256, at) for side in self._shown for at in self._shown[side]}
        )

    @property
    def is_whole(self) -> bool:
        """Whether all sections of both texts are shown."""
        return all(len(self._shown[side]) == len(self._begins[side]) for side in self._begins)

    def section(self, side: Side, block: int) -> int:
        """Return the number, from 0, of the section that a block is in."""
        return bisect_right(self._begins[side], block) - 1

    def hidden(self, side: Side, sections: Iterable[int]) -> set[int]:
        """Return those of some sections of a text that are not shown."""
        return {*sections} - self._shown[side]

    def is_shown(self, side: Side, block: int) -> bool:
        """Whether the section that a block is in is shown."""
        return self.section(side, block) in self._shown[side]

    def is_shown_where(self, words: Mapping[Side, Iterable[Piece]]) -> bool:
        """Whether some of these words are in a section that is shown."""
        return any(
            self.is_shown(side, block) for side in Side for block, _start, _end in words[side]
        )

    def passes(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        return any(
            self.is_shown(side, each.block) for side in Side for each in finding.passages(side)
        )

    def show(self, library: Library, side: Side, sections: Iterable[int]) -> None:
        """Show sections of a text from now on.

        Raises:
            UserError: that cannot be kept.
        """
        document, begins = self._documents[side], self._begins[side]
        new = {(document.sha256, document.blocks[begins[at]].span.start) for at in sections}
        kept = {"since": self.since, "shown": sorted(self.shown | new)}
        library.set_setting(self._key, json.dumps(kept))


def hide(library: Library, one: str, other: str, now: str) -> None:
    """Hide the marks on two documents from now on, whatever was shown of them before.

    Args:
        one, other: hashes.
        now: UTC, ISO 8601.

    Raises:
        UserError: that cannot be kept.
    """
    with library.together():
        library.set_setting(_sections_key(one, other), json.dumps({"since": now}))
        library.set_setting(read_first_key(one, other), "yes")


def show(library: Library, one: str, other: str) -> None:
    """Show all marks on two documents.

    Raises:
        UserError: that cannot be kept.
    """
    library.set_setting(read_first_key(one, other), "no")


def _sections_key(one: str, other: str) -> str:
    return f"{read_first_key(one, other)} sections"


class Reveal(NamedTuple):
    """Who marked what.

    Args:
        both: findings of which the reader marked words, on one side at least.
        mine: notes and highlights on words that are in no finding, by their ids.
        its: findings of which the reader marked nothing.
    """

    both: tuple[Finding, ...]
    mine: tuple[str, ...]
    its: tuple[Finding, ...]


def reveal(
    findings: Iterable[Finding], marked: Mapping[str, Mapping[Side, Iterable[Piece]]]
) -> Reveal:
    """Compare what the reader marked with what was found.

    Args:
        findings: of the two documents.
        marked: by the id of a note where its words are on each side.
    """
    places: dict[tuple[Side, int], list[tuple[str, int, int]]] = {}
    for note, sides in marked.items():
        for side, pieces in sides.items():
            for block, start, end in pieces:
                places.setdefault((side, block), []).append((note, start, end))
    both: list[Finding] = []
    its: list[Finding] = []
    shared: set[str] = set()
    for finding in findings:
        notes = {
            note
            for side in Side
            for each in finding.passages(side)
            for note, start, end in places.get((side, each.block), ())
            if each.start < end and start < each.end
        }
        shared |= notes
        (both if notes else its).append(finding)
    return Reveal(tuple(both), tuple(note for note in marked if note not in shared), tuple(its))
