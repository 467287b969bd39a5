"""The saved readings as the reader sees them: their names, what is in them, how they look."""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Side
from diptych.services.library import read_first_key, read_first_keys, row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from diptych.model.comparison import Comparison, Passage, Relation
    from diptych.model.document import Document
    from diptych.model.note import LibraryEntry, Reading
    from diptych.services.opening import Stored
    from diptych.services.workplace import Workplace

_NAME = "reading name "
_LINES = 40
# Findings in a picture of a few dozen lines, the surest: more could not be told apart.
_MOST_TIES = 150


class Shelved(NamedTuple):
    """A reading on the shelf.

    Args:
        name: the reader's own, or "".
        left, right: its documents.
        verdicts: how many the reader has given on them.
        notes: how many there are on them.
        stored: how the cache knows them.
        beside: what lay in the other panes, where there were more than two.
        is_read_first: whether its marks are hidden: then its picture tells nothing of them.
    """

    reading: Reading
    name: str
    left: LibraryEntry
    right: LibraryEntry
    verdicts: int
    notes: int
    stored: tuple[Stored, Stored]
    beside: tuple[LibraryEntry, ...] = ()
    is_read_first: bool = False


class Tie(NamedTuple):
    """A finding in the small picture: where it stands on each side, shares of the text's length."""

    relation: Relation
    left: tuple[float, float] | None
    right: tuple[float, float] | None
    unsure: bool


class Sketch(NamedTuple):
    """What a small picture of a reading shows.

    Args:
        findings: how many there are.
        lines: for each side, how far each of forty lines of the text reaches, 0 to 1.
        ties: its findings.
    """

    findings: int
    lines: dict[Side, list[float]]
    ties: list[Tie]


class Shelf:
    """The readings of one library. It belongs to the window's thread, but for `sketches`."""

    def __init__(self, workplace: Workplace) -> None:
        self._library = workplace.library
        self._opening = workplace.opening
        self._comparing = workplace.comparing
        # The pictures that were drawn last, by what they are made from.
        self._drawn: dict[tuple[str, ...], Sketch] = {}

    def readings(self) -> list[Shelved]:
        """Return the readings whose documents are in the library, the last one first."""
        shelved = []
        entries = {entry.sha256: entry for entry in self._library.entries()}
        hidden = read_first_keys(self._library)
        for reading in self._library.readings():
            left, right = entries.get(reading.left), entries.get(reading.right)
            if left is not None and right is not None:
                shelved.append(
                    Shelved(
                        reading,
                        self._library.setting(_key(reading)) or "",
                        left,
                        right,
                        len(self._library.verdicts(reading.left, reading.right)),
                        self._library.count_notes({reading.left, reading.right}),
                        (self._opening.stored(left), self._opening.stored(right)),
                        tuple(self._beside(reading, entries)),
                        read_first_key(reading.left, reading.right) in hidden,
                    )
                )
        return shelved

    def _beside(
        self, reading: Reading, entries: Mapping[str, LibraryEntry]
    ) -> Iterator[LibraryEntry]:
        words = self._library.setting(row_key(reading.left, reading.right))
        hashes = [sha256 for sha256, *_place in json.loads(words)["panes"]] if words else []
        for sha256 in hashes:
            if sha256 in entries and sha256 not in (reading.left, reading.right):
                yield entries[sha256]

    def rename(self, reading: Reading, name: str) -> None:
        """Give a reading a name; "" takes it back.

        Raises:
            UserError: the library could not be written.
        """
        self._library.set_setting(_key(reading), " ".join(name.split()))

    def remove(self, reading: Reading) -> None:
        """Put a reading in the trash; documents, notes and verdicts stay.

        Raises:
            UserError: the library could not be written.
        """
        self._library.delete_reading(reading.left, reading.right)

    def sketches(self, shelved: Iterable[Shelved]) -> dict[tuple[str, str], Sketch]:
        """Return what the pictures show, as far as texts and findings are at hand.

        One thread at a time. Those that were drawn the last time are not drawn anew.
        """
        found, drawn = {}, {}
        for each in shelved:
            comparing, mode = self._comparing, each.reading.mode
            is_compared = not each.is_read_first and comparing.is_known(*each.stored, mode)
            key = (*(one.read_as for one in each.stored), mode, comparing.made_by, str(is_compared))
            picture = self._drawn.get(key) or self._draw(each, is_compared=is_compared)
            if picture is not None:
                drawn[key] = found[each.reading.left, each.reading.right] = picture
        self._drawn = drawn
        return found

    def _draw(self, shelved: Shelved, *, is_compared: bool) -> Sketch | None:
        texts = [self._opening.cached(stored) for stored in shelved.stored]
        if texts[0] is None or texts[1] is None:
            return None
        mode = shelved.reading.mode
        comparison = self._comparing.known(*shelved.stored, mode) if is_compared else None
        return sketch(comparison, dict(zip(Side, (texts[0], texts[1]), strict=True)))


def sketch(comparison: Comparison | None, documents: dict[Side, Document]) -> Sketch:
    """Return what a small picture of two texts and their findings shows."""
    scales = {side: _Scale(document) for side, document in documents.items()}
    ties = []
    findings = comparison.findings if comparison else ()
    count = len(findings) if comparison is None or comparison.mode is Mode.POSITIONS else 0
    for finding in sorted(findings, key=lambda each: -each.confidence)[:_MOST_TIES]:
        left, right = (scales[side].span(finding.passages(side)) for side in Side)
        ties.append(Tie(finding.relation, left, right, finding.confidence < 0.5))
    return Sketch(count, {side: scale.lines() for side, scale in scales.items()}, ties)


class _Scale:
    """Where blocks stand in a text, by letters."""

    def __init__(self, document: Document) -> None:
        lengths = [len(block.text) + 1 for block in document.blocks]
        self._tops = [0, *accumulate(lengths)]
        self._total = max(1, self._tops[-1])

    def span(self, passages: tuple[Passage, ...]) -> tuple[float, float] | None:
        if not passages:
            return None
        first, last = passages[0], passages[-1]
        start = self._tops[first.block] + first.start
        return start / self._total, (self._tops[last.block] + last.end) / self._total

    def lines(self) -> list[float]:
        """Return lines as long as the text has them: short where a block ends within one."""
        reach = []
        step = self._total / _LINES
        for line in range(_LINES):
            start, end = line * step, (line + 1) * step
            last = self._tops[bisect_right(self._tops, end) - 1]
            reach.append(max(0.4, (last - start) / step) if last > start else 1.0)
        return reach


def _key(reading: Reading) -> str:
    return f"{_NAME}{reading.left} {reading.right}"
