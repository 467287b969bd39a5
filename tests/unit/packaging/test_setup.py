"""The two commands of the README, as far as they go without a network."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from diptych.__main__ import SUBCOMMANDS
from support.repository import ROOT

COMMANDS = ROOT / "packaging"
OLD_PYTHONS = sorted(Path("~/.pyenv/versions").expanduser().glob("3.[0-9].*/bin/python3")) + [
    Path(f"/usr/bin/python3.{minor}") for minor in range(6, 11)
]


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch):
    """The module that both commands share."""
    monkeypatch.syspath_prepend(str(COMMANDS))
    import setup_environment

    return setup_environment


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_command_parses_in_old_pythons(name: str) -> None:
    ast.parse((COMMANDS / name).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_old_python_is_told_in_one_sentence(name: str) -> None:
    old = next((path for path in OLD_PYTHONS if path.exists()), None)
    if old is None:
        pytest.skip("no Python older than 3.11 here")
    done = subprocess.run(
        [old, COMMANDS / name], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Diptych needs Python 3.11 or newer; this is 3.")
    assert done.stderr.count("\n") == 1


def test_commands_know_the_words_of_the_shell() -> None:
    source = ast.parse((COMMANDS / "run.py").read_text(encoding="utf-8"))
    words = next(
        ast.literal_eval(node.value)
        for node in source.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COMMANDS"
    )
    assert words == SUBCOMMANDS


def test_the_program_is_started_without_the_reader_s_folder_on_its_path(setup, tmp_path) -> None:
    import run

    if not setup.python().exists():
        pytest.skip("this environment is not in .venv")
    (tmp_path / "argparse.py").write_text("open('it-ran', 'w').close()\n")
    done = subprocess.run(
        run.command(["read", str(ROOT / "seeds" / "letter-2018.txt")]),
        cwd=tmp_path,
        env={**setup.environment(), "PYTHONPATH": str(ROOT / "desktop")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "it-ran").exists()


def test_no_registry_is_named() -> None:
    for path in COMMANDS.glob("*.py"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_a_stamp_cut_off_is_no_stamp(setup, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp.json")
    assert setup._read_stamp() is None
    setup.STAMP.write_text('{"made_for": "Pyth')
    assert setup._read_stamp() is None
    setup.STAMP.write_text('{"made_for": "a", "project": "b", "extras": ["test"]}')
    assert setup._read_stamp() == setup.Stamp("a", "b", ("test",))


def test_missing_packages_are_named_in_one_line_to_type(setup, monkeypatch) -> None:
    monkeypatch.setattr(setup, "can_install", lambda: False)
    with pytest.raises(setup.SetupError, match=r"libegl1.*libxcb1"):
        setup.install_packages(["libegl1", "libxcb1"], "Qt needs libEGL.so.1, libxcb.so.1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_a_library_that_does_not_load_is_found_by_loading(setup, monkeypatch) -> None:
    if not setup.python().exists():
        pytest.skip("this environment is not in .venv")
    monkeypatch.setitem(setup.QT_LIBRARIES, "libdiptych-none.so.9", "libdiptych-none9")
    monkeypatch.setattr(setup, "can_install", lambda: False)
    setup.ensure_qt("offscreen")
    with pytest.raises(setup.SetupError, match=r"(?s)libdiptych-none\.so\.9.*libdiptych-none9"):
        setup.ensure_qt("no-such-display")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display is always there")
def test_without_a_display_the_comparison_is_written(setup, tmp_path: Path) -> None:
    stamp = setup._read_stamp()
    wanted = setup._wanted_stamp(set())
    if stamp is None or (stamp.made_for, stamp.project) != (wanted.made_for, wanted.project):
        pytest.skip(".venv was not made by packaging/test.py")
    blind = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, COMMANDS / "run.py"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in blind},
        capture_output=True,
        text=True,
        check=False,
    )
    page = tmp_path / "diptych-letters.html"
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        f"There is no display to open a window on, so the comparison was written to {page}\n"
    )
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
