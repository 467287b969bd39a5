"""Lets assistive technology read texts and pages.

What it is told of a text comes from `accessible`, of pages from `accessible_pages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface


def install() -> None:
    """Answer for views of text and of pages from now on; to be called before one is shown."""
    QAccessible.installFactory(_make)


def _make(name: str, widget: QObject) -> QAccessibleInterface | None:
    # Asked only where assistive technology runs, and for each class that a widget is of: elsewhere
    # the start is spared these classes, and a window without pages is spared those of pages.
    if name == "TextView":
        from diptych.ui.accessible import accessible_text

        return accessible_text(widget)
    if name == "PageView":
        from diptych.ui.accessible_pages import accessible_pages

        return accessible_pages(widget)
    return None
