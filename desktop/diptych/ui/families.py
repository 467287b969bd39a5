"""What is in a widget, without PySide taking who asks for the parent of what is found.

What `findChild`, `findChildren`, `childAt`, `focusProxy`, `nextInFocusChain` and its counterpart
return becomes the child of the widget that was asked to PySide (6.11), whoever its parent is to Qt.
If the one that was asked goes first, the other is kept for ever, and with it the whole window; if
what was found goes first, and Qt had made it, Python holds on to memory that was freed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout

_BY_TAB = Qt.FocusPolicy.TabFocus


def in_reading_order(ground: QWidget) -> None:
    """Let Tab go through what is laid out on a ground as it is read, not as it was made."""
    parts = [each for each in _as_laid_out(ground) if each.focusPolicy() & _BY_TAB]
    for one, following in pairwise(parts):
        QWidget.setTabOrder(one, following)


def _as_laid_out(widget: QWidget) -> Iterator[QWidget]:
    """Go through all widgets in a widget as its layouts have them."""
    layout = widget.layout()
    children = widget.children() if layout is None else _items(layout)
    for child in children:
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from _as_laid_out(child)


def _items(layout: QLayout) -> Iterator[QWidget | None]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        if inner is not None:
            yield from _items(inner)
        elif item is not None:
            yield item.widget()


def within(widget: QWidget) -> Iterator[QWidget]:
    """Go through all widgets in a widget, in the order in which they came to it, inner ones too."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from within(child)
