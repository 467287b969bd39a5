"""What is in a widget, without PySide taking who asks for the parent of what is found.

What `findChild`, `findChildren`, `childAt`, `focusProxy`, `nextInFocusChain` and its counterpart
return becomes the child of the widget that was asked to PySide (6.11), whoever its parent is to Qt.
If the one that was asked goes first, the other is kept for ever, and with it the whole window; if
what was found goes first, and Qt had made it, Python holds on to memory that was freed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


def within(widget: QWidget) -> Iterator[QWidget]:
    """Go through all widgets in a widget, in the order in which they came to it, inner ones too."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from within(child)
