"""The guards that hold for every test do catch what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.repository import ROOT

if TYPE_CHECKING:
    import pytest

INNER_SETTINGS = """
pytest_plugins = ["support.guards"]

def pytest_configure(config):
    import support.guards
    support.guards.GRACE_SECONDS = 0.2
"""
INNER_TESTS = """
import logging, os, pathlib, socket, subprocess, threading
import pytest

def test_quiet(data_folder): assert os.environ["DIPTYCH_DATA"] == str(data_folder)
def test_log(): logging.getLogger("x").warning("oh")
@pytest.mark.logs("oh")
def test_announced_log(): logging.getLogger("x").warning("oh")
@pytest.mark.logs("oh")
def test_announced_log_that_never_comes(): pass
def test_socket(): socket.socket(socket.AF_INET)
def test_socket6(): socket.socket(socket.AF_INET6)
def test_lookup(): socket.getaddrinfo("localhost", 80)
def test_local_socket(): [end.close() for end in socket.socketpair()]
def test_thread():
    test_thread.stop = threading.Event()
    test_thread.thread = threading.Thread(target=test_thread.stop.wait)
    test_thread.thread.start()
def test_after_thread(): test_thread.stop.set(); test_thread.thread.join()
@pytest.mark.skipif(not pathlib.Path("/proc/self/stat").exists(), reason="no /proc here")
def test_process(): test_process.child = subprocess.Popen(["sleep", "60"])
def test_after_process():
    if hasattr(test_process, "child"):
        test_process.child.kill(); test_process.child.wait()
"""


def test_guards_catch(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))
    pytester.makeconftest(INNER_SETTINGS)
    pytester.makepyfile(INNER_TESTS)
    outcome = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:pytestqt")
    failed = {line.split("::")[1].split()[0] for line in outcome.outlines if "::" in line}
    assert failed == {
        "test_log",
        "test_announced_log_that_never_comes",
        "test_socket",
        "test_socket6",
        "test_lookup",
        "test_thread",
        "test_process",
    }
