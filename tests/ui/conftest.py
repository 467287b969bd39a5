"""What most tests of the window begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    """Somebody who has opened the two letters and sees their findings."""
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    yield reader
    reader.end()
