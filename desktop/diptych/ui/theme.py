"""Colours by meaning, light and dark, and how they reach Qt's palette and the interface font.

The files are in resources/styles; whoever calls reads them. No style sheets: they slow the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPen

from diptych.model.comparison import Relation

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

Token = Literal[
    "window",
    "rail",
    "paper",
    "gutter",
    "pane",
    "ruler_view",
    "card",
    "header",
    "field",
    "hover",
    "chip",
    "ink",
    "dim",
    "line",
    "faint_line",
    "border",
    "accent",
    "accent_ink",
    "focus",
    "selection",
    "row",
    "highlight",
    "highlight_green",
    "highlight_blue",
    "highlight_red",
    "hit",
    "hit_current",
    "danger",
    "converge",
    "converge_ink",
    "converge_wash",
    "diverge",
    "diverge_ink",
    "diverge_wash",
    "partial",
    "partial_ink",
    "partial_wash",
    "only",
    "only_ink",
    "only_wash",
]

# For QApplication's arguments. `setStyle` does the same, and costs 12 ms: it loads Qt's QStyle.
FUSION = ("-style", "fusion")

_MARK: dict[Relation, Token] = {
    Relation.CONVERGE: "converge",
    Relation.DIVERGE: "diverge",
    Relation.PARTIAL: "partial",
    Relation.ONLY_LEFT: "only",
    Relation.ONLY_RIGHT: "only",
}
RELATION_INK: dict[Relation, Token] = {
    Relation.CONVERGE: "converge_ink",
    Relation.DIVERGE: "diverge_ink",
    Relation.PARTIAL: "partial_ink",
    Relation.ONLY_LEFT: "only_ink",
    Relation.ONLY_RIGHT: "only_ink",
}


class Theme(NamedTuple):
    """A set of colours.

    Args:
        name: what the reader sees.
        is_dark: whether light letters stand on a dark ground.
        unsure_alpha: how strongly an unsure mark is drawn, 0 to 1.
        colours: every token's colour.
        tints_pages: whether page images are shown on this paper, where they are not shown dark.
    """

    name: str
    is_dark: bool
    unsure_alpha: float
    colours: dict[Token, QColor]
    tints_pages: bool = False

    def colour(self, token: Token) -> QColor:
        """Return the colour of a token."""
        return self.colours[token]

    def relation(self, relation: Relation) -> QColor:
        """Return the colour of a relation's lines and shapes."""
        return self.colours[_MARK[relation]]


def make_theme(data: dict[str, Any]) -> Theme:
    """Return the theme that a style file describes.

    Args:
        data: the file as plain data.

    Raises:
        ValueError: a token is missing, or a colour is none.
    """
    colours: dict[Token, QColor] = {}
    for token in get_args(Token):
        value = data.get("colours", {}).get(token, "")
        colour = QColor(value)
        if not colour.isValid():
            raise ValueError(f"style {data.get('name', '')!r}: {token!r} is no colour: {value!r}")
        colours[token] = colour
    tints_pages = data.get("tints_pages", False)
    return Theme(data["name"], data["dark"], data["unsure_alpha"], colours, tints_pages)


# Fusion frames these in a darker shade of the window, which nobody sees where that is dark: there
# their window is as much lighter than the border. The fields themselves are filled with Base.
_FRAMED = ("QLineEdit", "QPlainTextEdit", "QComboBox", "QSlider", "QCheckBox", "QPushButton")
_FRAME_SHADE = 140
_MENU_SHADE = 108  # menus are as much lighter than Base
_HAS_OWN = "diptych palettes of classes"


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette in the colours of a theme."""
    made = QPalette()
    roles: dict[QPalette.ColorRole, Token] = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "header",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.PlaceholderText: "dim",
        QPalette.ColorRole.Button: "window",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.BrightText: "danger",
        QPalette.ColorRole.Light: "field",
        QPalette.ColorRole.Midlight: "hover",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Dark: "border",
        QPalette.ColorRole.Shadow: "border",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_ink",
        QPalette.ColorRole.Accent: "focus",
        QPalette.ColorRole.Link: "converge_ink",
        QPalette.ColorRole.LinkVisited: "partial_ink",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "ink",
    }
    for role, token in roles.items():
        made.setColor(role, theme.colour(token))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("dim"))
    return made


def apply(app: QApplication, theme: Theme) -> None:
    """Give the application a theme's palette."""
    made = palette(theme)
    app.setPalette(made)
    # Light grounds are what Fusion was made for, and the start is spared the rest.
    if theme.is_dark or theme.tints_pages or app.property(_HAS_OWN):
        app.setProperty(_HAS_OWN, True)
        menus = QPalette(made)
        menus.setColor(QPalette.ColorRole.Base, theme.colour("card").darker(_MENU_SHADE))
        if theme.is_dark:
            border = theme.colour("border")
            made.setColor(QPalette.ColorRole.Window, border.lighter(_FRAME_SHADE))
            menus.setColor(QPalette.ColorRole.Window, border.lighter(_FRAME_SHADE))
        for kind, colours in (*((kind, made) for kind in _FRAMED), ("QMenu", menus)):
            app.setPalette(colours, kind)  # type: ignore[arg-type] # the stub says bytes


class _Interface:
    """How large the interface's letters are, in percent; chosen before a window is built."""

    size = 100


def set_interface_size(percent: int) -> None:
    """Set all letters but the reading texts' in this size from now on."""
    _Interface.size = percent


def scaled(pixels: float) -> int:
    """Return a length that holds letters, in the size that the reader has chosen for these."""
    return round(pixels * _Interface.size / 100)


def interface_font(size: float, *, bold: bool = False) -> QFont:
    """Return the interface's sans-serif, or the system's where the bundled one is not loaded.

    Args:
        size: in points, where the reader has chosen no other size.
        bold: semi-bold, the one heavier weight that is bundled.
    """
    font = _bare_font()
    # Asking whether a family is there would read all fonts of the system: Qt falls through.
    font.setFamilies(["Inter", font.family()])
    font.setPointSizeF(size * _Interface.size / 100)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def reading_font(size: float) -> QFont:
    """Return the bundled reading serif, or the system's, for what the reader writes.

    Args:
        size: in points, where the reader has chosen no other size.
    """
    font = _bare_font()
    font.setFamilies(["EB Garamond", "serif"])
    font.setPointSizeF(size * _Interface.size / 100)
    return font


def _bare_font() -> QFont:
    font = QFont()
    # The bundled fonts carry no hints, and making some up blurs their forms and takes longer than
    # drawing them.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def fill(painter: QPainter, area: QRect | QRectF, colour: QColor) -> None:
    """Fill an area; the painter's pen and brush change.

    Instead of `fillRect`, whose first call makes PySide set up Qt's 171 preset gradients.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(area)


def frame(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """Draw a frame of two pixels within an area; the painter's pen and brush change."""
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))
