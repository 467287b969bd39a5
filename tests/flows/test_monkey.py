"""Random input to the window for some seconds; `perf/monkey.py` does the same for minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MONKEY = Path(__file__).parents[1] / "perf" / "monkey.py"


# Seconds of the window's own work: a busy machine takes many times as long.
@pytest.mark.timeout(520)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts what /proc tells")
def test_random_input_breaks_nothing() -> None:
    command = [sys.executable, MONKEY, "6", "--seed", "7", "--paragraphs", "150"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 kinds of trouble" in done.stdout
