"""The whole program makes no network socket: seen from outside, through strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.repository import ROOT, SEEDS

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = [str(SEEDS / "letter-2018.txt"), str(SEEDS / "letter-2021.txt")]
VISIT = str(ROOT / "tests" / "support" / "short_visit.py")
NETWORK = re.compile(r"AF_INET6?\b")

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: sockets cannot be watched"
)


def watch(command: list[str], folder: Path) -> tuple[list[str], str]:
    """Run a Python command and return its socket calls and its output."""
    trace = folder / "trace"
    # Libraries that look up telemetry hosts are silent where CI is set.
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    strace = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
    done = subprocess.run(
        [*strace, sys.executable, *command],
        cwd=ROOT,
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return trace.read_text().splitlines(), done.stdout


def test_watching_sees_a_network_socket(tmp_path: Path) -> None:
    calls, _ = watch(["-c", "import socket; socket.socket().close()"], tmp_path)
    assert any(NETWORK.search(call) for call in calls)


def test_comparing_in_the_shell_makes_no_network_socket(tmp_path: Path) -> None:
    calls, output = watch(["-m", "diptych", "compare", *LETTERS, "--format", "json"], tmp_path)
    assert '"findings"' in output
    assert [call for call in calls if NETWORK.search(call)] == []


def test_the_window_makes_no_network_socket(tmp_path: Path, data_folder: Path) -> None:
    calls, _ = watch([VISIT], tmp_path)
    assert (data_folder / "library.sqlite").exists()
    assert [call for call in calls if NETWORK.search(call)] == []
