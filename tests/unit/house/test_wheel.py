"""The wheel holds the program and all that it reads, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from support.repository import PACKAGE, RESOURCES, ROOT, SEEDS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("diptych-*.whl"))) as opened:
        yield opened


def below(folder: Path, prefix: str) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}"
        for path in files
        if "__pycache__" not in path.parts
    }


def test_wheel_is_complete_and_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    expected = (
        below(PACKAGE, "diptych")
        | below(RESOURCES, "diptych/resources")
        | below(SEEDS, "diptych/seeds")
    )
    found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert found == expected


def test_wheel_has_the_licences(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    licence = next(name for name in names if name.endswith(".dist-info/licenses/LICENSE"))
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in wheel.read(licence).decode()
    assert "diptych/resources/fonts/OFL-Inter.txt" in names
    assert "diptych/resources/fonts/OFL-EBGaramond.txt" in names


def test_wheel_is_byte_for_byte_what_lies_here(wheel: zipfile.ZipFile) -> None:
    manifest = tomllib.loads(wheel.read("diptych/seeds/manifest.toml").decode())
    for row in manifest["document"]:
        assert wheel.read(f"diptych/seeds/{row['file']}") == (SEEDS / row["file"]).read_bytes()


def test_wheel_gives_one_command(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert wheel.read(name).decode().split("\n")[:2] == [
        "[console_scripts]",
        "diptych = diptych.__main__:main",
    ]
