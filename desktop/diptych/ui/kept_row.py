"""A row of more than two panes as it is kept with the reading of two of its documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.model.comparison import Mode, Side
from diptych.model.note import Place
from diptych.ui.review import Stand

if TYPE_CHECKING:
    from diptych.model.note import Reading
    from diptych.ui.many_panes import ManyPanes
    from diptych.ui.pane import Pane
    from diptych.ui.spread import Spread


def words_of(many: ManyPanes, spread: Spread) -> str:
    """Return what is written down of the row; "" for two panes, which a reading holds by itself.

    By pane its document and where it stands, by gutter which two it compares, in which way where
    the reader chose that, and the selected finding.
    """
    row = spread.row
    if len(row) == len(Side):
        return ""
    gutters = []
    for between in many.betweens:
        known = many.others.known(between)
        stand = known.stand if known is not None else Stand()
        places = [row.index(pane) for pane in between.two]
        gutters.append([*places, stand.chosen.value if stand.chosen else "", stand.finding])
    plain = {
        "panes": [[many.others.hash_of(pane), *many.others.place_of(pane)] for pane in row],
        "gutters": gutters,
        "chosen": many.chosen,
    }
    return json.dumps(plain)


def is_of(plain: dict[str, Any], reading: Reading) -> bool:
    """Whether the chosen gutter of a row that was written down is about a reading's documents."""
    left, right, *_rest = plain["gutters"][plain["chosen"]]
    hashes = [sha256 for sha256, *_place in plain["panes"]]
    return (hashes[left], hashes[right]) == (reading.left, reading.right)


def stands_in(plain: dict[str, Any], row: list[Pane]) -> list[tuple[tuple[Pane, Pane], Stand]]:
    """Return by gutter the two panes that it compares, and how far the reader had come."""
    return [
        ((row[left], row[right]), Stand(chosen=Mode(mode) if mode else None, finding=finding))
        for left, right, mode, finding in plain["gutters"]
    ]


def panes_in(plain: dict[str, Any]) -> list[tuple[str, Place]]:
    """Return by pane the hash of its document and where it stood."""
    return [(sha256, Place(*place)) for sha256, *place in plain["panes"]]
