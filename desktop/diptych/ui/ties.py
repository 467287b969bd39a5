"""What ties two texts that are read together: findings, sync points, what is the same in both.

Where the other text goes is worked out by `sync`, in numbers; here those are taken from the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Side
from diptych.ui import sync
from diptych.ui.sync import Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.model.document import Document
    from diptych.ui.marks import Position
    from diptych.ui.pane import Pane
    from diptych.ui.rows import Row
    from diptych.ui.sync import Run

# What the reader tied together counts for more than all findings together.
_BY_HAND = 1e6


class SyncPoint(NamedTuple):
    """Two places that the reader set level."""

    left: Position
    right: Position

    def of(self, side: Side) -> Position:
        """Return the place in the text of a side."""
        return self.left if side is Side.LEFT else self.right


class _Link(NamedTuple):
    """Words of both texts that belong together: block, start and end of each part.

    Args:
        row: of which finding, by its place among the rows; -1 for none.
        run: a tie of many blocks, else None.
    """

    spans: Mapping[Side, Sequence[tuple[int, int, int]]]
    weight: float
    row: int = -1
    run: Run | None = None


class Ties:
    """What ties two texts as they are now.

    Args:
        panes: that show them.
        documents: which the findings are about.
        rows: the findings.
        points: what the reader tied by hand.
        texts: what is known of the two.
    """

    def __init__(
        self,
        panes: Mapping[Side, Pane],
        documents: Mapping[Side, Document | None],
        rows: Sequence[Row],
        points: Sequence[SyncPoint],
        texts: Texts,
    ) -> None:
        self._panes, self._documents, self._rows = panes, documents, rows
        self._starts, self._runs = texts.starts, texts.runs
        links = [*self._of_findings(), *self._of_points(points), *map(self._of_run, self._runs)]
        numbers = [self._in_letters(number, link) for number, link in enumerate(links)]
        self._chain = [links[tie.row] for tie in sync.chain(numbers)]
        # In which block each of the chain ends, or one above it: to find those in view.
        self._ends = {
            side: list(accumulate((link.spans[side][-1][0] for link in self._chain), max))
            for side in Side
        }
        # Which rows with two sides have words in a block, when that is first asked for.
        self._by_block: dict[Side, dict[int, list[int]]] | None = None

    def _of_findings(self) -> list[_Link]:
        return [
            self._of_row(index)
            for index, row in enumerate(self._rows)
            if not row.is_unsure and row.finding.left and row.finding.right
        ]

    def _of_row(self, index: int) -> _Link:
        finding = self._rows[index].finding
        spans = {
            side: [(each.block, each.start, each.end) for each in finding.passages(side)]
            for side in Side
        }
        return _Link(spans, finding.confidence, index)

    def _of_points(self, points: Sequence[SyncPoint]) -> list[_Link]:
        spans = [
            {side: [(point.of(side).block, *2 * (point.of(side).offset,))] for side in Side}
            for point in points
        ]
        # Of two texts of which one has not come yet there are none.
        there = {side: len(starts) - 1 for side, starts in self._starts.items()}
        return [
            _Link(each, _BY_HAND)
            for each in spans
            if all(each[side][0][0] < there[side] for side in Side)
        ]

    def _of_run(self, run: Run) -> _Link:
        spans = {}
        for side in Side:
            first, starts = run.of(side), self._starts[side]
            last = first + run.blocks - 1
            spans[side] = [(first, 0, 0), (last, 0, starts[last + 1] - starts[last] - 1)]
        return _Link(spans, run.weight, run=run)

    def _in_letters(self, number: int, link: _Link) -> Tie:
        """Return a link as a tie in code points from the top of each text."""
        ends = []
        for side in Side:
            starts, spans = self._starts[side], link.spans[side]
            ends.append(float(starts[spans[0][0]] + spans[0][1]))
            ends.append(float(starts[spans[-1][0]] + spans[-1][2]))
        left_top, left_bottom, right_top, right_bottom = ends
        return Tie(number, left_top, left_bottom, right_top, right_bottom, link.weight)

    def _in_pixels(self, link: _Link, leader: Side) -> Tie:
        """Return a link as a tie in pixels of each content, seen from the leader."""
        ends: list[float] = []
        for side in (leader, leader.other):
            view = self._panes[side].view
            scroll = view.verticalScrollBar().value()
            extents = [view.extent(*span) for span in link.spans[side]]
            ends.append(min(top for top, _bottom in extents) + scroll)
            ends.append(max(bottom for _top, bottom in extents) + scroll)
        left_top, left_bottom, right_top, right_bottom = ends
        return Tie(link.row, left_top, left_bottom, right_top, right_bottom, link.weight)

    # In the order of the texts

    def near(self, leader: Side) -> list[Tie]:
        """Return the ties around what the leader shows, in pixels, seen from the leader.

        They are the heaviest set of those that do not cross.
        """
        view = self._panes[leader].view
        first, last = view.place().block, view.last_block()
        near: list[Tie] = []
        begin = max(0, bisect_left(self._ends[leader], first) - 1)
        for link in islice(self._chain, begin, None):
            spans = link.spans[leader]
            parts = [
                self._in_pixels(each, leader) for each in self._parts(link, leader, first, last)
            ]
            near = parts if spans[-1][0] < first else near + parts
            if spans[0][0] > last:
                break
        return near

    def _parts(self, link: _Link, leader: Side, first: int, last: int) -> list[_Link]:
        """Return a link, of one of many blocks those around the ones from `first` to `last`.

        Block by block they stay level although their heights are partly guessed.
        """
        if link.run is None:
            return [link]
        begin, count = link.run.of(leader), link.run.blocks
        low = max(0, min(first - 1 - begin, count - 1))
        high = min(count, max(last + 2 - begin, 1))
        return [self._of_block(link.run, at) for at in range(low, high)]

    def _of_block(self, run: Run, at: int) -> _Link:
        return self._of_run(run._replace(left=run.left + at, right=run.right + at, blocks=1))

    # Whatever their order

    def at(self, leader: Side, y: float, finding: str = "") -> list[tuple[bool, Tie]]:
        """Return what ties the words at a height of the leader, and whether that is sure.

        The finding that is named comes first, then what is the same in both, then the surest.

        Args:
            leader: the side.
            y: pixels below the upper edge of its pane.
            finding: its id, or "".
        """
        view = self._panes[leader].view
        block, line = view.line_at(y).block, view.verticalScrollBar().value() + y
        found = []
        for index in self._rows_in(leader, block):
            tie, row = self._in_pixels(self._of_row(index), leader), self._rows[index]
            if tie.left_top <= line <= tie.left_bottom:
                rank = row.finding.id != finding, row.is_unsure + 1, -row.finding.confidence
                found.append((rank, not row.is_unsure, tie))
        for run in self._runs:
            if 0 <= block - run.of(leader) < run.blocks:
                tie = self._in_pixels(self._of_block(run, block - run.of(leader)), leader)
                found.append(((True, 0, 0.0), True, tie))
        found.sort(key=lambda each: each[0])
        return [(is_sure, tie) for _rank, is_sure, tie in found]

    def is_of(self, tie: Tie, finding: str) -> bool:
        """Whether a tie is that of a finding."""
        return tie.row >= 0 and self._rows[tie.row].finding.id == finding

    def _rows_in(self, side: Side, block: int) -> Sequence[int]:
        if self._by_block is None:
            self._by_block = {each: {} for each in Side}
            for index, row in enumerate(self._rows):
                if row.finding.left and row.finding.right:
                    for each, blocks in self._by_block.items():
                        for number in {passage.block for passage in row.finding.passages(each)}:
                            blocks.setdefault(number, []).append(index)
        return self._by_block[side].get(block, ())


class Texts:
    """Where each block of two texts begins, in code points from the top, and what is the same."""

    def __init__(self, documents: Mapping[Side, Document | None]) -> None:
        blocks = {side: each.blocks if each else () for side, each in documents.items()}
        self.starts = {
            side: list(accumulate((len(block.text) + 1 for block in each), initial=0))
            for side, each in blocks.items()
        }
        left, right = ([block.text for block in blocks[side]] for side in Side)
        self.runs = sync.shared_runs(left, right)
