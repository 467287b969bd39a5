"""The colours: both styles name every token, and every text and mark can be read."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette

from diptych.model.comparison import Relation
from diptych.ui.theme import Theme, load_theme, palette

STYLES = Path(__file__).parents[3] / "resources" / "styles"

INKS = ("ink", "dim", "converge_ink", "diverge_ink", "partial_ink", "only_ink", "danger")
GROUNDS = ("window", "rail", "paper", "card", "header", "field", "row", "hover")
READING_FILLS = (
    "paper",
    "selection",
    "highlight",
    "hit",
    "hit_current",
    "converge_wash",
    "diverge_wash",
    "partial_wash",
    "only_wash",
    "chip",
)
MARKS = ("converge", "diverge", "partial", "only", "focus")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme((STYLES / f"{request.param}.toml").read_text("utf-8"))


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
        if contrast(theme.colour(ink), theme.colour(ground)) < 4.5
    }
    assert not poor


def test_the_documents_words_can_be_read_on_every_fill(theme: Theme) -> None:
    poor = {
        fill: round(contrast(theme.colour("ink"), theme.colour(fill)), 2)
        for fill in READING_FILLS
        if contrast(theme.colour("ink"), theme.colour(fill)) < 4.5
    }
    assert not poor
    assert contrast(theme.colour("accent_ink"), theme.colour("accent")) >= 4.5


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


def test_the_pair_is_one_light_and_one_dark() -> None:
    light, dark = (load_theme((STYLES / f"{n}.toml").read_text("utf-8")) for n in ("light", "dark"))
    assert (light.is_dark, dark.is_dark) == (False, True)
    assert light.colours.keys() == dark.colours.keys()


def test_a_style_that_misses_a_colour_is_refused_by_its_name() -> None:
    text = (STYLES / "light.toml").read_text("utf-8").replace('focus = "#2f6db5"', "")
    with pytest.raises(ValueError, match="'focus'"):
        load_theme(text)


def test_a_colour_that_is_none_is_refused() -> None:
    text = (STYLES / "light.toml").read_text("utf-8").replace("#2f6db5", "blueish")
    with pytest.raises(ValueError, match="blueish"):
        load_theme(text)


def test_the_palette_takes_its_colours_from_the_theme(theme: Theme) -> None:
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Window) == theme.colour("window")
    assert made.color(QPalette.ColorRole.Text) == theme.colour("ink")
    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == theme.colour("dim")
