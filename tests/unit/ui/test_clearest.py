"""Which findings are drawn where many passages come near to the same words."""

from __future__ import annotations

import pytest

from diptych.model.comparison import Relation, Side
from diptych.ui.rows import Clearest, Row
from diptych.ui.wording import Labels
from support.annotations import document, finding, passage

LEFT = document("The harbour stays open.\nThe school needs a roof.")
NAMES = Labels("", "")
RIGHT = document("The harbour shall stay open.\nThe road is wide.\nThe harbour is deep.")


def row(key: str, confidence: float, left: str, right: str) -> Row:
    found = finding(
        key,
        (passage(LEFT, left),) if left else (),
        (passage(RIGHT, right),) if right else (),
        Relation.CONVERGE,
    )._replace(confidence=confidence)
    return Row(found, 1, 1, None, has_note=False, left=left, right=right, nearest="", labels=NAMES)


SURE = row("sure", 0.8, "The harbour stays open.", "The harbour shall stay open.")
BESIDE = row("beside", 0.4, "The harbour stays open.", "The harbour is deep.")
BURIED = row("buried", 0.2, "The harbour stays open.", "The harbour shall stay open.")
ALONE = row("alone", 0.2, "", "The road is wide.")
ROWS = (BURIED, SURE, BESIDE, ALONE)


def test_what_is_sure_is_drawn_and_the_unsure_only_on_words_of_its_own() -> None:
    assert Clearest(ROWS).drawn() == {
        "sure": {Side.LEFT, Side.RIGHT},
        "beside": {Side.RIGHT},
        "alone": {Side.RIGHT},
    }


@pytest.mark.parametrize("selected", ["buried", "beside"])
def test_what_the_reader_selects_is_drawn_on_both_sides(selected: str) -> None:
    assert Clearest(ROWS).drawn(selected)[selected] == {Side.LEFT, Side.RIGHT}


def test_what_says_the_same_of_the_selected_words_yields_to_it() -> None:
    drawn = Clearest(ROWS).drawn("buried")
    assert "sure" not in drawn
    assert drawn["beside"] == {Side.RIGHT}
    assert Clearest(ROWS).drawn() == Clearest(ROWS).drawn("nothing")
