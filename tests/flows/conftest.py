"""What most flows begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.model.comparison import Side
from support.driver import Reader
from support.letters import write_letters
from support.many_panes import ManyReader

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    """Somebody in the left one of two letters, at their first finding."""
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    reader.go_to_text(Side.LEFT)
    yield reader
    reader.end()


@pytest.fixture
def three(qtbot, data_folder: Path, tmp_path: Path):
    """Somebody with three texts side by side."""
    reader = ManyReader.of_two(qtbot, data_folder, tmp_path)
    reader.window.handlers.panes.open_another(str(reader.paths[2]))
    reader.wait_for_findings()
    yield reader
    reader.end()
