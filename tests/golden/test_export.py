"""The reports of a small comparison, byte for byte.

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


# A Word file is looked into in tests/unit/export/test_docx.py: nobody could read its difference.
@pytest.mark.parametrize("name", sorted(set(WRITERS) - {"docx"}))
def test_report_is_as_accepted(name: str) -> None:
    writer = WRITERS[name]
    golden = GOLDEN / f"harbour{writer.suffix}"
    made = writer.write(small_report())
    assert isinstance(made, str)
    written = made.encode()
    if "DIPTYCH_ACCEPT" in os.environ:
        golden.write_bytes(written)
    assert written == golden.read_bytes()
