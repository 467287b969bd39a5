"""The five documents are what the manifest says, byte for byte."""

from __future__ import annotations

import hashlib
import tomllib

from support.repository import SEEDS


def test_seeds_are_unchanged() -> None:
    manifest = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))
    expected = {row["file"]: row["sha256"] for row in manifest["document"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")
    }
    assert len(expected) == 5
    assert found == expected
