"""Ruff, mypy and import-linter have nothing to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.repository import ROOT

FOLDERS = ["desktop", "packaging", "tests"]
TOOLS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", *FOLDERS],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", *FOLDERS],
    "mypy": [sys.executable, "-m", "mypy"],
    "mypy of packaging": [sys.executable, "-m", "mypy", "packaging/run.py", "packaging/test.py"],
    "import-linter": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", TOOLS)
def test_tool_finds_nothing(name: str) -> None:
    done = subprocess.run(TOOLS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
