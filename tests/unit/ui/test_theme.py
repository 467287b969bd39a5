"""The colours: both styles name every token, and every text and mark can be read."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

from diptych.model.comparison import Relation
from diptych.ui.appearance import STYLES as STYLES_OFFERED
from diptych.ui.text_painter import faded
from diptych.ui.theme import RELATION_INK, Theme, make_theme, palette

STYLES = Path(__file__).parents[3] / "resources" / "styles"

INKS = ("ink", "dim", "converge_ink", "diverge_ink", "partial_ink", "only_ink", "danger")
GROUNDS = (
    *("window", "rail", "paper", "card", "header", "field", "row", "hover"),
    *("chip", "pane", "gutter"),
)
READING_FILLS = (
    "paper",
    "selection",
    "highlight",
    "highlight_green",
    "highlight_blue",
    "highlight_red",
    "hit",
    "hit_current",
    "converge_wash",
    "diverge_wash",
    "partial_wash",
    "only_wash",
    "chip",
)
MARKS = ("converge", "diverge", "partial", "only", "focus")


NAMES = sorted(path.stem for path in STYLES.glob("*.toml"))


def style(name: str) -> Theme:
    return make_theme(tomllib.loads((STYLES / f"{name}.toml").read_text("utf-8")))


@pytest.fixture(params=NAMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return style(request.param)


def least(theme: Theme) -> float:
    """The contrast that every word must have."""
    return 7.0 if theme.name == "High contrast" else 4.5


def test_there_are_the_styles_that_can_be_chosen() -> None:
    assert sorted(STYLES_OFFERED) == NAMES


def contrast(one: QColor, two: QColor) -> float:
    """WCAG 2.2 contrast ratio."""

    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_the_one_that_the_standard_defines() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    poor = {
        (ink, ground): round(contrast(theme.colour(ink), theme.colour(ground)), 2)
        for ink, ground in product(INKS, GROUNDS)
        if contrast(theme.colour(ink), theme.colour(ground)) < least(theme)
    }
    assert not poor


def test_words_on_the_wash_of_their_relation_can_be_read(theme: Theme) -> None:
    for relation, ink in RELATION_INK.items():
        wash = theme.colour(f"{ink.removesuffix('_ink')}_wash")
        assert contrast(theme.colour(ink), wash) >= least(theme), relation


def test_words_that_step_back_can_still_be_read(theme: Theme) -> None:
    paper = theme.colour("paper")
    assert contrast(faded(theme.colour("ink"), paper), paper) >= least(theme)


def test_the_documents_words_can_be_read_on_every_fill(theme: Theme) -> None:
    poor = {
        (ink, fill): round(contrast(theme.colour(ink), theme.colour(fill)), 2)
        for ink, fill in product(("ink", "dim"), READING_FILLS)
        if contrast(theme.colour(ink), theme.colour(fill)) < least(theme)
    }
    assert not poor
    assert contrast(theme.colour("accent_ink"), theme.colour("accent")) >= least(theme)


def test_marks_stand_out_from_paper_and_gutter(theme: Theme) -> None:
    poor = {
        (mark, ground): round(contrast(theme.colour(mark), theme.colour(ground)), 2)
        for mark, ground in product(MARKS, ("paper", "gutter", "pane", "card"))
        if contrast(theme.colour(mark), theme.colour(ground)) < 3
    }
    assert not poor


def test_each_relation_has_its_own_colour_and_both_silences_share_one(theme: Theme) -> None:
    colours = {relation: theme.relation(relation).name() for relation in Relation}
    assert colours[Relation.ONLY_LEFT] == colours[Relation.ONLY_RIGHT]
    assert len(set(colours.values())) == 4


def test_two_styles_are_light_and_two_dark_and_all_name_the_same_colours() -> None:
    themes = {name: style(name) for name in NAMES}
    assert {n for n, each in themes.items() if each.is_dark} == {"dark", "contrast"}
    assert {n for n, each in themes.items() if each.tints_pages} == {"sepia"}
    assert len({frozenset(each.colours) for each in themes.values()}) == 1


def test_a_style_that_misses_a_colour_is_refused_by_its_name() -> None:
    text = (STYLES / "light.toml").read_text("utf-8").replace('focus = "#2f6db5"', "")
    with pytest.raises(ValueError, match="'focus'"):
        make_theme(tomllib.loads(text))


def test_a_colour_that_is_none_is_refused() -> None:
    text = (STYLES / "light.toml").read_text("utf-8").replace("#2f6db5", "blueish")
    with pytest.raises(ValueError, match="blueish"):
        make_theme(tomllib.loads(text))


def test_the_palette_takes_its_colours_from_the_theme(theme: Theme) -> None:
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Window) == theme.colour("window")
    assert made.color(QPalette.ColorRole.Text) == theme.colour("ink")
    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == theme.colour("dim")
