"""Ways to run a piece of Python in a process of its own, with the package at hand."""

from __future__ import annotations

import os
import subprocess
import sys

from support.repository import PACKAGE, ROOT

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(ROOT / "tests")]),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a Python process whose output is read through pipes."""
    data = {name: os.environ[name] for name in ("DIPTYCH_DATA",) if name in os.environ}
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**ENVIRONMENT, **data},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def run(code: str, *arguments: str, before: tuple[str, ...] = ()) -> str:
    """Run code in a process and return what it printed; `before` is a command to run it under."""
    done = subprocess.run(
        [*before, sys.executable, "-c", code, *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
