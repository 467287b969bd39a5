"""How the text looks: fonts, sizes and colours, as the theme hands them to the text view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtGui import QColor

from diptych.model.comparison import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.ui.theme import Theme, Token

Shade = TypeVar("Shade")


class Fills(dict[str, Shade]):
    """Colours by name; one that is not known, of a newer version, is as if none was given."""

    def __missing__(self, name: str) -> Shade:
        return self[""]


# The colours of highlights, and of notes that were given none, in the order they are offered in.
FILLS: Fills[Token] = Fills(
    {
        "": "highlight",
        "yellow": "highlight",
        "green": "highlight_green",
        "blue": "highlight_blue",
        "red": "highlight_red",
    }
)


class Look(NamedTuple):
    """Everything that decides how a page of text looks.

    Args:
        families: font families of the reading text, the first that exists counts.
        furniture_families: the same for running heads, page numbers and the like.
        size: of the reading text, in points; zoom is part of it.
        line_height: distance of lines as a share of the font's own, 1.0 to 2.0.
        measure: widest line in average characters; 0 fills the pane.
        paragraph_spacing: blank between paragraphs as a share of the distance of lines.
        paper, ink, dim: background, text, and text of less weight.
        selection: behind selected words.
        hit, other_hit: behind the current and the other hits of a search.
        fills: behind what the reader highlighted, by the name of the colour; "" for no name.
        focus: the caret.
        relations: colour of each relation's line.
        unsure: how strongly the line of an unsure finding is drawn, 0 to 1.
    """

    families: tuple[str, ...]
    furniture_families: tuple[str, ...]
    size: float
    line_height: float
    measure: int
    paragraph_spacing: float
    paper: QColor
    ink: QColor
    dim: QColor
    selection: QColor
    hit: QColor
    other_hit: QColor
    fills: Mapping[str, QColor]
    focus: QColor
    relations: Mapping[Relation, QColor]
    unsure: float = 0.4


class Typesetting(NamedTuple):
    """How the reader wants the reading text set; the defaults are how it comes.

    Args:
        letters: "serif" and "sans" are bundled; else a font family that the system has.
        line_height, measure, paragraph_spacing: as in `Look`.
    """

    letters: str = "serif"
    line_height: float = 1.25
    measure: int = 72
    paragraph_spacing: float = 0.45


_AS_IT_COMES = Typesetting()
_BUNDLED = {"serif": ("EB Garamond", "Serif"), "sans": ("Inter", "Sans Serif")}


def plain_look() -> Look:
    """Return the look of a view that was given none: dark ink on light paper."""
    grey = QColor("#6f757b")
    return Look(
        families=_BUNDLED["serif"],
        furniture_families=_BUNDLED["sans"],
        size=13.5,
        line_height=1.25,
        measure=72,
        paragraph_spacing=0.45,
        paper=QColor("#fffef9"),
        ink=QColor("#1f2328"),
        dim=QColor("#646a72"),
        selection=QColor("#c9ddf5"),
        hit=QColor("#ffc45c"),
        other_hit=QColor("#fbe7bd"),
        fills=Fills.fromkeys(FILLS, QColor("#fbee9c")),
        focus=QColor("#1d3f66"),
        relations={
            Relation.CONVERGE: QColor("#216cab"),
            Relation.DIVERGE: QColor("#a55c1e"),
            Relation.PARTIAL: QColor("#6f4ba8"),
            Relation.ONLY_LEFT: grey,
            Relation.ONLY_RIGHT: grey,
        },
    )


def look_of(theme: Theme, scale: float, typesetting: Typesetting = _AS_IT_COMES) -> Look:
    """Return the look of the texts in a theme, at a size where 1.0 is the usual one."""
    plain = plain_look()
    letters = typesetting.letters
    return plain._replace(
        families=_BUNDLED.get(letters) or (letters, *plain.families),
        line_height=typesetting.line_height,
        measure=typesetting.measure,
        paragraph_spacing=typesetting.paragraph_spacing,
        size=plain.size * scale,
        paper=theme.colour("paper"),
        ink=theme.colour("ink"),
        dim=theme.colour("dim"),
        selection=theme.colour("selection"),
        hit=theme.colour("hit_current"),
        other_hit=theme.colour("hit"),
        fills=Fills((name, theme.colour(token)) for name, token in FILLS.items()),
        focus=theme.colour("focus"),
        relations={relation: theme.relation(relation) for relation in Relation},
        unsure=theme.unsure_alpha,
    )
