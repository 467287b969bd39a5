"""A row of panes as it is kept: with the reading of two of its documents, and while it is away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.model.comparison import Mode, Side
from diptych.model.note import Place, Reading
from diptych.ui.review import Stand

if TYPE_CHECKING:
    from diptych.ui.between import Between
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.pane import Pane
    from diptych.ui.spread import Spread
    from diptych.ui.window import Window


MOST = 4
"""So many panes fit into a window."""


class KeptPane(NamedTuple):
    """What lay in a pane, or was to lie there, and where it stood.

    Args:
        path, sha256, encoding, password, last_page: see `Desk.open`; all empty for nothing.
        place: where it stood; None: at its beginning.
        title: of the document, or the path of one that was not there.
    """

    path: str
    sha256: str
    encoding: str
    password: str
    last_page: int
    place: Place | None
    title: str

    @property
    def is_named(self) -> bool:
        """Whether there is something to be opened again."""
        return bool(self.path or self.sha256)

    @property
    def name(self) -> str:
        """Which document it is; "" for none."""
        return self.sha256 or self.path


class KeptRow(NamedTuple):
    """A row of panes that is away.

    Args:
        panes: from left to right.
        gutters: by gutter which two panes it compares, and how far the reader had come with them.
        chosen: the chosen gutter.
        active: the pane that the reader was in.
    """

    panes: list[KeptPane]
    gutters: list[tuple[int, int, Stand]]
    chosen: int
    active: int


class ClosedPane(NamedTuple):
    """A pane that was closed.

    Args:
        row: as it was before.
        at: where in it the pane stood.
    """

    row: KeptRow
    at: int

    @property
    def pane(self) -> KeptPane:
        """What lay in it."""
        return self.row.panes[self.at]


def pane_now(window: Window, pane: Pane) -> KeptPane:
    """Return what lies in a pane now, or is to lie there."""
    panes, opened = window.handlers.panes, pane.opened
    place = pane.place()
    if panes.is_row_made:
        place = panes.many.others.place_of(pane)
    if opened is None:
        path, sha256 = window.desk.openings.asked_for.get(pane.seat, ("", ""))
        return KeptPane(path, sha256, "", "", 0, place, path)
    entry = opened.entry
    path = "" if opened.is_kept else entry.path
    how = entry.encoding, opened.password, opened.last_page
    return KeptPane(path, opened.document.sha256, *how, place, entry.title)


def row_now(window: Window) -> KeptRow:
    """Return the row of a window as it is now."""
    spread, panes = window.spread, window.handlers.panes
    row, here, chosen = spread.row, window.desk.stand()._replace(comparison=None), 0
    gutters = [(0, 1, here)]
    if panes.is_row_made:
        many, chosen = panes.many, panes.many.chosen
        gutters = [
            (*_numbers(between, row), here if between is many.looked_at else _stand(many, between))
            for between in many.betweens
        ]
    kept = [pane_now(window, pane) for pane in row]
    return KeptRow(kept, gutters, chosen, row.index(spread.panes[spread.active()]))


def _numbers(between: Between, row: list[Pane]) -> tuple[int, int]:
    left, right = between.two
    return row.index(left), row.index(right)


def _stand(many: ManyPanes, between: Between) -> Stand:
    known = many.others.known(between)
    return known.stand._replace(comparison=None) if known is not None else Stand()


# With the reading of two of its documents, in words


def words_of(many: ManyPanes, spread: Spread, chosen: int) -> str:
    """Return what is written down of the row; "" for two panes, which a reading holds by itself.

    By pane its document and where it stands, by gutter which two it compares, in which way where
    the reader chose that, the selected finding, and the topics shown.
    """
    row = spread.row
    if len(row) == len(Side):
        return ""
    gutters, topics = [], []
    for between in many.betweens:
        stand = _stand(many, between)
        topics.append(stand.topics)
        mode = stand.chosen.value if stand.chosen else ""
        gutters.append([*_numbers(between, row), mode, stand.finding])
    plain = {
        "panes": [[many.others.hash_of(pane), *many.others.place_of(pane)] for pane in row],
        "gutters": gutters,
        "topics": topics,
        "chosen": chosen,
    }
    return json.dumps(plain)


def reading_beside(many: ManyPanes, now: str) -> tuple[int, Reading] | None:
    """Return the gutter nearest to the chosen one that compares two documents, and their reading.

    Args:
        now: the time, ISO 8601.
    """
    near = sorted(range(len(many.betweens)), key=lambda at: abs(at - many.chosen))
    for at in near:
        between = many.betweens[at]
        if len(between.documents) == len(Side):
            left, right = (between.documents[side].document.sha256 for side in Side)
            stand = _stand(many, between)
            places = {side: pane.place() for side, pane in between.panes.items()}
            how = stand.mode, stand.topics, stand.finding, places
            return at, Reading(left, right, *how, now)
    return None


def is_of(plain: dict[str, Any], reading: Reading) -> bool:
    """Whether the chosen gutter of a row that was written down is about a reading's documents."""
    left, right, *_rest = plain["gutters"][plain["chosen"]]
    hashes = [sha256 for sha256, *_place in plain["panes"]]
    return (hashes[left], hashes[right]) == (reading.left, reading.right)


def stands_in(plain: dict[str, Any], row: list[Pane]) -> list[tuple[tuple[Pane, Pane], Stand]]:
    """Return by gutter the two panes that it compares, and how far the reader had come."""
    topics = plain.get("topics", [()] * len(plain["gutters"]))  # which older versions did not keep
    return [
        (
            (row[left], row[right]),
            Stand(
                Mode(mode) if mode else Mode.POSITIONS,
                Mode(mode) if mode else None,
                tuple(shown),
                finding=finding,
            ),
        )
        for (left, right, mode, finding), shown in zip(plain["gutters"], topics, strict=True)
    ]


def panes_in(plain: dict[str, Any]) -> list[tuple[str, Place]]:
    """Return by pane the hash of its document and where it stood."""
    return [(sha256, Place(*place)) for sha256, *place in plain["panes"]]
