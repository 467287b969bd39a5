"""Where things lie in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop" / "diptych"
RESOURCES = ROOT / "resources"
SEEDS = ROOT / "seeds"
