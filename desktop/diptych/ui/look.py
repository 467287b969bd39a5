"""How the text looks: fonts, sizes and colours, as the theme hands them to the text view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor

from diptych.model.comparison import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diptych.ui.theme import Theme


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
        fill: behind what the reader highlighted.
        focus: the caret.
        relations: colour of each relation's line.
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
    fill: QColor
    focus: QColor
    relations: Mapping[Relation, QColor]


def plain_look() -> Look:
    """Return the look of a view that was given none: dark ink on light paper."""
    grey = QColor("#6f757b")
    return Look(
        families=("EB Garamond", "Serif"),
        furniture_families=("Inter", "Sans Serif"),
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
        fill=QColor("#fbee9c"),
        focus=QColor("#1d3f66"),
        relations={
            Relation.CONVERGE: QColor("#216cab"),
            Relation.DIVERGE: QColor("#a55c1e"),
            Relation.PARTIAL: QColor("#6f4ba8"),
            Relation.ONLY_LEFT: grey,
            Relation.ONLY_RIGHT: grey,
        },
    )


def look_of(theme: Theme, scale: float) -> Look:
    """Return the look of the texts in a theme, at a size where 1.0 is the usual one."""
    plain = plain_look()
    return plain._replace(
        size=plain.size * scale,
        paper=theme.colour("paper"),
        ink=theme.colour("ink"),
        dim=theme.colour("dim"),
        selection=theme.colour("selection"),
        hit=theme.colour("hit_current"),
        other_hit=theme.colour("hit"),
        fill=theme.colour("highlight"),
        focus=theme.colour("focus"),
        relations={relation: theme.relation(relation) for relation in Relation},
    )
