"""Lets assistive technology read texts and pages, and hear what happens away from the keyboard.

What it is told of a text comes from `accessible`, of pages from `accessible_pages`, of what changes
in the window from `telling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QWidget

# Which Qt takes for empty ground.
_PARTS = {
    "Card": QAccessible.Role.Grouping,
    "Question": QAccessible.Role.Grouping,
    "Prose": QAccessible.Role.StaticText,
    "Head": QAccessible.Role.StaticText,
    "Gutter": QAccessible.Role.Graphic,
    "Ruler": QAccessible.Role.Graphic,
}


def install() -> None:
    """Answer for views of text and of pages from now on; to be called before one is shown."""
    QAccessible.installFactory(_make)


def announce(widget: QWidget, words: str) -> None:
    """Have words spoken that appear where the keyboard is not; "" for none."""
    if words and QAccessible.isActive():
        from PySide6.QtGui import QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def _make(name: str, widget: QObject) -> QAccessibleInterface | None:
    # Asked only where assistive technology runs, and for each class that a widget is of: elsewhere
    # the start is spared these classes, and a window without pages is spared those of pages.
    if name == "TextView":
        from diptych.ui.accessible import accessible_text

        return accessible_text(widget)
    if name == "PageView":
        from diptych.ui.accessible_pages import accessible_pages

        return accessible_pages(widget)
    if name == "Window":
        from diptych.ui.telling import tell

        tell(widget)
    if name in _PARTS:
        from diptych.ui.accessible import accessible_part

        return accessible_part(widget, _PARTS[name])
    return None
