"""What must hold in every test.

A data folder of its own, no unannounced warnings, no network sockets, nothing left running.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

GRACE_SECONDS = 10.0
NETWORK = {int(socket.AF_INET), int(socket.AF_INET6), -1}
# Qt keeps idle threads of its pool for 30 s, and one for D-Bus and each display.
QT_KEEPS = {"Thread (pooled)", "QDBusConnection", "QXcbEventQueue"}


def pytest_configure(config: pytest.Config) -> None:
    """Register what a test may announce."""
    config.addinivalue_line(
        "markers",
        "logs(pattern): a log record >= WARNING matches the regular expression",
    )
    config.addinivalue_line(
        "markers", "fault(name): shows what one of the twelve faults does; see durability/faults.py"
    )
    sys.addaudithook(_forbid_network)


def _forbid_network(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__" and args[1] in NETWORK:
        raise AssertionError(f"a test made a network socket: {args[1:]}")
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        raise AssertionError(f"a test looked up a host: {args[0]}")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user data folder of the test's own, not made yet."""
    folder = tmp_path / "user-data"
    monkeypatch.setenv("DIPTYCH_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _only_announced_warnings(request: pytest.FixtureRequest):
    """Fail on log records >= WARNING that no `logs` marker announces, and on idle markers."""
    records: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: records.append(record.getMessage())
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    patterns = [mark.args[0] for mark in request.node.iter_markers("logs")]
    unannounced = [text for text in records if not any(re.search(p, text) for p in patterns)]
    assert not unannounced, f"unannounced log records: {unannounced}"
    silent = [p for p in patterns if not any(re.search(p, text) for text in records)]
    assert not silent, f"announced log records that never came: {silent}"


@pytest.fixture(autouse=True)
def _nothing_left_running():
    """Fail when a thread or child process stays long after its test."""
    threads, children = _threads(), _children()
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    while left := _left(threads, children):
        if time.monotonic() > deadline:
            pytest.fail(f"left running: {', '.join(left)}")
        time.sleep(0.01)


def _left(threads: dict[int, str], children: dict[int, str]) -> list[str]:
    found = [f"thread {name}" for key, name in _threads().items() if key not in threads]
    found += [f"process {name}" for key, name in _children().items() if key not in children]
    if core := sys.modules.get("PySide6.QtCore"):
        busy = core.QThreadPool.globalInstance().activeThreadCount()
        found += [f"{busy} busy threads of Qt's pool"] if busy else []
    return found


def _threads() -> dict[int, str]:
    """Threads by native id; on Linux also those that Python does not know, such as a QThread's."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        return {thread.native_id or 0: thread.name for thread in threading.enumerate()}
    found = {}
    for task in tasks.iterdir():
        try:
            name = (task / "comm").read_text().strip()
        except OSError:  # it ended while we looked
            continue
        if not any(kept.startswith(name) for kept in QT_KEEPS):
            found[int(task.name)] = name
    return found


def _children() -> dict[int, str]:
    """Child processes by id; only where /proc tells."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = stat.read_text().partition(" (")
        except OSError:  # it ended while we looked
            continue
        name, _, fields = rest.rpartition(") ")
        if int(fields.split()[1]) == os.getpid():
            found[int(pid)] = name
    return found
