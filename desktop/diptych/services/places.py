"""Where things are on this machine: what ships with the program, and the reader's own data."""

from __future__ import annotations

import os
from pathlib import Path

import diptych


def _shipped(name: str) -> Path:
    # In an installed package they lie inside it, in a source checkout two folders above it.
    package = Path(diptych.__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def resources() -> Path:
    """Return the folder of fonts, styles, topic packs and schemas."""
    return _shipped("resources")


def seeds() -> Path:
    """Return the folder of the five documents and their manifest."""
    return _shipped("seeds")


def data_folder() -> Path:
    """Return the reader's data folder: `DIPTYCH_DATA`, else where the system keeps such data."""
    chosen = os.environ.get("DIPTYCH_DATA")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("diptych", appauthor=False)
