"""The bundled fonts: what every window needs is loaded at start, the rest when it is first used."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from diptych.services.places import resources

_AT_START = ("EBGaramond-Regular", "Inter-Regular", "Inter-SemiBold")
_FOR_HEADINGS = "EBGaramond-SemiBold"


def load_fonts() -> None:
    """Load what the first paint needs; to be called once there is an application."""
    for name in _AT_START:
        _load(name)


@cache
def load_heading_font() -> None:
    """Load what headings are set in; costs nothing from the second call on."""
    _load(_FOR_HEADINGS)


def _load(name: str) -> None:
    QFontDatabase.addApplicationFont(str(resources() / "fonts" / f"{name}.ttf"))
