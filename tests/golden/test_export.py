"""The three reports of a small comparison, byte for byte.

After a wanted change: DIPTYCH_ACCEPT=1 python -m pytest tests/golden/test_export.py, then read the
difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diptych.export.catalogue import WRITERS
from support.small_report import small_report

GOLDEN = Path(__file__).parent / "export"


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_report_is_as_accepted(name: str) -> None:
    writer = WRITERS[name]
    golden = GOLDEN / f"harbour{writer.suffix}"
    written = writer.write(small_report()).encode()
    if "DIPTYCH_ACCEPT" in os.environ:
        golden.write_bytes(written)
    assert written == golden.read_bytes()
