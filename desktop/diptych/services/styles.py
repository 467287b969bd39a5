"""Style files, as plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diptych.services.places import resources

if TYPE_CHECKING:
    from diptych.store.cache import Cache


def read_style(name: str, cache: Cache) -> dict[str, Any]:
    """Return a style of resources/styles.

    What TOML says is kept in the cache: its parser takes longer to load than the window to paint.

    Raises:
        FileNotFoundError: there is no such style.
    """
    text = (resources() / "styles" / f"{name}.toml").read_text(encoding="utf-8")
    stored = cache.get("style", text)
    if stored is None:
        import tomllib

        stored = json.dumps(tomllib.loads(text)).encode()
        cache.put("style", text, stored)
    style: dict[str, Any] = json.loads(stored)
    return style
