"""What is in a widget, without PySide taking who asks for the parent of what is found.

What `findChild`, `findChildren`, `childAt`, `focusProxy`, `nextInFocusChain` and its counterpart
return becomes the child of the widget that was asked to PySide (6.11), whoever its parent is to Qt.
If the one that was asked goes first, the other is kept for ever, and with it the whole window; if
what was found goes first, and Qt had made it, Python holds on to memory that was freed.
"""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BY_TAB = Qt.FocusPolicy.TabFocus


def in_reading_order(ground: QWidget) -> None:
    """Let Tab go through what is laid out on a ground as it is read, not as it was made."""
    parts = [each for each in _as_laid_out(ground) if each.focusPolicy() & _BY_TAB]
    for one, following in pairwise(parts):
        QWidget.setTabOrder(one, following)


def _as_laid_out(widget: QWidget) -> Iterator[QWidget]:
    """Go through all widgets in a widget as its layouts have them."""
    layout = widget.layout()
    children = [
        each for each in widget.children() if isinstance(each, QWidget) and not each.isWindow()
    ]
    for child in children if layout is None else _in_layout(layout, children):
        yield child
        yield from _as_laid_out(child)


def _in_layout(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Go through those widgets that are in a layout, in its order; its items would not die."""
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(each), each) for each in widgets]
    places += [(layout.indexOf(e), e) for e in layout.children() if isinstance(e, QLayout)]
    for at, part in sorted(places, key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from _in_layout(part, widgets)
        elif at >= 0:
            yield part


def within(widget: QWidget) -> Iterator[QWidget]:
    """Go through all widgets in a widget, in the order in which they came to it, inner ones too."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from within(child)
