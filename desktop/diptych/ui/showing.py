"""Words of a text brought to the reader's eye, and selected there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.model.document import Span
from diptych.ui.marks import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.comparison import Side
    from diptych.ui.window import Window


def show_words(window: Window, side: Side, spans: Sequence[Span]) -> None:
    """Show the texts, where a panel stood in their place, and words of one of them, selected.

    Args:
        window: with the texts.
        side: of the text.
        spans: where the words stand in its source.
    """
    window.handlers.panels.show_texts()
    whole = Span(spans[0].start, spans[-1].end)
    window.spread.show_span(side, whole)
    view = window.spread.panes[side].view
    pieces = view.document.pieces(whole) if view.document is not None else []
    if pieces:
        view.select(Position(*pieces[0][:2]), Position(pieces[-1][0], pieces[-1][2]))
