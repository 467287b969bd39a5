"""Which links are one finding."""

from __future__ import annotations

from diptych.compare.links import Link, grouped
from diptych.compare.relate import relate
from diptych.compare.statements import statements
from diptych.compare.topics import TopicIndex
from support.comparing import document

SHIP = document("The harbour must open. The harbour must stay open to ships.")
BOAT = document("Open the harbour now. Keep the harbour open to every boat.")


def test_groups_with_the_best_link_in_common_are_the_same_for_swapped_sides() -> None:
    left, right = (statements(each, TopicIndex(()), lambda: None) for each in (SHIP, BOAT))
    judgement = relate(left[0], right[0])
    # The best link makes a group with either of the others, and the two are as large.
    likely = {(1, 1): 0.9, (0, 1): 0.6, (1, 0): 0.8}
    one = [Link(*pair, score, judgement) for pair, score in likely.items()]
    two = [Link(link.right, link.left, link.likely, judgement) for link in one]
    ahead = grouped(
        sorted(one, key=lambda link: (link.left, link.right)),
        left,
        right,
        lambda link: (link.left, link.right),
        lambda: None,
    )
    back = grouped(
        sorted(two, key=lambda link: (link.left, link.right)),
        right,
        left,
        lambda link: (link.right, link.left),
        lambda: None,
    )
    assert sorted(map(len, ahead)) == [1, 2]
    turned = [[(link.right, link.left) for link in group] for group in back]
    assert turned == [[(link.left, link.right) for link in group] for group in ahead]
