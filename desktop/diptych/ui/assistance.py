"""Lets assistive technology read text views; what it is told comes from `accessible`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface


def install() -> None:
    """Answer for text views from now on; to be called before the first one is shown."""
    QAccessible.installFactory(_make)


def _make(_name: str, widget: QObject) -> QAccessibleInterface | None:
    # Asked only where assistive technology runs: elsewhere the start is spared its classes.
    from diptych.ui.accessible import accessible_view

    return accessible_view(widget)
