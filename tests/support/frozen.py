"""Libraries as earlier versions of the program left them: one of each schema that was released."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "tests" / "data" / "libraries"
SCHEMAS = sorted(int(path.name.split("-")[1].split(".")[0]) for path in FOLDER.glob("schema-*.gz"))


def lay(folder: Path, schema: int) -> Path:
    """Put the frozen library of a schema into a folder and return its file."""
    folder.mkdir(exist_ok=True)
    path = folder / "library.sqlite"
    path.write_bytes(gzip.decompress((FOLDER / f"schema-{schema}.sqlite.gz").read_bytes()))
    return path
